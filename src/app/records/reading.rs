//! Reading the records, and one of them, behind the screen.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use crate::clock;
use crate::journal::amend::{self, Change};
use crate::journal::records::{self, Summary};
use crate::journal::{DataDir, reader, verify};
use crate::record::story::Story;
use crate::screen::records::Opened;

/// The records being read. Put away, it stops.
pub(super) struct Reading {
    shared: Arc<Shared>,
    list: Receiver<Option<Vec<Summary>>>,
}

#[derive(Default)]
struct Shared {
    done: AtomicUsize,
    of: AtomicUsize,
    stopped: AtomicBool,
}

impl Reading {
    /// Starts in a thread of its own.
    pub fn start(data: DataDir) -> Self {
        let shared = Arc::new(Shared::default());
        let (tell, list) = channel();
        let known = Arc::clone(&shared);
        let _ = std::thread::spawn(move || {
            let watch = |done: usize, of: usize| {
                let _ = known.done.fetch_max(done, Ordering::Relaxed);
                known.of.store(of, Ordering::Relaxed);
                !known.stopped.load(Ordering::Relaxed)
            };
            let _nobody_waits = tell.send(records::list_watched(&data, &watch));
        });
        Self { shared, list }
    }

    /// The list, once it is there; what cannot be listed is an empty one.
    pub fn look(&mut self) -> Option<Vec<Summary>> {
        match self.list.try_recv() {
            Ok(list) => Some(list.unwrap_or_default()),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Vec::new()),
        }
    }

    /// How many folders are read, of how many that must be.
    pub fn progress(&self) -> Option<(usize, usize)> {
        let of = self.shared.of.load(Ordering::Relaxed);
        (of > 0).then(|| (self.shared.done.load(Ordering::Relaxed), of))
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
    }
}

/// One record being read, then checked line by line.
pub(super) struct Looking {
    told: Receiver<Opened>,
}

impl Looking {
    /// Starts in a thread of its own.
    pub fn start(id: String, folder: PathBuf, amendments: Vec<PathBuf>) -> Self {
        let (tell, told) = channel();
        let _ = std::thread::spawn(move || look_into(id, &folder, &amendments, &tell));
        Self { told }
    }

    /// What is newly known of it, and whether that is all.
    pub fn look(&mut self) -> (Option<Opened>, bool) {
        let mut opened = None;
        loop {
            match self.told.try_recv() {
                Ok(more) => opened = Some(more),
                Err(TryRecvError::Empty) => return (opened, false),
                Err(TryRecvError::Disconnected) => return (opened, true),
            }
        }
    }
}

/// Tells what happened in it as soon as it is read, and what it is worth when that is known.
fn look_into(id: String, folder: &Path, amendments: &[PathBuf], tell: &Sender<Opened>) {
    let record = match reader::read(folder) {
        Ok(record) => record,
        Err(error) => {
            let _nobody_waits = tell.send(Opened { id, trouble: Some(error.to_string()), ..Opened::default() });
            return;
        }
    };
    let added: Vec<_> = amendments.iter().filter_map(|folder| reader::read(folder).ok()).collect();
    let mut opened = Opened { id, story: Story::of(&record, &added), ..Opened::default() };
    if tell.send(opened.clone()).is_err() {
        return;
    }
    opened.verdict = Some(verdict(folder));
    let _nobody_waits = tell.send(opened);
}

/// What the record and what was added to it are worth together, in words.
fn verdict(folder: &Path) -> (bool, String) {
    let whole = match verify::whole(folder) {
        Ok(whole) => whole,
        Err(error) => return (false, error.to_string()),
    };
    let said = match (whole.is_good(), whole.amendments.len()) {
        (true, 0) => whole.verdict.to_string(),
        (true, 1) => format!("{}, with one addition", whole.verdict),
        (true, several) => format!("{}, with {several} additions", whole.verdict),
        (false, _) => whole.to_string(),
    };
    (whole.is_good(), said.lines().map(str::trim).collect::<Vec<_>>().join("; "))
}

/// Something being added to a sealed record.
pub(super) struct Adding {
    id: String,
    done: Receiver<Result<(), String>>,
}

impl Adding {
    /// Starts in a thread of its own.
    pub fn start(data: DataDir, id: String, folder: PathBuf, text: String, reading: clock::Reading) -> Self {
        let (tell, done) = channel();
        let _ = std::thread::spawn(move || {
            let added = amend::amend(&data, &folder, &[Change::Note(text)], &reading);
            let _nobody_waits = tell.send(added.map(drop).map_err(|error| error.to_string()));
        });
        Self { id, done }
    }

    /// Whether it was added, once that is known, and to which record.
    pub fn look(&mut self) -> Option<(String, Result<(), String>)> {
        let done = match self.done.try_recv() {
            Ok(done) => done,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Err("It could not be added; try again.".to_owned()),
        };
        Some((self.id.clone(), done))
    }
}
