//! A random session: random commands put to the real core; what it refuses is left undone.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, TimeZone as _};
use holdspace::app::perform::{Live, new_id};
use holdspace::app::prepare;
use holdspace::clock::{Reading, SessionClock};
use holdspace::config::{find_playlist, load};
use holdspace::cue::{Plan, Position};
use holdspace::journal::{DataDir, Journal, Report, path, recovery};
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::{Correction, NoteKind, Person, Steer};
use holdspace::session::protocol::Protocol;
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::session::{Command, Phase, Session, open};
use holdspace::units::{BeatsPerMinute, Decibels, Milligrams, MmHg, Moment, Saturation, Tablets};

use super::chance::Chance;
use super::{odd, practices};

const PATIENCE: Duration = Duration::from_secs(60);

/// What every session begins with.
pub struct World {
    protocols: Vec<Protocol>,
    plan: Arc<Plan>,
}

impl World {
    pub fn new() -> Self {
        let loaded = load(Path::new("/nowhere/at/all"));
        let protocols = loaded.protocols.iter().filter_map(|listed| listed.what.as_ref().ok().cloned()).collect();
        let playlist = find_playlist(&loaded, "tidewater").unwrap();
        let plan = prepare::plan(&playlist, Duration::from_secs(3600), None, None).unwrap().plan;
        Self { protocols, plan: Arc::new(plan) }
    }

    /// Lives through one sitting; its folders, sealed or left as a power cut leaves them.
    pub fn session(&self, data: &DataDir, chance: &mut Chance) -> Vec<PathBuf> {
        let people = if chance.in_100(15) { 3 } else { 1 };
        let mut clock = Clocks::new(chance);
        let mut codes: Vec<String> = odd::CODES.map(str::to_owned).to_vec();
        codes.rotate_left(chance.below(10) as usize);
        codes.truncate(people);
        let (first, now) = (new_id(&clock.reading()).as_u128(), clock.reading());
        let first = open(first, Arc::new(self.protocol(chance)), codes, Arc::clone(&self.plan), false);
        let journal = Journal::create(data, people as u8, &now).unwrap();
        let mut live = Live::begin(&first, Some(journal), SessionClock::starting(&now), &now).unwrap();
        for phase in Phase::ALL {
            let _ = live.perform(&Command::Enter(phase), &clock.reading());
            if matches!(phase, Phase::Administration | Phase::Journey) {
                dose(&mut live, &mut clock, chance);
            }
            for _ in 0..=chance.below(18) {
                clock.pass(chance);
                live = self.step(live, data, &mut clock, chance);
            }
        }
        finish(live, &clock, chance)
    }

    /// A shipped protocol, with odd words on some of its labels.
    fn protocol(&self, chance: &mut Chance) -> Protocol {
        let mut protocol = chance.of(&self.protocols).clone();
        if chance.in_100(30) {
            protocol.title = odd::words(chance);
            protocol.chips.iter_mut().for_each(|chip| chip.label = odd::words(chance));
            protocol.release.iter_mut().for_each(|line| line.label = odd::words(chance));
            protocol.ratings.iter_mut().for_each(|line| line.label = odd::words(chance));
        }
        protocol
    }

    fn step(&self, mut live: Live, data: &DataDir, clock: &mut Clocks, chance: &mut Chance) -> Live {
        if chance.in_100(1) {
            return restarted(live, data, clock);
        }
        if chance.in_100(1) {
            let jump = TimeDelta::seconds(chance.below(200_000_000) as i64 - 100_000_000);
            clock.wall += jump;
            let told = Command::NoteClockJump(jump.num_milliseconds());
            let _ = live.perform(&told, &clock.reading());
        }
        let _ = live.perform(&Command::Tick, &clock.reading());
        let now = live.moment(&clock.reading());
        let command = command(&live.session, now, chance);
        let _ = live.perform(&command, &clock.reading());
        live
    }
}

/// Most take a tablet, and some a second one.
fn dose(live: &mut Live, clock: &mut Clocks, chance: &mut Chance) {
    let often = if live.session.phase() == Phase::Administration { 85 } else { 30 };
    for person in (0..live.session.participants().len()).map(|number| Person(number as u8)) {
        if !chance.in_100(often) {
            continue;
        }
        let reason = odd::words(chance);
        let held = prescription(chance);
        let prescribed = practices::prescription(&live.session, held, chance);
        let now = live.moment(&clock.reading());
        let given = practices::is_given(&prescribed);
        let steps = [
            Command::OverrideGate(person, reason),
            Command::ConfirmPrescription(person, prescribed),
            if given { Command::Give(person, now) } else { Command::TakeTablet(person, now) },
        ];
        for step in steps {
            let _ = live.perform(&step, &clock.reading());
        }
        clock.pass(chance);
    }
}

/// Clocks that go as the world does, and sometimes jump.
struct Clocks {
    boot: Duration,
    wall: DateTime<FixedOffset>,
}

impl Clocks {
    fn new(chance: &mut Chance) -> Self {
        let offset = FixedOffset::east_opt(60 * *chance.of(&[0, 60, -210, 345, 840, -720])).unwrap();
        let secs = 1_700_000_000 + chance.below(200_000_000) as i64;
        let wall = offset.timestamp_millis_opt(secs * 1000 + chance.below(1000) as i64).unwrap();
        Self { boot: Duration::from_secs(chance.below(1_000_000)), wall }
    }

    fn reading(&self) -> Reading {
        Reading { boot: self.boot, boot_id: "b0".into(), wall: self.wall }
    }

    fn pass(&mut self, chance: &mut Chance) {
        let by = Duration::from_millis(500 + chance.below(120_000));
        self.boot += by;
        self.wall += by;
    }
}

/// The program dies and comes back: the record goes on in a new segment.
fn restarted(mut live: Live, data: &DataDir, clock: &mut Clocks) -> Live {
    let mut journal = live.journal.take().unwrap();
    assert!(journal.flush_and_wait(PATIENCE));
    let folder = journal.folders()[0].clone();
    drop(journal);
    let found = recovery::unfinished(data).into_iter().find(|found| found.folders().contains(&folder)).unwrap();
    let away = Duration::from_secs(9);
    clock.boot += away;
    clock.wall += away;
    let now = live.moment(&clock.reading());
    let journal = Journal::go_on(data, &found, &clock.reading()).unwrap();
    let session = Session::from_events(&found.events).unwrap();
    let clock_of = SessionClock::resuming(&clock.reading(), now);
    let mut live = Live::going_on(session, clock_of, journal, &found);
    let _ = live.perform(&Command::Resume(away), &clock.reading());
    live
}

/// Most are closed and sealed; some are left open.
fn finish(mut live: Live, clock: &Clocks, chance: &mut Chance) -> Vec<PathBuf> {
    let now = clock.reading();
    let mut journal = if chance.in_100(85) {
        for person in 0..live.session.participants().len() {
            let _ = live.perform(&Command::Release(Person(person as u8), Some(odd::words(chance))), &now);
        }
        let _ = live.perform(&Command::Close, &now).or_else(|_| live.perform(&Command::CloseAsItStood, &now)).unwrap();
        let mut journal = live.journal.take().unwrap();
        journal.seal();
        journal
    } else {
        live.journal.take().unwrap()
    };
    assert!(journal.flush_and_wait(PATIENCE));
    let sealed = journal.reports().into_iter().find_map(|report| match report {
        Report::Sealed(sealed) => Some(sealed.into_iter().map(|one| one.folder).collect()),
        _ => None,
    });
    let folders: Vec<PathBuf> = sealed.unwrap_or_else(|| journal.folders().to_vec());
    assert!(folders.iter().all(|folder| folder.is_dir()), "{folders:?}, {}", path::record_id(&folders[0]));
    folders
}

fn command(session: &Session, now: Moment, chance: &mut Chance) -> Command {
    let person = Person(chance.below(session.participants().len() as u64) as u8);
    let protocol = session.protocol();
    let before = now.minus(Duration::from_secs(chance.below(300)));
    let entry = chance.of(session.log()).id;
    if chance.in_100(25) {
        return practices::command(session, person, before, chance);
    }
    match chance.below(40) {
        0..=2 => Command::SetGateItem(person, chance.of(&protocol.gate).key.clone(), chance.in_100(80)),
        3 => Command::SetGateItem(person, chance.of(&protocol.room).key.clone(), chance.in_100(80)),
        4..=5 => Command::OverrideGate(person, odd::words(chance)),
        6 => Command::WriteIntention(person, if chance.in_100(80) { odd::words(chance) } else { String::new() }),
        7 => Command::StartBreathing(chance.of(&protocol.patterns).clone(), 6),
        8..=9 => Command::ConfirmPrescription(person, prescription(chance)),
        10..=11 => Command::TakeTablet(person, before),
        12..=13 => Command::EndHold(person, *chance.of(&ENDINGS), before),
        14 if chance.in_100(25) => Command::Decline(person),
        14..=15 => Command::CorrectT0(person, before),
        16..=19 => Command::Observe(person, chance.of(&protocol.chips).key.clone(), before),
        20 => Command::Check(person),
        21..=24 => Command::KeepVitals(person, measured(chance), before),
        25..=26 => Command::Rate(person, chance.of(&protocol.ratings).key.clone(), chance.below(11) as u8),
        27..=28 => Command::WriteNote(person, *chance.of(&KINDS), odd::words(chance), before),
        29 => Command::SetVolume(Decibels(-(chance.below(40) as f32))),
        30 => {
            Command::Steer(*chance.of(&[Steer::Silence(Duration::from_secs(60)), Steer::Resume, Steer::TalkOver(true)]))
        }
        31 => Command::NoteHeard(0, Position { piece: 0, offset: now.since(Moment::START) }),
        32 => Command::NoteOutput(chance.in_100(50)),
        33..=35 => Command::Correct(entry, correction(before, chance), odd::words(chance)),
        36 => Command::Undo(Some(entry)),
        37 if chance.in_100(30) => Command::Undo(None),
        37 => Command::Check(person),
        38 => Command::Explain(entry, odd::words(chance)),
        _ => Command::SetReleaseItem(person, chance.of(&protocol.release).key.clone(), chance.in_100(80)),
    }
}

const ENDINGS: [Ending; 3] = [Ending::Spat, Ending::SwallowedSome, Ending::SwallowedAll];
const KINDS: [NoteKind; 3] = [NoteKind::Note, NoteKind::FirstWords, NoteKind::Client];

pub fn correction(at: Moment, chance: &mut Chance) -> Correction {
    match chance.below(4) {
        0 => Correction::At(at),
        1 => Correction::Text(odd::words(chance)),
        2 => Correction::Vitals(measured(chance)),
        _ => Correction::Rating(chance.below(11) as u8),
    }
}

fn prescription(chance: &mut Chance) -> Prescription {
    let tablets = Tablets { halves: chance.small(1, 8) as u8 };
    let each = Milligrams(u32::from(*chance.of(&[25_u16, 50, 75, 100, 200])));
    let hold = Duration::from_secs(60 * u64::from(chance.small(1, 20)));
    let end = *chance.of(&[HoldEnd::Spit, HoldEnd::Swallow]);
    let prescriber = if chance.in_100(50) { odd::words(chance) } else { String::new() };
    Prescription::held(tablets, each, hold, end, prescriber)
}

fn measured(chance: &mut Chance) -> Measured {
    let pressure = (MmHg(chance.small(90, 200)), MmHg(chance.small(40, 89)));
    Measured {
        pressure: chance.in_100(80).then_some(pressure),
        heart_rate: chance.in_100(80).then(|| BeatsPerMinute(chance.small(40, 180))),
        saturation: chance.in_100(60).then(|| Saturation(chance.small(80, 100) as u8)),
        breathing: *chance.of(&[Breathing::Before, Breathing::After]),
    }
}
