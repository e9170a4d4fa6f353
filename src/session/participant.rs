//! One person of the session, and what is known of them.

use std::collections::BTreeMap;

use super::answer::Answer;
use super::dose::{Dose, Ending};
use super::drawing::Stroke;
use super::event::{Appointment, CallOutcome, EventId, NoteKind};
use super::protocol::Ceiling;
use super::timer::Hold;
use super::vitals::Measured;
use crate::units::{Moment, Tablets};

/// Everything the session knows of one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Participant {
    /// Code or initials, never a name.
    pub code: String,
    /// Lines of the gate and the room that were touched: met or not, and since when.
    pub gate: BTreeMap<String, (bool, Moment)>,
    /// What was answered to lines of the gate and the room that ask more.
    pub answers: BTreeMap<String, Answer>,
    /// This client's own ceiling, once it was set.
    pub ceiling: Option<Ceiling>,
    /// Calls to the prescriber, and what came of them.
    pub calls: Vec<Entry<CallOutcome>>,
    /// Number of this session in the client's course, and how many are planned.
    pub course: Option<(u16, Option<u16>)>,
    /// Answers of questionnaires, by item, and when.
    pub questions: BTreeMap<String, BTreeMap<u8, (u8, Moment)>>,
    /// When and why the gate was overridden, and what was missing.
    pub overridden: Option<(Moment, Vec<String>, String)>,
    /// The client's own words, and when.
    pub intention: Option<(Moment, String)>,
    /// The entry that holds them.
    pub intention_entry: Option<EventId>,
    /// The doses in order.
    pub doses: Vec<Dose>,
    /// When the client declined.
    pub declined: Option<Moment>,
    /// Since when they are to take the medicine later than the others.
    pub postponed: Option<Moment>,
    /// What was decided about the booster.
    pub booster: Option<BoosterMark>,
    /// When and why they ended their part.
    pub stopped: Option<(Moment, String)>,
    /// When the emergency card was opened.
    pub emergencies: Vec<Moment>,
    /// What was drawn, by sheet.
    pub sheets: BTreeMap<u8, Vec<Entry<Stroke>>>,
    /// Their turns in the round, each with its end.
    pub turns: Vec<(Moment, Option<Moment>)>,
    /// Days that were agreed, the last one of a kind stands.
    pub appointments: Vec<Entry<Appointment>>,
    /// Observations in the order they were entered.
    pub observations: Vec<Observation>,
    /// Quiet checks done.
    pub checks: Vec<Entry<()>>,
    /// Vital signs in the order they were entered.
    pub vitals: Vec<Entry<Measured>>,
    /// Ratings: key and value.
    pub ratings: Vec<Entry<(String, u8)>>,
    /// Written words.
    pub notes: Vec<Entry<(NoteKind, String)>>,
    /// Lines of the release checklist that were touched.
    pub release: BTreeMap<String, (bool, Moment)>,
    /// What was answered to lines of the release checklist that ask more.
    pub release_answers: BTreeMap<String, Answer>,
    /// When the client was let go, what was missing and why.
    pub released: Option<(Moment, Vec<String>, Option<String>)>,
}

/// What was decided about the booster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoosterMark {
    /// Not taken.
    Skipped,
    /// Asked again at that moment.
    Snoozed(Moment),
    /// Its time is over.
    Expired,
}

/// An entry with its name and its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// Name of the event.
    pub id: EventId,
    /// When it happened, corrections included.
    pub at: Moment,
    /// What it was.
    pub what: T,
}

/// An observation; a state has an end.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Name of the event that began it.
    pub id: EventId,
    /// Key of the chip.
    pub chip: String,
    /// When it was, or began.
    pub at: Moment,
    /// When the state ended.
    pub ended: Option<Moment>,
    /// The entry that says so.
    pub end_entry: Option<EventId>,
}

impl Participant {
    /// T0: when the first tablet went into the mouth, corrections included.
    #[must_use]
    pub fn t0(&self) -> Option<Moment> {
        self.doses.first().and_then(|dose| dose.taken)
    }

    /// When the last tablet went into the mouth.
    #[must_use]
    pub fn last_dose(&self) -> Option<Moment> {
        self.doses.iter().rev().find_map(|dose| dose.taken)
    }

    /// When the last of several tablets went into the mouth; of one, the time since T0 says it already.
    #[must_use]
    pub fn later_dose(&self) -> Option<Moment> {
        self.last_dose().filter(|_| self.taken() > 1)
    }

    /// How many tablets have been put into the mouth, as doses.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.doses.iter().filter(|dose| dose.taken.is_some()).count()
    }

    /// How many tablets, sprays or injections were taken in all, as each dose was confirmed.
    #[must_use]
    pub fn tablets_taken(&self) -> Tablets {
        let taken = self.doses.iter().filter(|dose| dose.taken.is_some()).map(|dose| dose.prescription.tablets.halves);
        Tablets { halves: taken.fold(0, u8::saturating_add) }
    }

    /// How many doses are prescribed up to now, one after the other.
    #[must_use]
    pub fn planned_doses(&self) -> usize {
        self.doses.last().map_or(0, |dose| usize::from(dose.first) + usize::from(dose.prescription.doses.max(1)))
    }

    /// Neither declined nor stopped.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        self.declined.is_none() && self.stopped.is_none()
    }

    /// The hold that is running or ended last.
    #[must_use]
    pub fn hold(&self, now: Moment) -> Option<Hold> {
        self.doses.iter().rev().find_map(|dose| Hold::of(dose, now))
    }

    /// The dose in the mouth now, with its number.
    #[must_use]
    pub fn holding(&self) -> Option<(u8, &Dose)> {
        let numbered = self.doses.iter().enumerate().rev();
        let open = numbered
            .filter(|(_, dose)| dose.prescription.form.is_held() && dose.taken.is_some() && dose.ended.is_none());
        open.map(|(number, dose)| (u8::try_from(number).unwrap_or(u8::MAX), dose)).next()
    }

    /// How the last hold ended.
    #[must_use]
    pub fn last_ending(&self) -> Option<(Moment, Ending)> {
        self.doses.iter().rev().find_map(|dose| dose.ended)
    }

    /// The state of that chip that is going on, if one is.
    #[must_use]
    pub fn open_state(&self, chip: &str) -> Option<&Observation> {
        self.observations.iter().rev().find(|seen| seen.chip == chip && seen.ended.is_none())
    }

    /// The newest measurement that has this value, and when it was made.
    pub fn newest<T>(&self, of: impl Fn(&Measured) -> Option<T>) -> Option<(Moment, T)> {
        let has = self.vitals.iter().filter_map(|entry| Some((entry.at, of(&entry.what)?)));
        has.max_by_key(|(at, _)| *at)
    }

    /// The last rating on a scale.
    #[must_use]
    pub fn rating(&self, item: &str) -> Option<(Moment, u8)> {
        let mut own = self.ratings.iter().rev().filter(|entry| entry.what.0 == item);
        own.next().map(|entry| (entry.at, entry.what.1))
    }

    /// The words that were answered to a line of the gate or the room, such as `address` or `chaperone_phone`.
    #[must_use]
    pub fn answered(&self, item: &str) -> Option<&str> {
        match self.answers.get(item)? {
            Answer::Words(words) => Some(words),
            Answer::Dated { .. } | Answer::Count(_) | Answer::Chosen(_) => None,
        }
    }

    /// Whether a line of the gate or the room is met.
    #[must_use]
    pub fn gate_met(&self, item: &str) -> bool {
        self.gate.get(item).is_some_and(|(met, _)| *met)
    }
}
