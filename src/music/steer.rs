//! Changing what plays while it plays: each change is another plan of which all that sounds already is a part.

/// How the therapist turns the music.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Turn {
    /// On to the next track, or the next stage of the built-in music.
    Next,
    /// To the beginning of this track, or, near it, to the track before.
    Back,
    /// To more intense music.
    Deeper,
    /// To less intense music.
    Lighter,
    /// Longer here: the music of this moment goes on.
    Stay,
}
