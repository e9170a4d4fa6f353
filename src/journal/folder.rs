//! One folder being written: its chain, its open segment and what is not saved yet.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, Segment};
use super::path;
use super::record::{self, Owner, chain};
use super::second::Place;
use crate::clock::Reading;
use crate::session::event::{About, Stamped};

/// The writing end of one person's record.
pub(super) struct Folder {
    path: PathBuf,
    owner: Owner,
    next_n: u64,
    saved_h: String,
    segment: u32,
    open: Option<Box<dyn Segment>>,
    unsaved: Vec<Unsaved>,
    held: Option<Copy>,
    is_copied: bool,
}

/// The writing end of what a second place holds of the unsaved.
struct Copy {
    /// Which place.
    place: usize,
    segment: Box<dyn Segment>,
    h: String,
    /// How many of the unsaved it holds.
    count: usize,
}

/// An entry that is not known to be on the disk. It keeps its `n` and `id` however often it is written.
#[derive(Clone, Debug)]
pub(super) struct Unsaved {
    pub n: u64,
    pub entry: Stamped,
    pub recorded: Reading,
}

impl Folder {
    /// A record that begins.
    pub fn new(path: PathBuf, owner: Owner) -> Self {
        Self::going_on(path, owner, (1, String::new()), 0)
    }

    /// A record that goes on with that number after that hash, in a new segment after `segment`.
    pub fn going_on(path: PathBuf, owner: Owner, (next_n, saved_h): (u64, String), segment: u32) -> Self {
        Self { path, owner, next_n, saved_h, segment, open: None, unsaved: Vec::new(), held: None, is_copied: false }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whose it is.
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Takes an entry if it belongs here.
    pub fn push(&mut self, entry: &Stamped, recorded: &Reading) {
        let ours = match entry.about {
            About::All => true,
            About::One(person) => person == self.owner.person,
        };
        if ours {
            let unsaved = Unsaved { n: self.next_n, entry: entry.clone(), recorded: recorded.clone() };
            self.unsaved.push(unsaved);
            self.next_n = self.next_n.saturating_add(1);
        }
    }

    /// Takes an entry that an older segment holds off the chain, with the number it has there.
    pub fn push_again(&mut self, again: Unsaved) {
        self.next_n = self.next_n.max(again.n.saturating_add(1));
        self.unsaved.push(again);
    }

    /// Brings everything unsaved onto the disk: one write, one sync.
    ///
    /// After any failure the open segment is never used again: the next attempt begins a new one.
    pub fn save(&mut self, disk: &mut dyn Disk) -> Result<(), (PathBuf, io::Error)> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        let (segment, begins) = match self.open.take() {
            Some(segment) => (segment, false),
            None => (self.begin_segment(disk)?, true),
        };
        self.save_into(segment, begins && self.segment > 1).map_err(|error| {
            let path = path::segment(&self.path, self.segment);
            if disk.discard_if_empty(&path) {
                self.segment -= 1;
            }
            (path, error)
        })
    }

    /// Brings what is unsaved into a second place, as far as it is not there yet: one write, one sync.
    pub fn hold(&mut self, number: usize, place: &Place) -> io::Result<()> {
        let known = self.held.take().filter(|held| held.place == number);
        if self.unsaved.is_empty() || known.as_ref().is_some_and(|held| held.count == self.unsaved.len()) {
            self.held = known;
            return Ok(());
        }
        // From here on something may lie there, whatever fails.
        self.is_copied = true;
        let (mut copy, begins) = match known {
            Some(copy) => (copy, false),
            None => (self.begin_copy(number, place)?, true),
        };
        let prev = (begins && !self.saved_h.is_empty()).then(|| self.saved_h.clone());
        let rest = self.unsaved.get(copy.count..).unwrap_or_default();
        copy.h = append(copy.segment.as_mut(), rest, (&copy.h, prev), &self.owner)?;
        copy.count = self.unsaved.len();
        self.held = Some(copy);
        Ok(())
    }

    /// Marks that a second place holds a copy from before.
    pub fn was_copied(&mut self) {
        self.is_copied = true;
    }

    /// Whether a second place may hold a copy of what is saved by now; asked once.
    pub fn take_copied(&mut self) -> bool {
        self.held = None;
        std::mem::take(&mut self.is_copied)
    }

    /// Lets go of the open segment, before sealing.
    pub fn close(&mut self) {
        self.open = None;
    }

    fn begin_copy(&self, number: usize, place: &Place) -> io::Result<Copy> {
        let folder = place.prepare(&self.path)?;
        let last = path::segments(&folder).ok().and_then(|found| found.last().map(|(last, _)| *last)).unwrap_or(0);
        let segment = place.disk().create(&path::segment(&folder, last.saturating_add(1)))?;
        Ok(Copy { place: number, segment, h: self.saved_h.clone(), count: 0 })
    }

    fn begin_segment(&mut self, disk: &mut dyn Disk) -> Result<Box<dyn Segment>, (PathBuf, io::Error)> {
        disk.make_folder(&self.path).map_err(|error| (self.path.clone(), error))?;
        // Some number is free: a failed segment that holds bytes keeps its own.
        for number in (self.segment.saturating_add(1)..).take(10_000) {
            let path = path::segment(&self.path, number);
            match disk.create(&path) {
                Ok(segment) => {
                    self.segment = number;
                    return Ok(segment);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    let _ = disk.discard_if_empty(&path);
                    return Err((path, error));
                }
            }
        }
        Err((self.path.clone(), io::ErrorKind::AlreadyExists.into()))
    }

    fn save_into(&mut self, mut segment: Box<dyn Segment>, goes_on: bool) -> io::Result<()> {
        let prev = goes_on.then(|| self.saved_h.clone());
        self.saved_h = append(segment.as_mut(), &self.unsaved, (&self.saved_h, prev), &self.owner)?;
        self.unsaved.clear();
        self.held = None;
        self.open = Some(segment);
        Ok(())
    }
}

/// Writes entries that follow the line with hash `before` in one go and syncs them; the hash of the last.
fn append(
    segment: &mut dyn Segment,
    entries: &[Unsaved],
    (before, mut prev): (&str, Option<String>),
    owner: &Owner,
) -> io::Result<String> {
    let mut h = before.to_owned();
    let mut text = String::new();
    for Unsaved { n, entry, recorded } in entries {
        let body = record::body(*n, entry, recorded, prev.take().as_deref(), owner)?;
        let (line, next) = chain::close(&h, &body);
        text.push_str(&line);
        h = next;
    }
    if segment.write(text.as_bytes())? != text.len() {
        return Err(io::Error::new(io::ErrorKind::WriteZero, "only a part of the line was written"));
    }
    segment.sync()?;
    Ok(h)
}
