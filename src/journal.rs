//! The append-only record on disk.
//!
//! A [`Journal`] is the near end of a writer thread. Recording never waits: an entry is queued, and is *saved* when
//! [`Report::Saved`] says so, after one write and one `fdatasync` in every folder it concerns. A disk that fails
//! ends nothing: entries go to a [second place](second), [`Report::NotRecorded`] says since when, and the writer keeps
//! trying.
//!
//! One verb per file: [`writer`] appends, [`reader`] reads and never writes, [`recovery`] finds what was left
//! unfinished, [`seal`] completes a record, [`amend`] adds to a sealed one, [`verify`] judges one. [`record`] is the format.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use crate::clock::Reading;
use crate::session::event::{Person, Stamped};

pub mod amend;
pub mod disk;
pub mod draft;
mod folder;
pub mod index;
pub mod lock;
mod newest;
pub mod old;
pub mod outbox;
pub mod path;
pub mod reader;
pub mod record;
pub mod records;
pub mod recovery;
pub mod reserve;
pub mod seal;
pub mod second;
pub mod verify;
pub mod writer;

pub use newest::newest;
pub use path::DataDir;
pub use seal::Sealed;
pub use second::Held;

use disk::Disk;
use folder::Folder;
use record::Owner;
use writer::{Job, Writer};

/// What could not be done with a record, and where.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file system refused.
    #[error("could not {attempt} {}: {source}", path.display())]
    Io {
        /// What was tried, as "read the folder".
        attempt: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The writer's thread could not be started.
    #[error("could not start the thread that writes the record: {source}")]
    Thread {
        /// Why.
        source: io::Error,
    },
    /// A record that is sealed was asked to be sealed before its last line says so, or before all was saved.
    #[error("{} cannot be sealed: {reason}", path.display())]
    NotReady {
        /// The folder.
        path: PathBuf,
        /// Why, in plain words.
        reason: String,
    },
    /// A readable record was asked to be removed that must stay.
    #[error("{} is not removed: {reason}", path.display())]
    NotForgotten {
        /// The folder.
        path: PathBuf,
        /// Why, in plain words.
        reason: String,
    },
}

impl JournalError {
    /// For `map_err`: an IO error with what was tried and where.
    pub(crate) fn io(attempt: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { attempt, path, source }
    }
}

/// What the writer has to tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// So many decisions, counted from the first, are on the disk in every folder they concern.
    Saved {
        /// How many.
        through: u64,
    },
    /// Entries are not on the record's disk. Told again whenever the reason changes, or where they are held.
    NotRecorded {
        /// The clocks at the first entry that is not on the disk.
        since: Reading,
        /// What failed, in one sentence.
        reason: String,
        /// What the system said, without a path: for the record itself.
        cause: String,
        /// Where they are in the meantime.
        held: Held,
    },
    /// So many decisions, counted from the first, are held in the second place last told of.
    Held {
        /// How many.
        through: u64,
    },
    /// Everything is on the disk again; [`Report::Saved`] follows.
    RecordedAgain {
        /// The clocks when the disk had taken it.
        since: Reading,
    },
    /// The disk is full and the reserved space was given back.
    ReserveReleased,
    /// There is room again, and space is set aside as before.
    ReserveMade,
    /// The record is complete and no longer changes.
    Sealed(Vec<Sealed>),
    /// It could not be sealed; asking again is harmless.
    SealFailed {
        /// Why, in one sentence.
        reason: String,
    },
}

/// The near end of the writer. Dropping it lets the writer end after one last attempt.
#[derive(Debug)]
pub struct Journal {
    jobs: Sender<Job>,
    reports: Receiver<Report>,
    folders: Vec<PathBuf>,
    queued: u64,
    saved: u64,
    held: u64,
}

impl Journal {
    /// Begins a record for each of `people` participants. The folders are made with the first entry.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn create(data: &DataDir, people: u8, reading: &Reading) -> Result<Self, JournalError> {
        Self::create_on(data, people, reading, Box::new(data.disk()))
    }

    /// As [`Self::create`], on a disk of one's own: for tests, whose disks fail.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn create_on(data: &DataDir, people: u8, reading: &Reading, disk: Box<dyn Disk>) -> Result<Self, JournalError> {
        let owner = |person| Owner { person: Person(person), people, device: data.device().clone() };
        let folders = (0..people).map(|person| Folder::new(data.new_folder(reading), owner(person)));
        Self::start(Writer::new(folders.collect(), disk, data.places()), data)
    }

    /// Goes on with an unfinished record, in a new segment; completes a folder that lacks a shared entry.
    ///
    /// # Errors
    /// If what is there cannot be made durable, or no thread can be started.
    pub fn go_on(data: &DataDir, unfinished: &recovery::Unfinished, reading: &Reading) -> Result<Self, JournalError> {
        Self::go_on_with(data, unfinished, reading, Box::new(data.disk()))
    }

    /// As [`Self::go_on`], on a disk of one's own: for tests, whose disks fail.
    ///
    /// # Errors
    /// If what is there cannot be made durable, or no thread can be started.
    pub fn go_on_with(
        data: &DataDir,
        unfinished: &recovery::Unfinished,
        reading: &Reading,
        disk: Box<dyn Disk>,
    ) -> Result<Self, JournalError> {
        let folders = recovery::folders_to_go_on(data, unfinished, reading)?;
        Self::start(Writer::new(folders, disk, data.places()), data)
    }

    /// Queues the events of one decision. Never waits.
    pub fn record(&mut self, decision: &[Stamped], reading: &Reading) {
        self.queued += 1;
        // A writer that is gone is told by `unsaved`, which then never goes down.
        let _ = self.jobs.send(Job::Record(decision.to_vec(), reading.clone()));
    }

    /// What has happened since the last call. Never waits.
    pub fn reports(&mut self) -> Vec<Report> {
        let reports: Vec<_> = self.reports.try_iter().collect();
        for report in &reports {
            match report {
                Report::Saved { through } => self.saved = *through,
                Report::Held { through } => self.held = *through,
                _ => {}
            }
        }
        reports
    }

    /// How many decisions are not known to be on the disk, as of the last [`Self::reports`].
    #[must_use]
    pub fn unsaved(&self) -> usize {
        usize::try_from(self.queued - self.saved).unwrap_or(usize::MAX)
    }

    /// How many decisions are neither known to be on the disk nor in a second place.
    #[must_use]
    pub fn unheld(&self) -> usize {
        usize::try_from(self.queued - self.saved.max(self.held)).unwrap_or(usize::MAX)
    }

    /// How many decisions were queued; the one queued last is saved when [`Report::Saved`] reaches this.
    #[must_use]
    pub fn queued(&self) -> u64 {
        self.queued
    }

    /// Queues the sealing of all folders. The `sealed` event must have been recorded before. Never waits.
    pub fn seal(&mut self) {
        let _ = self.jobs.send(Job::Seal);
    }

    /// Waits until all that is queued was tried; whether all of it is on the disk.
    ///
    /// For the end of the program, for commands and tests: not for a thread that draws.
    pub fn flush_and_wait(&mut self, timeout: Duration) -> bool {
        let (done, told) = mpsc::sync_channel(1);
        let sent = self.jobs.send(Job::Flush(done)).is_ok();
        sent && told.recv_timeout(timeout).unwrap_or(false)
    }

    /// The folders as they are named while they are written, by person.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    fn start(writer: Writer, data: &DataDir) -> Result<Self, JournalError> {
        let writer = if data.has_reserve() { writer } else { writer.without_reserve() };
        let folders = writer.paths();
        let (jobs, inbox) = mpsc::channel();
        let (outbox, reports) = mpsc::channel();
        let thread = std::thread::Builder::new().name("journal".to_owned());
        let _ = thread.spawn(move || writer.run(&inbox, &outbox)).map_err(|source| JournalError::Thread { source })?;
        Ok(Self { jobs, reports, folders, queued: 0, saved: 0, held: 0 })
    }
}
