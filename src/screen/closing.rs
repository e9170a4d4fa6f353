//! Closing: ready to leave, then the record is sealed.

mod course;
mod leave;
mod sealed;

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::entries::{self, Entries};
use super::frame::{Bar, Frame};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::writing::{self, Outcome, Writing};
use super::{Action, Shown};
use crate::session::event::NoteKind;
use crate::session::{Command, EventId};
use crate::theme::{Icon, measure};
use crate::widget::Element;
use crate::widget::button::quiet;
use crate::widget::checklist::check_item;
use crate::widget::text::heading;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Closing {
    frame: Frame,
    open: Open,
}

/// What stands in place of something else.
#[derive(Clone, Debug)]
enum Open {
    Nothing,
    Vitals(KeypadPanel),
    Reasons,
    Reason(Box<Writing>),
    Word(Box<Writing>),
    Entries(Entries),
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// A line of the checklist is met, or not.
    Item(String, bool),
    /// The client may leave; with a reason where something is missing.
    Release(Option<String>),
    /// The reasons, opened or put away.
    Reasons(bool),
    /// A reason in own words.
    OtherReason,
    /// A word is added.
    AddWord,
    /// In what is written.
    Writing(writing::Message),
    /// The keypad.
    OpenVitals,
    /// On the keypad.
    Keypad(keypad_panel::Message),
    /// Take this entry back.
    Undo(EventId),
    /// Look at all entries.
    OpenEntries,
    /// In the entries.
    Entries(entries::Message),
    /// Close the session and seal its record.
    Close,
    /// Leave the sealed session.
    Leave,
}

impl Closing {
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
        let who = shown.person;
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Item(key, met) => Action::Ask(Command::SetReleaseItem(who, key, met)),
            Message::Release(reason) => {
                self.open = Open::Nothing;
                Action::Ask(Command::Release(who, reason))
            }
            Message::Reasons(open) => self.show(if open { Open::Reasons } else { Open::Nothing }),
            Message::OtherReason => self.show(Open::Reason(Box::new(Writing::reason("Leaves, because")))),
            Message::AddWord => {
                let note = Writing::note("A word to the record").knowing(shown.session, who);
                self.show(Open::Word(Box::new(note)))
            }
            Message::Writing(message) => self.write(message, shown),
            Message::OpenVitals => self.show(Open::Vitals(KeypadPanel::new())),
            Message::Keypad(message) => self.type_vitals(message, shown),
            Message::Undo(id) => Action::Ask(Command::Undo(Some(id))),
            Message::OpenEntries => self.show(Open::Entries(Entries::new())),
            Message::Entries(message) => self.look_at_entries(message, shown),
            Message::Close => Action::Ask(Command::Close),
            Message::Leave => Action::Leave,
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if shown.session.closed().is_some() {
            return sealed::sealed(shown);
        }
        if let Open::Reason(words) | Open::Word(words) = &self.open {
            return self.frame.page(shown, words.view(shown.shade).map(Message::Writing), Message::Bar);
        }
        if let Open::Entries(entries) = &self.open
            && let Some(writing) = entries.writing(shown)
        {
            return self.frame.page(shown, writing.map(Message::Entries), Message::Bar);
        }
        let aside = match (self.keypad(shown), &self.open) {
            (Some(keypad), _) => Some(keypad.view(shown).map(Message::Keypad)),
            (None, Open::Entries(entries)) => Some(entries.view(shown).map(Message::Entries)),
            (None, _) => None,
        };
        if let Some(right) = aside {
            let left = column![checklist(shown), Space::new().height(Length::Fill)];
            return self.frame.page(shown, super::frame::columns(shown, left, right), Message::Bar);
        }
        let reasons = matches!(self.open, Open::Reasons);
        let top = row![
            container(checklist(shown)).width(Length::Fill),
            container(leave::leave(shown, reasons)).width(measure::RIGHT)
        ]
        .spacing(measure::GUTTER);
        let page = column![top, Space::new().height(Length::Fill), course::course(shown), foot(shown)]
            .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::BELOW_BAR).bottom(measure::BELOW_STRIP));
        self.frame.page(shown, page, Message::Bar)
    }

    fn keypad(&self, shown: &Shown<'_>) -> Option<&KeypadPanel> {
        match &self.open {
            Open::Vitals(keypad) if !keypad.is_done(shown) => Some(keypad),
            Open::Vitals(_) | Open::Nothing | Open::Reasons | Open::Reason(_) | Open::Word(_) | Open::Entries(_) => {
                None
            }
        }
    }

    fn show(&mut self, open: Open) -> Action {
        self.open = open;
        Action::None
    }

    fn look_at_entries(&mut self, message: entries::Message, shown: &Shown<'_>) -> Action {
        let Open::Entries(entries) = &mut self.open else { return Action::None };
        match entries.update(message, shown) {
            entries::Answer::Stay => Action::None,
            entries::Answer::Ask(command) => Action::Ask(command),
            entries::Answer::Close => self.show(Open::Nothing),
        }
    }

    fn type_vitals(&mut self, message: keypad_panel::Message, shown: &Shown<'_>) -> Action {
        let Open::Vitals(keypad) = &mut self.open else { return Action::None };
        match keypad.update(message, shown) {
            Answer::Stay => Action::None,
            Answer::Keep(command) => Action::Ask(command),
            Answer::Close => self.show(Open::Nothing),
        }
    }

    fn write(&mut self, message: writing::Message, shown: &Shown<'_>) -> Action {
        let (Open::Reason(words) | Open::Word(words)) = &mut self.open else { return Action::None };
        let (text, minutes) = match words.update(message) {
            Outcome::Writing => return Action::None,
            Outcome::Left => return self.show(Open::Nothing),
            Outcome::Kept(text, minutes) => (text, minutes),
        };
        let reason = matches!(self.open, Open::Reason(_));
        self.open = Open::Nothing;
        if reason {
            return Action::Ask(Command::Release(shown.person, Some(text)));
        }
        let at = shown.minutes_ago(minutes);
        Action::Ask(Command::WriteNote(shown.person, NoteKind::Note, text, at))
    }
}

/// The release checklist in two columns, each line with the time at which it was met.
fn checklist<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let items = &shown.session.protocol().release;
    let who = shown.session.participant(shown.person);
    let item = |item: &'a crate::session::protocol::Item| -> Element<'a, Message> {
        let touched = who.and_then(|who| who.release.get(&item.key));
        let met = touched.is_some_and(|(met, _)| *met);
        let second = match touched {
            Some((true, at)) => shown.time_of(*at),
            Some((false, _)) | None => item.hint.clone(),
        };
        check_item(item.label.as_str(), second, met, Some(Message::Item(item.key.clone(), !met)))
    };
    let half = items.len().div_ceil(2);
    let column_of =
        |part: &'a [crate::session::protocol::Item]| Column::with_children(part.iter().map(item)).width(Length::Fill);
    let (first, second) = items.split_at_checked(half).unwrap_or((items, &[]));
    column![
        heading("Ready to leave"),
        Space::new().height(measure::XS),
        row![column_of(first), column_of(second)].spacing(measure::GAP)
    ]
    .into()
}

fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let word = quiet("Add a word").icon(Icon::PencilSimple).height(measure::TARGET).on_press(Message::AddWord);
    let vitals = quiet("Vitals").height(measure::TARGET).on_press(Message::OpenVitals);
    let entries = quiet("Entries").height(measure::TARGET).on_press(Message::OpenEntries);
    let sealing = if shown.session.is_rehearsal() {
        "A rehearsal: nothing is recorded"
    } else {
        "The record is sealed when you close the session"
    };
    row![word, vitals, entries, Space::new().width(Length::Fill), heading(sealing)]
        .spacing(measure::GAP)
        .align_y(Alignment::Center)
        .height(measure::TARGET)
        .into()
}
