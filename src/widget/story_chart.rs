//! The timeline of a record under a finger: wherever it is put down is the minute that is looked at.

mod lanes;

use iced::advanced::mouse;
use iced::widget::canvas::{self, Action, Event, Frame, Geometry, Path};
use iced::widget::{Canvas, row};
use iced::{Length, Point, Rectangle, Theme};

use super::Element;
use super::arc_chart::round;
use super::paint::Kept;
use super::touch::{Act, Kind, Pressing, Step, target};
use crate::record::story::Story;
use crate::theme::{Palette, measure};

/// Which part is shown, and which minute is looked at; all in minutes since the record began.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// Where the part begins.
    pub from: f32,
    /// How long it is.
    pub span: f32,
    /// The minute.
    pub at: f32,
}

/// The chart, as wide as its place and made for 340 px of height; `on_move` is told the minute under the finger.
#[must_use]
pub fn story_chart<'a, Message: 'a>(
    story: &'a Story,
    seen: Seen,
    height: f32,
    on_move: impl Fn(f32) -> Message + 'a,
) -> Element<'a, Message> {
    let labels = Canvas::new(Labels { story }).width(lanes::LABELS).height(height);
    let chart = Canvas::new(Chart { story, seen, on_move }).width(Length::Fill).height(height);
    row![labels, target(Act::named("timeline"), Kind::Slide, chart)].into()
}

/// The words before the lanes.
struct Labels<'a> {
    story: &'a Story,
}

impl<Message> canvas::Program<Message> for Labels<'_> {
    type State = Kept<[bool; 5]>;

    fn draw(
        &self,
        state: &Kept<[bool; 5]>,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        state.paint(&lanes::filled(self.story), renderer, theme, bounds, |frame, palette| {
            lanes::labels(self.story, frame, palette);
        })
    }
}

struct Chart<'a, F> {
    story: &'a Story,
    seen: Seen,
    on_move: F,
}

/// The finger, what lies still, and what moves with the finger.
#[derive(Default)]
struct State {
    pressing: Pressing,
    lanes: Kept<(Option<i64>, usize, f32, f32)>,
    cursor: Kept<f32>,
}

/// From minutes to px and back.
#[derive(Clone, Copy)]
struct Scale {
    left: f32,
    right: f32,
    from: f32,
    span: f32,
}

impl Scale {
    fn of(seen: Seen, bounds: Rectangle) -> Self {
        Self { left: measure::XS, right: bounds.width - measure::GAP, from: seen.from, span: seen.span.max(0.1) }
    }

    fn x(&self, minute: f32) -> f32 {
        self.left + (minute - self.from) / self.span * (self.right - self.left)
    }

    fn minute(&self, x: f32) -> f32 {
        self.from + ((x - self.left) / (self.right - self.left)).clamp(0.0, 1.0) * self.span
    }

    /// Whether any of it is shown.
    fn shows(&self, from: f32, to: f32) -> bool {
        to >= self.from && from <= self.from + self.span
    }
}

impl<Message, F: Fn(f32) -> Message> canvas::Program<Message> for Chart<'_, F> {
    type State = State;

    fn update(
        &self,
        state: &mut State,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        let press = match state.pressing.step(event, cursor, bounds)? {
            Step::Began(press) | Step::Moved(press) => press,
            Step::Ended(_) | Step::Gone => return None,
        };
        let minute = Scale::of(self.seen, bounds).minute(press.at.x - bounds.x);
        Some(Action::publish((self.on_move)(minute)).and_capture())
    }

    fn draw(
        &self,
        state: &State,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        let scale = Scale::of(self.seen, bounds);
        let began = self.story.began.map(|began| began.timestamp_millis());
        let still = (began, self.story.told.len(), scale.from, scale.span);
        let mut all = state.lanes.paint(&still, renderer, theme, bounds, |frame, palette| {
            lanes::draw(self.story, frame, scale, palette);
        });
        let x = scale.x(self.seen.at).round();
        all.extend(state.cursor.paint(&x, renderer, theme, bounds, |frame, palette| cursor_at(frame, x, palette)));
        all
    }
}

/// The one ember: where one looks.
fn cursor_at(frame: &mut Frame, x: f32, palette: &Palette) {
    let line = Path::line(Point::new(x, measure::XS), Point::new(x, lanes::PHASES.1));
    frame.stroke(&line, round(measure::LINE, palette.accent));
    frame.fill(&Path::circle(Point::new(x, measure::XS), measure::XS), palette.accent);
}
