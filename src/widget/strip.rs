//! The loudness of a track as a strip of still bars: what is planned strong, what is left out faint.

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Frame, Geometry, Path, Stroke};
use iced::{Point, Rectangle, Size, Theme};

use super::Element;
use super::paint::Kept;
use crate::theme::{Palette, measure};

/// From bar to bar, and the width of one, px.
const PITCH: f32 = 5.0;
const BAR: f32 = 3.0;
/// The loudness of a bar that is only a dot, and of one as high as the strip, LUFS.
const SOFTEST: f32 = -50.0;
const LOUDEST: f32 = -12.0;

/// What a strip shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strip {
    /// Loudness second by second, LUFS; without any, a calm line.
    pub levels: Vec<i8>,
    /// From which to which part of it is planned, 0 to 1.
    pub planned: (f32, f32),
    /// Up to which part it has been heard, if it plays now.
    pub heard: Option<f32>,
    /// It stands back: it cannot play, or cannot be changed any more.
    pub quiet: bool,
}

/// A strip of this width and height, px.
#[must_use]
pub fn strip<'a, Message: 'a>(strip: Strip, (width, height): (f32, f32)) -> Element<'a, Message> {
    Canvas::new(strip).width(width).height(height).into()
}

impl<Message> canvas::Program<Message> for Strip {
    type State = Kept<Self>;

    fn draw(
        &self,
        state: &Kept<Self>,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        let bars = (bounds.width / PITCH).floor().clamp(1.0, 400.0);
        // Painted again when the music has come a bar further, not before.
        let shown = Self { heard: self.heard.map(|part| (part * bars).ceil() / bars), ..self.clone() };
        state.paint(&shown, renderer, theme, bounds, |frame, palette| {
            if shown.levels.is_empty() {
                shown.line(frame, bounds.size(), palette);
            } else {
                shown.bars(frame, bounds.size(), bars as u16, palette);
            }
        })
    }
}

impl Strip {
    fn line(&self, frame: &mut Frame, size: Size, palette: &Palette) {
        let y = size.height / 2.0;
        let at = |part: f32| Point::new(part.clamp(0.0, 1.0) * size.width, y);
        let stroke = |color| Stroke::default().with_width(measure::LINE).with_color(color);
        frame.stroke(&Path::line(at(0.0), at(1.0)), stroke(palette.line));
        if let Some(heard) = self.heard {
            frame.stroke(&Path::line(at(0.0), at(heard)), stroke(palette.accent));
        }
    }

    fn bars(&self, frame: &mut Frame, size: Size, bars: u16, palette: &Palette) {
        let seconds = self.levels.len();
        for bar in 0..bars {
            let (part, next) = (f32::from(bar) / f32::from(bars), f32::from(bar + 1) / f32::from(bars));
            let from = (part * seconds as f32) as usize;
            let count = ((next * seconds as f32) as usize).saturating_sub(from).max(1);
            let loudest = self.levels.iter().skip(from).take(count).copied().max().unwrap_or(i8::MIN);
            let level = ((f32::from(loudest) - SOFTEST) / (LOUDEST - SOFTEST)).clamp(0.0, 1.0);
            let height = BAR + level * (size.height - BAR);
            let middle = part.midpoint(next);
            let planned = middle >= self.planned.0 && middle < self.planned.1;
            let color = match (planned, self.heard) {
                (true, Some(heard)) if middle <= heard => palette.accent,
                (true, _) if !self.quiet => palette.dim,
                (true, _) => palette.faint,
                (false, _) => palette.line,
            };
            let corner = Point::new(f32::from(bar) * PITCH, (size.height - height) / 2.0);
            frame.fill(&Path::rounded_rectangle(corner, Size::new(BAR, height), (BAR / 2.0).into()), color);
        }
    }
}
