//! The figures of the prescription: blanks until somebody sets them, and the panels that do.

use std::time::Duration;

use iced::widget::{Space, column, row};
use iced::{Alignment, Element, Length};

use super::Message;
use crate::screen::Shown;
use crate::session::dose::{HoldEnd, Prescription};
use crate::theme::{Ink, measure, role};
use crate::units::{Milligrams, Tablets};
use crate::widget::button::{quiet, surface};
use crate::widget::field::figure_field;
use crate::widget::keypad::{PadKey, keypad};
use crate::widget::slider::stepper;
use crate::widget::text::{figure, heading, label, words};
use crate::widget::touchable::{Face, touchable};

/// The most halves of tablets that can be set.
const MOST_HALVES: u8 = 16;
/// The most milligrams in one tablet that can be set.
const MOST_EACH: u32 = 999;
/// The longest hold that can be set, minutes.
const MOST_MINUTES: u64 = Prescription::LONGEST_HOLD.as_secs() / 60;
/// Tablets offered as chips, in halves.
const HALVES: [u8; 6] = [1, 2, 3, 4, 5, 6];

/// A figure of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// How many tablets.
    Tablets,
    /// Milligrams in each.
    Each,
    /// How long they are held.
    Minutes,
    /// What happens then.
    End,
}

/// A figure that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// So many halves, chosen or counted up and down.
    Halves(u8, Chosen),
    /// A key for the milligrams.
    Each(PadKey),
    /// So many minutes, chosen or counted up and down.
    Minutes(u64, Chosen),
    /// Spit or swallow.
    End(HoldEnd),
}

/// How a figure was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// One tap, and done.
    AtOnce,
    /// Step by step; more may follow.
    ByStep,
}

/// The prescription as far as it is entered; no value is there by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) halves: Option<u8>,
    pub(super) each: Option<u32>,
    pub(super) minutes: Option<u64>,
    pub(super) end: Option<HoldEnd>,
    pub(super) prescriber: String,
}

impl Draft {
    /// The figures of a prescription.
    pub(super) fn of(prescription: &Prescription) -> Self {
        Self {
            halves: Some(prescription.tablets.halves),
            each: Some(prescription.each.0),
            minutes: Some(prescription.hold.as_secs() / 60),
            end: Some(prescription.end),
            prescriber: prescription.prescriber.clone(),
        }
    }

    /// The prescription, once every figure is set.
    pub(super) fn prescription(&self) -> Option<Prescription> {
        let tablets = Tablets { halves: self.halves? };
        let each = self.each.filter(|each| *each > 0).map(Milligrams)?;
        let hold = Duration::from_secs(self.minutes? * 60);
        Some(Prescription::held(tablets, each, hold, self.end?, self.prescriber.clone()))
    }

    /// Sets a figure; `true` if its panel has done its work.
    pub(super) fn set(&mut self, set: Set) -> bool {
        match set {
            Set::Halves(halves, chosen) => {
                self.halves = Some(halves.clamp(1, MOST_HALVES));
                chosen == Chosen::AtOnce
            }
            Set::Minutes(minutes, chosen) => {
                self.minutes = Some(minutes.clamp(1, MOST_MINUTES));
                chosen == Chosen::AtOnce
            }
            Set::Each(PadKey::Digit(digit)) => {
                let each = self.each.unwrap_or(0).saturating_mul(10).saturating_add(u32::from(digit));
                self.each = Some(if each > MOST_EACH { u32::from(digit) } else { each }).filter(|each| *each > 0);
                false
            }
            Set::Each(PadKey::Back) => {
                self.each = self.each.map(|each| each / 10).filter(|each| *each > 0);
                false
            }
            Set::Each(PadKey::Next) => true,
            Set::End(end) => {
                self.end = Some(end);
                true
            }
        }
    }

    /// The words of a figure; an ellipsis where it is not set.
    pub(super) fn words(&self, figure: Figure) -> String {
        let blank = || "…".to_owned();
        match figure {
            Figure::Tablets => match self.halves {
                Some(halves @ 1..=2) => format!("{} tablet", Tablets { halves }),
                Some(halves) => format!("{} tablets", Tablets { halves }),
                None => "… tablets".to_owned(),
            },
            Figure::Each => self.each.map_or_else(|| "… mg".to_owned(), |each| format!("{each} mg")),
            Figure::Minutes => match self.minutes {
                Some(1) => "1 minute".to_owned(),
                Some(minutes) => format!("{minutes} minutes"),
                None => "… minutes".to_owned(),
            },
            Figure::End => self.end.map_or_else(blank, |end| end_word(end).to_owned()),
        }
    }

    /// The panel that sets a figure: fills the right column.
    pub(super) fn panel<'a>(&self, figure: Figure, shown: &Shown<'a>) -> Element<'a, Message> {
        let (title, content) = match figure {
            Figure::Tablets => ("Tablets, as the label says", self.tablets()),
            Figure::Each => ("Milligrams in one tablet", self.milligrams()),
            Figure::Minutes => ("Held for, as prescribed", self.hold(shown)),
            Figure::End => ("And then", self.end()),
        };
        let head = row![
            heading(title),
            Space::new().width(Length::Fill),
            quiet("Done").height(measure::TARGET).on_press(Message::Close),
        ];
        column![head.height(measure::TARGET).align_y(Alignment::Center), content].spacing(measure::GAP).into()
    }

    fn tablets<'a>(&self) -> Element<'a, Message> {
        let offers = HALVES.map(|halves| {
            let message = Message::Set(Set::Halves(halves, Chosen::AtOnce));
            offered(Tablets { halves }.to_string(), self.halves == Some(halves), message)
        });
        let step = |halves: u8| Message::Set(Set::Halves(halves, Chosen::ByStep));
        let fewer = self.halves.filter(|halves| *halves > 1).map(|halves| step(halves - 1));
        let more = self.halves.map_or(Some(step(1)), |halves| (halves < MOST_HALVES).then(|| step(halves + 1)));
        let shown = self.halves.map_or_else(|| "…".to_owned(), |halves| Tablets { halves }.to_string());
        column![pairs(offers.into()), counted(shown, "by halves", fewer, more),].spacing(measure::M).into()
    }

    fn milligrams<'a>(&self) -> Element<'a, Message> {
        let typed = self.each.map_or_else(String::new, |each| each.to_string());
        column![
            figure_field(typed, "mg in one tablet, from the label", true, Message::Open(Figure::Each)),
            keypad(|key| Message::Set(Set::Each(key))),
        ]
        .spacing(measure::GAP)
        .into()
    }

    fn hold<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let presets = shown.session.protocol().hold_presets.iter().map(|preset| preset.as_secs() / 60);
        let offers = presets.map(|minutes| {
            let message = Message::Set(Set::Minutes(minutes, Chosen::AtOnce));
            offered(format!("{minutes} min"), self.minutes == Some(minutes), message)
        });
        let step = |minutes: u64| Message::Set(Set::Minutes(minutes, Chosen::ByStep));
        let fewer = self.minutes.filter(|minutes| *minutes > 1).map(|minutes| step(minutes - 1));
        let more = self.minutes.map_or(Some(step(1)), |minutes| (minutes < MOST_MINUTES).then(|| step(minutes + 1)));
        let figure = self.minutes.map_or_else(|| "…".to_owned(), |minutes| minutes.to_string());
        column![pairs(offers.collect()), counted(figure, "minutes", fewer, more), label("1 to 20 minutes"),]
            .spacing(measure::M)
            .into()
    }

    fn end<'a>(&self) -> Element<'a, Message> {
        let way = |end: HoldEnd, word: &str| {
            let button = surface(word).width(Length::Fill).active(self.end == Some(end));
            button.on_press(Message::Set(Set::End(end)))
        };
        column![way(HoldEnd::Spit, "Spit into the cup"), way(HoldEnd::Swallow, "Swallow")].spacing(measure::GAP).into()
    }
}

/// The word of an end in the sentence.
pub(super) const fn end_word(end: HoldEnd) -> &'static str {
    match end {
        HoldEnd::Spit => "spit",
        HoldEnd::Swallow => "swallow",
    }
}

/// A value to choose, as large as a key: it is read at arm's length and in dim light.
fn offered<'a>(word: String, chosen: bool, message: Message) -> Element<'a, Message> {
    let face = if chosen { Face::Active } else { Face::Surface };
    let shape = touchable(words(role::KEY, Ink::Text, word)).face(face).radius(measure::RADIUS_BUTTON);
    shape.width(Length::Fill).height(measure::BUTTON).on_tap(move |_| message.clone()).into()
}

/// Values two by two.
fn pairs(mut cells: Vec<Element<'_, Message>>) -> Element<'_, Message> {
    let mut rows = column![].spacing(measure::GAP);
    while !cells.is_empty() {
        let rest = cells.split_off(cells.len().min(2));
        let alone = (cells.len() == 1).then(|| Space::new().width(Length::Fill));
        rows = rows.push(row(cells).push(alone).spacing(measure::GAP));
        cells = rest;
    }
    rows.into()
}

fn counted<'a>(value: String, unit: &'a str, fewer: Option<Message>, more: Option<Message>) -> Element<'a, Message> {
    row![
        figure(value, Ink::Text),
        words(role::HEADING, Ink::Dim, unit),
        Space::new().width(Length::Fill),
        stepper(fewer, more, Face::Surface)
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_prescribed_before_every_figure_is_set() {
        let mut draft = Draft::default();
        assert_eq!(draft.prescription(), None);
        assert!(draft.set(Set::Halves(3, Chosen::AtOnce)));
        for digit in [1, 0, 0] {
            assert!(!draft.set(Set::Each(PadKey::Digit(digit))));
        }
        assert!(draft.set(Set::Minutes(10, Chosen::AtOnce)));
        assert_eq!(draft.prescription(), None);
        assert!(draft.set(Set::End(HoldEnd::Spit)));
        let prescription = draft.prescription().unwrap();
        assert_eq!((prescription.tablets.halves, prescription.each), (3, Milligrams(100)));
        assert_eq!(draft.words(Figure::Tablets), "1½ tablets");
    }

    #[test]
    fn a_hold_stays_between_one_and_twenty_minutes() {
        let mut draft = Draft::default();
        assert!(!draft.set(Set::Minutes(99, Chosen::ByStep)));
        assert_eq!(draft.minutes, Some(20));
        assert!(!draft.set(Set::Minutes(0, Chosen::ByStep)));
        assert_eq!(draft.minutes, Some(1));
    }
}
