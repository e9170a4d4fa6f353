//! Whose record it is, of when, and what stands for all of it.

use crate::journal::reader::Record;
use crate::journal::seal;
use crate::record::page::Page;
use crate::session::event::Event;
use crate::units::counted;

/// When and how it was closed, as it stands.
pub(in crate::record) fn closed(page: &Page) -> Option<String> {
    let last = page.standing().filter_map(|entry| match &entry.event {
        Event::Closed { .. } => Some(page.day_and_time(page.at(entry))),
        _ => None,
    });
    Some(format!("{}, {}", last.last()?, page.headline()?))
}

/// The code that stands for the whole record, or that there is none yet.
pub(in crate::record) fn closing_code(record: &Record) -> String {
    if record.is_complete() { seal::closing_code(&record.last_h) } else { "not sealed yet".to_owned() }
}

/// The records that were added after this one was sealed: what they are, and their own codes.
pub(in crate::record) fn amended(amendments: &[Record]) -> Vec<(String, String)> {
    let told = |amendment: &Record| {
        let first = amendment.lines.first().map(|line| line.recorded.wall.format("%Y-%m-%d %H:%M").to_string());
        let code = closing_code(amendment);
        let folder = amendment.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = folder.trim_end_matches(".live");
        let entries = counted(amendment.lines.len(), "entry", "entries");
        (format!("{}, {entries}, record {name}", first.unwrap_or_default()), code)
    };
    amendments.iter().map(told).collect()
}
