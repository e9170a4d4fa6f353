//! Judges a record: is it what was written?

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::reader::{self, Damage};
use super::record::chain;
use super::{JournalError, path};

use crate::units::counted;

mod whole;

pub use whole::{Amended, Whole, whole};

/// Stands for the hash of what is no plain file, and is none.
const NOT_PLAIN: &str = "not a plain file";

/// The name of the list of a sealed record's files.
pub const MANIFEST: &str = "manifest.json";

/// What a sealed record consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// How many entries there are.
    pub count: u64,
    /// The hash of the last line.
    pub last_h: String,
    /// SHA-256 of each file, by its path inside the folder.
    pub files: BTreeMap<String, String>,
}

/// What a record is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Sealed, and exactly as it was sealed.
    Intact,
    /// Not sealed yet; every whole line is good. `torn`: it ends in a piece of a line.
    Live {
        /// It ends in a piece of a line, as a power cut leaves it.
        torn: bool,
    },
    /// Lines are not as they were written.
    Damaged {
        /// Where.
        lines: Vec<Damage>,
        /// Numbers of entries that are nowhere.
        missing: Vec<u64>,
    },
    /// Sealed, and a file was changed, added or taken away since.
    Altered {
        /// Which files.
        files: Vec<String>,
    },
    /// Sealed, and its end is missing.
    Cut {
        /// How many entries are there.
        have: u64,
        /// How many were sealed.
        of: u64,
    },
}

impl Verdict {
    /// Whether nothing is wrong; a torn tail is not wrong.
    #[must_use]
    pub fn is_good(&self) -> bool {
        match self {
            Self::Intact | Self::Live { .. } => true,
            Self::Damaged { .. } | Self::Altered { .. } | Self::Cut { .. } => false,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Intact => write!(f, "intact"),
            Self::Live { torn: false } => write!(f, "live: not sealed yet, every line is good"),
            Self::Live { torn: true } => write!(f, "live: not sealed yet, torn tail, every whole line is good"),
            Self::Damaged { lines, missing } => {
                write!(f, "damaged")?;
                lines.iter().try_for_each(|damage| write!(f, "\n  {damage}"))?;
                missing.iter().try_for_each(|n| write!(f, "\n  entry {n} is missing"))
            }
            Self::Altered { files } => write!(f, "altered since it was sealed: {}", files.join(", ")),
            Self::Cut { have, of } => write!(f, "cut: {have} of {} there", counted(*of, "entry is", "entries are")),
        }
    }
}

/// Judges the record in a folder.
///
/// # Errors
/// If the folder or a file in it cannot be read.
pub fn verify(folder: &Path) -> Result<Verdict, JournalError> {
    let record = reader::read(folder)?;
    if !record.damage.is_empty() || !record.missing.is_empty() {
        return Ok(Verdict::Damaged { lines: record.damage, missing: record.missing });
    }
    if path::is_live(folder) {
        return Ok(Verdict::Live { torn: record.torn });
    }
    let Ok(manifest) = read_manifest(folder) else { return Ok(Verdict::Altered { files: vec![MANIFEST.to_owned()] }) };
    let have = record.lines.len() as u64;
    if have < manifest.count || !record.is_complete() {
        return Ok(Verdict::Cut { have, of: manifest.count });
    }
    let mut altered = altered(folder, &manifest)?;
    if have > manifest.count || record.last_h != manifest.last_h {
        altered.extend(altered.is_empty().then(|| MANIFEST.to_owned()));
    }
    Ok(if altered.is_empty() { Verdict::Intact } else { Verdict::Altered { files: altered } })
}

fn read_manifest(folder: &Path) -> Result<Manifest, JournalError> {
    let path = folder.join(MANIFEST);
    serde_json::from_slice(&reader::bytes_of(&path)?).map_err(|error| JournalError::io("read", &path)(error.into()))
}

fn altered(folder: &Path, manifest: &Manifest) -> Result<Vec<String>, JournalError> {
    let found = hashes(folder)?;
    let differs = |name: &&String| {
        let hash = found.get(*name);
        hash != manifest.files.get(*name) || hash.is_some_and(|hash| hash == NOT_PLAIN)
    };
    let mut names: Vec<_> = found.keys().chain(manifest.files.keys()).filter(differs).cloned().collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// SHA-256 of every file of a record but the manifest, by its path inside the folder.
pub(super) fn hashes(folder: &Path) -> Result<BTreeMap<String, String>, JournalError> {
    let mut hashes = BTreeMap::new();
    for (name, path) in files(folder)? {
        let hash = if is_plain(&path) { chain::sha256(&reader::bytes_of(&path)?) } else { NOT_PLAIN.to_owned() };
        let _ = hashes.insert(name, hash);
    }
    let _ = hashes.remove(MANIFEST);
    Ok(hashes)
}

/// Whether it is a file like any other: no link, pipe or device, which may lead away or never end.
pub(super) fn is_plain(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}

/// Everything in a record that is no folder, with its path inside it. No link is followed.
pub(crate) fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, JournalError> {
    let mut files = BTreeMap::new();
    let mut waiting = entries(folder)?;
    while let Some(path) = waiting.pop() {
        if std::fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir()) {
            waiting.extend(entries(&path)?);
        } else {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
            let _ = files.insert(name, path);
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, JournalError> {
    let failed = || JournalError::io("read the folder", folder);
    let entries = std::fs::read_dir(folder).map_err(failed())?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(failed())).collect()
}
