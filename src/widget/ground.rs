//! What things stand on: the ground of a screen, and cards that are read, not pressed.

use iced::widget::container;
use iced::{Color, Length, Theme};

use super::Element;
use crate::theme::{Palette, measure};

/// The whole screen on its ground.
///
/// The window itself is painted in the theme's ground. A quad of that size here would be filled anew through
/// the clip mask for every frame of a breath, which costs more than the breath.
pub fn ground<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    container(content).width(Length::Fill).height(Length::Fill).into()
}

/// A card of touchable things: surface, round, as wide as its place.
pub fn card<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    filled(content, |palette| palette.surface)
}

/// A card of what is on or waits to be continued: wash. Nothing dim stands on it.
pub fn wash_card<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    filled(content, |palette| palette.wash)
}

fn filled<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    fill: impl Fn(&Palette) -> Color + 'a,
) -> Element<'a, Message> {
    container(content)
        .width(Length::Fill)
        .padding(measure::M)
        .style(move |theme: &Theme| container::Style {
            background: Some(fill(Palette::of(theme)).into()),
            border: iced::border::rounded(measure::RADIUS_TILE),
            ..container::Style::default()
        })
        .into()
}
