//! Facts: what happened in the room. Events are past tense and never change.

mod word;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::answer::Answer;
use super::breathing::Pattern;
use super::dose::{Ending, Prescription};
use super::drawing::Stroke;
use super::phase::Phase;
use super::protocol::{Ceiling, Protocol};
use super::vitals::Measured;
use crate::cue::{Plan, Position};
use crate::units::{Decibels, Moment};

pub use word::{
    Appointed, Appointment, CallOutcome, Close, Correction, Meditated, MusicPlace, NotBefore, NoteKind, Steer,
};

/// The name of an event, unique for ever. Written as a UUIDv7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u128);

/// One of the participants, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(pub u8);

/// Whom an event concerns, and so into which records it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// Everyone: phase, music, room.
    All,
    /// One person.
    One(Person),
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// The therapist tapped it.
    Therapist,
    /// The app noticed it.
    System,
    /// The chaperone reported it.
    Chaperone,
    /// The medical provider did it.
    Provider,
}

/// What `decide` found to have happened; `perform` gives it an id and makes it [`Stamped`].
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// When it happened; earlier than now if it was back-dated.
    pub at: Moment,
    /// Whom it concerns.
    pub about: About,
    /// Who says so.
    pub who: Who,
    /// What happened.
    pub event: Event,
}

/// An event with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamped {
    /// Its name, so that corrections can point at it.
    pub id: EventId,
    /// When it happened.
    pub at: Moment,
    /// Whom it concerns.
    pub about: About,
    /// Who says so.
    pub who: Who,
    /// What happened.
    pub event: Event,
}

/// A fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The session began. First line of every record.
    SessionStarted {
        /// Opaque id shared by all records of one sitting.
        session: u128,
        /// The protocol with every value resolved. Resume uses this, not the file.
        protocol: Arc<Protocol>,
        /// Codes of the participants in order; each record keeps only its own.
        codes: Vec<String>,
        /// Nothing is recorded: a rehearsal.
        rehearsal: bool,
    },
    /// The app came back after a crash, a power cut or a long suspend.
    Resumed {
        /// How long it was away.
        away: Duration,
    },
    /// The app was away for another time than the clocks had told, said afterwards; both stay.
    ///
    /// What was recorded between that [`Event::Resumed`] and this is counted anew: see [`super::recount`].
    AwayCorrected {
        /// The [`Event::Resumed`].
        of: EventId,
        /// What was counted.
        from: Duration,
        /// What is right; the same where the therapist says that it is.
        to: Duration,
    },
    /// A phase began.
    PhaseEntered {
        /// Which.
        phase: Phase,
    },
    /// A line of the go/no-go gate or of the room's checklist was ticked or unticked.
    GateItem {
        /// Key of the line.
        item: String,
        /// Met or not.
        met: bool,
        /// What was answered, where more is asked than met or not.
        answer: Option<Answer>,
    },
    /// From which pressure and rate on the gate is a soft stop for this client.
    CeilingSet {
        /// The numbers, and who set them.
        ceiling: Ceiling,
    },
    /// The prescriber was called about an open gate.
    PrescriberCalled {
        /// What came of it.
        outcome: CallOutcome,
    },
    /// Which session of the client's course this is.
    CourseNoted {
        /// Its number, from 1.
        number: u16,
        /// How many are planned, if that is known.
        of: Option<u16>,
    },
    /// An item of a questionnaire was answered.
    Answered {
        /// Key of the questionnaire.
        questionnaire: String,
        /// Number of the item, from 0.
        item: u8,
        /// The value of the answer.
        value: u8,
    },
    /// A meditation began.
    MeditationBegan {
        /// Read aloud, or played.
        how: Meditated,
    },
    /// The meditation ended.
    MeditationEnded,
    /// The gate was not met and the therapist went on all the same.
    GateOverridden {
        /// Keys of what was missing.
        missing: Vec<String>,
        /// The therapist's reason.
        reason: String,
    },
    /// The client's own words.
    IntentionWritten {
        /// The words; empty for "without an intention".
        text: String,
    },
    /// Paced breathing began.
    BreathingStarted {
        /// The pattern.
        pattern: Pattern,
        /// Whole cycles planned.
        cycles: u16,
    },
    /// Paced breathing will end, or ended, on a whole cycle; `at` is that moment.
    BreathingEnded {
        /// Whole cycles done.
        cycles: u16,
    },
    /// The prescription was read against the label.
    PrescriptionConfirmed {
        /// Which dose it is for, from 0.
        dose: u8,
        /// What is prescribed.
        prescription: Prescription,
    },
    /// Tablet in mouth. For the first dose, `at` is T0.
    TabletTaken {
        /// Which dose, from 0.
        dose: u8,
    },
    /// A spray or an injection was given. For the first dose, `at` is T0.
    Given {
        /// Which dose, from 0.
        dose: u8,
    },
    /// This person takes the medicine later than the others.
    Postponed,
    /// The booster is not taken.
    BoosterSkipped,
    /// The booster is asked about again later.
    BoosterSnoozed {
        /// When.
        until: Moment,
    },
    /// The time of the booster is over.
    BoosterExpired,
    /// The client ends their part of the session.
    Stopped {
        /// Why; may be empty.
        reason: String,
    },
    /// The planned hold was over.
    SpitCued {
        /// Which dose, from 0.
        dose: u8,
    },
    /// The hold ended.
    HoldEnded {
        /// Which dose, from 0.
        dose: u8,
        /// How.
        ending: Ending,
    },
    /// The client declines the tablet today.
    Declined,
    /// T0 was corrected; the sounding music does not move.
    T0Corrected {
        /// Which dose, from 0.
        dose: u8,
        /// What it was.
        from: Moment,
        /// What it is now.
        to: Moment,
    },
    /// An observation.
    Observed {
        /// Key of the chip.
        chip: String,
    },
    /// An observed state ended.
    StateEnded {
        /// Key of the chip.
        chip: String,
        /// The [`Event::Observed`] that began it.
        began: EventId,
    },
    /// The quiet visual check was done.
    Checked,
    /// Vital signs.
    Vitals(Measured),
    /// A rating from 0 to 10.
    Rating {
        /// Key of the scale.
        item: String,
        /// 0 to 10.
        value: u8,
    },
    /// Words written by the therapist.
    Note {
        /// Whose or which words.
        kind: NoteKind,
        /// The words.
        text: String,
    },
    /// The emergency card was opened.
    EmergencyOpened,
    /// A line was drawn on the pad.
    Drawn {
        /// Which sheet, from 0.
        sheet: u8,
        /// The line.
        stroke: Stroke,
    },
    /// A person's turn in the round began.
    TurnBegan,
    /// The turn ended.
    TurnEnded,
    /// A day was agreed.
    Appointed(Appointment),
    /// The music is heard elsewhere from now on.
    MusicPlaced {
        /// Where.
        place: MusicPlace,
    },
    /// The music of the session, whole: replay needs no file.
    MusicPlanned {
        /// Every piece.
        plan: Arc<Plan>,
    },
    /// The therapist changed the music.
    MusicSteered(Steer),
    /// The volume, and perhaps its cap, was set.
    VolumeSet {
        /// The volume.
        volume: Decibels,
        /// The cap, if the sound check set it.
        cap: Option<Decibels>,
    },
    /// The music has been heard up to here.
    Heard {
        /// The generation that sounded.
        generation: u64,
        /// The place in the plan.
        position: Position,
    },
    /// The sound output is gone.
    OutputLost,
    /// The sound output is back.
    OutputBack,
    /// A piece could not be played on and was crossed over.
    PieceFailed {
        /// Index of the piece in the plan.
        piece: usize,
        /// Why, in plain words.
        reason: String,
    },
    /// The wall clock jumped; timers did not.
    ClockJumped {
        /// By how many milliseconds, forward positive.
        by_ms: i64,
    },
    /// The wall clock says what cannot be true.
    ClockDoubted {
        /// It cannot be before this.
        not_before: DateTime<FixedOffset>,
        /// Why.
        because: NotBefore,
    },
    /// From `at` on, entries did not reach the record's disk.
    NotRecorded {
        /// What the system said, without a path.
        reason: String,
    },
    /// Since `at`, everything is on the record's disk again, what came before included.
    RecordedAgain,
    /// An earlier entry was corrected; both stay.
    Corrected {
        /// The entry.
        of: EventId,
        /// What is right.
        correction: Correction,
        /// Why; may be empty.
        reason: String,
    },
    /// An earlier entry was taken back; it stays, marked.
    Undone {
        /// The entry.
        of: EventId,
        /// Why, where it was said together with it; empty otherwise.
        reason: String,
    },
    /// Why an earlier entry was taken back or corrected, said afterwards.
    Explained {
        /// The [`Event::Undone`], [`Event::Corrected`] or [`Event::T0Corrected`].
        of: EventId,
        /// The reason.
        reason: String,
    },
    /// First line of a record that adds to a sealed one. What follows corrects that one or adds notes to it.
    AmendmentStarted {
        /// The sitting of the sealed record.
        session: u128,
        /// The participant's code there.
        code: String,
        /// The name of the sealed folder.
        record: String,
        /// The hash of its last line.
        last_h: String,
    },
    /// A line of the release checklist was ticked or unticked.
    ReleaseItem {
        /// Key of the line.
        item: String,
        /// Met or not.
        met: bool,
        /// What was answered, where more is asked than met or not.
        answer: Option<Answer>,
    },
    /// The client may leave, or leaves with a reason.
    Released {
        /// Keys of what was missing.
        missing: Vec<String>,
        /// The reason, where something was missing.
        reason: Option<String>,
    },
    /// The session is over.
    Closed {
        /// How it came to its end.
        how: Close,
    },
    /// The record is complete. Last line of every sealed record.
    Sealed,
}
