//! Talk or silence, and what else the protocol logs on return.

use super::Message;
use crate::screen::Shown;
use crate::screen::shown::in_minutes;
use crate::session::Command;
use crate::session::protocol::{Chip as Known, ChipGroup, ChipKind};
use crate::units::Moment;
use crate::widget::Element;
use crate::widget::chip::{Chip, Standing, chip_grid};

/// The two states of which one ends as the other begins.
const EITHER: [&str; 2] = ["talking", "silence"];
/// These have their own places under the words.
const ELSEWHERE: [&str; 2] = ["water", "snack"];
/// Chips in a row.
const ABREAST: usize = 3;
/// So many find room beside the questions.
const MOST: usize = 5;

/// The chips, and the way to what can be asked.
pub(super) fn talk<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let own = |chip: &&Known| chip.group == ChipGroup::Return && !ELSEWHERE.contains(&chip.key.as_str());
    let chips = shown.session.protocol().chips.iter().filter(own).take(MOST);
    let chips = chips.map(|known| stands(known, shown));
    let ask = Chip::new(Key::Ask, "Questions,\nunwelcome").standing(Standing::Aside);
    chip_grid(ABREAST, chips.chain([ask]), |key, boot| match key {
        Key::Chip(key) if EITHER.contains(&key.as_str()) => Message::Talk(key, boot),
        Key::Chip(key) => Message::Chip(key, boot),
        Key::Ask => Message::Ask(true),
    })
}

/// What a chip hands back.
#[derive(Clone, Debug)]
enum Key {
    Chip(String),
    Ask,
}

fn stands(known: &Known, shown: &Shown<'_>) -> Chip<Key> {
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
    Chip::new(Key::Chip(known.key.clone()), known.label.as_str()).standing(standing.unwrap_or_default())
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
