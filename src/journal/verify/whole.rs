//! Judges a record together with what was added to it after it was sealed.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{Verdict, verify};
use crate::journal::reader::{self, Record};
use crate::journal::{JournalError, amend, path};

/// A record and its amendments, or an amendment and its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// What the record itself is worth.
    pub verdict: Verdict,
    /// If it is an amendment: the record it adds to, and whether that one ends as was named; `None` if it is not here.
    pub adds_to: Option<(String, Option<bool>)>,
    /// What was added to it, oldest first.
    pub amendments: Vec<Amended>,
}

/// An amendment of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amended {
    /// Its name.
    pub id: String,
    /// What it is worth.
    pub verdict: Verdict,
    /// Whether the record ends with the hash that was named when this was added.
    pub fits: bool,
}

impl Whole {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        let fits = self.adds_to.as_ref().is_none_or(|(_, fits)| *fits != Some(false));
        self.verdict.is_good() && fits && self.amendments.iter().all(|one| one.verdict.is_good() && one.fits)
    }
}

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.verdict)?;
        match &self.adds_to {
            None => {}
            Some((record, None)) => write!(f, "\nadds to {record}, which is not here")?,
            Some((record, Some(true))) => write!(f, "\nadds to {record}, which ends as it did then")?,
            Some((record, Some(false))) => write!(f, "\nadds to {record}, which does not end as it did then")?,
        }
        for Amended { id, verdict, fits } in &self.amendments {
            write!(f, "\namendment {id}: {verdict}")?;
            if !fits {
                write!(f, "\namendment {id}: the record does not end as it did then")?;
            }
        }
        Ok(())
    }
}

/// Judges the record in a folder, and the amendments that lie beside it.
///
/// # Errors
/// If a folder or a file in it cannot be read.
pub fn whole(folder: &Path) -> Result<Whole, JournalError> {
    let (verdict, record) = (verify(folder)?, reader::read(folder)?);
    let id = path::record_id(folder);
    if let Some((named, last_h)) = amend::names(&record) {
        let original = beside(folder).into_iter().find(|other| path::record_id(other) == named);
        let original = original.map(|original| reader::read(&original)).transpose()?;
        let fits = original.map(|original| original.last_h == last_h);
        return Ok(Whole { verdict, adds_to: Some((named.to_owned(), fits)), amendments: Vec::new() });
    }
    let judged = |amendment: Record| {
        let fits = amend::names(&amendment).is_some_and(|(_, last_h)| last_h == record.last_h);
        Ok(Amended { id: path::record_id(&amendment.folder), verdict: verify(&amendment.folder)?, fits })
    };
    let amendments = amend::of(beside(folder), &id)?.into_iter().map(judged).collect::<Result<_, JournalError>>()?;
    Ok(Whole { verdict, adds_to: None, amendments })
}

/// The records in the same folder, and, if that is one of a year, in those of the other years.
fn beside(folder: &Path) -> Vec<PathBuf> {
    let is_year = |path: &Path| {
        let name = path.file_name().map(|name| name.as_encoded_bytes().to_owned()).unwrap_or_default();
        name.len() == 4 && name.iter().all(u8::is_ascii_digit)
    };
    // A name like `.` has no parent to look in.
    let Ok(folder) = folder.canonicalize() else { return Vec::new() };
    let Some(here) = folder.parent() else { return Vec::new() };
    let mut places = vec![here.to_owned()];
    if is_year(here) {
        places = path::subfolders(here.parent().unwrap_or(here)).into_iter().filter(|place| is_year(place)).collect();
    }
    let mut found: Vec<PathBuf> = places.iter().flat_map(|place| path::subfolders(place)).collect();
    found.retain(|other| *other != folder);
    found.sort();
    found
}
