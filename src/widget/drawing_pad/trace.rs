//! Strokes as they are painted: in short pieces, so that little of them has to be painted again.

use iced::widget::canvas::{Cache, Frame, Geometry, Path};
use iced::{Color, Point, Rectangle};

use crate::session::drawing::{self, Bend, FIELD, bends};
use crate::theme::{Palette, measure};
use crate::widget::arc_chart::round;

/// So many bends are one piece.
pub(super) const PIECE: usize = 24;

/// A piece of a stroke; without a bend it is a dot.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trace {
    begin: (f32, f32),
    bends: Vec<Bend>,
}

/// The pieces of a stroke in their order.
pub(super) fn traces(stroke: &[drawing::Point]) -> Vec<Trace> {
    let Some(first) = stroke.first() else { return Vec::new() };
    let mut begin = (f32::from(first.x), f32::from(first.y));
    let bent: Vec<Bend> = bends(stroke).collect();
    if bent.is_empty() {
        return vec![Trace { begin, bends: bent }];
    }
    let piece = |bends: &[Bend]| {
        let trace = Trace { begin, bends: bends.to_vec() };
        begin = bends.last().map_or(begin, |bend| bend.to);
        trace
    };
    bent.chunks(PIECE).map(piece).collect()
}

impl Trace {
    pub fn paint(&self, frame: &mut Frame, field: Rectangle, palette: &Palette) {
        if self.bends.is_empty() {
            frame.fill(&Path::circle(on_glass(self.begin, field), measure::DRAWN), palette.text);
            return;
        }
        let path = Path::new(|path| {
            path.move_to(on_glass(self.begin, field));
            for bend in &self.bends {
                path.quadratic_curve_to(on_glass(bend.toward, field), on_glass(bend.to, field));
            }
        });
        frame.stroke(&path, round(measure::DRAWN, palette.text));
    }

    /// Its box with the width of the line, in whole px.
    fn around(&self, field: Rectangle) -> Rectangle {
        let bends = self.bends.iter().flat_map(|bend| [bend.toward, bend.to]);
        let nothing = (f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY);
        let (left, top, right, bottom) =
            bends.chain([self.begin]).fold(nothing, |(left, top, right, bottom), place| {
                let at = on_glass(place, field);
                (left.min(at.x), top.min(at.y), right.max(at.x), bottom.max(at.y))
            });
        let room = 2.0 * measure::DRAWN;
        let (left, top) = ((left - room).floor(), (top - room).floor());
        Rectangle { x: left, y: top, width: (right + room).ceil() - left, height: (bottom + room).ceil() - top }
    }
}

fn on_glass((x, y): (f32, f32), field: Rectangle) -> Point {
    let step = field.width / f32::from(FIELD.0);
    Point::new(field.x + x * step, field.y + y * step)
}

/// A piece that is kept painted while it stays the same; what changes is repainted in its own small box.
#[derive(Default)]
pub(super) struct Painted {
    cache: Cache,
    shows: Option<(Trace, Color, Rectangle)>,
}

impl Painted {
    pub fn paint(&mut self, trace: Trace, renderer: &iced::Renderer, palette: &Palette, field: Rectangle) -> Geometry {
        let around = trace.around(field);
        let shows = (trace, palette.text, field);
        if self.shows.as_ref() != Some(&shows) {
            self.cache.clear();
        }
        let (trace, ..) = self.shows.insert(shows);
        self.cache.draw_with_bounds(renderer, around, |frame| trace.paint(frame, field, palette))
    }
}
