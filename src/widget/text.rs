//! Words in their roles.

use iced::Theme;
use iced::advanced::text::IntoFragment;
use iced::widget::{self, text};

use super::Element;
use super::tracked::tracked;
use crate::theme::{Ink, Palette, Role, measure, role};

/// Words that still take a width or an alignment.
pub type Words<'a> = widget::Text<'a, Theme, iced::Renderer>;

/// Words in a role and an ink.
pub fn words<'a>(role: Role, ink: Ink, content: impl IntoFragment<'a>) -> Words<'a> {
    widget::Text::new(content)
        .font(role.font)
        .size(role.size)
        .line_height(iced::Pixels(role.line))
        .style(move |theme: &Theme| text::Style { color: Some(ink.on(Palette::of(theme))) })
}

/// The one time that matters now, set tight.
pub fn hero<'a, Message: 'a>(content: impl Into<String>) -> Element<'a, Message> {
    tracked(role::HERO, Ink::Text, content)
}

/// A second time, set tight.
pub fn figure<'a, Message: 'a>(content: impl Into<String>, ink: Ink) -> Element<'a, Message> {
    tracked(role::FIGURE, ink, content)
}

/// A time over its label, as in the block of times.
pub fn figure_over<'a, Message: 'a>(
    content: impl Into<String>,
    ink: Ink,
    label: impl IntoFragment<'a>,
) -> Element<'a, Message> {
    let label = words(role::LABEL_LARGE, Ink::Dim, label).wrapping(text::Wrapping::None);
    widget::column![figure(content, ink), label].spacing(measure::S).into()
}

/// A second line, dim.
pub fn label<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::LABEL, Ink::Dim, content)
}

/// The word over a block, dim.
pub fn heading<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::HEADING, Ink::Dim, content)
}

/// A list item or a plain sentence.
pub fn body<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::BODY, Ink::Text, content)
}

/// A title in a list or tile.
pub fn strong<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::BODY_STRONG, Ink::Text, content)
}

/// The prescription as a sentence.
pub fn statement<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::STATEMENT, Ink::Text, content)
}

/// The client's own words.
pub fn intention<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::INTENTION, Ink::Text, content)
}

/// The client's own words, said again later.
pub fn intention_again<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::INTENTION_AGAIN, Ink::Text, content)
}

/// A note while it is written.
pub fn written<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::WRITTEN, Ink::Text, content)
}

/// A note read again.
pub fn written_small<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::WRITTEN_SMALL, Ink::Text, content)
}

/// The word of a calm face.
pub fn calm_word<'a>(content: impl IntoFragment<'a>) -> Words<'a> {
    words(role::CALM_WORD, Ink::Text, content)
}
