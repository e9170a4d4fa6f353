//! Where records lie, and how folders and segments are named.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Datelike as _;
use uuid::Uuid;

use super::disk::{self, RealDisk};
use super::second::Place;
use super::{JournalError, reserve};
use crate::clock::Reading;

/// What the name of a folder that is still written ends with.
pub const LIVE: &str = ".live";
/// What the name of a record that was sealed away ends with.
pub const AWAY: &str = ".age";
/// The folder in the data folder in which they lie, for the clinic to fetch.
pub const OUTBOX: &str = "outbox";

/// The folder of all data of one device.
#[derive(Clone, Debug)]
pub struct DataDir {
    path: PathBuf,
    device: Arc<str>,
    has_reserve: bool,
    places: Vec<Place>,
}

impl DataDir {
    /// Opens the folder, mode 0700, and makes what is missing in it: the folder, the device id, the reserve.
    ///
    /// A reserve that cannot be made is no error: see [`Self::has_reserve`].
    ///
    /// # Errors
    /// If the folder or the device id cannot be made or read.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let failed = |attempt: &'static str, at: &Path| JournalError::io(attempt, at);
        disk::make_folder(path).map_err(failed("make the data folder", path))?;
        keep_private(path).map_err(failed("make private", path))?;
        let sessions = path.join("sessions");
        disk::make_folder(&sessions).map_err(failed("make the folder", &sessions))?;
        let device = device_id(&path.join("device"))?;
        let has_reserve = reserve::make(&path.join(reserve::NAME)).is_ok();
        Ok(Self { path: path.to_owned(), device: device.into(), has_reserve, places: Vec::new() })
    }

    /// The folder as it may become one day, for when [`Self::open`] fails and the session must go on all the same.
    ///
    /// A journal on it says that nothing is recorded, keeps trying, and catches up once the folder can be written.
    #[must_use]
    pub fn unopened(path: &Path) -> Self {
        let device = Uuid::now_v7().hyphenated().to_string();
        Self { path: path.to_owned(), device: device.into(), has_reserve: false, places: Vec::new() }
    }

    /// The same with second places to write, tried in this order while its own disk fails.
    #[must_use]
    pub fn with_places(mut self, places: Vec<Place>) -> Self {
        self.places = places;
        self
    }

    /// The second places to write.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Tries again to set space aside; see [`Self::has_reserve`].
    pub fn renew_reserve(&mut self) {
        self.has_reserve = reserve::make_again(&self.path.join(reserve::NAME)).is_ok();
    }

    /// Whether records can be made in it, as far as the system tells without trying.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        rustix::fs::access(self.sessions(), rustix::fs::Access::WRITE_OK).is_ok()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The random id of this device.
    #[must_use]
    pub fn device(&self) -> &Arc<str> {
        &self.device
    }

    /// Whether space for a running session is set aside; if not, the disk is full or nearly so.
    #[must_use]
    pub fn has_reserve(&self) -> bool {
        self.has_reserve
    }

    /// The folder that holds a folder for each year.
    #[must_use]
    pub fn sessions(&self) -> PathBuf {
        self.path.join("sessions")
    }

    /// The disk this folder is on.
    #[must_use]
    pub fn disk(&self) -> RealDisk {
        RealDisk::new(&self.path.join(reserve::NAME))
    }

    /// All record folders, live and sealed, in order of their names.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let years = subfolders(&self.sessions());
        let mut folders: Vec<_> = years.iter().flat_map(|year| subfolders(year)).collect();
        folders.sort();
        folders
    }

    /// Records that were sealed away for others to open: the names they had, and the files that hold them.
    #[must_use]
    pub fn away(&self) -> Vec<(String, PathBuf)> {
        let files = std::fs::read_dir(self.path.join(OUTBOX)).into_iter().flatten().flatten();
        let away = files.filter_map(|entry| {
            let name = entry.file_name();
            let id = name.to_str().filter(|name| !name.starts_with('.'))?.strip_suffix(AWAY)?;
            Some((id.to_owned(), entry.path()))
        });
        away.collect()
    }

    /// Where the record belongs that has the name of this folder, whose first four digits are its year.
    pub(crate) fn place_of(&self, named: &Path) -> Option<PathBuf> {
        let name = named.file_name()?;
        let year = name.to_str()?.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some(self.sessions().join(year).join(name))
    }

    /// A name for a new record that begins at `reading`.
    pub(crate) fn new_folder(&self, reading: &Reading) -> PathBuf {
        let (year, day) = (reading.wall.year(), reading.wall.format("%Y%m%d"));
        self.sessions().join(format!("{year:04}")).join(format!("{day}-{}{LIVE}", Uuid::now_v7()))
    }
}

/// Whether a folder is still written, by its name.
#[must_use]
pub fn is_live(folder: &Path) -> bool {
    folder.as_os_str().as_encoded_bytes().ends_with(LIVE.as_bytes())
}

/// The name a folder has once it is sealed.
#[must_use]
pub fn sealed_name(folder: &Path) -> PathBuf {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    folder.with_file_name(name.strip_suffix(LIVE).unwrap_or(name))
}

/// The name of a record without its ending.
#[must_use]
pub fn record_id(folder: &Path) -> String {
    sealed_name(folder).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The segment of that number.
#[must_use]
pub fn segment(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("events-{number:04}.ndjson"))
}

/// The segments of a folder with their numbers, in order.
///
/// # Errors
/// If the folder cannot be read.
pub fn segments(folder: &Path) -> Result<Vec<(u32, PathBuf)>, JournalError> {
    let failed = || JournalError::io("read the folder", folder);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let number = name.strip_prefix("events-").and_then(|name| name.strip_suffix(".ndjson"));
        let number = number.filter(|digits| digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some(number) = number.and_then(|digits| digits.parse().ok()) {
            found.push((number, path));
        }
    }
    found.sort();
    Ok(found)
}

pub(super) fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    // What a folder is usually comes with its name: ten thousand of them need not be asked one by one.
    let is_dir = |entry: &std::fs::DirEntry| match entry.file_type() {
        Ok(kind) if !kind.is_symlink() => kind.is_dir(),
        Ok(_) | Err(_) => entry.path().is_dir(),
    };
    entries.filter(is_dir).map(|entry| entry.path()).collect()
}

fn keep_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut permissions = std::fs::metadata(path)?.permissions();
    if permissions.mode() & 0o077 == 0 {
        return Ok(());
    }
    permissions.set_mode(0o700);
    std::fs::set_permissions(path, permissions)
}

fn device_id(path: &Path) -> Result<String, JournalError> {
    match std::fs::read_to_string(path) {
        Ok(text) if Uuid::parse_str(text.trim()).is_ok() => Ok(text.trim().to_owned()),
        Ok(_) => make_device_id(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_device_id(path),
        Err(error) => Err(JournalError::io("read the device id", path)(error)),
    }
}

fn make_device_id(path: &Path) -> Result<String, JournalError> {
    let id = Uuid::now_v7().hyphenated().to_string();
    disk::replace(path, format!("{id}\n").as_bytes()).map_err(JournalError::io("make the device id", path))?;
    Ok(id)
}
