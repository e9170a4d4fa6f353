//! Joins what second places hold with the records it belongs to.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use crate::journal::reader::{self, Record};
use crate::journal::record::{self, Line};
use crate::journal::second::{self, Place};
use crate::journal::{DataDir, path};
use crate::session::event::{About, EventId};
use crate::units::counted;

/// Gives a record the lines that second places hold of it.
///
/// A line whose number the record has given to another event stays where it is: the session went on without it.
pub(super) fn join(record: &mut Record, places: &[Place]) {
    let parts = parts(&record.folder, places);
    record.owner = record.owner.take().or_else(|| parts.iter().find_map(|part| part.owner.clone()));
    let held: Vec<Line> = parts.into_iter().flat_map(|part| part.lines).collect();
    let Some(first) = held.iter().map(|line| line.n).min() else { return };
    let mut ids: HashSet<EventId> = record.lines.iter().map(|line| line.id).collect();
    let mut numbers: HashSet<u64> = record.lines.iter().map(|line| line.n).collect();
    let person = record.owner.as_ref().map(|owner| owner.person).unwrap_or_default();
    for mut line in held {
        if ids.contains(&line.id) {
            continue;
        }
        if !numbers.insert(line.n) {
            record.is_apart = true;
            continue;
        }
        let _ = ids.insert(line.id);
        if let Some(About::One(of)) = line.entry.as_mut().map(|entry| &mut entry.about) {
            *of = person;
        }
        record.lines.push(line);
    }
    record.lines.sort_by_key(|line| line.n);
    let last = record.lines.last().map_or(0, |line| line.n);
    record.missing = (1..=last).filter(|n| !numbers.contains(n)).take(1000).collect();
    record.held_from = Some(first);
}

/// The records of which only second places hold anything: their folder could not be made yet.
pub(super) fn alone(data: &DataDir) -> Vec<Record> {
    let known: HashSet<String> = data.folders().iter().map(|folder| path::record_id(folder)).collect();
    let names: BTreeSet<PathBuf> = data
        .places()
        .iter()
        .flat_map(Place::copies)
        .filter(|copy| path::is_live(copy) && !known.contains(&path::record_id(copy)))
        .filter_map(|copy| data.place_of(&copy))
        .collect();
    let record = |folder: PathBuf| {
        let mut record = reader::read_bytes(&folder, &[]);
        join(&mut record, data.places());
        record
    };
    names.into_iter().map(record).collect()
}

/// Puts a copy aside that holds entries whose numbers are taken, so that nothing of it is ever removed by itself.
pub(super) fn put_aside(record: &Record, places: &[Place]) {
    places.iter().for_each(|place| place.put_aside(&record.folder));
}

/// What second places hold that belongs to no record any more, one sentence each; what complete records have is removed.
pub(super) fn stranded(data: &DataDir) -> Vec<String> {
    let held = data.places().iter().flat_map(|place| place.copies().into_iter().map(move |copy| (place, copy)));
    held.filter_map(|(place, copy)| left_over(data, place, &copy)).collect()
}

fn left_over(data: &DataDir, place: &Place, copy: &Path) -> Option<String> {
    let lines: Vec<Line> = parts_in(copy).into_iter().flat_map(|part| part.lines).collect();
    let begins = lines.iter().any(|line| record::is_first(&line.kind));
    let name = path::record_id(copy);
    let name = name.split(second::ASIDE).next().unwrap_or(&name);
    let found = data.folders().into_iter().find(|folder| path::record_id(folder) == name);
    let known = found.as_ref().and_then(|folder| reader::read(folder).ok());
    let known: HashSet<EventId> = known.iter().flat_map(|record| &record.lines).map(|line| line.id).collect();
    let missing: HashSet<EventId> = lines.iter().map(|line| line.id).filter(|id| !known.contains(id)).collect();
    match found {
        // It is joined when the session goes on; then its writer removes it.
        Some(folder) if path::is_live(copy) && path::is_live(&folder) => None,
        None if path::is_live(copy) && begins => None,
        Some(_) if missing.is_empty() => {
            place.forget(copy);
            None
        }
        Some(_) | None => Some(format!(
            "{} holds {} in no record; what it holds is kept there.",
            copy.display(),
            counted(missing.len(), "entry that is", "entries that are")
        )),
    }
}

/// Every segment of every copy of a record, each read by itself.
fn parts(folder: &Path, places: &[Place]) -> Vec<Record> {
    places.iter().flat_map(|place| place.copies_of(folder)).flat_map(|copy| parts_in(&copy)).collect()
}

fn parts_in(copy: &Path) -> Vec<Record> {
    let segments = path::segments(copy).unwrap_or_default();
    segments.into_iter().filter_map(|(_, segment)| reader::read_part(&segment).ok()).collect()
}
