//! A pad to draw on with a finger or the mouse; each line is told when the finger is lifted.

mod line;
mod trace;

use std::cell::{Cell, RefCell};

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Geometry, Path};
use iced::{Length, Point, Rectangle, Size, Theme, border};

use super::Element;
use super::paint::Kept;
use super::touch::{Act, Kind, Pressing, Step, target};
use super::tracked::draw_words;
use crate::session::drawing::{self, FIELD, Stroke};
use crate::theme::{Palette, measure, role};
use line::Line;
use trace::{PIECE, Painted, Trace, traces};

/// So many pieces are kept painted one by one; with more, all that is drawn becomes one picture at the next lift.
const LOOSE: usize = 64;

/// The pad, as large as its place allows in its own proportion; `on_stroke` is told each line when it is lifted.
///
/// `hint` stands on it while nothing is drawn. Further fingers are not heeded while one draws. A line of more than
/// [`drawing::MOST_POINTS`] is told in parts, each of which begins where the one before ended.
pub fn drawing_pad<'a, Message: 'a>(
    strokes: impl IntoIterator<Item = Stroke>,
    hint: &'a str,
    on_stroke: impl Fn(Stroke) -> Message + 'a,
) -> Element<'a, Message> {
    let strokes = strokes.into_iter().collect();
    let pad = Canvas::new(Pad { strokes, hint, on_stroke }).width(Length::Fill).height(Length::Fill);
    target(Act::named("drawing pad"), Kind::Draw, pad)
}

struct Pad<'a, F> {
    strokes: Vec<Stroke>,
    hint: &'a str,
    on_stroke: F,
}

/// The finger, the line it draws, and what is painted already.
#[derive(Default)]
struct State {
    pressing: Pressing,
    line: Option<Line>,
    /// The ground with the first strokes, as one picture.
    sheet: Kept<(Vec<Stroke>, bool)>,
    /// How many strokes are on that picture.
    merged: Cell<usize>,
    /// The pieces of the later strokes and of the line that grows: what is drawn now is painted, and no more.
    loose: RefCell<Vec<Painted>>,
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
        let growing = state.line.as_ref().map(Line::points);
        let bare = self.strokes.is_empty() && growing.is_none();
        let (merged, loose) = state.divide(&self.strokes);
        let sheet = (merged.to_vec(), bare);
        let mut all = state.sheet.paint(&sheet, renderer, theme, bounds, |frame, palette| {
            let corners = border::radius(measure::RADIUS_CARD);
            frame.fill(&Path::rounded_rectangle(field.position(), field.size(), corners), palette.surface);
            if bare {
                draw_words(frame, self.hint, role::READING, field.center(), palette.dim);
            }
            sheet.0.iter().flat_map(|stroke| traces(stroke)).for_each(|trace| trace.paint(frame, field, palette));
        });
        let pieces = loose.iter().map(|stroke| &**stroke).chain(growing.as_deref()).flat_map(traces);
        let pieces: Vec<Trace> = pieces.collect();
        let mut painted = state.loose.borrow_mut();
        painted.resize_with(pieces.len(), Painted::default);
        let pieces = painted.iter_mut().zip(pieces);
        all.extend(pieces.map(|(painted, trace)| painted.paint(trace, renderer, Palette::of(theme), field)));
        all
    }
}

impl State {
    /// The strokes of the one picture, and the later ones; they are joined only while no finger is down.
    fn divide<'a>(&self, strokes: &'a [Stroke]) -> (&'a [Stroke], &'a [Stroke]) {
        let merged = self.merged.get().min(strokes.len());
        let (before, loose) = strokes.split_at_checked(merged).unwrap_or((strokes, &[]));
        let pieces: usize = loose.iter().map(|stroke| stroke.len().div_ceil(PIECE)).sum();
        if self.line.is_none() && pieces > LOOSE {
            self.merged.set(strokes.len());
            return (strokes, &[]);
        }
        self.merged.set(merged);
        (before, loose)
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

#[cfg(test)]
mod tests;
