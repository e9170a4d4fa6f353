//! Reads a record as far as it can be trusted. Never writes.
//!
//! A line is good if its hash fits the stored or the recomputed hash of the line before, so that one damaged line
//! costs one event and never the rest. A last piece without newline is a torn tail, the trace of a power cut, and is
//! skipped quietly. Everything else that is not a good line is [`Damage`]: reported, never repaired.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::record::{self, Line, Owner, chain};
use super::{JournalError, path};
use crate::clock::WallClock;
use crate::session::event::{About, Event, Stamped};
use crate::session::recount::recount;

mod pieces;

use pieces::Link;

/// A record as read.
#[derive(Clone, Debug)]
pub struct Record {
    /// The folder.
    pub folder: PathBuf,
    /// Whose it is; `None` if its first line is not good.
    pub owner: Option<Owner>,
    /// The good lines in order of `n`, each once.
    pub lines: Vec<Line>,
    /// What is not as it was written.
    pub damage: Vec<Damage>,
    /// Numbers that no good line has, though a later one is there.
    pub missing: Vec<u64>,
    /// A segment ends in a piece of a line.
    pub torn: bool,
    /// The hash to go on from: that of the last good line of the newest segment.
    pub last_h: String,
    /// Numbers of lines that only an older segment holds, after the line its successor goes on from.
    pub astray: Vec<u64>,
    /// The number of the last segment; 0 if there is none.
    pub last_segment: u32,
    /// From this number on a second place holds lines: what the record's own disk has of them may not be saved.
    pub held_from: Option<u64>,
    /// A second place holds other entries under numbers that are taken here: the session went on without them.
    pub is_apart: bool,
}

/// A place that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The name of the segment.
    pub file: String,
    /// The line in it, from 1, as an editor counts.
    pub line: usize,
    /// What is wrong, in plain words.
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} line {}: {}", self.file, self.line, self.what)
    }
}

impl Record {
    /// The events this version understands, in order.
    pub fn events(&self) -> impl Iterator<Item = &Stamped> {
        self.lines.iter().filter_map(|line| line.entry.as_ref())
    }

    /// The same record; where the time away was corrected, with the moments that count now.
    ///
    /// Every form of a record is made from this. The text of its lines stays as it was written.
    #[must_use]
    pub fn counted(&self) -> Cow<'_, Self> {
        if !self.events().any(|entry| matches!(entry.event, Event::AwayCorrected { .. })) {
            return Cow::Borrowed(self);
        }
        let mut counted = self.clone();
        recount(&mut counted.lines.iter_mut().filter_map(|line| line.entry.as_mut()).collect::<Vec<_>>());
        for line in &mut counted.lines {
            line.at = line.entry.as_ref().map_or(line.at, |entry| entry.at);
        }
        Cow::Owned(counted)
    }

    /// Which wall time its moments have; where no line tells a moment, its first line does.
    ///
    /// To be asked of a [`Self::counted`] record.
    #[must_use]
    pub fn clock(&self) -> WallClock {
        let mut clock = WallClock::default();
        let read = |clock: &mut WallClock, line: &Line| match &line.entry {
            Some(entry) => clock.note(entry, &line.recorded),
            None => clock.read(&line.recorded),
        };
        self.lines.iter().for_each(|line| read(&mut clock, line));
        if let Some(first) = self.lines.first().filter(|_| clock.is_empty()) {
            clock.anchor(first.at, &first.recorded);
            self.lines.iter().for_each(|line| read(&mut clock, line));
        }
        clock
    }

    /// Whether the last line says that the record is complete.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.lines.last().is_some_and(|line| line.kind == "sealed")
    }
}

/// Reads all segments of a folder.
///
/// # Errors
/// If the folder or a segment cannot be read; damage in it is no error.
pub fn read(folder: &Path) -> Result<Record, JournalError> {
    let mut segments = Vec::new();
    for (number, path) in path::segments(folder)? {
        segments.push((number, bytes_of(&path)?));
    }
    Ok(read_bytes(folder, &segments))
}

/// The bytes of a file of a record. What is no plain file is not opened: it might never end.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, JournalError> {
    let failed = || JournalError::io("read", path);
    if std::fs::symlink_metadata(path).map_err(failed())?.is_file() {
        std::fs::read(path).map_err(failed())
    } else {
        Err(failed()(std::io::Error::other("it is not a plain file")))
    }
}

/// Reads segments from memory: their numbers and bytes, in order. `folder` is only named.
#[must_use]
pub fn read_bytes(folder: &Path, segments: &[(u32, Vec<u8>)]) -> Record {
    let mut reading = Reading::default();
    for (number, bytes) in segments {
        let name = path::segment(folder, *number);
        let name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        reading.segment(&name, bytes);
    }
    reading.finish(folder, segments.last().map_or(0, |(number, _)| *number))
}

/// Reads a segment of a second place by itself: it goes on from a line that lies elsewhere.
pub(super) fn read_part(segment: &Path) -> Result<Record, JournalError> {
    let bytes = std::fs::read(segment).map_err(JournalError::io("read", segment))?;
    let mut reading = Reading::default();
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if let Some(prev) = chain::prev(first).filter(|prev| !prev.is_empty()) {
        let elsewhere = Link { file: String::new(), number: 0, hashes: vec![prev.to_owned()], line: None };
        reading.chain.push(elsewhere);
    }
    let name = segment.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    reading.segment(&name, &bytes);
    Ok(reading.finish(segment.parent().unwrap_or(Path::new(".")), 0))
}

#[derive(Default)]
struct Reading {
    chain: Vec<Link>,
    off: Vec<Link>,
    damage: Vec<Damage>,
    torn: bool,
}

impl Reading {
    fn segment(&mut self, name: &str, bytes: &[u8]) {
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let prev = chain::prev(first);
        let before = self.chain.last().map_or_else(|| vec![String::new()], |link| link.hashes.clone());
        let accepted = prev.map(str::to_owned).into_iter().chain(before).collect();
        let walked = pieces::walk(name, bytes, accepted);
        let first_is_good = walked.links.first().is_some_and(|link| link.line.is_some());
        if let Some(prev) = prev.filter(|_| first_is_good) {
            self.go_on_from(name, prev);
        }
        self.chain.extend(walked.links);
        self.damage.extend(walked.damage);
        self.torn |= walked.torn;
    }

    /// What stands after the line that has this hash counts as written again.
    fn go_on_from(&mut self, name: &str, prev: &str) {
        let has = |link: &Link| link.hashes.iter().any(|h| h == prev);
        match self.chain.iter().rposition(has) {
            Some(at) => self.off.extend(self.chain.split_off(at + 1)),
            None if prev.is_empty() => self.off.append(&mut self.chain),
            None => {
                let what = "goes on from a line that is not there".to_owned();
                self.damage.push(Damage { file: name.to_owned(), line: 1, what });
            }
        }
    }

    fn finish(self, folder: &Path, last_segment: u32) -> Record {
        let Self { chain, off, mut damage, torn } = self;
        let last_h = chain.iter().rev().find_map(|link| link.line.as_ref()).map(|line| line.h.clone());
        let mut lines: BTreeMap<u64, Line> = BTreeMap::new();
        let mut astray = Vec::new();
        let links = chain.into_iter().map(|link| (link, false)).chain(off.into_iter().map(|link| (link, true)));
        for (Link { file, number, line, .. }, is_off) in links {
            let Some(line) = line else { continue };
            let known = lines.get(&line.n).map(|known| known.id);
            if known.is_some_and(|id| id != line.id || !is_off) {
                let what = format!("entry {} is there twice", line.n);
                damage.push(Damage { file, line: number, what });
            } else if known.is_none() {
                astray.extend(is_off.then_some(line.n));
                let _ = lines.insert(line.n, line);
            }
        }
        let last = lines.last_key_value().map_or(0, |(n, _)| *n);
        // A number far beyond the count would be a forged line; its gaps are not worth naming one by one.
        let missing = (1..=last).filter(|n| !lines.contains_key(n)).take(1000).collect();
        let mut lines: Vec<Line> = lines.into_values().collect();
        let owner = lines.iter().find(|line| record::is_first(&line.kind)).and_then(|line| record::owner(&line.text));
        restore_person(&mut lines, owner.as_ref());
        let folder = folder.to_owned();
        let last_h = last_h.unwrap_or_default();
        Record {
            folder,
            owner,
            lines,
            damage,
            missing,
            torn,
            last_h,
            astray,
            last_segment,
            held_from: None,
            is_apart: false,
        }
    }
}

fn restore_person(lines: &mut [Line], owner: Option<&Owner>) {
    let person = owner.map(|owner| owner.person).unwrap_or_default();
    for entry in lines.iter_mut().filter_map(|line| line.entry.as_mut()) {
        if let About::One(of) = &mut entry.about {
            *of = person;
        }
    }
}
