//! A folder that adds to a sealed one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use holdspace::app::perform::new_id;
use holdspace::clock::Reading;
use holdspace::journal::{DataDir, Journal, Report, path, reader};
use holdspace::session::event::{About, Event, EventId, NoteKind, Person, Stamped, Who};
use holdspace::units::Moment;

use super::chance::Chance;
use super::{odd, random};

/// Some corrections, undos, reasons and notes, days after the record was sealed; the folder they are in.
pub fn later(data: &DataDir, sealed: &Path, chance: &mut Chance) -> PathBuf {
    let record = reader::read(sealed).unwrap();
    let last = record.lines.last().map_or_else(holdspace::clock::read, |line| line.recorded.clone());
    let wall = last.wall + TimeDelta::days(1 + chance.below(20) as i64);
    let now = Reading { boot: Duration::from_secs(77), boot_id: "b1".into(), wall };
    let at = record.lines.last().map_or(Moment::START, |line| line.at).plus(Duration::from_secs(86_400));
    let entry = |about, event| Stamped { id: EventId(new_id(&now).as_u128()), at, about, who: Who::Therapist, event };
    let (session, code) = record
        .events()
        .find_map(|entry| match &entry.event {
            Event::SessionStarted { session, codes, .. } => Some((*session, codes.concat())),
            _ => None,
        })
        .unwrap_or_default();
    let (name, last_h) = (path::record_id(sealed), record.last_h.clone());
    let mut events = vec![entry(About::All, Event::AmendmentStarted { session, code, record: name, last_h })];
    let of = record.events().filter(|entry| {
        matches!(entry.event, Event::Vitals(_) | Event::Rating { .. } | Event::Note { .. } | Event::Observed { .. })
    });
    for entry_of in of.filter(|_| chance.in_100(30)).take(4).collect::<Vec<_>>() {
        let changed = match (&entry_of.event, random::correction(entry_of.at, chance)) {
            (_, correction) if fits(&entry_of.event, &correction) => {
                Event::Corrected { of: entry_of.id, correction, reason: odd::words(chance) }
            }
            _ => Event::Undone { of: entry_of.id },
        };
        events.push(entry(About::One(Person(0)), changed));
        let of = events.last().unwrap().id;
        events.push(entry(About::One(Person(0)), Event::Explained { of, reason: odd::words(chance) }));
    }
    events.push(entry(About::One(Person(0)), Event::Note { kind: NoteKind::Note, text: odd::words(chance) }));
    events.push(entry(About::All, Event::Sealed));
    seal(data, &now, &events)
}

fn fits(event: &Event, correction: &holdspace::session::event::Correction) -> bool {
    use holdspace::session::event::Correction;
    match correction {
        Correction::At(_) => true,
        Correction::Text(text) => matches!(event, Event::Note { .. }) && !text.trim().is_empty(),
        Correction::Vitals(measured) => {
            let some = measured.pressure.is_some() || measured.heart_rate.is_some() || measured.saturation.is_some();
            matches!(event, Event::Vitals(_)) && some
        }
        Correction::Rating(_) => matches!(event, Event::Rating { .. }),
    }
}

/// Writes these entries as a record of their own and seals it.
pub fn seal(data: &DataDir, now: &Reading, events: &[Stamped]) -> PathBuf {
    let mut journal = Journal::create(data, 1, now).unwrap();
    events.iter().for_each(|entry| journal.record(std::slice::from_ref(entry), now));
    journal.seal();
    assert!(journal.flush_and_wait(Duration::from_secs(60)));
    let sealed = journal.reports().into_iter().find_map(|report| match report {
        Report::Sealed(sealed) => Some(sealed[0].folder.clone()),
        _ => None,
    });
    sealed.expect("sealed")
}
