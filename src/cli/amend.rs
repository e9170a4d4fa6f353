//! `records amend`: adds a note or a correction to a sealed record.

use std::io::Write;

use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, TimeDelta};
use clap::Args;

use super::Failure;
use crate::journal::amend::{self, Change};
use crate::journal::reader::{self, Record};
use crate::journal::record::Line;
use crate::journal::{DataDir, path};
use crate::session::event::{Correction, Event};
use crate::session::vitals::Measured;
use crate::units::{BeatsPerMinute, MmHg, Moment, Saturation};

/// What `records amend` takes.
#[derive(Debug, Args)]
pub struct Amend {
    /// The folder's name or any unambiguous part of it.
    pub id: String,
    /// Adds these words.
    #[arg(long, value_name = "WORDS")]
    pub note: Option<String>,
    /// Corrects the entry of that number.
    #[arg(long, value_name = "ENTRY")]
    pub correct: Option<u64>,
    /// Takes the entry of that number back; it stays, marked.
    #[arg(long, value_name = "ENTRY", conflicts_with = "correct")]
    pub take_back: Option<u64>,
    /// Why.
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub reason: String,
    /// What is right instead.
    #[command(flatten)]
    pub right: Right,
}

/// What is right instead.
#[derive(Debug, Args)]
pub struct Right {
    /// The words of a note or an intention.
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// When it happened: 11:05, 11:05:30 or 2026-11-22T11:05:30.
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// The rating, 0 to 10.
    #[arg(long)]
    pub rating: Option<u8>,
    /// The blood pressure: 128/82.
    #[arg(long, value_name = "UPPER/LOWER")]
    pub pressure: Option<String>,
    /// The heart rate.
    #[arg(long, value_name = "PER_MINUTE")]
    pub heart_rate: Option<u16>,
    /// The oxygen saturation.
    #[arg(long, value_name = "PERCENT")]
    pub saturation: Option<u8>,
}

pub(super) fn run(data: &DataDir, wanted: &Amend, out: &mut dyn Write) -> Result<(), Failure> {
    let folder = super::records::find(data, &wanted.id)?;
    let record = reader::read(&folder).map_err(Failure::found)?;
    let changes = changes(&record, wanted)?;
    if changes.is_empty() {
        let sentence = "Nothing to add: give --note WORDS, --correct ENTRY with what is right, or --take-back ENTRY.";
        return Err(Failure::Usage(sentence.to_owned()));
    }
    let sealed = amend::amend(data, &folder, &changes, &crate::clock::read()).map_err(Failure::found)?;
    writeln!(out, "{}  closing code {}", path::record_id(&sealed.folder), sealed.closing_code).map_err(Failure::found)
}

fn changes(record: &Record, wanted: &Amend) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    let reason = || wanted.reason.clone();
    if let Some(number) = wanted.correct {
        let line = line(record, number)?;
        let of = line.id;
        let corrections = corrections(record, line, &wanted.right)?;
        if corrections.is_empty() {
            let sentence = "Say what is right: --text, --at, --rating, --pressure, --heart-rate or --saturation.";
            return Err(Failure::Usage(sentence.to_owned()));
        }
        changes.extend(corrections.into_iter().map(|correction| Change::Correct { of, correction, reason: reason() }));
    }
    if let Some(number) = wanted.take_back {
        changes.push(Change::TakeBack { of: line(record, number)?.id, reason: reason() });
    }
    changes.extend(wanted.note.clone().map(Change::Note));
    Ok(changes)
}

fn line(record: &Record, number: u64) -> Result<&Line, Failure> {
    let line = record.lines.iter().find(|line| line.n == number);
    line.ok_or_else(|| {
        let id = path::record_id(&record.folder);
        Failure::Found(format!(
            "There is no entry {number} in {id}; its lines are numbered from 1 to {}.",
            last(record)
        ))
    })
}

fn last(record: &Record) -> u64 {
    record.lines.last().map_or(0, |line| line.n)
}

fn corrections(record: &Record, line: &Line, right: &Right) -> Result<Vec<Correction>, Failure> {
    let mut corrections = Vec::new();
    corrections.extend(right.text.clone().map(Correction::Text));
    corrections.extend(right.rating.map(Correction::Rating));
    if let Some(at) = &right.at {
        corrections.push(Correction::At(moment(record, line, at)?));
    }
    if right.pressure.is_some() || right.heart_rate.is_some() || right.saturation.is_some() {
        corrections.push(Correction::Vitals(measured(line, right)?));
    }
    Ok(corrections)
}

/// The vital signs of the entry with those that are given in their place.
fn measured(line: &Line, right: &Right) -> Result<Measured, Failure> {
    let Some(Event::Vitals(before)) = line.entry.as_ref().map(|entry| &entry.event) else {
        let sentence = format!("Entry {} is no measurement; it has no pressure, rate or saturation.", line.n);
        return Err(Failure::Found(sentence));
    };
    let pressure = right.pressure.as_deref().map(pressure).transpose()?;
    Ok(Measured {
        pressure: pressure.or(before.pressure),
        heart_rate: right.heart_rate.map(BeatsPerMinute).or(before.heart_rate),
        saturation: right.saturation.map(Saturation).or(before.saturation),
        breathing: before.breathing,
    })
}

fn pressure(text: &str) -> Result<(MmHg, MmHg), Failure> {
    let parts = text.split_once('/').and_then(|(upper, lower)| Some((upper.parse().ok()?, lower.parse().ok()?)));
    let (upper, lower) =
        parts.ok_or_else(|| Failure::Usage(format!("\"{text}\" is not a blood pressure; write it as 128/82.")))?;
    Ok((MmHg(upper), MmHg(lower)))
}

/// The moment of a time on the wall clock; one without a date is the one nearest to the entry.
fn moment(record: &Record, line: &Line, text: &str) -> Result<Moment, Failure> {
    let unclear = || Failure::Usage(format!("\"{text}\" is not a time; write it as 11:05 or 2026-11-22T11:05:30."));
    let before = || Failure::Found(format!("{text} is before that session began."));
    let record = record.counted();
    let clock = record.clock();
    let at = record.lines.iter().find(|counted| counted.n == line.n).map_or(line.at, |counted| counted.at);
    let entry = clock.wall(at).ok_or_else(unclear)?;
    let wall = wall(text, entry).ok_or_else(unclear)?;
    clock.moment(wall).ok_or_else(before)
}

fn wall(text: &str, entry: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    let whole = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
    let dated = whole.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    if let Some(dated) = dated {
        return dated.and_local_timezone(*entry.offset()).single();
    }
    let time = ["%H:%M:%S", "%H:%M"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())?;
    let on =
        |days: i64| (entry.date_naive() + TimeDelta::days(days)).and_time(time).and_local_timezone(*entry.offset());
    let near = [-1, 0, 1].into_iter().filter_map(|days| on(days).single());
    near.min_by_key(|wall| (*wall - entry).num_milliseconds().abs())
}
