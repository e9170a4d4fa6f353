//! The emergency card: the clinic's own text and numbers, one tap from everywhere.

use std::time::Duration;

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Padding, Theme};

use super::frame::{Bar, Frame, columns};
use super::keypad_panel::in_words;
use super::{Action, Shown};
use crate::config::settings::{Emergency, Number};
use crate::session::Command;
use crate::session::event::{NoteKind, Steer};
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::icon::icon;
use crate::widget::text::{heading, label, words};
/// Music off as fast as it may without a start.
const MUSIC_OFF: Duration = Duration::from_secs(3);
/// So many numbers and lines find room.
const ROOM: usize = 3;

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// Somebody was called, just now.
    Called,
    /// The music goes to silence within 3 s.
    MusicOff,
    /// The card is put away.
    Back,
}

/// Takes a message in.
pub fn update(message: Message, shown: &Shown<'_>) -> Action {
    match message {
        Message::Bar(Bar::Cover) if shown.locks => Action::Cover(true),
        Message::Bar(Bar::Go(_) | Bar::Cover | Bar::Emergency) | Message::Back => Action::Emergency(false),
        Message::Bar(bar @ (Bar::Shade | Bar::For(_) | Bar::Turn(_) | Bar::Chaperone)) => {
            Frame::default().act(bar, shown)
        }
        Message::Called => {
            Action::Ask(Command::WriteNote(shown.person, NoteKind::Note, "I called".to_owned(), shown.now))
        }
        Message::MusicOff => Action::Ask(Command::Steer(Steer::Silence(MUSIC_OFF))),
    }
}

/// The view of this moment.
#[must_use]
pub fn view<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let content = column![
        container(columns(shown, left(shown.emergency), right(shown))).height(Length::Fill),
        container(foot(shown)).padding(Padding::ZERO.horizontal(measure::MARGIN).bottom(measure::BELOW_FOOT)),
    ];
    Frame::default().page(shown, content, Message::Bar)
}

/// The card where no session is: whom to call and what to do.
#[must_use]
pub fn alone(card: &Emergency) -> Element<'_, Message> {
    let foot = row![Space::new().width(Length::Fill), quiet("Back").on_press(Message::Back)];
    column![container(left(card)).height(Length::Fill), foot.height(measure::BUTTON)]
        .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::BAR).bottom(measure::BELOW_FOOT))
        .into()
}

/// The card over the lock: what the ambulance asks only where the clinic wants that; no rail, nothing that is written.
#[must_use]
pub fn over_the_lock<'a>(shown: &Shown<'a>, whole: bool) -> Element<'a, Message> {
    if !whole {
        return alone(shown.emergency);
    }
    let both = columns(shown, left(shown.emergency), right(shown));
    let foot = row![Space::new().width(Length::Fill), quiet("Back").on_press(Message::Back)].height(measure::BUTTON);
    column![container(both).height(Length::Fill), container(foot).padding(Padding::ZERO.horizontal(measure::MARGIN))]
        .padding(Padding::ZERO.top(measure::BAR).bottom(measure::BELOW_FOOT))
        .into()
}

fn left(card: &Emergency) -> Element<'_, Message> {
    let title = row![
        icon(Icon::FirstAid, measure::ICON_KEY, Ink::Serious),
        words(role::WRITTEN, Ink::Text, "Emergency card"),
        Space::new().width(Length::Fill),
    ]
    .spacing(measure::S)
    .align_y(Alignment::Center)
    .height(measure::BAR);
    let numbers = card.numbers.iter().take(ROOM).map(number);
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

/// Whom to call: to be read and dialled on a telephone, so nothing to press.
fn number(number: &Number) -> Element<'_, Message> {
    let say = (!number.say.is_empty()).then(|| label(number.say.as_str()));
    let who = column![words(role::BODY_STRONG, Ink::Text, number.who.as_str())].push(say);
    let line = row![who.width(Length::Fill), words(role::FIELD, Ink::Text, number.number.as_str())];
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

/// What the ambulance asks.
fn right<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let taken = who.map(|who| who.doses.iter()).into_iter().flatten().filter_map(|dose| {
        let tablets = dose.prescription.tablets;
        let word = if tablets.halves > 2 { "tablets" } else { "tablet" };
        let each = dose.prescription.each.0;
        dose.taken.map(|at| format!("{tablets} {word} of {each} mg, {}", shown.time_of(at)))
    });
    let taken: Vec<String> = taken.collect();
    let taken = if taken.is_empty() { "nothing yet".to_owned() } else { taken.join("\n") };
    let last = who.and_then(|who| who.vitals.last());
    let last = last.map(|entry| format!("{}, {}", in_words(&entry.what), shown.time_of(entry.at)));
    let fact = |name: &'static str, what: String| -> Element<'a, Message> {
        row![container(heading(name)).width(measure::FOOT), words(role::BODY, Ink::Text, what).width(Length::Fill)]
            .into()
    };
    let mut facts = column![
        container(heading("Tell them")).center_y(measure::BAR),
        fact("Taken", taken),
        fact("Last", last.unwrap_or_else(|| "not measured".to_owned())),
    ]
    .spacing(measure::M);
    if !shown.emergency.address.is_empty() {
        facts = facts.push(fact("We are", shown.emergency.address.clone()));
    }
    facts = facts.push(Space::new().height(Length::Fill));
    facts = facts.push(label("The clinic\u{2019}s own text and numbers, from its settings."));
    facts.padding(Padding::ZERO.bottom(measure::M)).into()
}

fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let music = shown.session.music();
    let off = (music.is_on() && music.faded.is_none()).then_some(Message::MusicOff);
    let silent = if music.faded.is_some() { "Music is off" } else { "Music off, 3 s" };
    let called = shown.session.participant(shown.person).and_then(|who| {
        let mut calls = who.notes.iter().rev().filter(|entry| entry.what.1 == "I called");
        calls.next().map(|entry| heading(format!("called, {}", shown.time_of(entry.at))))
    });
    row![surface("I called").on_press(Message::Called), surface(silent).on_press_maybe(off)]
        .push(called)
        .push(Space::new().width(Length::Fill))
        .push(quiet("Back").on_press(Message::Back))
        .spacing(measure::GAP)
        .align_y(Alignment::Center)
        .into()
}
