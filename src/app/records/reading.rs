//! Reading the records, and one of them, behind the screen.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

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
    let folders = std::iter::once(folder).chain(amendments.iter().map(PathBuf::as_path));
    let verdicts: Vec<(bool, String)> = folders.map(verdict).collect();
    let worst = verdicts.iter().find(|(good, _)| !good).or(verdicts.first());
    opened.verdict = worst.cloned();
    let _nobody_waits = tell.send(opened);
}

fn verdict(folder: &Path) -> (bool, String) {
    match verify::whole(folder) {
        Ok(whole) if whole.is_good() => (true, whole.verdict.to_string()),
        Ok(whole) => (false, whole.to_string().lines().map(str::trim).collect::<Vec<_>>().join("; ")),
        Err(error) => (false, error.to_string()),
    }
}
