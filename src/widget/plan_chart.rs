//! The arc of a plan with its pieces under it; a tap on it is a minute.

use std::time::Duration;

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Frame, Geometry, LineCap, LineDash, Path, Stroke};
use iced::{Length, Point, Rectangle, Size, Theme};

use super::Element;
use super::arc_chart::{Curve, Scale, fill, line, round};
use super::elided::shortened;
use super::paint::Kept;
use super::touch::{Act, Kind, Pressing, Step, target};
use super::tracked::{draw_from, draw_words};
use crate::theme::{Palette, measure, role};
use crate::units::clock_face;

/// Height of the axis under the base, px.
const AXIS: f32 = 26.0;
/// Free above the highest point, px.
const ABOVE: f32 = 14.0;
/// A piece narrower than this has no title, px.
const NARROW: f32 = 36.0;
/// From the side of a piece to its title, px.
const INDENT: f32 = 8.0;
/// A crossfade is never drawn narrower, px.
const CROSSING: f32 = 3.0;
/// The border of a stage, which is none of a piece, px.
const DASHES: [f32; 2] = [4.0, 4.0];
/// Minutes from figure to figure of the axis.
const EVERY: u16 = 10;

/// A plan as it is drawn; all times are minutes from the anchor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanChart {
    /// How long it is, with as much of the bed as is drawn.
    pub length: f32,
    /// Intensity (any scale from 0 up) at minutes, in order.
    pub points: Vec<(f32, f32)>,
    /// Where the stages begin.
    pub stages: Vec<f32>,
    /// The pieces in order.
    pub spans: Vec<Span>,
    /// What begins before this cannot change any more.
    pub fixed: f32,
    /// What is heard now.
    pub now: Option<f32>,
}

/// A piece under the arc.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// Where it begins.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
    /// For how long it crosses over from the piece before it.
    pub fade: f32,
    /// Its name.
    pub title: String,
    /// It is the one that is looked at.
    pub chosen: bool,
}

/// The chart, as wide as its place; `on_tap` is told the minute at which it is let go.
#[must_use]
pub fn plan_chart<'a, Message: 'a>(
    chart: PlanChart,
    height: f32,
    on_tap: Option<Box<dyn Fn(f32) -> Message + 'a>>,
) -> Element<'a, Message> {
    let chart = Canvas::new(Tapped { chart, on_tap }).width(Length::Fill).height(height);
    target(Act::named("plan"), Kind::Slide, chart)
}

struct Tapped<'a, Message> {
    chart: PlanChart,
    on_tap: Option<Box<dyn Fn(f32) -> Message + 'a>>,
}

/// The finger on the chart, and the drawing.
#[derive(Default)]
struct State {
    pressing: Pressing,
    kept: Kept<(PlanChart, Option<f32>)>,
}

impl<Message> canvas::Program<Message> for Tapped<'_, Message> {
    type State = State;

    fn update(
        &self,
        state: &mut State,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        let on_tap = self.on_tap.as_ref()?;
        match state.pressing.step(event, cursor, bounds)? {
            Step::Began(_) => Some(Action::request_redraw().and_capture()),
            Step::Ended(press) if bounds.contains(press.at) => {
                Some(Action::publish(on_tap(self.chart.scale(bounds.size()).minute(press.at.x - bounds.x))))
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
        let scale = self.chart.scale(bounds.size());
        let whole = |minute: f32| scale.minute(scale.x(minute.clamp(0.0, scale.length)).round());
        // Painted again when the line of what is heard has moved by a pixel, not before.
        let chart = PlanChart { now: self.chart.now.map(whole), fixed: whole(self.chart.fixed), ..self.chart.clone() };
        let finger = state.pressing.press().filter(|press| bounds.contains(press.at));
        let finger = finger.map(|press| whole(scale.minute(press.at.x - bounds.x)));
        let shown = (chart, finger);
        state.kept.paint(&shown, renderer, theme, bounds, |frame, palette| {
            shown.0.paint(frame, scale, palette);
            if let Some(minute) = finger {
                at_the_finger(frame, minute, scale, palette);
            }
        })
    }
}

impl PlanChart {
    fn scale(&self, size: Size) -> Scale {
        let top = self.points.iter().map(|(_, level)| *level).fold(0.1f32, f32::max);
        let base = size.height - AXIS;
        Scale { length: self.length.max(1.0), width: size.width, base, per_level: (base - ABOVE) / top }
    }

    fn paint(&self, frame: &mut Frame, scale: Scale, palette: &Palette) {
        let curve = Curve::through(&self.points);
        for (index, span) in self.spans.iter().enumerate() {
            let color = if index % 2 == 0 { palette.raised } else { palette.arc_next };
            fill(frame, &curve, (span.from, span.to), scale, if span.chosen { palette.wash } else { color });
            let past = (span.from, span.to.min(self.fixed));
            fill(frame, &curve, past, scale, palette.arc_past);
        }
        for span in self.spans.iter().skip(1) {
            let least = scale.minute(CROSSING);
            let middle = span.from + span.fade / 2.0;
            let half = (span.fade / 2.0).max(least / 2.0);
            fill(frame, &curve, (middle - half, middle + half), scale, palette.line);
        }
        for from in self.stages.iter().skip(1) {
            let top = scale.at(*from, curve.at(*from));
            let path = Path::line(Point::new(top.x, scale.base), Point::new(top.x, top.y + 1.0));
            let line_dash = LineDash { segments: &DASHES, offset: 0 };
            frame.stroke(&path, Stroke { line_dash, line_cap: LineCap::Butt, ..round(measure::LINE, palette.ground) });
        }
        let fixed = self.fixed.min(scale.length);
        line(frame, &curve, (fixed, scale.length), scale, round(measure::LINE, palette.arc_next_line));
        line(frame, &curve, (0.0, fixed), scale, round(measure::LINE, palette.arc_line));
        for span in &self.spans {
            self.title(frame, span, scale, palette);
            if span.chosen {
                let over = (span.from, span.to.min(scale.length));
                line(frame, &curve, over, scale, round(measure::RING_SMALL, palette.accent));
            }
        }
        self.axis(frame, scale, palette);
        if let Some(now) = self.now {
            let at = scale.at(now, curve.at(now));
            frame.stroke(&Path::line(at, Point::new(at.x, scale.base)), round(measure::LINE, palette.accent));
            frame.fill(&Path::circle(at, 10.0), palette.ground);
            frame.fill(&Path::circle(at, 6.5), palette.accent);
        }
    }

    fn title(&self, frame: &mut Frame, span: &Span, scale: Scale, palette: &Palette) {
        let (from, to) = (scale.x((span.from + span.fade).max(0.0)), scale.x(span.to.min(scale.length)));
        let room = to - from - 2.0 * INDENT;
        if room < NARROW {
            return;
        }
        let title = shortened(&span.title, role::LABEL, room);
        let strong = span.chosen || span.from < self.fixed;
        let color = if strong { palette.text } else { palette.dim };
        draw_from(frame, &title, role::LABEL, Point::new(from + INDENT, scale.base - 13.0), color);
    }

    fn axis(&self, frame: &mut Frame, scale: Scale, palette: &Palette) {
        let y = scale.base + 15.0;
        for minute in (0..=500u16).step_by(usize::from(EVERY)).take_while(|minute| f32::from(*minute) < scale.length) {
            let x = scale.x(f32::from(minute));
            let word = minute.to_string();
            if minute == 0 {
                draw_from(frame, "0 min", role::LABEL, Point::new(0.0, y), palette.dim);
            } else if x + measure::M < scale.width {
                draw_words(frame, &word, role::LABEL, Point::new(x, y), palette.dim);
            }
        }
    }
}

// A line under the finger with the time it stands for.
fn at_the_finger(frame: &mut Frame, minute: f32, scale: Scale, palette: &Palette) {
    let x = scale.x(minute);
    let path = Path::line(Point::new(x, 0.0), Point::new(x, scale.base));
    frame.stroke(&path, round(measure::LINE, palette.text));
    let word = clock_face(Duration::from_secs_f32(minute.max(0.0) * 60.0));
    let wide = measure::TARGET;
    let left = if x + wide > scale.width { x - wide + INDENT } else { x + INDENT };
    draw_from(frame, &word, role::HEADING, Point::new(left, role::HEADING.line / 2.0), palette.text);
}
