//! `records`: list, show, verify and export.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Failure, Places, Records, forget};
use crate::journal::reader::{self, Record};
use crate::journal::records::{self, FindError, Summary};
use crate::journal::{DataDir, path, verify};
use crate::record::{export, markdown};
use crate::units::counted;

pub(super) fn run(what: &Records, places: &Places, out: &mut dyn Write) -> Result<(), Failure> {
    let data = DataDir::open(&places.data).map_err(Failure::found)?;
    match what {
        Records::List => list(&data, out),
        Records::Forget { id, yes } => forget::run(&data, id, *yes, out),
        Records::Show { id, numbered } => {
            let (folder, record) = read(&data, id)?;
            let id = path::record_id(&folder);
            let amendments = records::amendments_of(&data, &id).map_err(Failure::found)?;
            let text = if *numbered {
                markdown::numbered(&record, &amendments)
            } else {
                markdown::write(&id, &record, &amendments)
            };
            out.write_all(text.as_bytes()).map_err(Failure::found)
        }
        Records::Verify { id } => verified(&data, id, out),
        Records::Amend(wanted) => super::amend::run(&data, wanted, out),
        Records::Export { id, format, output } => {
            let (folder, record) = read(&data, id)?;
            let id = path::record_id(&folder);
            let amendments = records::amendments_of(&data, &id).map_err(Failure::found)?;
            for file in export::files(*format, &id, &record, &amendments).map_err(Failure::found)? {
                let file = write(output, &file.name, &file.bytes)?;
                writeln!(out, "{}", file.display()).map_err(Failure::found)?;
            }
            Ok(())
        }
    }
}

/// The folder of a record that can be read here.
pub(super) fn find(data: &DataDir, id: &str) -> Result<PathBuf, Failure> {
    records::find(data, id).map_err(|error| match (&error, forget::encrypted_only(data, id)) {
        (FindError::None { .. }, Some(sentence)) => Failure::Found(sentence),
        (FindError::None { .. } | FindError::Several { .. }, _) => Failure::found(error),
    })
}

fn read(data: &DataDir, id: &str) -> Result<(PathBuf, Record), Failure> {
    let folder = find(data, id)?;
    let record = reader::read(&folder).map_err(Failure::found)?;
    Ok((folder, record))
}

fn list(data: &DataDir, out: &mut dyn Write) -> Result<(), Failure> {
    for summary in records::list(data) {
        writeln!(out, "{}", line(&summary)).map_err(Failure::found)?;
    }
    Ok(())
}

fn line(summary: &Summary) -> String {
    if summary.away {
        return format!("{}  encrypted only", summary.id);
    }
    let facts = &summary.facts;
    let began = facts.began.map_or("unreadable".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string());
    let entries = counted(facts.entries, "entry", "entries");
    let state = if summary.live { "open" } else { "sealed" };
    let mut line = format!("{}  {began}  {}  {entries}  {state}", summary.id, facts.code);
    if summary.damaged {
        line.push_str(", damaged");
    }
    if let Some(of) = &facts.amends {
        line.push_str(&format!(", adds to {of}"));
    }
    if !summary.amendments.is_empty() {
        line.push_str(", amended");
    }
    line
}

fn verified(data: &DataDir, id: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let folder = find(data, id)?;
    let verdict = verify::whole(&folder).map_err(Failure::found)?;
    writeln!(out, "{verdict}").map_err(Failure::found)?;
    if verdict.is_good() { Ok(()) } else { Err(Failure::Found(String::new())) }
}

/// Writes a file whole or not at all, readable by its owner only.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
    let file = folder.join(name);
    let failed = |error: std::io::Error| {
        Failure::Found(format!("{} could not be written ({error}); choose a folder you may write to.", file.display()))
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    draft.write_all(bytes).map_err(failed)?;
    draft.as_file().sync_all().map_err(failed)?;
    let _ = draft.persist(&file).map_err(|error| failed(error.error))?;
    Ok(file)
}
