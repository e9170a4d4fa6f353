//! The tour: six calm cards, about a minute, for whoever opens the app for the first time.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::Action;
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::{filled, quiet, surface};
use crate::widget::icon::icon;
use crate::widget::text::{heading, statement, words};

/// One thing to know.
struct Card {
    drawing: Icon,
    title: &'static str,
    lines: [&'static str; 3],
}

/// In the order in which they are read.
const CARDS: [Card; 6] = [
    Card {
        drawing: Icon::Eye,
        title: "Left is for reading",
        lines: [
            "The time since the first dose, where the music is, what was measured last.",
            "Next is what the app proposes. You decide; nothing goes on or ends by itself.",
            "Nothing blinks, nothing beeps. You may look away.",
        ],
    },
    Card {
        drawing: Icon::HandPalm,
        title: "Right is for the thumb",
        lines: [
            "One tap is one entry, stamped at the touch. A second tap ends what lasts.",
            "Missed it? −1, −2 or −5 minutes first, then the tap. The last entry can be taken back.",
            "What ends something is held for a second. For a left hand the settings change sides.",
        ],
    },
    Card {
        drawing: Icon::FirstAid,
        title: "The cross is always there",
        lines: [
            "On every screen, also on the calm ones and at the lock: one tap opens your emergency card.",
            "It has your address, your numbers, and turns the music off.",
            "Write your own numbers into the settings before the first session.",
        ],
    },
    Card {
        drawing: Icon::Tick,
        title: "Saved means saved",
        lines: [
            "The tick comes only when the entry is on the disk.",
            "A small diamond says what is not well, what still works, and what to press.",
            "If the power goes, the session comes back in its phase with the true time.",
        ],
    },
    Card {
        drawing: Icon::GearSix,
        title: "Your way of working",
        lines: [
            "Choose a protocol on the start screen: tablet, lozenge, spray, injection, group, remote or talk.",
            "Three lines of text make it yours; the page “protocols” shows how, and “check” tells every slip.",
            "Doses and times are the prescriber’s. You enter or confirm them in each session.",
        ],
    },
    Card {
        drawing: Icon::ClockCounterClockwise,
        title: "Rehearse first",
        lines: [
            "“holdspace rehearse” opens all of this on a faster clock.",
            "It says Rehearsal on every screen and records nothing.",
            "Walk through once, spit cue included, before somebody lies down.",
        ],
    },
];

/// At which card one is, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    card: usize,
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// The next card; after the last one the tour is over.
    Next,
    /// The card before.
    Back,
    /// Put it away.
    Skip,
}

impl Tour {
    /// Takes a message in.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Next if self.card + 1 >= CARDS.len() => return Action::Tour(false),
            Message::Next => self.card += 1,
            Message::Back => self.card = self.card.saturating_sub(1),
            Message::Skip => return Action::Tour(false),
        }
        Action::None
    }

    /// The card of this moment.
    #[must_use]
    pub fn view<'a>(&self) -> Element<'a, Message> {
        let middle = CARDS.get(self.card).map(page);
        let last = self.card + 1 == CARDS.len();
        let back = self
            .card
            .checked_sub(1)
            .map(|_| surface("Back").icon(Icon::ArrowLeft).height(measure::TARGET).on_press(Message::Back));
        let next = if last { filled("To the start") } else { filled("Next").icon_after(Icon::ArrowRight) };
        let strip = row![
            back.map(Element::from),
            heading(format!("{} of {}", self.card + 1, CARDS.len())),
            Space::new().width(Length::Fill),
            (!last).then(|| quiet("Skip").height(measure::TARGET).on_press(Message::Skip)),
            next.height(measure::TARGET).on_press(Message::Next),
        ]
        .spacing(measure::GAP)
        .align_y(Alignment::Center)
        .height(measure::STRIP);
        column![container(middle).center(Length::Fill), strip].padding(Padding::new(measure::XL)).into()
    }
}

fn page<'a>(card: &Card) -> Element<'a, Message> {
    let lines = card.lines.map(|line| words(role::READING, Ink::Text, line).center().into());
    column![
        icon(card.drawing, measure::BUTTON, Ink::Accent),
        Space::new().height(measure::L),
        statement(card.title).center(),
        Space::new().height(measure::L),
    ]
    .extend(lines)
    .spacing(measure::S)
    .align_x(Alignment::Center)
    .into()
}
