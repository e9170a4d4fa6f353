//! Rules of the prescription, the tablet and the hold.

use std::time::Duration;

use super::{Decision, all, not_ahead};
use crate::session::breathing::Pattern;
use crate::session::dose::{Ending, Prescription};
use crate::session::event::{Event, Happening, Person, Who};
use crate::session::{Phase, Refusal, Session};
use crate::units::Moment;

impl Session {
    pub(super) fn confirm(&self, person: Person, prescription: &Prescription, now: Moment) -> Decision {
        let who = self.person(person)?;
        if who.holding().is_some() {
            return Err(Refusal::Holding);
        }
        self.can_be(prescription)?;
        let dose = u8::try_from(who.taken()).unwrap_or(u8::MAX);
        self.one(person, now, Event::PrescriptionConfirmed { dose, prescription: prescription.clone() })
    }

    /// Whether a prescription can be followed here; what is prescribed is the prescriber's.
    fn can_be(&self, prescription: &Prescription) -> Result<(), Refusal> {
        let wrong = |said: &str| Err(Refusal::Prescription(said.to_owned()));
        let Prescription { tablets, each, hold, form, doses, spacing, booster, .. } = prescription;
        if form.is_held() && (*hold < Prescription::SHORTEST_HOLD || *hold > Prescription::LONGEST_HOLD) {
            return wrong("The hold must be between 1 and 20 minutes; enter what the prescriber wrote.");
        }
        let boosted = booster.is_some_and(|booster| booster.tablets.halves == 0 || booster.each.0 == 0);
        if tablets.halves == 0 || each.0 == 0 || boosted {
            return wrong("Tablets and milligrams cannot be nothing; enter what stands on the label.");
        }
        if *doses == 0 || (form.is_held() && *doses > 1) || (*doses > 1 && spacing.is_zero()) {
            return wrong("Sprays and injections need a number and the time between them; the rest is one dose.");
        }
        if booster.is_some() && (self.protocol().practice.booster.is_none() || !form.is_held()) {
            return wrong("This protocol offers no booster; enter the prescription without one.");
        }
        Ok(())
    }

    pub(super) fn take_tablet(&self, person: Person, at: Moment, now: Moment) -> Decision {
        let dose = self.may_dose(person, at, now)?;
        let confirmed = self.person(person)?.doses.get(usize::from(dose));
        if confirmed.is_none_or(|dose| !dose.prescription.form.is_held()) {
            return Err(Refusal::OtherForm);
        }
        let mut happened = self.check_ends(now);
        happened.extend(self.one(person, at, Event::TabletTaken { dose })?);
        Ok(happened)
    }

    pub(super) fn end_hold(&self, person: Person, ending: Ending, at: Moment, now: Moment) -> Decision {
        not_ahead(at, now)?;
        let (number, dose) = self.person(person)?.holding().ok_or(Refusal::NotHolding)?;
        let at = dose.taken.map_or(at, |taken| at.max(taken));
        self.one(person, at, Event::HoldEnded { dose: number, ending })
    }

    pub(super) fn decline(&self, person: Person, now: Moment) -> Decision {
        let who = self.person(person)?;
        if who.holding().is_some() {
            return Err(Refusal::Holding);
        }
        if who.taken() > 0 {
            return Err(Refusal::Taken);
        }
        if who.declined.is_some() {
            return Ok(Vec::new());
        }
        self.one(person, now, Event::Declined)
    }

    /// The time of the last dose.
    pub(super) fn correct_t0(&self, person: Person, to: Moment, now: Moment) -> Decision {
        let last = self.person(person)?.taken().checked_sub(1).ok_or(Refusal::NoDose)?;
        self.correct_dose_time(person, u8::try_from(last).unwrap_or(u8::MAX), to, now)
    }

    /// The time of any dose. Doses stay in their order, and each hold between its tablet and the next.
    pub(super) fn correct_dose_time(&self, person: Person, number: u8, to: Moment, now: Moment) -> Decision {
        let wrong = |said: &str| Err(Refusal::Implausible(said.to_owned()));
        not_ahead(to, now)?;
        let doses = &self.person(person)?.doses;
        let at = |number: Option<usize>| number.and_then(|number| doses.get(number));
        let own = usize::from(number);
        let dose = at(Some(own)).ok_or(Refusal::NoDose)?;
        let from = dose.taken.ok_or(Refusal::NoDose)?;
        if dose.ended.is_some_and(|(ended, _)| to > ended) {
            return wrong("The hold ended before that; choose an earlier time.");
        }
        let before = at(own.checked_sub(1));
        if before.and_then(|dose| dose.ended).is_some_and(|(ended, _)| to < ended) {
            return wrong("The last hold ended after that; choose a later time.");
        }
        if before.and_then(|dose| dose.taken).is_some_and(|taken| to < taken) {
            return wrong("The dose before was after that; choose a later time.");
        }
        if at(own.checked_add(1)).and_then(|dose| dose.taken).is_some_and(|taken| to > taken) {
            return wrong("The next dose was before that; choose an earlier time.");
        }
        if from == to {
            return Ok(Vec::new());
        }
        self.one(person, now, Event::T0Corrected { dose: number, from, to })
    }

    pub(super) fn start_breathing(&self, pattern: &Pattern, cycles: u16, now: Moment) -> Decision {
        if self.phase() != Phase::Breathing {
            return Err(Refusal::OnlyIn(Phase::Breathing));
        }
        if cycles == 0 || pattern.cycle() < Duration::from_secs(1) {
            return Err(Refusal::Empty);
        }
        let mut happened = Vec::new();
        happened.extend(self.breath_left(now, Who::Therapist));
        happened.extend(all(now, Who::Therapist, Event::BreathingStarted { pattern: pattern.clone(), cycles }));
        Ok(happened)
    }

    pub(super) fn end_breathing(&self, now: Moment) -> Decision {
        let exercise = self.breathing(now).ok_or(Refusal::NotBreathing)?;
        if self.breath_ends().is_none() {
            return Ok(Vec::new());
        }
        let cycles = exercise.place(now).done.saturating_add(1).min(exercise.cycles);
        let at = exercise.start.plus(exercise.pattern.cycles(cycles));
        Ok(all(at, Who::Therapist, Event::BreathingEnded { cycles }))
    }

    /// An exercise that is left before its end ended with the last whole cycle.
    pub(super) fn breath_left(&self, now: Moment, who: Who) -> Vec<Happening> {
        let Some(exercise) = self.exercise() else { return Vec::new() };
        let recorded = self.breath_ends().is_none();
        if recorded && self.breathing(now).is_none() {
            return Vec::new();
        }
        let cycles = exercise.place(now).done.min(exercise.cycles);
        all(exercise.start.plus(exercise.pattern.cycles(cycles)), who, Event::BreathingEnded { cycles })
    }
}
