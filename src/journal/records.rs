//! All records of a data folder, and one of them by a part of its name.

use std::collections::HashMap;
use std::path::PathBuf;

use super::index::{Index, Proof};
use super::reader::Record;
use super::{DataDir, JournalError, outbox, path, reader};
use crate::record::facts::Facts;

mod reading;

use reading::Read;

/// A record in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The folder's name without `.live`.
    pub id: String,
    /// Where it lies; of what was sealed away, the file.
    pub folder: PathBuf,
    /// Not sealed yet.
    pub live: bool,
    /// It was sealed away for others: nothing but its name can be read here.
    pub away: bool,
    /// Something in it is not as it was written, or cannot be read at all.
    pub damaged: bool,
    /// The sealed folders that add to it, oldest first.
    pub amendments: Vec<PathBuf>,
    /// What is in it, corrections and amendments included.
    pub facts: Facts,
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

/// Is told how many records are read, of how many that must be; goes on while it says `true`.
pub type Watch<'a> = &'a (dyn Fn(usize, usize) -> bool + Sync);

/// All records, oldest first.
#[must_use]
pub fn list(data: &DataDir) -> Vec<Summary> {
    list_watched(data, &|_, _| true).unwrap_or_default()
}

/// All records, oldest first; `None` if it was stopped. What was read until then is kept all the same.
///
/// Sealed records are known from the index beside the folders, others are read.
#[must_use]
pub fn list_watched(data: &DataDir, watch: Watch<'_>) -> Option<Vec<Summary>> {
    let mut old = Index::read(data);
    let known_before = old.len();
    let mut kept = Index::default();
    let mut list = Vec::new();
    let mut unknown = Vec::new();
    for folder in data.folders() {
        let (id, live) = (path::record_id(&folder), path::is_live(&folder));
        let proof = if live { None } else { Proof::of(&folder) };
        let known = proof.and_then(|proof| old.take(&id, proof));
        if let Some((facts, proof)) = known.clone().zip(proof) {
            kept.put(id.clone(), proof, facts);
        } else {
            unknown.push((list.len(), folder.clone(), proof));
        }
        let (away, damaged, amendments) = (false, false, Vec::new());
        list.push(Summary { id, folder, live, away, damaged, amendments, facts: known.unwrap_or_default() });
    }
    let (read, whole) = reading::all(&unknown, watch);
    let newly = read.len();
    for (place, Read { facts, damaged, proof }) in read {
        let Some(summary) = list.get_mut(place) else { continue };
        if let Some(proof) = proof.filter(|_| !damaged && !summary.live) {
            kept.put(summary.id.clone(), proof, facts.clone());
        }
        (summary.facts, summary.damaged) = (facts, damaged);
    }
    if newly > 0 || kept.len() != known_before {
        // A disk that is full or read-only costs time the next time, no more.
        let _ = kept.write(data);
    }
    if !whole {
        return None;
    }
    amend(&mut list);
    add_away(data, &mut list);
    Some(list)
}

/// Records that are added to later are read with what was added.
fn amend(list: &mut [Summary]) {
    let mut added: HashMap<String, Vec<PathBuf>> = HashMap::new();
    for summary in list.iter().filter(|summary| !summary.live) {
        if let Some(of) = &summary.facts.amends {
            added.entry(of.clone()).or_default().push(summary.folder.clone());
        }
    }
    if added.is_empty() {
        return;
    }
    for summary in list.iter_mut() {
        let Some(amendments) = added.remove(&summary.id) else { continue };
        let records: Vec<_> = amendments.iter().filter_map(|folder| reader::read(folder).ok()).collect();
        if let Ok(record) = reader::read(&summary.folder) {
            summary.facts = Facts::of(&record, &records);
        }
        summary.amendments = amendments;
    }
}

/// Of what was sealed away there is a line too, without a word of what is in it.
fn add_away(data: &DataDir, list: &mut Vec<Summary>) {
    let away = outbox::encrypted_only(data);
    if away.is_empty() {
        return;
    }
    for id in away {
        let folder = outbox::archive(data, &id);
        let (live, damaged, amendments, facts) = (false, false, Vec::new(), Facts::default());
        list.push(Summary { id, folder, live, away: true, damaged, amendments, facts });
    }
    list.sort_by(|a, b| a.id.cmp(&b.id));
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
    super::amend::of(data.folders(), id)
}
