//! Every form in which a record leaves the device, behind one door.

use crate::journal::reader::Record;

use super::{csv, fhir, json, markdown, pdf, timeline};

/// A form of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// A page for people, as text.
    Markdown,
    /// A document for a chart.
    Pdf,
    /// The session as one picture.
    Timeline,
    /// Every line, for systems.
    Json,
    /// Three tables: entries, vital signs, ratings.
    Csv,
    /// A FHIR R4 Bundle, for health records.
    Fhir,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A form of a record could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ExportError(pub String);

/// The files of one form of a record and of its amendments, oldest first. `id` is the name of its folder.
///
/// # Errors
/// In one sentence, if the form cannot be made of this record.
pub fn files(form: Form, id: &str, record: &Record, amendments: &[Record]) -> Result<Vec<File>, ExportError> {
    let one = |ending: &str, bytes: Vec<u8>| vec![File { name: format!("{id}.{ending}"), bytes }];
    Ok(match form {
        Form::Markdown => one("md", markdown::write(id, record, amendments).into_bytes()),
        Form::Pdf => one("pdf", pdf::write(id, record, amendments)?),
        Form::Timeline => one("svg", timeline::write(id, record, amendments).into_bytes()),
        Form::Json => one("json", json::write(id, record, amendments).into_bytes()),
        Form::Csv => csv::write(id, record, amendments)?,
        Form::Fhir => one("fhir.json", fhir::write(id, record, amendments)?.into_bytes()),
    })
}
