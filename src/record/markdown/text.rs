//! Tables, and somebody's words in them.

use crate::record::page::Page;
use crate::session::event::Stamped;

impl Page<'_> {
    /// The words as corrected, with what they were.
    pub(super) fn words(&self, entry: &Stamped, written: &str) -> String {
        match self.reworded(entry) {
            Some(text) => format!("{} (was: {})", plain(text), plain(written)),
            None => plain(written),
        }
    }

    /// The text, struck out if the entry was taken back.
    pub(super) fn struck(&self, entry: &Stamped, text: &str) -> String {
        if self.is_undone(entry) && !text.is_empty() { format!("~~{text}~~") } else { text.to_owned() }
    }

    /// A row of a table about an entry: struck out if it was taken back.
    pub(super) fn row(&self, entry: &Stamped, cells: &[String]) -> String {
        row(&cells.iter().map(|cell| self.struck(entry, cell)).collect::<Vec<_>>())
    }
}

/// A section with a table; empty without rows.
pub(super) fn table(title: &str, heads: &[&str], rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let rule = row(&vec!["---".to_owned(); heads.len()]);
    format!("## {title}\n\n{}{rule}{}", row(&heads), rows)
}

pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Somebody's words inside a table: on one line, and no sign of them is taken for a mark.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' => plain.push_str("<br>"),
            '\r' => {}
            '\\' | '|' | '*' | '_' | '`' | '~' | '<' | '[' | '#' => plain.extend(['\\', sign]),
            other => plain.push(other),
        }
    }
    plain
}
