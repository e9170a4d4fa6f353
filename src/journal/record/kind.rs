//! What each kind of line holds.

mod form;

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use form::{
    AppointedWord, BoosterForm, CloseWord, CorrectionForm, HoldEndWord, HowMuch, MeasuredForm, MeditatedWord,
    MusicPlaceWord, NotBeforeWord, NoteWord, OutcomeWord, SequenceForm, SteerForm,
};

use super::answer::{AnswerForm, DayForm};
use super::plan::{PlanForm, PositionForm};
use super::practice::FormWord;
use super::protocol::{CeilingForm, PatternForm, PhaseWord, ProtocolForm};
use super::unit::{At, Db, Id, Ms, Wall};
use super::{FORMAT, Owner};
use crate::session::dose::{Ending, Form, Prescription};
use crate::session::drawing::Point;
use crate::session::event::{Appointment, Event, EventId};
use crate::units::{Milligrams, Tablets};

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
    AwayCorrected {
        of: Id,
        from_ms: Ms,
        to_ms: Ms,
    },
    PhaseEntered {
        phase: PhaseWord,
    },
    GateItem {
        item: String,
        met: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<AnswerForm>,
    },
    CeilingSet(CeilingForm),
    PrescriberCalled {
        outcome: OutcomeWord,
    },
    CourseNoted {
        number: u16,
        of: Option<u16>,
    },
    Answered {
        questionnaire: String,
        item: u8,
        value: u8,
    },
    MeditationBegan {
        given: MeditatedWord,
    },
    MeditationEnded,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        form: Option<FormWord>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sequence: Option<SequenceForm>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        booster: Option<BoosterForm>,
    },
    Given {
        dose: u8,
    },
    Postponed,
    BoosterSkipped,
    BoosterSnoozed {
        until_ms: At,
    },
    BoosterExpired,
    Stopped {
        reason: String,
    },
    EmergencyOpened,
    Drawing {
        sheet: u8,
        points: Vec<(u16, u16)>,
    },
    TurnBegan,
    TurnEnded,
    Appointed {
        what: AppointedWord,
        day: DayForm,
        minute: Option<u16>,
    },
    MusicPlaced {
        place: MusicPlaceWord,
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
    ClockDoubted {
        not_before: Wall,
        because: NotBeforeWord,
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
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<AnswerForm>,
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
            Event::AwayCorrected { of, from, to } => {
                Self::AwayCorrected { of: Id(of.0), from_ms: Ms(*from), to_ms: Ms(*to) }
            }
            Event::PhaseEntered { phase } => Self::PhaseEntered { phase: (*phase).into() },
            Event::GateItem { item, met, answer } => {
                Self::GateItem { item: item.clone(), met: *met, answer: answer.as_ref().map(Into::into) }
            }
            Event::CeilingSet { ceiling } => Self::CeilingSet(ceiling.into()),
            Event::PrescriberCalled { outcome } => Self::PrescriberCalled { outcome: (*outcome).into() },
            Event::CourseNoted { number, of } => Self::CourseNoted { number: *number, of: *of },
            Event::Answered { questionnaire, item, value } => {
                Self::Answered { questionnaire: questionnaire.clone(), item: *item, value: *value }
            }
            Event::MeditationBegan { how } => Self::MeditationBegan { given: (*how).into() },
            Event::MeditationEnded => Self::MeditationEnded,
            Event::Given { dose } => Self::Given { dose: *dose },
            Event::Postponed => Self::Postponed,
            Event::BoosterSkipped => Self::BoosterSkipped,
            Event::BoosterSnoozed { until } => Self::BoosterSnoozed { until_ms: (*until).into() },
            Event::BoosterExpired => Self::BoosterExpired,
            Event::Stopped { reason } => Self::Stopped { reason: reason.clone() },
            Event::EmergencyOpened => Self::EmergencyOpened,
            Event::Drawn { sheet, stroke } => {
                Self::Drawing { sheet: *sheet, points: stroke.iter().map(|point| (point.x, point.y)).collect() }
            }
            Event::TurnBegan => Self::TurnBegan,
            Event::TurnEnded => Self::TurnEnded,
            Event::Appointed(Appointment { what, day, minute }) => {
                Self::Appointed { what: (*what).into(), day: DayForm(*day), minute: *minute }
            }
            Event::MusicPlaced { place } => Self::MusicPlaced { place: (*place).into() },
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
            Event::ClockDoubted { not_before, because } => {
                Self::ClockDoubted { not_before: Wall(*not_before), because: (*because).into() }
            }
            Event::NotRecorded { reason } => Self::NotRecorded { reason: reason.clone() },
            Event::RecordedAgain => Self::RecordedAgain,
            Event::Corrected { of, correction, reason } => {
                Self::Corrected { of: Id(of.0), right: correction.into(), reason: reason.clone() }
            }
            Event::Undone { of, reason } => Self::Undone { of: Id(of.0), reason: reason.clone() },
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
            Event::ReleaseItem { item, met, answer } => {
                Self::ReleaseItem { item: item.clone(), met: *met, answer: answer.as_ref().map(Into::into) }
            }
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
            Self::AwayCorrected { of, from_ms, to_ms } => {
                Event::AwayCorrected { of: EventId(of.0), from: from_ms.0, to: to_ms.0 }
            }
            Self::PhaseEntered { phase } => Event::PhaseEntered { phase: phase.into() },
            Self::GateItem { item, met, answer } => Event::GateItem { item, met, answer: answer.map(Into::into) },
            Self::CeilingSet(form) => Event::CeilingSet { ceiling: form.into() },
            Self::PrescriberCalled { outcome } => Event::PrescriberCalled { outcome: outcome.into() },
            Self::CourseNoted { number, of } => Event::CourseNoted { number, of },
            Self::Answered { questionnaire, item, value } => Event::Answered { questionnaire, item, value },
            Self::MeditationBegan { given } => Event::MeditationBegan { how: given.into() },
            Self::MeditationEnded => Event::MeditationEnded,
            Self::Given { dose } => Event::Given { dose },
            Self::Postponed => Event::Postponed,
            Self::BoosterSkipped => Event::BoosterSkipped,
            Self::BoosterSnoozed { until_ms } => Event::BoosterSnoozed { until: until_ms.into() },
            Self::BoosterExpired => Event::BoosterExpired,
            Self::Stopped { reason } => Event::Stopped { reason },
            Self::EmergencyOpened => Event::EmergencyOpened,
            Self::Drawing { sheet, points } => {
                Event::Drawn { sheet, stroke: points.into_iter().map(|(x, y)| Point { x, y }).collect() }
            }
            Self::TurnBegan => Event::TurnBegan,
            Self::TurnEnded => Event::TurnEnded,
            Self::Appointed { what, day, minute } => {
                Event::Appointed(Appointment { what: what.into(), day: day.0, minute })
            }
            Self::MusicPlaced { place } => Event::MusicPlaced { place: place.into() },
            Self::GateOverridden { missing, reason } => Event::GateOverridden { missing, reason },
            Self::IntentionWritten { text } => Event::IntentionWritten { text },
            Self::BreathingStarted { pattern, cycles } => Event::BreathingStarted { pattern: pattern.into(), cycles },
            Self::BreathingEnded { cycles } => Event::BreathingEnded { cycles },
            Self::PrescriptionConfirmed {
                dose,
                half_tablets,
                each_mg,
                hold_ms,
                end,
                prescriber,
                form,
                sequence,
                booster,
            } => {
                let sequence = sequence.map(|form| (form.doses, form.spacing_ms.0));
                let (doses, spacing) = sequence.unwrap_or((1, Duration::ZERO));
                let prescription = Prescription {
                    tablets: Tablets { halves: half_tablets },
                    each: Milligrams(each_mg),
                    hold: hold_ms.0,
                    end: end.into(),
                    prescriber,
                    form: form.map(Into::into).unwrap_or_default(),
                    doses,
                    spacing,
                    booster: booster.map(Into::into),
                };
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
            Self::ClockDoubted { not_before, because } => {
                Event::ClockDoubted { not_before: not_before.0, because: because.into() }
            }
            Self::NotRecorded { reason } => Event::NotRecorded { reason },
            Self::RecordedAgain => Event::RecordedAgain,
            Self::Corrected { of, right, reason } => {
                Event::Corrected { of: EventId(of.0), correction: right.into(), reason }
            }
            Self::Undone { of, reason } => Event::Undone { of: EventId(of.0), reason },
            Self::Explained { of, reason } => Event::Explained { of: EventId(of.0), reason },
            Self::AmendmentStarted { format, session, code, record, last_h, .. } => {
                if !crate::journal::old::is_known(&format) {
                    return None;
                }
                Event::AmendmentStarted { session: session.0, code, record, last_h }
            }
            Self::ReleaseItem { item, met, answer } => Event::ReleaseItem { item, met, answer: answer.map(Into::into) },
            Self::Released { missing, reason } => Event::Released { missing, reason },
            Self::Closed { how } => Event::Closed { how: how.into() },
            Self::Sealed => Event::Sealed,
        })
    }
}

fn prescribed(dose: u8, prescription: &Prescription) -> Kind {
    let Prescription { tablets, each, hold, end, prescriber, form, doses, spacing, booster } = prescription;
    Kind::PrescriptionConfirmed {
        dose,
        half_tablets: tablets.halves,
        each_mg: each.0,
        hold_ms: Ms(*hold),
        end: (*end).into(),
        prescriber: prescriber.clone(),
        form: (*form != Form::Tablet).then(|| (*form).into()),
        sequence: (*doses != 1 || !spacing.is_zero())
            .then_some(SequenceForm { doses: *doses, spacing_ms: Ms(*spacing) }),
        booster: booster.map(Into::into),
    }
}
