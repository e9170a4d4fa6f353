//! Adds to a sealed record, as the app does.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use holdspace::clock::Reading;
use holdspace::journal::amend::{self, Change};
use holdspace::journal::{DataDir, reader};
use holdspace::session::Event;

use super::chance::Chance;
use super::{odd, random};

/// Some corrections, entries taken back, and notes, days after the record was sealed; the folders they are in.
///
/// What the rules of a session refuse is left undone; a record whose first line is lost cannot be amended.
pub fn later(data: &DataDir, sealed: &Path, chance: &mut Chance) -> Vec<PathBuf> {
    let record = reader::read(sealed).unwrap();
    let Some(last) = record.lines.iter().map(|line| &line.recorded).max_by_key(|recorded| recorded.wall) else {
        return Vec::new();
    };
    let mut now = Reading { boot: Duration::from_secs(77), boot_id: "b1".into(), wall: last.wall };
    let of = record.events().filter(|entry| {
        matches!(entry.event, Event::Vitals(_) | Event::Rating { .. } | Event::Note { .. } | Event::Observed { .. })
    });
    let mut changes: Vec<Change> = of
        .filter(|_| chance.in_100(40))
        .map(|entry| entry.id)
        .take(6)
        .collect::<Vec<_>>()
        .into_iter()
        .map(|of| {
            let reason = if chance.in_100(70) { odd::words(chance) } else { String::new() };
            if chance.in_100(30) {
                return Change::TakeBack { of, reason };
            }
            Change::Correct { of, correction: random::correction(last_moment(&record), chance), reason }
        })
        .collect();
    changes.push(Change::Note(odd::words(chance)));
    let mut added = Vec::new();
    for change in changes {
        now.wall += TimeDelta::hours(1 + chance.below(200) as i64);
        added.extend(amend::amend(data, sealed, &[change], &now).ok().map(|sealed| sealed.folder));
    }
    added
}

fn last_moment(record: &reader::Record) -> holdspace::units::Moment {
    record.lines.last().map(|line| line.at.minus(Duration::from_secs(600))).unwrap_or_default()
}
