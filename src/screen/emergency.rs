//! The emergency card: the clinic's own text and numbers, one tap from everywhere.

mod call;
mod tell;

use std::time::Duration;

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::frame::{Bar, Frame, columns, whom};
use super::{Action, Shown};
use crate::config::settings::Emergency;
use crate::session::Command;
use crate::session::event::{NoteKind, Steer};
use crate::theme::measure;
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::text::heading;

/// Music off as fast as it may without a start.
const MUSIC_OFF: Duration = Duration::from_secs(3);

/// What can be done on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// A serious event of that key began or ended, touched at that boot time.
    Serious(String, Duration),
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
        Message::Bar(Bar::Go(_) | Bar::Cover | Bar::Emergency | Bar::Draft) | Message::Back => Action::Emergency(false),
        Message::Serious(key, boot) => Action::Ask(Command::Observe(shown.person, key, shown.moment_of(boot))),
        Message::Bar(bar @ (Bar::Shade | Bar::For(_) | Bar::Turn(_) | Bar::Chaperone | Bar::Away)) => {
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
    let both = columns(shown, call::for_them(shown), tell::facts_and_events(shown));
    let foot = container(foot(shown)).padding(Padding::ZERO.horizontal(measure::MARGIN).bottom(measure::BELOW_FOOT));
    let content = column![].push(whom(shown, Message::Bar)).push(container(both).height(Length::Fill)).push(foot);
    Frame::default().page(shown, content, Message::Bar)
}

/// The card where no session is: whom to call and what to do.
#[must_use]
pub fn alone(card: &Emergency) -> Element<'_, Message> {
    over(call::numbers_and_lines(card, []))
}

/// The card over the lock: what the ambulance asks only where the clinic wants that; no rail, nothing that is written.
#[must_use]
pub fn over_the_lock<'a>(shown: &Shown<'a>, whole: bool) -> Element<'a, Message> {
    if !whole {
        return alone(shown.emergency);
    }
    let both = columns(shown, call::for_them(shown), tell::facts(shown));
    let foot = row![Space::new().width(Length::Fill), quiet("Back").on_press(Message::Back)].height(measure::BUTTON);
    column![container(both).height(Length::Fill), container(foot).padding(Padding::ZERO.horizontal(measure::MARGIN))]
        .padding(Padding::ZERO.top(measure::BAR).bottom(measure::BELOW_FOOT))
        .into()
}

fn over(content: Element<'_, Message>) -> Element<'_, Message> {
    let foot = row![Space::new().width(Length::Fill), quiet("Back").on_press(Message::Back)];
    column![container(content).height(Length::Fill), foot.height(measure::BUTTON)]
        .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::BAR).bottom(measure::BELOW_FOOT))
        .into()
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
