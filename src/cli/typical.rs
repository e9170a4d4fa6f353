//! A typical complete session: what `simulate` lives through without a script.

mod after;
mod before;
mod during;
mod medicine;

use std::time::Duration;

use chrono::{Datelike, Days, NaiveDate};

use crate::session::answer::{Answer, Ask};
use crate::session::command::Command;
use crate::session::event::{Person, Who};
use crate::session::phase::Phase;
use crate::session::practice::Place;
use crate::session::protocol::{Item, Protocol};
use crate::session::vitals::{Breathing, Measured};
use crate::units::{BeatsPerMinute, Day, MmHg, Moment, Saturation, Tablets};

/// Who sits together, for how long, and on which day.
pub struct Sitting {
    /// How many people take part.
    pub people: u8,
    /// Length of the music.
    pub minutes: Duration,
    /// The day of the session.
    pub today: NaiveDate,
    /// Moves times and readings a little, always the same way.
    pub seed: u64,
}

/// What is asked of the session, and when, in order of time.
///
/// One person is offered a booster where there is one; of several, one is late, one declines and one takes a booster.
#[must_use]
pub fn typical(protocol: &Protocol, sitting: &Sitting) -> Vec<(Moment, Command)> {
    let mut story = Story {
        protocol,
        parts: parts(sitting.people),
        today: sitting.today,
        now: Moment::START,
        last_dose: Moment::START,
        free: Moment::START,
        used: vec![0; usize::from(sitting.people)],
        measured: 0,
        chance: Chance(sitting.seed),
        steps: Vec::new(),
    };
    story.arrive();
    story.prepare();
    let t0 = story.take(sitting.minutes);
    let music_ends = t0.plus(sitting.minutes);
    story.journey(t0, music_ends);
    story.come_back(music_ends);
    story.leave();
    let mut steps = story.steps;
    steps.sort_by_key(|(at, _)| *at);
    steps
}

/// How it goes for one person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// As planned.
    Plain,
    /// Takes the medicine later than the others.
    Late,
    /// Declines it.
    Declines,
    /// Is prescribed a booster, where the protocol has one.
    Boosted,
}

fn parts(people: u8) -> Vec<Part> {
    let first: &[Part] = if people > 3 {
        &[Part::Plain, Part::Late, Part::Declines, Part::Boosted]
    } else {
        &[Part::Boosted, Part::Late, Part::Declines]
    };
    let all = first.iter().copied().chain(std::iter::repeat(Part::Plain));
    all.take(usize::from(people.max(1))).collect()
}

struct Story<'a> {
    protocol: &'a Protocol,
    parts: Vec<Part>,
    today: NaiveDate,
    now: Moment,
    /// The last dose of anybody.
    last_dose: Moment,
    /// From then on nobody holds.
    free: Moment,
    /// How many tablets each has used.
    used: Vec<u8>,
    /// How many times of the schedule of vital signs are over.
    measured: usize,
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

    fn at(&mut self, moment: Moment, command: Command) {
        self.steps.push((moment, command));
    }

    fn people(&self) -> impl Iterator<Item = (Person, Part)> + use<> {
        (0u8..).map(Person).zip(self.parts.clone())
    }

    /// The same of everyone, at one moment.
    fn everyone(&mut self, of: impl Fn(Person) -> Command) {
        let mut all: Vec<Command> = self.people().map(|(person, _)| of(person)).collect();
        let command = if all.len() == 1 { all.pop() } else { Some(Command::Each(all)) };
        self.steps.extend(command.map(|command| (self.now, command)));
    }

    /// What the chaperone tells where the client is elsewhere.
    fn seen(&self, command: Command) -> Command {
        match self.protocol.practice.place {
            Place::Room => command,
            Place::Remote => Command::Reported(Who::Chaperone, Box::new(command)),
        }
    }

    fn enter(&mut self, phase: Phase) -> bool {
        let there = self.protocol.phases.contains(&phase);
        if there {
            self.wait(20);
            self.ask(Command::Enter(phase));
        }
        there
    }

    /// So many days from today.
    fn day(&self, after: i64) -> Option<Day> {
        let by = Days::new(after.unsigned_abs());
        let day = if after < 0 { self.today.checked_sub_days(by) } else { self.today.checked_add_days(by) }?;
        let (month, number) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
        Day::new(u16::try_from(day.year()).ok()?, month, number)
    }

    /// What is answered to a line that asks more than met or not; so many tablets are there.
    fn answer(&self, item: &Item, tablets: u8) -> Option<Answer> {
        Some(match &item.ask {
            Ask::Tick => return None,
            Ask::Dated { .. } => Answer::Dated { day: self.day(-20)?, today: self.day(0)? },
            Ask::Count => Answer::Count(Tablets::whole(tablets)),
            Ask::Words => Answer::Words(said_to(&item.key).to_owned()),
            Ask::Changes(_) => Answer::Chosen(Vec::new()),
            Ask::OneOf(choices) => {
                Answer::Chosen(choices.first().map(|choice| choice.key.clone()).into_iter().collect())
            }
        })
    }

    fn vitals(&mut self, person: Person, (upper, lower, rate): (u16, u16, u16), breathing: Breathing) {
        self.wait(20);
        let measured = Measured {
            pressure: Some((MmHg(upper + self.chance.small()), MmHg(lower + self.chance.small()))),
            heart_rate: Some(BeatsPerMinute(rate + self.chance.small())),
            saturation: Some(Saturation(98)),
            breathing,
        };
        self.ask(self.seen(Command::KeepVitals(person, measured, self.now)));
    }

    fn rate(&mut self, item: usize, value: u8) {
        let Some(item) = self.protocol.ratings.get(item).map(|item| item.key.clone()) else { return };
        self.wait(8);
        self.everyone(|person| Command::Rate(person, item.clone(), value));
    }

    /// Everyone answers the questionnaires of a phase.
    fn questions(&mut self, phase: Phase) {
        let protocol = self.protocol;
        for form in protocol.practice.asked_in(phase) {
            let value = form.levels.get(1).or(form.levels.first()).map_or(0, |level| level.value);
            for item in (0..form.items.len()).filter_map(|item| u8::try_from(item).ok()) {
                self.wait(8);
                self.everyone(|person| Command::AnswerQuestion(person, form.key.clone(), item, value));
            }
        }
    }
}

/// A few words to a line, by its key.
fn said_to(key: &str) -> &'static str {
    match key {
        "emergency_number" => "112",
        "address" => "14 Linden Street, second floor",
        "chaperone_phone" | "client_phone" => "0555 0142",
        _ => "their sister",
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
