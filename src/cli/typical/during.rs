//! During the journey: observations, quiet checks, vital signs at their times.

use super::{Part, Story};
use crate::session::command::Command;
use crate::session::event::{NoteKind, Person};
use crate::session::phase::Phase;
use crate::session::protocol::{Chip, ChipGroup, ChipKind, Weight};
use crate::session::vitals::Breathing;
use crate::units::{Decibels, Moment};

/// The most observations of the story.
const MOST: usize = 40;

impl Story<'_> {
    pub(super) fn journey(&mut self, t0: Moment, until: Moment) {
        let _ = self.enter(Phase::Journey);
        let protocol = self.protocol;
        let usual = |chip: &&Chip| chip.weight != Weight::Serious && chip.group != ChipGroup::Return;
        let dosed: Vec<Person> =
            self.people().filter(|(_, part)| *part != Part::Declines).map(|(person, _)| person).collect();
        let mut next_check = t0.plus(protocol.quiet_check_every);
        for (chip, person) in protocol.chips.iter().filter(usual).zip(dosed.iter().cycle()).take(MOST) {
            if self.now >= until {
                break;
            }
            self.wait(80);
            self.observe(*person, chip);
            if self.now >= next_check {
                self.everyone_checked();
                next_check = next_check.plus(protocol.quiet_check_every);
            }
            self.scheduled_vitals(t0, &dosed);
        }
        self.ask(Command::SetVolume(Decibels(-12.0)));
        self.wait(5);
        for person in dosed {
            self.ask(Command::WriteNote(person, NoteKind::Note, "Left hand opened.".to_owned(), self.now));
        }
        // Where one talks through it, their words are kept.
        if protocol.practice.music_level.0 < 0.0 {
            self.wait(60);
            let words = "I can look at it from here.".to_owned();
            self.ask(Command::WriteNote(Person(0), NoteKind::Client, words, self.now));
        }
        self.now = self.now.max(until);
    }

    /// One tap, and for a state a second one.
    pub(super) fn observe(&mut self, person: Person, chip: &Chip) {
        self.ask(self.seen(Command::Observe(person, chip.key.clone(), self.now)));
        if chip.kind == ChipKind::State {
            self.wait(60);
            self.ask(self.seen(Command::Observe(person, chip.key.clone(), self.now)));
        }
    }

    fn everyone_checked(&mut self) {
        for (person, _) in self.people() {
            self.ask(self.seen(Command::Check(person)));
        }
    }

    /// Measured when the schedule says so, from the first T0.
    fn scheduled_vitals(&mut self, t0: Moment, dosed: &[Person]) {
        let due = self.protocol.practice.vitals_at.get(self.measured).is_some_and(|after| self.now.since(t0) >= *after);
        if due {
            self.measured += 1;
            for person in dosed {
                self.vitals(*person, (134, 84, 78), Breathing::After);
            }
        }
    }
}
