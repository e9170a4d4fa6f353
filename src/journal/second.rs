//! A second place to write, for as long as the record's own disk fails.
//!
//! What is not saved is written here too: the same lines with the same `n` and `id`, in segments that go on from the
//! last saved line of the record. Once the record's own disk has everything again, the copy is removed. The first
//! place that takes it is used: the folder that the settings name, then memory, which survives a crash but no power
//! cut.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

use super::disk::{RealDisk, sync_parent};
use super::path;
use super::record::chain;

/// Where a Linux system keeps shared memory, if it has no folder for what runs.
const SHARED_MEMORY: &str = "/dev/shm";
/// File systems that are memory: tmpfs and ramfs.
const MEMORY: [u64; 2] = [0x0102_1994, 0x8584_58f6];

/// What stands after a record's name in the name of a copy that is only kept.
pub(super) const ASIDE: &str = ".aside-";

/// How safe what a second place holds is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Nowhere but in this process.
    Nowhere,
    /// In memory, outside this process: it survives a crash.
    InMemory,
    /// On another disk, in the folder of this name: it survives a power cut.
    OnDisk(String),
}

/// A second place.
#[derive(Clone, Debug)]
pub struct Place {
    root: PathBuf,
    folder: PathBuf,
    shared: bool,
}

impl Place {
    /// In a folder that is there already, for the records of the data folder `data`.
    #[must_use]
    pub fn in_folder(root: &Path, data: &Path) -> Self {
        Self { root: root.to_owned(), folder: root.join(format!("holdspace-{}", key(data))), shared: false }
    }

    /// In memory: where the system keeps what runs, else in shared memory, private.
    #[must_use]
    pub fn in_memory(data: &Path) -> Self {
        match std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_dir()) {
            Some(root) => Self { shared: true, ..Self::in_folder(&root, data) },
            None => {
                let folder = Path::new(SHARED_MEMORY).join(format!("holdspace-{}-{}", geteuid().as_raw(), key(data)));
                Self { root: SHARED_MEMORY.into(), folder, shared: true }
            }
        }
    }

    /// What it is now: a stick may be pulled, and a folder may be memory.
    #[must_use]
    pub fn held(&self) -> Held {
        if self.shared {
            return Held::InMemory;
        }
        let kind = rustix::fs::statfs(&self.folder).map(|about| about.f_type as u64);
        let name = self.root.file_name().map(|name| name.to_string_lossy().into_owned());
        match kind {
            Ok(kind) if !MEMORY.contains(&kind) => Held::OnDisk(name.unwrap_or_else(|| "/".to_owned())),
            Ok(_) | Err(_) => Held::InMemory,
        }
    }

    /// The disk it is on: without a reserve.
    pub(super) fn disk(&self) -> RealDisk {
        RealDisk::without_reserve()
    }

    /// Where it holds the record of this name.
    pub(super) fn copy_of(&self, record: &Path) -> PathBuf {
        self.folder.join(record.file_name().unwrap_or_default())
    }

    /// Makes the folder that holds the copy of a record, durably. What is above it is never made: a stick that is
    /// not there must not become a folder of its mount point's disk.
    pub(super) fn prepare(&self, record: &Path) -> io::Result<PathBuf> {
        let make = |folder: &Path| match DirBuilder::new().mode(0o700).create(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            Ok(()) | Err(_) => sync_parent(folder),
        };
        make(&self.folder)?;
        if !self.is_ours() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the folder there is not ours alone"));
        }
        let copy = self.copy_of(record);
        make(&copy)?;
        Ok(copy)
    }

    /// The copy of a record, if it holds one.
    pub(super) fn copies_of(&self, record: &Path) -> Option<PathBuf> {
        Some(self.copy_of(record)).filter(|copy| self.is_ours() && copy.is_dir())
    }

    /// All copies it holds, in order of their names.
    pub(super) fn copies(&self) -> Vec<PathBuf> {
        if !self.is_ours() {
            return Vec::new();
        }
        let found = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut copies: Vec<_> = found.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        copies.sort();
        copies
    }

    /// Gives the copy of a record a name under which it is only kept.
    pub(super) fn put_aside(&self, record: &Path) {
        let copy = self.copy_of(record);
        let aside = copy.with_file_name(format!("{}{ASIDE}{}", path::record_id(&copy), uuid::Uuid::now_v7()));
        if self.is_ours()
            && copy.is_dir()
            && let Err(error) = fs::rename(&copy, &aside).and_then(|()| sync_parent(&aside))
        {
            tracing::warn!("could not put {} aside: {error}", copy.display());
        }
    }

    /// Removes the copy of a record, and the folder itself with the last one.
    pub(super) fn forget(&self, record: &Path) {
        let copy = self.copy_of(record);
        if copy.is_dir() {
            if let Err(error) = fs::remove_dir_all(&copy).and_then(|()| sync_parent(&copy)) {
                tracing::warn!("could not remove the second copy {}: {error}", copy.display());
            }
            // Fails while another record is held, as it should.
            let _ = fs::remove_dir(&self.folder);
        }
    }

    /// Whether the folder is a real one and, where everybody may write beside it, nobody else's.
    fn is_ours(&self) -> bool {
        let private = |about: &fs::Metadata| about.uid() == geteuid().as_raw() && about.mode() & 0o077 == 0;
        fs::symlink_metadata(&self.folder).is_ok_and(|about| about.is_dir() && (!self.shared || private(&about)))
    }
}

/// The places for the records of the data folder `data`, in the order in which they are tried.
#[must_use]
pub fn places(named: Option<&Path>, data: &Path) -> Vec<Place> {
    named.map(|root| Place::in_folder(root, data)).into_iter().chain([Place::in_memory(data)]).collect()
}

/// Tells data folders apart, also those of several devices on one stick. Never says which.
fn key(data: &Path) -> String {
    let machine = fs::read_to_string("/etc/machine-id").unwrap_or_default();
    let data = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    let digest = chain::sha256(&[machine.trim().as_bytes(), b"\n", data.as_os_str().as_encoded_bytes()].concat());
    digest.chars().take(16).collect()
}
