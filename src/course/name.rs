//! The name under which a client's course lies: only the code leads to it, and it does not lead back to the code.

use argon2::{Algorithm, Argon2, Params, Version};

use crate::config::source::hex;

/// A code has at most so many characters.
const LONGEST: usize = 16;
/// How many bytes the key of a folder has.
pub(super) const KEY: usize = 32;
/// How many of the bytes that come out make the name; the others prove what is in the file.
const NAMED: usize = 16;
/// Memory in KiB, passes and lanes of argon2id: a third of what a try of the PIN costs, so about a tenth of a second on
/// a slow device. Nobody waits for that once; all codes of two letters and three figures take most of a day.
const COST: (u32, u32, u32) = (32 * 1024, 2, 1);

/// Where the course of a code lies, and what proves that a file belongs there.
///
/// Codes are short, so with a plain hash all of them are tried in a blink; with a keyed one too, as whoever has the files
/// has the key beside them. So each try is made costly with argon2id. The key is its salt: no table made beforehand
/// fits, and the same code has another name on another device.
pub(super) struct Name {
    /// Lower-case hex.
    pub file: String,
    /// Goes into the hash of the file's words.
    pub proof: [u8; NAMED],
}

impl Name {
    /// The name of a code under a key; `None` if the system gives no memory for it.
    pub fn of(code: &str, key: &[u8; KEY]) -> Option<Self> {
        let (memory, passes, lanes) = COST;
        let mut out = [0; NAMED * 2];
        let params = Params::new(memory, passes, lanes, Some(out.len())).ok()?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into(normal(code).as_bytes(), key, &mut out).ok()?;
        let (file, proof) = out.split_first_chunk::<NAMED>()?;
        Some(Self { file: hex(file), proof: *proof.first_chunk::<NAMED>()? })
    }
}

/// A code as it is typed on the glass: capitals, figures and hyphens, at most 16.
#[must_use]
pub fn normal(code: &str) -> String {
    let may = |character: &char| character.is_alphanumeric() || *character == '-';
    code.to_uppercase().chars().filter(may).take(LONGEST).collect()
}
