//! The data types that resources are made of (<https://hl7.org/fhir/R4/datatypes.html>).

use serde::Serialize;
use serde_json::Number;

use super::code::{Code, UCUM};

/// A code of a system, with its words.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Coding {
    pub system: String,
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
}

impl Coding {
    pub fn of(code: Code) -> Self {
        let Code { system, code, display } = code;
        Self { system: system.to_owned(), code: code.to_owned(), display: Some(display.to_owned()) }
    }
}

/// A meaning: codes for systems, words for people.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Concept {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coding: Vec<Coding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl Concept {
    pub fn of(code: Code) -> Self {
        Self { coding: vec![Coding::of(code)], text: Some(code.display.to_owned()) }
    }

    /// A word of the protocol, in a system of its own; words alone where the word cannot be a code.
    pub fn named(system: &str, key: &str, label: &str) -> Self {
        let display = text(label);
        let is_code = !key.is_empty() && !key.contains(|sign: char| sign.is_whitespace() || sign.is_control());
        let coding = Coding { system: system.to_owned(), code: key.to_owned(), display: display.clone() };
        let text = display.or_else(|| text(key)).or_else(|| Some("without a name".to_owned()));
        Self { coding: if is_code { vec![coding] } else { Vec::new() }, text }
    }

    /// Words alone; `None` if there are none.
    pub fn words(words: &str) -> Option<Self> {
        text(words).map(|words| Self { coding: Vec::new(), text: Some(words) })
    }
}

/// A number with its unit.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Quantity {
    pub value: Number,
    pub unit: &'static str,
    pub system: &'static str,
    pub code: &'static str,
}

impl Quantity {
    /// In a unit of UCUM; the unit for people reads as its code does.
    pub fn of(value: impl Into<Number>, code: &'static str) -> Self {
        Self { value: value.into(), unit: code, system: UCUM, code }
    }
}

/// A business name of a thing.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Identifier {
    pub system: &'static str,
    pub value: String,
}

/// Points at a resource of the same bundle, or names somebody who is none.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Reference {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<&'static str>,
}

impl Reference {
    pub fn to(id: &str) -> Self {
        Self { reference: Some(format!("urn:uuid:{id}")), display: None }
    }

    pub fn called(display: &'static str) -> Self {
        Self { reference: None, display: Some(display) }
    }
}

/// From when until when.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Period {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

impl Period {
    /// `None` without a start: an end alone says nothing.
    pub fn of(start: Option<String>, end: Option<String>) -> Option<Self> {
        start.map(|start| Self { start: Some(start), end })
    }
}

/// A remark.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Annotation {
    pub text: String,
}

impl Annotation {
    pub fn of(words: &str) -> Option<Self> {
        text(words).map(|text| Self { text })
    }
}

/// Somebody's words as a FHIR string can hold them; `None` if nothing is left to read.
///
/// R4 allows no control characters but tab and line breaks, and its pattern `[ \r\n\t\S]+` no blanks but the plain
/// one: those become what they look like. The record itself, and the JSON export, keep the words as they were.
pub(super) fn text(words: &str) -> Option<String> {
    let plain = |sign: char| match sign {
        '\t' | '\n' | '\r' | ' ' => sign,
        '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => '\n',
        sign if sign.is_whitespace() => ' ',
        sign if sign.is_control() => '\u{fffd}',
        sign => sign,
    };
    let words: String = words.chars().map(plain).collect();
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}
