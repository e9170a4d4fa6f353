//! Where the frames go: a device, nowhere in real time, or into somebody's hand.

pub mod device;
pub mod offline;
pub mod rerate;
pub mod silent;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use super::feeder::BLOCK;
use super::mixer::Counters;

/// What an output plays.
pub trait Played: Send {
    /// Renders one block of interleaved frames for an output that asks at `now` since boot, and says, if it knows,
    /// after what `delay` the first frame of its burst is heard.
    fn render(&mut self, out: &mut [f32; BLOCK * 2], now: Duration, delay: Option<Duration>);

    /// The output was away for so long and asks again.
    fn reopened(&mut self, away: Duration);
}

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
/// Only the newest tap gives sound. What it plays is behind a mutex that only the newest tap takes, by trying, so a
/// callback never waits for it.
pub struct Tap {
    played: Arc<Mutex<dyn Played>>,
    counters: Arc<Counters>,
    newest: Arc<AtomicU64>,
    ticket: u64,
}

impl Tap {
    pub(super) const fn new(
        played: Arc<Mutex<dyn Played>>,
        counters: Arc<Counters>,
        newest: Arc<AtomicU64>,
        ticket: u64,
    ) -> Self {
        Self { played, counters, newest, ticket }
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
        match self.played.try_lock() {
            Ok(mut played) => played.render(out, now, delay),
            Err(TryLockError::Poisoned(broken)) => broken.into_inner().render(out, now, delay),
            Err(TryLockError::WouldBlock) => out.fill(0.0),
        }
        let _before = self.counters.pulled.fetch_add(BLOCK as u64, Ordering::Relaxed);
        self.counters.beat.store(u64::try_from(now.as_nanos()).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// The same tap for another attempt to open the same output.
    #[must_use]
    pub fn again(&self) -> Self {
        let (played, counters) = (Arc::clone(&self.played), Arc::clone(&self.counters));
        Self::new(played, counters, Arc::clone(&self.newest), self.ticket)
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
