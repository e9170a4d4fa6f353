//! Joins the records of one sitting into one order of events.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Unfinished;
use crate::clock::{AwayWatch, Reading, WallClock};
use crate::journal::reader::Record;
use crate::journal::record::Line;
use crate::session::event::{Event, EventId, Stamped};
use crate::session::recount::recount;
use crate::units::Moment;

/// The sittings that these records belong to, oldest first; a record without a good first line belongs to none.
pub(super) fn sittings(records: Vec<Record>) -> Vec<Unfinished> {
    let mut sittings: Vec<(u128, Vec<Record>)> = Vec::new();
    for record in records {
        let Some(session) = session_of(&record) else { continue };
        match sittings.iter_mut().find(|(known, _)| *known == session) {
            Some((_, records)) => records.push(record),
            None => sittings.push((session, vec![record])),
        }
    }
    sittings.into_iter().filter_map(|(session, records)| sitting(session, records)).collect()
}

fn session_of(record: &Record) -> Option<u128> {
    record.events().find_map(|entry| match &entry.event {
        Event::SessionStarted { session, .. } => Some(*session),
        _ => None,
    })
}

fn sitting(session: u128, mut records: Vec<Record>) -> Option<Unfinished> {
    records.sort_by_key(|record| record.owner.as_ref().map(|owner| owner.person));
    let joined = join(records.iter().map(|record| record.lines.iter().collect()).collect());
    let mut counted = joined.clone();
    recount(&mut counted.iter_mut().map(|(entry, _)| entry).collect::<Vec<_>>());
    let is_anchor = |event: &Event| matches!(event, Event::SessionStarted { .. } | Event::Resumed { .. });
    let anchors: Vec<_> = counted.iter().filter(|(entry, _)| is_anchor(&entry.event)).collect();
    let anchors: Vec<_> = anchors.into_iter().map(|(entry, reading)| (reading.clone(), entry.at)).collect();
    let started = anchors.first()?.0.clone();
    let last = last(&anchors, counted.iter().map(|(_, reading)| reading)).unwrap_or(&started).clone();
    let latest = counted.iter().map(|(entry, _)| entry.at).max()?;
    let (mut clock, mut away) = (WallClock::default(), AwayWatch::default());
    for (entry, reading) in &counted {
        clock.note(entry, reading);
        away.note(entry, reading);
    }
    let note = |record: &Record| {
        let folder = record.folder.display().to_string();
        let missing = record.missing.iter().map(|n| format!("entry {n} is missing")).collect::<Vec<_>>();
        let damage = record.damage.iter().map(ToString::to_string);
        damage.chain(missing).map(|what| format!("{folder}: {what}")).collect::<Vec<_>>()
    };
    let damage = records.iter().flat_map(note).collect();
    let people = records.iter().filter_map(|record| record.owner.as_ref()).map(|owner| owner.people).max()?;
    let events = joined.into_iter().map(|(entry, _)| entry).collect();
    Some(Unfinished { session, people, records, events, started, last, damage, clock, away, anchors, latest })
}

/// One order that agrees with the order in each record; where they leave it open, as recorded.
fn join(mut queues: Vec<Vec<&Line>>) -> Vec<(Stamped, Reading)> {
    let mut codes: HashMap<EventId, Vec<String>> = HashMap::new();
    for entry in queues.iter().flatten().filter_map(|line| line.entry.as_ref()) {
        if let Event::SessionStarted { codes: some, .. } = &entry.event {
            let all = codes.entry(entry.id).or_insert_with(|| some.clone());
            all.iter_mut()
                .zip(some)
                .filter(|(_, code)| !code.is_empty())
                .for_each(|(known, code)| known.clone_from(code));
        }
    }
    queues.iter_mut().for_each(|queue| queue.reverse());
    let mut waiting: Vec<HashSet<EventId>> =
        queues.iter().map(|queue| queue.iter().map(|line| line.id).collect()).collect();
    let mut taken = HashSet::new();
    let mut joined = Vec::new();
    while let Some(next) = next(&queues, &waiting) {
        for (queue, waiting) in queues.iter_mut().zip(&mut waiting) {
            let _ = waiting.remove(&next.id);
            if queue.last().is_some_and(|head| head.id == next.id) {
                let _ = queue.pop();
            }
        }
        if let Some(mut entry) = next.entry.clone().filter(|entry| taken.insert(entry.id)) {
            entry.event = with_codes(entry.event, codes.get(&entry.id));
            joined.push((entry, next.recorded.clone()));
        }
    }
    joined
}

/// The first recorded head that no other record still holds further back; any head if each waits for another.
fn next<'a>(queues: &[Vec<&'a Line>], waiting: &[HashSet<EventId>]) -> Option<&'a Line> {
    let heads = || queues.iter().filter_map(|queue| queue.last().copied());
    let is_ready = |line: &&Line| {
        queues
            .iter()
            .zip(waiting)
            .all(|(queue, waiting)| !waiting.contains(&line.id) || queue.last().is_some_and(|head| head.id == line.id))
    };
    let earlier = |one: &'a Line, other: &'a Line| if is_before(&other.recorded, &one.recorded) { other } else { one };
    heads().filter(is_ready).reduce(earlier).or_else(|| heads().next())
}

fn is_before(one: &Reading, other: &Reading) -> bool {
    if one.boot_id == other.boot_id { one.boot < other.boot } else { one.wall < other.wall }
}

/// The clocks as they were read last: starts of the machine follow each other as the sitting went on in them. The wall
/// clock does not tell, for it may have been set.
fn last<'a>(anchors: &[(Reading, Moment)], readings: impl Iterator<Item = &'a Reading>) -> Option<&'a Reading> {
    let start = |reading: &Reading| anchors.iter().rposition(|(anchor, _)| anchor.boot_id == reading.boot_id);
    readings.max_by_key(|reading| (start(reading), reading.boot))
}

fn with_codes(event: Event, all: Option<&Vec<String>>) -> Event {
    match (event, all) {
        (Event::SessionStarted { session, protocol, rehearsal, .. }, Some(all)) => {
            Event::SessionStarted { session, protocol: Arc::clone(&protocol), codes: all.clone(), rehearsal }
        }
        (event, _) => event,
    }
}
