//! Listening through the files of a list behind the screens: with progress, and so that it can be left off.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::app::prepare;
use crate::music::library::{Collection, Progress};
use crate::music::playlist::Playlist;

/// Files being listened to.
pub(super) struct Listening {
    shared: Arc<Shared>,
    /// How far it was when the screen was drawn last.
    progress: Progress,
    result: Receiver<Result<Collection, String>>,
}

struct Shared {
    progress: Mutex<Progress>,
    cancelled: AtomicBool,
}

impl Listening {
    /// Starts in a thread of its own.
    pub(super) fn start(playlist: Playlist, library: PathBuf) -> Self {
        let progress = Progress { done: 0, total: playlist.tracks.len(), name: String::new(), heard: Duration::ZERO };
        let shared = Shared { progress: Mutex::new(progress.clone()), cancelled: AtomicBool::new(false) };
        let shared = Arc::new(shared);
        let (tell, result) = channel();
        let known = Arc::clone(&shared);
        let _ = std::thread::spawn(move || {
            let watch = |progress: Progress| {
                *known.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
                !known.cancelled.load(Ordering::Relaxed)
            };
            let found = prepare::collect(&playlist, Some(&library), &watch);
            let _nobody_waits = tell.send(found.map_err(|cancelled| cancelled.to_string()));
        });
        Self { shared, progress, result }
    }

    /// Looks how far it is; what it came to, once it has.
    pub(super) fn look(&mut self) -> Option<Result<Collection, String>> {
        self.progress.clone_from(&self.shared.progress.lock().unwrap_or_else(PoisonError::into_inner));
        match self.result.try_recv() {
            Ok(found) => Some(found),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err("The music could not be listened through; choose it again.".to_owned()))
            }
        }
    }

    /// How many files are done, of how many, and which one is being listened to.
    pub(super) fn progress(&self) -> (usize, usize, &str) {
        (self.progress.done, self.progress.total, &self.progress.name)
    }

    pub(super) fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.cancel();
    }
}
