//! This client's ceiling: three numbers, and who says so.

use iced::widget::{Row, Space, column, row};
use iced::{Alignment, Length, Padding};

use crate::screen::Shown;
use crate::screen::writing::{self, Writing};
use crate::session::field::Field;
use crate::session::protocol::Ceiling;
use crate::theme::{Ink, measure, role};
use crate::units::{BeatsPerMinute, MmHg};
use crate::widget::Element;
use crate::widget::button::quiet;
use crate::widget::chip::{Chip, chip_grid};
use crate::widget::field::caret;
use crate::widget::keypad::{PadKey, keypad};
use crate::widget::text::{heading, words};
use crate::widget::touchable::{Face, touchable};
use crate::widget::typing::pad_typing;

/// Who says so, in words of a chip and of the record.
const SOURCES: [(&str, &str); 2] =
    [("Prescriber, by phone", "the prescriber, today by phone"), ("The prescription", "the prescription")];
/// No number of it has more digits.
const DIGITS: usize = 3;
const FIELDS: [&str; 3] = ["upper", "lower", "heart rate"];

/// The numbers as they are typed.
#[derive(Clone, Debug)]
pub struct CeilingPanel {
    typed: [String; 3],
    at: usize,
    writing: Option<Box<Writing>>,
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A key.
    Key(PadKey),
    /// To this field, from 0.
    Choose(usize),
    /// This is who says so.
    Source(&'static str),
    /// Who says so is written.
    Write,
    /// While writing.
    Writing(writing::Message),
    /// Put it away.
    Close,
}

/// What the screen that shows it does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing.
    Stay,
    /// This is the ceiling.
    Set(Ceiling),
    /// Put it away.
    Close,
}

impl CeilingPanel {
    /// The panel with the ceiling that counts now: what stays need not be typed.
    #[must_use]
    pub fn new(shown: &Shown<'_>) -> Self {
        let now = shown.session.ceiling(shown.person);
        let typed = now.map_or_else(Default::default, |now| {
            [now.systolic.0, now.diastolic.0, now.heart_rate.0].map(|value| value.to_string())
        });
        Self { typed, at: 0, writing: None }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message) -> Outcome {
        match message {
            Message::Key(key) => self.press(key),
            Message::Choose(field) => self.at = field,
            Message::Source(source) => return self.set(source),
            Message::Write => {
                self.writing = Some(Box::new(Writing::reason("Who says so").in_field(Field::new("ceiling"))))
            }
            Message::Writing(message) => return self.write(message),
            Message::Close => return Outcome::Close,
        }
        Outcome::Stay
    }

    fn press(&mut self, key: PadKey) {
        let next = (self.at + 1) % FIELDS.len();
        let Some(typed) = self.typed.get_mut(self.at) else { return };
        match key {
            PadKey::Digit(digit) => {
                if is_whole(typed) {
                    typed.clear();
                }
                if digit > 0 || !typed.is_empty() {
                    typed.push(char::from(b'0' + digit.min(9)));
                }
                if is_whole(typed) {
                    self.at = next;
                }
            }
            PadKey::Back => {
                let _ = typed.pop();
            }
            PadKey::Next => self.at = next,
        }
    }

    fn set(&self, source: &str) -> Outcome {
        let value = |field: usize| self.typed.get(field).filter(|typed| is_whole(typed))?.parse().ok();
        match (value(0), value(1), value(2)) {
            (Some(systolic), Some(diastolic), Some(rate)) => Outcome::Set(Ceiling {
                systolic: MmHg(systolic),
                diastolic: MmHg(diastolic),
                heart_rate: BeatsPerMinute(rate),
                source: source.to_owned(),
            }),
            (_, _, _) => Outcome::Stay,
        }
    }

    fn write(&mut self, message: writing::Message) -> Outcome {
        let Some(writing) = &mut self.writing else { return Outcome::Stay };
        match writing.update(message) {
            writing::Outcome::Writing => Outcome::Stay,
            writing::Outcome::Left => {
                self.writing = None;
                Outcome::Stay
            }
            writing::Outcome::Kept(source, _) => {
                self.writing = None;
                self.set(&source)
            }
        }
    }

    /// What is written, which fills everything below the bar; `None` while nothing is.
    #[must_use]
    pub fn writing<'a>(&'a self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        self.writing.as_ref().map(|writing| writing.view(shown.shade).map(Message::Writing))
    }

    /// The panel: as wide as the right column and as high as it.
    #[must_use]
    pub fn view(&self) -> Element<'_, Message> {
        let close = quiet("Put away").height(measure::TARGET).on_press(Message::Close);
        let head = row![heading("Figures, then who says so"), Space::new().width(Length::Fill), close];
        let fields = FIELDS.iter().enumerate().map(|(number, name)| self.field(number, name));
        let mut sources: Vec<Chip<Message>> =
            SOURCES.iter().map(|(short, source)| Chip::new(Message::Source(source), *short)).collect();
        sources.push(Chip::new(Message::Write, "Other words"));
        let panel = column![
            head.align_y(Alignment::Center).height(measure::TARGET),
            Row::with_children(fields).spacing(measure::GAP),
            keypad(Message::Key),
            chip_grid(SOURCES.len() + 1, sources, |message, _| message),
        ]
        // Under the codes of a group there is no pixel to spare.
        .spacing(measure::XXS);
        pad_typing(panel, Message::Key)
    }

    fn field<'a>(&self, number: usize, name: &'a str) -> Element<'a, Message> {
        let typed = self.typed.get(number).cloned().unwrap_or_default();
        let here = number == self.at;
        let (face, ink) = if here { (Face::Active, Ink::Text) } else { (Face::Surface, Ink::Dim) };
        let figure = row![words(role::FIGURE, Ink::Text, typed)].align_y(Alignment::Center);
        let figure = figure.push(here.then(|| caret(role::FIGURE.size)));
        touchable(column![figure, words(role::LABEL, ink, name)].spacing(measure::XXS))
            .face(face)
            .width(Length::Fill)
            .height(measure::BUTTON_START)
            .padding(Padding::ZERO.left(measure::GAP))
            .align_x(Alignment::Start)
            .on_tap(("field", number), move |_| Message::Choose(number))
            .into()
    }

    /// What is written in it.
    pub(in crate::screen) fn written(&mut self) -> Option<&mut Writing> {
        self.writing.as_deref_mut()
    }
}

/// A first digit of 1 or 2 means three digits, any other two.
fn is_whole(typed: &str) -> bool {
    let most = if typed.starts_with(['1', '2']) { DIGITS } else { DIGITS - 1 };
    typed.len() >= most
}
