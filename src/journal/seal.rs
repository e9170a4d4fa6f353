//! Completes a record: derived files, manifest, read-only, and a name without `.live`.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::reader::Record;
use super::verify::{MANIFEST, Manifest};
use super::{JournalError, amend, disk, path, reader, verify};
use crate::record::{drawing, markdown, timeline};
use crate::session::event::Person;

/// A record that is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Whose it is.
    pub person: Person,
    /// Where it lies now.
    pub folder: PathBuf,
    /// A short code that stands for all of it: kept elsewhere, it proves the record later.
    pub closing_code: String,
}

/// The closing code of a record whose last line has this hash, as `4fe1-7549`.
#[must_use]
pub fn closing_code(last_h: &str) -> String {
    let (first, rest) = last_h.split_at_checked(4).unwrap_or((last_h, ""));
    format!("{first}-{}", rest.get(..4).unwrap_or(rest))
}

/// Seals the record in a live folder whose last line is `sealed`. Interrupted, it can be called again.
///
/// # Errors
/// [`JournalError::NotReady`] if the last line is not `sealed`; else what the file system refused.
pub fn seal(folder: &Path) -> Result<Sealed, JournalError> {
    let sealed = path::sealed_name(folder);
    if !folder.exists() && sealed.is_dir() {
        return told(&sealed);
    }
    allow_writing(folder)?;
    remove_leftovers(folder)?;
    let record = reader::read(folder)?;
    if !record.is_complete() {
        let reason = "its last line does not say that it is complete".to_owned();
        return Err(JournalError::NotReady { path: folder.to_owned(), reason });
    }
    derive(folder, &record);
    let files = verify::hashes(folder)?;
    let manifest = Manifest { count: record.lines.len() as u64, last_h: record.last_h, files };
    let at = folder.join(MANIFEST);
    let text = serde_json::to_string_pretty(&manifest).map_err(|error| JournalError::io("write", &at)(error.into()))?;
    disk::replace(&at, format!("{text}\n").as_bytes()).map_err(JournalError::io("write", &at))?;
    protect(folder)?;
    std::fs::rename(folder, &sealed).map_err(JournalError::io("rename", folder))?;
    disk::sync_parent(&sealed).map_err(JournalError::io("sync the folder of", &sealed))?;
    told(&sealed)
}

/// Writes the page and the picture for people. They can be made again at any time, so that nothing that goes wrong
/// here, a panic included, keeps the record from being sealed.
fn derive(folder: &Path, record: &Record) {
    let id = path::record_id(folder);
    let forms: [(&str, Form); 2] = [(markdown::NAME, markdown::write), (timeline::NAME, timeline::write)];
    draw(folder, record);
    // What was added afterwards has no course to be drawn.
    let drawn = amend::names(record).is_none();
    for (name, form) in forms.into_iter().filter(|(name, _)| drawn || *name != timeline::NAME) {
        let made = std::panic::catch_unwind(|| form(&id, record, &[]));
        let Ok(text) = made else {
            tracing::warn!("{name} could not be made; the record is sealed without it");
            continue;
        };
        if let Err(error) = disk::replace(&folder.join(name), text.as_bytes()) {
            tracing::warn!("{name} could not be written ({error}); the record is sealed without it");
        }
    }
}

/// Writes what was drawn, one picture a sheet. The strokes themselves are in the record.
fn draw(folder: &Path, record: &Record) {
    let made = std::panic::catch_unwind(|| drawing::sheets(record));
    let below = folder.join(drawing::FOLDER);
    for (sheet, text) in made.unwrap_or_default() {
        let file = below.join(drawing::name(sheet));
        let written = disk::make_folder(&below).and_then(|()| disk::replace(&file, text.as_bytes()));
        if let Err(error) = written {
            tracing::warn!("a drawing could not be written ({error}); the record is sealed without its picture");
        }
    }
}

/// A form of a record for people.
type Form = fn(&str, &Record, &[Record]) -> String;

fn told(folder: &Path) -> Result<Sealed, JournalError> {
    let record = reader::read(folder)?;
    let person = record.owner.map(|owner| owner.person).unwrap_or_default();
    Ok(Sealed { person, folder: folder.to_owned(), closing_code: closing_code(&record.last_h) })
}

/// A seal that was interrupted may have taken the right to write away already.
fn allow_writing(folder: &Path) -> Result<(), JournalError> {
    std::fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(JournalError::io("make writable", folder))
}

/// Half-written derived files of an interrupted seal.
fn remove_leftovers(folder: &Path) -> Result<(), JournalError> {
    for (name, path) in verify::files(folder)? {
        if name.starts_with(".new-") {
            std::fs::remove_file(&path).map_err(JournalError::io("remove", &path))?;
        }
    }
    Ok(())
}

/// Everything on the disk, files 0400, folders 0500.
fn protect(folder: &Path) -> Result<(), JournalError> {
    let mut folders = vec![folder.to_owned()];
    for path in verify::files(folder)?.into_values().filter(|path| verify::is_plain(path)) {
        let file = File::open(&path).map_err(JournalError::io("open", &path))?;
        file.set_permissions(Permissions::from_mode(0o400)).map_err(JournalError::io("make read-only", &path))?;
        file.sync_all().map_err(JournalError::io("sync", &path))?;
        let inner = path.parent().map(Path::to_owned).filter(|inner| !folders.contains(inner));
        folders.extend(inner);
    }
    for path in folders.iter().rev() {
        std::fs::set_permissions(path, Permissions::from_mode(0o500)).map_err(JournalError::io("protect", path))?;
        File::open(path).and_then(|file| file.sync_all()).map_err(JournalError::io("sync", path))?;
    }
    Ok(())
}
