//! The written form of what was taken: the one place that knows every field of a prescription.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::session::dose::{HoldEnd, Prescription};
use crate::units::{Milligrams, Tablets};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrescriptionForm {
    half_tablets: u8,
    each_mg: u32,
    hold_ms: u64,
    end: EndWord,
    prescriber: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EndWord {
    Spit,
    Swallow,
}

impl From<&Prescription> for PrescriptionForm {
    fn from(prescription: &Prescription) -> Self {
        let Prescription { tablets, each, hold, end, prescriber } = prescription;
        let end = match end {
            HoldEnd::Spit => EndWord::Spit,
            HoldEnd::Swallow => EndWord::Swallow,
        };
        let hold_ms = u64::try_from(hold.as_millis()).unwrap_or(u64::MAX);
        Self { half_tablets: tablets.halves, each_mg: each.0, hold_ms, end, prescriber: prescriber.clone() }
    }
}

impl From<PrescriptionForm> for Prescription {
    fn from(form: PrescriptionForm) -> Self {
        let PrescriptionForm { half_tablets, each_mg, hold_ms, end, prescriber } = form;
        let end = match end {
            EndWord::Spit => HoldEnd::Spit,
            EndWord::Swallow => HoldEnd::Swallow,
        };
        let hold = Duration::from_millis(hold_ms);
        Self { tablets: Tablets { halves: half_tablets }, each: Milligrams(each_mg), hold, end, prescriber }
    }
}
