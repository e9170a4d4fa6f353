//! The right of the card: what the ambulance asks, and what happened.

use std::time::Duration;

use iced::widget::{Column, Space, column, container, row};
use iced::{Length, Padding};

use super::Message;
use super::call::said;
use crate::screen::Shown;
use crate::screen::keypad_panel::in_words;
use crate::screen::shown::in_minutes;
use crate::session::dose::Dose;
use crate::session::participant::Participant;
use crate::session::protocol::{Chip as Known, ChipKind, Weight};
use crate::theme::{Ink, measure, role};
use crate::widget::Element;
use crate::widget::chip::{Chip, Standing, chip_grid};
use crate::widget::text::{heading, label, words};

/// Serious events in a row, and how many rows find room.
const COLUMNS: usize = 3;
const ROWS: usize = 3;
/// The line of the gate that holds where the client is.
const THEIR_ADDRESS: &str = "address";

/// What the ambulance asks.
pub(super) fn facts<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    below(told(shown))
}

/// The same, and the serious events to begin and end.
pub(super) fn facts_and_events<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let serious = shown.session.protocol().chips.iter().filter(|chip| chip.weight == Weight::Serious);
    let chips: Vec<Chip<String>> = serious.take(COLUMNS * ROWS).map(|known| event(shown, known)).collect();
    let events = (!chips.is_empty()).then(|| {
        let grid = chip_grid(COLUMNS, chips, |key, boot: Duration| Message::Serious(key, boot));
        column![heading("What happened; tap again when it is over"), grid].spacing(measure::GAP)
    });
    below(told(shown).push(events))
}

fn below<'a>(facts: Column<'a, Message>) -> Element<'a, Message> {
    let whose = label("The clinic\u{2019}s own text and numbers, from its settings.");
    let facts = facts.push(Space::new().height(Length::Fill)).push(whose);
    facts.padding(Padding::ZERO.bottom(measure::M)).into()
}

fn told<'a>(shown: &Shown<'a>) -> Column<'a, Message> {
    let who = shown.session.participant(shown.person);
    let taken = who.map(|who| taken(shown, who)).filter(|taken| !taken.is_empty());
    let last = who.and_then(|who| who.vitals.last());
    let last = last.map(|entry| format!("{}, {}", in_words(&entry.what), shown.time_of(entry.at)));
    let fact = |name: &'static str, what: String| -> Element<'a, Message> {
        row![container(heading(name)).width(measure::FOOT), words(role::BODY, Ink::Text, what).width(Length::Fill)]
            .into()
    };
    let mut facts = column![
        container(heading("Tell them")).center_y(measure::TARGET),
        fact("Taken", taken.unwrap_or_else(|| "nothing yet".to_owned())),
        fact("Last", last.unwrap_or_else(|| "not measured".to_owned())),
    ]
    .spacing(measure::S);
    if let Some(theirs) = said(shown, THEIR_ADDRESS) {
        facts = facts.push(fact("They are", theirs.to_owned()));
    }
    if !shown.emergency.address.is_empty() {
        facts = facts.push(fact("We are", shown.emergency.address.clone()));
    }
    facts
}

/// Every dose with its time; of a sequence how many, from when to when.
fn taken(shown: &Shown<'_>, who: &Participant) -> String {
    let given: Vec<(&Dose, crate::units::Moment)> =
        who.doses.iter().filter_map(|dose| dose.taken.map(|at| (dose, at))).collect();
    let lines = given.chunk_by(|one, other| one.0.first == other.0.first).filter_map(|same| {
        let ((dose, first), (_, last)) = (same.first()?, same.last()?);
        let (tablets, each) = (dose.prescription.tablets, dose.prescription.each.0);
        let (one, several) = dose.prescription.form.words();
        let word = if tablets.halves > 2 { several } else { one };
        let first = shown.time_of(*first);
        Some(match same.len() {
            1 => format!("{tablets} {word} of {each} mg, {first}"),
            times => format!("{times} × {tablets} {word} of {each} mg, {first} to {}", shown.time_of(*last)),
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn event(shown: &Shown<'_>, known: &Known) -> Chip<String> {
    let who = shown.session.participant(shown.person);
    let lasting = who.and_then(|who| who.open_state(&known.key)).map(|open| shown.now.since(open.at));
    let seen = who.and_then(|who| who.observations.iter().rev().find(|seen| seen.chip == known.key));
    let standing = match (known.kind, lasting, seen) {
        (ChipKind::State, Some(lasting), _) if lasting.as_secs() < 60 => Standing::Active("just now".to_owned()),
        (ChipKind::State, Some(lasting), _) => Standing::Active(in_minutes(lasting)),
        (ChipKind::Once, _, Some(seen)) => Standing::Done(shown.time_of(seen.at)),
        (ChipKind::Point, _, Some(seen)) => Standing::Stamped(shown.time_of(seen.at)),
        (ChipKind::State | ChipKind::Point | ChipKind::Once, ..) => Standing::Rest,
    };
    Chip::new(known.key.clone(), known.label.as_str()).standing(standing)
}
