//! The wave of the sound check: still bars, of which the first ones have sounded.

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Geometry, Path};
use iced::{Length, Point, Rectangle, Size, Theme};

use super::Element;
use super::paint::Kept;
use crate::theme::measure;

/// A wave as wide as its place; `part` (0 to 1) of it has sounded.
#[must_use]
pub fn wave<'a, Message: 'a>(part: f32) -> Element<'a, Message> {
    Canvas::new(Wave { part }).width(Length::Fill).height(measure::WAVE).into()
}

#[derive(Clone, PartialEq)]
struct Wave {
    part: f32,
}

impl<Message> canvas::Program<Message> for Wave {
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
            let bars = (bounds.width / 8.1).floor().clamp(0.0, 400.0) as u16;
            for bar in 0..bars {
                let t = f32::from(bar);
                let height = 4.0 + ((t * 0.55).sin() * (t * 0.21).cos()).abs() * 26.0 + (t * 7.0) % 5.0;
                let color = if t < self.part * f32::from(bars) { palette.accent } else { palette.line };
                let corner = Point::new(t * 8.1, (bounds.height - height) / 2.0);
                frame.fill(&Path::rounded_rectangle(corner, Size::new(3.6, height), 1.8.into()), color);
            }
        })
    }
}
