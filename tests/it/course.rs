//! What a practice carries from one session of a client to the next: who finds it, what is in it, and who keeps none.
mod after;
mod glass;
mod settings;
mod store;

use std::time::Duration;

use chrono::NaiveDate;
use holdspace::course::Memory;
use holdspace::session::protocol::Ceiling;
use holdspace::units::{BeatsPerMinute, Decibels, MmHg};

use crate::rules::framework::{measured, prescription};

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// Three sessions of eight, with everything that can be known.
pub fn whole() -> Memory {
    Memory {
        sessions: 3,
        of: Some(8),
        last_on: Some(day(11, 12)),
        protocol: Some("rdt-individual".to_owned()),
        prescription: Some(prescription(10)),
        taken_on: Some(day(11, 12)),
        hold_kept: Some(Duration::from_secs(605)),
        baseline: Some(measured(124, 78, 68)),
        ceiling: Some(Ceiling {
            systolic: MmHg(150),
            diastolic: MmHg(95),
            heart_rate: BeatsPerMinute(110),
            source: "Dr Keller, October".to_owned(),
        }),
        volume: Some(Decibels(-21.5)),
        playlist: Some("Tidewater".to_owned()),
        minutes: Some(68),
        unwelcome: vec!["the bells".to_owned(), "a hand on the shoulder".to_owned()],
    }
}
