//! Items that are met or open: a round tick in wash, or a hollow ring.

use iced::widget::{column, row};
use iced::{Alignment, Length, Padding};

use super::Element;
use super::icon::icon;
use super::mark::bead;
use super::text::words;
use super::touchable::{Face, touchable};
use crate::theme::{Icon, Ink, measure, role};

/// One item, 72 px high and as wide as its place; a tap turns it over.
pub fn check_item<'a, Message: Clone + 'a>(
    label: impl Into<String>,
    hint: impl Into<String>,
    met: bool,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    check_item_of(measure::ROW, label, hint, met, on_press)
}

/// One item of this height, px: a long list is set closer.
pub fn check_item_of<'a, Message: Clone + 'a>(
    height: f32,
    label: impl Into<String>,
    hint: impl Into<String>,
    met: bool,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let label = label.into();
    let act = ("item", label.clone());
    let mark = if met {
        icon(Icon::Tick, measure::ICON_KEY, Ink::Accent)
    } else {
        bead(measure::ICON_KEY / 2.0, Ink::Dim, false)
    };
    let hint = hint.into();
    let mut lines = column![words(role::BODY, Ink::Text, label)];
    if !hint.is_empty() {
        lines = lines.push(words(role::LABEL, Ink::Dim, hint));
    }
    let content = row![mark, lines].spacing(measure::S).align_y(Alignment::Center);
    let shape = touchable(content)
        .face(Face::Plain)
        .width(Length::Fill)
        .height(height)
        .padding(Padding::ZERO)
        .align_x(Alignment::Start);
    match on_press {
        Some(message) => shape.on_tap(act, move |_| message.clone()).into(),
        None => shape.into(),
    }
}
