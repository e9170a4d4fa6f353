//! One instance for each data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use super::DataDir;

/// Held as long as the program runs; given back by the system also after `kill -9`.
#[derive(Debug)]
pub struct Lock {
    /// `None` where the folder cannot be written and has no lock file: nobody writes there.
    _file: Option<File>,
}

/// Why the data folder could not be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another instance has it.
    #[error(
        "Holdspace is already running{} with the data in {}; use that one, or end it first",
        pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(),
        data.display()
    )]
    Running {
        /// The process, if it told.
        pid: Option<u32>,
        /// The data folder.
        data: PathBuf,
    },
    /// The lock file could not be used.
    #[error("could not lock {}: {source}", path.display())]
    Io {
        /// The lock file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Takes the lock of a data folder and writes our process id into it.
///
/// # Errors
/// [`LockError::Running`] with the process that has it; [`LockError::Io`] if the file cannot be used.
pub fn acquire(data: &DataDir) -> Result<Lock, LockError> {
    let path = data.path().join("lock");
    let failed = |source| LockError::Io { path: path.clone(), source };
    let mut options = OpenOptions::new();
    let options = options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let mut file = match options.open(&path) {
        Ok(file) => file,
        // A folder that cannot be written, or a full disk, must not keep anyone from starting.
        Err(error) if is_unwritable(&error) => match File::open(&path) {
            Ok(file) => file,
            Err(_) => return Ok(Lock { _file: None }),
        },
        Err(error) => return Err(failed(error)),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let _ = file.read_to_string(&mut text).map_err(failed)?;
            return Err(LockError::Running { pid: text.trim().parse().ok(), data: data.path().to_owned() });
        }
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let write = |file: &mut File| {
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())
    };
    // A full disk must not keep anyone from starting: the lock holds without the number.
    let _ = write(&mut file);
    Ok(Lock { _file: Some(file) })
}

fn is_unwritable(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), ReadOnlyFilesystem | PermissionDenied | StorageFull | QuotaExceeded)
}
