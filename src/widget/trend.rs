//! A small plot of vitals against the baseline; no red.

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Geometry, LineCap, LineDash, LineJoin, Path, Stroke};
use iced::{Length, Point, Rectangle, Theme};

use super::Element;
use super::paint::Kept;
use crate::theme::measure;

/// Values over minutes, and what they were at the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Minutes and value, in order.
    pub points: Vec<(f32, f32)>,
    /// The dashed line, if there is a baseline.
    pub baseline: Option<f32>,
}

/// The plot, `width` wide and `height` px high.
#[must_use]
pub fn trend<'a, Message: 'a>(trend: Trend, width: impl Into<Length>, height: f32) -> Element<'a, Message> {
    Canvas::new(trend).width(width).height(Length::Fixed(height)).into()
}

impl<Message> canvas::Program<Message> for Trend {
    type State = Kept<Self>;

    fn draw(
        &self,
        state: &Kept<Self>,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        state.paint(self, renderer, theme, bounds, |frame, palette| {
            let values = || self.points.iter().map(|(_, value)| *value).chain(self.baseline);
            let (low, high) =
                values().fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(value), high.max(value)));
            // Never blow small changes up to the whole height: at least 30 units are shown.
            let (middle, span) = ((low + high) / 2.0, (high - low).max(30.0));
            let first = self.points.first().map_or(0.0, |point| point.0);
            let length = self.points.last().map_or(1.0, |point| point.0 - first).max(1.0);
            let edge = 6.0;
            let y = |value: f32| bounds.height / 2.0 - (value - middle) / span * (bounds.height - 2.0 * edge);
            let x = |minute: f32| edge + (minute - first) / length * (bounds.width - 2.0 * edge);
            if let Some(baseline) = self.baseline {
                let path = Path::line(Point::new(0.0, y(baseline)), Point::new(bounds.width, y(baseline)));
                let line_dash = LineDash { segments: &[2.0, 6.0], offset: 0 };
                let stroke = Stroke { line_cap: LineCap::Round, line_dash, ..Stroke::default() };
                frame.stroke(&path, stroke.with_width(measure::RIM).with_color(palette.faint));
            }
            let path = Path::new(|path| {
                for (index, (minute, value)) in self.points.iter().enumerate() {
                    let at = Point::new(x(*minute), y(*value));
                    if index == 0 { path.move_to(at) } else { path.line_to(at) }
                }
            });
            let stroke = Stroke { line_join: LineJoin::Round, ..Stroke::default() };
            frame.stroke(&path, stroke.with_width(measure::LINE).with_color(palette.dim));
            for (index, (minute, value)) in self.points.iter().enumerate() {
                let last = index + 1 == self.points.len();
                let (radius, color) = if last { (5.5, palette.accent) } else { (3.5, palette.dim) };
                frame.fill(&Path::circle(Point::new(x(*minute), y(*value)), radius), color);
            }
        })
    }
}
