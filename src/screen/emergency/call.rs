//! The left of the card: whom to call, and what to do.

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Padding, Theme};

use super::Message;
use crate::config::settings::{Emergency, Number};
use crate::screen::Shown;
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::widget::Element;
use crate::widget::icon::icon;
use crate::widget::text::{label, words};

/// So many numbers find room.
const ROOM: usize = 3;
/// The lines of the gate that hold whom to call where the client is, and what is said of them here.
const THEIRS: [(&str, &str); 2] =
    [("emergency_number", "Ambulance where they are"), ("chaperone_phone", "The chaperone")];

/// The card of a session: where the client is elsewhere, the numbers that are dialled there come first.
pub(super) fn for_them<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let theirs = THEIRS.into_iter().filter_map(|(key, who)| Some((who, said(shown, key)?)));
    numbers_and_lines(shown.emergency, theirs)
}

/// Words that were answered to a line of the gate.
pub(super) fn said<'a>(shown: &Shown<'a>, key: &str) -> Option<&'a str> {
    shown.session.participant(shown.person)?.answered(key)
}

/// Whom to call and what to do.
pub(super) fn numbers_and_lines<'a>(
    card: &'a Emergency,
    theirs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Element<'a, Message> {
    let title = row![
        icon(Icon::FirstAid, measure::ICON_KEY, Ink::Serious),
        words(role::WRITTEN, Ink::Text, "Emergency card"),
        Space::new().width(Length::Fill),
    ]
    .spacing(measure::S)
    .align_y(Alignment::Center)
    .height(measure::BAR);
    let theirs = theirs.into_iter().map(|(who, number)| tile(who, "", number));
    let numbers = theirs.chain(card.numbers.iter().map(number)).take(ROOM);
    let lines = card.lines.iter().enumerate().map(|(place, line)| {
        let count = words(role::READING, Ink::Text, (place + 1).to_string());
        row![count, words(role::READING, Ink::Text, line.as_str())].spacing(measure::M).into()
    });
    column![
        title,
        Space::new().height(measure::GAP),
        Column::with_children(numbers).spacing(measure::GAP),
        Space::new().height(measure::S),
        Column::with_children(lines),
    ]
    .clip(true)
    .into()
}

fn number(number: &Number) -> Element<'_, Message> {
    tile(&number.who, &number.say, &number.number)
}

/// To be read and dialled on a telephone, so nothing to press.
fn tile<'a>(who: &'a str, say: &'a str, number: &'a str) -> Element<'a, Message> {
    let say = (!say.is_empty()).then(|| label(say));
    let who = column![words(role::BODY_STRONG, Ink::Text, who)].push(say);
    let line = row![who.width(Length::Fill), words(role::FIELD, Ink::Text, number)];
    container(line.spacing(measure::GAP).align_y(Alignment::Center))
        .padding(Padding::ZERO.horizontal(measure::ICON))
        .width(Length::Fill)
        .center_y(measure::FOOT + measure::XS)
        .style(|theme: &Theme| container::Style {
            background: Some(Palette::of(theme).surface.into()),
            border: iced::border::rounded(measure::RADIUS_TILE),
            ..container::Style::default()
        })
        .into()
}
