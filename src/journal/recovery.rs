//! Finds what was left unfinished, and joins the folders of one sitting.

use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;

use super::folder::{Folder, Unsaved};
use super::reader::{self, Record};
use super::record::Owner;
use super::seal::{self, Sealed};
use super::{DataDir, JournalError, amend, path};
use crate::clock::{AwayWatch, Reading, WallClock};
use crate::session::event::{About, Event, Person, Stamped};
use crate::units::Moment;

mod held;
mod join;

/// A sitting younger than this is resumed without asking.
pub const FRESH: Duration = Duration::from_secs(30 * 60);
/// A wall clock that moved further than this is not believed.
pub const LONGEST_AWAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A sitting whose records are not complete.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// The id its records share.
    pub session: u128,
    /// How many participants it has.
    pub people: u8,
    /// Its records, by person; one may be missing.
    pub records: Vec<Record>,
    /// Everything that happened, in order, each event once.
    pub events: Vec<Stamped>,
    /// The clocks at the first line.
    pub started: Reading,
    /// The clocks at the last line.
    pub last: Reading,
    /// What is not as it was written, one sentence each.
    pub damage: Vec<String>,
    /// Which wall time its moments have.
    pub clock: WallClock,
    /// Whether it was once away for another time than was counted.
    pub away: AwayWatch,
    anchors: Vec<(Reading, Moment)>,
    latest: Moment,
}

impl Unfinished {
    /// How long ago the last line was written; `None` if the clocks do not tell.
    #[must_use]
    pub fn age(&self, now: &Reading) -> Option<Duration> {
        between(&self.last, now)
    }

    /// Whether it is young enough to be resumed without asking.
    #[must_use]
    pub fn is_fresh(&self, now: &Reading) -> bool {
        self.age(now).is_some_and(|age| age < FRESH)
    }

    /// The folders, by person.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        self.records.iter().map(|record| record.folder.clone()).collect()
    }

    fn is_sealed(&self) -> bool {
        self.events.iter().any(|entry| entry.event == Event::Sealed)
    }
}

/// All sittings that wait to be continued or closed, oldest first.
///
/// A sitting that only misses its seal is not among them: see [`finish_sealing`].
#[must_use]
pub fn unfinished(data: &DataDir) -> Vec<Unfinished> {
    all(data).into_iter().filter(|found| !found.is_sealed()).collect()
}

/// Completes the seals that a crash interrupted. To be called at start, with the lock held.
pub fn finish_sealing(data: &DataDir) -> Vec<Result<Sealed, JournalError>> {
    let mut done = Vec::new();
    for found in all(data).into_iter().filter(Unfinished::is_sealed) {
        for mut folder in continued(data, &found) {
            let saved = folder.save(&mut data.disk());
            let saved = saved.map_err(|(at, error)| JournalError::io("complete", &at)(error));
            folder.close();
            if saved.is_ok() && folder.take_copied() {
                data.places().iter().for_each(|place| place.forget(folder.path()));
            }
            done.push(saved.and_then(|()| seal::seal(folder.path())));
        }
    }
    done.extend(amend::finish(data));
    done
}

/// What second places hold that belongs to no record any more, one sentence each. It is kept.
///
/// What lies there of records that are complete is removed. To be called at start, with the lock held.
#[must_use]
pub fn stranded(data: &DataDir) -> Vec<String> {
    held::stranded(data)
}

/// The moment of the sitting at which the clocks read `now`: the true time since its beginning.
///
/// By the clock that runs through suspend if the machine was not restarted, else by a plausible wall clock: one
/// that did not go backwards, nor forward by more than a day. `None` if there is no telling.
#[must_use]
pub fn moment_now(found: &Unfinished, now: &Reading) -> Option<Moment> {
    let in_boot_of = |reading: &Reading| {
        let same = |(anchor, _): &&(Reading, Moment)| is_same_boot(anchor, reading) && anchor.boot <= reading.boot;
        let (anchor, at) = found.anchors.iter().rev().find(same)?;
        Some(at.plus(reading.boot - anchor.boot))
    };
    let last = || in_boot_of(&found.last).unwrap_or(found.latest);
    in_boot_of(now).or_else(|| Some(last().plus(between(&found.last, now)?)))
}

/// By how many ms the wall clock moved against the other one while nothing was written; `None` if there is no telling.
#[must_use]
pub fn jump(found: &Unfinished, now: &Reading) -> Option<i64> {
    crate::clock::jump(&found.last, now).filter(|_| is_same_boot(&found.last, now))
}

fn between(then: &Reading, now: &Reading) -> Option<Duration> {
    if is_same_boot(then, now) {
        return now.boot.checked_sub(then.boot);
    }
    let away: TimeDelta = now.wall - then.wall;
    away.to_std().ok().filter(|away| *away <= LONGEST_AWAY)
}

fn is_same_boot(one: &Reading, other: &Reading) -> bool {
    !one.boot_id.is_empty() && one.boot_id == other.boot_id
}

fn all(data: &DataDir) -> Vec<Unfinished> {
    let live = data.folders().into_iter().filter(|folder| path::is_live(folder));
    // A folder that cannot be read at all stays where it is, and `records list` names it.
    let mut records: Vec<_> = live.filter_map(|folder| reader::read(&folder).ok()).collect();
    records.iter_mut().for_each(|record| held::join(record, data.places()));
    records.extend(held::alone(data));
    join::sittings(records)
}

/// The writing ends for going on: continued, completed, and made where a person has none.
pub(super) fn folders_to_go_on(
    data: &DataDir,
    found: &Unfinished,
    reading: &Reading,
) -> Result<Vec<Folder>, JournalError> {
    let mut folders = continued(data, found);
    for person in (0..found.people).map(Person) {
        if folders.iter().all(|folder| folder.owner().person != person) {
            let owner = Owner { person, people: found.people, device: data.device().clone() };
            let mut folder = Folder::new(data.new_folder(reading), owner);
            complete(&mut folder, found, None);
            folders.push(folder);
        }
    }
    folders.sort_by_key(|folder| folder.owner().person);
    Ok(folders)
}

fn continued(data: &DataDir, found: &Unfinished) -> Vec<Folder> {
    let folder = |record: &Record| {
        make_durable(record);
        let unknown = Owner { person: Person(0), people: found.people, device: data.device().clone() };
        let owner = record.owner.clone().unwrap_or(unknown);
        let next_n = record.lines.last().map_or(1, |line| line.n.saturating_add(1));
        let chain = (next_n, last_saved(record));
        let mut folder = Folder::going_on(record.folder.clone(), owner, chain, record.last_segment);
        if record.is_apart {
            held::put_aside(record, data.places());
        } else if record.held_from.is_some() {
            folder.was_copied();
        }
        let unsure = |n: u64| record.astray.contains(&n) || record.held_from.is_some_and(|from| n >= from);
        for line in record.lines.iter().filter(|line| unsure(line.n)) {
            if let Some(entry) = line.entry.clone() {
                folder.push_again(Unsaved { n: line.n, entry, recorded: line.recorded.clone() });
            }
        }
        complete(&mut folder, found, Some(record));
        folder
    };
    found.records.iter().map(folder).collect()
}

/// The hash to go on from: of the last line that is certain to be on the record's own disk.
fn last_saved(record: &Record) -> String {
    let Some(from) = record.held_from else { return record.last_h.clone() };
    let mut before = record.lines.iter().rev().filter(|line| line.n < from && !record.astray.contains(&line.n));
    before.next().map(|line| line.h.clone()).unwrap_or_default()
}

/// Gives a folder the shared events it lacks, as they were recorded in another.
fn complete(folder: &mut Folder, found: &Unfinished, record: Option<&Record>) {
    for entry in found.events.iter().filter(|entry| entry.about == About::All) {
        let has = |record: &Record| record.lines.iter().any(|line| line.id == entry.id);
        if !record.is_some_and(has) {
            let lines = found.records.iter().flat_map(|record| &record.lines);
            let recorded = lines.into_iter().find(|line| line.id == entry.id).map(|line| &line.recorded);
            folder.push(entry, recorded.unwrap_or(&found.last));
        }
    }
}

/// What was read may be only in memory. Syncs through descriptors of our own, and writes nothing.
fn make_durable(record: &Record) {
    let segments = path::segments(&record.folder).unwrap_or_default();
    let files = segments.into_iter().map(|(_, path)| path).chain([record.folder.clone()]);
    for path in files {
        if let Err(error) = File::open(&path).and_then(|file| file.sync_all()) {
            tracing::warn!("could not sync {}: {error}", path.display());
        }
    }
}
