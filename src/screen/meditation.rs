//! The meditation before the medicine: short lines to read aloud at one's own pace, or the clinic's recording.
//!
//! Whether it runs, since when and how is the session's; only the line one is at is the screen's.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::frame::{self, Bar};
use super::{Action, Shown};
use crate::session::Command;
use crate::session::event::Meditated;
use crate::session::practice::Meditation as Known;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::button::{icon_button, surface};
use crate::widget::text::{heading, statement, words};
use crate::widget::touchable::{Face, touchable};

/// At which line one is, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meditation {
    line: usize,
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// Begin, so, or change to that.
    Begin(Meditated),
    /// To that line.
    Line(usize),
    /// End it.
    End,
}

impl Meditation {
    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        match message {
            Message::Bar(bar) => frame::Frame::default().act(bar, shown),
            Message::Begin(how) => {
                self.line = 0;
                Action::Ask(Command::StartMeditation(how))
            }
            Message::Line(line) => {
                let last = known(shown).map_or(0, |known| known.lines.len().saturating_sub(1));
                self.line = line.min(last);
                Action::None
            }
            Message::End => Action::Ask(Command::EndMeditation),
        }
    }

    /// The face while it runs; `None` while it does not.
    #[must_use]
    pub fn view<'a>(&self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        let known = known(shown)?;
        let (since, how) = shown.session.meditating()?;
        let lasting = clock_face(shown.now.since(since));
        let time = format!("{lasting} of about {}", super::shown::in_minutes(known.usual));
        let middle = match how {
            Meditated::Read => self.read(known),
            Meditated::Played => played(known),
        };
        let strip = match how {
            Meditated::Read => self.strip(known),
            Meditated::Played => row![
                heading("The recording plays"),
                (!known.lines.is_empty()).then(|| surface("Read it").on_press(Message::Begin(Meditated::Read))),
            ],
        };
        let strip = strip
            .push(Space::new().width(Length::Fill))
            .push(words(role::HEADING, Ink::Dim, time))
            .push(Space::new().width(Length::Fill))
            .push(surface("End").on_press(Message::End))
            .push(icon_button(frame::eye(shown.locks), Ink::Dim, Message::Bar(Bar::Cover)))
            .spacing(measure::GAP)
            .height(measure::STRIP)
            .align_y(Alignment::Center);
        Some(frame::calm_page(shown, frame::with_strip(middle, strip), Message::Bar))
    }

    /// The line to read; a tap anywhere on it leads to the next.
    fn read<'a>(&self, known: &'a Known) -> Element<'a, Message> {
        let line = known.lines.get(self.line).map_or("", String::as_str);
        let next = self.line + 1;
        let text = container(statement(line).center()).padding(Padding::ZERO.horizontal(measure::BUTTON_LARGE));
        let page = touchable(text).face(Face::Plain).width(Length::Fill).height(Length::Fill);
        let page: Element<'a, Message> = page.on_tap(("line", next), move |_| Message::Line(next)).into();
        container(page).padding(Padding::ZERO.top(measure::BAR)).into()
    }

    fn strip<'a>(&self, known: &'a Known) -> iced::widget::Row<'a, Message> {
        let all = known.lines.len();
        let before = self.line.checked_sub(1).map(Message::Line);
        let after = (self.line + 1 < all).then_some(Message::Line(self.line + 1));
        let play = known.recording.is_some().then(|| {
            surface("Play the recording").icon(Icon::Play).ink(Ink::Dim).on_press(Message::Begin(Meditated::Played))
        });
        row![
            surface("Back").icon(Icon::ArrowLeft).ink(Ink::Dim).on_press_maybe(before),
            surface("Next").icon_after(Icon::ArrowRight).on_press_maybe(after),
            heading(format!("{} of {all}", self.line + 1)),
        ]
        .push(play.map(Element::from))
    }
}

fn known<'a>(shown: &Shown<'a>) -> Option<&'a Known> {
    shown.session.protocol().practice.meditation.as_ref()
}

fn played(known: &Known) -> Element<'_, Message> {
    let lines =
        column![statement(known.title.as_str()), words(role::READING, Ink::Dim, "Listen, eyes closed if you like")];
    container(lines.spacing(measure::S).align_x(Alignment::Center)).center(Length::Fill).into()
}

/// The way into it, where the protocol has one: its lines are read, or the recording plays where there are none.
#[must_use]
pub fn way_in<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let known = known(shown)?;
    let how = if known.lines.is_empty() { Meditated::Played } else { Meditated::Read };
    let done = shown.session.meditations().iter().any(|(_, _, ended)| ended.is_some());
    let word = if done { "Meditation again" } else { "Meditation" };
    Some(surface(word).ink(Ink::Dim).on_press(Message::Begin(how)).into())
}
