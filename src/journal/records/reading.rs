//! Reading folders of which nothing is known yet, on all cores.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::Watch;
use crate::journal::index::Proof;
use crate::journal::{path, reader};
use crate::record::facts::Facts;

/// What was read of a folder.
pub(super) struct Read {
    pub facts: Facts,
    pub damaged: bool,
    /// The proof as it was before the reading; `None` for what is not to be kept.
    pub proof: Option<Proof>,
}

/// A folder with its place in the list and its proof.
type Unknown = (usize, PathBuf, Option<Proof>);

/// Reads these; each with its place in the list, and whether all of them were read.
pub(super) fn all(unknown: &[Unknown], watch: Watch<'_>) -> (Vec<(usize, Read)>, bool) {
    let (next, done, stopped) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let work = || {
        let mut read = Vec::new();
        while let Some((place, folder, proof)) = unknown.get(next.fetch_add(1, Ordering::Relaxed)) {
            read.push((*place, one(folder, *proof)));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if stopped.load(Ordering::Relaxed) || !watch(done, unknown.len()) {
                stopped.store(true, Ordering::Relaxed);
                break;
            }
        }
        read
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(unknown.len());
    let read = thread::scope(|scope| {
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let mut read = work();
        // A thread that gave up leaves its share unread; the list is then not whole.
        others.into_iter().for_each(|other| read.extend(other.join().unwrap_or_default()));
        read
    });
    let whole = read.len() == unknown.len();
    (read, whole)
}

fn one(folder: &Path, proof: Option<Proof>) -> Read {
    match reader::read(folder) {
        Ok(record) => {
            let cut = !path::is_live(folder) && (proof.is_none() || !record.is_complete());
            let damaged = !record.damage.is_empty() || !record.missing.is_empty() || cut;
            Read { facts: Facts::of(&record, &[]), damaged, proof }
        }
        Err(_) => Read { facts: Facts::default(), damaged: true, proof: None },
    }
}
