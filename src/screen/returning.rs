//! Return: words or silence.

mod ask;
mod left;
mod right;
mod talk;

use std::time::Duration;

use super::drawing::{self, Drawing};
use super::entries::{self, Entries};
use super::entry::Last;
use super::frame::{Bar, Frame, columns};
use super::inquiry::{self, Inquiry};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::questionnaire;
use super::writing::{self, Outcome, Writing};
use super::{Action, Shown};
use crate::session::event::{NoteKind, Steer};
use crate::session::field::Field;
use crate::session::{Command, Phase};
use crate::units::Moment;
use crate::widget::Element;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Returning {
    frame: Frame,
    open: Open,
    /// The question that is asked, by its number.
    prompt: Option<usize>,
}

/// What stands in place of something else.
#[derive(Clone, Debug)]
enum Open {
    Nothing,
    Vitals(KeypadPanel),
    /// Words of that kind; said at that moment, where it was noted when they began.
    Note(NoteKind, Option<Moment>, Box<Writing>),
    Entries(Entries),
    Ask,
    Inquiry(Inquiry),
    Drawing(Drawing),
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// Words are to be written.
    Open(NoteKind),
    /// What can be asked, opened or put away.
    Ask(bool),
    /// The question of that number, or no question.
    Prompt(Option<usize>),
    /// The questionnaire of that key.
    Form(String),
    /// In the questionnaire.
    Inquiry(questionnaire::Message),
    /// The pad is opened.
    Draw,
    /// On the pad.
    Drawing(drawing::Message),
    /// They talk, or are silent, from that boot time on: this state begins, the other ends.
    Talk(String, Duration),
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
        Self { frame: Frame::default(), open: Open::Nothing, prompt: None }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if matches!(&self.open, Open::Vitals(keypad) if keypad.is_done(shown)) {
            self.open = Open::Nothing;
        }
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Open(kind) => self.open_words(kind, shown),
            Message::Ask(open) => self.stay(|this| this.open = if open { Open::Ask } else { Open::Nothing }),
            Message::Prompt(number) => self.stay(|this| this.prompt = number),
            Message::Form(key) => {
                let open = Inquiry::open(&key, shown).map_or(Open::Nothing, Open::Inquiry);
                self.stay(|this| this.open = open)
            }
            Message::Inquiry(message) => self.inquire(message, shown),
            Message::Draw => {
                let sheet = left::last_sheet(shown).unwrap_or_default();
                self.stay(|this| this.open = Open::Drawing(Drawing::new(sheet)))
            }
            Message::Drawing(message) => self.draw(message, shown),
            Message::Talk(key, boot) => Action::Ask(talk::turned(&key, shown.moment_of(boot), shown)),
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
            Message::Last(last) => match last.command(shown) {
                Some(command) => Action::Ask(command),
                None => self.stay(|this| this.open = Open::Entries(Entries::new())),
            },
            Message::Entries(message) => self.look_at_entries(message, shown),
            Message::Go(phase) => Action::Ask(Command::Enter(phase)),
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let right = match &self.open {
            Open::Vitals(keypad) if !keypad.is_done(shown) => keypad.view(shown).map(Message::Keypad),
            Open::Entries(entries) => match entries.writing(shown) {
                Some(writing) => return self.frame.page(shown, writing.map(Message::Entries), Message::Bar),
                None => entries.view(shown).map(Message::Entries),
            },
            Open::Note(_, _, note) => {
                return self.frame.page(shown, note.view(shown.shade).map(Message::Writing), Message::Bar);
            }
            Open::Drawing(pad) => {
                let strokes = left::strokes(shown, pad.sheet());
                return self.frame.page(shown, pad.view(strokes).map(Message::Drawing), Message::Bar);
            }
            Open::Inquiry(inquiry) => return inquiry.view(shown, Message::Inquiry, Message::Bar),
            Open::Ask => ask::ask(shown, self.prompt),
            Open::Nothing | Open::Vitals(_) => right::right(shown),
        };
        self.frame.page(shown, columns(shown, left::left(shown, self.prompt), right), Message::Bar)
    }

    /// Whether the rail is seen, and not a face for the client.
    #[must_use]
    pub fn has_rail(&self) -> bool {
        !matches!(self.open, Open::Inquiry(_))
    }

    fn stay(&mut self, change: impl FnOnce(&mut Self)) -> Action {
        change(self);
        Action::None
    }

    fn turn_keypad(&mut self) {
        self.open = match self.open {
            Open::Vitals(_) => Open::Nothing,
            Open::Nothing | Open::Note(..) | Open::Entries(_) | Open::Ask | Open::Inquiry(_) | Open::Drawing(_) => {
                Open::Vitals(KeypadPanel::new())
            }
        };
    }

    /// The words answer the question that is asked, if one is.
    fn open_words(&mut self, kind: NoteKind, shown: &Shown<'_>) -> Action {
        let theirs = matches!(kind, NoteKind::FirstWords | NoteKind::Client);
        let asked = self.prompt.filter(|_| theirs).and_then(|number| ask::prompts(shown).get(number));
        let words = left::writing(kind, asked.map(String::as_str), shown);
        self.stay(|this| this.open = Open::Note(kind, None, Box::new(words)))
    }

    fn draw(&mut self, message: drawing::Message, shown: &Shown<'_>) -> Action {
        let Open::Drawing(pad) = &mut self.open else { return Action::None };
        match pad.update(message) {
            drawing::Answer::Stay => Action::None,
            drawing::Answer::Stroke(sheet, stroke) => Action::Ask(Command::Draw(shown.person, sheet, stroke)),
            drawing::Answer::Undo => match left::last_line(shown, pad.sheet()) {
                Some(line) => Action::Ask(Command::Undo(Some(line))),
                None => Action::None,
            },
            drawing::Answer::Close => self.stay(|this| this.open = Open::Nothing),
        }
    }

    fn inquire(&mut self, message: questionnaire::Message, shown: &Shown<'_>) -> Action {
        let Open::Inquiry(inquiry) = &mut self.open else { return Action::None };
        match inquiry.update(message, shown) {
            inquiry::Outcome::Stay => Action::None,
            inquiry::Outcome::Ask(command) => Action::Ask(command),
            inquiry::Outcome::Close => self.stay(|this| this.open = Open::Ask),
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
        let Open::Note(kind, said, note) = &mut self.open else { return Action::None };
        let (kind, said) = (*kind, *said);
        match note.update(message) {
            Outcome::Writing => Action::None,
            Outcome::Left => self.stay(|this| this.open = Open::Nothing),
            Outcome::Kept(text, minutes) => {
                self.open = Open::Nothing;
                let at = said.unwrap_or_else(|| shown.minutes_ago(minutes));
                Action::Ask(Command::WriteNote(shown.person, kind, text, at))
            }
        }
    }

    /// Opens a field again; `false` if it is not on this screen.
    pub(super) fn go_on_writing(&mut self, field: &Field, shown: &Shown<'_>) -> bool {
        let known = left::FIELDS.iter().find(|(_, name)| *name == field.name());
        let Some((kind, _)) = known else { return false };
        let said = field.whose().parse().ok().map(Moment::from_millis);
        let words = left::writing(*kind, None, shown).in_field(field.clone());
        self.open = Open::Note(*kind, said, Box::new(words));
        true
    }

    /// What is written on it.
    pub(super) fn written(&mut self) -> Option<&mut Writing> {
        match &mut self.open {
            Open::Note(_, _, words) => Some(words),
            Open::Entries(entries) => entries.written(),
            Open::Nothing | Open::Vitals(_) | Open::Ask | Open::Inquiry(_) | Open::Drawing(_) => None,
        }
    }
}
