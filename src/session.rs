//! A session: what happened, what follows from it, and what may happen next. Read this first.
//!
//! [`Session::decide`] holds every rule and changes nothing; [`Session::apply`] changes state and holds no rule.
//! Time is an argument everywhere: nothing here reads a clock, a file or a device.

mod apply;

mod decide;
mod open;
pub mod outcome;

pub mod answer;
pub mod breathing;
pub mod changes;
pub mod command;
pub mod dose;
pub mod drawing;
pub mod due;
pub mod event;
pub mod field;
pub mod gate;
pub mod journey;
pub mod participant;
pub mod phase;
pub mod practice;
pub mod protocol;
pub mod questionnaire;
pub mod recount;
pub mod refusal;
pub mod release;
pub mod timer;
pub mod vitals;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

pub use command::Command;
pub use event::{About, Event, EventId, Happening, Person, Stamped, Who};
pub use open::open;
pub use phase::Phase;
pub use refusal::Refusal;

use breathing::{Pattern, Place};
use event::{Close, Meditated};
use journey::MusicState;
use participant::Participant;
use protocol::{Ceiling, Protocol};

use crate::units::Moment;

/// A live or replayed session: the events so far, and the state that follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    log: Vec<Stamped>,
    undone: HashSet<EventId>,
    state: State,
}

/// What follows from the events that were not taken back.
#[derive(Clone, Debug, PartialEq)]
struct State {
    id: u128,
    rehearsal: bool,
    protocol: Arc<Protocol>,
    phase: Phase,
    visits: Vec<(Phase, Moment)>,
    exercise: Option<Exercise>,
    /// Whole cycles of the exercises before this one.
    breathed: u16,
    /// Whole cycles of this exercise, once its end is recorded.
    breath_ended: Option<u16>,
    participants: Vec<Participant>,
    meditations: Vec<(Moment, Meditated, Option<Moment>)>,
    music: MusicState,
    output_lost: Option<Moment>,
    /// From when, and until when, entries did not reach the record's disk.
    unrecorded: Vec<(Moment, Option<Moment>)>,
    resumed: Option<(Moment, Duration)>,
    /// Spit cues that were recorded before the app was away, and so sounded then.
    sounded: Vec<Moment>,
    closed: Option<(Moment, Close)>,
    sealed: bool,
}

/// A breathing exercise, running or over.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    /// How one breathes.
    pub pattern: Pattern,
    /// When it began.
    pub start: Moment,
    /// Whole cycles after which it ends.
    pub cycles: u16,
}

impl Exercise {
    /// When it ends, on a whole cycle.
    #[must_use]
    pub fn ends(&self) -> Moment {
        self.start.plus(self.pattern.cycles(self.cycles))
    }

    /// Where in it one is.
    #[must_use]
    pub fn place(&self, now: Moment) -> Place {
        self.pattern.place(now.since(self.start))
    }
}

impl Session {
    /// The session of these events; `None` if they do not begin with the start of one.
    #[must_use]
    pub fn from_events(events: &[Stamped]) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let mut session = Self { state: State::begin(first)?, log: vec![first.clone()], undone: HashSet::new() };
        for event in rest {
            session.apply(event);
        }
        Some(session)
    }

    /// Which phase it is in.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.state.phase
    }

    /// When this phase was entered last.
    #[must_use]
    pub fn entered(&self) -> Moment {
        self.state.visits.last().map_or(Moment::START, |(_, at)| *at)
    }

    /// Every phase that was entered, in order, with its time.
    #[must_use]
    pub fn visits(&self) -> &[(Phase, Moment)] {
        &self.state.visits
    }

    /// The phase the app proposes next; the therapist decides.
    #[must_use]
    pub fn proposed(&self) -> Option<Phase> {
        let phases = &self.state.protocol.phases;
        let here = phases.iter().position(|phase| *phase == self.state.phase)?;
        phases.get(here + 1).copied()
    }

    /// The phase before this one in the protocol.
    #[must_use]
    pub fn previous(&self) -> Option<Phase> {
        let phases = &self.state.protocol.phases;
        let here = phases.iter().position(|phase| *phase == self.state.phase)?;
        here.checked_sub(1).and_then(|before| phases.get(before).copied())
    }

    /// How this practice works.
    #[must_use]
    pub fn protocol(&self) -> &Protocol {
        &self.state.protocol
    }

    /// The id that all records of this sitting share.
    #[must_use]
    pub fn id(&self) -> u128 {
        self.state.id
    }

    /// Nothing is recorded.
    #[must_use]
    pub fn is_rehearsal(&self) -> bool {
        self.state.rehearsal
    }

    /// Everyone, in order.
    #[must_use]
    pub fn participants(&self) -> &[Participant] {
        &self.state.participants
    }

    /// One person.
    #[must_use]
    pub fn participant(&self, person: Person) -> Option<&Participant> {
        self.state.participants.get(usize::from(person.0))
    }

    /// The breathing exercise, running or over.
    #[must_use]
    pub fn exercise(&self) -> Option<&Exercise> {
        self.state.exercise.as_ref()
    }

    /// The breathing exercise while it runs.
    #[must_use]
    pub fn breathing(&self, now: Moment) -> Option<&Exercise> {
        self.exercise().filter(|exercise| now < exercise.ends() && self.phase() == Phase::Breathing)
    }

    /// Whole breathing cycles done in this session.
    #[must_use]
    pub fn cycles_done(&self) -> u16 {
        self.state.breathed.saturating_add(self.state.breath_ended.unwrap_or(0))
    }

    /// The ceiling that counts for a person: their own, or the protocol's.
    #[must_use]
    pub fn ceiling(&self, person: Person) -> Option<&Ceiling> {
        self.participant(person).map(|who| who.ceiling.as_ref().unwrap_or(&self.protocol().ceiling))
    }

    /// Since when a meditation runs, and how.
    #[must_use]
    pub fn meditating(&self) -> Option<(Moment, Meditated)> {
        let (began, how, ended) = self.state.meditations.last()?;
        ended.is_none().then_some((*began, *how))
    }

    /// Every meditation: when it began, how, and when it ended.
    #[must_use]
    pub fn meditations(&self) -> &[(Moment, Meditated, Option<Moment>)] {
        &self.state.meditations
    }

    /// Whose turn in the round it is, and since when.
    #[must_use]
    pub fn speaking(&self) -> Option<(Person, Moment)> {
        let open = |(number, who): (usize, &Participant)| {
            let (began, _) = who.turns.last().filter(|(_, ended)| ended.is_none())?;
            Some((Person(u8::try_from(number).ok()?), *began))
        };
        self.participants().iter().enumerate().filter_map(open).max_by_key(|(_, began)| *began)
    }

    /// What the session knows of its music.
    #[must_use]
    pub fn music(&self) -> &MusicState {
        &self.state.music
    }

    /// Since when there is no sound output.
    #[must_use]
    pub fn output_lost(&self) -> Option<Moment> {
        self.state.output_lost
    }

    /// From when, and until when, entries did not reach the record's disk; the last may go on.
    #[must_use]
    pub fn unrecorded(&self) -> &[(Moment, Option<Moment>)] {
        &self.state.unrecorded
    }

    /// Whether the record still says that it does not reach its disk.
    #[must_use]
    pub fn is_unrecorded(&self) -> bool {
        self.unrecorded().last().is_some_and(|(_, until)| until.is_none())
    }

    /// When the app last came back, and how long it had been away.
    #[must_use]
    pub fn resumed(&self) -> Option<(Moment, Duration)> {
        self.state.resumed
    }

    /// When and how the session was closed.
    #[must_use]
    pub fn closed(&self) -> Option<(Moment, Close)> {
        self.state.closed
    }

    /// Every event, undone ones included, in the order they were recorded.
    #[must_use]
    pub fn log(&self) -> &[Stamped] {
        &self.log
    }

    /// Whether an event was taken back.
    #[must_use]
    pub fn is_undone(&self, id: EventId) -> bool {
        self.undone.contains(&id)
    }

    /// The last entry that [`Command::Undo`] would take back.
    #[must_use]
    pub fn last_entry(&self, now: Moment) -> Option<&Stamped> {
        self.log.iter().rev().find(|entry| self.can_undo(entry, now))
    }

    /// When the quiet check is due next; `None` before a tablet was taken.
    #[must_use]
    pub fn check_due(&self, person: Person) -> Option<Moment> {
        let who = self.participant(person)?;
        let last = who.checks.last().map(|check| check.at).max(who.t0())?;
        Some(last.plus(self.protocol().quiet_check_every))
    }

    /// The next moment at which a [`Command::Tick`] decides to something; asking earlier is harmless.
    ///
    /// Never before `now`: what is overdue is due now.
    #[must_use]
    pub fn deadline(&self, now: Moment) -> Option<Moment> {
        if self.closed().is_some() {
            return None;
        }
        let cues = self.participants().iter().filter_map(|who| who.holding());
        let spits = cues.filter(|(_, dose)| dose.cued.is_none()).filter_map(|(_, dose)| dose.hold_ends());
        let boosters = self.participants().iter().filter(|who| who.holding().is_none());
        let boosters = boosters.filter_map(|who| self.booster_ends(who));
        spits.chain(boosters).chain(self.breath_ends()).min().map(|due| due.max(now))
    }

    /// When the exercise ends whose end is not recorded yet.
    fn breath_ends(&self) -> Option<Moment> {
        self.exercise().filter(|_| self.state.breath_ended.is_none()).map(Exercise::ends)
    }

    fn sounded_before_outage(&self, cued: Moment) -> bool {
        self.state.sounded.contains(&cued)
    }
}
