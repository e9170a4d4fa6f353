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

/// One bend of a drawn line, from where the last one ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bend {
    /// Where it is drawn to on its way: the control point of a quadratic curve.
    pub toward: (f32, f32),
    /// Where it ends.
    pub to: (f32, f32),
}

/// A stroke as a smooth line: it begins at the first point, bends at every other, and ends at the last.
///
/// Between two bends it passes half way between their points. A stroke of one point is a dot and has no bend.
pub fn bends(stroke: &[Point]) -> impl Iterator<Item = Bend> {
    let place = |point: Point| (f32::from(point.x), f32::from(point.y));
    let half = |one: (f32, f32), other: (f32, f32)| (f32::midpoint(one.0, other.0), f32::midpoint(one.1, other.1));
    let straight = if let [from, to] = stroke { Some(Bend { toward: place(*from), to: place(*to) }) } else { None };
    let last = stroke.len().saturating_sub(3);
    let bent = stroke.windows(3).enumerate().filter_map(move |(number, three)| {
        let [_, toward, next] = three else { return None };
        let (toward, next) = (place(*toward), place(*next));
        Some(Bend { toward, to: if number == last { next } else { half(toward, next) } })
    });
    straight.into_iter().chain(bent)
}
