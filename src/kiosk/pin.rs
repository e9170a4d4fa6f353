//! The therapist's PIN, kept as an argon2id hash.
//!
//! A PIN of 4 to 8 digits is a lock on the screen and no encryption: whoever has the hash has tried all of them soon.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::clock;
use crate::journal::disk;

/// Name of the file in the data folder: a PHC string, and on a second line how many digits the PIN has.
pub const NAME: &str = "pin";
/// The fewest digits.
pub const SHORTEST: usize = 4;
/// The most digits.
pub const LONGEST: usize = 8;

/// Memory, KiB, and lanes of argon2id.
const MEMORY: (u32, u32) = (64 * 1024, 1);
/// The fewest and the most passes over it.
const PASSES: (u32, u32) = (3, 12);
/// A check takes about as long on the machine on which the PIN was set: too long for many, not for one.
const WISHED: Duration = Duration::from_millis(300);

/// Digits as they are typed; wiped from memory afterwards, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Digits(Zeroizing<Vec<u8>>);

impl Digits {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        // Never grows, so no copy is left behind.
        Self(Zeroizing::new(Vec::with_capacity(LONGEST)))
    }

    /// One more, unless there are enough.
    pub fn push(&mut self, digit: u8) {
        if self.0.len() < LONGEST {
            self.0.push(b'0' + digit.min(9));
        }
    }

    /// Takes the last one back.
    pub fn pop(&mut self) {
        let _ = self.0.pop();
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there are enough for a PIN.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.0.len() >= SHORTEST
    }
}

impl Default for Digits {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digits(…)")
    }
}

/// A PIN as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    phc: String,
    /// How many digits it has: the lock tries them as soon as the last one is typed.
    pub digits: usize,
}

impl Kept {
    /// What is kept of these digits, with a new salt, so costly that a try takes a third of a second here; 64 MiB.
    ///
    /// # Errors
    /// In one sentence, if the system gives no memory or no chance.
    pub fn of(pin: &Digits) -> Result<Self, String> {
        let began = clock::boot_time();
        let first = Self::with_passes(pin, PASSES.0)?;
        let took = clock::boot_time().saturating_sub(began).max(Duration::from_millis(1));
        let passes = f64::from(PASSES.0) * WISHED.as_secs_f64() / took.as_secs_f64();
        let passes = (passes as u32).min(PASSES.1);
        if passes > PASSES.0 { Self::with_passes(pin, passes) } else { Ok(first) }
    }

    fn with_passes(pin: &Digits, passes: u32) -> Result<Self, String> {
        let failed = |why: &dyn fmt::Display| format!("The PIN could not be kept ({why}); try again.");
        let (memory, lanes) = MEMORY;
        let params = Params::new(memory, passes, lanes, None).map_err(|error| failed(&error))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let phc: PasswordHash = argon2.hash_password(&pin.0).map_err(|error| failed(&error))?;
        Ok(Self { phc: phc.to_string(), digits: pin.len() })
    }

    /// Whether these are its digits. Takes as long as [`Self::of`].
    #[must_use]
    pub fn is(&self, pin: &Digits) -> bool {
        let Ok(phc) = PasswordHash::new(&self.phc) else { return false };
        Argon2::default().verify_password(&pin.0, &phc).is_ok()
    }

    /// The PIN kept in a data folder; `None` if none is set.
    ///
    /// # Errors
    /// In one sentence, if the file is there and cannot be read as a PIN: nothing opens the lock then.
    pub fn read(data: &Path) -> Result<Option<Self>, String> {
        let file = place(data);
        let broken = || format!("{} is damaged; docs/privacy.md says how a PIN is replaced.", file.display());
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("{} cannot be read ({error}).", file.display())),
        };
        let mut lines = text.lines();
        let phc = lines.next().filter(|phc| PasswordHash::new(phc).is_ok()).ok_or_else(broken)?;
        let digits = lines.next().and_then(|line| line.strip_prefix("digits ")?.parse().ok()).ok_or_else(broken)?;
        let usual = (SHORTEST..=LONGEST).contains(&digits);
        if usual { Ok(Some(Self { phc: phc.to_owned(), digits })) } else { Err(broken()) }
    }

    /// Keeps it, whole or not at all, readable by this user alone.
    ///
    /// # Errors
    /// In one sentence, if the disk refuses; what was kept before still is.
    pub fn keep(&self, data: &Path) -> Result<(), String> {
        let text = format!("{}\ndigits {}\n", self.phc, self.digits);
        disk::replace(&place(data), text.as_bytes())
            .map_err(|error| format!("The PIN could not be kept on the disk ({error}); it is as it was before."))
    }

    /// Takes the PIN of a data folder away.
    ///
    /// # Errors
    /// In one sentence, if the disk refuses.
    pub fn remove(data: &Path) -> Result<(), String> {
        let file = place(data);
        let removed = std::fs::remove_file(&file).and_then(|()| disk::sync_parent(&file));
        removed.map_err(|error| format!("The PIN could not be removed ({error})."))
    }
}

fn place(data: &Path) -> PathBuf {
    data.join(NAME)
}
