//! After the journey: return, closing, the way home.

use super::Story;
use super::before::BROUGHT;
use crate::session::answer::Ask;
use crate::session::command::Command;
use crate::session::drawing::{Point, Stroke};
use crate::session::event::{Appointed, Appointment, NoteKind, Steer};
use crate::session::phase::Phase;
use crate::session::protocol::{ChipGroup, Item};
use crate::session::vitals::Breathing;
use crate::units::Moment;

impl Story<'_> {
    pub(super) fn come_back(&mut self, until: Moment) {
        self.now = self.now.max(until).max(self.free);
        let back = self.enter(Phase::Return);
        self.wait(180);
        for (person, _) in self.people() {
            let words = FIRST_WORDS.get(usize::from(person.0)).copied().unwrap_or("Back.").to_owned();
            self.ask(Command::WriteNote(person, NoteKind::FirstWords, words, self.now));
            self.ask(Command::Draw(person, 0, line(u16::from(person.0))));
            self.wait(10);
        }
        let protocol = self.protocol;
        for chip in protocol.chips.iter().filter(|chip| chip.group == ChipGroup::Return) {
            for (person, _) in self.people() {
                self.wait(10);
                self.observe(person, chip);
            }
        }
        for item in 0..protocol.ratings.len() {
            self.rate(item, 2);
        }
        for (person, _) in self.people() {
            self.vitals(person, (122, 78, 70), Breathing::After);
        }
        self.questions(Phase::Return);
        if back {
            self.round();
        }
        self.wait(240);
        self.ask(Command::Steer(Steer::Silence(protocol.end_fade)));
        self.wait(60);
    }

    /// One after another, where there is a round.
    fn round(&mut self) {
        let each = self.protocol.practice.round;
        if each.is_zero() {
            return;
        }
        for (person, _) in self.people() {
            self.ask(Command::BeginTurn(person));
            self.now = self.now.plus(each);
        }
        self.ask(Command::EndTurn);
    }

    pub(super) fn leave(&mut self) {
        let _ = self.enter(Phase::Closing);
        self.questions(Phase::Closing);
        self.now = self.now.max(self.last_dose.plus(self.protocol.minimum_stay));
        let protocol = self.protocol;
        for item in &protocol.release {
            self.wait(10);
            self.release_line(item);
        }
        self.appoint();
        self.wait(10);
        self.everyone(|person| Command::Release(person, None));
        self.wait(10);
        self.ask(Command::Close);
    }

    fn release_line(&mut self, item: &Item) {
        if item.ask == Ask::Tick {
            return self.everyone(|person| Command::SetReleaseItem(person, item.key.clone(), true));
        }
        for (person, _) in self.people() {
            let used = self.used.get(usize::from(person.0)).copied().unwrap_or(0);
            if let Some(answer) = self.answer(item, BROUGHT.saturating_sub(used)) {
                self.ask(Command::AnswerRelease(person, item.key.clone(), answer));
            }
        }
    }

    fn appoint(&mut self) {
        let (first, _) = self.protocol.practice.integration_days;
        let days = [(Appointed::Integration, i64::from(first.max(1)), Some(10 * 60)), (Appointed::Next, 14, None)];
        for (what, after, minute) in days {
            let Some(day) = self.day(after) else { continue };
            self.everyone(|person| Command::Appoint(person, Appointment { what, day, minute }));
        }
    }
}

/// First words, for each.
const FIRST_WORDS: [&str; 6] = [
    "It was so quiet.",
    "I was very small.",
    "No words yet.",
    "There was water everywhere.",
    "I am hungry.",
    "Thank you.",
];

/// A line across the sheet.
fn line(lower: u16) -> Stroke {
    (0..40u16).map(|step| Point { x: 200 + step * 30, y: 200 + lower * 80 + (step % 7) * 12 }).collect()
}
