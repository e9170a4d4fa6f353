//! What each kind of line holds.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::plan::{PlanForm, PositionForm};
use super::protocol::{PatternForm, PhaseWord, ProtocolForm};
use super::unit::{At, Db, Id, Ms, words};
use super::{FORMAT, Owner};
use crate::cue::Turn;
use crate::session::dose::{Ending, HoldEnd, Prescription};
use crate::session::event::{Close, Correction, Event, EventId, NoteKind, Steer};
use crate::session::vitals::{Breathing, Measured};
use crate::units::{BeatsPerMinute, Milligrams, MmHg, Saturation, Tablets};

/// The program that wrote a record.
const PROGRAM: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// The written form of [`Event`]: `kind` and what belongs to it.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Kind {
    SessionStarted {
        format: String,
        program: String,
        device: String,
        session: Id,
        person: u8,
        people: u8,
        code: String,
        rehearsal: bool,
        protocol: Box<ProtocolForm>,
    },
    Resumed {
        away_ms: Ms,
    },
    PhaseEntered {
        phase: PhaseWord,
    },
    GateItem {
        item: String,
        met: bool,
    },
    GateOverridden {
        missing: Vec<String>,
        reason: String,
    },
    IntentionWritten {
        text: String,
    },
    BreathingStarted {
        pattern: PatternForm,
        cycles: u16,
    },
    BreathingEnded {
        cycles: u16,
    },
    PrescriptionConfirmed {
        dose: u8,
        half_tablets: u8,
        each_mg: u32,
        hold_ms: Ms,
        end: HoldEndWord,
        prescriber: String,
    },
    TabletTaken {
        dose: u8,
    },
    SpitCued {
        dose: u8,
    },
    Spat {
        dose: u8,
    },
    Swallowed {
        dose: u8,
        how_much: HowMuch,
    },
    Declined,
    #[serde(rename = "t0_corrected")]
    T0Corrected {
        dose: u8,
        from_ms: At,
        to_ms: At,
    },
    Observed {
        chip: String,
    },
    StateEnded {
        chip: String,
        began: Id,
    },
    Checked,
    Vitals(MeasuredForm),
    Rating {
        item: String,
        value: u8,
    },
    Note {
        whose: NoteWord,
        text: String,
    },
    MusicPlanned {
        plan: PlanForm,
    },
    MusicSteered(SteerForm),
    VolumeSet {
        volume_db: Db,
        cap_db: Option<Db>,
    },
    Position {
        generation: u64,
        #[serde(flatten)]
        position: PositionForm,
    },
    OutputLost,
    OutputBack,
    PieceFailed {
        piece: usize,
        reason: String,
    },
    ClockJumped {
        by_ms: i64,
    },
    NotRecorded {
        reason: String,
    },
    RecordedAgain,
    Corrected {
        of: Id,
        right: CorrectionForm,
        reason: String,
    },
    Undone {
        of: Id,
    },
    Explained {
        of: Id,
        reason: String,
    },
    AmendmentStarted {
        format: String,
        program: String,
        device: String,
        session: Id,
        person: u8,
        people: u8,
        code: String,
        record: String,
        last_h: String,
    },
    ReleaseItem {
        item: String,
        met: bool,
    },
    Released {
        missing: Vec<String>,
        reason: Option<String>,
    },
    Closed {
        how: CloseWord,
    },
    Sealed,
}

words!(HoldEndWord = HoldEnd { Spit = "spit", Swallow = "swallow" });
words!(BreathingWord = Breathing { Before = "before", After = "after" });
words!(NoteWord = NoteKind { Note = "therapist", FirstWords = "first_words", Client = "client" });
words!(CloseWord = Close { Complete = "complete", EndedEarly = "ended_early", WithoutDose = "without_dose" });

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum HowMuch {
    Some,
    All,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub(super) enum SteerForm {
    SoundCheck { on: bool },
    Silence { over_ms: Ms },
    Resume,
    TalkOver { on: bool },
    SoundCheckAt { place: PositionForm },
    Turned { to: TurnWord },
    Grounding { on: bool },
    End { over_ms: Ms },
}

words!(TurnWord = Turn {
    Next = "next",
    Back = "back",
    Deeper = "deeper",
    Lighter = "lighter",
    Stay = "stay",
});

/// Vital signs; what was not measured is `null`.
#[derive(Serialize, Deserialize)]
pub(super) struct MeasuredForm {
    systolic: Option<u16>,
    diastolic: Option<u16>,
    heart_rate: Option<u16>,
    saturation: Option<u8>,
    breathing: BreathingWord,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CorrectionForm {
    AtMs(At),
    Text(String),
    Vitals(MeasuredForm),
    Rating(u8),
}

impl Kind {
    /// The written form of an event in its owner's folder.
    pub(super) fn of(event: &Event, owner: &Owner) -> Self {
        match event {
            Event::SessionStarted { session, protocol, codes, rehearsal } => Self::SessionStarted {
                format: FORMAT.to_owned(),
                program: PROGRAM.to_owned(),
                device: owner.device.to_string(),
                session: Id(*session),
                person: owner.person.0,
                people: owner.people,
                code: codes.get(usize::from(owner.person.0)).cloned().unwrap_or_default(),
                rehearsal: *rehearsal,
                protocol: Box::new(protocol.as_ref().into()),
            },
            Event::Resumed { away } => Self::Resumed { away_ms: Ms(*away) },
            Event::PhaseEntered { phase } => Self::PhaseEntered { phase: (*phase).into() },
            Event::GateItem { item, met } => Self::GateItem { item: item.clone(), met: *met },
            Event::GateOverridden { missing, reason } => {
                Self::GateOverridden { missing: missing.clone(), reason: reason.clone() }
            }
            Event::IntentionWritten { text } => Self::IntentionWritten { text: text.clone() },
            Event::BreathingStarted { pattern, cycles } => {
                Self::BreathingStarted { pattern: pattern.into(), cycles: *cycles }
            }
            Event::BreathingEnded { cycles } => Self::BreathingEnded { cycles: *cycles },
            Event::PrescriptionConfirmed { dose, prescription } => prescribed(*dose, prescription),
            Event::TabletTaken { dose } => Self::TabletTaken { dose: *dose },
            Event::SpitCued { dose } => Self::SpitCued { dose: *dose },
            Event::HoldEnded { dose, ending } => match ending {
                Ending::Spat => Self::Spat { dose: *dose },
                Ending::SwallowedSome => Self::Swallowed { dose: *dose, how_much: HowMuch::Some },
                Ending::SwallowedAll => Self::Swallowed { dose: *dose, how_much: HowMuch::All },
            },
            Event::Declined => Self::Declined,
            Event::T0Corrected { dose, from, to } => {
                Self::T0Corrected { dose: *dose, from_ms: (*from).into(), to_ms: (*to).into() }
            }
            Event::Observed { chip } => Self::Observed { chip: chip.clone() },
            Event::StateEnded { chip, began } => Self::StateEnded { chip: chip.clone(), began: Id(began.0) },
            Event::Checked => Self::Checked,
            Event::Vitals(measured) => Self::Vitals((*measured).into()),
            Event::Rating { item, value } => Self::Rating { item: item.clone(), value: *value },
            Event::Note { kind, text } => Self::Note { whose: (*kind).into(), text: text.clone() },
            Event::MusicPlanned { plan } => Self::MusicPlanned { plan: plan.as_ref().into() },
            Event::MusicSteered(steer) => Self::MusicSteered(steer.into()),
            Event::VolumeSet { volume, cap } => {
                Self::VolumeSet { volume_db: (*volume).into(), cap_db: cap.map(Into::into) }
            }
            Event::Heard { generation, position } => {
                Self::Position { generation: *generation, position: (*position).into() }
            }
            Event::OutputLost => Self::OutputLost,
            Event::OutputBack => Self::OutputBack,
            Event::PieceFailed { piece, reason } => Self::PieceFailed { piece: *piece, reason: reason.clone() },
            Event::ClockJumped { by_ms } => Self::ClockJumped { by_ms: *by_ms },
            Event::NotRecorded { reason } => Self::NotRecorded { reason: reason.clone() },
            Event::RecordedAgain => Self::RecordedAgain,
            Event::Corrected { of, correction, reason } => {
                Self::Corrected { of: Id(of.0), right: correction.into(), reason: reason.clone() }
            }
            Event::Undone { of } => Self::Undone { of: Id(of.0) },
            Event::Explained { of, reason } => Self::Explained { of: Id(of.0), reason: reason.clone() },
            Event::AmendmentStarted { session, code, record, last_h } => Self::AmendmentStarted {
                format: FORMAT.to_owned(),
                program: PROGRAM.to_owned(),
                device: owner.device.to_string(),
                session: Id(*session),
                person: owner.person.0,
                people: owner.people,
                code: code.clone(),
                record: record.clone(),
                last_h: last_h.clone(),
            },
            Event::ReleaseItem { item, met } => Self::ReleaseItem { item: item.clone(), met: *met },
            Event::Released { missing, reason } => Self::Released { missing: missing.clone(), reason: reason.clone() },
            Event::Closed { how } => Self::Closed { how: (*how).into() },
            Event::Sealed => Self::Sealed,
        }
    }

    /// The event; `None` if it is of a format that this version does not know.
    pub(super) fn into_event(self) -> Option<Event> {
        Some(match self {
            Self::SessionStarted { format, session, person, people, code, rehearsal, protocol, .. } => {
                if !crate::journal::old::is_known(&format) {
                    return None;
                }
                let others = usize::from(people).max(usize::from(person) + 1);
                let mut codes = vec![String::new(); others];
                if let Some(own) = codes.get_mut(usize::from(person)) {
                    *own = code;
                }
                Event::SessionStarted { session: session.0, protocol: Arc::new((*protocol).into()), codes, rehearsal }
            }
            Self::Resumed { away_ms } => Event::Resumed { away: away_ms.0 },
            Self::PhaseEntered { phase } => Event::PhaseEntered { phase: phase.into() },
            Self::GateItem { item, met } => Event::GateItem { item, met },
            Self::GateOverridden { missing, reason } => Event::GateOverridden { missing, reason },
            Self::IntentionWritten { text } => Event::IntentionWritten { text },
            Self::BreathingStarted { pattern, cycles } => Event::BreathingStarted { pattern: pattern.into(), cycles },
            Self::BreathingEnded { cycles } => Event::BreathingEnded { cycles },
            Self::PrescriptionConfirmed { dose, half_tablets, each_mg, hold_ms, end, prescriber } => {
                let (tablets, each) = (Tablets { halves: half_tablets }, Milligrams(each_mg));
                let prescription = Prescription { tablets, each, hold: hold_ms.0, end: end.into(), prescriber };
                Event::PrescriptionConfirmed { dose, prescription }
            }
            Self::TabletTaken { dose } => Event::TabletTaken { dose },
            Self::SpitCued { dose } => Event::SpitCued { dose },
            Self::Spat { dose } => Event::HoldEnded { dose, ending: Ending::Spat },
            Self::Swallowed { dose, how_much: HowMuch::Some } => {
                Event::HoldEnded { dose, ending: Ending::SwallowedSome }
            }
            Self::Swallowed { dose, how_much: HowMuch::All } => Event::HoldEnded { dose, ending: Ending::SwallowedAll },
            Self::Declined => Event::Declined,
            Self::T0Corrected { dose, from_ms, to_ms } => {
                Event::T0Corrected { dose, from: from_ms.into(), to: to_ms.into() }
            }
            Self::Observed { chip } => Event::Observed { chip },
            Self::StateEnded { chip, began } => Event::StateEnded { chip, began: EventId(began.0) },
            Self::Checked => Event::Checked,
            Self::Vitals(form) => Event::Vitals(form.into()),
            Self::Rating { item, value } => Event::Rating { item, value },
            Self::Note { whose, text } => Event::Note { kind: whose.into(), text },
            Self::MusicPlanned { plan } => Event::MusicPlanned { plan: Arc::new(plan.into()) },
            Self::MusicSteered(steer) => Event::MusicSteered(steer.into()),
            Self::VolumeSet { volume_db, cap_db } => {
                Event::VolumeSet { volume: volume_db.into(), cap: cap_db.map(Into::into) }
            }
            Self::Position { generation, position } => Event::Heard { generation, position: position.into() },
            Self::OutputLost => Event::OutputLost,
            Self::OutputBack => Event::OutputBack,
            Self::PieceFailed { piece, reason } => Event::PieceFailed { piece, reason },
            Self::ClockJumped { by_ms } => Event::ClockJumped { by_ms },
            Self::NotRecorded { reason } => Event::NotRecorded { reason },
            Self::RecordedAgain => Event::RecordedAgain,
            Self::Corrected { of, right, reason } => {
                Event::Corrected { of: EventId(of.0), correction: right.into(), reason }
            }
            Self::Undone { of } => Event::Undone { of: EventId(of.0) },
            Self::Explained { of, reason } => Event::Explained { of: EventId(of.0), reason },
            Self::AmendmentStarted { format, session, code, record, last_h, .. } => {
                if !crate::journal::old::is_known(&format) {
                    return None;
                }
                Event::AmendmentStarted { session: session.0, code, record, last_h }
            }
            Self::ReleaseItem { item, met } => Event::ReleaseItem { item, met },
            Self::Released { missing, reason } => Event::Released { missing, reason },
            Self::Closed { how } => Event::Closed { how: how.into() },
            Self::Sealed => Event::Sealed,
        })
    }
}

fn prescribed(dose: u8, prescription: &Prescription) -> Kind {
    let Prescription { tablets, each, hold, end, prescriber } = prescription;
    Kind::PrescriptionConfirmed {
        dose,
        half_tablets: tablets.halves,
        each_mg: each.0,
        hold_ms: Ms(*hold),
        end: (*end).into(),
        prescriber: prescriber.clone(),
    }
}

impl From<Measured> for MeasuredForm {
    fn from(Measured { pressure, heart_rate, saturation, breathing }: Measured) -> Self {
        Self {
            systolic: pressure.map(|(over, _)| over.0),
            diastolic: pressure.map(|(_, under)| under.0),
            heart_rate: heart_rate.map(|rate| rate.0),
            saturation: saturation.map(|part| part.0),
            breathing: breathing.into(),
        }
    }
}

impl From<MeasuredForm> for Measured {
    fn from(MeasuredForm { systolic, diastolic, heart_rate, saturation, breathing }: MeasuredForm) -> Self {
        Self {
            pressure: systolic.zip(diastolic).map(|(over, under)| (MmHg(over), MmHg(under))),
            heart_rate: heart_rate.map(BeatsPerMinute),
            saturation: saturation.map(Saturation),
            breathing: breathing.into(),
        }
    }
}

impl From<&Steer> for SteerForm {
    fn from(steer: &Steer) -> Self {
        match steer {
            Steer::SoundCheck(on) => Self::SoundCheck { on: *on },
            Steer::Silence(over) => Self::Silence { over_ms: Ms(*over) },
            Steer::Resume => Self::Resume,
            Steer::TalkOver(on) => Self::TalkOver { on: *on },
            Steer::SoundCheckAt(place) => Self::SoundCheckAt { place: (*place).into() },
            Steer::Turned(turn) => Self::Turned { to: (*turn).into() },
            Steer::Grounding(on) => Self::Grounding { on: *on },
            Steer::End(over) => Self::End { over_ms: Ms(*over) },
        }
    }
}

impl From<SteerForm> for Steer {
    fn from(form: SteerForm) -> Self {
        match form {
            SteerForm::SoundCheck { on } => Self::SoundCheck(on),
            SteerForm::Silence { over_ms } => Self::Silence(over_ms.0),
            SteerForm::Resume => Self::Resume,
            SteerForm::TalkOver { on } => Self::TalkOver(on),
            SteerForm::SoundCheckAt { place } => Self::SoundCheckAt(place.into()),
            SteerForm::Turned { to } => Self::Turned(to.into()),
            SteerForm::Grounding { on } => Self::Grounding(on),
            SteerForm::End { over_ms } => Self::End(over_ms.0),
        }
    }
}

impl From<&Correction> for CorrectionForm {
    fn from(correction: &Correction) -> Self {
        match correction {
            Correction::At(at) => Self::AtMs((*at).into()),
            Correction::Text(text) => Self::Text(text.clone()),
            Correction::Vitals(measured) => Self::Vitals((*measured).into()),
            Correction::Rating(value) => Self::Rating(*value),
        }
    }
}

impl From<CorrectionForm> for Correction {
    fn from(form: CorrectionForm) -> Self {
        match form {
            CorrectionForm::AtMs(at) => Self::At(at.into()),
            CorrectionForm::Text(text) => Self::Text(text),
            CorrectionForm::Vitals(form) => Self::Vitals(form.into()),
            CorrectionForm::Rating(value) => Self::Rating(value),
        }
    }
}
