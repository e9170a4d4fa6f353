//! What is known of sealed records, kept so that a list need not read ten thousand of them.
//!
//! The folders stay the truth: an entry counts only while a sealed folder of its name is there and its manifest looks
//! as it did, and a file that is missing, broken or of another version is as good as none. What is still written,
//! damaged or amended has no entry and is read each time. The file is replaced whole, so that several programs may
//! keep and read at once, and it holds no more than what the folders beside it say: no code outlives its folder.

use std::collections::HashMap;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::record::chain::sha256;
use super::verify::MANIFEST;
use super::{DataDir, disk};
use crate::record::facts::Facts;

/// Says which program's findings these are; another number whenever [`Facts`] tells something else.
const FORMAT: &str = "holdspace-index 4";

/// What tells cheaply whether a sealed folder is the one that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Bytes of its manifest.
    size: u64,
    /// When the manifest was changed last: seconds since 1970, and nanoseconds.
    changed: (i64, i64),
}

impl Proof {
    /// Of a sealed folder; `None` without a manifest.
    #[must_use]
    pub fn of(folder: &Path) -> Option<Self> {
        let about = std::fs::metadata(folder.join(MANIFEST)).ok()?;
        Some(Self { size: about.len(), changed: (about.mtime(), about.mtime_nsec()) })
    }
}

/// What is known, by the names of the folders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    entries: HashMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Entry {
    id: String,
    proof: Proof,
    facts: Facts,
}

#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    sha256: String,
}

impl Index {
    /// Where the file of a data folder lies.
    #[must_use]
    pub fn path(data: &DataDir) -> PathBuf {
        data.path().join("index").join("records.ndjson")
    }

    /// What was kept; nothing if it cannot be trusted to the last byte.
    #[must_use]
    pub fn read(data: &DataDir) -> Self {
        let text = std::fs::read_to_string(Self::path(data)).unwrap_or_default();
        Self::from_text(&text).unwrap_or_default()
    }

    /// What a file of this text says; `None` if it is broken or of another version.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (head, body) = text.split_once('\n')?;
        let head: Head = serde_json::from_str(head).ok()?;
        if head.format != FORMAT || head.sha256 != sha256(body.as_bytes()) {
            return None;
        }
        let entries = body.lines().map(|line| serde_json::from_str(line).map(|entry: Entry| (entry.id.clone(), entry)));
        Some(Self { entries: entries.collect::<Result<_, _>>().ok()? })
    }

    /// The file, its entries in order of their names.
    ///
    /// # Errors
    /// If something cannot be put into words, which would be a mistake in this module.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let mut entries: Vec<&Entry> = self.entries.values().collect();
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        let mut body = String::new();
        for entry in entries {
            body.push_str(&serde_json::to_string(entry)?);
            body.push('\n');
        }
        let head = Head { format: FORMAT.to_owned(), sha256: sha256(body.as_bytes()) };
        Ok(format!("{}\n{body}", serde_json::to_string(&head)?))
    }

    /// What is known of a folder, if it is the one that was read; it is taken out.
    pub fn take(&mut self, id: &str, proof: Proof) -> Option<Facts> {
        self.entries.remove(id).filter(|entry| entry.proof == proof).map(|entry| entry.facts)
    }

    /// Keeps what was read of a folder.
    pub fn put(&mut self, id: String, proof: Proof, facts: Facts) {
        let _ = self.entries.insert(id.clone(), Entry { id, proof, facts });
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Writes the file, mode 0600 in a folder 0700, whole or not at all.
    ///
    /// # Errors
    /// If the disk refuses; a list does not depend on it.
    pub fn write(&self, data: &DataDir) -> io::Result<()> {
        let path = Self::path(data);
        disk::make_folder(path.parent().unwrap_or(data.path()))?;
        disk::replace(&path, self.to_text().map_err(io::Error::from)?.as_bytes())
    }
}

/// Forgets a record at once: for what takes a folder away and leaves no trace of whose it was.
///
/// # Errors
/// If the file can neither be replaced nor removed.
pub fn forget(data: &DataDir, id: &str) -> io::Result<()> {
    let mut index = Index::read(data);
    if index.entries.remove(id).is_some() && index.write(data).is_err() {
        return std::fs::remove_file(Index::path(data));
    }
    Ok(())
}
