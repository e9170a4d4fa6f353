//! A memory as the sentences that stand on the glass.

use chrono::{Datelike as _, NaiveDate};

use super::{Memory, Part};
use crate::session::dose::{Booster, HoldEnd, Prescription};
use crate::units::{Milligrams, Tablets, clock_face};

impl Memory {
    /// All in one line: "Session 4 of 8 · last 12 November, 2 × 100 mg, held 10:05".
    #[must_use]
    pub fn line(&self, today: NaiveDate) -> String {
        let last = self.last_on.map(|day| format!("last {}", day_words(day, today)));
        let taken = self.prescription.as_ref().map(|prescription| {
            let elsewhen = self.taken_on.filter(|day| Some(*day) != self.last_on && self.last_on.is_some());
            let held = self.hold_kept.map(|held| format!(", held\u{a0}{}", clock_face(held))).unwrap_or_default();
            match elsewhen {
                Some(day) => format!("without a dose; {}: {}{held}", day_words(day, today), amount(prescription)),
                None => format!("{}{held}", amount(prescription)),
            }
        });
        let rest: Vec<String> = last.into_iter().chain(taken).collect();
        let number = (self.has(Part::Number)).then(|| self.number());
        let parts: Vec<String> = number.into_iter().chain((!rest.is_empty()).then(|| rest.join(", "))).collect();
        if parts.is_empty() { "Some things are kept from last time".to_owned() } else { parts.join(" · ") }
    }

    /// "Session 4 of 8", or "Session 4".
    #[must_use]
    pub fn number(&self) -> String {
        match self.of {
            Some(of) => format!("Session {} of {of}", self.next()),
            None => format!("Session {}", self.next()),
        }
    }

    /// One part in words: its name and what is kept of it; `None` where nothing is.
    #[must_use]
    pub fn told(&self, part: Part, today: NaiveDate) -> Option<(&'static str, String)> {
        match part {
            Part::Number if self.has(part) => {
                let last = self.last_on.map(|day| format!(", last {}", day_words(day, today))).unwrap_or_default();
                Some(("Number", format!("{}{last}", self.number())))
            }
            Part::Number => None,
            Part::Prescription => self.prescription.as_ref().map(|prescription| {
                let on = self.taken_on.map(|day| format!(", {}", day_words(day, today))).unwrap_or_default();
                let held = self.hold_kept.map(|held| format!("; held {}", clock_face(held))).unwrap_or_default();
                ("Prescription", format!("{}{on}{held}", prescribed(prescription)))
            }),
            Part::Baseline => self.baseline.map(|measured| {
                let pressure = measured.pressure.map(|(upper, lower)| format!("{}/{}", upper.0, lower.0));
                let rate = measured.heart_rate.map(|rate| format!("heart rate {}", rate.0));
                let all: Vec<String> = pressure.into_iter().chain(rate).collect();
                ("Baseline", all.join(", "))
            }),
            Part::Ceiling => self.ceiling.as_ref().map(|ceiling| {
                let crate::session::protocol::Ceiling { systolic, diastolic, heart_rate, source } = ceiling;
                ("Ceiling", format!("{}/{}, heart rate {}; {source}", systolic.0, diastolic.0, heart_rate.0))
            }),
            Part::Volume => self.volume.map(|volume| ("Volume", volume.to_string().replace('-', "\u{2212}"))),
            Part::Playlist => self.playlist.as_ref().map(|playlist| {
                let minutes = self.minutes.map(|minutes| format!(", {minutes} min")).unwrap_or_default();
                ("Music", format!("{playlist}{minutes}"))
            }),
            Part::Unwelcome => (!self.unwelcome.is_empty()).then(|| ("Unwelcome", self.unwelcome.join(" · "))),
        }
    }
}

/// "2 × 100 mg"; of sprays and injections "2 injections of 30 mg".
fn amount(prescription: &Prescription) -> String {
    let Prescription { tablets, each, form, doses, .. } = prescription;
    let (one, several) = form.words();
    let word = if *doses == 1 { one } else { several };
    match (form.is_held(), *tablets == Tablets::whole(1)) {
        (true, _) => milligrams(*tablets, *each),
        (false, true) => format!("{doses} {word} of {}\u{a0}mg", each.0),
        (false, false) => format!("{doses} {word} of {}", milligrams(*tablets, *each)),
    }
}

/// "2 × 100 mg", which stays on one line.
fn milligrams(tablets: Tablets, each: Milligrams) -> String {
    format!("{tablets}\u{a0}×\u{a0}{}\u{a0}mg", each.0)
}

/// "2 × 100 mg, hold 10 min, then spit, prescribed by Dr Keller".
fn prescribed(prescription: &Prescription) -> String {
    let Prescription { hold, end, prescriber, form, spacing, booster, .. } = prescription;
    let end = match end {
        HoldEnd::Spit => "spit",
        HoldEnd::Swallow => "swallow",
    };
    let mut said = amount(prescription);
    if form.is_held() {
        said.push_str(&format!(", hold {} min, then {end}", hold.as_secs() / 60));
    }
    if !spacing.is_zero() {
        said.push_str(&format!(", {} apart", clock_face(*spacing)));
    }
    if let Some(Booster { tablets, each }) = booster {
        said.push_str(&format!(", booster {}", milligrams(*tablets, *each)));
    }
    if !prescriber.is_empty() {
        said.push_str(&format!(", prescribed by {prescriber}"));
    }
    said
}

/// "12 November", with its year where that is another.
fn day_words(day: NaiveDate, today: NaiveDate) -> String {
    let form = if day.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    day.format(form).to_string()
}
