//! Icons: glyphs of the icon font, and our own few drawings.

use std::f32::consts::TAU;

use iced::advanced::mouse;
use iced::widget::canvas::{self, Frame, Geometry, LineCap, LineDash, LineJoin, Path, Stroke};
use iced::widget::{Canvas, container};
use iced::{Color, Length, Point, Rectangle, Theme};

use super::Element;
use super::paint::Kept;
use super::text::words;
use crate::theme::{Icon, Ink, Palette, Role, role};

/// An icon in a square of `size` px.
#[must_use]
pub fn icon<'a, Message: 'a>(icon: Icon, size: f32, ink: Ink) -> Element<'a, Message> {
    match icon.glyph() {
        Some(glyph) => {
            let role = Role { font: role::ICONS, size, line: size, tracking: 0.0 };
            container(words(role, ink, glyph.to_string())).center(Length::Fixed(size)).into()
        }
        None => Canvas::new(Drawing { icon, ink }).width(size).height(size).into(),
    }
}

#[derive(Clone, PartialEq)]
struct Drawing {
    icon: Icon,
    ink: Ink,
}

impl<Message> canvas::Program<Message> for Drawing {
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
            draw(frame, self.icon, bounds.width.min(bounds.height), self.ink.on(palette), palette);
        })
    }
}

// All drawings are made for a box of 34 and scaled.
fn draw(frame: &mut Frame, icon: Icon, size: f32, color: Color, palette: &Palette) {
    let unit = size / 34.0;
    let middle = Point::new(size / 2.0, size / 2.0);
    let line = |width: f32, color: Color| Stroke {
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default().with_width(width * unit).with_color(color)
    };
    let at = |x: f32, y: f32| Point::new(x * unit, y * unit);
    match icon {
        Icon::Diamond => {
            let path = Path::new(|path| {
                path.move_to(at(17.0, 3.0));
                for (x, y) in [(31.0, 17.0), (17.0, 31.0), (3.0, 17.0)] {
                    path.line_to(at(x, y));
                }
                path.close();
            });
            frame.stroke(&path, line(3.0, color));
        }
        Icon::DashedCircle => {
            dashed_circle(frame, middle, 14.4 * unit, 12, line(2.2, color));
            frame.fill(&Path::circle(middle, 4.4 * unit), color);
        }
        Icon::DashedRing => dashed_circle(frame, middle, 14.7 * unit, 10, line(2.5, color)),
        Icon::Logo => {
            frame.stroke(&Path::circle(middle, 14.9 * unit), line(2.1, color));
            frame.fill(&Path::circle(middle, 7.65 * unit), color);
        }
        Icon::Pin => {
            frame.stroke(&Path::circle(at(17.0, 11.5), 7.5 * unit), line(2.2, color));
            frame.stroke(&Path::line(at(17.0, 19.0), at(17.0, 31.0)), line(2.2, color));
        }
        _ => {
            frame.fill(&Path::circle(middle, 16.0 * unit), palette.wash);
            let path = Path::new(|path| {
                path.move_to(at(10.5, 17.5));
                path.line_to(at(15.1, 22.1));
                path.line_to(at(23.7, 12.5));
            });
            frame.stroke(&path, line(2.4, palette.accent));
        }
    }
}

// Equal dashes and gaps, a whole number of them round the circle; butt caps, or the gaps would close.
fn dashed_circle(frame: &mut Frame, middle: Point, radius: f32, dashes: u8, stroke: Stroke<'_>) {
    let period = TAU * radius / f32::from(dashes);
    let segments = [period * 0.45, period * 0.55];
    let line_dash = LineDash { segments: &segments, offset: 0 };
    let stroke = Stroke { line_cap: LineCap::Butt, line_dash, ..stroke };
    frame.stroke(&Path::circle(middle, radius), stroke);
}
