//! A typical complete session: what `simulate` lives through without a script.

use std::time::Duration;

use crate::session::command::Command;
use crate::session::dose::{Ending, HoldEnd, Prescription};
use crate::session::event::{NoteKind, Person, Steer};
use crate::session::gate::VITALS_ITEM;
use crate::session::phase::Phase;
use crate::session::protocol::{ChipKind, Protocol};
use crate::session::vitals::{Breathing, Measured};
use crate::units::{BeatsPerMinute, Decibels, Milligrams, MmHg, Moment, Saturation, Tablets};

const WHO: Person = Person(0);

/// What is asked of the session, and when, in order of time.
///
/// `minutes` is the length of the music; `seed` moves times and readings a little, always the same way.
#[must_use]
pub fn typical(protocol: &Protocol, minutes: Duration, seed: u64) -> Vec<(Moment, Command)> {
    let mut story = Story { protocol, now: Moment::START, chance: Chance(seed), steps: Vec::new() };
    story.arrive();
    story.prepare();
    let t0 = story.take();
    let music_ends = t0.plus(minutes);
    story.journey(t0, music_ends);
    story.come_back(music_ends);
    story.leave(t0);
    let mut steps = story.steps;
    steps.sort_by_key(|(at, _)| *at);
    steps
}

struct Story<'a> {
    protocol: &'a Protocol,
    now: Moment,
    chance: Chance,
    steps: Vec<(Moment, Command)>,
}

impl Story<'_> {
    fn wait(&mut self, secs: u64) {
        self.now = self.now.plus(Duration::from_secs(secs + self.chance.below(secs / 4 + 1)));
    }

    fn ask(&mut self, command: Command) {
        self.steps.push((self.now, command));
    }

    fn enter(&mut self, phase: Phase) -> bool {
        let there = self.protocol.phases.contains(&phase);
        if there {
            self.wait(20);
            self.ask(Command::Enter(phase));
        }
        there
    }

    fn arrive(&mut self) {
        let lines: Vec<String> =
            self.protocol.room.iter().chain(&self.protocol.gate).map(|item| item.key.clone()).collect();
        for item in lines.into_iter().filter(|item| item != VITALS_ITEM) {
            self.wait(15);
            self.ask(Command::SetGateItem(WHO, item, true));
        }
        self.vitals(120, 76, 70, Breathing::Before);
        self.rate(0, 5);
        self.ask(Command::Steer(Steer::SoundCheck(true)));
        self.wait(20);
        self.ask(Command::KeepSoundCheck(Decibels(-10.0)));
    }

    fn prepare(&mut self) {
        if self.enter(Phase::Intention) {
            self.wait(120);
            let words = "I want to be gentle with what comes".to_owned();
            self.ask(Command::WriteIntention(WHO, words));
        }
        if self.enter(Phase::Breathing)
            && let Some(pattern) = self.protocol.patterns.first().cloned()
        {
            self.wait(10);
            let lasts = pattern.cycle() * u32::from(self.protocol.cycles);
            self.ask(Command::StartBreathing(pattern, self.protocol.cycles));
            self.now = self.now.plus(lasts);
        }
    }

    fn take(&mut self) -> Moment {
        let _ = self.enter(Phase::Administration);
        self.vitals(116, 74, 66, Breathing::After);
        let hold = self.protocol.hold_presets.get(1).copied().unwrap_or(Duration::from_secs(600));
        let prescriber = "the prescriber".to_owned();
        let prescription = Prescription::held(Tablets::whole(2), Milligrams(100), hold, HoldEnd::Spit, prescriber);
        self.ask(Command::ConfirmPrescription(WHO, prescription));
        self.wait(30);
        let t0 = self.now;
        self.ask(Command::TakeTablet(WHO, t0));
        self.now = t0.plus(hold + Duration::from_secs(4));
        self.ask(Command::EndHold(WHO, Ending::Spat, self.now));
        t0
    }

    fn journey(&mut self, t0: Moment, until: Moment) {
        let _ = self.enter(Phase::Journey);
        let chips: Vec<(String, ChipKind)> =
            self.protocol.chips.iter().map(|chip| (chip.key.clone(), chip.kind)).collect();
        let mut next_check = t0.plus(self.protocol.quiet_check_every);
        let mut measured = false;
        for (key, kind) in chips.iter().take(40) {
            if self.now >= until {
                break;
            }
            self.wait(80);
            self.ask(Command::Observe(WHO, key.clone(), self.now));
            if *kind == ChipKind::State {
                self.wait(60);
                self.ask(Command::Observe(WHO, key.clone(), self.now));
            }
            if self.now >= next_check {
                self.ask(Command::Check(WHO));
                next_check = next_check.plus(self.protocol.quiet_check_every);
            }
            if !measured && self.now.since(t0) >= Duration::from_secs(40 * 60) {
                measured = true;
                self.vitals(134, 84, 78, Breathing::After);
            }
        }
        self.ask(Command::SetVolume(Decibels(-12.0)));
        self.wait(5);
        self.ask(Command::WriteNote(WHO, NoteKind::Note, "Left hand opened.".to_owned(), self.now));
        self.now = self.now.max(until);
    }

    fn come_back(&mut self, until: Moment) {
        self.now = self.now.max(until);
        let _ = self.enter(Phase::Return);
        self.wait(180);
        let words = "It was so quiet.".to_owned();
        self.ask(Command::WriteNote(WHO, NoteKind::FirstWords, words, self.now));
        for item in 0..self.protocol.ratings.len() {
            self.rate(item, 2);
        }
        self.vitals(122, 78, 70, Breathing::After);
        self.wait(240);
        self.ask(Command::Steer(Steer::Silence(self.protocol.end_fade)));
        self.wait(60);
    }

    fn leave(&mut self, t0: Moment) {
        let _ = self.enter(Phase::Closing);
        self.now = self.now.max(t0.plus(self.protocol.minimum_stay));
        let lines: Vec<String> = self.protocol.release.iter().map(|item| item.key.clone()).collect();
        for item in lines {
            self.wait(10);
            self.ask(Command::SetReleaseItem(WHO, item, true));
        }
        self.wait(10);
        self.ask(Command::Release(WHO, None));
        self.wait(10);
        self.ask(Command::Close);
    }

    fn vitals(&mut self, upper: u16, lower: u16, rate: u16, breathing: Breathing) {
        self.wait(20);
        let measured = Measured {
            pressure: Some((MmHg(upper + self.chance.small()), MmHg(lower + self.chance.small()))),
            heart_rate: Some(BeatsPerMinute(rate + self.chance.small())),
            saturation: Some(Saturation(98)),
            breathing,
        };
        self.ask(Command::KeepVitals(WHO, measured, self.now));
    }

    fn rate(&mut self, item: usize, value: u8) {
        if let Some(item) = self.protocol.ratings.get(item).map(|item| item.key.clone()) {
            self.wait(8);
            self.ask(Command::Rate(WHO, item, value));
        }
    }
}

/// A sequence of numbers that looks like chance and is always the same for a seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }

    fn small(&mut self) -> u16 {
        u16::try_from(self.below(5)).unwrap_or(0)
    }
}
