//! Small multiples: the same columns over and over, one row a measure; a tap on a column chooses it.

use std::time::Duration;

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Frame, Geometry, LineDash, Path, Stroke};
use iced::{Length, Point, Rectangle, Size, Theme};

use super::Element;
use super::arc_chart::round;
use super::paint::Kept;
use super::touch::{Act, Kind, Pressing, Step, target};
use super::tracked::{draw_from, draw_words};
use crate::theme::{Palette, measure, role};
use crate::units::clock_face;

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// When it was.
    pub second: String,
}

/// An earlier value and a later one, where they are known.
pub type Pair = (Option<f32>, Option<f32>);

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    /// What is measured.
    pub name: String,
    /// In what.
    pub unit: String,
    /// For each column the earlier value and the later one.
    pub values: Vec<Pair>,
    /// The least the scale spans, from and to; `None` is what the values need.
    pub least: Option<(f32, f32)>,
    /// The values are minutes: the figure is the later one as 10:04.
    pub minutes: bool,
}

/// The picture, as wide and high as its place; a tap hands back the column.
#[must_use]
pub fn multiples<'a, Message: 'a>(
    columns: Vec<Column>,
    measures: Vec<Measure>,
    on_tap: impl Fn(usize) -> Option<Message> + 'a,
) -> Element<'a, Message> {
    let tapped = Canvas::new(Tapped { picture: Picture { columns, measures }, on_tap });
    target(Act::named("multiples"), Kind::Tap, tapped.width(Length::Fill).height(Length::Fill))
}

/// Width of the words before the rows.
const LABELS: f32 = 176.0;
/// Height of the names of the columns.
const HEAD: f32 = measure::TARGET;
/// A column is never wider.
const WIDEST: f32 = 110.0;
/// Free above and under the values of a row.
const ABOVE: f32 = 30.0;
const BELOW: f32 = 18.0;

#[derive(Clone, Debug, PartialEq)]
struct Picture {
    columns: Vec<Column>,
    measures: Vec<Measure>,
}

struct Tapped<F> {
    picture: Picture,
    on_tap: F,
}

#[derive(Default)]
struct State {
    pressing: Pressing,
    kept: Kept<(Picture, Option<usize>)>,
}

impl<Message, F: Fn(usize) -> Option<Message>> canvas::Program<Message> for Tapped<F> {
    type State = State;

    fn update(
        &self,
        state: &mut State,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        match state.pressing.step(event, cursor, bounds)? {
            Step::Began(_) => Some(Action::request_redraw().and_capture()),
            Step::Ended(press) if bounds.contains(press.at) => {
                let column = self.picture.column_at(press.at.x - bounds.x, bounds.width)?;
                (self.on_tap)(column).map(Action::publish)
            }
            Step::Moved(_) | Step::Ended(_) | Step::Gone => Some(Action::request_redraw()),
        }
    }

    fn draw(
        &self,
        state: &State,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        let finger = state.pressing.press().filter(|press| bounds.contains(press.at));
        let finger = finger.and_then(|press| self.picture.column_at(press.at.x - bounds.x, bounds.width));
        let shown = (self.picture.clone(), finger);
        state.kept.paint(&shown, renderer, theme, bounds, |frame, palette| shown.0.draw(frame, finger, palette))
    }
}

impl Picture {
    fn wide(&self, width: f32) -> f32 {
        ((width - LABELS) / (self.columns.len().max(1)) as f32).min(WIDEST)
    }

    fn column_at(&self, x: f32, width: f32) -> Option<usize> {
        let column = ((x - LABELS) / self.wide(width)).floor();
        (column >= 0.0 && column < self.columns.len() as f32).then_some(column as usize)
    }

    fn draw(&self, frame: &mut Frame, finger: Option<usize>, palette: &Palette) {
        let (width, height) = (frame.width(), frame.height());
        let wide = self.wide(width);
        let middle = |column: usize| LABELS + (column as f32 + 0.5) * wide;
        for (number, column) in self.columns.iter().enumerate() {
            // What can be pressed has a fill: the name of a session, and all of its column while a finger is on it.
            let (fill, deep) = if finger == Some(number) { (palette.raised, height) } else { (palette.surface, HEAD) };
            let corner = Point::new(middle(number) - wide / 2.0 + measure::XXS, 0.0);
            let shape =
                Path::rounded_rectangle(corner, Size::new(wide - measure::XS, deep), measure::RADIUS_KEY.into());
            frame.fill(&shape, fill);
            draw_words(frame, &column.name, role::BODY_STRONG, Point::new(middle(number), 22.0), palette.text);
            draw_words(frame, &column.second, role::LABEL, Point::new(middle(number), 45.0), palette.dim);
        }
        let tall = (height - HEAD) / (self.measures.len().max(1)) as f32;
        for (number, measure) in self.measures.iter().enumerate() {
            let top = HEAD + number as f32 * tall;
            draw_from(frame, &measure.name, role::BODY, Point::new(0.0, top + tall / 2.0 - 10.0), palette.text);
            draw_from(frame, &measure.unit, role::LABEL, Point::new(0.0, top + tall / 2.0 + 14.0), palette.dim);
            measure.draw(frame, (top + ABOVE, top + tall - BELOW), &middle, palette);
        }
    }
}

impl Measure {
    fn draw(&self, frame: &mut Frame, (top, foot): (f32, f32), middle: &impl Fn(usize) -> f32, palette: &Palette) {
        let all = || self.values.iter().flat_map(|(before, after)| [*before, *after]).flatten();
        let least = self.least.into_iter().flat_map(|(from, to)| [from, to]);
        let (low, high) =
            all().chain(least).fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)));
        let y = |value: f32| foot - (value - low) / (high - low).max(f32::EPSILON) * (foot - top);
        if let Some(first) = self.values.iter().find_map(|(before, after)| before.or(*after)) {
            let from = middle(0);
            let to = middle(self.values.len().saturating_sub(1)).max(from);
            let line_dash = LineDash { segments: &[3.0, 5.0], offset: 0 };
            let dashes = Path::line(Point::new(from, y(first)), Point::new(to, y(first)));
            frame.stroke(&dashes, Stroke { line_dash, ..round(measure::RIM, palette.faint) });
        }
        let later = |value: &Pair| value.1.or(value.0);
        let line = Path::new(|path| {
            let there = self.values.iter().enumerate().filter_map(|(column, value)| Some((column, later(value)?)));
            for (index, (column, value)) in there.enumerate() {
                let at = Point::new(middle(column), y(value));
                if index == 0 { path.move_to(at) } else { path.line_to(at) }
            }
        });
        frame.stroke(&line, round(measure::RIM, palette.faint));
        for (column, (before, after)) in self.values.iter().enumerate() {
            let x = middle(column);
            if let (Some(before), Some(after)) = (before, after) {
                let line = Path::line(Point::new(x, y(*before)), Point::new(x, y(*after)));
                frame.stroke(&line, round(measure::LINE, palette.dim));
            }
            if let Some(before) = before {
                frame.fill(&Path::circle(Point::new(x, y(*before)), 5.0), palette.ground);
                frame.stroke(&Path::circle(Point::new(x, y(*before)), 4.5), round(measure::RIM, palette.dim));
            }
            if let Some(after) = after {
                let newest = column + 1 == self.values.len();
                let ink = if newest { palette.accent } else { palette.text };
                frame.fill(&Path::circle(Point::new(x, y(*after)), 5.0), ink);
            }
            let word = if self.minutes { in_minutes(*before, *after) } else { in_figures(*before, *after) };
            let highest = before.iter().chain(after).copied().fold(f32::MIN, f32::max);
            draw_words(frame, &word, role::LABEL, Point::new(x, y(highest) - 17.0), palette.dim);
        }
    }
}

/// The later one as 10:04.
fn in_minutes(before: Option<f32>, after: Option<f32>) -> String {
    let clock = |minutes: f32| clock_face(Duration::from_secs_f32((minutes * 60.0).round().max(0.0)));
    after.or(before).map(clock).unwrap_or_default()
}

/// "6 → 2", or the one there is.
fn in_figures(before: Option<f32>, after: Option<f32>) -> String {
    let figure = |value: f32| {
        if (value - value.round()).abs() < 0.05 { format!("{value:.0}") } else { format!("{value:.1}") }
    };
    match (before, after) {
        (Some(before), Some(after)) if figure(before) != figure(after) => {
            format!("{} \u{2192} {}", figure(before), figure(after))
        }
        (_, Some(value)) | (Some(value), None) => figure(value),
        (None, None) => String::new(),
    }
}
