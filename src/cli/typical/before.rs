//! Before the medicine: arrival, intention, meditation, breathing.

use std::time::Duration;

use super::Story;
use crate::session::answer::Ask;
use crate::session::command::Command;
use crate::session::event::{CallOutcome, Meditated, MusicPlace, Steer};
use crate::session::gate::VITALS_ITEM;
use crate::session::phase::Phase;
use crate::session::practice::Place;
use crate::session::protocol::{Ceiling, Item};
use crate::session::vitals::Breathing;
use crate::units::{BeatsPerMinute, Decibels, MmHg};

/// What is brought, for a prescription of two and perhaps one more.
pub(super) const BROUGHT: u8 = 6;

impl Story<'_> {
    pub(super) fn arrive(&mut self) {
        let protocol = self.protocol;
        self.everyone(|person| Command::NoteCourse(person, 2, Some(8)));
        for item in protocol.room.iter().chain(&protocol.gate).filter(|item| item.key != VITALS_ITEM) {
            self.gate_line(item);
        }
        self.everyone(|person| Command::SetCeiling(person, own_ceiling()));
        self.first_vitals();
        self.rate(0, 5);
        self.questions(Phase::Arrival);
        if protocol.practice.place == Place::Remote {
            self.ask(Command::PlaceMusic(MusicPlace::Call));
        }
        self.ask(Command::Steer(Steer::SoundCheck(true)));
        self.wait(20);
        self.ask(Command::KeepSoundCheck(Decibels(-10.0)));
    }

    fn gate_line(&mut self, item: &Item) {
        self.wait(if self.parts.len() > 1 { 8 } else { 15 });
        if item.ask == Ask::Tick {
            return self.everyone(|person| Command::SetGateItem(person, item.key.clone(), true));
        }
        if let Some(answer) = self.answer(item, BROUGHT) {
            self.everyone(|person| Command::AnswerGate(person, item.key.clone(), answer.clone()));
        }
    }

    /// Elsewhere the first pressure is too high, the prescriber is called, and it is measured again.
    fn first_vitals(&mut self) {
        for (person, _) in self.people() {
            if self.protocol.practice.place == Place::Remote {
                self.vitals(person, (152, 86, 74), Breathing::Before);
                self.wait(60);
                self.ask(Command::CallPrescriber(person, CallOutcome::Agreed));
                self.now = self.now.plus(self.protocol.practice.recheck_after);
            }
            self.vitals(person, (120, 76, 70), Breathing::Before);
        }
    }

    pub(super) fn prepare(&mut self) {
        if self.enter(Phase::Intention) {
            self.wait(120);
            for (person, _) in self.people() {
                let own = INTENTIONS.get(usize::from(person.0)).copied().unwrap_or_default();
                self.ask(Command::WriteIntention(person, own.to_owned()));
                self.wait(10);
            }
        }
        let breathing = self.enter(Phase::Breathing);
        self.meditate();
        let pattern = self.protocol.patterns.first().filter(|_| breathing).cloned();
        if let Some(pattern) = pattern {
            self.wait(10);
            let lasts = pattern.cycle() * u32::from(self.protocol.cycles);
            self.ask(Command::StartBreathing(pattern, self.protocol.cycles));
            self.now = self.now.plus(lasts);
        }
    }

    fn meditate(&mut self) {
        let Some(meditation) = &self.protocol.practice.meditation else { return };
        let how = if meditation.lines.is_empty() { Meditated::Played } else { Meditated::Read };
        let lasts = meditation.usual.min(Duration::from_secs(20) * u32::try_from(meditation.lines.len()).unwrap_or(15));
        self.wait(10);
        self.ask(Command::StartMeditation(how));
        self.now = self.now.plus(lasts);
        self.ask(Command::EndMeditation);
    }
}

/// Words of their own, for each.
const INTENTIONS: [&str; 6] = [
    "I want to be gentle with what comes",
    "To put something down",
    "To see my father once more",
    "Rest",
    "To be less afraid of the evening",
    "Whatever it is",
];

fn own_ceiling() -> Ceiling {
    Ceiling {
        systolic: MmHg(150),
        diastolic: MmHg(88),
        heart_rate: BeatsPerMinute(96),
        source: "the prescriber, on the prescription".to_owned(),
    }
}
