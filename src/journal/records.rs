//! All records of a data folder, and one of them by a part of its name.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};

use super::reader::Record;
use super::{DataDir, JournalError, amend, path, reader};
use crate::session::event::Event;

/// A record in a list.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The folder's name without `.live`.
    pub id: String,
    /// Where it lies.
    pub folder: PathBuf,
    /// Not sealed yet.
    pub live: bool,
    /// The participant's code; empty if it cannot be read.
    pub code: String,
    /// The wall clock at its first line.
    pub started: Option<DateTime<FixedOffset>>,
    /// The wall clock at its last line.
    pub last: Option<DateTime<FixedOffset>>,
    /// How many entries it has.
    pub entries: usize,
}

/// Why a record was not found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// No name contains it.
    #[error("there is no record with \"{part}\" in its name; `holdspace records list` shows them all")]
    None {
        /// What was looked for.
        part: String,
    },
    /// Several do.
    #[error("\"{part}\" is in the names of several records; say more of one of them: {}", names.join(", "))]
    Several {
        /// What was looked for.
        part: String,
        /// The names.
        names: Vec<String>,
    },
}

/// All records, oldest first.
///
/// # Errors
/// If a folder cannot be read.
pub fn list(data: &DataDir) -> Result<Vec<Summary>, JournalError> {
    data.folders().into_iter().map(summary).collect()
}

/// The folder of the record whose name contains `part`.
///
/// # Errors
/// If there is none, or more than one.
pub fn find(data: &DataDir, part: &str) -> Result<PathBuf, FindError> {
    let folders = data.folders();
    if let Some(exact) = folders.iter().find(|folder| path::record_id(folder) == part.trim_end_matches(path::LIVE)) {
        return Ok(exact.clone());
    }
    let mut found: Vec<_> = folders.into_iter().filter(|folder| path::record_id(folder).contains(part)).collect();
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(FindError::None { part: part.to_owned() }),
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            found.push(last);
            let names = found.iter().map(|folder| path::record_id(folder)).collect();
            Err(FindError::Several { part: part.to_owned(), names })
        }
    }
}

/// What was added to the sealed record of that name since it was sealed, oldest first.
///
/// # Errors
/// If an amendment cannot be read.
pub fn amendments_of(data: &DataDir, id: &str) -> Result<Vec<Record>, JournalError> {
    amend::of(data.folders(), id)
}

fn summary(folder: PathBuf) -> Result<Summary, JournalError> {
    let record = reader::read(&folder)?;
    let code = record.events().find_map(|entry| match &entry.event {
        Event::SessionStarted { codes, .. } => codes.iter().find(|code| !code.is_empty()).cloned(),
        Event::AmendmentStarted { code, .. } => Some(code.clone()),
        _ => None,
    });
    Ok(Summary {
        id: path::record_id(&folder),
        live: path::is_live(&folder),
        code: code.unwrap_or_default(),
        started: record.lines.first().map(|line| line.recorded.wall),
        last: record.lines.last().map(|line| line.recorded.wall),
        entries: record.lines.len(),
        folder,
    })
}
