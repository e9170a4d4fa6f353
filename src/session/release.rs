//! Whether the client may leave: the checklist, counted from the last dose.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Session;
use super::answer::{Answer, Ask};
use super::event::Person;
use super::gate::{Open, VITALS_ITEM};
use super::participant::Participant;
use super::protocol::{Chip, Item, Weight};
use super::vitals::Measured;
use crate::units::{Moment, Tablets};

/// The line that stands for the minimum stay.
pub const STAY_ITEM: &str = "minimum_stay";
/// The line that stands for a serious event that has not ended.
pub const SERIOUS_ITEM: &str = "serious_event";
/// The line that stands for tablets that do not add up.
pub const COUNT_ITEM: &str = "tablets_do_not_add_up";

impl Session {
    /// What is missing before the client may leave. Unchecked means not ready, and so does a line that rests on a
    /// measurement which nobody made, or which was made again since.
    #[must_use]
    pub fn release_open(&self, person: Person, now: Moment) -> Vec<Open> {
        let Some(who) = self.participant(person) else { return Vec::new() };
        let unmet = |item: &&Item| !who.release.get(&item.key).is_some_and(|it| it.0);
        let lines = self.protocol().release.iter().filter_map(|item| {
            let label = if unmet(&item) { Some(item.label.to_lowercase()) } else { unmeasured(who, item) };
            label.map(|label| Open { item: item.key.clone(), label })
        });
        let mut open: Vec<Open> = lines.collect();
        let serious = self.serious_open(person).map(|chip| chip.label.to_lowercase());
        open.extend(serious.map(|label| Open { item: SERIOUS_ITEM.to_owned(), label: format!("{label} goes on") }));
        let uncounted = self.uncounted(person).map(|label| Open { item: COUNT_ITEM.to_owned(), label });
        open.extend(uncounted);
        let left = self.stay_left(person, now);
        if left > Duration::ZERO {
            let minutes = left.as_secs().div_ceil(60);
            open.push(Open { item: STAY_ITEM.to_owned(), label: format!("{minutes} min of the minimum stay") });
        }
        open
    }

    /// What keeps a person here who took a dose: all that is open where they were not released, else what opened since.
    /// `None` if nothing does, and they may leave.
    #[must_use]
    pub fn stays(&self, person: Person, now: Moment) -> Option<Vec<Open>> {
        let who = self.participant(person).filter(|who| who.taken() > 0)?;
        let mut open = self.release_open(person, now);
        let Some((released, known, _)) = &who.released else { return Some(open) };
        let serious: Vec<&str> = self
            .protocol()
            .chips
            .iter()
            .filter(|chip| chip.weight == Weight::Serious)
            .map(|chip| chip.key.as_str())
            .collect();
        // One serious event that was known does not excuse another that came later.
        let since = who
            .observations
            .iter()
            .any(|seen| seen.ended.is_none() && seen.at > *released && serious.contains(&seen.chip.as_str()));
        open.retain(|open| !known.contains(&open.item) || (open.item == SERIOUS_ITEM && since));
        (!open.is_empty()).then_some(open)
    }

    /// The pressure that a line on vital signs means: the newest since the last dose, with when it was measured.
    #[must_use]
    pub fn leaving_vitals(&self, person: Person) -> Option<(Moment, Measured)> {
        newest_since_dose(self.participant(person)?)
    }

    /// How the tablets that are left stand to what was brought and taken; `None` where they were not counted twice.
    #[must_use]
    pub fn tally(&self, person: Person) -> Option<Tally> {
        let who = self.participant(person)?;
        let left = first_count(&self.protocol().release, &who.release_answers)?;
        Some(Tally { brought: self.brought(person)?, taken: who.tablets_taken(), left })
    }

    /// Why the tablets do not add up, or cannot be said to; `None` if they do, or if nobody counts here.
    fn uncounted(&self, person: Person) -> Option<String> {
        let counts = |items: &[Item]| items.iter().any(|item| item.ask == Ask::Count);
        let protocol = self.protocol();
        let both = counts(&protocol.release) && (counts(&protocol.gate) || counts(&protocol.room));
        if both && self.brought(person).is_none() {
            return Some("tablets were not counted on arrival".to_owned());
        }
        self.tally(person).filter(|tally| !tally.adds_up()).map(|tally| tally.in_words())
    }

    /// How many tablets were counted on arrival.
    #[must_use]
    pub fn brought(&self, person: Person) -> Option<Tablets> {
        let (protocol, who) = (self.protocol(), self.participant(person)?);
        first_count(&protocol.gate, &who.answers).or_else(|| first_count(&protocol.room, &who.answers))
    }

    /// Serious events of a person that have not ended.
    pub fn serious_open(&self, person: Person) -> impl Iterator<Item = &Chip> {
        let who = self.participant(person);
        let chips = self.protocol().chips.iter().filter(|chip| chip.weight == Weight::Serious);
        chips.filter(move |chip| who.is_some_and(|who| who.open_state(&chip.key).is_some()))
    }

    /// How much of the minimum stay is left, from the last dose.
    #[must_use]
    pub fn stay_left(&self, person: Person, now: Moment) -> Duration {
        let last = self.participant(person).and_then(|who| who.last_dose());
        last.map_or(Duration::ZERO, |dose| self.protocol().minimum_stay.saturating_sub(now.since(dose)))
    }
}

/// Tablets that were brought, taken as confirmed, and counted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Counted on arrival.
    pub brought: Tablets,
    /// Of all doses that were taken, as each was confirmed.
    pub taken: Tablets,
    /// Counted at the end.
    pub left: Tablets,
}

impl Tally {
    /// Whether what was brought less what was taken is what is left.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.brought.halves.checked_sub(self.taken.halves) == Some(self.left.halves)
    }

    /// "4 left of 6, 2 taken"; where it does not add up, it says so.
    #[must_use]
    pub fn in_words(&self) -> String {
        let Self { brought, taken, left } = self;
        let words = format!("{left} left of {brought}, {taken} taken");
        if self.adds_up() { words } else { format!("{words}: does not add up") }
    }
}

fn first_count(items: &[Item], answers: &BTreeMap<String, Answer>) -> Option<Tablets> {
    let counts = items.iter().filter(|item| item.ask == Ask::Count);
    counts.filter_map(|item| answers.get(&item.key)).find_map(Answer::count)
}

/// Why a line on vital signs that was ticked does not count; `None` for every other line, or if it does.
fn unmeasured(who: &Participant, item: &Item) -> Option<String> {
    if item.key != VITALS_ITEM {
        return None;
    }
    let Some((measured, _)) = newest_since_dose(who) else {
        let since = if who.taken() > 0 { " since the last dose" } else { "" };
        return Some(format!("blood pressure{since}"));
    };
    let ticked = who.release.get(&item.key).map(|(_, at)| *at);
    ticked.is_none_or(|ticked| ticked < measured).then(|| format!("{}, measured again", item.label.to_lowercase()))
}

fn newest_since_dose(who: &Participant) -> Option<(Moment, Measured)> {
    let since = who.last_dose();
    let own = who.vitals.iter().filter(|entry| entry.what.pressure.is_some());
    let own = own.filter(|entry| since.is_none_or(|dose| entry.at >= dose));
    own.max_by_key(|entry| entry.at).map(|entry| (entry.at, entry.what))
}
