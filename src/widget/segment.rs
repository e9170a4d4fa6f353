//! A segment: a few choices of which one holds.

use iced::widget::{Row, container};
use iced::{Length, Theme};

use super::Element;
use super::text::words;
use super::touchable::{Face, touchable};
use crate::theme::{Ink, Palette, measure, role};

/// The choices of back-dating, in minutes before now.
pub const BACK_DATING: [u8; 4] = [0, 1, 2, 5];

/// A segment of words; `chosen` counts from 0 and is told back the same way.
pub fn segment<'a, Message: 'a>(
    words_of: impl IntoIterator<Item = impl Into<String>>,
    chosen: usize,
    on_choose: impl Fn(usize) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let parts = words_of.into_iter().enumerate().map(|(index, word)| {
        let (face, role, ink) = if index == chosen {
            (Face::Chosen, role::CHOSEN, Ink::Text)
        } else {
            (Face::Plain, role::HEADING, Ink::Dim)
        };
        let on_choose = on_choose.clone();
        touchable(words(role, ink, word.into()))
            .face(face)
            .radius(measure::RADIUS_CHIP)
            .width(Length::Fill)
            .height(measure::TARGET)
            .on_down(move |_| on_choose(index))
            .into()
    });
    container(Row::with_children(parts))
        .width(Length::Fill)
        .style(|theme: &Theme| container::Style {
            background: Some(Palette::of(theme).surface.into()),
            border: iced::border::rounded(measure::RADIUS_CHIP),
            ..container::Style::default()
        })
        .into()
}

/// Now, −1, −2, −5 min: `chosen` and the message are minutes before now.
pub fn back_dating<'a, Message: 'a>(
    chosen: u8,
    on_choose: impl Fn(u8) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let index = BACK_DATING.iter().position(|minutes| *minutes == chosen).unwrap_or(0);
    segment(["Now", "\u{2212}1", "\u{2212}2", "\u{2212}5 min"], index, move |index| {
        on_choose(BACK_DATING.get(index).copied().unwrap_or(0))
    })
}
