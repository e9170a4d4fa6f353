//! A rating from 0 to 10: one widget that takes a tap or a drag.

use std::hash::Hash;

use iced::advanced::mouse;
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Geometry, Path};
use iced::{Length, Point, Rectangle, Theme};

use super::Element;
use super::paint::{Kept, fresh};
use super::touch::{Act, Kind, Pressing, Step, target};
use super::tracked::draw_words;
use crate::theme::{Palette, measure, role};

const EDGE: f32 = 18.0;

/// Eleven numbers in 64 px of height, as wide as their place (686 px give a pitch of 65); told when let go. `name`
/// says what is rated.
pub fn rating<'a, Message: 'a>(
    name: impl Hash,
    value: Option<u8>,
    on_rate: impl Fn(u8) -> Message + 'a,
) -> Element<'a, Message> {
    let rating = Canvas::new(Rating { value, on_rate }).width(Length::Fill).height(measure::TARGET);
    target(Act::named(("rating", name)), Kind::Slide, rating)
}

/// The rating at rest as dots, 120 px wide; the value stands beside it in figures.
#[must_use]
pub fn rating_dots<'a, Message: 'a>(value: Option<u8>) -> Element<'a, Message> {
    Canvas::new(Dots { value }).width(120.0).height(measure::ICON_SMALL).into()
}

struct Rating<F> {
    value: Option<u8>,
    on_rate: F,
}

fn number_at(x: f32, bounds: Rectangle) -> u8 {
    let pitch = (bounds.width - 2.0 * EDGE) / 10.0;
    ((x - bounds.x - EDGE) / pitch.max(1.0)).round().clamp(0.0, 10.0) as u8
}

impl<Message, F: Fn(u8) -> Message> canvas::Program<Message> for Rating<F> {
    type State = Pressing;

    fn update(
        &self,
        state: &mut Pressing,
        event: &Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        match state.step(event, cursor, bounds)? {
            Step::Began(_) => Some(Action::request_redraw().and_capture()),
            Step::Moved(_) | Step::Gone => Some(Action::request_redraw()),
            Step::Ended(press) => Some(Action::publish((self.on_rate)(number_at(press.at.x, bounds)))),
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
            let value = state.press().map(|press| number_at(press.at.x, bounds)).or(self.value);
            let pitch = (bounds.width - 2.0 * EDGE) / 10.0;
            for number in 0..=10u8 {
                let at = Point::new(EDGE + f32::from(number) * pitch, bounds.height / 2.0);
                let (role, color) = if value == Some(number) {
                    let radius = 24.0f32.min(pitch / 2.0).min(bounds.height / 2.0);
                    // The outer numbers stand near the edge: their disc is moved in, not cut.
                    let x = at.x.clamp(radius, (bounds.width - radius).max(radius));
                    frame.fill(&Path::circle(Point::new(x, at.y), radius), palette.accent);
                    draw_words(frame, &number.to_string(), role::PHASE_NOW, Point::new(x, at.y), palette.on_accent);
                    continue;
                } else {
                    (role::BODY, palette.dim)
                };
                draw_words(frame, &number.to_string(), role, at, color);
            }
        })
    }
}

#[derive(Clone, PartialEq)]
struct Dots {
    value: Option<u8>,
}

impl<Message> canvas::Program<Message> for Dots {
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
            let pitch = (bounds.width - 8.0) / 10.2;
            for number in 0..=10u8 {
                let at = Point::new(4.0 + f32::from(number) * pitch, bounds.height / 2.0);
                let lit = self.value.is_some_and(|value| number <= value);
                let radius = if self.value == Some(number) { 5.5 } else { 2.5 };
                frame.fill(&Path::circle(at, radius), if lit { palette.accent } else { palette.faint });
            }
        })
    }
}
