//! Setting a level: a stepper of two buttons, and a slider to drag.

use iced::advanced::mouse;
use iced::widget::canvas::{self, Action, Event, Geometry, LineCap, Path, Stroke};
use iced::widget::{Canvas, row};
use iced::{Alignment, Length, Point, Rectangle, Theme};

use super::Element;
use super::icon::icon;
use super::paint::fresh;
use super::touch::{Act, Kind, Pressing, Step, target};
use super::touchable::{Face, touchable};
use crate::theme::{Icon, Ink, Palette, measure};

const KNOB: f32 = 16.0;

/// Minus and plus, 72 by 64 px each; a button without a message rests.
#[must_use]
pub fn stepper<'a, Message: Clone + 'a>(
    on_minus: Option<Message>,
    on_plus: Option<Message>,
    face: Face,
) -> Element<'a, Message> {
    let step = |drawing: Icon, message: Option<Message>| {
        let ink = if message.is_some() { Ink::Text } else { Ink::Faint };
        let shape = touchable(icon(drawing, measure::ICON, ink))
            .face(face)
            .radius(measure::RADIUS_CHIP)
            .width(measure::BUTTON)
            .height(measure::TARGET);
        match message {
            Some(message) => Element::from(shape.on_key(drawing, move |_| message.clone())),
            None => shape.into(),
        }
    };
    row![step(Icon::Minus, on_minus), step(Icon::Plus, on_plus)].spacing(measure::GAP).align_y(Alignment::Center).into()
}

/// A slider from 0 to 1, as wide as its place, 64 px high.
///
/// `on_drag` is told every move (send it to the sound), `on_done` once when it is let go (record it).
pub fn slider<'a, Message: 'a>(
    value: f32,
    on_drag: impl Fn(f32) -> Message + 'a,
    on_done: impl Fn(f32) -> Message + 'a,
) -> Element<'a, Message> {
    let slider = Canvas::new(Slider { value, on_drag, on_done }).width(Length::Fill).height(measure::TARGET);
    target(Act::named("slider"), Kind::Slide, slider)
}

struct Slider<D, E> {
    value: f32,
    on_drag: D,
    on_done: E,
}

fn value_at(x: f32, bounds: Rectangle) -> f32 {
    ((x - bounds.x - KNOB) / (bounds.width - 2.0 * KNOB).max(1.0)).clamp(0.0, 1.0)
}

impl<Message, D: Fn(f32) -> Message, E: Fn(f32) -> Message> canvas::Program<Message> for Slider<D, E> {
    type State = Pressing;

    fn update(
        &self,
        state: &mut Pressing,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        match state.step(event, cursor, bounds)? {
            Step::Began(press) | Step::Moved(press) => {
                Some(Action::publish((self.on_drag)(value_at(press.at.x, bounds))).and_capture())
            }
            Step::Ended(press) => Some(Action::publish((self.on_done)(value_at(press.at.x, bounds)))),
            Step::Gone => Some(Action::publish((self.on_done)(self.value))),
        }
    }

    fn draw(
        &self,
        state: &Pressing,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        fresh(renderer, bounds, |frame| {
            let palette = Palette::of(theme);
            let value = state.press().map_or(self.value.clamp(0.0, 1.0), |press| value_at(press.at.x, bounds));
            let y = bounds.height / 2.0;
            let x = KNOB + value * (bounds.width - 2.0 * KNOB);
            let stroke = Stroke { line_cap: LineCap::Round, ..Stroke::default() }.with_width(measure::RING_CONFIRM);
            let end = bounds.width - KNOB;
            frame.stroke(&Path::line(Point::new(KNOB, y), Point::new(end, y)), stroke.with_color(palette.line));
            frame.stroke(&Path::line(Point::new(KNOB, y), Point::new(x, y)), stroke.with_color(palette.accent));
            frame.fill(&Path::circle(Point::new(x, y), KNOB), palette.ground);
            frame.fill(&Path::circle(Point::new(x, y), KNOB - measure::XXS), palette.accent);
        })
    }
}
