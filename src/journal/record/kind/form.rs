//! The written form of the values that several kinds hold.

use serde::{Deserialize, Serialize};

use crate::cue::Turn;
use crate::journal::record::plan::PositionForm;
use crate::journal::record::unit::{At, Ms, words};
use crate::session::dose::{Booster, HoldEnd};
use crate::session::event::{
    Appointed, CallOutcome, Close, Correction, Meditated, MusicPlace, NotBefore, NoteKind, Steer,
};
use crate::session::vitals::{Breathing, Measured};
use crate::units::{BeatsPerMinute, Milligrams, MmHg, Saturation, Tablets};

words!(HoldEndWord = HoldEnd { Spit = "spit", Swallow = "swallow" });
words!(BreathingWord = Breathing { Before = "before", After = "after" });
words!(NoteWord = NoteKind {
    Note = "therapist",
    FirstWords = "first_words",
    Client = "client",
    Unwelcome = "unwelcome",
});
words!(OutcomeWord = CallOutcome { Agreed = "agreed", Declined = "declined", NotReached = "not_reached" });
words!(NotBeforeWord = NotBefore { Record = "record", Program = "program" });
words!(MeditatedWord = Meditated { Read = "read", Played = "played" });
words!(AppointedWord = Appointed { Integration = "integration", Next = "next" });
words!(MusicPlaceWord = MusicPlace { Here = "here", Call = "call", Elsewhere = "elsewhere" });

/// Several doses of one prescription, one after the other.
#[derive(Serialize, Deserialize)]
pub(in crate::journal::record) struct SequenceForm {
    pub doses: u8,
    pub spacing_ms: Ms,
}

/// A prescribed booster.
#[derive(Serialize, Deserialize)]
pub(in crate::journal::record) struct BoosterForm {
    half_tablets: u8,
    each_mg: u32,
}
words!(CloseWord = Close { Complete = "complete", EndedEarly = "ended_early", WithoutDose = "without_dose" });

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::journal::record) enum HowMuch {
    Some,
    All,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub(in crate::journal::record) enum SteerForm {
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
pub(in crate::journal::record) struct MeasuredForm {
    systolic: Option<u16>,
    diastolic: Option<u16>,
    heart_rate: Option<u16>,
    saturation: Option<u8>,
    breathing: BreathingWord,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::journal::record) enum CorrectionForm {
    AtMs(At),
    Text(String),
    Vitals(MeasuredForm),
    Rating(u8),
}

impl From<Booster> for BoosterForm {
    fn from(Booster { tablets, each }: Booster) -> Self {
        Self { half_tablets: tablets.halves, each_mg: each.0 }
    }
}

impl From<BoosterForm> for Booster {
    fn from(form: BoosterForm) -> Self {
        Self { tablets: Tablets { halves: form.half_tablets }, each: Milligrams(form.each_mg) }
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
