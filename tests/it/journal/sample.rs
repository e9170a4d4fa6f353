//! A small practice: a desk with a data folder, and sessions to record.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use holdspace::clock::Reading;
use holdspace::cue::{Join, Material, Piece, Plan, Position, Stage};
use holdspace::journal::{DataDir, Journal, Report, Sealed};
use holdspace::session::breathing::{Breath, Pattern, Step};
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::{About, Close, Correction, Event, EventId, NoteKind, Person, Stamped, Steer, Who};
use holdspace::session::phase::Phase;
use holdspace::session::protocol::{Anchor, Ceiling, Chip, ChipGroup, ChipKind, Item, Protocol};
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::units::{BeatsPerMinute, Decibels, Milligrams, MmHg, Moment, Saturation, Tablets};

pub const ONE: About = About::One(Person(0));
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A data folder of its own.
pub struct Desk {
    pub home: tempfile::TempDir,
    pub data: DataDir,
}

impl Desk {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let data = DataDir::open(home.path()).unwrap();
        Self { home, data }
    }

    /// Records a session of one person and leaves it unfinished.
    pub fn unfinished(&self, events: &[Stamped]) -> PathBuf {
        let mut journal = Journal::create(&self.data, 1, &reading(0)).unwrap();
        record(&mut journal, events);
        assert!(journal.flush_and_wait(PATIENCE));
        journal.folders()[0].clone()
    }

    /// Records a session and seals it.
    pub fn sealed(&self, events: &[Stamped]) -> Sealed {
        let mut journal = Journal::create(&self.data, 1, &reading(0)).unwrap();
        record(&mut journal, events);
        seal(&mut journal).remove(0)
    }
}

/// Each event is a decision of its own, recorded when it happened.
pub fn record(journal: &mut Journal, events: &[Stamped]) {
    for entry in events {
        journal.record(std::slice::from_ref(entry), &reading(entry.at.millis()));
    }
}

pub fn seal(journal: &mut Journal) -> Vec<Sealed> {
    journal.seal();
    assert!(journal.flush_and_wait(PATIENCE));
    let sealed = journal.reports().into_iter().find_map(|report| match report {
        Report::Sealed(sealed) => Some(sealed),
        Report::SealFailed { reason } => panic!("{reason}"),
        _ => None,
    });
    sealed.unwrap()
}

/// What the clocks say so many ms into a session.
pub fn reading(millis: u64) -> Reading {
    let start = DateTime::parse_from_rfc3339("2026-11-22T10:31:07.512+01:00").unwrap();
    let wall = start + TimeDelta::milliseconds(i64::try_from(millis).unwrap());
    Reading { boot: Duration::from_millis(88_000_000 + millis), boot_id: "b0".into(), wall }
}

/// An entry that the therapist makes.
pub fn entry(id: u128, at: u64, about: About, event: Event) -> Stamped {
    let at = Moment::from_millis(at);
    Stamped { id: EventId(id), at, about, who: Who::Therapist, event }
}

/// One of every kind of event, in an order that could have happened, then `sealed`.
pub fn every_kind() -> Vec<Stamped> {
    let mut events: Vec<(About, Event)> = vec![(About::All, started(&["AB"]))];
    events.extend(before_the_dose());
    events.extend(the_dose());
    events.extend(the_journey());
    events.extend(the_end());
    let stamp = |(index, (about, event)): (usize, (About, Event))| {
        entry(0x1000 + index as u128, index as u64 * 1_500, about, event)
    };
    events.into_iter().enumerate().map(stamp).collect()
}

/// A session that a power cut may end: everything but its end.
pub fn without_end() -> Vec<Stamped> {
    let mut events = every_kind();
    events.truncate(events.len() - 2);
    events
}

pub fn started(codes: &[&str]) -> Event {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    Event::SessionStarted { session: 77, protocol: Arc::new(protocol()), codes, rehearsal: false }
}

fn before_the_dose() -> Vec<(About, Event)> {
    let all = |event| (About::All, event);
    let vitals = Measured {
        pressure: Some((MmHg(128), MmHg(82))),
        heart_rate: Some(BeatsPerMinute(71)),
        saturation: Some(Saturation(97)),
        breathing: Breathing::Before,
    };
    vec![
        all(Event::PhaseEntered { phase: Phase::Arrival }),
        (ONE, Event::GateItem { item: "fasting".into(), met: true }),
        (ONE, Event::GateOverridden { missing: vec!["escort".into()], reason: "arrives at one".into() }),
        all(Event::VolumeSet { volume: Decibels(-14.5), cap: Some(Decibels(-10.0)) }),
        (ONE, Event::IntentionWritten { text: "to meet \"it\" | whole,\nnot \\ half ✓".into() }),
        all(Event::BreathingStarted { pattern: pattern(), cycles: 6 }),
        all(Event::BreathingEnded { cycles: 5 }),
        (ONE, Event::Vitals(vitals)),
    ]
}

fn the_dose() -> Vec<(About, Event)> {
    let prescription = Prescription {
        tablets: Tablets { halves: 3 },
        each: Milligrams(100),
        hold: Duration::from_secs(600),
        end: HoldEnd::Spit,
        prescriber: "Dr. Q".into(),
    };
    let (from, to) = (Moment::from_millis(15_000), Moment::from_millis(13_000));
    vec![
        (ONE, Event::PrescriptionConfirmed { dose: 0, prescription }),
        (ONE, Event::TabletTaken { dose: 0 }),
        (About::All, Event::MusicPlanned { plan: Arc::new(plan()) }),
        (ONE, Event::SpitCued { dose: 0 }),
        (ONE, Event::HoldEnded { dose: 0, ending: Ending::Spat }),
        (ONE, Event::HoldEnded { dose: 1, ending: Ending::SwallowedSome }),
        (ONE, Event::HoldEnded { dose: 2, ending: Ending::SwallowedAll }),
        (ONE, Event::T0Corrected { dose: 0, from, to }),
        (ONE, Event::Declined),
    ]
}

fn the_journey() -> Vec<(About, Event)> {
    let all = |event| (About::All, event);
    let position = Position { piece: 0, offset: Duration::from_nanos(12_345_678_901) };
    vec![
        all(Event::PhaseEntered { phase: Phase::Journey }),
        (ONE, Event::Observed { chip: "tears".into() }),
        (ONE, Event::StateEnded { chip: "tears".into(), began: EventId(0x1000 + 19) }),
        (ONE, Event::Checked),
        (ONE, Event::Rating { item: "distress".into(), value: 3 }),
        (ONE, Event::Note { kind: NoteKind::FirstWords, text: "It was the sea.".into() }),
        all(Event::MusicSteered(Steer::SoundCheck(true))),
        all(Event::MusicSteered(Steer::Silence(Duration::from_secs(60)))),
        all(Event::MusicSteered(Steer::Resume)),
        all(Event::MusicSteered(Steer::TalkOver(false))),
        all(Event::Heard { generation: 4, position }),
        all(Event::OutputLost),
        all(Event::OutputBack),
        all(Event::PieceFailed { piece: 1, reason: "ends early".into() }),
        all(Event::ClockJumped { by_ms: -3_600_000 }),
        all(Event::Resumed { away: Duration::from_millis(4_200) }),
        all(Event::NotRecorded { reason: "No space left on device".into() }),
        all(Event::RecordedAgain),
    ]
}

fn the_end() -> Vec<(About, Event)> {
    let of = EventId(0x1000 + 23);
    let correction = Correction::Text("It was the wide sea.".into());
    let later = Correction::At(Moment::from_millis(27_000));
    vec![
        (ONE, Event::Corrected { of, correction, reason: "misheard".into() }),
        (ONE, Event::Corrected { of: EventId(0x1000 + 19), correction: later, reason: String::new() }),
        (ONE, Event::Undone { of: EventId(0x1000 + 22) }),
        (ONE, Event::ReleaseItem { item: "walks".into(), met: true }),
        (ONE, Event::Released { missing: vec!["escort".into()], reason: Some("sister comes".into()) }),
        (About::All, Event::Closed { how: Close::Complete }),
        (About::All, Event::Sealed),
    ]
}

pub fn pattern() -> Pattern {
    let steps = [(Breath::In, 5500), (Breath::Hold, 1), (Breath::Out, 5500)];
    let steps = steps.map(|(breath, millis)| Step { breath, lasts: Duration::from_millis(millis) }).to_vec();
    Pattern { key: "coherent".into(), label: "Coherent".into(), steps, caution: None }
}

pub fn plan() -> Plan {
    let piece = |material, length, join| Piece {
        title: "Low tide".into(),
        material,
        start: Duration::from_millis(1_000),
        length,
        trim: Duration::from_micros(20_833),
        gain: Decibels(-1.3),
        join,
    };
    let file = Material::File { path: "/music/ä b.flac".into(), sha256: "ab".repeat(32) };
    let built_in = Material::Soundscape { name: "tidewater".into(), seed: u64::MAX };
    let crossfade = Join::Crossfade(Duration::from_secs(8));
    Plan {
        target: Duration::from_secs(3_600),
        pieces: vec![
            piece(file, Some(Duration::from_nanos(61_234_567_891)), Join::Gapless),
            piece(built_in, None, crossfade),
        ],
        arc: vec![(Duration::ZERO, Decibels(-9.0)), (Duration::from_secs(600), Decibels::UNITY)],
        stages: vec![(Duration::ZERO, Stage::Hold), (Duration::from_secs(600), Stage::Onset)],
        playlist: String::new(),
        nudges: Vec::new(),
    }
}

pub fn protocol() -> Protocol {
    let item = |key: &str| Item { key: key.into(), label: key.to_uppercase(), hint: String::new() };
    let chip = Chip { key: "tears".into(), label: "Tears".into(), group: ChipGroup::Unease, kind: ChipKind::State };
    let minutes = |count: u64| Duration::from_secs(60 * count);
    let (systolic, diastolic, heart_rate) = (MmHg(160), MmHg(90), BeatsPerMinute(100));
    Protocol {
        name: "rdt".into(),
        title: "RDT".into(),
        sha256: "cd".repeat(32),
        phases: Phase::ALL.to_vec(),
        booked: minutes(150),
        gate: vec![item("fasting"), item("escort")],
        room: vec![],
        ceiling: Ceiling { systolic, diastolic, heart_rate, source: "program".into() },
        prompts: vec!["What for?".into()],
        patterns: vec![pattern()],
        cycles: 6,
        hold_presets: vec![minutes(7), minutes(10)],
        swish_every: Duration::from_secs(90),
        anchor: Anchor::T0,
        journey: minutes(60),
        quiet_check_every: minutes(15),
        chips: vec![chip],
        ratings: vec![item("distress")],
        release: vec![item("walks")],
        minimum_stay: minutes(120),
        end_fade: minutes(1),
    }
}

/// A live folder with one segment of these bytes, outside any data folder.
pub fn folder_of(home: &Path, bytes: &[u8]) -> PathBuf {
    let folder = home.join("20261122-x.live");
    if !folder.exists() {
        std::fs::create_dir(&folder).unwrap();
    }
    std::fs::write(folder.join("events-0001.ndjson"), bytes).unwrap();
    folder
}
