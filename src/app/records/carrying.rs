//! Taking records out, behind the screen.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};

use crate::record::carry::{self, Load};
use crate::record::export::Form;

/// Records being taken out. Put away, it stops after the file it is at.
pub(super) struct Carrying {
    shared: Arc<Shared>,
    /// How far it was when the screen was drawn last.
    at: (usize, String),
    of: usize,
    carried: Receiver<Result<String, String>>,
}

struct Shared {
    at: Mutex<(usize, String)>,
    stopped: AtomicBool,
}

impl Carrying {
    /// Starts in a thread of its own.
    pub fn start(loads: Vec<Load>, forms: Vec<Form>, place: PathBuf, removable: bool) -> Self {
        let of = loads.len();
        let shared = Arc::new(Shared { at: Mutex::default(), stopped: AtomicBool::new(false) });
        let (tell, carried) = channel();
        let known = Arc::clone(&shared);
        let _ = std::thread::spawn(move || {
            let watch = |done: usize, name: &str| {
                *known.at.lock().unwrap_or_else(PoisonError::into_inner) = (done, name.to_owned());
                !known.stopped.load(Ordering::Relaxed)
            };
            let made = if removable { Ok(()) } else { std::fs::create_dir_all(&place) };
            let carried = match made {
                Ok(()) => {
                    let carried = carry::carry(&loads, &forms, &place, &watch);
                    let said = carried.sentence(removable);
                    if carried.is_whole() { Ok(said) } else { Err(said) }
                }
                Err(error) => Err(format!("{} cannot be made ({error}); choose another place.", place.display())),
            };
            let _nobody_waits = tell.send(carried);
        });
        Self { shared, at: (0, String::new()), of, carried }
    }

    /// What became of it, once it is over.
    pub fn look(&mut self) -> Option<Result<String, String>> {
        self.at.clone_from(&self.shared.at.lock().unwrap_or_else(PoisonError::into_inner));
        match self.carried.try_recv() {
            Ok(carried) => Some(carried),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err("The records could not be taken out; try again.".to_owned())),
        }
    }

    /// How many records are there, of how many, and which one is next.
    pub fn progress(&self) -> (usize, usize, &str) {
        (self.at.0, self.of, &self.at.1)
    }

    pub fn stop(&self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
    }
}

impl Drop for Carrying {
    fn drop(&mut self) {
        self.stop();
    }
}
