//! Parsing a TOML document and collecting everything that is wrong with it.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::DeTable;

use super::problem::{Problem, line_starts, place_among};
use super::source::Source;

/// The most problems that are told of one file.
pub const MOST_PROBLEMS: usize = 200;

/// Collects the problems of one file.
#[derive(Debug)]
pub struct Log<'a> {
    source: &'a Source,
    /// The byte at which each line begins.
    lines: Vec<usize>,
    broken_lines: Vec<usize>,
    /// After a broken heading one cannot say where a key belongs.
    broken_heading: Option<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> Log<'a> {
    /// Parses a document: what could be understood of it, and a log that holds its slips of the pen.
    #[must_use]
    pub fn parse(source: &'a Source) -> (Self, Spanned<DeTable<'a>>) {
        let (document, errors) = DeTable::parse_recoverable(&source.text);
        let lines = line_starts(&source.text);
        let mut log =
            Self { source, lines, broken_lines: Vec::new(), broken_heading: None, problems: RefCell::new(Vec::new()) };
        let mut last_line = 0;
        for error in errors.iter().take(MOST_PROBLEMS) {
            let byte = error.span().map_or(source.text.len(), |span| span.start);
            // One slip makes several errors on its line: the first says it.
            let (line, _) = log.place(byte);
            if line != last_line {
                log.tell(byte, format!("this is not TOML: {}", in_one_line(error.message())), mend(error.message()));
            }
            last_line = line;
        }
        log.broken_lines = log.problems.borrow().iter().map(|problem| problem.line).collect();
        let lines = source.text.lines().enumerate();
        let mut headings = lines.filter(|(_, line)| line.trim_start().starts_with('[')).map(|(index, _)| index + 1);
        log.broken_heading = headings.find(|line| log.broken_lines.contains(line));
        (log, document)
    }

    /// Adds a problem at a byte of the text.
    pub fn tell(&self, byte: usize, what: impl Into<String>, remedy: impl Into<String>) {
        let (line, column) = self.place(byte);
        let unsure = self.broken_heading.is_some_and(|heading| line > heading);
        if !unsure && self.problems.borrow().len() < MOST_PROBLEMS && !self.broken_lines.contains(&line) {
            let (what, remedy) = (what.into(), remedy.into());
            let problem = Problem { file: self.source.file.clone(), line, column, what, remedy };
            self.problems.borrow_mut().push(problem);
        }
    }

    /// Adds a problem about something that is not there; after a slip of the pen nobody can tell.
    pub fn tell_missing(&self, byte: usize, what: String, remedy: String) {
        if self.broken_lines.is_empty() {
            self.tell(byte, what, remedy);
        }
    }

    /// All problems in the order of the file.
    #[must_use]
    pub fn finish(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }

    /// Line and column of a byte.
    #[must_use]
    pub fn place(&self, byte: usize) -> (usize, usize) {
        place_among(&self.source.text, &self.lines, byte)
    }
}

/// An error of the parser without its line breaks.
#[must_use]
pub fn in_one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What to write instead, by the parser's words.
fn mend(message: &str) -> &'static str {
    let mends = [
        ("duplicate", "write each key once, and each [heading] once"),
        ("must be quoted", "put text in \"quotes\" and write numbers without units"),
        ("string", "close the \"quotes\" on the line on which they open"),
        ("array", "write a list as [1, 2, 3], with commas between and ] at its end"),
        ("table", "write a heading as [name] or [[name]] on a line of its own"),
    ];
    let found = mends.into_iter().find(|(word, _)| message.contains(word));
    found.map_or("write key = value, with text in \"quotes\" and each [heading] on a line of its own", |(_, mend)| mend)
}
