//! A segment: a few choices of which one holds.

use iced::widget::{Row, container};
use iced::{Length, Theme};

use super::Element;
use super::text::words;
use super::touchable::{Face, Touchable, touchable};
use crate::theme::{Ink, Palette, Role, measure, role};

/// A segment of words; `chosen` counts from 0 and is told back the same way.
pub fn segment<'a, Message: 'a>(
    words_of: impl IntoIterator<Item = impl Into<String>>,
    chosen: usize,
    on_choose: impl Fn(usize) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let parts = words_of.into_iter().enumerate().map(|(index, word)| {
        let on_choose = on_choose.clone();
        let word = word.into();
        part(word.clone(), index == chosen).on_tap(("segment", word), move |_| on_choose(index)).into()
    });
    framed(Row::with_children(parts))
}

/// The same without anything to press: what is around it answers. What is chosen is `loud` while it waits to act.
pub(super) fn resting<'a, Message: 'a>(
    words_of: impl IntoIterator<Item = impl Into<String>>,
    chosen: usize,
    loud: bool,
) -> Element<'a, Message> {
    let parts = words_of.into_iter().enumerate();
    framed(Row::with_children(parts.map(|(index, word)| {
        let word = word.into();
        if loud && index == chosen {
            shape(word, Face::Filled, role::CHOSEN, Ink::OnAccent)
        } else {
            part(word, index == chosen)
        }
        .into()
    })))
}

fn part<'a, Message: 'a>(word: String, chosen: bool) -> Touchable<'a, Message> {
    let (face, role, ink) =
        if chosen { (Face::Chosen, role::CHOSEN, Ink::Text) } else { (Face::Plain, role::HEADING, Ink::Dim) };
    shape(word, face, role, ink)
}

fn shape<'a, Message: 'a>(word: String, face: Face, role: Role, ink: Ink) -> Touchable<'a, Message> {
    touchable(words(role, ink, word))
        .face(face)
        .radius(measure::RADIUS_CHIP)
        .width(Length::Fill)
        .height(measure::TARGET)
}

fn framed<'a, Message: 'a>(parts: Row<'a, Message>) -> Element<'a, Message> {
    container(parts)
        .width(Length::Fill)
        .style(|theme: &Theme| container::Style {
            background: Some(Palette::of(theme).surface.into()),
            border: iced::border::rounded(measure::RADIUS_CHIP),
            ..container::Style::default()
        })
        .into()
}
