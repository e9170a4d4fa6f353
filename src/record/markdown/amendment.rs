//! What was added to a record after it was sealed: the amendment's own page, and its line on the record's.

use super::text::{plain, row};
use super::{body, damage};
use crate::journal::amend;
use crate::journal::path;
use crate::journal::reader::Record;
use crate::journal::seal;
use crate::record::page::Page;

/// The page of an amendment; `None` if the record is none.
pub(super) fn write(id: &str, record: &Record, page: &Page) -> Option<String> {
    let (sealed, last_h) = amend::names(record)?;
    let mut head = format!("# Amendment to the session record of {}\n\n", plain(page.code()));
    head.push_str("| | |\n| --- | --- |\n");
    let written = record.lines.first().map(|line| line.recorded.wall.format("%Y-%m-%d %H:%M:%S %:z").to_string());
    for (name, value) in [
        ("Amendment", id.to_owned()),
        ("Adds to", format!("{sealed}, closing code {}", seal::closing_code(last_h))),
        ("Written", written.unwrap_or_default()),
        ("Closing code", code(record)),
    ] {
        head.push_str(&row(&[name.to_owned(), value]));
    }
    let end = "The sealed record stays as it is; `holdspace records show` shows it with everything added to it.\n";
    let sections = [head, body::notes(page), body::changes(page), damage(record), end.to_owned()];
    Some(sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// The amendments that a record's page takes in, with their closing codes; empty without any.
pub(super) fn listed(amendments: &[Record]) -> String {
    let line = |amendment: &Record| {
        let written = amendment.lines.first().map(|line| line.recorded.wall.format("%Y-%m-%d %H:%M").to_string());
        let (id, written) = (path::record_id(&amendment.folder), written.unwrap_or_default());
        format!("- {id}, written {written}, closing code {}\n", code(amendment))
    };
    let lines: String = amendments.iter().map(line).collect();
    if lines.is_empty() { lines } else { format!("Amended after it was sealed, and shown as amended:\n\n{lines}") }
}

fn code(record: &Record) -> String {
    if record.is_complete() {
        format!("**{}**", seal::closing_code(&record.last_h))
    } else {
        "not sealed yet".to_owned()
    }
}
