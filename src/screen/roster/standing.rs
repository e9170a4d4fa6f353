//! In two lines how it stands with a person: their medicine, and what was seen last.

use std::time::Duration;

use super::Middle;
use crate::screen::Shown;
use crate::screen::entry::chip_words;
use crate::screen::shown::in_minutes;
use crate::session::dose::{Dose, HoldEnd};
use crate::session::due::Booster;
use crate::session::event::Person;
use crate::session::participant::{Observation, Participant};
use crate::session::protocol::ChipKind;
use crate::session::timer::Hold;
use crate::theme::Ink;
use crate::units::{Moment, clock_face};

/// How it stands with somebody's medicine, in two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// A time, or a word.
    pub first: String,
    /// What it is the time of; may be empty.
    pub second: String,
    /// The ink of the first line.
    pub ink: Ink,
}

/// How it stands with the medicine of a person.
#[must_use]
pub fn standing(shown: &Shown<'_>, person: Person) -> Standing {
    let said = |first: String, second: String, ink: Ink| Standing { first, second, ink };
    let quiet = |first: &str| said(first.to_owned(), String::new(), Ink::Dim);
    let Some(who) = shown.session.participant(person) else { return quiet("") };
    match who.hold(shown.now) {
        Some(Hold::Holding { ends, .. }) => {
            let swish = who.holding().is_some_and(|(_, dose)| swishes(shown, dose));
            let second = if swish { "swish gently" } else { "to hold" };
            return said(clock_face(rounded_up(ends.since(shown.now))), second.to_owned(), Ink::Text);
        }
        Some(Hold::Due { since, .. }) => {
            let end = who.holding().map_or(HoldEnd::Spit, |(_, dose)| dose.prescription.end);
            let word = match end {
                HoldEnd::Spit => "Spit now",
                HoldEnd::Swallow => "Swallow now",
            };
            return said(word.to_owned(), format!("held {}", clock_face(shown.now.since(since))), Ink::Accent);
        }
        Some(Hold::Over { .. }) | None => {}
    }
    let Some(last) = who.last_dose() else { return without(shown, who) };
    let since = shown.now.since(last);
    said(clock_face(since), since_what(shown, person, who), Ink::Text)
}

fn swishes(shown: &Shown<'_>, dose: &Dose) -> bool {
    dose.swish_shown(shown.session.protocol().swish_every, shown.now)
}

/// The last second is 0:01; 0:00 is the end itself.
fn rounded_up(left: Duration) -> Duration {
    Duration::from_secs(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX))
}

/// Nothing was taken: why not, or not yet.
fn without(shown: &Shown<'_>, who: &Participant) -> Standing {
    let said = |first: String, second: String| Standing { first, second, ink: Ink::Dim };
    let word = word(who);
    if let Some((at, _)) = &who.stopped {
        return said("stopped".to_owned(), format!("at {}", shown.time_of(*at)));
    }
    match (who.declined, who.postponed) {
        (Some(_), _) => said(format!("no {word} today"), String::new()),
        (None, Some(at)) => said("takes it later".to_owned(), format!("said at {}", shown.time_of(at))),
        (None, None) => said(format!("no {word} yet"), String::new()),
    }
}

fn since_what(shown: &Shown<'_>, person: Person, who: &Participant) -> String {
    if let Some((at, _)) = &who.stopped {
        return format!("stopped at {}", shown.time_of(*at));
    }
    if let Some(Booster::Open { until }) = shown.session.booster(person, shown.now) {
        return format!("booster until {}", shown.time_of(until));
    }
    let held = who.doses.first().is_some_and(|dose| dose.prescription.form.is_held());
    match (who.taken(), held) {
        (2.., true) => "since the booster".to_owned(),
        (2.., false) => format!("since the last {}", word(who)),
        (_, _) if who.postponed.is_some() => format!("since the {}, late", word(who)),
        (_, _) => format!("since the {}", word(who)),
    }
}

/// What this person takes, in a word.
fn word(who: &Participant) -> &'static str {
    who.doses.first().map(|dose| dose.prescription.form).unwrap_or_default().words().0
}

/// What was seen last of a person, with its length or how long ago it was.
#[must_use]
pub fn newest(shown: &Shown<'_>, person: Person) -> Middle {
    let nothing = Middle { first: String::new(), second: String::new(), ink: Ink::Text };
    let Some(who) = shown.session.participant(person) else { return nothing };
    if let Some(chip) = shown.session.serious_open(person).next() {
        let since = who.open_state(&chip.key).map(|seen| in_minutes(shown.now.since(seen.at)));
        return Middle { first: chip.label.clone(), second: since.unwrap_or_default(), ink: Ink::Serious };
    }
    let Some(seen) = who.observations.iter().max_by_key(|seen| last_moment(seen)) else { return nothing };
    let second = match (kind(shown, seen), seen.ended) {
        (ChipKind::State, None) => length(shown.now.since(seen.at)),
        (ChipKind::State, Some(ended)) => format!("for {}, ended", length(ended.since(seen.at))),
        (ChipKind::Point | ChipKind::Once, _) => ago(shown.now.since(seen.at)),
    };
    Middle { first: chip_words(shown.session, &seen.chip), second, ink: Ink::Text }
}

fn last_moment(seen: &Observation) -> Moment {
    seen.ended.unwrap_or(seen.at)
}

fn kind(shown: &Shown<'_>, seen: &Observation) -> ChipKind {
    let chips = &shown.session.protocol().chips;
    chips.iter().find(|chip| chip.key == seen.chip).map_or(ChipKind::Point, |chip| chip.kind)
}

fn length(span: Duration) -> String {
    if span < Duration::from_secs(60) { "just now".to_owned() } else { in_minutes(span) }
}

fn ago(span: Duration) -> String {
    if span < Duration::from_secs(60) { "just now".to_owned() } else { format!("{} ago", in_minutes(span)) }
}
