//! What is kept of a client from one session to the next.

use crate::config::source::Source;
use crate::config::table::Table;
use crate::course::Part;

/// How the line is written.
const EXAMPLE: &str = "keep = [\"number\", \"prescription\"], or keep = [] for nothing";

/// What the settings allow to be kept.
///
/// Without a word about it, everything; where records are sealed to the clinic's keys, nothing: then this device is not
/// meant to read them. A slip never makes it more.
pub(super) fn kept(root: &Table<'_>, source: &Source) -> Vec<Part> {
    let by_default = if seals(root, source) { Vec::new() } else { Part::ALL.to_vec() };
    let Some(table) = root.table("course") else {
        return if root.has("course") { Vec::new() } else { by_default };
    };
    let kept = match table.texts("keep", EXAMPLE) {
        Some(given) => Some(parts(&table, given)),
        None if table.has("keep") => Some(Vec::new()),
        None => None,
    };
    table.finish();
    kept.unwrap_or(by_default)
}

fn parts(table: &Table<'_>, given: Vec<(usize, String)>) -> Vec<Part> {
    let mut kept = Vec::new();
    for (byte, word) in given {
        match Part::ALL.into_iter().find(|part| part.key() == word) {
            Some(part) if kept.contains(&part) => {
                table.log().tell(byte, format!("{word:?} stands here twice"), "write it once");
            }
            Some(part) => kept.push(part),
            None => {
                let all = Part::ALL.map(|part| format!("\"{}\"", part.key())).join(", ");
                table.log().tell(
                    byte,
                    format!("course.keep holds {word:?}, which cannot be kept"),
                    format!("write of {all}"),
                );
            }
        }
    }
    kept
}

/// Whether records are sealed, or somebody meant them to be: also where the part about it is broken.
fn seals(root: &Table<'_>, source: &Source) -> bool {
    root.has("sealing") || source.text.lines().any(|line| line.trim_start().starts_with("[sealing"))
}
