//! Writing on the glass: notes, the client's own words, a reason, a code. Own keys, and a physical keyboard as well.

mod suggest;

use iced::widget::{Space, column, container, rich_text, row, span};
use iced::{Alignment, Length, Padding};

use crate::session::Session;
use crate::session::event::Person;
use crate::session::field::Field;
use crate::theme::{Ink, Palette, Role, Shade, measure, role};
use crate::widget::Element;
use crate::widget::back_dating::back_dating;
use crate::widget::button::quiet;
use crate::widget::keyboard::{Key, Keyboard};
use crate::widget::scroll::scroll;
use crate::widget::text::words;
use crate::widget::typing::{Typed, typing};

/// More characters than anybody writes on a glass; further ones are not taken.
const LONGEST: usize = 4000;
/// So many characters tell which words were put away.
const BEGINS: usize = 24;
/// A code or initials, at most so many characters.
const LONGEST_CODE: usize = 16;

/// Words that are being written, and what for.
#[derive(Clone, Debug)]
pub struct Writing {
    title: String,
    kind: Kind,
    text: String,
    keys: Keyboard,
    minutes_ago: u8,
    vocabulary: Vec<String>,
    /// Which field it is; words of one without a name are not kept before Keep.
    field: Option<Field>,
    /// What stood there when it was opened.
    opened_with: String,
    /// What was written there before and put away.
    put_away: Option<String>,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The therapist's words; they can be back-dated.
    Note,
    /// The client's own words, in their own voice.
    Theirs,
    /// A few plain words.
    Reason,
    /// Letters and digits, all capitals.
    Code,
}

/// What can be done while writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A key on the glass.
    Key(Key),
    /// Characters from a physical keyboard.
    Typed(String),
    /// It happened so many minutes ago.
    Ago(u8),
    /// Put away, nothing kept.
    Leave,
    /// Write what was put away, as it stood.
    TakeBack,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Still writing.
    Writing,
    /// These are the words, said so many minutes ago.
    Kept(String, u8),
    /// Put away; nothing is kept.
    Left,
}

impl Writing {
    /// A note of the therapist, which can be back-dated; `title` says what it is, such as "Note, 38 min after the tablet".
    #[must_use]
    pub fn note(title: impl Into<String>) -> Self {
        Self::of(Kind::Note, title.into(), String::new())
    }

    /// The client's own words, going on from `text`.
    #[must_use]
    pub fn theirs(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of(Kind::Theirs, title.into(), text.into())
    }

    /// A few plain words, such as a reason.
    #[must_use]
    pub fn reason(title: impl Into<String>) -> Self {
        Self::of(Kind::Reason, title.into(), String::new())
    }

    /// A code or initials: letters and digits, all capitals.
    #[must_use]
    pub fn code(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of(Kind::Code, title.into(), text.into())
    }

    /// The same, going on from words that stand there.
    #[must_use]
    pub fn beginning(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self.opened_with.clone_from(&self.text);
        self.settle();
        self
    }

    /// The same, with the words of this session among the suggestions.
    #[must_use]
    pub fn knowing(mut self, session: &Session, person: Person) -> Self {
        self.vocabulary = suggest::vocabulary(session, person);
        self
    }

    /// The same in a field: what is written there outlives a crash and whatever else closes it.
    #[must_use]
    pub fn in_field(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// Which field it is.
    #[must_use]
    pub const fn field(&self) -> Option<&Field> {
        self.field.as_ref()
    }

    /// What is written and was not there when it was opened; `None` while nothing is.
    #[must_use]
    pub fn unkept(&self) -> Option<&str> {
        Some(self.text.as_str()).filter(|text| !text.trim().is_empty() && *text != self.opened_with)
    }

    /// Goes on from what was being written there when it was closed.
    pub fn go_on_from(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.put_away = None;
        self.settle();
    }

    /// Offers what was written there and put away.
    pub fn offer(&mut self, text: &str) {
        self.put_away = Some(text.to_owned());
    }

    /// What is written so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message) -> Outcome {
        match message {
            Message::Key(key) => self.press(&key),
            Message::Typed(characters) => {
                self.text.extend(characters.chars().filter(|character| !character.is_control()));
                self.settle();
                Outcome::Writing
            }
            Message::Ago(minutes) => {
                self.minutes_ago = minutes;
                Outcome::Writing
            }
            Message::Leave => Outcome::Left,
            Message::TakeBack => {
                if let Some(text) = self.put_away.take() {
                    self.go_on_from(&text);
                }
                Outcome::Writing
            }
        }
    }

    /// The panel: fills everything below the bar.
    #[must_use]
    pub fn view<'a>(&'a self, shade: Shade) -> Element<'a, Message> {
        let suggestions = match self.kind {
            Kind::Code => Vec::new(),
            Kind::Note | Kind::Theirs | Kind::Reason => suggest::suggestions(&self.text, &self.vocabulary),
        };
        let panel = column![
            self.head(),
            container(self.written(shade))
                .width(Length::Fill)
                .height(Length::Fill)
                .padding(Padding::ZERO.vertical(measure::GAP)),
            self.keys.view(&suggestions, Message::Key),
        ]
        .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::S).bottom(measure::BELOW_STRIP));
        typing(panel, |typed| vec![said(typed)])
    }

    fn of(kind: Kind, title: String, text: String) -> Self {
        let opened_with = text.clone();
        let mut writing = Self {
            title,
            kind,
            text,
            keys: Keyboard::default(),
            minutes_ago: 0,
            vocabulary: Vec::new(),
            field: None,
            opened_with,
            put_away: None,
        };
        writing.keys.shift = kind == Kind::Code || writing.text.is_empty();
        writing
    }

    fn press(&mut self, key: &Key) -> Outcome {
        if self.keys.press(key, &mut self.text) {
            let text = self.text.trim().to_owned();
            return if text.is_empty() { Outcome::Left } else { Outcome::Kept(text, self.minutes_ago) };
        }
        match key {
            Key::Char(_) | Key::Word(_) | Key::Backspace => self.settle(),
            Key::Shift | Key::Page(_) | Key::Keep => {}
        }
        Outcome::Writing
    }

    /// Keeps the text as it may be, and the keys ready for what comes next.
    fn settle(&mut self) {
        if self.kind == Kind::Code {
            let may = |character: &char| character.is_alphanumeric() || *character == '-';
            self.text = self.text.to_uppercase().chars().filter(may).take(LONGEST_CODE).collect();
            self.keys.shift = true;
            return;
        }
        if self.text.len() > LONGEST {
            self.text = self.text.chars().take(LONGEST).collect();
        }
        let ended = self.text.trim_end().ends_with(['.', '!', '?']) && self.text.ends_with(' ');
        self.keys.shift = self.text.is_empty() || ended;
    }

    fn head<'a>(&'a self) -> Element<'a, Message> {
        let mut line = row![
            words(role::HEADING, Ink::Dim, &*self.title),
            quiet("Put away").height(measure::TARGET).on_press(Message::Leave),
        ];
        // Beside nothing that was written since.
        let offered = self.put_away.as_ref().filter(|_| self.unkept().is_none());
        if let Some(text) = offered {
            let begins: String = text.chars().take(BEGINS).collect();
            let begins = if begins.len() < text.len() { format!("{begins}\u{2026}") } else { begins };
            line = line.push(quiet(format!("Take back: {begins}")).height(measure::TARGET).on_press(Message::TakeBack));
        }
        line = line.push(Space::new().width(Length::Fill));
        if self.kind == Kind::Note {
            line = line.push(container(back_dating(self.minutes_ago, Message::Ago)).width(measure::RIGHT));
        }
        line.spacing(measure::GAP).height(measure::TARGET).align_y(Alignment::Center).into()
    }

    fn written<'a>(&'a self, shade: Shade) -> Element<'a, Message> {
        let role: Role = match self.kind {
            Kind::Note | Kind::Reason => role::WRITTEN,
            Kind::Theirs => role::INTENTION_AGAIN,
            Kind::Code => role::STATEMENT,
        };
        let palette = Palette::in_shade(shade);
        let lines: iced::widget::text::Rich<'a, (), Message> =
            rich_text([span(&*self.text).color(palette.text), span("|").color(palette.accent)]);
        let lines = lines.font(role.font).size(role.size).line_height(iced::Pixels(role.line)).width(Length::Fill);
        scroll("written", lines).from_the_end().into()
    }
}

/// What a physical keyboard says, as the same on the glass.
fn said(typed: Typed) -> Message {
    match typed {
        Typed::Text(text) | Typed::Pasted(text) => Message::Typed(text),
        Typed::Back => Message::Key(Key::Backspace),
        Typed::Enter => Message::Key(Key::Keep),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(writing: &mut Writing, text: &str) {
        for character in text.chars() {
            assert_eq!(writing.update(Message::Key(Key::Char(character))), Outcome::Writing);
        }
    }

    #[test]
    fn a_code_is_capitals_digits_and_hyphens() {
        let mut writing = Writing::code("Client", "");
        typed(&mut writing, "mk 1_1");
        assert_eq!(writing.update(Message::Typed("-x\n".to_owned())), Outcome::Writing);
        assert_eq!(writing.update(Message::Key(Key::Keep)), Outcome::Kept("MK11-X".to_owned(), 0));
    }

    #[test]
    fn a_note_keeps_how_long_ago_it_was() {
        let mut writing = Writing::note("Note");
        typed(&mut writing, "left hand opened ");
        assert_eq!(writing.update(Message::Ago(2)), Outcome::Writing);
        assert_eq!(writing.update(Message::Key(Key::Keep)), Outcome::Kept("left hand opened".to_owned(), 2));
    }

    #[test]
    fn nothing_written_is_nothing_kept() {
        let mut writing = Writing::reason("Reason");
        typed(&mut writing, "  ");
        assert_eq!(writing.update(Message::Key(Key::Keep)), Outcome::Left);
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        let mut writing = Writing::note("Note");
        assert!(writing.keys.shift);
        typed(&mut writing, "He smiled");
        assert!(!writing.keys.shift);
        typed(&mut writing, ". ");
        assert!(writing.keys.shift);
    }
}
