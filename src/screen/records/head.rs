//! The bar of the records: where one is, the way back, the clock.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::{Listed, Message, Shown};
use crate::screen::frame::{self, is_well, shade_button};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::{icon_button, surface};
use crate::widget::elided::elided;
use crate::widget::text::words;

/// The bar, 80 px high.
pub(super) fn head<'a>(title: impl AsRef<str>, second: String, shown: &Shown<'a>) -> Element<'a, Message> {
    let second = (!second.is_empty()).then(|| elided(role::LABEL, Ink::Dim, second));
    let names = column![elided(role::TITLE, Ink::Text, title)].push(second);
    let marks = (!is_well(shown.marks)).then(|| frame::marks(shown.marks));
    let back = surface("Back").icon(Icon::ArrowLeft).height(measure::TARGET);
    row![
        container(names).width(Length::Fill),
        marks,
        back.on_press_maybe(shown.carrying.is_none().then_some(Message::Back)),
        Space::new().width(measure::XXS),
        words(role::PRESSURE, Ink::Text, shown.wall.format("%-H:%M").to_string()),
        row![shade_button(shown.shade, Message::Shade), icon_button(Icon::FirstAid, Ink::Text, Message::Emergency),]
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .width(Length::Fill)
    .height(measure::BAR)
    .padding(Padding::ZERO.left(measure::MARGIN).right(measure::S))
    .into()
}

/// Whose record it is, and when it began.
pub(super) fn of_record(listed: &Listed) -> (String, String) {
    let code = if listed.facts.code.is_empty() { "Without a code" } else { &listed.facts.code };
    let began = listed.facts.began.map(|began| began.format("%A %-d %B %Y, %-H:%M").to_string());
    (code.to_owned(), began.unwrap_or_else(|| listed.id.clone()))
}
