//! Somebody's words in a cell: never a formula.

use serde::{Serialize, Serializer};

/// Words in a cell.
///
/// Words that begin with `=`, `+`, `-`, `@`, a tab or a line break (or their full-width forms), also behind blanks,
/// are formulas to some spreadsheets (OWASP, "CSV Injection"). They get an apostrophe in front, which spreadsheets
/// take for "this is text". So do words that begin with an apostrophe: whoever takes one leading apostrophe away from
/// a cell has the words as they were. Numbers are no words and stay numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(String);

const MARK: char = '\'';

impl<T: AsRef<str>> From<T> for Words {
    fn from(text: T) -> Self {
        let text = text.as_ref();
        Self(if needs_mark(text) { format!("{MARK}{text}") } else { text.to_owned() })
    }
}

impl Words {
    /// As they stand in the cell.
    #[must_use]
    pub fn cell(&self) -> &str {
        &self.0
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

/// The words of a cell as they were.
#[must_use]
pub fn bare(cell: &str) -> &str {
    cell.strip_prefix(MARK).unwrap_or(cell)
}

fn needs_mark(text: &str) -> bool {
    let blank = |sign: char| sign.is_whitespace() || sign.is_control() || sign == '\u{feff}' || sign == '\u{200b}';
    let breaks = text.starts_with(|sign: char| sign.is_control());
    let formula = |sign: char| matches!(sign, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    breaks || text.starts_with(MARK) || text.trim_start_matches(blank).starts_with(formula)
}
