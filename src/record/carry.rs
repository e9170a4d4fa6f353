//! Takes records out to a folder or a stick, each file whole or not at all.

use std::collections::HashSet;
use std::fs::{DirBuilder, File};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::export::{self, Form};
use crate::journal::reader::{self, Record};
use crate::units::counted;

pub mod places;

/// The folder that is made at the place.
const FOLDER: &str = "Holdspace";
/// No part of a path is longer.
const LONGEST: usize = 40;

/// A record to be taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// Its name.
    pub id: String,
    /// The participant's code.
    pub code: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The folders that add to it, oldest first.
    pub amendments: Vec<PathBuf>,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Records that are there with all their files.
    pub records: usize,
    /// Of how many.
    pub of: usize,
    /// Files that are there, all of them whole.
    pub files: usize,
    /// Why it ended before all were there, a sentence.
    pub trouble: Option<String>,
    /// What could not be made of a record, a sentence each; the others went on.
    pub left_out: Vec<String>,
    /// Everything that is there has reached the disk: it can be taken out of the device.
    pub safe: bool,
}

/// Is told how many records are there and which one is next; goes on while it says `true`.
pub type Watch<'a> = &'a dyn Fn(usize, &str) -> bool;
/// Writes a file whole and durably.
pub type Writing<'a> = &'a dyn Fn(&Path, &[u8]) -> io::Result<()>;

/// Takes records out in these forms to a folder of our own at `place`.
#[must_use]
pub fn carry(loads: &[Load], forms: &[Form], place: &Path, watch: Watch<'_>) -> Carried {
    carry_with(loads, forms, place, watch, &write)
}

/// As [`carry`], with a way of writing of one's own: for tests, whose sticks are full or pulled.
#[must_use]
pub fn carry_with(loads: &[Load], forms: &[Form], place: &Path, watch: Watch<'_>, write: Writing<'_>) -> Carried {
    let mut carried = Carried { of: loads.len(), ..Carried::default() };
    let mut made: HashSet<PathBuf> = HashSet::new();
    for load in loads {
        if !watch(carried.records, &load.id) {
            carried.trouble = Some("It was stopped.".to_owned());
            break;
        }
        let files = match all_forms(load, forms) {
            Ok(files) => files,
            Err(sentence) => {
                carried.left_out.push(sentence);
                continue;
            }
        };
        let folder = place.join(FOLDER).join(plain(&load.code));
        let written = make_folder(&folder, &mut made).and_then(|()| {
            files.iter().try_for_each(|file| {
                write(&folder.join(plain_name(&file.name)), &file.bytes)?;
                carried.files += 1;
                Ok(())
            })
        });
        match written {
            Ok(()) => carried.records += 1,
            Err(error) => {
                carried.trouble = Some(why(&error));
                break;
            }
        }
    }
    carried.safe = settle(place);
    carried
}

impl Carried {
    /// What the therapist reads: what is there, what is not and why, and whether it may be taken out.
    #[must_use]
    pub fn sentence(&self, removable: bool) -> String {
        let of = counted(self.of, "record is", "records are");
        let mut said = match (&self.trouble, self.left_out.is_empty()) {
            (None, true) if self.of == 1 => "The record is there.".to_owned(),
            (None, true) => format!("All {} records are there.", self.records),
            (None, false) => format!("{} of {of} there.", self.records),
            (Some(trouble), _) => format!("{trouble} {} of {of} there, each whole.", self.records),
        };
        if let Some(first) = self.left_out.first() {
            said.push_str(&format!(" {first}"));
        }
        match (removable, self.safe) {
            (true, true) => said.push_str(" You can take the stick out now."),
            (true, false) => said.push_str(" It is not known to have reached the stick: look at it on another device."),
            (false, _) => {}
        }
        said
    }

    /// Whether everything that was asked for is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.trouble.is_none() && self.left_out.is_empty() && self.records == self.of
    }
}

/// Every file of a record, made before the first of them is written.
fn all_forms(load: &Load, forms: &[Form]) -> Result<Vec<export::File>, String> {
    let read = |folder: &PathBuf| reader::read(folder).map_err(|error| format!("{}: {error}.", load.id));
    let record = read(&load.folder)?;
    let amendments: Vec<Record> = load.amendments.iter().map(read).collect::<Result<_, _>>()?;
    let made = forms.iter().map(|form| export::files(*form, &load.id, &record, &amendments));
    let made: Result<Vec<_>, _> = made.collect();
    Ok(made.map_err(|error| format!("{}: {error}", load.id))?.into_iter().flatten().collect())
}

fn make_folder(folder: &Path, made: &mut HashSet<PathBuf>) -> io::Result<()> {
    if made.insert(folder.to_owned()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    Ok(())
}

/// Writes beside its place and renames, so that a pulled stick holds the file or does not. 0600 where there are modes.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    draft.write_all(bytes)?;
    draft.as_file().sync_all()?;
    let _ = draft.persist(path).map_err(|failed| failed.error)?;
    match File::open(folder)?.sync_all() {
        // Some file systems of sticks cannot sync a folder; what is written is synced as a whole at the end.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Waits until everything on that file system has reached the disk.
fn settle(place: &Path) -> bool {
    File::open(place).is_ok_and(|folder| rustix::fs::syncfs(folder).is_ok())
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "There is no more room.".to_owned()
        }
        ErrorKind::NotFound => "The place is gone; perhaps it was pulled out.".to_owned(),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => "Nothing may be written there.".to_owned(),
        _ => format!("It can no longer be written to ({error})."),
    }
}

/// A code as the name of a folder that every file system takes.
fn plain(code: &str) -> String {
    let plain: String =
        code.chars().filter(|letter| letter.is_alphanumeric() || *letter == '-').take(LONGEST).collect();
    if plain.is_empty() { "without a code".to_owned() } else { plain }
}

/// A name without anything that leads elsewhere.
fn plain_name(name: &str) -> String {
    name.chars()
        .map(|letter| if "/\\:*?\"<>|".contains(letter) || letter.is_control() { '-' } else { letter })
        .collect()
}
