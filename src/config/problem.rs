//! What is wrong with a file, where, and what to write instead.

use std::fmt;
use std::path::PathBuf;

/// One thing that is wrong with a file somebody wrote.
///
/// Shown as `file:line:column: what is wrong; what to write instead`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file; shipped files are named `shipped/…`.
    pub file: PathBuf,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to write or do instead.
    pub remedy: String,
}

impl Problem {
    /// A problem of a file as a whole, told at its first character.
    #[must_use]
    pub fn of_file(file: impl Into<PathBuf>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: file.into(), line: 1, column: 1, what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, what, remedy } = self;
        write!(f, "{}:{line}:{column}: {what}; {remedy}", file.display())
    }
}

impl std::error::Error for Problem {}

/// Line and column, both from 1, of a byte in a text; the column counts characters.
#[must_use]
pub fn place(text: &str, byte: usize) -> (usize, usize) {
    place_among(text, &line_starts(text), byte)
}

/// The byte at which each line of a text begins.
#[must_use]
pub fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1)).collect()
}

/// [`place`] in a text whose [`line_starts`] are known.
#[must_use]
pub fn place_among(text: &str, lines: &[usize], byte: usize) -> (usize, usize) {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let line = lines.partition_point(|start| *start <= end).max(1);
    let start = lines.get(line - 1).copied().unwrap_or(0);
    (line, text.get(start..end).unwrap_or_default().chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "aé\nöb\n";
        let places: Vec<_> = (0..=9).map(|byte| place(text, byte)).collect();
        assert_eq!(places[..4], [(1, 1), (1, 2), (1, 2), (1, 3)]);
        assert_eq!(places[4..], [(2, 1), (2, 1), (2, 2), (2, 3), (3, 1), (3, 1)]);
        assert_eq!(place("", 5), (1, 1));
    }
}
