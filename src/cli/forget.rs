//! What is only here encrypted, and removing a readable record of which an encrypted copy is kept.

use std::io::Write;
use std::path::Path;

use super::Failure;
use crate::course::Courses;
use crate::journal::records::{self, FindError};
use crate::journal::{DataDir, lock, outbox, path, reader};
use crate::record::facts::Facts;

/// The sentence about a record that is only here encrypted; `None` if none of these has `part` in its name.
pub(super) fn encrypted_only(data: &DataDir, part: &str) -> Option<String> {
    let mut found = outbox::encrypted_only(data).into_iter().filter(|id| id.contains(part));
    let id = found.next()?;
    if found.next().is_some() {
        return Some(format!("\"{part}\" is in the names of several encrypted records; say more of one of them."));
    }
    let file = outbox::archive(data, &id);
    Some(format!(
        "{id} is encrypted only: this device cannot read it any more. Open it where a key of the clinic is: age -d -i KEY \
         {} | tar -x, and verify the folder that comes out.",
        file.display()
    ))
}

/// Removes the readable record; without a yes, says what that means.
pub(super) fn run(data: &DataDir, part: &str, yes: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let folder = records::find(data, part).map_err(|error| match (&error, encrypted_only(data, part)) {
        (FindError::None { .. }, Some(_)) => Failure::Found("It is encrypted only already.".to_owned()),
        (FindError::None { .. } | FindError::Several { .. }, _) => Failure::found(error),
    })?;
    let id = path::record_id(&folder);
    if !yes {
        let sentence = format!(
            "Only the clinic's keys open {id} afterwards, and nobody here can bring it back. Say --yes to remove it."
        );
        return Err(Failure::Usage(sentence));
    }
    let _lock = lock::acquire(data).map_err(Failure::found)?;
    outbox::finish_leaving(data).map_err(Failure::found)?;
    let is_remembered = is_remembered(data, &folder);
    outbox::forget(data, &folder).map_err(Failure::found)?;
    let kept = outbox::archive(data, &id);
    writeln!(out, "{id} is encrypted only now: {}", kept.display()).map_err(Failure::found)?;
    if is_remembered {
        let said = "What is kept of this client for the next session stays; holdspace course forget CODE removes it.";
        writeln!(out, "{said}").map_err(Failure::found)?;
    }
    Ok(())
}

/// Whether something is kept for the next session of the client of a record.
fn is_remembered(data: &DataDir, folder: &Path) -> bool {
    let code = reader::read(folder).map(|record| Facts::of(&record, &[]).code);
    code.is_ok_and(|code| !matches!(Courses::open(data.path()).find(&code), Ok(None)))
}
