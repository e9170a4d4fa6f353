//! The list: newest first, a screenful at a time.

use iced::widget::{Column, Space, column, row};
use iced::{Alignment, Length, Padding};

use super::Message;
use crate::screen::Shown;
use crate::screen::entry::{changed, said};
use crate::session::{Event, Stamped};
use crate::theme::{Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::elided::elided;
use crate::widget::text::{heading, strong};
use crate::widget::touchable::touchable;

/// Rows on the glass at once.
pub(super) const ROWS: usize = 6;

pub(super) fn list<'a>(shown: &Shown<'a>, page: usize) -> Element<'a, Message> {
    let count = shown.session.entries(shown.person).count();
    let rows = shown.session.entries(shown.person).skip(page * ROWS).take(ROWS).map(|entry| one_row(shown, entry));
    let turn = |word: &'static str, to: Option<usize>| {
        surface(word).width(Length::Fill).height(measure::TARGET).on_press_maybe(to.map(Message::Page))
    };
    let newer = page.checked_sub(1);
    let older = Some(page + 1).filter(|next| next * ROWS < count);
    let none = (count == 0).then(|| heading("Nothing was entered yet"));
    column![
        row![strong("Entries")].height(measure::TARGET).align_y(Alignment::Center),
        Column::with_children(rows).spacing(measure::XS),
        Space::new().height(Length::Fill),
    ]
    .push(none)
    .push((count > ROWS).then(|| row![turn("Newer", newer), turn("Older", older)].spacing(measure::GAP)))
    .push(foot(None))
    .spacing(measure::XS)
    .padding(Padding::ZERO.bottom(measure::S))
    .into()
}

/// The way out, where the line stood that opened the panel: what comes back there moves no time and takes nothing back.
pub(super) fn foot<'a>(beside: Option<Element<'a, Message>>) -> Element<'a, Message> {
    let close = quiet("Close").height(measure::TARGET).on_press(Message::Close);
    row![close, Space::new().width(Length::Fill)].push(beside).height(measure::TARGET).into()
}

fn one_row<'a>(shown: &Shown<'a>, entry: &'a Stamped) -> Element<'a, Message> {
    let stands = shown.session.as_corrected(entry);
    let undone = shown.session.is_undone(entry.id);
    let ink = if undone { Ink::Dim } else { Ink::Text };
    let lines = column![
        elided(role::BODY, ink, in_full(shown, &stands)),
        elided(
            role::LABEL,
            Ink::Dim,
            [vec![shown.time_of(stands.at)], changed(shown, entry, &stands)].concat().join(", ")
        ),
    ];
    let id = entry.id;
    touchable(lines)
        .radius(measure::RADIUS_BUTTON)
        .width(Length::Fill)
        .height(measure::ROW)
        .padding(Padding::ZERO.horizontal(measure::S))
        .align_x(Alignment::Start)
        .on_tap(("entry", id), move |_| Message::Open(id))
        .into()
}

/// The words of an entry; of what was written, its beginning too.
pub(super) fn in_full(shown: &Shown<'_>, entry: &Stamped) -> String {
    let said = said(shown.session, entry);
    let (Event::Note { text, .. } | Event::IntentionWritten { text }) = &entry.event else { return said };
    if text.is_empty() { "Without an intention".to_owned() } else { format!("{said}: {text}") }
}
