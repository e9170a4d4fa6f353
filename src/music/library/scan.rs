//! Listening through files, each once, on all cores.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::cache::{Cache, Seen};
use super::{Found, Probe, TrackFacts};
use crate::config::source::hex;
use crate::music::playlist::{Playlist, TrackSource};

/// The most files that are listened to at once.
const MOST_WORKERS: usize = 8;

/// How far a scan is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Files that are known.
    pub done: usize,
    /// Files in all.
    pub total: usize,
    /// Name of the file that was just heard.
    pub name: String,
    /// How much of that file was heard.
    pub heard: Duration,
}

/// Somebody said that the scan need not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The music was not listened through to its end; choose it again to go on.")
    }
}

/// Told how far a scan is, from any thread; `false` ends it.
pub type Watch<'a> = &'a (dyn Fn(Progress) -> bool + Sync);

/// Looks at every track of a list; what is found stands in the order of the list.
///
/// # Errors
/// [`Cancelled`], as soon as `watch` says `false`.
pub fn scan(
    playlist: &Playlist,
    probe: Probe<'_>,
    cache: Option<&Cache>,
    watch: Watch<'_>,
) -> Result<Vec<Found>, Cancelled> {
    let files = playlist.tracks.iter().filter_map(|track| match &track.source {
        TrackSource::File(path) => Some(path.clone()),
        TrackSource::Soundscape { .. } => None,
    });
    let known = look_at(files, probe, cache, watch)?;
    let found = |source: &TrackSource| match source {
        TrackSource::Soundscape { .. } => Found::Soundscape,
        TrackSource::File(path) => {
            known.get(path).cloned().unwrap_or_else(|| Found::Unusable("was not looked at".to_owned()))
        }
    };
    Ok(playlist.tracks.iter().map(|track| found(&track.source)).collect())
}

/// Looks at files, each once however often it is named, several at a time.
///
/// # Errors
/// [`Cancelled`], as soon as `watch` says `false`.
pub fn look_at(
    files: impl IntoIterator<Item = PathBuf>,
    probe: Probe<'_>,
    cache: Option<&Cache>,
    watch: Watch<'_>,
) -> Result<BTreeMap<PathBuf, Found>, Cancelled> {
    let mut seen = std::collections::BTreeSet::new();
    let files: Vec<PathBuf> = files.into_iter().filter(|file| seen.insert(file.clone())).collect();
    let scan = Scan {
        files: &files,
        probe,
        cache,
        watch,
        next: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
        cancelled: AtomicBool::new(false),
        found: Mutex::new(BTreeMap::new()),
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(MOST_WORKERS).min(files.len());
    thread::scope(|scope| {
        for _ in 1..workers {
            // One that cannot be started is work for the others.
            let _ = thread::Builder::new().name("listener".to_owned()).spawn_scoped(scope, || scan.work());
        }
        scan.work();
    });
    if scan.cancelled.into_inner() {
        return Err(Cancelled);
    }
    Ok(scan.found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

struct Scan<'a> {
    files: &'a [PathBuf],
    probe: Probe<'a>,
    cache: Option<&'a Cache>,
    watch: Watch<'a>,
    next: AtomicUsize,
    done: AtomicUsize,
    cancelled: AtomicBool,
    found: Mutex<BTreeMap<PathBuf, Found>>,
}

impl Scan<'_> {
    fn work(&self) {
        while let Some(path) = self.files.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            if !self.tell(path, Duration::ZERO) {
                return;
            }
            let found = self.look(path).unwrap_or_else(Found::Unusable);
            let length = match &found {
                Found::File { facts, .. } => facts.duration,
                Found::Soundscape | Found::Unusable(_) => Duration::ZERO,
            };
            if let Ok(mut all) = self.found.lock() {
                let _ = all.insert(path.clone(), found);
            }
            let _ = self.done.fetch_add(1, Ordering::Relaxed);
            if !self.tell(path, length) {
                return;
            }
        }
    }

    fn tell(&self, path: &Path, heard: Duration) -> bool {
        if self.cancelled.load(Ordering::Relaxed) {
            return false;
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let done = self.done.load(Ordering::Relaxed);
        let goes_on = (self.watch)(Progress { done, total: self.files.len(), name, heard });
        if !goes_on {
            self.cancelled.store(true, Ordering::Relaxed);
        }
        goes_on
    }

    /// An error is the end of a sentence that begins with the file's name.
    fn look(&self, path: &Path) -> Result<Found, String> {
        let unreadable = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => "is not there".to_owned(),
            _ => format!("cannot be read ({error})"),
        };
        let about = std::fs::metadata(path).map_err(unreadable)?;
        if !about.is_file() {
            return Err("is not a file".to_owned());
        }
        let seen = Seen::of(path, &about);
        if let Some((sha256, facts)) = self.cache.and_then(|cache| cache.known(&seen)) {
            return Ok(Found::File { sha256, facts });
        }
        let sha256 = self.hash(path).map_err(unreadable)?;
        if let Some(facts) = self.cache.and_then(|cache| cache.facts(&sha256)) {
            self.keep(path, &seen, &sha256, None);
            return Ok(Found::File { sha256, facts });
        }
        let facts = (self.probe)(path, &|heard| self.tell(path, heard)).map_err(|reason| refused(path, &reason))?;
        if facts.duration.is_zero() {
            return Err("holds no sound".to_owned());
        }
        self.keep(path, &seen, &sha256, Some(&facts));
        Ok(Found::File { sha256, facts })
    }

    /// Keeps what was found, unless the file was written to meanwhile.
    fn keep(&self, path: &Path, seen: &Seen, sha256: &str, facts: Option<&TrackFacts>) {
        let same = std::fs::metadata(path).is_ok_and(|about| Seen::of(path, &about) == *seen);
        if let Some(cache) = self.cache.filter(|_| same) {
            cache.keep(seen, sha256, facts);
        }
    }

    fn hash(&self, path: &Path) -> std::io::Result<String> {
        let mut file = File::open(path)?;
        let mut hasher = Sha256::new();
        let mut block = vec![0; 1 << 18];
        while !self.cancelled.load(Ordering::Relaxed) {
            match file.read(&mut block) {
                Ok(0) => break,
                Ok(read) => hasher.update(block.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(hex(&hasher.finalize()))
    }
}

/// What the probe said, without the file's name where it begins with it.
fn refused(path: &Path, reason: &str) -> String {
    match reason.strip_prefix(&format!("{} ", path.display())) {
        Some(rest) => rest.to_owned(),
        None => format!("cannot be played ({reason})"),
    }
}
