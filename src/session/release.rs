//! Whether the client may leave: the checklist, counted from the last dose.

use std::time::Duration;

use super::Session;
use super::event::Person;
use super::gate::Open;
use super::protocol::{Chip, Weight};
use crate::units::Moment;

/// The line that stands for the minimum stay.
pub const STAY_ITEM: &str = "minimum_stay";
/// The line that stands for a serious event that has not ended.
pub const SERIOUS_ITEM: &str = "serious_event";

impl Session {
    /// What is missing before the client may leave. Unchecked means not ready.
    #[must_use]
    pub fn release_open(&self, person: Person, now: Moment) -> Vec<Open> {
        let Some(who) = self.participant(person) else { return Vec::new() };
        let unmet = self.protocol().release.iter().filter(|item| !who.release.get(&item.key).is_some_and(|it| it.0));
        let mut open: Vec<Open> =
            unmet.map(|item| Open { item: item.key.clone(), label: item.label.to_lowercase() }).collect();
        let serious = self.serious_open(person).map(|chip| chip.label.to_lowercase());
        open.extend(serious.map(|label| Open { item: SERIOUS_ITEM.to_owned(), label: format!("{label} goes on") }));
        let left = self.stay_left(person, now);
        if left > Duration::ZERO {
            let minutes = left.as_secs().div_ceil(60);
            open.push(Open { item: STAY_ITEM.to_owned(), label: format!("{minutes} min of the minimum stay") });
        }
        open
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
