//! What is being written and not kept yet: a file beside the records, so that nothing typed is lost.
//!
//! One file for each sitting, `drafts/<sitting>.json`, replaced as a whole. It is no part of any record: a draft goes as
//! soon as the record holds its words, and the file with the sitting.

use std::fs;
use std::io::{self, BufRead, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DataDir, path, recovery};
use crate::session::event::{Event, Person};
use crate::session::field::Field;

/// The folder in the data folder.
pub const FOLDER: &str = "drafts";
/// How a file begins that was being written when the program died.
const UNFINISHED: &str = ".writing-";
const FORMAT: &str = "holdspace-drafts 1";

/// Words that are not kept yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Number of the participant, from 0.
    pub person: u8,
    /// Where they are written.
    pub field: Field,
    /// As they stand.
    pub text: String,
    /// They were put away by hand: kept to be taken back, and not asked about.
    pub put_away: bool,
}

impl Draft {
    /// Whether it is written in that field for that person.
    #[must_use]
    pub fn is_in(&self, person: Person, field: &Field) -> bool {
        self.person == person.0 && self.field == *field
    }
}

#[derive(Serialize, Deserialize)]
struct Drafts {
    format: String,
    drafts: Vec<Form>,
}

/// A draft as it is written.
#[derive(Serialize, Deserialize)]
struct Form {
    person: u8,
    field: String,
    of: String,
    text: String,
    put_away: bool,
}

impl From<Form> for Draft {
    fn from(form: Form) -> Self {
        let Form { person, field, of, text, put_away } = form;
        Self { person, field: Field::of(&field, of), text, put_away }
    }
}

impl From<&Draft> for Form {
    fn from(draft: &Draft) -> Self {
        let (field, of) = (draft.field.name().to_owned(), draft.field.whose().to_owned());
        Self { person: draft.person, field, of, text: draft.text.clone(), put_away: draft.put_away }
    }
}

/// The file of a sitting.
#[must_use]
pub fn file(data: &Path, session: u128) -> PathBuf {
    data.join(FOLDER).join(format!("{}.json", Uuid::from_u128(session)))
}

/// The drafts of a sitting; none where there is no file.
///
/// # Errors
///
/// A sentence where the file cannot be read as drafts; it is moved aside and stays there, readable for a person.
pub fn read(data: &Path, session: u128) -> Result<Vec<Draft>, String> {
    let file = file(data, session);
    let text = match fs::read(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(format!("What was being written cannot be read: {error}.")),
    };
    match serde_json::from_slice::<Drafts>(&text) {
        Ok(read) if read.format == FORMAT => Ok(read.drafts.into_iter().map(Draft::from).collect()),
        Ok(_) | Err(_) => {
            let aside = file.with_extension("damaged");
            let told = aside.display().to_string();
            match fs::rename(&file, &aside) {
                Ok(()) => Err(format!("What was being written cannot be read as drafts; it lies in {told}.")),
                Err(error) => Err(format!("What was being written cannot be read as drafts, nor moved: {error}.")),
            }
        }
    }
}

/// Replaces the drafts of a sitting; without any, its file goes.
///
/// # Errors
///
/// Whatever the disk says; what was there before stays then.
pub fn write(data: &Path, session: u128, drafts: &[Draft]) -> io::Result<()> {
    let file = file(data, session);
    let folder = data.join(FOLDER);
    if drafts.is_empty() {
        return match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    match fs::DirBuilder::new().mode(0o700).create(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let all = Drafts { format: FORMAT.to_owned(), drafts: drafts.iter().map(Form::from).collect() };
    let mut new = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&folder)?;
    new.write_all(&serde_json::to_vec(&all)?)?;
    new.as_file().sync_all()?;
    let _ = new.persist(&file)?;
    fs::File::open(&folder)?.sync_all()
}

/// To be called at start, with the lock held. Removes what was written in sittings that are sealed: whoever saw them closed was told what was not kept.
///
/// What belongs to a sitting that waits to be continued stays, and so does what belongs to none that is known here.
pub fn sweep(data: &DataDir) {
    let waiting: Vec<u128> = recovery::unfinished(data).iter().map(|left| left.session).collect();
    let Ok(files) = fs::read_dir(data.path().join(FOLDER)) else { return };
    for file in files.flatten().map(|entry| entry.path()) {
        if file.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(UNFINISHED)) {
            drop(fs::remove_file(&file));
            continue;
        }
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let Ok(session) = Uuid::parse_str(name) else { continue };
        if !waiting.contains(&session.as_u128()) && is_sealed(data, session) {
            drop(fs::remove_file(&file));
        }
    }
}

/// Whether a sealed record names this sitting in its first line.
fn is_sealed(data: &DataDir, session: Uuid) -> bool {
    let names = |folder: &PathBuf| {
        let mut line = String::new();
        let first = fs::File::open(path::segment(folder, 1)).map(io::BufReader::new);
        first.and_then(|mut first| first.read_line(&mut line)).is_ok() && line.contains(&session.to_string())
    };
    data.folders().into_iter().filter(|folder| !path::is_live(folder)).any(|folder| names(&folder))
}

/// All words of an event that somebody wrote freely.
#[must_use]
pub fn written_in(event: &Event) -> Vec<&str> {
    use crate::session::answer::Answer;
    use crate::session::event::Correction;
    match event {
        Event::Note { text, .. } | Event::IntentionWritten { text } => vec![text],
        Event::GateOverridden { reason, .. }
        | Event::Stopped { reason }
        | Event::Explained { reason, .. }
        | Event::Undone { reason, .. } => vec![reason],
        Event::Released { reason, .. } => reason.iter().map(String::as_str).collect(),
        Event::Corrected { correction: Correction::Text(text), reason, .. } => vec![text, reason],
        Event::GateItem { answer: Some(Answer::Words(words)), .. }
        | Event::ReleaseItem { answer: Some(Answer::Words(words)), .. } => vec![words],
        Event::CeilingSet { ceiling } => vec![&ceiling.source],
        Event::PrescriptionConfirmed { prescription, .. } => vec![&prescription.prescriber],
        _ => Vec::new(),
    }
}
