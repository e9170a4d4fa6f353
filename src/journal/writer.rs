//! The writer thread: takes decisions, brings them onto the disk, tells.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::disk::Disk;
use super::folder::Folder;
use super::{Report, seal};
use crate::clock::{Reading, boot_time};
use crate::session::event::Stamped;

/// The first rest between two attempts on a disk that fails.
pub const FIRST_REST: Duration = Duration::from_millis(50);
/// The longest rest between two attempts.
pub const LONGEST_REST: Duration = Duration::from_secs(2);

/// What the writer is asked for.
#[derive(Debug)]
pub(super) enum Job {
    /// The events of one decision.
    Record(Vec<Stamped>, Reading),
    /// Seal all folders.
    Seal,
    /// Try everything now and say whether all is saved.
    Flush(SyncSender<bool>),
}

/// The far end of a journal.
pub(super) struct Writer {
    folders: Vec<Folder>,
    disk: Box<dyn Disk>,
    taken: u64,
    trouble: Option<Trouble>,
    first_unsaved: Option<DateTime<FixedOffset>>,
    sealed: bool,
}

struct Trouble {
    reason: String,
    rest: Duration,
    next_try: Duration,
}

impl Writer {
    pub fn new(folders: Vec<Folder>, disk: Box<dyn Disk>) -> Self {
        Self { folders, disk, taken: 0, trouble: None, first_unsaved: None, sealed: false }
    }

    pub fn paths(&self) -> Vec<PathBuf> {
        self.folders.iter().map(|folder| folder.path().to_owned()).collect()
    }

    /// Works until the near end is gone; then tries one last time what is not saved.
    pub fn run(mut self, inbox: &Receiver<Job>, outbox: &Sender<Report>) {
        let mut tell = |report| drop(outbox.send(report));
        self.save(&mut tell);
        loop {
            let job = match &self.trouble {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(trouble) => inbox.recv_timeout(trouble.next_try.saturating_sub(boot_time())),
            };
            match job {
                Ok(job) => self.take(job, &mut tell),
                Err(RecvTimeoutError::Timeout) => self.save(&mut tell),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        if self.trouble.is_some() {
            self.save(&mut tell);
        }
    }

    fn take(&mut self, job: Job, tell: &mut dyn FnMut(Report)) {
        match job {
            Job::Record(..) if self.sealed => tracing::error!("an entry came after the record was sealed"),
            Job::Record(events, reading) => {
                for event in &events {
                    self.folders.iter_mut().for_each(|folder| folder.push(event, &reading));
                }
                self.taken += 1;
                self.first_unsaved = self.first_unsaved.or(Some(reading.wall));
                // In trouble a new entry only waits with the others: the disk has its rest.
                if self.trouble.as_ref().is_none_or(|trouble| trouble.next_try <= boot_time()) {
                    self.save(tell);
                }
            }
            Job::Flush(done) => {
                if self.trouble.is_some() {
                    self.save(tell);
                }
                let _ = done.try_send(self.trouble.is_none());
            }
            Job::Seal => self.seal(tell),
        }
    }

    /// Brings every folder up to date and tells what came of it.
    fn save(&mut self, tell: &mut dyn FnMut(Report)) {
        let failures: Vec<_> =
            (0..self.folders.len()).filter_map(|index| self.save_folder(index, tell).err()).collect();
        let Some(reason) = failures.into_iter().next() else {
            if self.trouble.take().is_some() {
                tell(Report::RecordedAgain);
            }
            self.first_unsaved = None;
            return tell(Report::Saved { through: self.taken });
        };
        let before = self.trouble.take();
        let rest = before.as_ref().map_or(FIRST_REST, |before| (before.rest * 2).min(LONGEST_REST));
        if before.is_none_or(|before| before.reason != reason) {
            let since = self.first_unsaved.unwrap_or_else(|| crate::clock::read().wall);
            tell(Report::NotRecorded { since, reason: reason.clone() });
        }
        self.trouble = Some(Trouble { reason, rest, next_try: boot_time() + rest });
    }

    fn save_folder(&mut self, index: usize, tell: &mut dyn FnMut(Report)) -> Result<(), String> {
        let Some(folder) = self.folders.get_mut(index) else { return Ok(()) };
        let mut saved = folder.save(self.disk.as_mut());
        let full =
            |error: &io::Error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        if saved.as_ref().is_err_and(|(_, error)| full(error)) && self.disk.release_reserve() {
            tell(Report::ReserveReleased);
            saved = folder.save(self.disk.as_mut());
        }
        // The number in a segment's name changes with each attempt and is no news: the folder is named.
        saved.map_err(|(_, error)| format!("could not write the record in {}: {error}", folder.path().display()))
    }

    fn seal(&mut self, tell: &mut dyn FnMut(Report)) {
        self.save(tell);
        if let Some(trouble) = &self.trouble {
            return tell(Report::SealFailed { reason: trouble.reason.clone() });
        }
        self.folders.iter_mut().for_each(Folder::close);
        let sealed: Result<Vec<_>, _> = self.folders.iter().map(|folder| seal::seal(folder.path())).collect();
        match sealed {
            Ok(sealed) => {
                self.sealed = true;
                tell(Report::Sealed(sealed));
            }
            Err(error) => tell(Report::SealFailed { reason: error.to_string() }),
        }
    }
}
