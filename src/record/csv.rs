//! A record as three tables: every entry, the vital signs, the ratings.
//!
//! UTF-8 and RFC 4180: commas, CRLF, quotes where they are needed, one head row, the same columns in every file. Each
//! row names its record and its person, so that the files of many records can be laid end to end.
//!
//! No cell is a formula: words that a spreadsheet could take for one get an apostrophe in front, see [`Words`].

mod entry;
mod measured;
mod words;

use serde::Serialize;

use super::export::{ExportError, File};
use super::trail::{Step, Trail, instant, secs_since};
use crate::journal::reader::Record;
use crate::session::event::{Stamped, Who};

pub use words::{Words, bare};

/// Writes the three tables of a record and of the amendments to it, oldest first.
///
/// # Errors
/// If a value cannot be written, which would be a mistake in this module.
pub fn write(id: &str, record: &Record, amendments: &[Record]) -> Result<Vec<File>, ExportError> {
    let record = &record.counted();
    let trail = Trail::of(id, record, amendments);
    Ok(vec![
        table(id, "events", &entry::COLUMNS, entry::rows(&trail))?,
        table(id, "vitals", &measured::VITALS, measured::vitals(&trail))?,
        table(id, "ratings", &measured::RATINGS, measured::ratings(&trail))?,
    ])
}

/// What the rows of all three tables begin with.
#[derive(Serialize)]
struct Head {
    record: String,
    folder: String,
    person: Words,
    n: Option<u64>,
    id: String,
    who: &'static str,
    at_entered: Option<String>,
    at: Option<String>,
    at_s: Option<f64>,
    since_t0_s: Option<f64>,
    recorded: Option<String>,
    undone: Option<bool>,
}

const HEAD: [&str; 12] =
    ["record", "folder", "person", "n", "id", "who", "at_entered", "at", "at_s", "since_t0_s", "recorded", "undone"];

impl Head {
    fn of(trail: &Trail, step: &Step, entry: &Stamped) -> Self {
        let at = trail.at(entry);
        Self {
            who: match entry.who {
                Who::Therapist => "therapist",
                Who::System => "system",
                Who::Chaperone => "chaperone",
                Who::Provider => "provider",
            },
            at_entered: trail.wall_of(entry, entry.at),
            at: trail.wall_of(entry, at),
            at_s: Some(secs_since(at, trail.page.began())),
            since_t0_s: trail.t0.map(|t0| secs_since(at, t0)),
            undone: Some(trail.page.is_undone(entry)),
            ..Self::of_line(trail, step)
        }
    }

    /// Of a line whose kind is not known.
    fn of_line(trail: &Trail, step: &Step) -> Self {
        Self {
            n: Some(step.line.n),
            folder: step.folder.clone(),
            id: uuid::Uuid::from_u128(step.line.id.0).to_string(),
            recorded: instant(&step.line.recorded.wall),
            ..Self::of_nothing(trail)
        }
    }

    /// Of what is not there.
    fn of_nothing(trail: &Trail) -> Self {
        Self {
            record: trail.id.to_owned(),
            folder: trail.id.to_owned(),
            person: Words::from(trail.code()),
            n: None,
            id: String::new(),
            who: "",
            at_entered: None,
            at: None,
            at_s: None,
            since_t0_s: None,
            recorded: None,
            undone: None,
        }
    }
}

fn table<R: Serialize>(id: &str, name: &str, columns: &[&str], rows: Vec<(Head, R)>) -> Result<File, ExportError> {
    let failed = |error: csv::Error| ExportError(format!("The table of {name} could not be written: {error}."));
    let mut writer =
        csv::WriterBuilder::new().has_headers(false).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEAD.iter().chain(columns)).map_err(failed)?;
    for row in rows {
        writer.serialize(row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.into_error().into()))?;
    Ok(File { name: format!("{id}-{name}.csv"), bytes })
}
