//! A pad to draw on with a finger or the mouse; each line is told when the finger is lifted.

mod line;

use std::cell::Cell;

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Cache, Event, Frame, Geometry, Path};
use iced::{Color, Length, Point, Rectangle, Size, Theme, border};

use super::Element;
use super::arc_chart::round;
use super::paint::Kept;
use super::touch::{Pressing, Step};
use super::tracked::draw_words;
use crate::session::drawing::{self, Bend, FIELD, Stroke, bends};
use crate::theme::{Palette, measure, role};
use line::Line;

/// So many bends are painted as one path: what a growing line passes over again is then little.
const PIECE: usize = 24;
/// So many bends at its end may still change while a line grows.
const UNSETTLED: usize = 3;

/// The pad, as large as its place allows in its own proportion; `on_stroke` is told each line when it is lifted.
///
/// `hint` stands on it while nothing is drawn. Further fingers are not heeded while one draws. A line of more than
/// [`drawing::MOST_POINTS`] is told in parts, each of which begins where the one before ended.
pub fn drawing_pad<'a, Message: 'a>(
    strokes: &'a [Stroke],
    hint: &'a str,
    on_stroke: impl Fn(Stroke) -> Message + 'a,
) -> Element<'a, Message> {
    Canvas::new(Pad { strokes, hint, on_stroke }).width(Length::Fill).height(Length::Fill).into()
}

struct Pad<'a, F> {
    strokes: &'a [Stroke],
    hint: &'a str,
    on_stroke: F,
}

/// The finger, the line it draws, and what is painted already.
#[derive(Default)]
struct State {
    pressing: Pressing,
    line: Option<Line>,
    sheet: Kept<(Vec<Stroke>, bool)>,
    settled: Cache,
    shows: Cell<Option<(usize, Color, Rectangle)>>,
}

impl<Message, F: Fn(Stroke) -> Message> canvas::Program<Message> for Pad<'_, F> {
    type State = State;

    fn update(
        &self,
        state: &mut State,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        let field = fitted(bounds);
        let told = match state.pressing.step(event, cursor, field)? {
            Step::Began(press) => {
                state.line = Some(Line::begin(on_field(press.at, field)));
                return Some(Action::request_redraw().and_capture());
            }
            Step::Moved(press) => state.line.as_mut()?.go_on(on_field(press.at, field)),
            Step::Ended(press) => state.line.take()?.end(on_field(press.at, field)),
            // What was drawn stays drawn, even if the system takes the finger away.
            Step::Gone => state.line.take()?.finish(),
        };
        Some(told.map_or_else(Action::request_redraw, |stroke| Action::publish((self.on_stroke)(stroke))))
    }

    fn draw(
        &self,
        state: &State,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        let field = fitted(Rectangle::with_size(bounds.size()));
        let bare = self.strokes.is_empty() && state.line.is_none();
        let sheet = (self.strokes.to_vec(), bare);
        let mut all = state.sheet.paint(&sheet, renderer, theme, bounds, |frame, palette| {
            let corners = border::radius(measure::RADIUS_CARD);
            frame.fill(&Path::rounded_rectangle(field.position(), field.size(), corners), palette.surface);
            if bare {
                draw_words(frame, self.hint, role::READING, field.center(), palette.dim);
            }
            sheet.0.iter().for_each(|stroke| paint(frame, stroke, field, palette));
        });
        if let Some(line) = &state.line {
            state.growing(line, renderer, Palette::of(theme), field, &mut all);
        }
        all
    }
}

impl State {
    /// The line under the finger: what is settled of it is painted once a piece, its end in every frame.
    fn growing(
        &self,
        line: &Line,
        renderer: &iced::Renderer,
        palette: &Palette,
        field: Rectangle,
        all: &mut Vec<Geometry>,
    ) {
        let points = line.points();
        let bent: Vec<Bend> = bends(&points).collect();
        let settled = bent.len().saturating_sub(UNSETTLED) / PIECE * PIECE;
        let begin = points.first().map_or((0.0, 0.0), |point| (f32::from(point.x), f32::from(point.y)));
        let (before, end) = bent.split_at_checked(settled).unwrap_or((&bent, &[]));
        let joint = before.last().map_or(begin, |bend| bend.to);
        let shown = Some((settled, palette.text, field));
        if self.shows.replace(shown) != shown {
            self.settled.clear();
        }
        if settled > 0 {
            let around = around(begin, before, field);
            let painted = |frame: &mut Frame| pieces(frame, begin, before, field, palette);
            all.push(self.settled.draw_with_bounds(renderer, around, painted));
        }
        let around = around(joint, end, field);
        all.push(Cache::new().draw_with_bounds(renderer, around, |frame| {
            if bent.is_empty() {
                dot(frame, joint, field, palette);
            }
            pieces(frame, joint, end, field, palette);
        }));
    }
}

/// Where the pad's field lies in its place: as large as it can be, in the middle.
fn fitted(bounds: Rectangle) -> Rectangle {
    let (wide, high) = (f32::from(FIELD.0), f32::from(FIELD.1));
    let step = (bounds.width / wide).min(bounds.height / high).max(f32::EPSILON);
    let size = Size::new(wide * step, high * step);
    let left_over = bounds.size() - size;
    let corner = bounds.position() + iced::Vector::new(left_over.width / 2.0, left_over.height / 2.0);
    Rectangle::new(corner, size)
}

/// A place on the glass in steps of the field; beyond its edge it is the edge.
fn on_field(at: Point, field: Rectangle) -> drawing::Point {
    let step = |from_edge: f32, long: f32, steps: u16| {
        (from_edge / long.max(f32::EPSILON) * f32::from(steps)).round().clamp(0.0, f32::from(steps)) as u16
    };
    let (x, y) = (at.x - field.x, at.y - field.y);
    drawing::Point { x: step(x, field.width, FIELD.0), y: step(y, field.height, FIELD.1) }
}

fn on_glass((x, y): (f32, f32), field: Rectangle) -> Point {
    let step = field.width / f32::from(FIELD.0);
    Point::new(field.x + x * step, field.y + y * step)
}

fn paint(frame: &mut Frame, stroke: &Stroke, field: Rectangle, palette: &Palette) {
    let Some(first) = stroke.first() else { return };
    let begin = (f32::from(first.x), f32::from(first.y));
    let bent: Vec<Bend> = bends(stroke).collect();
    if bent.is_empty() {
        dot(frame, begin, field, palette);
    }
    pieces(frame, begin, &bent, field, palette);
}

fn pieces(frame: &mut Frame, begin: (f32, f32), bent: &[Bend], field: Rectangle, palette: &Palette) {
    let mut from = begin;
    for piece in bent.chunks(PIECE) {
        let path = Path::new(|path| {
            path.move_to(on_glass(from, field));
            for bend in piece {
                path.quadratic_curve_to(on_glass(bend.toward, field), on_glass(bend.to, field));
            }
        });
        frame.stroke(&path, round(measure::DRAWN, palette.text));
        from = piece.last().map_or(from, |bend| bend.to);
    }
}

fn dot(frame: &mut Frame, at: (f32, f32), field: Rectangle, palette: &Palette) {
    frame.fill(&Path::circle(on_glass(at, field), measure::DRAWN), palette.text);
}

/// The box of some bends with the width of their line, in whole px.
fn around(begin: (f32, f32), bent: &[Bend], field: Rectangle) -> Rectangle {
    let all = bent.iter().flat_map(|bend| [bend.toward, bend.to]).chain([begin]).map(|place| on_glass(place, field));
    let most = (f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY);
    let (left, top, right, bottom) = all.fold(most, |(left, top, right, bottom), at| {
        (left.min(at.x), top.min(at.y), right.max(at.x), bottom.max(at.y))
    });
    let room = measure::DRAWN * 2.0;
    let (left, top) = ((left - room).floor(), (top - room).floor());
    Rectangle { x: left, y: top, width: (right + room).ceil() - left, height: (bottom + room).ceil() - top }
}

#[cfg(test)]
mod tests;
