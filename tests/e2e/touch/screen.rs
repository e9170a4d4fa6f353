//! What a touch suite needs of a screen: to be shown on it, to lay fingers on it, and to see that it was drawn.

/// A point on the glass, px.
pub type At = (f32, f32);

/// What a finger does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It comes down.
    Down,
    /// It moves while it lies there.
    Move,
    /// It is lifted.
    Up,
}

/// How large the glass is, px.
pub const SIZE: (u16, u16) = (1280, 800);

/// A screen with real touch.
pub trait Screen {
    /// What a program needs in its environment to be shown here.
    fn environment(&self) -> Vec<(&'static str, String)>;

    /// What a finger does there; each has a number of its own.
    fn touch(&mut self, finger: u32, does: Does, at: At);

    /// A number that changes when something is drawn.
    fn drawn(&self) -> u64;
}
