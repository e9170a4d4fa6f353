//! Gaps, clocks, and what could not be read or shown.

use super::{Cell, Row, Section, clock};
use crate::journal::reader::Record;
use crate::record::page::{Page, lasting};
use crate::session::event::Event;

pub(in crate::record) fn gaps(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let what = match &entry.event {
            Event::Resumed { away } => format!("resumed after {} without the program", lasting(*away)),
            Event::ClockJumped { by_ms } => {
                format!("the wall clock jumped by {:+.1} s; timers did not", *by_ms as f64 / 1e3)
            }
            Event::ClockDoubted { .. } => clock::doubt(page, entry),
            Event::AwayCorrected { from, to, .. } => clock::away(*from, *to),
            Event::NotRecorded { reason } => format!("from here on nothing reached the disk: {reason}"),
            Event::RecordedAgain => "everything is on the disk again, what came before included".to_owned(),
            _ => return None,
        };
        Some(page.row(entry, [page.when(entry), what.into()]))
    });
    Section::new("Gaps and clocks", &["time", "what"], rows)
}

/// What is in the folders of the record and of its amendments, but cannot be told.
pub(in crate::record) fn missing(record: &Record, amendments: &[Record]) -> Section {
    let mut rows = Vec::new();
    for (number, part) in std::iter::once(record).chain(amendments).enumerate() {
        let of = if number == 0 { String::new() } else { format!(" of amendment {number}") };
        let mut tell = |text: String| rows.push(Row { cells: vec![Cell::from(text)], struck: false });
        for damage in &part.damage {
            tell(format!("{damage}{of}"));
        }
        for n in &part.missing {
            tell(format!("entry {n}{of} is missing"));
        }
        for line in part.lines.iter().filter(|line| line.entry.is_none()) {
            tell(format!("entry {}{of} is of a kind this version cannot show: {}", line.n, line.kind));
        }
        if part.torn {
            tell(format!("the last entry{of} was cut off while it was written, as by a power cut"));
        }
    }
    Section::new("What is not on this page", &["what"], rows.into_iter())
}
