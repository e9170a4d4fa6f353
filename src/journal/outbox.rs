//! Sealed records for the clinic's keys: encrypted beside the readable ones, which leave only after a receipt.
//!
//! ```text
//! <data>/outbox/<record>.age           encrypted, complete from the moment it has this name, mode 0400
//! <data>/receipts/<record>.receipt     put here by whoever fetched it: the SHA-256 of the file as it arrived
//! <data>/leaving/<record>/             a readable record that is being removed
//! ```

use std::collections::BTreeSet;
use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::record::chain;
use super::{DataDir, JournalError, disk, index, path};
use crate::config::settings::Recipient;
use crate::record::archive;

/// Drafts lie beside the outbox, so that nobody fetches half a file.
const DRAFT: &str = ".new-age-";

/// What somebody who fetched an archive has to say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// Nothing yet.
    None,
    /// It arrived as it is here.
    Good,
    /// What arrived is something else.
    Differs,
}

/// Where the archive of a record lies, or will lie.
#[must_use]
pub fn archive(data: &DataDir, id: &str) -> PathBuf {
    data.path().join(path::OUTBOX).join(format!("{id}{}", path::AWAY))
}

/// Where the receipt for an archive is looked for.
#[must_use]
pub fn receipt_file(data: &DataDir, id: &str) -> PathBuf {
    data.path().join("receipts").join(format!("{id}.receipt"))
}

/// Encrypts the record in a sealed folder, unless that was done; tells where it lies.
///
/// # Errors
/// What the file system refused; there is no archive then, and asking again is harmless.
pub fn encrypt(data: &DataDir, folder: &Path, recipients: &[Recipient]) -> Result<PathBuf, JournalError> {
    let id = path::record_id(folder);
    let place = archive(data, &id);
    if place.exists() {
        return Ok(place);
    }
    let failed = || JournalError::io("encrypt the record in", folder);
    for name in [path::OUTBOX, "receipts"] {
        disk::make_folder(&data.path().join(name)).map_err(failed())?;
    }
    let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(data.path()).map_err(failed())?;
    let _ = archive::write(folder, &id, recipients, io::BufWriter::new(draft.as_file_mut()))
        .and_then(|out| out.into_inner().map_err(io::IntoInnerError::into_error))
        .map_err(failed())?;
    draft.as_file().set_permissions(Permissions::from_mode(0o400)).map_err(failed())?;
    draft.as_file().sync_all().map_err(failed())?;
    let _ = draft.persist_noclobber(&place).map_err(|error| failed()(error.error))?;
    disk::sync_parent(&place).map_err(failed())?;
    Ok(place)
}

/// Sealed records that are not encrypted yet, oldest first.
#[must_use]
pub fn missing(data: &DataDir) -> Vec<PathBuf> {
    let sealed = data.folders().into_iter().filter(|folder| !path::is_live(folder));
    sealed.filter(|folder| !archive(data, &path::record_id(folder)).exists()).collect()
}

/// Records that are only here as archives, in order of their names.
#[must_use]
pub fn encrypted_only(data: &DataDir) -> Vec<String> {
    let here: BTreeSet<String> = data.folders().iter().map(|folder| path::record_id(folder)).collect();
    let mut only: Vec<String> = data.away().into_iter().map(|(id, _)| id).filter(|id| !here.contains(id)).collect();
    only.sort();
    only
}

/// What the receipt for an archive says; one that cannot be understood says that it differs.
#[must_use]
pub fn receipt(data: &DataDir, id: &str) -> Receipt {
    let Ok(text) = std::fs::read_to_string(receipt_file(data, id)) else { return Receipt::None };
    let said = text.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    match hash(&archive(data, id)) {
        Ok(here) if here == said => Receipt::Good,
        Ok(_) | Err(_) => Receipt::Differs,
    }
}

/// Readable records with a receipt, and what it says.
#[must_use]
pub fn with_receipt(data: &DataDir) -> Vec<(PathBuf, Receipt)> {
    let told = |folder: PathBuf| {
        let receipt = receipt(data, &path::record_id(&folder));
        (receipt != Receipt::None).then_some((folder, receipt))
    };
    data.folders().into_iter().filter(|folder| !path::is_live(folder)).filter_map(told).collect()
}

/// Removes the readable record in a folder; its archive stays. To be called with the lock held and no session running.
///
/// The archive is made durable before; the record leaves its place in one step, and is then taken apart. A crash at any
/// point leaves the archive and, until [`finish_leaving`], perhaps a rest of what is leaving.
///
/// # Errors
/// [`JournalError::NotReady`] for a record that is not sealed or has no archive; else what the file system refused.
pub fn forget(data: &DataDir, folder: &Path) -> Result<(), JournalError> {
    let refused = |reason: &str| Err(not_forgotten(folder, reason));
    if path::is_live(folder) {
        return refused("it is not sealed yet");
    }
    let id = path::record_id(folder);
    let kept = archive(data, &id);
    if !kept.is_file() {
        return refused("there is no encrypted copy of it; without one nothing would be left");
    }
    let failed = |attempt: &'static str, at: &Path| JournalError::io(attempt, at);
    let durable = hash(&kept).and_then(|_| File::open(&kept)?.sync_all()).and_then(|()| disk::sync_parent(&kept));
    durable.and_then(|()| disk::sync_parent(&data.path().join(path::OUTBOX))).map_err(failed("make durable", &kept))?;
    let leaving = data.path().join("leaving");
    disk::make_folder(&leaving).map_err(failed("make the folder", &leaving))?;
    let gone = leaving.join(&id);
    // A folder that may not be written to cannot be moved into another.
    std::fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(failed("make writable", folder))?;
    std::fs::rename(folder, &gone).map_err(failed("move away", folder))?;
    disk::sync_parent(&gone).and_then(|()| disk::sync_parent(folder)).map_err(failed("move away", folder))?;
    // The list of records keeps no code of what is gone.
    index::forget(data, &id).map_err(failed("take out of the list", &index::Index::path(data)))?;
    take_apart(&gone)
}

/// Ends what a crash interrupted: takes apart what is leaving, or puts it back where its archive is gone. Removes half-made archives.
///
/// # Errors
/// The first thing the file system refused.
pub fn finish_leaving(data: &DataDir) -> Result<(), JournalError> {
    for entry in listed(data.path()) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(DRAFT) {
            std::fs::remove_file(&entry).map_err(JournalError::io("remove", &entry))?;
        }
    }
    for gone in listed(&data.path().join("leaving")) {
        let id = path::record_id(&gone);
        if archive(data, &id).is_file() {
            take_apart(&gone)?;
            continue;
        }
        let back = data.sessions().join(id.get(..4).unwrap_or("unknown")).join(&id);
        disk::make_folder(back.parent().unwrap_or(data.path())).map_err(JournalError::io("put back", &back))?;
        std::fs::rename(&gone, &back)
            .and_then(|()| disk::sync_parent(&back))
            .and_then(|()| disk::sync_parent(&gone))
            .map_err(JournalError::io("put back", &back))?;
        std::fs::set_permissions(&back, Permissions::from_mode(0o500)).map_err(JournalError::io("protect", &back))?;
    }
    Ok(())
}

fn take_apart(folder: &Path) -> Result<(), JournalError> {
    let allow = |folder: &Path| std::fs::set_permissions(folder, Permissions::from_mode(0o700));
    for inner in listed(folder).iter().filter(|inner| inner.is_dir()) {
        allow(inner).map_err(JournalError::io("make writable", inner))?;
    }
    std::fs::remove_dir_all(folder).and_then(|()| disk::sync_parent(folder)).map_err(JournalError::io("remove", folder))
}

fn not_forgotten(folder: &Path, reason: &str) -> JournalError {
    JournalError::NotForgotten { path: folder.to_owned(), reason: reason.to_owned() }
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn hash(file: &Path) -> io::Result<String> {
    Ok(chain::sha256(&std::fs::read(file)?))
}
