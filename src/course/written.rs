//! The written form of a memory: one line of JSON, and one with its hash.

use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Memory;
use super::prescribed::PrescriptionForm;
use crate::config::source::hex;
use crate::session::protocol::Ceiling;
use crate::session::vitals::{Breathing, Measured};
use crate::units::{BeatsPerMinute, Decibels, MmHg, Saturation};

/// What the first key says.
const FORMAT: &str = "holdspace-course 1";
/// How a day is written.
const DAY: &str = "%Y-%m-%d";

/// The bytes of a file: the words, and a hash that only somebody who knows the code can make.
pub(super) fn write(memory: &Memory, proof: &[u8]) -> Option<String> {
    let body = serde_json::to_string(&MemoryForm::from(memory)).ok()?;
    let hash = hash(&body, proof);
    Some(format!("{body}\n{hash}\n"))
}

/// What a file says; `None` if it is not whole, is another client's, or is of a kind that is not known here.
pub(super) fn read(text: &str, proof: &[u8]) -> Option<Memory> {
    let (body, rest) = text.split_once('\n')?;
    if rest.strip_suffix('\n')? != hash(body, proof) {
        return None;
    }
    let form: MemoryForm = serde_json::from_str(body).ok()?;
    (form.format == FORMAT).then(|| form.into_memory())?
}

fn hash(body: &str, proof: &[u8]) -> String {
    hex(&Sha256::new().chain_update(proof).chain_update(body).finalize())
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemoryForm {
    format: String,
    sessions: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prescription: Option<PrescriptionForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hold_kept_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<MeasuredForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ceiling: Option<CeilingForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_db: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    playlist: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u16>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unwelcome: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasuredForm {
    pressure: Option<(u16, u16)>,
    heart_rate: Option<u16>,
    saturation: Option<u8>,
    after_breathing: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CeilingForm {
    systolic: u16,
    diastolic: u16,
    heart_rate: u16,
    source: String,
}

impl From<&Memory> for MemoryForm {
    fn from(memory: &Memory) -> Self {
        let Memory { sessions, of, last_on, protocol, prescription, taken_on, .. } = memory;
        let Memory { hold_kept, baseline, ceiling, volume, playlist, minutes, unwelcome, .. } = memory;
        let day = |day: &Option<NaiveDate>| day.map(|day| day.format(DAY).to_string());
        Self {
            format: FORMAT.to_owned(),
            sessions: *sessions,
            of: *of,
            last_on: day(last_on),
            protocol: protocol.clone(),
            prescription: prescription.as_ref().map(PrescriptionForm::from),
            taken_on: day(taken_on),
            hold_kept_ms: hold_kept.map(|hold| u64::try_from(hold.as_millis()).unwrap_or(u64::MAX)),
            baseline: baseline.as_ref().map(MeasuredForm::from),
            ceiling: ceiling.as_ref().map(CeilingForm::from),
            volume_db: volume.map(|volume| volume.0).filter(|level| level.is_finite()),
            playlist: playlist.clone(),
            minutes: *minutes,
            unwelcome: unwelcome.clone(),
        }
    }
}

impl MemoryForm {
    /// `None` if a day is none.
    fn into_memory(self) -> Option<Memory> {
        let day = |text: Option<String>| match text {
            Some(text) => NaiveDate::parse_from_str(&text, DAY).ok().map(Some),
            None => Some(None),
        };
        Some(Memory {
            sessions: self.sessions,
            of: self.of,
            last_on: day(self.last_on)?,
            protocol: self.protocol,
            prescription: self.prescription.map(Into::into),
            taken_on: day(self.taken_on)?,
            hold_kept: self.hold_kept_ms.map(Duration::from_millis),
            baseline: self.baseline.map(Into::into),
            ceiling: self.ceiling.map(Into::into),
            volume: self.volume_db.map(Decibels),
            playlist: self.playlist,
            minutes: self.minutes,
            unwelcome: self.unwelcome,
        })
    }
}

impl From<&Measured> for MeasuredForm {
    fn from(Measured { pressure, heart_rate, saturation, breathing }: &Measured) -> Self {
        Self {
            pressure: pressure.map(|(upper, lower)| (upper.0, lower.0)),
            heart_rate: heart_rate.map(|rate| rate.0),
            saturation: saturation.map(|value| value.0),
            after_breathing: match breathing {
                Breathing::Before => false,
                Breathing::After => true,
            },
        }
    }
}

impl From<MeasuredForm> for Measured {
    fn from(form: MeasuredForm) -> Self {
        Self {
            pressure: form.pressure.map(|(upper, lower)| (MmHg(upper), MmHg(lower))),
            heart_rate: form.heart_rate.map(BeatsPerMinute),
            saturation: form.saturation.map(Saturation),
            breathing: if form.after_breathing { Breathing::After } else { Breathing::Before },
        }
    }
}

impl From<&Ceiling> for CeilingForm {
    fn from(Ceiling { systolic, diastolic, heart_rate, source }: &Ceiling) -> Self {
        Self { systolic: systolic.0, diastolic: diastolic.0, heart_rate: heart_rate.0, source: source.clone() }
    }
}

impl From<CeilingForm> for Ceiling {
    fn from(CeilingForm { systolic, diastolic, heart_rate, source }: CeilingForm) -> Self {
        Self { systolic: MmHg(systolic), diastolic: MmHg(diastolic), heart_rate: BeatsPerMinute(heart_rate), source }
    }
}
