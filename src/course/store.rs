//! Where courses lie: one file a client, found by the code alone.

use std::fs::Permissions;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::name::{KEY, Name, normal};
use super::{Memory, written};
use crate::journal::disk;

/// Name of the folder in the data folder.
pub const FOLDER: &str = "courses";
/// The file with the key of all names.
const KEY_FILE: &str = "key";
/// What a file ends with.
const ENDING: &str = "json";
/// What the name of a file ends with that could not be read and was put aside.
const DAMAGED: &str = "damaged";
/// No memory is longer, bytes.
const LARGEST: u64 = 256 * 1024;

/// Why what is kept of a client cannot be had or kept.
#[derive(Debug, thiserror::Error)]
pub enum CourseError {
    /// The file system refused.
    #[error("could not {attempt} {}: {source}", path.display())]
    Io {
        /// What was tried, as "read".
        attempt: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not as it was written.
    #[error("what was kept from last time is damaged and is not used; it stays in {}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Nothing can be found without the key.
    #[error("the key of what was kept from last time is damaged, so nothing of it can be found: {}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
    },
    /// The system gave no memory.
    #[error("there was not enough memory to look for what was kept from last time")]
    Memory,
}

/// The courses of one data folder.
///
/// There is no way to list them: each file has a name that only its code leads to, and holds no code.
#[derive(Clone, Debug)]
pub struct Courses {
    folder: PathBuf,
}

impl Courses {
    /// Those of a data folder. Nothing is made before something is kept.
    #[must_use]
    pub fn open(data: &Path) -> Self {
        Self { folder: data.join(FOLDER) }
    }

    /// What is kept of the client with this code. Takes up to a tenth of a second, and changes nothing.
    ///
    /// # Errors
    /// If something is there and cannot be read; it stays as it is.
    pub fn find(&self, code: &str) -> Result<Option<Memory>, CourseError> {
        let Some(name) = self.name(code)? else { return Ok(None) };
        self.read(&name)
    }

    /// Keeps a memory in place of what was kept before: whole or not at all, for this user alone. One without anything
    /// in it takes the file away.
    ///
    /// What could not be read is put aside, never overwritten.
    ///
    /// # Errors
    /// If the disk refuses; what was kept before still is.
    pub fn keep(&self, code: &str, memory: &Memory) -> Result<(), CourseError> {
        if normal(code).is_empty() {
            return Ok(());
        }
        if memory.is_empty() {
            return self.forget(code).map(|_| ());
        }
        disk::make_folder(&self.folder).map_err(failed("make the folder", &self.folder))?;
        std::fs::set_permissions(&self.folder, Permissions::from_mode(0o700))
            .map_err(failed("make private", &self.folder))?;
        self.remove_drafts();
        let name = Name::of(code, &self.make_key()?).ok_or(CourseError::Memory)?;
        let file = self.file(&name);
        match self.read(&name) {
            Ok(_) => {}
            Err(CourseError::Damaged { .. }) => put_aside(&file)?,
            Err(other) => return Err(other),
        }
        let text = written::write(memory, &name.proof).ok_or(CourseError::Memory)?;
        disk::replace(&file, text.as_bytes()).map_err(failed("write", &file))
    }

    /// Takes away all that is kept of the client with this code, damaged files included; whether there was something.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn forget(&self, code: &str) -> Result<bool, CourseError> {
        let Some(name) = self.name(code)? else { return Ok(false) };
        self.remove(|file| file.starts_with(&name.file)).map(|count| count > 0)
    }

    /// Takes away all that is kept of everybody; of how many clients there was something.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn forget_all(&self) -> Result<usize, CourseError> {
        let clients = self.names()?.iter().filter(|name| name.ends_with(ENDING)).count();
        let _ = self.remove(|_| true)?;
        match std::fs::remove_dir(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", &self.folder)(error)),
            Ok(()) | Err(_) => Ok(clients),
        }
    }

    /// `None` where nothing can be kept: no code, or no key yet.
    fn name(&self, code: &str) -> Result<Option<Name>, CourseError> {
        if normal(code).is_empty() {
            return Ok(None);
        }
        match self.key()? {
            Some(key) => Name::of(code, &key).map(Some).ok_or(CourseError::Memory),
            None => Ok(None),
        }
    }

    fn file(&self, name: &Name) -> PathBuf {
        self.folder.join(&name.file).with_extension(ENDING)
    }

    fn read(&self, name: &Name) -> Result<Option<Memory>, CourseError> {
        let path = self.file(name);
        let Some(bytes) = bytes(&path)? else { return Ok(None) };
        let memory = std::str::from_utf8(&bytes).ok().and_then(|text| written::read(text, &name.proof));
        memory.map(Some).ok_or(CourseError::Damaged { path })
    }

    /// The key; `None` before there is one.
    fn key(&self) -> Result<Option<[u8; KEY]>, CourseError> {
        let path = self.folder.join(KEY_FILE);
        let Some(bytes) = bytes(&path)? else { return Ok(None) };
        bytes.try_into().map(Some).map_err(|_| CourseError::Key { path })
    }

    /// The key, made if there is none. A damaged one is put aside: what was kept under it cannot be found any more.
    fn make_key(&self) -> Result<[u8; KEY], CourseError> {
        let path = self.folder.join(KEY_FILE);
        match self.key() {
            Ok(Some(key)) => return Ok(key),
            Ok(None) => {}
            Err(CourseError::Key { .. }) => put_aside(&path)?,
            Err(other) => return Err(other),
        }
        let key = chance().map_err(failed("make the key", &path))?;
        disk::replace(&path, &key).map_err(failed("write", &path))?;
        Ok(key)
    }

    /// What a crash left half-written.
    fn remove_drafts(&self) {
        // Whatever of them stays is removed the next time.
        let _ = self.remove(|name| name.starts_with(".new-"));
    }

    fn names(&self) -> Result<Vec<String>, CourseError> {
        let entries = match std::fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed("read the folder", &self.folder)(error)),
        };
        Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
    }

    fn remove(&self, which: impl Fn(&str) -> bool) -> Result<usize, CourseError> {
        let names: Vec<String> = self.names()?.into_iter().filter(|name| which(name)).collect();
        for name in &names {
            let path = self.folder.join(name);
            std::fs::remove_file(&path).map_err(failed("remove", &path))?;
        }
        if !names.is_empty() {
            let inside = self.folder.join(KEY_FILE);
            disk::sync_parent(&inside).map_err(failed("sync", &self.folder))?;
        }
        Ok(names.len())
    }
}

/// The bytes of a small file; `None` if it is not there.
fn bytes(path: &Path) -> Result<Option<Vec<u8>>, CourseError> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("read", path)(error)),
    };
    let mut bytes = Vec::new();
    let _ = file.take(LARGEST).read_to_end(&mut bytes).map_err(failed("read", path))?;
    Ok(Some(bytes))
}

/// Gives a file that cannot be read another name, beside it.
fn put_aside(path: &Path) -> Result<(), CourseError> {
    let free = |number: &u32| {
        let name = if *number == 1 { DAMAGED.to_owned() } else { format!("{DAMAGED}-{number}") };
        let aside = path.with_extension(name);
        (!aside.exists()).then_some(aside)
    };
    let aside = (1..1000).find_map(|number| free(&number)).unwrap_or_else(|| path.with_extension(DAMAGED));
    std::fs::rename(path, &aside).and_then(|()| disk::sync_parent(path)).map_err(failed("put aside", path))
}

/// Bytes that nobody can guess.
fn chance() -> io::Result<[u8; KEY]> {
    let mut bytes = [0; KEY];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn failed(attempt: &'static str, path: &Path) -> impl FnOnce(io::Error) -> CourseError + use<> {
    let path = path.to_owned();
    move |source| CourseError::Io { attempt, path, source }
}
