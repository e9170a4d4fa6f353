//! The quiet check: a ring that fills over its interval; due and late say so in words, nothing blinks.

use iced::widget::text::Wrapping;
use iced::widget::{column, row};
use iced::{Alignment, Length, Padding};

use super::Element;
use super::ring::small_ring;
use super::text::words;
use super::touchable::touchable;
use crate::theme::{Ink, measure, role};

/// The tile in the foot. `part` of the interval has passed; from 1 on it is due and its word turns accent.
pub fn quiet_check<'a, Message: Clone + 'a>(
    part: f32,
    word: impl Into<String>,
    second: impl Into<String>,
    on_press: Message,
) -> Element<'a, Message> {
    let ink = if part >= 1.0 { Ink::Accent } else { Ink::Text };
    let content = row![
        small_ring(part, measure::TARGET - measure::XXS),
        column![
            words(role::BODY_STRONG, ink, word.into()).wrapping(Wrapping::None),
            words(role::LABEL, Ink::Dim, second.into())
        ]
    ]
    .spacing(measure::S)
    .align_y(Alignment::Center);
    touchable(content)
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(measure::FOOT)
        .padding(Padding::ZERO.horizontal(measure::RADIUS_TILE))
        .align_x(Alignment::Start)
        .on_tap("quiet check", move |_| on_press.clone())
        .into()
}
