//! A record in sections of rows and cells: what is told, without how it looks.
//!
//! Every form for people is made of these, so that none of them says less than another.

pub(in crate::record) mod changes;
pub(in crate::record) mod checks;
pub(in crate::record) mod clock;
pub(in crate::record) mod dose;
pub(in crate::record) mod gaps;
pub(in crate::record) mod head;
pub(in crate::record) mod music;
pub(in crate::record) mod practice;
pub(in crate::record) mod seen;
pub(in crate::record) mod words;

use super::page::Page;
use crate::session::event::Stamped;

/// A titled table, and sentences under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::record) struct Section {
    pub title: String,
    pub heads: Vec<&'static str>,
    pub rows: Vec<Row>,
    pub below: Vec<String>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::record) struct Row {
    pub cells: Vec<Cell>,
    /// It was taken back; it stays, struck out.
    pub struck: bool,
}

/// A cell of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::record) struct Cell {
    pub text: String,
    /// What it was before it was corrected.
    pub was: Option<String>,
    pub voice: Voice,
}

/// Whose voice a cell has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::record) enum Voice {
    /// The device's.
    #[default]
    Plain,
    /// The device's, not to be missed.
    Strong,
    /// What the therapist decided.
    Decision,
    /// Somebody's own words.
    Words,
}

impl Cell {
    pub fn strong(text: impl Into<String>) -> Self {
        Self { voice: Voice::Strong, ..text.into().into() }
    }

    pub fn decision(text: impl Into<String>) -> Self {
        Self { voice: Voice::Decision, ..text.into().into() }
    }

    pub fn words(text: impl Into<String>) -> Self {
        Self { voice: Voice::Words, ..text.into().into() }
    }

    /// What is right, with what it was if that is not the same.
    pub fn corrected(right: String, was: String) -> Self {
        let was = (right != was).then_some(was);
        Self { text: right, was, voice: Voice::Plain }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Section {
    pub fn new(title: impl Into<String>, heads: &[&'static str], rows: impl Iterator<Item = Row>) -> Self {
        Self { title: title.into(), heads: heads.to_vec(), rows: rows.collect(), below: Vec::new() }
    }

    /// The rows that say what was decided, and those that led to it.
    pub fn decided(self) -> (Self, Self) {
        let strong = |row: &Row| row.cells.iter().any(|cell| cell.voice == Voice::Decision);
        let (decided, others) = self.rows.iter().cloned().partition(strong);
        let with = |rows| Self { rows, below: Vec::new(), ..self.clone() };
        (with(decided), with(others))
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.below.is_empty()
    }

    /// Without the columns in which no row says anything.
    pub fn dense(&self) -> Self {
        let said = |column: usize| {
            let cell =
                |row: &Row| row.cells.get(column).is_some_and(|cell| !cell.text.is_empty() || cell.was.is_some());
            self.rows.iter().any(cell)
        };
        let kept: Vec<usize> = (0..self.heads.len()).filter(|column| said(*column)).collect();
        let cells = |row: &Row| kept.iter().filter_map(|column| row.cells.get(*column).cloned()).collect();
        Self {
            title: self.title.clone(),
            heads: kept.iter().filter_map(|column| self.heads.get(*column).copied()).collect(),
            rows: self.rows.iter().map(|row| Row { cells: cells(row), struck: row.struck }).collect(),
            below: self.below.clone(),
        }
    }
}

impl Page<'_> {
    /// A row about an entry: struck if that was taken back.
    pub(in crate::record) fn row<const N: usize>(&self, entry: &Stamped, cells: [Cell; N]) -> Row {
        Row { cells: cells.into(), struck: self.is_undone(entry) }
    }

    /// The wall time of an entry, with what it was before a correction.
    pub(in crate::record) fn when(&self, entry: &Stamped) -> Cell {
        if let Some(wall) = self.added(entry) {
            return wall.format("%Y-%m-%d %H:%M:%S").to_string().into();
        }
        let at = self.at(entry);
        Cell::corrected(self.time(at), self.time(entry.at))
    }

    /// The words of an entry, with what they were before a correction.
    pub(in crate::record) fn said(&self, entry: &Stamped, written: &str) -> Cell {
        let right = self.reworded(entry).unwrap_or(written);
        Cell { voice: Voice::Words, ..Cell::corrected(right.to_owned(), written.to_owned()) }
    }
}
