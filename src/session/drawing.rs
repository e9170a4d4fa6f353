//! What a finger drew on the pad: strokes of points.

use std::sync::Arc;

/// Width and height of the pad in its own steps; x goes right, y goes down, from the upper left corner.
pub const FIELD: (u16, u16) = (1600, 900);
/// The most points of one stroke; a longer one goes on as the next.
pub const MOST_POINTS: usize = 2000;

/// A place on the pad, within [`FIELD`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// From the left edge.
    pub x: u16,
    /// From the upper edge.
    pub y: u16,
}

/// One line, from the touch to its end; at least one point.
pub type Stroke = Arc<[Point]>;

/// Whether a stroke can be kept: it has points, not too many, and all of them lie on the pad.
#[must_use]
pub fn is_sound(stroke: &[Point]) -> bool {
    let inside = |point: &Point| point.x <= FIELD.0 && point.y <= FIELD.1;
    !stroke.is_empty() && stroke.len() <= MOST_POINTS && stroke.iter().all(inside)
}
