//! Space set aside, so that a full disk does not end the record of a running session.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::{FallocateFlags, fallocate};

/// The name of the file in the data folder.
pub const NAME: &str = "reserve";
/// How much is set aside: some thirty sessions of three hours.
pub const BYTES: u64 = 8 * 1024 * 1024;

/// Sets the space aside unless that is done already.
///
/// # Errors
/// If the disk is full or does not let us.
pub(super) fn make(path: &Path) -> io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|found| found.len() == BYTES) {
        return Ok(());
    }
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let made = fill(&file).and_then(|()| file.sync_all()).and_then(|()| super::disk::sync_parent(path));
    if made.is_err() {
        let _ = std::fs::remove_file(path);
    }
    made
}

fn fill(mut file: &File) -> io::Result<()> {
    if fallocate(file, FallocateFlags::empty(), 0, BYTES).is_ok() {
        return Ok(());
    }
    let written = io::copy(&mut io::Read::take(io::repeat(0), BYTES), &mut file)?;
    if written == BYTES { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
}
