//! The written form of what was taken: the one place that knows every field of a prescription.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::session::dose::{Booster, Form, HoldEnd, Prescription};
use crate::units::{Milligrams, Tablets};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrescriptionForm {
    form: FormWord,
    half_tablets: u8,
    each_mg: u32,
    doses: u8,
    spacing_ms: u64,
    hold_ms: u64,
    end: EndWord,
    booster: Option<BoosterForm>,
    prescriber: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BoosterForm {
    half_tablets: u8,
    each_mg: u32,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FormWord {
    Tablet,
    Lozenge,
    Troche,
    Spray,
    Injection,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EndWord {
    Spit,
    Swallow,
}

impl From<&Prescription> for PrescriptionForm {
    fn from(prescription: &Prescription) -> Self {
        let Prescription { tablets, each, hold, end, prescriber, form, doses, spacing, booster } = prescription;
        let millis = |span: &Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        let booster =
            booster.map(|Booster { tablets, each }| BoosterForm { half_tablets: tablets.halves, each_mg: each.0 });
        Self {
            form: form_word(*form),
            half_tablets: tablets.halves,
            each_mg: each.0,
            doses: *doses,
            spacing_ms: millis(spacing),
            hold_ms: millis(hold),
            end: match end {
                HoldEnd::Spit => EndWord::Spit,
                HoldEnd::Swallow => EndWord::Swallow,
            },
            booster,
            prescriber: prescriber.clone(),
        }
    }
}

impl From<PrescriptionForm> for Prescription {
    fn from(written: PrescriptionForm) -> Self {
        let PrescriptionForm { form, half_tablets, each_mg, doses, spacing_ms, hold_ms, end, booster, prescriber } =
            written;
        let tablets = |halves| Tablets { halves };
        Self {
            tablets: tablets(half_tablets),
            each: Milligrams(each_mg),
            hold: Duration::from_millis(hold_ms),
            end: match end {
                EndWord::Spit => HoldEnd::Spit,
                EndWord::Swallow => HoldEnd::Swallow,
            },
            prescriber,
            form: form_of(form),
            doses,
            spacing: Duration::from_millis(spacing_ms),
            booster: booster.map(|BoosterForm { half_tablets, each_mg }| Booster {
                tablets: tablets(half_tablets),
                each: Milligrams(each_mg),
            }),
        }
    }
}

const fn form_word(form: Form) -> FormWord {
    match form {
        Form::Tablet => FormWord::Tablet,
        Form::Lozenge => FormWord::Lozenge,
        Form::Troche => FormWord::Troche,
        Form::Spray => FormWord::Spray,
        Form::Injection => FormWord::Injection,
    }
}

const fn form_of(word: FormWord) -> Form {
    match word {
        FormWord::Tablet => Form::Tablet,
        FormWord::Lozenge => Form::Lozenge,
        FormWord::Troche => Form::Troche,
        FormWord::Spray => Form::Spray,
        FormWord::Injection => Form::Injection,
    }
}
