//! What was once heard of a file, kept by what is in it.
//!
//! `facts/SHA256.json` holds what decoding a file of that content tells, `seen/SHA256-OF-THE-PATH.json` what content a
//! path held when it had that size and time. Every file is small, replaced whole and never locked, so several programs
//! may keep and read at once; one that is missing, broken or of another version is as good as none.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Metadata};
use std::io::{self, Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Loudness, TrackFacts};
use crate::config::source::sha256;

/// Says which program's findings these are; another number whenever decoding or measuring tells something else.
const FORMAT: &str = "holdspace-library 1";
/// No kept file is larger.
const LARGEST: u64 = 1 << 20;

/// A folder of what was heard.
#[derive(Clone, Debug)]
pub struct Cache {
    facts: PathBuf,
    seen: PathBuf,
}

/// A path and what tells whether it still holds the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    path: PathBuf,
    size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    changed_ns: i128,
}

impl Seen {
    pub fn of(path: &Path, about: &Metadata) -> Self {
        let changed_ns = i128::from(about.mtime()) * 1_000_000_000 + i128::from(about.mtime_nsec());
        Self { path: path.to_owned(), size: about.len(), changed_ns }
    }
}

impl Cache {
    /// Opens a folder, mode 0700, and makes what is missing of it; `None` if that cannot be.
    #[must_use]
    pub fn open(folder: &Path) -> Option<Self> {
        let made = |name: &str| {
            let folder = folder.join(name);
            DirBuilder::new().recursive(true).mode(0o700).create(&folder).ok().map(|()| folder)
        };
        Some(Self { facts: made("facts")?, seen: made("seen")? })
    }

    /// What is known of a path that was not changed since.
    pub(super) fn known(&self, now: &Seen) -> Option<(String, TrackFacts)> {
        let kept: KeptPath = read(&self.seen_file(&now.path))?;
        let same = kept.format == FORMAT
            && kept.path == now.path.as_os_str().as_bytes()
            && kept.size == now.size
            && kept.changed_ns.parse() == Ok(now.changed_ns);
        if !same || !is_hash(&kept.sha256) {
            return None;
        }
        Some((kept.sha256.clone(), self.facts(&kept.sha256)?))
    }

    /// What is known of a content.
    pub(super) fn facts(&self, sha256: &str) -> Option<TrackFacts> {
        let kept: KeptFacts = read(&self.facts_file(sha256))?;
        (kept.format == FORMAT && kept.sha256 == sha256).then(|| kept.into())
    }

    /// Keeps what a path holds and, if it was heard just now, what that tells; a full disk is no matter.
    pub(super) fn keep(&self, seen: &Seen, sha256: &str, facts: Option<&TrackFacts>) {
        if let Some(facts) = facts
            && write(&self.facts, &self.facts_file(sha256), &KeptFacts::of(sha256, facts)).is_err()
        {
            return;
        }
        let kept = KeptPath {
            format: FORMAT.to_owned(),
            path: seen.path.as_os_str().as_bytes().to_vec(),
            shown: seen.path.to_string_lossy().into_owned(),
            size: seen.size,
            changed_ns: seen.changed_ns.to_string(),
            sha256: sha256.to_owned(),
        };
        let _heard_again_next_time = write(&self.seen, &self.seen_file(&seen.path), &kept);
    }

    fn facts_file(&self, sha256: &str) -> PathBuf {
        self.facts.join(format!("{sha256}.json"))
    }

    fn seen_file(&self, path: &Path) -> PathBuf {
        let name: &OsStr = path.as_os_str();
        self.seen.join(format!("{}.json", sha256(name.as_bytes())))
    }
}

#[derive(Serialize, Deserialize)]
struct KeptPath {
    format: String,
    path: Vec<u8>,
    /// For people.
    shown: String,
    size: u64,
    changed_ns: String,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
struct KeptFacts {
    format: String,
    sha256: String,
    rate: u32,
    channels: u16,
    frames: u64,
    title: Option<String>,
    artist: Option<String>,
    album: Option<String>,
    replay_gain: Option<f32>,
    integrated: f32,
    range: f32,
    true_peak: f32,
    clipped: u32,
    duration_ns: u64,
    head_ns: u64,
    tail_ns: u64,
    strip: Vec<i8>,
}

impl KeptFacts {
    fn of(sha256: &str, facts: &TrackFacts) -> Self {
        let nanos = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let TrackFacts { rate, channels, frames, duration, title, artist, album, replay_gain, loudness } =
            facts.clone();
        let Loudness { integrated, range, true_peak, clipped, head, tail, strip } = loudness;
        Self {
            format: FORMAT.to_owned(),
            sha256: sha256.to_owned(),
            rate,
            channels,
            frames,
            title,
            artist,
            album,
            replay_gain: replay_gain.filter(|gain| gain.is_finite()),
            integrated,
            range,
            true_peak,
            clipped,
            duration_ns: nanos(duration),
            head_ns: nanos(head),
            tail_ns: nanos(tail),
            strip,
        }
    }
}

impl From<KeptFacts> for TrackFacts {
    fn from(kept: KeptFacts) -> Self {
        let KeptFacts { integrated, range, true_peak, clipped, head_ns, tail_ns, strip, .. } = kept;
        let (head, tail) = (Duration::from_nanos(head_ns), Duration::from_nanos(tail_ns));
        Self {
            rate: kept.rate,
            channels: kept.channels,
            frames: kept.frames,
            duration: Duration::from_nanos(kept.duration_ns),
            title: kept.title,
            artist: kept.artist,
            album: kept.album,
            replay_gain: kept.replay_gain,
            loudness: Loudness { integrated, range, true_peak, clipped, head, tail, strip },
        }
    }
}

fn is_hash(word: &str) -> bool {
    word.len() == 64 && word.bytes().all(|letter| matches!(letter, b'0'..=b'9' | b'a'..=b'f'))
}

fn read<T: DeserializeOwned>(file: &Path) -> Option<T> {
    let mut bytes = Vec::new();
    let _ = fs::File::open(file).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Replaces a file as a whole; its mode is 0600.
fn write<T: Serialize>(folder: &Path, file: &Path, kept: &T) -> io::Result<()> {
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut new, kept)?;
    new.write_all(b"\n")?;
    let _ = new.persist(file).map_err(|error| error.error)?;
    Ok(())
}
