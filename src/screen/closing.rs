//! Closing: ready to leave, then the record is sealed.

mod appointing;
mod checklist;
mod course;
mod foot;
mod leave;
mod sealed;
mod take_home;
mod tally;

pub use appointing::Message as AppointMessage;

use iced::widget::{Space, column, container, row};
use iced::{Length, Padding};

use super::answering::{self, Answering};
use super::entries::{self, Entries};
use super::frame::{Bar, Frame, columns};
use super::inquiry::{self, Inquiry};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::questionnaire;
use super::writing::{self, Outcome, Writing};
use super::{Action, Shown};
use crate::session::event::{Appointed, NoteKind};
use crate::session::field::Field;
use crate::session::{Command, EventId};
use crate::theme::measure;
use crate::widget::Element;
use appointing::{Appointing, INTEGRATION_ITEM};

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
    Answering(Box<Answering>),
    Appointing(Appointing),
    TakeHome,
    Inquiry(Inquiry),
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// A line of the checklist is met, or not.
    Item(String, bool),
    /// Answer the line of that key.
    Open(String),
    /// While answering it.
    Answering(answering::Message),
    /// Agree on a day.
    Appoint(Appointed),
    /// While agreeing on it.
    Appointing(AppointMessage),
    /// The page the client takes home, or back from it.
    TakeHome(bool),
    /// Ask the questionnaire of that key.
    Ask(String),
    /// In the questionnaire.
    Inquiry(questionnaire::Message),
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
        if matches!(&self.open, Open::Vitals(keypad) if keypad.is_done(shown)) {
            self.open = Open::Nothing;
        }
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        let who = shown.person;
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Item(key, met) => Action::Ask(Command::SetReleaseItem(who, key, met)),
            Message::Open(key) => self.open_line(&key, shown),
            Message::Answering(message) => self.answer(message, shown),
            Message::Appoint(what) => self.show(Open::Appointing(Appointing::new(what))),
            Message::Appointing(message) => self.appoint(message, shown),
            Message::TakeHome(open) => self.show(if open { Open::TakeHome } else { Open::Nothing }),
            Message::Ask(key) => self.show(Inquiry::open(&key, shown).map_or(Open::Nothing, Open::Inquiry)),
            Message::Inquiry(message) => self.inquire(message, shown),
            Message::Release(reason) => {
                self.open = Open::Nothing;
                Action::Ask(Command::Release(who, reason))
            }
            Message::Reasons(open) => self.show(if open { Open::Reasons } else { Open::Nothing }),
            Message::OtherReason => {
                let reason = Writing::reason("Leaves, because").in_field(Field::new("leaves"));
                self.show(Open::Reason(Box::new(reason)))
            }
            Message::AddWord => {
                let note =
                    Writing::note("A word to the record").knowing(shown.session, who).in_field(Field::new("note"));
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

    /// Whether the rail is seen, and not a page for the client or a sealed session.
    #[must_use]
    pub fn has_rail(&self, shown: &Shown<'_>) -> bool {
        shown.session.closed().is_none() && !matches!(self.open, Open::Inquiry(_) | Open::TakeHome)
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if shown.session.closed().is_some() {
            return sealed::sealed(shown);
        }
        let open = &self.open;
        let whole = match open {
            Open::Reason(words) | Open::Word(words) => Some(words.view(shown.shade).map(Message::Writing)),
            Open::Entries(entries) => entries.writing(shown).map(|writing| writing.map(Message::Entries)),
            Open::Answering(panel) => panel.writing(shown).map(|writing| writing.map(Message::Answering)),
            Open::Inquiry(inquiry) => return inquiry.view(shown, Message::Inquiry, Message::Bar),
            Open::TakeHome => return take_home::page(shown),
            Open::Nothing | Open::Vitals(_) | Open::Reasons | Open::Appointing(_) => None,
        };
        if let Some(whole) = whole {
            return self.frame.page(shown, whole, Message::Bar);
        }
        let aside = match open {
            Open::Vitals(keypad) if !keypad.is_done(shown) => Some(keypad.view(shown).map(Message::Keypad)),
            Open::Entries(entries) => Some(entries.view(shown).map(Message::Entries)),
            Open::Answering(panel) => Some(panel.view(shown, tally::before(shown)).map(Message::Answering)),
            Open::Appointing(panel) => Some(panel.view(shown).map(Message::Appointing)),
            Open::Nothing | Open::Vitals(_) | Open::Reasons | Open::Reason(_) | Open::Word(_) => None,
            Open::TakeHome | Open::Inquiry(_) => None,
        };
        if let Some(right) = aside {
            return self.frame.page(shown, columns(shown, checklist::checklist(shown), right), Message::Bar);
        }
        let reasons = matches!(open, Open::Reasons);
        let top = row![
            container(checklist::checklist(shown)).width(Length::Fill),
            container(leave::leave(shown, reasons)).width(measure::RIGHT)
        ]
        .spacing(measure::GUTTER);
        let top = container(top).height(Length::Fill).clip(true);
        // Under the codes of a group the list needs the place of the picture.
        let course = (!shown.is_group()).then(|| course::course(shown));
        let page = column![top, Space::new().height(measure::XXS)]
            .push(course)
            .push(foot::foot(shown))
            .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::BELOW_BAR).bottom(measure::BELOW_STRIP));
        self.frame.page(shown, page, Message::Bar)
    }

    /// The line of the integration session asks for its day; the others as the protocol says.
    fn open_line(&mut self, key: &str, shown: &Shown<'_>) -> Action {
        if key == INTEGRATION_ITEM {
            return self.show(Open::Appointing(Appointing::new(Appointed::Integration)));
        }
        let item = shown.session.protocol().release.iter().find(|item| item.key == key);
        let Some((item, who)) = item.zip(shown.session.participant(shown.person)) else { return Action::None };
        let met = who.release.get(key).is_some_and(|(met, _)| *met);
        self.show(Open::Answering(Box::new(Answering::new(item, met, who.release_answers.get(key)))))
    }

    fn answer(&mut self, message: answering::Message, shown: &Shown<'_>) -> Action {
        let Open::Answering(panel) = &mut self.open else { return Action::None };
        let command = match panel.update(message, shown) {
            answering::Outcome::Stay => return Action::None,
            answering::Outcome::Close => return self.show(Open::Nothing),
            answering::Outcome::Answered(item, answer) => Command::AnswerRelease(shown.person, item, answer),
            answering::Outcome::Ticked(item, met) => Command::SetReleaseItem(shown.person, item, met),
        };
        self.open = Open::Nothing;
        Action::Ask(command)
    }

    fn appoint(&mut self, message: AppointMessage, shown: &Shown<'_>) -> Action {
        let Open::Appointing(panel) = &mut self.open else { return Action::None };
        let asked = match panel.update(message, shown) {
            appointing::Outcome::Stay => return Action::None,
            appointing::Outcome::Close => Vec::new(),
            appointing::Outcome::Asked(asked) => asked,
        };
        self.open = Open::Nothing;
        if asked.is_empty() { Action::None } else { Action::AskAll(asked) }
    }

    fn inquire(&mut self, message: questionnaire::Message, shown: &Shown<'_>) -> Action {
        let Open::Inquiry(inquiry) = &mut self.open else { return Action::None };
        match inquiry.update(message, shown) {
            inquiry::Outcome::Stay => Action::None,
            inquiry::Outcome::Ask(command) => Action::Ask(command),
            inquiry::Outcome::Close => self.show(Open::Nothing),
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

    /// Opens a field again; `false` if it is not on this screen.
    pub(super) fn go_on_writing(&mut self, field: &Field, shown: &Shown<'_>) -> bool {
        let _ = match field.name() {
            "note" => self.update(Message::AddWord, shown),
            "leaves" => self.update(Message::OtherReason, shown),
            _ => return false,
        };
        true
    }

    /// What is written on it.
    pub(super) fn written(&mut self) -> Option<&mut Writing> {
        match &mut self.open {
            Open::Reason(words) | Open::Word(words) => Some(words),
            Open::Entries(entries) => entries.written(),
            Open::Answering(panel) => panel.written(),
            Open::Nothing
            | Open::Vitals(_)
            | Open::Reasons
            | Open::Appointing(_)
            | Open::TakeHome
            | Open::Inquiry(_) => None,
        }
    }
}
