//! How soon the next try of a PIN is allowed.
//!
//! A try is counted on the disk before it is answered, so that killing the program gains nothing. The wait runs on the
//! clock since boot: setting the wall clock does not shorten it, and after a restart of the machine it begins anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Reading;
use crate::journal::disk;

/// Name of the file in the data folder.
pub const NAME: &str = "pin-tries";
/// So many wrong tries bring the first wait.
pub const FREE: u32 = 5;
/// The first wait; each further wrong try doubles it.
pub const FIRST: Duration = Duration::from_secs(30);
/// The longest wait: ten thousand tries take a month, and nobody is kept from a session for longer.
pub const LONGEST: Duration = Duration::from_secs(5 * 60);

/// The tries of one data folder.
#[derive(Debug)]
pub struct Throttle {
    file: PathBuf,
    tries: Tries,
    /// Whether the disk holds what is known here.
    pub durable: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Tries {
    wrong: u32,
    until_ms: u64,
    boot_id: String,
}

impl Throttle {
    /// What the folder tells. A file that cannot be understood counts as too many tries.
    #[must_use]
    pub fn open(data: &Path, now: &Reading) -> Self {
        let file = data.join(NAME);
        let tries = match std::fs::read_to_string(&file) {
            Ok(text) => serde_json::from_str(&text).unwrap_or(Tries { wrong: FREE, ..Tries::default() }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Tries::default(),
            Err(_) => Tries { wrong: FREE, ..Tries::default() },
        };
        let mut throttle = Self { file, tries, durable: true };
        // No clock tells how long the machine was off: the whole wait begins again.
        if throttle.tries.wrong >= FREE && (now.boot_id.is_empty() || *throttle.tries.boot_id != *now.boot_id) {
            throttle.wait_from(now);
            throttle.keep();
        }
        throttle
    }

    /// How long the next try must wait still.
    #[must_use]
    pub fn wait(&self, now: &Reading) -> Duration {
        Duration::from_millis(self.tries.until_ms).saturating_sub(now.boot)
    }

    /// Counts a try as wrong, on the disk, before anybody knows whether it is. On a disk that fails it is counted in
    /// memory alone.
    pub fn count(&mut self, now: &Reading) {
        self.tries.wrong = self.tries.wrong.saturating_add(1);
        self.wait_from(now);
        self.keep();
    }

    /// The try that was counted last was right: all is forgotten.
    pub fn forget(&mut self) {
        self.tries = Tries::default();
        self.keep();
    }

    fn wait_from(&mut self, now: &Reading) {
        let until = if self.tries.wrong >= FREE { now.boot + penalty(self.tries.wrong) } else { Duration::ZERO };
        self.tries.until_ms = u64::try_from(until.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX);
        self.tries.boot_id = String::from(&*Arc::clone(&now.boot_id));
    }

    fn keep(&mut self) {
        let text = serde_json::to_string(&self.tries).unwrap_or_default();
        self.durable = disk::replace(&self.file, format!("{text}\n").as_bytes()).is_ok();
        if !self.durable {
            tracing::warn!("the tries of the PIN are counted in memory alone");
        }
    }
}

/// The wait after so many wrong tries.
#[must_use]
pub fn penalty(wrong: u32) -> Duration {
    let Some(doubled) = wrong.checked_sub(FREE) else { return Duration::ZERO };
    FIRST.saturating_mul(2_u32.saturating_pow(doubled)).min(LONGEST)
}
