//! Talk or silence, and what else the protocol logs on return.

use iced::widget::{Space, column};

use super::Message;
use crate::screen::Shown;
use crate::screen::shown::in_minutes;
use crate::session::Command;
use crate::session::protocol::{Chip as Known, ChipGroup, ChipKind};
use crate::theme::measure;
use crate::units::Moment;
use crate::widget::Element;
use crate::widget::chip::{Chip, Standing, chip_grid};

/// The two states of which one ends as the other begins.
const EITHER: [&str; 2] = ["talking", "silence"];
/// These have their own places under the words.
const ELSEWHERE: [&str; 2] = ["water", "snack"];
/// Chips in a row.
const ABREAST: usize = 2;
/// So many find room.
const MOST: usize = 4;

/// The chips; nothing where the protocol has none for the return.
pub(super) fn talk<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let own = |chip: &&Known| chip.group == ChipGroup::Return && !ELSEWHERE.contains(&chip.key.as_str());
    let chips: Vec<Chip<String>> =
        shown.session.protocol().chips.iter().filter(own).take(MOST).map(|chip| stands(chip, shown)).collect();
    let grid = (!chips.is_empty()).then(|| {
        chip_grid(ABREAST, chips, |key: String, boot| {
            if EITHER.contains(&key.as_str()) { Message::Talk(key, boot) } else { Message::Chip(key, boot) }
        })
    });
    grid.map(|grid| column![grid, Space::new().height(measure::S)].into())
}

fn stands(known: &Known, shown: &Shown<'_>) -> Chip<String> {
    let who = shown.session.participant(shown.person);
    let standing = match known.kind {
        ChipKind::State => who.and_then(|who| who.open_state(&known.key)).map(|open| {
            let lasting = shown.now.since(open.at);
            Standing::Active(if lasting.as_secs() < 60 { "just now".to_owned() } else { in_minutes(lasting) })
        }),
        ChipKind::Once => {
            let seen = who.and_then(|who| who.observations.iter().rev().find(|seen| seen.chip == known.key));
            seen.map(|seen| Standing::Done(shown.time_of(seen.at)))
        }
        ChipKind::Point => None,
    };
    Chip::new(known.key.clone(), known.label.as_str()).standing(standing.unwrap_or_default())
}

/// What a tap on one of the two asks: the other ends at the same moment.
pub(super) fn turned(key: &str, at: Moment, shown: &Shown<'_>) -> Command {
    let person = shown.person;
    let observe = |key: &str| Command::Observe(person, key.to_owned(), at);
    let on = |other: &str| shown.session.participant(person).is_some_and(|who| who.open_state(other).is_some());
    let ends = EITHER.into_iter().filter(|other| *other != key && on(other)).map(observe);
    let all: Vec<Command> = ends.chain([observe(key)]).collect();
    Command::Each(all)
}
