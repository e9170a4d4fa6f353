//! Return: words or silence.

mod left;
mod right;

use std::time::Duration;

use super::entries::{self, Entries};
use super::entry::Last;
use super::frame::{Bar, Frame, columns};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::writing::{self, Outcome, Writing};
use super::{Action, Shown};
use crate::session::event::{NoteKind, Steer};
use crate::session::{Command, Phase};
use crate::widget::Element;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Returning {
    frame: Frame,
    open: Open,
}

/// What stands in place of something else.
#[derive(Clone, Debug)]
enum Open {
    Nothing,
    Vitals(KeypadPanel),
    Note(NoteKind, Box<Writing>),
    Entries(Entries),
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// Words are to be written.
    Open(NoteKind),
    /// In the words.
    Writing(writing::Message),
    /// A chip of that key, touched at that boot time.
    Chip(String, Duration),
    /// Something was offered that the protocol has no chip for, touched at that boot time.
    Offered(&'static str, Duration),
    /// A rating of a scale.
    Rate(String, u8),
    /// The keypad, opened or put away.
    OpenVitals,
    /// On the keypad.
    Keypad(keypad_panel::Message),
    /// The music changes.
    Steer(Steer),
    /// On the line of the last entry.
    Last(Last),
    /// In the entries.
    Entries(entries::Message),
    /// On to a phase.
    Go(Phase),
}

impl Returning {
    /// The screen as it opens.
    #[must_use]
    pub fn new(_shown: &Shown<'_>) -> Self {
        Self { frame: Frame::default(), open: Open::Nothing }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if self.keypad(shown).is_none() && matches!(self.open, Open::Vitals(_)) {
            self.open = Open::Nothing;
        }
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Open(kind) => self.stay(|this| this.open = Open::Note(kind, Box::new(left::writing(kind, shown)))),
            Message::Writing(message) => self.write(message, shown),
            Message::Chip(key, boot) => Action::Ask(Command::Observe(shown.person, key, shown.moment_of(boot))),
            Message::Offered(what, boot) => {
                let at = shown.moment_of(boot);
                Action::Ask(Command::WriteNote(shown.person, NoteKind::Note, what.to_owned(), at))
            }
            Message::Rate(item, value) => Action::Ask(Command::Rate(shown.person, item, value)),
            Message::OpenVitals => self.stay(Self::turn_keypad),
            Message::Keypad(message) => self.type_vitals(message, shown),
            Message::Steer(steer) => Action::Ask(Command::Steer(steer)),
            Message::Last(last) => self.act_on_last(last),
            Message::Entries(message) => self.look_at_entries(message, shown),
            Message::Go(phase) => Action::Ask(Command::Enter(phase)),
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if let Open::Note(_, note) = &self.open {
            return self.frame.page(shown, note.view(shown.shade).map(Message::Writing), Message::Bar);
        }
        if let Open::Entries(entries) = &self.open
            && let Some(writing) = entries.writing(shown)
        {
            return self.frame.page(shown, writing.map(Message::Entries), Message::Bar);
        }
        let right = match (self.keypad(shown), &self.open) {
            (Some(keypad), _) => keypad.view(shown).map(Message::Keypad),
            (None, Open::Entries(entries)) => entries.view(shown).map(Message::Entries),
            (None, _) => right::right(shown),
        };
        self.frame.page(shown, columns(shown, left::left(shown), right), Message::Bar)
    }

    fn keypad(&self, shown: &Shown<'_>) -> Option<&KeypadPanel> {
        match &self.open {
            Open::Vitals(keypad) if !keypad.is_done(shown) => Some(keypad),
            Open::Vitals(_) | Open::Nothing | Open::Note(..) | Open::Entries(_) => None,
        }
    }

    fn stay(&mut self, change: impl FnOnce(&mut Self)) -> Action {
        change(self);
        Action::None
    }

    fn turn_keypad(&mut self) {
        self.open = match self.open {
            Open::Vitals(_) => Open::Nothing,
            Open::Nothing | Open::Note(..) | Open::Entries(_) => Open::Vitals(KeypadPanel::new()),
        };
    }

    fn act_on_last(&mut self, last: Last) -> Action {
        match last {
            Last::Undo(id) => Action::Ask(Command::Undo(Some(id))),
            Last::Why(change, reason) => Action::Ask(Command::Explain(change, reason.to_owned())),
            Last::Open => self.stay(|this| this.open = Open::Entries(Entries::new())),
        }
    }

    fn look_at_entries(&mut self, message: entries::Message, shown: &Shown<'_>) -> Action {
        let Open::Entries(entries) = &mut self.open else { return Action::None };
        match entries.update(message, shown) {
            entries::Answer::Stay => Action::None,
            entries::Answer::Ask(command) => Action::Ask(command),
            entries::Answer::Close => self.stay(|this| this.open = Open::Nothing),
        }
    }

    fn type_vitals(&mut self, message: keypad_panel::Message, shown: &Shown<'_>) -> Action {
        let Open::Vitals(keypad) = &mut self.open else { return Action::None };
        match keypad.update(message, shown) {
            Answer::Stay => Action::None,
            Answer::Keep(command) => Action::Ask(command),
            Answer::Close => self.stay(|this| this.open = Open::Nothing),
        }
    }

    fn write(&mut self, message: writing::Message, shown: &Shown<'_>) -> Action {
        let Open::Note(kind, note) = &mut self.open else { return Action::None };
        let kind = *kind;
        match note.update(message) {
            Outcome::Writing => Action::None,
            Outcome::Left => self.stay(|this| this.open = Open::Nothing),
            Outcome::Kept(text, minutes) => {
                self.open = Open::Nothing;
                let at = shown.minutes_ago(minutes);
                Action::Ask(Command::WriteNote(shown.person, kind, text, at))
            }
        }
    }
}
