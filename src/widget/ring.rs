//! Rings: a track, and clockwise from 12 what remains or has come together.

use std::f32::consts::{FRAC_PI_2, TAU};

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Frame, Geometry, LineCap, Path, Stroke, path::Arc};
use iced::{Color, Point, Radians, Rectangle, Theme};

use super::Element;
use super::paint::Kept;
use crate::theme::{Ink, Palette, measure};

/// Where a ring lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circle {
    /// Its centre.
    pub middle: Point,
    /// Its radius to the middle of the stroke, px.
    pub radius: f32,
    /// The width of the stroke, px.
    pub stroke: f32,
}

/// Draws a whole circle.
pub fn track(frame: &mut Frame, circle: Circle, color: Color) {
    let path = Path::circle(circle.middle, circle.radius);
    frame.stroke(&path, Stroke::default().with_width(circle.stroke).with_color(color));
}

/// Draws `part` (0 to 1) of a circle, clockwise from 12, with round ends.
pub fn arc(frame: &mut Frame, circle: Circle, part: f32, color: Color) {
    if part <= 0.001 {
        return;
    }
    if part >= 0.999 {
        return track(frame, circle, color);
    }
    let path = Path::new(|path| {
        path.arc(Arc {
            center: circle.middle,
            radius: circle.radius,
            start_angle: Radians(-FRAC_PI_2),
            end_angle: Radians(-FRAC_PI_2 + TAU * part),
        });
    });
    let stroke = Stroke { line_cap: LineCap::Round, ..Stroke::default() };
    frame.stroke(&path, stroke.with_width(circle.stroke).with_color(color));
}

/// Flat discs of light on the ground, the outermost first: radius and alpha.
///
/// The colours are mixed beforehand: an opaque disc costs the software renderer a fraction of a clear one.
pub fn glow(frame: &mut Frame, middle: Point, palette: &Palette, discs: &[(f32, f32)]) {
    let mut under = palette.ground;
    for (radius, alpha) in discs {
        let mix = |from: f32, to: f32| from + (to - from) * alpha;
        let light = palette.glow;
        under = Color::from_rgb(mix(under.r, light.r), mix(under.g, light.g), mix(under.b, light.b));
        frame.fill(&Path::circle(middle, *radius), under);
    }
}

/// A small ring of `size` px filled to `part`, with a dot in the middle.
#[must_use]
pub fn small_ring<'a, Message: 'a>(part: f32, size: f32) -> Element<'a, Message> {
    Canvas::new(Small { part, dot: true, on_wash: false }).width(size).height(size).into()
}

/// The ring of a row: with a dot it fills, without one `part` is what remains; it is seen on wash as well.
#[must_use]
pub fn row_ring<'a, Message: 'a>(part: f32, dot: bool, on_wash: bool, size: f32) -> Element<'a, Message> {
    Canvas::new(Small { part, dot, on_wash }).width(size).height(size).into()
}

#[derive(Clone, PartialEq)]
struct Small {
    part: f32,
    dot: bool,
    on_wash: bool,
}

impl<Message> canvas::Program<Message> for Small {
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
            let stroke = measure::RING_SMALL;
            let circle = Circle { middle: frame.center(), radius: bounds.width / 2.0 - stroke, stroke };
            track(frame, circle, if self.on_wash { palette.edge } else { palette.line });
            arc(frame, circle, self.part.clamp(0.0, 1.0), palette.accent);
            if self.dot {
                frame.fill(&Path::circle(circle.middle, measure::XXS), Ink::Text.on(palette));
            }
        })
    }
}
