//! A line while it grows: thinned as it comes, so that what is seen is what is kept.

use crate::session::drawing::{MOST_POINTS, Point, Stroke};

/// Points nearer than this are left out: about the width of the line, steps of the field.
const NEAREST: f32 = 4.0;
/// What lies straight between two points is left out where they are no farther apart than this; the bends stay close.
const FARTHEST: f32 = 16.0;
/// A point no farther than this from the straight way is on it.
const STRAIGHT: f32 = 0.6;

/// The line under the finger.
#[derive(Debug)]
pub(super) struct Line {
    points: Vec<Point>,
    /// Where the finger is, if that is too near to the last point to be one.
    tip: Option<Point>,
    /// It goes on where a full stroke ended.
    goes_on: bool,
}

impl Line {
    pub fn begin(at: Point) -> Self {
        Self { points: vec![at], tip: None, goes_on: false }
    }

    /// What is to be seen now.
    pub fn points(&self) -> Vec<Point> {
        self.points.iter().copied().chain(self.tip).collect()
    }

    /// Goes on to a place; hands back the stroke that became full by it, and goes on from its end.
    pub fn go_on(&mut self, to: Point) -> Option<Stroke> {
        let last = self.points.last().copied()?;
        if apart(last, to) < NEAREST {
            self.tip = Some(to).filter(|tip| *tip != last && self.points.len() > 1);
            return None;
        }
        self.tip = None;
        self.points.push(to);
        if let [.., from, middle, _] = self.points.as_slice()
            && apart(*from, to) <= FARTHEST
            && off_the_way(*from, *middle, to) <= STRAIGHT
        {
            let _ = self.points.swap_remove(self.points.len() - 2);
        }
        if self.points.len() < MOST_POINTS {
            return None;
        }
        self.goes_on = true;
        Some(std::mem::replace(&mut self.points, vec![to]).into())
    }

    /// The stroke, with the place where the finger was lifted.
    pub fn end(mut self, at: Point) -> Option<Stroke> {
        let last = self.points.last().copied()?;
        // A tap that trembles is a dot; anything longer ends where the finger left.
        let still = self.points.len() == 1 && apart(last, at) < NEAREST;
        self.tip = Some(at).filter(|at| *at != last && !still);
        self.finish()
    }

    /// The stroke as it is; `None` if nothing came after a full one.
    pub fn finish(mut self) -> Option<Stroke> {
        self.points.extend(self.tip);
        let nothing_more = self.goes_on && self.points.len() == 1;
        (!nothing_more).then(|| self.points.into())
    }
}

fn apart(one: Point, other: Point) -> f32 {
    let (x, y) = between(one, other);
    x.hypot(y)
}

fn between(from: Point, to: Point) -> (f32, f32) {
    (f32::from(to.x) - f32::from(from.x), f32::from(to.y) - f32::from(from.y))
}

/// How far a point is from the straight way between two others; one that lies beyond its ends is off it.
fn off_the_way(from: Point, point: Point, to: Point) -> f32 {
    let (way, here) = (between(from, to), between(from, point));
    let long = way.0.hypot(way.1);
    let along = (here.0 * way.0 + here.1 * way.1) / long.max(f32::EPSILON);
    if along < 0.0 || along > long { f32::INFINITY } else { (here.0 * way.1 - here.1 * way.0).abs() / long }
}
