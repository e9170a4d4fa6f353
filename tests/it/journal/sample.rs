//! A small practice: a desk with a data folder, and sessions to record.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use holdspace::clock::Reading;
use holdspace::cue::{Join, Material, Piece, Plan, Position, Stage};
use holdspace::journal::{DataDir, Journal, Report, Sealed};
use holdspace::session::answer::{Answer, Ask, Choice};
use holdspace::session::breathing::{Breath, Pattern, Step};
use holdspace::session::dose::{Booster, Ending, Form, HoldEnd, Prescription};
use holdspace::session::drawing::Point;
use holdspace::session::event::{
    About, Appointed, Appointment, CallOutcome, Close, Correction, Event, EventId, Meditated, MusicPlace, NoteKind,
    Person, Stamped, Steer, Who,
};
use holdspace::session::phase::Phase;
use holdspace::session::practice::{Asking, BoosterPolicy, GivenBy, Guide, Medicine, Meditation, Place, Practice};
use holdspace::session::protocol::{Anchor, Ceiling, Chip, ChipGroup, ChipKind, Item, Protocol, Weight};
use holdspace::session::questionnaire::{Asked, Band, Level, Questionnaire};
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::units::{BeatsPerMinute, Day, Decibels, Milligrams, MmHg, Moment, Saturation, Tablets};

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
        (ONE, Event::GateItem { item: "fasting".into(), met: true, answer: None }),
        (ONE, Event::GateOverridden { missing: vec!["escort".into()], reason: "arrives at one".into() }),
        all(Event::VolumeSet { volume: Decibels(-14.5), cap: Some(Decibels(-10.0)) }),
        (ONE, Event::IntentionWritten { text: "to meet \"it\" | whole,\nnot \\ half ✓".into() }),
        all(Event::BreathingStarted { pattern: pattern(), cycles: 6 }),
        all(Event::BreathingEnded { cycles: 5 }),
        (ONE, Event::Vitals(vitals)),
    ]
}

fn the_dose() -> Vec<(About, Event)> {
    let (tablets, each, hold) = (Tablets { halves: 3 }, Milligrams(100), Duration::from_secs(600));
    let prescription = Prescription::held(tablets, each, hold, HoldEnd::Spit, "Dr. Q".into());
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
        (ONE, Event::Undone { of: EventId(0x1000 + 22), reason: String::new() }),
        (ONE, Event::ReleaseItem { item: "walks".into(), met: true, answer: None }),
        (ONE, Event::Released { missing: vec!["escort".into()], reason: Some("sister comes".into()) }),
        (About::All, Event::Closed { how: Close::Complete }),
        (About::All, Event::Sealed),
    ]
}

/// What came with practices other than one tablet in the room: one of every kind, and of every shape of one.
pub fn of_practices() -> Vec<Event> {
    let day = Day::new(2026, 11, 22).unwrap();
    let answers = [
        Answer::Dated { day: Day::new(2026, 8, 1).unwrap(), today: day },
        Answer::Count(Tablets { halves: 5 }),
        Answer::Words("Ms L., 0151 2345".into()),
        Answer::Chosen(vec!["heart".into()]),
    ];
    let gate = |answer| Event::GateItem { item: "line".into(), met: true, answer: Some(answer) };
    let mut events: Vec<Event> = answers.clone().map(gate).to_vec();
    events.push(Event::ReleaseItem { item: "tablets".into(), met: false, answer: Some(answers[1].clone()) });
    events.extend(CallOutcome::ALL.map(|outcome| Event::PrescriberCalled { outcome }));
    let codes = vec!["AB".to_owned()];
    let protocol = Protocol { practice: practice(), ..protocol() };
    events.extend([
        Event::SessionStarted { session: 78, protocol: Arc::new(protocol), codes, rehearsal: false },
        Event::CeilingSet { ceiling: Ceiling { source: "Dr. Q".into(), ..ceiling() } },
        Event::CourseNoted { number: 4, of: Some(8) },
        Event::CourseNoted { number: 4, of: None },
        Event::Answered { questionnaire: "phq-9".into(), item: 8, value: 1 },
        Event::MeditationBegan { how: Meditated::Read },
        Event::MeditationBegan { how: Meditated::Played },
        Event::MeditationEnded,
        Event::PrescriptionConfirmed { dose: 0, prescription: sprays() },
        Event::PrescriptionConfirmed { dose: 0, prescription: boosted() },
        Event::Given { dose: 1 },
        Event::Postponed,
        Event::BoosterSkipped,
        Event::BoosterSnoozed { until: Moment::from_millis(1_800_000) },
        Event::BoosterExpired,
        Event::Stopped { reason: "enough for today".into() },
        Event::EmergencyOpened,
        Event::Drawn { sheet: 1, stroke: [Point { x: 3, y: 4 }, Point { x: 1600, y: 900 }].into() },
        Event::TurnBegan,
        Event::TurnEnded,
        Event::Appointed(Appointment { what: Appointed::Integration, day, minute: Some(14 * 60 + 5) }),
        Event::Appointed(Appointment { what: Appointed::Next, day, minute: None }),
        Event::Note { kind: NoteKind::Unwelcome, text: "the bells".into() },
    ]);
    events.extend(MusicPlace::ALL.map(|place| Event::MusicPlaced { place }));
    events
}

/// Six sprays of 10 mg, two minutes apart.
pub fn sprays() -> Prescription {
    let (tablets, each) = (Tablets::whole(1), Milligrams(10));
    let one = Prescription::held(tablets, each, Duration::ZERO, HoldEnd::Spit, String::new());
    Prescription { form: Form::Spray, doses: 6, spacing: Duration::from_secs(120), ..one }
}

/// A lozenge, and half a one later.
pub fn boosted() -> Prescription {
    let (tablets, each, hold) = (Tablets::whole(1), Milligrams(200), Duration::from_secs(720));
    let one = Prescription::held(tablets, each, hold, HoldEnd::Swallow, "Dr. Q".into());
    let booster = Some(Booster { tablets: Tablets { halves: 1 }, each });
    Prescription { form: Form::Lozenge, booster, ..one }
}

/// A practice in which nothing is as usual.
pub fn practice() -> Practice {
    let minutes = |count: u64| Duration::from_secs(60 * count);
    let item = |ask| Item { key: "sign".into(), label: "Sign".into(), hint: "seen".into(), ask };
    let choice = vec![Choice { key: "heart".into(), label: "Heart".into() }];
    let asks = [Ask::Dated { months: 6 }, Ask::Count, Ask::Words, Ask::Changes(choice.clone()), Ask::OneOf(choice)];
    let form = Questionnaire {
        key: "two".into(),
        title: "Two questions".into(),
        source: "this test".into(),
        licence: "ours".into(),
        intro: "Today".into(),
        levels: vec![Level { value: 0, label: "no".into() }, Level { value: 1, label: "yes".into() }],
        items: vec![
            Asked { text: "Well?".into(), notice_from: Some(1) },
            Asked { text: "Here?".into(), notice_from: None },
        ],
        bands: vec![Band { from: 0, label: "none".into() }],
        sha256: "ef".repeat(32),
    };
    Practice {
        medicine: Medicine {
            form: Form::Injection,
            given_by: GivenBy::Provider,
            ends: vec![HoldEnd::Swallow],
            most_doses: 3,
            spacings: vec![minutes(10)],
        },
        booster: Some(BoosterPolicy { from: minutes(20), until: minutes(45), snooze: minutes(5) }),
        people: (3, 6),
        place: Place::Remote,
        guides: vec![Guide { phase: Phase::Arrival, text: "Settle".into(), usual: Some(minutes(20)) }],
        vitals_at: vec![minutes(40), minutes(120)],
        recheck_after: minutes(6),
        hard_end: true,
        warn_before: minutes(10),
        meditation: Some(Meditation {
            title: "Arriving".into(),
            lines: vec!["Feel the ground".into()],
            usual: minutes(4),
            recording: Some("/clinic/arriving.flac".into()),
        }),
        music_level: Decibels(-8.0),
        signs: asks.map(item).to_vec(),
        grounding: vec!["I am here".into()],
        return_prompts: vec!["What is here?".into()],
        round: minutes(5),
        integration_days: (1, 2),
        take_home: "Rest".into(),
        questionnaires: vec![Asking { at: Phase::Arrival, form: Arc::new(form) }],
    }
}

fn ceiling() -> Ceiling {
    Ceiling { systolic: MmHg(140), diastolic: MmHg(90), heart_rate: BeatsPerMinute(100), source: "prescriber".into() }
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
    let item = |key: &str| Item { key: key.into(), label: key.to_uppercase(), hint: String::new(), ask: Ask::Tick };
    let (group, kind, weight) = (ChipGroup::Unease, ChipKind::State, Weight::Expected);
    let chip = Chip { key: "tears".into(), label: "Tears".into(), group, kind, weight };
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
        practice: Practice::default(),
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
