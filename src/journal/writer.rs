//! The writer thread: takes decisions, brings them onto the disk, tells.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender};
use std::time::Duration;

use super::disk::Disk;
use super::folder::Folder;
use super::second::{Held, Place};
use super::{Report, seal};
use crate::clock::{Reading, boot_time};
use crate::session::event::Stamped;

/// The first rest between two attempts on a disk that fails.
pub const FIRST_REST: Duration = Duration::from_millis(50);
/// The longest rest between two attempts.
pub const LONGEST_REST: Duration = Duration::from_secs(2);

/// How long after it was given back, or could not be had, space is set aside again.
pub const RESERVE_REST: Duration = Duration::from_secs(30);

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
    seconds: Seconds,
    taken: u64,
    trouble: Option<Trouble>,
    first_unsaved: Option<Reading>,
    reserve: Reserve,
    sealed: bool,
}

struct Trouble {
    reason: String,
    held: Held,
    rest: Duration,
    next_try: Duration,
}

/// The second places, and how many of them have failed since the last attempt on the record's own disk.
struct Seconds {
    places: Vec<Place>,
    failed: usize,
}

/// Whether space is set aside, or when that is tried next.
enum Reserve {
    There,
    Out(Duration),
}

impl Writer {
    pub fn new(folders: Vec<Folder>, disk: Box<dyn Disk>, places: &[Place]) -> Self {
        let seconds = Seconds { places: places.to_vec(), failed: 0 };
        let reserve = Reserve::There;
        Self { folders, disk, seconds, taken: 0, trouble: None, first_unsaved: None, reserve, sealed: false }
    }

    /// The same where no space is set aside yet.
    pub fn without_reserve(mut self) -> Self {
        self.reserve = Reserve::Out(boot_time());
        self
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
                let _ = self.first_unsaved.get_or_insert(reading);
                // In trouble a new entry waits for the disk with the others, and is held in the meantime.
                if self.trouble.as_ref().is_none_or(|trouble| trouble.next_try <= boot_time()) {
                    self.save(tell);
                } else {
                    self.hold(tell);
                }
            }
            Job::Flush(done) => {
                if let Reserve::Out(next) = &mut self.reserve {
                    *next = boot_time();
                }
                if self.trouble.is_some() {
                    self.save(tell);
                } else {
                    self.renew_reserve(tell);
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
        let Some((reason, cause)) = failures.into_iter().next() else {
            if self.trouble.take().is_some() {
                tell(Report::RecordedAgain { since: crate::clock::read() });
            }
            self.first_unsaved = None;
            tell(Report::Saved { through: self.taken });
            self.forget_copies();
            return self.renew_reserve(tell);
        };
        let before = self.trouble.take();
        let rest = before.as_ref().map_or(FIRST_REST, |before| (before.rest * 2).min(LONGEST_REST));
        self.seconds.failed = 0;
        let held = self.bring_to_second();
        if before.is_none_or(|before| (&before.reason, &before.held) != (&reason, &held)) {
            let since = self.first_unsaved.clone().unwrap_or_else(crate::clock::read);
            tell(Report::NotRecorded { since, reason: reason.clone(), cause, held: held.clone() });
        }
        let is_held = held != Held::Nowhere;
        self.trouble = Some(Trouble { reason, held, rest, next_try: boot_time() + rest });
        if is_held {
            tell(Report::Held { through: self.taken });
        }
    }

    /// Between two attempts on the disk: brings a new entry to where the others are held.
    fn hold(&mut self, tell: &mut dyn FnMut(Report)) {
        let held = self.bring_to_second();
        let Some(trouble) = self.trouble.as_mut().filter(|trouble| trouble.held == held) else {
            // Something else has failed, or is well again: the next attempt tells, and it is now.
            return self.save(tell);
        };
        if trouble.held != Held::Nowhere {
            tell(Report::Held { through: self.taken });
        }
    }

    /// The first second place that takes everything unsaved.
    fn bring_to_second(&mut self) -> Held {
        while let Some(place) = self.seconds.places.get(self.seconds.failed) {
            let number = self.seconds.failed;
            let taken: io::Result<()> = self.folders.iter_mut().try_for_each(|folder| folder.hold(number, place));
            match taken {
                Ok(()) => return place.held(),
                Err(error) => tracing::warn!("could not write to the second place: {error}"),
            }
            self.seconds.failed += 1;
        }
        Held::Nowhere
    }

    /// What is on the record's own disk needs no copy any more.
    fn forget_copies(&mut self) {
        for folder in &mut self.folders {
            if folder.take_copied() {
                self.seconds.places.iter().for_each(|place| place.forget(folder.path()));
            }
        }
    }

    /// Sets space aside again, once there is room.
    fn renew_reserve(&mut self, tell: &mut dyn FnMut(Report)) {
        let Reserve::Out(next) = self.reserve else { return };
        let now = boot_time();
        if now < next {
            return;
        }
        self.reserve = Reserve::Out(now + RESERVE_REST);
        if self.disk.make_reserve() {
            self.reserve = Reserve::There;
            tell(Report::ReserveMade);
        }
    }

    fn save_folder(&mut self, index: usize, tell: &mut dyn FnMut(Report)) -> Result<(), (String, String)> {
        let Some(folder) = self.folders.get_mut(index) else { return Ok(()) };
        let mut saved = folder.save(self.disk.as_mut());
        let full =
            |error: &io::Error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
        if saved.as_ref().is_err_and(|(_, error)| full(error)) && self.disk.release_reserve() {
            self.reserve = Reserve::Out(boot_time() + RESERVE_REST);
            tell(Report::ReserveReleased);
            saved = folder.save(self.disk.as_mut());
        }
        // The number in a segment's name changes with each attempt and is no news: the folder is named.
        let told = |error: &io::Error| format!("could not write the record in {}: {error}", folder.path().display());
        saved.map_err(|(_, error)| (told(&error), error.to_string()))
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
