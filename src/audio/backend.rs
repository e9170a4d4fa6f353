//! Where the frames go: a device, nowhere in real time, or into somebody's hand.

pub mod device;
pub mod offline;
pub mod rerate;
pub mod silent;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use super::feeder::BLOCK;
use super::mixer::{Counters, Mixer};

/// An open output; dropping it closes it.
pub trait Stream: Send {}

/// Something that can be opened again and again.
pub trait Backend: Send {
    /// Opens it; from then on it pulls from `tap`.
    ///
    /// # Errors
    /// One sentence that says why it cannot be opened.
    fn open(&mut self, tap: Tap) -> Result<Box<dyn Stream>, String>;
}

/// The end of the pipe that an output pulls from.
///
/// Only the newest tap gives sound. The mixer is behind a mutex that only the newest tap takes, by trying, so a
/// callback never waits for it.
pub struct Tap {
    mixer: Arc<Mutex<Mixer>>,
    counters: Arc<Counters>,
    newest: Arc<AtomicU64>,
    ticket: u64,
}

impl Tap {
    pub(super) const fn new(
        mixer: Arc<Mutex<Mixer>>,
        counters: Arc<Counters>,
        newest: Arc<AtomicU64>,
        ticket: u64,
    ) -> Self {
        Self { mixer, counters, newest, ticket }
    }

    /// Fills one block of interleaved frames at `now` since boot; silence if a newer tap exists.
    pub fn fill(&mut self, out: &mut [f32; BLOCK * 2], now: Duration) {
        self.fill_after(out, now, None);
    }

    /// The same for an output that says how long after `now` the first frame is heard.
    pub fn fill_after(&mut self, out: &mut [f32; BLOCK * 2], now: Duration, delay: Option<Duration>) {
        if !self.is_newest() {
            return out.fill(0.0);
        }
        match self.mixer.try_lock() {
            Ok(mut mixer) => mixer.render_after(out, now, delay),
            Err(TryLockError::Poisoned(broken)) => broken.into_inner().render_after(out, now, delay),
            Err(TryLockError::WouldBlock) => out.fill(0.0),
        }
    }

    /// The same tap for another attempt to open the same output.
    #[must_use]
    pub fn again(&self) -> Self {
        let (mixer, counters) = (Arc::clone(&self.mixer), Arc::clone(&self.counters));
        Self::new(mixer, counters, Arc::clone(&self.newest), self.ticket)
    }

    /// Whether anybody still wants what this tap gives.
    #[must_use]
    pub fn is_newest(&self) -> bool {
        self.newest.load(Ordering::Acquire) == self.ticket
    }

    /// The counters, for errors.
    #[must_use]
    pub fn counters(&self) -> Arc<Counters> {
        Arc::clone(&self.counters)
    }
}
