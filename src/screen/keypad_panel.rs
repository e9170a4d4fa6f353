//! The keypad of vital signs in the right column: values are shown, and kept with one more tap.

use std::hash::Hash;

use iced::widget::{Row, Space, column, row};
use iced::{Alignment, Length, Padding};

use super::Shown;
use crate::session::Command;
use crate::session::vitals::{Breathing, Measured};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::{BeatsPerMinute, MmHg, Saturation};
use crate::widget::Element;
use crate::widget::back_dating::back_dating;
use crate::widget::button::{filled, quiet};
use crate::widget::field::caret;
use crate::widget::icon::icon;
use crate::widget::keypad::PadKey;
use crate::widget::text::{label, words};
use crate::widget::touchable::{Face, touchable};
use crate::widget::typing::pad_typing;

/// No vital sign has more digits.
const DIGITS: usize = 3;

/// What is typed in, and where the next digit goes.
#[derive(Clone, Debug, Default)]
pub struct KeypadPanel {
    typed: [String; 4],
    at: Field,
    back: u8,
    asked: Option<usize>,
    /// An entry is set right: its time is set elsewhere.
    corrects: bool,
}

/// One of the fields, in their order on the glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field {
    /// Systolic pressure.
    #[default]
    Upper,
    /// Diastolic pressure.
    Lower,
    /// Heart rate.
    Heart,
    /// Oxygen saturation; may stay empty.
    Oxygen,
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// A digit, 0 to 9.
    Digit(u8),
    /// The last digit goes.
    Erase,
    /// On to the next field.
    Onward,
    /// To this field.
    Choose(Field),
    /// Measured so many minutes ago.
    Back(u8),
    /// Keep what is shown.
    Keep,
    /// What the last key says: on, or keep once there is something to keep.
    Enter,
    /// Put the keypad away.
    Close,
}

/// What the screen that shows the keypad does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing.
    Stay,
    /// Put this to the session; the panel stays until the session has it ([`KeypadPanel::is_done`]).
    Keep(Command),
    /// Put the panel away.
    Close,
}

impl Field {
    const ALL: [Self; 4] = [Self::Upper, Self::Lower, Self::Heart, Self::Oxygen];

    const fn index(self) -> usize {
        match self {
            Self::Upper => 0,
            Self::Lower => 1,
            Self::Heart => 2,
            Self::Oxygen => 3,
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::Upper => Self::Lower,
            Self::Lower => Self::Heart,
            Self::Heart | Self::Oxygen => Self::Oxygen,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Upper => "upper",
            Self::Lower => "lower",
            Self::Heart => "heart",
            Self::Oxygen => "SpO\u{2082} %",
        }
    }
}

impl KeypadPanel {
    /// An empty keypad.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The values of an entry that is to be set right; a digit begins a field anew.
    #[must_use]
    pub fn correcting(measured: &Measured) -> Self {
        let pressure = measured.pressure;
        let values = [
            pressure.map(|(upper, _)| upper.0),
            pressure.map(|(_, lower)| lower.0),
            measured.heart_rate.map(|rate| rate.0),
            measured.saturation.map(|saturation| u16::from(saturation.0)),
        ];
        let typed = values.map(|value| value.map_or_else(String::new, |value| value.to_string()));
        Self { typed, corrects: true, ..Self::default() }
    }

    /// Whether the session has kept what was asked; then the panel is to be put away.
    #[must_use]
    pub fn is_done(&self, shown: &Shown<'_>) -> bool {
        self.asked.is_some_and(|before| kept(shown) > before)
    }

    /// What is typed in, as far as it makes sense; pressure needs both values.
    #[must_use]
    pub fn measured(&self, breathing: Breathing) -> Option<Measured> {
        let pressure = self.value(Field::Upper).zip(self.value(Field::Lower));
        let heart_rate = self.value(Field::Heart).map(BeatsPerMinute);
        let saturation = self.value(Field::Oxygen).and_then(|value| u8::try_from(value).ok()).map(Saturation);
        let half = pressure.is_none() && (self.has(Field::Upper) || self.has(Field::Lower));
        let empty = pressure.is_none() && heart_rate.is_none() && saturation.is_none();
        let pressure = pressure.map(|(upper, lower)| (MmHg(upper), MmHg(lower)));
        (!half && !empty).then_some(Measured { pressure, heart_rate, saturation, breathing })
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Answer {
        match message {
            Message::Digit(digit) => self.type_in(digit),
            Message::Erase => self.erase(),
            Message::Onward => self.at = self.at.next(),
            Message::Choose(field) => self.at = field,
            Message::Back(minutes) => self.back = minutes,
            Message::Close => return Answer::Close,
            Message::Keep => return self.keep(shown),
            Message::Enter if self.measured(Breathing::Before).is_some() => return self.keep(shown),
            Message::Enter => self.at = self.at.next(),
        }
        Answer::Stay
    }

    fn keep(&mut self, shown: &Shown<'_>) -> Answer {
        let breathing = if shown.session.cycles_done() > 0 { Breathing::After } else { Breathing::Before };
        let Some(measured) = self.measured(breathing).filter(|_| !self.is_done(shown)) else { return Answer::Stay };
        self.asked = Some(kept(shown));
        let at = shown.minutes_ago(self.back);
        Answer::Keep(Command::KeepVitals(shown.person, measured, at))
    }

    fn type_in(&mut self, digit: u8) {
        let at = self.at;
        let Some(typed) = self.typed.get_mut(at.index()) else { return };
        if is_whole(typed) {
            typed.clear();
        }
        if (typed.is_empty() && digit == 0) || typed.len() >= DIGITS {
            return;
        }
        typed.push(char::from(b'0' + digit.min(9)));
        if is_whole(typed) {
            self.at = at.next();
        }
    }

    fn erase(&mut self) {
        if !self.has(self.at) {
            let before = self.at.index().saturating_sub(1);
            self.at = Field::ALL.get(before).copied().unwrap_or_default();
        }
        if let Some(typed) = self.typed.get_mut(self.at.index()) {
            let _ = typed.pop();
        }
    }

    fn has(&self, field: Field) -> bool {
        self.typed.get(field.index()).is_some_and(|typed| !typed.is_empty())
    }

    fn value(&self, field: Field) -> Option<u16> {
        self.typed.get(field.index()).filter(|typed| is_whole(typed))?.parse().ok()
    }

    /// The keypad, as wide as the right column and as high as it.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let fields = Field::ALL.into_iter().map(|field| self.field(field));
        let ready = self.measured(Breathing::Before).is_some();
        let panel = column![
            Row::with_children(fields).spacing(measure::GAP),
            bounds(shown),
            keys(ready),
            Space::new().height(measure::XXS),
            self.foot(),
        ]
        .spacing(measure::XS)
        .width(Length::Fill);
        pad_typing(panel, |key| match key {
            PadKey::Digit(digit) => Message::Digit(digit),
            PadKey::Back => Message::Erase,
            PadKey::Next => Message::Enter,
        })
    }

    fn foot(&self) -> Element<'_, Message> {
        if self.corrects {
            let back = quiet("Back").width(Length::Fill).height(measure::TARGET);
            return back.on_press(Message::Close).into();
        }
        let close = quiet("Close").height(measure::TARGET).on_press(Message::Close);
        row![close, back_dating(self.back, Message::Back)].spacing(measure::GAP).into()
    }

    fn field(&self, field: Field) -> Element<'_, Message> {
        let typed = self.typed.get(field.index()).map_or("", String::as_str);
        let (face, ink) = if field == self.at { (Face::Active, Ink::Text) } else { (Face::Surface, Ink::Dim) };
        let mut figure = row![words(role::FIGURE, Ink::Text, typed)].align_y(Alignment::Center);
        figure = figure.push((field == self.at).then(|| caret(role::FIGURE.size)));
        touchable(column![figure, words(role::LABEL, ink, field.label())].spacing(measure::XXS))
            .face(face)
            .radius(measure::RADIUS_BUTTON)
            .width(Length::Fill)
            .height(measure::BUTTON_START)
            .padding(Padding::ZERO.left(measure::GAP))
            .align_x(Alignment::Start)
            .on_tap(("field", field.label()), move |_| Message::Choose(field))
            .into()
    }
}

/// A first digit of 1 or 2 means three digits, any other two.
fn is_whole(typed: &str) -> bool {
    let most = if typed.starts_with(['1', '2']) { DIGITS } else { DIGITS - 1 };
    typed.len() >= most
}

fn kept(shown: &Shown<'_>) -> usize {
    shown.session.participant(shown.person).map_or(0, |who| who.vitals.len())
}

/// Baseline and ceiling, and where the ceiling comes from.
fn bounds<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let first = who.and_then(|who| who.vitals.first()).map(|entry| entry.what);
    let baseline = first.map_or_else(|| "No baseline yet".to_owned(), |first| format!("Baseline {}", in_words(&first)));
    let ceiling = shown.session.ceiling(shown.person).unwrap_or(&shown.session.protocol().ceiling);
    let (upper, lower) = (ceiling.systolic.0, ceiling.diastolic.0);
    column![
        row![label(baseline), Space::new().width(Length::Fill), label(format!("ceiling {upper}/{lower}"))],
        label(ceiling.source.as_str()),
    ]
    .padding(Padding::ZERO.horizontal(measure::XXS))
    .clip(true)
    .into()
}

/// A measurement in figures: 128/82, 76, 98 %.
#[must_use]
pub fn in_words(measured: &Measured) -> String {
    let pressure = measured.pressure.map(|(MmHg(upper), MmHg(lower))| format!("{upper}/{lower}"));
    let heart = measured.heart_rate.map(|rate| rate.0.to_string());
    let saturation = measured.saturation.map(|saturation| format!("{} %", saturation.0));
    let parts: Vec<String> = [pressure, heart, saturation].into_iter().flatten().collect();
    parts.join(", ")
}

fn keys<'a>(ready: bool) -> Element<'a, Message> {
    let digit = |digit: u8| {
        key(digit, words(role::DIGIT, Ink::Text, digit.to_string()).into(), Face::Surface, Message::Digit(digit))
    };
    let erase = key("back", icon(Icon::Backspace, measure::ICON_KEY, Ink::Dim), Face::Plain, Message::Erase);
    let keep = filled("Keep").width(Length::Fill).height(measure::DIGIT);
    let last: Element<'a, Message> = if ready {
        keep.on_press(Message::Keep).into()
    } else {
        key("next", icon(Icon::ArrowRight, measure::ICON_KEY, Ink::Dim), Face::Plain, Message::Onward)
    };
    column![
        row![digit(1), digit(2), digit(3)].spacing(measure::GAP),
        row![digit(4), digit(5), digit(6)].spacing(measure::GAP),
        row![digit(7), digit(8), digit(9)].spacing(measure::GAP),
        row![erase, digit(0), last].spacing(measure::GAP),
    ]
    .spacing(measure::GAP)
    .into()
}

fn key<'a>(act: impl Hash, content: Element<'a, Message>, face: Face, message: Message) -> Element<'a, Message> {
    touchable(content)
        .face(face)
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(measure::DIGIT)
        .on_key(act, move |_| message)
        .into()
}
