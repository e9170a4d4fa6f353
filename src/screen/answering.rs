//! A line of a checklist that asks more than met or not: its answer is tapped in the right column, only words are
//! written. Every line can also be ticked as seen on paper.

mod count;
mod line;

pub use line::{counted, line, line_height};

use iced::Alignment;
use iced::Length;
use iced::widget::{Column, Space, column, container, row};

use super::Shown;
use super::calendar::{self, Calendar};
use super::writing::{self, Writing};
use crate::session::answer::{Answer, Ask, Choice};
use crate::session::field::Field;
use crate::session::protocol::Item;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Tablets;
use crate::widget::Element;
use crate::widget::button::{filled, quiet, surface};
use crate::widget::chip::{Chip, Standing, chip_grid};
use crate::widget::elided::elided;
use crate::widget::keypad::PadKey;
use crate::widget::text::{label, words};

/// Choices in a row.
const ABREAST: usize = 2;

/// A line that is being answered.
#[derive(Clone, Debug)]
pub struct Answering {
    item: Item,
    met: bool,
    how: How,
}

/// What is being set.
#[derive(Clone, Debug)]
enum How {
    Tick,
    Dated(Calendar),
    Count(Tablets),
    Words(String, Option<Box<Writing>>),
    Changes(Vec<String>),
    OneOf(Option<String>),
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// On the calendar.
    Calendar(calendar::Message),
    /// So many are there.
    Halves(u8),
    /// A key of a physical keyboard, while they are counted.
    Key(PadKey),
    /// Write the words.
    Write,
    /// While writing.
    Writing(writing::Message),
    /// This one, or no longer.
    Choose(String),
    /// Keep what is set.
    Keep,
    /// Seen on paper: met, without an answer here.
    OnPaper,
    /// Not met after all.
    NotMet,
    /// Put it away.
    Close,
}

/// What the screen that shows it does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    Stay,
    /// Keep this answer to the line of that key.
    Answered(String, Answer),
    /// The line of that key is met, or not, without an answer.
    Ticked(String, bool),
    /// Put the panel away.
    Close,
}

impl Answering {
    /// A line with what was answered so far.
    #[must_use]
    pub fn new(item: &Item, met: bool, given: Option<&Answer>) -> Self {
        let chosen = match given {
            Some(Answer::Chosen(keys)) => keys.clone(),
            Some(Answer::Dated { .. } | Answer::Count(_) | Answer::Words(_)) | None => Vec::new(),
        };
        let how = match &item.ask {
            Ask::Tick => How::Tick,
            Ask::Dated { months } => How::Dated(Calendar::back(*months)),
            Ask::Count => How::Count(match given {
                Some(Answer::Count(tablets)) => *tablets,
                Some(Answer::Dated { .. } | Answer::Words(_) | Answer::Chosen(_)) | None => Tablets::whole(0),
            }),
            Ask::Words => How::Words(
                match given {
                    Some(Answer::Words(words)) => words.clone(),
                    Some(Answer::Dated { .. } | Answer::Count(_) | Answer::Chosen(_)) | None => String::new(),
                },
                None,
            ),
            Ask::Changes(_) => How::Changes(chosen),
            Ask::OneOf(_) => How::OneOf(chosen.first().cloned()),
        };
        Self { item: item.clone(), met, how }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Outcome {
        match message {
            Message::Calendar(message) => self.choose_day(message, shown),
            Message::Halves(halves) => self.stay(|how| *how = How::Count(Tablets { halves })),
            Message::Key(key) => self.press(key),
            Message::Write => self.begin_writing(shown),
            Message::Writing(message) => self.write(message),
            Message::Choose(key) => self.choose(key),
            Message::Keep => self.keep(),
            Message::OnPaper => Outcome::Ticked(self.item.key.clone(), true),
            Message::NotMet => Outcome::Ticked(self.item.key.clone(), false),
            Message::Close => Outcome::Close,
        }
    }

    fn stay(&mut self, change: impl FnOnce(&mut How)) -> Outcome {
        change(&mut self.how);
        Outcome::Stay
    }

    fn answered(&self, answer: Answer) -> Outcome {
        Outcome::Answered(self.item.key.clone(), answer)
    }

    /// A key of a physical keyboard: so many whole ones, or keep.
    fn press(&mut self, key: PadKey) -> Outcome {
        let How::Count(tablets) = &mut self.how else { return Outcome::Stay };
        let whole = u16::from(tablets.halves / 2);
        let next = match key {
            PadKey::Digit(digit) if whole < 10 => whole * 10 + u16::from(digit),
            PadKey::Digit(digit) => u16::from(digit),
            PadKey::Back => whole / 10,
            PadKey::Next => return self.keep(),
        };
        tablets.halves = u8::try_from(next * 2).unwrap_or(tablets.halves);
        Outcome::Stay
    }

    fn choose_day(&mut self, message: calendar::Message, shown: &Shown<'_>) -> Outcome {
        let How::Dated(calendar) = &mut self.how else { return Outcome::Stay };
        match (calendar.update(message), calendar::today(shown)) {
            (Some(day), Some(today)) => self.answered(Answer::Dated { day, today }),
            (Some(_) | None, Some(_) | None) => Outcome::Stay,
        }
    }

    fn begin_writing(&mut self, shown: &Shown<'_>) -> Outcome {
        let How::Words(words, writing) = &mut self.how else { return Outcome::Stay };
        let started = Writing::reason(self.item.label.clone()).knowing(shown.session, shown.person);
        let started = started.in_field(Field::of("answer", &self.item.key));
        *writing = Some(Box::new(started.beginning(words.clone())));
        Outcome::Stay
    }

    fn write(&mut self, message: writing::Message) -> Outcome {
        let How::Words(_, open) = &mut self.how else { return Outcome::Stay };
        let Some(writing) = open else { return Outcome::Stay };
        match writing.update(message) {
            writing::Outcome::Writing => Outcome::Stay,
            writing::Outcome::Left => {
                *open = None;
                Outcome::Stay
            }
            writing::Outcome::Kept(words, _) => self.answered(Answer::Words(words)),
        }
    }

    fn choose(&mut self, key: String) -> Outcome {
        match &mut self.how {
            How::Changes(chosen) => {
                if chosen.contains(&key) {
                    chosen.retain(|other| *other != key);
                } else {
                    chosen.push(key);
                }
                Outcome::Stay
            }
            How::OneOf(_) => self.answered(Answer::Chosen(vec![key])),
            How::Tick | How::Dated(_) | How::Count(_) | How::Words(..) => Outcome::Stay,
        }
    }

    fn keep(&self) -> Outcome {
        match &self.how {
            How::Count(tablets) => self.answered(Answer::Count(*tablets)),
            How::Changes(chosen) => self.answered(Answer::Chosen(chosen.clone())),
            How::Tick | How::Dated(_) | How::Words(..) | How::OneOf(_) => Outcome::Stay,
        }
    }

    /// What is written, which fills everything below the bar; `None` while nothing is.
    #[must_use]
    pub fn writing<'a>(&'a self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        match &self.how {
            How::Words(_, Some(writing)) => Some(writing.view(shown.shade).map(Message::Writing)),
            How::Words(_, None) | How::Tick | How::Dated(_) | How::Count(_) | How::Changes(_) | How::OneOf(_) => None,
        }
    }

    /// The panel: as wide and as high as the right column; `beside` stands under the line's name.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>, beside: Option<String>) -> Element<'a, Message> {
        let close = quiet("Put away").height(measure::TARGET).on_press(Message::Close);
        let back = match &self.how {
            How::Dated(calendar) => calendar.way_back().map(|back| back.map(Message::Calendar)),
            How::Tick | How::Count(_) | How::Words(..) | How::Changes(_) | How::OneOf(_) => None,
        };
        // The days of a month need the whole height.
        let whole = back.is_some();
        let head = row![container(elided(role::BODY_STRONG, Ink::Text, &self.item.label)).width(Length::Fill)];
        let head = head.push(back).push(Element::from(close)).align_y(Alignment::Center).height(measure::TARGET);
        let second = beside.unwrap_or_else(|| self.item.hint.clone());
        let second = (!second.is_empty() && !whole).then(|| label(second));
        column![head]
            .push(second)
            .push(self.asked(shown))
            .push((!whole).then(|| self.foot()))
            .spacing(measure::GAP)
            .into()
    }

    /// The ways without an answer.
    fn foot<'a>(&self) -> Element<'a, Message> {
        let act = |word, message| quiet(word).height(measure::TARGET).on_press(message);
        let not_met = self.met.then(|| Element::from(act("Not met", Message::NotMet)));
        row![act("Seen on paper", Message::OnPaper), Space::new().width(Length::Fill)].push(not_met).into()
    }

    fn asked<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        match &self.how {
            How::Tick => Space::new().into(),
            How::Dated(calendar) => match calendar::today(shown) {
                Some(today) => calendar.view(today).map(Message::Calendar),
                None => label("The device’s date is not set.").into(),
            },
            How::Count(tablets) => count::count(*tablets),
            How::Words(written, _) => {
                let said = (!written.is_empty()).then(|| words(role::WRITTEN_SMALL, Ink::Text, written.as_str()));
                let word = if written.is_empty() { "Write" } else { "Write again" };
                let write = surface(word).icon(Icon::Keyboard).width(Length::Fill).on_press(Message::Write);
                Column::new().push(said).push(write).spacing(measure::GAP).into()
            }
            How::Changes(chosen) => self.changes(chosen),
            How::OneOf(chosen) => choices(known(&self.item.ask), chosen.as_slice()),
        }
    }

    fn changes<'a>(&self, chosen: &[String]) -> Element<'a, Message> {
        let word = if chosen.is_empty() { "None of these" } else { "These have changed" };
        let keep = filled(word).width(Length::Fill).on_press(Message::Keep);
        column![choices(known(&self.item.ask), chosen), keep].spacing(measure::GAP).into()
    }

    /// What is written in it.
    pub(super) fn written(&mut self) -> Option<&mut Writing> {
        match &mut self.how {
            How::Words(_, writing) => writing.as_deref_mut(),
            How::Tick | How::Dated(_) | How::Count(_) | How::Changes(_) | How::OneOf(_) => None,
        }
    }
}

fn known(ask: &Ask) -> &[Choice] {
    match ask {
        Ask::Changes(known) | Ask::OneOf(known) => known,
        Ask::Tick | Ask::Dated { .. } | Ask::Count | Ask::Words => &[],
    }
}

fn choices<'a>(known: &[Choice], chosen: &[String]) -> Element<'a, Message> {
    let chips = known.iter().map(|choice| {
        let on = chosen.contains(&choice.key);
        let standing = if on { Standing::Active("chosen".to_owned()) } else { Standing::Rest };
        Chip::new(choice.key.clone(), choice.label.clone()).standing(standing)
    });
    chip_grid(ABREAST, chips, |key, _| Message::Choose(key))
}
