//! Sessions that were lived through up to a moment, recorded as if the program had been there.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use holdspace::app::perform::{Live, new_id};
use holdspace::app::prepare;
use holdspace::clock::{self, Reading, SessionClock};
use holdspace::config;
use holdspace::journal::{DataDir, Journal};
use holdspace::music::plan::{self, Wishes};
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::{NoteKind, Person};
use holdspace::session::protocol::Protocol;
use holdspace::session::{Command, Phase, open};
use holdspace::units::{Decibels, Milligrams, Moment, Tablets};

use super::room::Room;

const WHO: Person = Person(0);
const HOLD: Duration = Duration::from_secs(15 * 60);

/// A sequence of numbers that looks like chance and is the same for a seed (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    /// The next number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}

/// When a lived session began.
#[derive(Clone, Copy, Debug)]
pub struct Began {
    /// A moment of this machine, by the clock since it booted.
    now: Duration,
    /// The session began so long before it: perhaps before the machine did.
    before: Duration,
}

impl Began {
    /// When a moment of the session was or will be, by the clock since the machine booted.
    pub fn boot_of(&self, at: Moment) -> Duration {
        let since = Duration::from_millis(at.millis());
        (self.now + since).checked_sub(self.before).expect("a moment since the machine booted")
    }

    /// How long a session had lasted when the clock since the machine booted said this.
    pub fn lasted(&self, boot: Duration) -> Duration {
        (boot + self.before).saturating_sub(self.now)
    }
}

/// Puts a session into the room's data folder that is at a random moment of a phase now; says when it began.
pub fn live_until(room: &Room, phase: Phase, chance: &mut Chance) -> Began {
    let steps = steps(phase, &protocol_of(room), chance);
    let (began, reached) = live(room, steps, Duration::from_millis(1_000 + chance.below(9_000)));
    assert_eq!(reached, phase);
    began
}

/// The same with the tablet in the hand.
pub fn live_to_the_tablet(room: &Room) -> Began {
    live(room, up_to_the_prescription(&mut Chance(1)), Duration::from_secs(20)).0
}

/// The same with the tablet in the mouth for almost as long as it is to be held; says when the cue comes, too.
pub fn live_to_the_cue(room: &Room, left: Duration) -> (Began, Duration) {
    let mut steps = up_to_the_prescription(&mut Chance(1));
    let t0 = take(&mut steps);
    let reports = HOLD.saturating_sub(left).as_secs() / 10;
    listen(&mut steps, reports);
    let (began, _) = live(room, steps, HOLD - left - Duration::from_secs(reports * 10));
    (began, began.boot_of(Moment::START.plus(t0 + HOLD)))
}

fn protocol_of(room: &Room) -> Protocol {
    let loaded = config::load(&room.config());
    config::find_protocol(&loaded, &loaded.settings.protocol).expect("a protocol")
}

/// Lives through these steps, the last of which was so long ago; says when it began and which phase was reached.
///
/// Where the machine is younger than the session, all of it was before the machine was started last.
fn live(room: &Room, steps: Steps, then: Duration) -> (Began, Phase) {
    let _ = fs::remove_dir_all(room.data());
    fs::create_dir_all(room.data()).expect("folder of the records");
    let loaded = config::load(&room.config());
    let protocol = config::find_protocol(&loaded, &loaded.settings.protocol).expect("a protocol");
    let playlist = config::find_playlist(&loaded, &loaded.settings.playlist).expect("a playlist");
    let collection = prepare::collect(&playlist, None, &|_| true).expect("its tracks");
    let plan = plan::plan(&collection, &Wishes::lasting(protocol.journey)).expect("a plan").plan;

    let now = clock::read();
    let before = steps.last().expect("steps").0 + then;
    let wall = now.wall - TimeDelta::from_std(before).expect("hours");
    let (boot, boot_id) = match now.boot.checked_sub(before) {
        Some(boot) => (boot, Arc::clone(&now.boot_id)),
        None => (now.boot, Arc::from("11111111-2222-4333-8444-555555555555")),
    };
    let started = Reading { boot, boot_id, wall };
    let data = DataDir::open(&room.data()).expect("a data folder");
    let journal = Journal::create(&data, 1, &started).expect("a record");
    let first = open(new_id(&started).as_u128(), Arc::new(protocol), vec!["MK".into()], Arc::new(plan), false);
    let live = Live::begin(&first, Some(journal), SessionClock::starting(&started), &started);
    let mut live = live.expect("a session");
    let reading = |into: Duration| Reading {
        boot: started.boot + into,
        boot_id: Arc::clone(&started.boot_id),
        wall: started.wall + TimeDelta::from_std(into).expect("hours"),
    };
    for (into, command) in steps {
        let _ = live.perform(&Command::Tick, &reading(into)).expect("a tick");
        let command = command.unwrap_or_else(|| heard(&live, Moment::START.plus(into)));
        let _ = live.perform(&command, &reading(into)).unwrap_or_else(|no| panic!("{command:?}: {no}"));
    }
    let reached = live.session.phase();
    let mut journal = live.journal.expect("a record");
    assert!(journal.flush_and_wait(Duration::from_secs(60)), "the record is written");
    (Began { now: now.boot, before }, reached)
}

/// What the sound would have reported then.
fn heard(live: &Live, now: Moment) -> Command {
    let Some(music) = live.session.cue(now).music else { return Command::Tick };
    let anchor = live.session.music().anchor.expect("music has an anchor");
    Command::NoteHeard(music.generation, music.plan.position_at(now.since(anchor)))
}

/// What was done until a phase was reached, each with its time; `None` is a report of what was heard.
type Steps = Vec<(Duration, Option<Command>)>;

/// So long after the last of the steps this one.
fn ask(steps: &mut Steps, secs: u64, command: Option<Command>) {
    let at = steps.last().expect("steps").0 + Duration::from_secs(secs);
    steps.push((at, command));
}

fn arrived(chance: &mut Chance) -> Steps {
    let at = Duration::from_secs(31 + chance.below(200));
    let mut steps: Steps = vec![(at, Some(Command::SetGateItem(WHO, "consent".into(), true)))];
    ask(&mut steps, 1, Some(Command::KeepSoundCheck(Decibels(-14.0))));
    steps
}

fn up_to_the_prescription(chance: &mut Chance) -> Steps {
    let mut steps = arrived(chance);
    ask(&mut steps, 20, Some(Command::Enter(Phase::Intention)));
    ask(&mut steps, 60, Some(Command::Enter(Phase::Breathing)));
    ask(&mut steps, 30, Some(Command::OverrideGate(WHO, "will be done before the tablet".into())));
    ask(&mut steps, 10, Some(Command::Enter(Phase::Administration)));
    let (tablets, each, end) = (Tablets::whole(2), Milligrams(100), HoldEnd::Spit);
    let prescription = Prescription::held(tablets, each, HOLD, end, String::new());
    ask(&mut steps, 20, Some(Command::ConfirmPrescription(WHO, prescription)));
    ask(&mut steps, 30, None);
    steps
}

/// The tablet is taken; says when.
fn take(steps: &mut Steps) -> Duration {
    let t0 = steps.last().expect("steps").0 + Duration::from_secs(1);
    steps.push((t0, Some(Command::TakeTablet(WHO, Moment::START.plus(t0)))));
    t0
}

fn steps(phase: Phase, protocol: &Protocol, chance: &mut Chance) -> Steps {
    if phase == Phase::Arrival {
        return arrived(chance);
    }
    if phase == Phase::Intention {
        let mut steps = arrived(chance);
        ask(&mut steps, 20, Some(Command::Enter(Phase::Intention)));
        return steps;
    }
    if phase == Phase::Breathing {
        let mut steps = arrived(chance);
        ask(&mut steps, 20, Some(Command::Enter(Phase::Intention)));
        ask(&mut steps, 60, Some(Command::Enter(Phase::Breathing)));
        let pattern = protocol.patterns.first().expect("a pattern").clone();
        ask(&mut steps, 5 + chance.below(60), Some(Command::StartBreathing(pattern, 100)));
        return steps;
    }
    let mut steps = up_to_the_prescription(chance);
    let t0 = take(&mut steps);
    if phase == Phase::Administration {
        listen(&mut steps, 1 + chance.below(60));
        return steps;
    }
    let spat = t0 + HOLD + Duration::from_secs(5);
    listen(&mut steps, HOLD.as_secs() / 10);
    steps.push((spat, Some(Command::EndHold(WHO, Ending::Spat, Moment::START.plus(spat)))));
    steps.push((spat + Duration::from_secs(20), Some(Command::Enter(Phase::Journey))));
    let rest = protocol.journey.saturating_sub(HOLD).as_secs() / 10;
    if phase == Phase::Journey {
        listen(&mut steps, 3 + chance.below(rest - 20));
        return steps;
    }
    listen(&mut steps, rest);
    let back = steps.last().expect("steps").0 + Duration::from_secs(30);
    steps.push((back, Some(Command::Enter(Phase::Return))));
    let words = Command::WriteNote(WHO, NoteKind::FirstWords, "It was quiet.".into(), Moment::START.plus(back));
    steps.push((back + Duration::from_secs(60), Some(words)));
    listen(&mut steps, 1 + chance.below(40));
    if phase == Phase::Closing {
        let closing = steps.last().expect("steps").0 + Duration::from_secs(90);
        steps.push((closing, Some(Command::Enter(Phase::Closing))));
    }
    steps
}

/// Reports of what was heard, every 10 s.
fn listen(steps: &mut Steps, reports: u64) {
    let from = steps.last().expect("steps").0;
    steps.extend((1..=reports).map(|number| (from + Duration::from_secs(number * 10), None)));
}
