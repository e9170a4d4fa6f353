//! The two lists: what is cleared, and what is ready in the room.

use iced::Length;
use iced::widget::{Column, column, row, scrollable};

use super::Message;
use crate::screen::Shown;
use crate::session::gate::VITALS_ITEM;
use crate::session::protocol::Item;
use crate::theme::measure;
use crate::widget::Element;
use crate::widget::checklist::check_item;
use crate::widget::text::heading;

/// Both lists, side by side.
pub(super) fn lists<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let protocol = shown.session.protocol();
    row![list("Cleared", &protocol.gate, shown), list("Ready in the room", &protocol.room, shown)]
        .spacing(measure::M)
        .into()
}

fn list<'a>(title: &'a str, items: &'a [Item], shown: &Shown<'a>) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let mut lines = Column::new();
    for item in items.iter().filter(|item| item.key != VITALS_ITEM) {
        let touched = who.and_then(|who| who.gate.get(&item.key));
        let met = touched.is_some_and(|(met, _)| *met);
        let hint = match touched {
            Some((true, at)) => shown.time_of(*at),
            Some((false, _)) | None => item.hint.clone(),
        };
        lines = lines.push(check_item(&item.label, hint, met, Some(Message::Item(item.key.clone(), !met))));
    }
    let lines = scrollable(lines).direction(scrollable::Direction::Vertical(scrollable::Scrollbar::hidden()));
    column![heading(title), lines.width(Length::Fill)].spacing(measure::XS).width(Length::Fill).into()
}
