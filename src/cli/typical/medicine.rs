//! The medicine: held, sprayed or injected, once or more, and the booster.

use std::time::Duration;

use super::{Part, Story};
use crate::session::command::Command;
use crate::session::dose::{Booster, Ending, Form, HoldEnd, Prescription};
use crate::session::event::Person;
use crate::session::phase::Phase;
use crate::session::vitals::Breathing;
use crate::units::{Milligrams, Moment, Tablets};

/// What one tablet, spray or injection of the story holds.
const EACH: Milligrams = Milligrams(100);
/// So long after the first end of a hold the late one begins.
const LATER: Duration = Duration::from_secs(180);
/// Nobody spits to the second.
const SLOW: Duration = Duration::from_secs(4);

impl Story<'_> {
    /// Everyone who takes it has it; the first T0.
    pub(super) fn take(&mut self, minutes: Duration) -> Moment {
        let _ = self.enter(Phase::Administration);
        for (person, _) in self.people() {
            self.vitals(person, (116, 74, 66), Breathing::After);
        }
        for (person, part) in self.people() {
            self.ask(Command::ConfirmPrescription(person, self.prescription(part)));
            self.wait(5);
        }
        self.step_aside();
        self.wait(30);
        let t0 = self.now;
        if self.protocol.practice.medicine.form.is_held() {
            self.hold(t0, minutes)
        } else {
            self.give(t0)
        }
        t0
    }

    /// Who declines or comes later says so.
    fn step_aside(&mut self) {
        for (person, part) in self.people() {
            match part {
                Part::Late => self.ask(Command::Postpone(person)),
                Part::Declines => self.ask(Command::Decline(person)),
                Part::Plain | Part::Boosted => {}
            }
        }
    }

    fn hold_minutes(&self) -> Duration {
        let presets = &self.protocol.hold_presets;
        presets.get(1).or(presets.first()).copied().unwrap_or(Duration::from_secs(600))
    }

    fn prescription(&self, part: Part) -> Prescription {
        let medicine = &self.protocol.practice.medicine;
        let end = medicine.ends.first().copied().unwrap_or(HoldEnd::Spit);
        let prescriber = "the prescriber".to_owned();
        let held = medicine.form.is_held();
        let spacing = medicine.spacings.get(1).or(medicine.spacings.first()).copied().unwrap_or_default();
        let doses = if held || spacing.is_zero() { 1 } else { medicine.most_doses.min(6) };
        let booster = self.protocol.practice.booster.filter(|_| held && part == Part::Boosted);
        Prescription {
            form: medicine.form,
            tablets: Tablets::whole(if held { 2 } else { 1 }),
            doses,
            spacing: if doses > 1 { spacing } else { Duration::ZERO },
            booster: booster.map(|_| Booster { tablets: Tablets::whole(1), each: EACH }),
            ..Prescription::held(Tablets::whole(1), EACH, self.hold_minutes(), end, prescriber)
        }
    }

    fn hold(&mut self, t0: Moment, minutes: Duration) {
        let together: Vec<(Person, Part)> =
            self.people().filter(|(_, part)| matches!(part, Part::Plain | Part::Boosted)).collect();
        let all = together.iter().map(|(person, _)| Command::TakeTablet(*person, t0));
        let mut all: Vec<Command> = all.collect();
        let taken = if all.len() == 1 { all.pop() } else { Some(Command::Each(all)) };
        self.steps.extend(taken.map(|command| (t0, command)));
        self.last_dose = t0;
        for (person, _) in &together {
            self.use_up(*person, 2);
            self.let_go(*person, t0);
        }
        self.now = self.free;
        let late: Vec<Person> =
            self.people().filter(|(_, part)| *part == Part::Late).map(|(person, _)| person).collect();
        for person in late {
            self.use_up(person, 2);
            self.take_one(person, self.now.plus(LATER), Command::TakeTablet);
        }
        let offered = self.people().find(|(_, part)| *part == Part::Boosted);
        if let Some((person, _)) = offered {
            self.booster(person, t0, minutes);
        }
    }

    fn use_up(&mut self, person: Person, tablets: u8) {
        if let Some(used) = self.used.get_mut(usize::from(person.0)) {
            *used += tablets;
        }
    }

    fn take_one(&mut self, person: Person, at: Moment, how: impl Fn(Person, Moment) -> Command) {
        self.at(at, how(person, at));
        self.last_dose = self.last_dose.max(at);
        self.let_go(person, at);
    }

    /// The hold that began then ends a little late.
    fn let_go(&mut self, person: Person, taken: Moment) {
        let after = SLOW + Duration::from_secs(3) * u32::from(person.0);
        let ended = taken.plus(self.hold_minutes() + after);
        let ends = &self.protocol.practice.medicine.ends;
        let ending = if ends.contains(&HoldEnd::Spit) { Ending::Spat } else { Ending::SwallowedAll };
        self.at(ended, Command::EndHold(person, ending, ended));
        self.free = self.free.max(ended);
    }

    /// It is put off once; then one who holds a tablet alone does without, and everybody else takes it.
    fn booster(&mut self, person: Person, t0: Moment, minutes: Duration) {
        let Some(policy) = self.protocol.practice.booster else { return };
        let asked = policy.from + Duration::from_secs(60);
        let again = asked + policy.snooze + Duration::from_secs(30);
        if again + self.hold_minutes() >= minutes || again >= policy.until {
            return;
        }
        self.at(t0.plus(asked), Command::SnoozeBooster(person));
        let alone = self.parts.len() == 1 && self.protocol.practice.medicine.form == Form::Tablet;
        if alone {
            self.at(t0.plus(again), Command::SkipBooster(person));
        } else {
            self.use_up(person, 1);
            self.take_one(person, t0.plus(again), Command::TakeBooster);
        }
    }

    /// Sprays and injections, each at its time.
    fn give(&mut self, t0: Moment) {
        let planned = self.prescription(Part::Plain);
        for (person, part) in self.people() {
            let first = match part {
                Part::Declines => continue,
                Part::Late => t0.plus(LATER),
                Part::Plain | Part::Boosted => t0,
            };
            for number in 0..u32::from(planned.doses) {
                let at = first.plus(planned.spacing * number);
                self.at(at, Command::Give(person, at));
                self.last_dose = self.last_dose.max(at);
            }
        }
        let minute = Duration::from_secs(60);
        self.free = self.last_dose.plus(minute);
        // Sprays are waited for; an injection works within minutes, and the next finds the client on the journey.
        let waits = planned.form == Form::Spray;
        self.now = if waits { self.free } else { t0.plus(minute) };
    }
}
