//! A picture as lines, shapes and words on paper: what every drawn form of a record is made of.
//!
//! Pure data with the origin at the top left, in points. SVG and PDF draw the same picture.

pub(in crate::record) mod faces;
pub(in crate::record) mod svg;

use crate::theme::print;

/// What is on a sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::record) struct Picture {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

/// A place, from the top left.
pub(in crate::record) type Place = (f32, f32);

/// One thing on a sheet; later ones lie over earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::record) enum Mark {
    /// Straight from place to place.
    Line { points: Vec<Place>, stroke: Stroke },
    /// An area between places, closed.
    Area { points: Vec<Place>, ink: Ink },
    /// A disc, or a ring that shows the ground inside.
    Dot { at: Place, radius: f32, ink: Ink, hollow: bool },
    /// One line of words that stands on `at`.
    Words { at: Place, text: String, style: Style, anchor: Anchor },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::record) struct Stroke {
    pub ink: Ink,
    pub width: f32,
    pub dashed: bool,
}

/// An ink of [`print`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::record) enum Ink {
    Black,
    Dim,
    Line,
    Faint,
    Accent,
    Wash,
    Ground,
}

impl Ink {
    pub const fn rgb(self) -> print::Rgb {
        match self {
            Self::Black => print::BLACK,
            Self::Dim => print::DIM,
            Self::Line => print::LINE,
            Self::Faint => print::FAINT,
            Self::Accent => print::ACCENT,
            Self::Wash => print::WASH,
            Self::Ground => print::GROUND,
        }
    }
}

/// A face of the two families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::record) enum Face {
    Regular,
    Medium,
    SemiBold,
    Serif,
    Italic,
}

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::record) struct Style {
    pub face: Face,
    pub size: f32,
    pub ink: Ink,
}

impl Style {
    pub const BODY: Self = Self { face: Face::Regular, size: print::BODY, ink: Ink::Black };
    pub const SMALL: Self = Self { face: Face::Regular, size: print::SMALL, ink: Ink::Dim };

    pub const fn face(self, face: Face) -> Self {
        Self { face, ..self }
    }

    pub const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }
}

/// Which part of the words is at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::record) enum Anchor {
    Start,
    Middle,
    End,
}

impl Picture {
    pub const fn new(width: f32, height: f32) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    pub fn line(&mut self, points: &[Place], ink: Ink, width: f32) {
        self.stroke(points, Stroke { ink, width, dashed: false });
    }

    pub fn dashed(&mut self, points: &[Place], ink: Ink) {
        self.stroke(points, Stroke { ink, width: print::HAIR, dashed: true });
    }

    fn stroke(&mut self, points: &[Place], stroke: Stroke) {
        if points.len() > 1 {
            self.marks.push(Mark::Line { points: points.to_vec(), stroke });
        }
    }

    /// A rectangle between two corners.
    pub fn block(&mut self, from: Place, to: Place, ink: Ink) {
        let points = vec![from, (to.0, from.1), to, (from.0, to.1)];
        self.marks.push(Mark::Area { points, ink });
    }

    pub fn area(&mut self, points: Vec<Place>, ink: Ink) {
        if points.len() > 2 {
            self.marks.push(Mark::Area { points, ink });
        }
    }

    pub fn dot(&mut self, at: Place, radius: f32, ink: Ink) {
        self.marks.push(Mark::Dot { at, radius, ink, hollow: false });
    }

    pub fn ring(&mut self, at: Place, radius: f32, ink: Ink) {
        self.marks.push(Mark::Dot { at, radius, ink, hollow: true });
    }

    pub fn words(&mut self, at: Place, text: impl Into<String>, style: Style) {
        self.anchored(at, text, style, Anchor::Start);
    }

    pub fn anchored(&mut self, at: Place, text: impl Into<String>, style: Style, anchor: Anchor) {
        let text = text.into();
        if !text.is_empty() {
            self.marks.push(Mark::Words { at, text, style, anchor });
        }
    }

    /// The same picture, larger or smaller.
    pub fn scaled(self, factor: f32) -> Self {
        let marks = self.marks.into_iter().map(|mark| mark.scaled(factor)).collect();
        Self { width: self.width * factor, height: self.height * factor, marks }
    }

    /// Puts another picture's marks on this one, with its top left at `at`.
    pub fn put(&mut self, at: Place, other: Self) {
        self.marks.extend(other.marks.into_iter().map(|mark| mark.moved(at)));
    }
}

impl Mark {
    fn moved(self, by: Place) -> Self {
        self.mapped(|(x, y)| (x + by.0, y + by.1), 1.0)
    }

    fn scaled(self, factor: f32) -> Self {
        self.mapped(|(x, y)| (x * factor, y * factor), factor)
    }

    fn mapped(self, on: impl Fn(Place) -> Place, factor: f32) -> Self {
        let all = |points: Vec<Place>| points.into_iter().map(&on).collect();
        match self {
            Self::Line { points, stroke } => {
                Self::Line { points: all(points), stroke: Stroke { width: stroke.width * factor, ..stroke } }
            }
            Self::Area { points, ink } => Self::Area { points: all(points), ink },
            Self::Dot { at, radius, ink, hollow } => Self::Dot { at: on(at), radius: radius * factor, ink, hollow },
            Self::Words { at, text, style, anchor } => {
                Self::Words { at: on(at), text, style: Style { size: style.size * factor, ..style }, anchor }
            }
        }
    }
}
