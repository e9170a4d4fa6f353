//! Reading a file that somebody wrote, within limits.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::problem::{Problem, place};

/// Files over this many bytes are refused unread.
pub const LARGEST: u64 = 1024 * 1024;

/// A text with the name it is reported under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it lies, or `shipped/…`.
    pub file: PathBuf,
    /// Its words.
    pub text: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

impl Source {
    /// A file that was shipped inside the program.
    #[must_use]
    pub fn shipped(file: &str, text: &str) -> Self {
        Self { file: Path::new("shipped").join(file), text: text.to_owned(), sha256: sha256(text.as_bytes()) }
    }

    /// Reads a UTF-8 file.
    ///
    /// # Errors
    /// One problem: it cannot be read, is no file, is over [`LARGEST`], or is not UTF-8.
    pub fn read(file: &Path) -> Result<Self, Problem> {
        Self::decode(file, &bytes(file)?)
    }

    /// Makes a source of bytes, without a byte order mark.
    ///
    /// # Errors
    /// One problem, at the first byte that is not UTF-8.
    pub fn decode(file: &Path, bytes: &[u8]) -> Result<Self, Problem> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let (line, column) = place(&String::from_utf8_lossy(good), good.len());
            let what = "this is not UTF-8 text".to_owned();
            Problem { file: file.to_owned(), line, column, what, remedy: "save the file as UTF-8".to_owned() }
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        Ok(Self { file: file.to_owned(), text, sha256: sha256(bytes) })
    }

    /// The file's name without its ending.
    #[must_use]
    pub fn stem(&self) -> String {
        self.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Reads a file's bytes, unless it is too large to have been written by a person.
///
/// # Errors
/// One problem that names the file.
pub fn bytes(file: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: std::io::Error| {
        let remedy = match error.kind() {
            std::io::ErrorKind::NotFound => "look for a slip in the name, or make the file",
            std::io::ErrorKind::PermissionDenied => "give yourself the right to read it",
            _ => "put a readable file in its place",
        };
        Problem::of_file(file, format!("this file cannot be read ({error})"), remedy)
    };
    let about = std::fs::metadata(file).map_err(unreadable)?;
    if !about.is_file() {
        return Err(Problem::of_file(file, "this is not a file", "name a file"));
    }
    let mut bytes = Vec::new();
    if about.len() <= LARGEST {
        let _ = File::open(file).map_err(unreadable)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    }
    if about.len() > LARGEST || bytes.len() as u64 > LARGEST {
        let what = format!("this file has {} bytes and was not read: 1 MiB is the most", about.len());
        return Err(Problem::of_file(file, what, "write a shorter file, or name the right one"));
    }
    Ok(bytes)
}

/// SHA-256 of bytes in lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
