//! A record as a page that people read.
//!
//! Everything on it comes from the lines of the record. What was corrected shows both values, what was taken back is
//! struck out and stays, and gaps are named.

use crate::journal::reader::Record;
use crate::journal::record::Line;
use crate::journal::seal;
use crate::session::event::{Close, Event};

mod amendment;
mod body;
mod dose;
mod music;
mod release;
mod text;

use super::page::Page;
use text::{plain, row};

/// The name of the page in a sealed record.
pub const NAME: &str = "record.md";

/// Writes the page of a record and of the amendments to it, oldest first.
#[must_use]
pub fn write(id: &str, record: &Record, amendments: &[Record]) -> String {
    let page = Page::of(record, amendments);
    if let Some(amended) = amendment::write(id, record, &page) {
        return amended;
    }
    let sections = [
        header(id, record, &page),
        amendment::listed(amendments),
        release::arrival(&page),
        body::phases(&page),
        body::intention(&page),
        dose::doses(&page),
        body::vitals(&page),
        body::observations(&page),
        body::ratings(&page),
        body::notes(&page),
        body::breathing(&page),
        music::music(&page),
        release::release(&page),
        body::gaps(&page),
        body::changes(&page),
        damage(record),
        "Times are by the wall clock of the device at the beginning of the session, counted on from there; \
         \"into\" is the time since that beginning. ~~Struck out~~ is what was taken back later.\n"
            .to_owned(),
    ];
    sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n")
}

/// One line an entry of the record itself, with its number, for those who want to correct one.
#[must_use]
pub fn numbered(record: &Record, amendments: &[Record]) -> String {
    let page = Page::of(record, amendments);
    let said = |line: &Line| match &line.entry {
        Some(entry) => format!("{}  {}  {}\n", line.n, line.kind, body::name(&page, entry.id)),
        None => format!("{}  {}\n", line.n, line.kind),
    };
    record.lines.iter().map(said).collect()
}

fn header(id: &str, record: &Record, page: &Page) -> String {
    let mut text = format!("# Session record {}\n\n", plain(page.code()));
    text.push_str("| | |\n| --- | --- |\n");
    let mut line = |name: &str, value: String| text.push_str(&row(&[name.to_owned(), value]));
    line("Record", id.to_owned());
    if let Some(protocol) = page.protocol() {
        line("Protocol", format!("{} ({})", plain(&protocol.title), plain(&protocol.name)));
        line("Protocol file", format!("SHA-256 {}", protocol.sha256));
    }
    if let Some(people) = record.owner.as_ref().map(|owner| owner.people).filter(|people| *people > 1) {
        line("Participants", format!("{people}; this record is of one of them"));
    }
    line("Began", page.date_and_time(page.began()));
    line("Last entry", page.date_and_time(page.ended()));
    for entry in page.entries() {
        if let Event::Closed { how } = entry.event {
            let how = match how {
                Close::Complete => "complete, through all that was planned",
                Close::EndedEarly => "ended early, after a dose",
                Close::WithoutDose => "ended without a dose",
            };
            line("Closed", page.struck(entry, &format!("{}, {how}", page.time(entry.at))));
        }
    }
    line("Entries", record.lines.len().to_string());
    let code = if record.is_complete() { seal::closing_code(&record.last_h) } else { "not sealed yet".to_owned() };
    line("Closing code", format!("**{code}**"));
    text
}

fn damage(record: &Record) -> String {
    let unknown = record.lines.iter().filter(|line| line.entry.is_none());
    let unknown = unknown
        .map(|line| format!("- entry {} is of a kind this version cannot show: {}\n", line.n, plain(&line.kind)));
    let damage = record.damage.iter().map(|damage| format!("- {damage}\n"));
    let missing = record.missing.iter().map(|n| format!("- entry {n} is missing\n"));
    let items: String = damage.chain(missing).chain(unknown).collect();
    if items.is_empty() { items } else { format!("## What is not on this page\n\n{items}") }
}
