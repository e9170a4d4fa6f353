//! The intention: the client's own words, large and in their own voice.

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::frame::{self, Bar, Frame};
use super::meditation::{self, Meditation};
use super::writing::{self, Outcome, Writing};
use super::{Action, Shown};
use crate::session::field::Field;
use crate::session::{Command, Phase};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::{icon_button, quiet, tile};
use crate::widget::scroll::scroll;
use crate::widget::text::{heading, intention, words};
use crate::widget::touchable::Face;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Intention {
    frame: Frame,
    prompt: Option<usize>,
    layer: Layer,
    meditation: Meditation,
}

/// What lies on top.
#[derive(Clone, Debug)]
enum Layer {
    /// The screen itself.
    None,
    /// The words are being written.
    Writing(Writing),
    /// Only the words, for the client.
    Showing,
}

/// What can be done on it.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// A question is asked.
    Prompt(usize),
    /// Write the words.
    Write,
    /// While writing.
    Writing(writing::Message),
    /// Without an intention.
    Without,
    /// Only the words, or no longer.
    Show(bool),
    /// In the meditation, or into it, where there is no phase of breathing.
    Meditation(meditation::Message),
    /// On to a phase.
    Enter(Phase),
}

impl Intention {
    /// The screen as it opens.
    #[must_use]
    pub fn new(_shown: &Shown<'_>) -> Self {
        Self { frame: Frame::default(), prompt: None, layer: Layer::None, meditation: Meditation::default() }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Prompt(index) => {
                self.prompt = if self.prompt == Some(index) { None } else { Some(index) };
                Action::None
            }
            Message::Write => {
                self.layer = Layer::Writing(self.begin_writing(shown));
                Action::None
            }
            Message::Writing(message) => self.write(message, shown),
            Message::Without => Action::Ask(Command::WriteIntention(shown.person, String::new())),
            Message::Show(show) => {
                self.layer = if show { Layer::Showing } else { Layer::None };
                Action::None
            }
            Message::Meditation(message) => self.meditation.update(message, shown),
            Message::Enter(phase) => Action::Ask(Command::Enter(phase)),
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if let Some(face) = self.meditation.view(shown) {
            return face.map(Message::Meditation);
        }
        match &self.layer {
            Layer::None => {
                let both = row![container(self.prompts(shown)).width(measure::PROMPTS), own_words(shown)]
                    .spacing(measure::ROW)
                    .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::M));
                self.frame.page(shown, frame::with_strip(both, foot(shown)), Message::Bar)
            }
            Layer::Writing(writing) => {
                self.frame.page(shown, writing.view(shown.shade).map(Message::Writing), Message::Bar)
            }
            Layer::Showing => {
                let only = container(intention(text(shown)).width(Length::Fill).center())
                    .center_y(Length::Fill)
                    .padding(Padding::ZERO.horizontal(measure::BUTTON_LARGE));
                let back = row![
                    Space::new().width(Length::Fill),
                    icon_button(Icon::EyeClosed, Ink::Dim, Message::Show(false)),
                    shown.locks.then(|| icon_button(Icon::Lock, Ink::Dim, Message::Bar(Bar::Cover))),
                ];
                frame::calm_page(shown, frame::with_strip(only, back.height(measure::STRIP)), Message::Bar)
            }
        }
    }

    /// Whether the rail is seen, and not a face for the client.
    #[must_use]
    pub fn has_rail(&self, shown: &Shown<'_>) -> bool {
        self.meditation.view(shown).is_none() && !matches!(self.layer, Layer::Showing)
    }

    fn begin_writing(&self, shown: &Shown<'_>) -> Writing {
        let prompts = &shown.session.protocol().prompts;
        let asked = self.prompt.and_then(|index| prompts.get(index)).cloned();
        let title = asked.unwrap_or_else(|| "In the client’s own words".to_owned());
        Writing::theirs(title, text(shown)).knowing(shown.session, shown.person).in_field(Field::new("intention"))
    }

    fn write(&mut self, message: writing::Message, shown: &Shown<'_>) -> Action {
        let Layer::Writing(writing) = &mut self.layer else { return Action::None };
        match writing.update(message) {
            Outcome::Writing => Action::None,
            Outcome::Left => {
                self.layer = Layer::None;
                Action::None
            }
            Outcome::Kept(text, _) => {
                self.layer = Layer::None;
                Action::Ask(Command::WriteIntention(shown.person, text))
            }
        }
    }

    fn prompts<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let mut list = Column::new().spacing(measure::GAP);
        for (index, prompt) in shown.session.protocol().prompts.iter().enumerate() {
            let face = if self.prompt == Some(index) { Face::Active } else { Face::Surface };
            let prompt = words(role::HEADING, Ink::Text, prompt.as_str());
            list = list.push(tile(prompt, face, measure::ROW, ("prompt", index), Message::Prompt(index)));
        }
        column![heading("If words are slow to come"), scroll("prompts", list)].spacing(measure::S).into()
    }

    /// Opens a field again; `false` if it is not on this screen.
    pub(super) fn go_on_writing(&mut self, field: &Field, shown: &Shown<'_>) -> bool {
        let here = field.name() == "intention";
        if here {
            let _ = self.update(Message::Write, shown);
        }
        here
    }

    /// What is written on it.
    pub(super) fn written(&mut self) -> Option<&mut Writing> {
        match &mut self.layer {
            Layer::Writing(writing) => Some(writing),
            Layer::None | Layer::Showing => None,
        }
    }
}

/// The words as they stand; empty before any.
fn text<'a>(shown: &Shown<'a>) -> &'a str {
    let written = shown.session.participant(shown.person).and_then(|who| who.intention.as_ref());
    written.map_or("", |(_, text)| text.as_str())
}

fn own_words<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let written = shown.session.participant(shown.person).and_then(|who| who.intention.as_ref());
    let lines = match written {
        Some((at, text)) if text.is_empty() => {
            column![words(role::READING, Ink::Dim, format!("Without an intention, {}", shown.time_of(*at)))]
        }
        Some((at, text)) => column![
            // As wide as there is: the last italic letter leans out of a box of its own width.
            intention(text.as_str()).width(Length::Fill),
            words(role::HEADING, Ink::Dim, format!("in the client’s own words, {}", shown.time_of(*at)))
        ],
        None => column![words(role::READING, Ink::Dim, "Their own words, or none: both are fine.")],
    };
    container(scroll("own words", lines.spacing(measure::L)))
        .width(Length::Fill)
        .center_y(Length::Fill)
        .padding(Padding::ZERO.bottom(measure::BAR))
        .into()
}

fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let written = shown.session.participant(shown.person).is_some_and(|who| who.intention.is_some());
    let mut line = row![quiet("Write").icon(Icon::Keyboard).on_press(Message::Write),];
    if text(shown).is_empty() {
        line = line.push(quiet("Without an intention").on_press(Message::Without));
    }
    if !shown.session.protocol().phases.contains(&Phase::Breathing) {
        line = line.push(meditation::way_in(shown).map(|way| way.map(Message::Meditation)));
    }
    line = line.push(Space::new().width(Length::Fill));
    if !text(shown).is_empty() {
        line = line.push(quiet("Show to the client").icon(Icon::Eye).on_press(Message::Show(true)));
    }
    line.push(frame::way_on(shown, written, Message::Enter)).spacing(measure::GAP).align_y(Alignment::Center).into()
}
