//! The few acts of the file system that durability rests on, so that tests can let each of them fail.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// Where segments are written.
pub trait Disk: Send {
    /// Makes a folder, mode 0700, with all its parents, durably; it may be there already.
    ///
    /// # Errors
    /// If it cannot be made or its parent cannot be synced.
    fn make_folder(&mut self, folder: &Path) -> io::Result<()>;

    /// Makes a new segment, mode 0600, durably; it must not be there.
    ///
    /// # Errors
    /// If it is there, cannot be made, or it or its folder cannot be synced.
    fn create(&mut self, segment: &Path) -> io::Result<Box<dyn Segment>>;

    /// Takes away a segment that failed before a byte of it was written, so that failing does not fill a folder.
    /// Tells whether it did.
    fn discard_if_empty(&mut self, segment: &Path) -> bool;

    /// Gives back the reserved space; `false` if there is none left.
    fn release_reserve(&mut self) -> bool;

    /// Sets the space aside again if there is room for it and for as much beside it; whether it is there.
    fn make_reserve(&mut self) -> bool;
}

/// An open segment. It is only ever appended to.
pub trait Segment: Send {
    /// Writes once; fewer bytes than given is a failure.
    ///
    /// # Errors
    /// If the write fails.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Waits until what was written is on the disk.
    ///
    /// # Errors
    /// If that cannot be promised. The segment must not be used again.
    fn sync(&mut self) -> io::Result<()>;
}

/// The real file system.
#[derive(Debug)]
pub struct RealDisk {
    reserve: Option<std::path::PathBuf>,
}

impl RealDisk {
    /// A disk whose reserved space is the file at `reserve`.
    #[must_use]
    pub fn new(reserve: &Path) -> Self {
        Self { reserve: Some(reserve.to_owned()) }
    }

    /// A disk without reserved space.
    #[must_use]
    pub fn without_reserve() -> Self {
        Self { reserve: None }
    }
}

impl Disk for RealDisk {
    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        make_folder(folder)
    }

    fn create(&mut self, segment: &Path) -> io::Result<Box<dyn Segment>> {
        let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(segment)?;
        file.sync_all()?;
        sync_parent(segment)?;
        Ok(Box::new(RealSegment(file)))
    }

    fn discard_if_empty(&mut self, segment: &Path) -> bool {
        let empty = std::fs::metadata(segment).is_ok_and(|found| found.len() == 0);
        empty && std::fs::remove_file(segment).is_ok()
    }

    fn release_reserve(&mut self) -> bool {
        self.reserve.as_ref().is_some_and(|reserve| std::fs::remove_file(reserve).is_ok())
    }

    fn make_reserve(&mut self) -> bool {
        self.reserve.as_ref().is_some_and(|reserve| super::reserve::make_again(reserve).is_ok())
    }
}

struct RealSegment(File);

impl Segment for RealSegment {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}

/// Makes a folder and the missing ones above it, each 0700 and synced into its parent.
///
/// # Errors
/// If one cannot be made or synced.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        make_folder(parent)?;
    }
    match std::fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => sync_parent(folder),
    }
}

/// Writes a small file in one go, durably: beside its place, then renamed into it.
///
/// # Errors
/// If any step fails; the place then holds what it held before.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let _ = file.persist(path).map_err(|failed| failed.error)?;
    sync_parent(path)
}

/// Makes the entry of `path` in its folder durable.
///
/// # Errors
/// If the folder cannot be opened or synced.
pub(crate) fn sync_parent(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent)?.sync_all()
}
