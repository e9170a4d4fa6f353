//! A record as a document for a chart: A4, upright, fonts embedded, the same bytes for the same record on the same
//! system: what the embedded families do not have is set in the system's fonts.
//!
//! Pages are pictures, so that plots and words are drawn by one hand. What does not fit
//! goes on to another page; nothing is cut off. A sign that no font has is printed as its number.

mod chart;
mod draw;
mod head;
mod paper;
mod table;
mod wrap;

use chrono::{DateTime, FixedOffset};

use crate::journal::reader::Record;

use super::export::ExportError;
use super::page::Page;
use super::picture::faces::Faces;
use super::section::head::closing_code;
use crate::theme::scripts::SystemFonts;
use paper::Running;

/// What the document says of itself.
struct About {
    title: String,
    id: String,
    /// When the last entry was recorded; never the present.
    dated: Option<DateTime<FixedOffset>>,
}

/// Writes the document of a record and of the amendments to it, oldest first.
///
/// # Errors
/// In one sentence, if the document cannot be made.
pub fn write(id: &str, record: &Record, amendments: &[Record]) -> Result<Vec<u8>, ExportError> {
    written(id, record, amendments, Faces::load())
}

/// The same with these fonts of a system behind the embedded ones.
///
/// # Errors
/// As [`write()`].
pub fn write_with(
    id: &str,
    record: &Record,
    amendments: &[Record],
    system: SystemFonts,
) -> Result<Vec<u8>, ExportError> {
    written(id, record, amendments, Faces::with(system))
}

fn written(id: &str, record: &Record, amendments: &[Record], faces: Faces) -> Result<Vec<u8>, ExportError> {
    let record = &record.counted();
    let page = Page::of(record, amendments);
    let code = page.code();
    let day = page.wall(page.began()).map(|wall| wall.format("%Y-%m-%d").to_string()).unwrap_or_default();
    let running = Running { code: format!("{code} · {day}"), id: id.to_owned(), closing: closing_code(record) };
    let sheets = chart::pages(&page, &faces, record, amendments, &running);
    let added = amendments.last().and_then(|added| added.lines.last()).map(|line| line.recorded.wall);
    let about = About {
        title: format!("Session record {code}, {day}"),
        id: id.to_owned(),
        dated: added.or_else(|| page.wall(page.ended())),
    };
    draw::document(&sheets, &faces, &about)
}
