//! Given a session, at a time, when a command comes, then these events follow.

use std::sync::Arc;
use std::time::Duration;

use holdspace::cue::{Chime, ChimeAt, Join, Material, Piece, Plan, Position, Stage};
use holdspace::session::answer::Ask;
use holdspace::session::breathing::{Breath, Pattern, Step};
use holdspace::session::dose::{HoldEnd, Prescription};
use holdspace::session::participant::Participant;
use holdspace::session::practice::Practice;
use holdspace::session::protocol::{Anchor, Ceiling, Chip, ChipGroup, ChipKind, Item, Protocol, Weight};
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::session::{Command, Event, EventId, Happening, Person, Phase, Refusal, Session, Stamped, open};
use holdspace::units::{BeatsPerMinute, Decibels, Milligrams, MmHg, Moment, Tablets};

/// The first person, who is alone in most rules.
pub const ANNA: Person = Person(0);
/// The second person of a group.
pub const BEN: Person = Person(1);

/// A session in simulated time, with the events of the last command.
#[derive(Clone)]
pub struct Scene {
    pub session: Session,
    pub now: Moment,
    next: u128,
    last: Vec<Stamped>,
}

/// A session of these people that works like this, just begun.
pub fn given(protocol: Protocol, people: usize) -> Scene {
    let codes = (0..people).map(|number| format!("P{number}")).collect();
    let begun = open(7, Arc::new(protocol), codes, plan(), false);
    let events = stamp(begun, &mut 1);
    let session = Session::from_events(&events).unwrap();
    Scene { session, now: Moment::START, next: 1 + events.len() as u128, last: events }
}

/// One person with the usual protocol.
pub fn alone() -> Scene {
    given(protocol(), 1)
}

/// Everyone passed the gate and is in administration with this hold confirmed, at 10:00.
pub fn ready(scene: Scene, hold_minutes: u64) -> Scene {
    let people = scene.session.participants().len();
    let mut scene = scene.at("5:00");
    for number in 0..people {
        scene = scene.pass_gate(Person(number as u8)).when(confirm(Person(number as u8), hold_minutes));
    }
    scene.at("10:00").when(Command::Enter(Phase::Administration))
}

/// One person who took the tablet at 10:00 and holds it for so many minutes.
pub fn holding(hold_minutes: u64) -> Scene {
    ready(alone(), hold_minutes).take(ANNA, "10:00")
}

impl Scene {
    /// The clock shows this: `m:ss` or `h:mm:ss`, perhaps with a fraction of the second.
    pub fn at(mut self, time: &str) -> Self {
        self.now = moment(time);
        self
    }

    /// The command is accepted and its events are taken in.
    pub fn when(mut self, command: Command) -> Self {
        let decided = self.session.decide(&command, self.now);
        let happened = decided.unwrap_or_else(|refusal| panic!("{command:?} was refused: {refusal}"));
        let log = self.session.log().len();
        self.last = stamp(happened, &mut self.next);
        self.last.iter().for_each(|event| self.session.apply(event));
        assert_eq!(self.session.log().len(), log + self.last.len(), "the log grows and never shrinks");
        let replayed = Session::from_events(self.session.log()).unwrap();
        assert_eq!(replayed, self.session, "the log tells the whole session, after {command:?}");
        self
    }

    /// What the last command led to.
    pub fn then(self, check: impl FnOnce(Vec<Event>)) -> Self {
        check(self.last.iter().map(|stamped| stamped.event.clone()).collect());
        self
    }

    /// What the last command led to, with times and people.
    pub fn then_stamped(self, check: impl FnOnce(&[Stamped])) -> Self {
        check(&self.last);
        self
    }

    /// The last command led to nothing.
    pub fn nothing(self) -> Self {
        assert_eq!(self.last, Vec::new());
        self
    }

    /// The command is refused and changes nothing.
    pub fn refused(self, command: Command, check: impl FnOnce(&Refusal) -> bool) -> Self {
        match self.session.decide(&command, self.now) {
            Ok(happened) => panic!("{command:?} was accepted: {happened:?}"),
            Err(refusal) => assert!(check(&refusal), "{command:?} was refused otherwise: {refusal:?}"),
        }
        self
    }

    /// What one sees in the session now.
    pub fn see(self, check: impl FnOnce(&Session, Moment)) -> Self {
        check(&self.session, self.now);
        self
    }

    /// What one sees of the first person now.
    pub fn anna(self, check: impl FnOnce(&Participant)) -> Self {
        check(self.session.participant(ANNA).unwrap());
        self
    }

    /// The tablet goes into a mouth.
    pub fn take(self, person: Person, time: &str) -> Self {
        let at = moment(time);
        self.at(time).when(Command::TakeTablet(person, at))
    }

    /// All of the gate is met.
    pub fn pass_gate(self, person: Person) -> Self {
        let now = self.now;
        self.when(Command::SetGateItem(person, "clearance".into(), true))
            .when(Command::SetGateItem(person, "consent".into(), true))
            .when(Command::KeepVitals(person, measured(120, 80, 70), now))
    }

    /// The name of the newest event that fits.
    pub fn id(&self, fits: impl Fn(&Event) -> bool) -> EventId {
        self.session.log().iter().rev().find(|entry| fits(&entry.event)).unwrap().id
    }

    /// The generation that should sound now; `None` is silence.
    pub fn generation(&self) -> Option<u64> {
        self.session.cue(self.now).music.map(|music| music.generation)
    }

    /// The chimes of one kind that are told ahead now.
    pub fn chimes(&self, chime: Chime) -> Vec<Moment> {
        let all: Vec<ChimeAt> = self.session.cue(self.now).chimes;
        all.into_iter().filter(|due| due.chime == chime).map(|due| due.at).collect()
    }
}

fn stamp(happened: Vec<Happening>, next: &mut u128) -> Vec<Stamped> {
    let named = |happening: Happening| {
        let id = EventId(*next);
        *next += 1;
        let Happening { at, about, who, event } = happening;
        Stamped { id, at, about, who, event }
    };
    happened.into_iter().map(named).collect()
}

/// A moment written as `m:ss` or `h:mm:ss`, perhaps with a fraction of the second.
pub fn moment(time: &str) -> Moment {
    let seconds = time.split(':').fold(0.0, |sum, part| sum * 60.0 + part.parse::<f64>().unwrap());
    Moment::from_millis((seconds * 1000.0).round() as u64)
}

pub fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

pub fn prescription(hold_minutes: u64) -> Prescription {
    let (tablets, each, hold) = (Tablets::whole(2), Milligrams(100), minutes(hold_minutes));
    Prescription::held(tablets, each, hold, HoldEnd::Spit, "Dr K".into())
}

pub fn confirm(person: Person, hold_minutes: u64) -> Command {
    Command::ConfirmPrescription(person, prescription(hold_minutes))
}

pub fn measured(upper: u16, lower: u16, rate: u16) -> Measured {
    Measured {
        pressure: Some((MmHg(upper), MmHg(lower))),
        heart_rate: Some(BeatsPerMinute(rate)),
        saturation: None,
        breathing: Breathing::Before,
    }
}

pub fn item(key: &str) -> Item {
    Item { key: key.into(), label: key.to_uppercase(), hint: String::new(), ask: Ask::Tick }
}

/// 5.5 s in, 5.5 s out.
pub fn coherent() -> Pattern {
    let step = |breath| Step { breath, lasts: Duration::from_millis(5500) };
    let steps = vec![step(Breath::In), step(Breath::Out)];
    Pattern { key: "coherent".into(), label: "Coherent".into(), steps, caution: None }
}

/// Three pieces of 20 minutes, then an endless bed; the peak begins at 20 minutes.
pub fn plan() -> Arc<Plan> {
    let piece = |number: u64| Piece {
        title: format!("Piece {number}"),
        material: Material::Soundscape { name: "tidewater".into(), seed: number },
        start: minutes(20 * number),
        length: (number < 3).then_some(minutes(20)),
        trim: Duration::ZERO,
        gain: Decibels::UNITY,
        join: Join::Crossfade(Duration::from_secs(8)),
    };
    Arc::new(Plan {
        target: minutes(60),
        pieces: (0..4).map(piece).collect(),
        arc: vec![(Duration::ZERO, Decibels(-9.0)), (minutes(20), Decibels::UNITY)],
        stages: vec![(Duration::ZERO, Stage::Hold), (minutes(20), Stage::Peak), (minutes(60), Stage::Bed)],
        playlist: String::new(),
        nudges: Vec::new(),
    })
}

/// A place in the plan.
pub fn place(piece: usize, secs: u64) -> Position {
    Position { piece, offset: Duration::from_secs(secs) }
}

/// A small protocol with one of each.
pub fn protocol() -> Protocol {
    let (group, weight) = (ChipGroup::Events, Weight::Expected);
    let chip = |key: &str, kind| Chip { key: key.into(), label: key.into(), group, kind, weight };
    Protocol {
        name: "rdt-test".into(),
        title: "RDT".into(),
        sha256: "0".repeat(64),
        phases: Phase::ALL.to_vec(),
        booked: minutes(180),
        gate: vec![item("clearance"), item("consent")],
        room: vec![item("water"), item("sound_check")],
        ceiling: Ceiling {
            systolic: MmHg(160),
            diastolic: MmHg(90),
            heart_rate: BeatsPerMinute(100),
            source: "prescriber".into(),
        },
        prompts: Vec::new(),
        patterns: vec![coherent()],
        cycles: 10,
        hold_presets: [7, 10, 12, 15].map(minutes).to_vec(),
        swish_every: Duration::from_secs(90),
        anchor: Anchor::T0,
        journey: minutes(60),
        quiet_check_every: minutes(15),
        chips: vec![
            chip("tears", ChipKind::Point),
            chip("nausea", ChipKind::State),
            chip("first_effects", ChipKind::Once),
        ],
        ratings: vec![item("distress")],
        release: vec![item("walks"), item("oriented")],
        minimum_stay: minutes(120),
        end_fade: Duration::from_secs(60),
        practice: Practice::default(),
    }
}

/// The usual protocol with the music counting from elsewhere.
pub fn anchored(anchor: Anchor) -> Protocol {
    Protocol { anchor, ..protocol() }
}
