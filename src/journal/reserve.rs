//! Space set aside, so that a full disk does not end the record of a running session.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::{FallocateFlags, fallocate, statvfs};
use rustix::io::Errno;

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

/// As [`make`], where there is room for it twice: what was given back a moment ago is not taken again.
pub(super) fn make_again(path: &Path) -> io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|found| found.len() == BYTES) {
        return Ok(());
    }
    let about = statvfs(path.parent().unwrap_or(Path::new(".")))?;
    if about.f_bavail.saturating_mul(about.f_frsize) < 2 * BYTES {
        return Err(io::ErrorKind::StorageFull.into());
    }
    make(path)
}

fn fill(mut file: &File) -> io::Result<()> {
    match fallocate(file, FallocateFlags::empty(), 0, BYTES) {
        Ok(()) => return Ok(()),
        // Only where the file system cannot set space aside: zeros would take the last room from the record.
        Err(Errno::OPNOTSUPP | Errno::NOSYS) => {}
        Err(error) => return Err(error.into()),
    }
    let written = io::copy(&mut io::Read::take(io::repeat(0), BYTES), &mut file)?;
    if written == BYTES { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
}
