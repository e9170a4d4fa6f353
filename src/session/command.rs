//! Orders: what the therapist, the clock or the sound asks the session for.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::answer::Answer;
use super::breathing::Pattern;
use super::dose::{Ending, Prescription};
use super::drawing::Stroke;
use super::event::{
    Appointment, CallOutcome, Correction, EventId, Meditated, MusicPlace, NotBefore, NoteKind, Person, Steer, Who,
};
use super::phase::Phase;
use super::protocol::Ceiling;
use super::vitals::Measured;
use crate::cue::{Plan, Position, Turn};
use crate::units::{Decibels, Moment};

/// An order. [`super::Session::decide`] turns it into events or a refusal.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Something may be due.
    Tick,
    /// Go to a phase: next, back or skip.
    Enter(Phase),
    /// Tick or untick a line of the gate or of the room's checklist.
    SetGateItem(Person, String, bool),
    /// Answer a line of the gate or of the room that asks more than met or not.
    AnswerGate(Person, String, Answer),
    /// This client's ceiling, as the prescriber says.
    SetCeiling(Person, Ceiling),
    /// The prescriber was called about what is open.
    CallPrescriber(Person, CallOutcome),
    /// Which session of the course this is, and of how many.
    NoteCourse(Person, u16, Option<u16>),
    /// An item of a questionnaire, by its number from 0, and the value of the answer.
    AnswerQuestion(Person, String, u8, u8),
    /// Begin the meditation.
    StartMeditation(Meditated),
    /// End the meditation.
    EndMeditation,
    /// Go on although the gate is not met.
    OverrideGate(Person, String),
    /// Keep the client's words; empty is "without an intention".
    WriteIntention(Person, String),
    /// Begin paced breathing.
    StartBreathing(Pattern, u16),
    /// End paced breathing with the cycle that runs.
    EndBreathing,
    /// The prescription was read against the label.
    ConfirmPrescription(Person, Prescription),
    /// Tablet in mouth; the moment is the touch-down.
    TakeTablet(Person, Moment),
    /// A spray or an injection was given, at a moment.
    Give(Person, Moment),
    /// This person takes the medicine later than the others.
    Postpone(Person),
    /// The prescribed booster in mouth, at a moment.
    TakeBooster(Person, Moment),
    /// The booster is not taken.
    SkipBooster(Person),
    /// The booster is asked about later, as the protocol says.
    SnoozeBooster(Person),
    /// The client ends their part of the session; the reason may be empty.
    Stop(Person, String),
    /// The hold ended, at a moment.
    EndHold(Person, Ending, Moment),
    /// The client declines the tablet.
    Decline(Person),
    /// T0 was really then.
    CorrectT0(Person, Moment),
    /// Tap on a chip: begins, ends or stamps, at a moment.
    Observe(Person, String, Moment),
    /// The quiet visual check was done.
    Check(Person),
    /// Keep vital signs, measured at a moment.
    KeepVitals(Person, Measured, Moment),
    /// Keep a rating from 0 to 10.
    Rate(Person, String, u8),
    /// Keep words, said at a moment.
    WriteNote(Person, NoteKind, String, Moment),
    /// The emergency card is opened.
    OpenEmergency(Person),
    /// A line drawn on a sheet, from 0.
    Draw(Person, u8, Stroke),
    /// A person's turn in the round begins; whose turn it was ends.
    BeginTurn(Person),
    /// The turn that runs ends.
    EndTurn,
    /// A day was agreed.
    Appoint(Person, Appointment),
    /// The client hears the music there from now on.
    PlaceMusic(MusicPlace),
    /// The same, said by somebody else than the therapist.
    Reported(Who, Box<Command>),
    /// All of these at the same moment, for several people; what is refused for one holds up nobody else.
    Each(Vec<Command>),
    /// Use this music.
    PlanMusic(Arc<Plan>),
    /// Change the music.
    Steer(Steer),
    /// Turn the music to other material, by a plan that goes on from what sounds.
    Turn(Turn, Arc<Plan>),
    /// Set the volume, never above the cap.
    SetVolume(Decibels),
    /// The sound check: this volume is right, and its cap is set from it.
    KeepSoundCheck(Decibels),
    /// The audio side reports what was heard.
    NoteHeard(u64, Position),
    /// The audio side lost or regained its output.
    NoteOutput(bool),
    /// The audio side had to cross over a piece.
    NotePieceFailed(usize, String),
    /// The wall clock jumped by so many milliseconds.
    NoteClockJump(i64),
    /// The wall clock says what cannot be true: it is not before then.
    NoteClockDoubt(DateTime<FixedOffset>, NotBefore),
    /// The journal reports that nothing has reached the record's disk since that moment, and why.
    NoteNotRecorded(Moment, String),
    /// The journal reports that everything is on the record's disk again since that moment.
    NoteRecordedAgain(Moment),
    /// The app came back after being away.
    Resume(Duration),
    /// The app came back, the clocks do not tell how long it was away, and the therapist did.
    ResumeAsTold(Duration),
    /// The app was away for so long before that [`super::Event::Resumed`]: the clock it was told by was set since.
    CorrectAway(EventId, Duration),
    /// Correct an earlier entry.
    Correct(EventId, Correction, String),
    /// Take an entry back; `None` is the last one that can be.
    Undo(Option<EventId>),
    /// Say of the last dose that it was entered by mistake, and why; the entry stays, marked.
    VoidDose(EventId, String),
    /// Say why an entry was taken back or corrected.
    Explain(EventId, String),
    /// Tick or untick a line of the release checklist.
    SetReleaseItem(Person, String, bool),
    /// Answer a line of the release checklist that asks more than met or not.
    AnswerRelease(Person, String, Answer),
    /// The client may leave; a reason where something is missing.
    Release(Person, Option<String>),
    /// End the session.
    Close,
    /// End a session that was left behind, as it stood: nothing is ticked that was not.
    CloseAsItStood,
}

impl Command {
    /// Whether it sets something going (a phase, music, a breath) or tells of a clock: its moment is when it takes
    /// effect. All else is recorded of the moment at which somebody saw, measured, said or decided it.
    #[must_use]
    pub fn sets_going(&self) -> bool {
        match self {
            Self::Reported(_, command) => command.sets_going(),
            Self::Each(commands) => commands.iter().any(Self::sets_going),
            Self::Tick
            | Self::Enter(_)
            | Self::StartMeditation(_)
            | Self::EndMeditation
            | Self::StartBreathing(..)
            | Self::EndBreathing
            | Self::PlaceMusic(_)
            | Self::PlanMusic(_)
            | Self::Steer(_)
            | Self::Turn(..)
            | Self::SetVolume(_)
            | Self::KeepSoundCheck(_)
            | Self::NoteHeard(..)
            | Self::NoteOutput(_)
            | Self::NotePieceFailed(..)
            | Self::NoteClockJump(_)
            | Self::NoteClockDoubt(..)
            | Self::NoteNotRecorded(..)
            | Self::NoteRecordedAgain(_)
            | Self::Resume(_)
            | Self::ResumeAsTold(_)
            | Self::CorrectAway(..)
            | Self::Close
            | Self::CloseAsItStood => true,
            Self::SetGateItem(..)
            | Self::AnswerGate(..)
            | Self::SetCeiling(..)
            | Self::CallPrescriber(..)
            | Self::NoteCourse(..)
            | Self::AnswerQuestion(..)
            | Self::OverrideGate(..)
            | Self::WriteIntention(..)
            | Self::ConfirmPrescription(..)
            | Self::TakeTablet(..)
            | Self::Give(..)
            | Self::Postpone(_)
            | Self::TakeBooster(..)
            | Self::SkipBooster(_)
            | Self::SnoozeBooster(_)
            | Self::Stop(..)
            | Self::EndHold(..)
            | Self::Decline(_)
            | Self::CorrectT0(..)
            | Self::Observe(..)
            | Self::Check(_)
            | Self::KeepVitals(..)
            | Self::Rate(..)
            | Self::WriteNote(..)
            | Self::OpenEmergency(_)
            | Self::Draw(..)
            | Self::BeginTurn(_)
            | Self::EndTurn
            | Self::Appoint(..)
            | Self::Correct(..)
            | Self::Undo(_)
            | Self::VoidDose(..)
            | Self::Explain(..)
            | Self::SetReleaseItem(..)
            | Self::AnswerRelease(..)
            | Self::Release(..) => false,
        }
    }
}

/// How far back "back-dated" goes on the glass.
pub const BACK_DATES: [Duration; 3] = [Duration::from_secs(60), Duration::from_secs(120), Duration::from_secs(300)];
