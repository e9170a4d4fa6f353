//! A record as a page that people read.
//!
//! Everything on it comes from the lines of the record. What was corrected shows both values, what was taken back is
//! struck out and stays, and gaps are named.

use crate::journal::reader::Record;
use crate::journal::record::Line;

mod amendment;

use super::legible::legible;
use super::page::Page;
use super::section::{
    Cell, Row, Section, Voice, changes, checks, clock, dose, gaps, head, music, practice, seen, words,
};

/// The name of the page in a sealed record.
pub const NAME: &str = "record.md";

/// Writes the page of a record and of the amendments to it, oldest first.
#[must_use]
pub fn write(id: &str, record: &Record, amendments: &[Record]) -> String {
    let record = &record.counted();
    let page = Page::of(record, amendments);
    if let Some(amended) = amendment::write(id, record, &page) {
        return amended;
    }
    let mut sections = vec![header(id, record, amendments, &page)];
    let mut tell = |section: Section| sections.push(told(&section, "##"));
    tell(checks::arrival(&page));
    tell(seen::phases(&page));
    tell(words::intention(&page));
    dose::doses(&page).into_iter().for_each(&mut tell);
    tell(dose::declined(&page));
    tell(seen::vitals(&page));
    tell(seen::observations(&page));
    tell(seen::ratings(&page));
    practice::questionnaires(&page).into_iter().for_each(&mut tell);
    tell(words::notes(&page));
    tell(practice::drawings(&page));
    tell(practice::told(&page));
    tell(seen::breathing(&page));
    music::plans(&page).into_iter().for_each(&mut tell);
    tell(music::steering(&page));
    tell(checks::release(&page));
    tell(gaps::gaps(&page));
    tell(changes::changes(&page));
    tell(gaps::missing(record, amendments));
    sections.push(
        "Times are by the wall clock of the device as it was last, counted back from there; \
         \"into\" is the time since that beginning. Entries added after sealing have the date on which they were \
         added. ~~Struck out~~ is what was taken back later; \"was\" is what stood before a correction.\n"
            .to_owned(),
    );
    sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n")
}

/// One line an entry of the record itself, with its number, for those who want to correct one.
#[must_use]
pub fn numbered(record: &Record, amendments: &[Record]) -> String {
    let record = &record.counted();
    let page = Page::of(record, amendments);
    let said = |line: &Line| match &line.entry {
        Some(entry) => format!("{}  {}  {}\n", line.n, line.kind, changes::name(&page, entry.id)),
        None => format!("{}  {}\n", line.n, line.kind),
    };
    record.lines.iter().map(said).collect()
}

fn header(id: &str, record: &Record, amendments: &[Record], page: &Page) -> String {
    let mut text = format!("# Session record {}\n\n", plain(page.code()));
    text.push_str("| | |\n| --- | --- |\n");
    let mut line = |name: &str, value: String| text.push_str(&cells(&[name.to_owned(), value]));
    line("Record", id.to_owned());
    if let Some(protocol) = page.protocol() {
        line("Protocol", format!("{} ({})", plain(&protocol.title), plain(&protocol.name)));
        line("Protocol file", format!("SHA-256 {}", protocol.sha256));
    }
    if let Some(people) = record.owner.as_ref().map(|owner| owner.people).filter(|people| *people > 1) {
        line("Participants", format!("{people}; this record is of one of them"));
    }
    line(
        "Course",
        match page.course() {
            Some((number, Some(of))) => format!("session {number} of {of}"),
            Some((number, None)) => format!("session {number}"),
            None => "its number is not in the record".to_owned(),
        },
    );
    line("Began", page.date_and_time(page.began()));
    line("Last entry", page.date_and_time(page.ended()));
    for sentence in clock::sentences(page) {
        line("Clock", plain(&sentence));
    }
    line("Closed", head::closed(page).unwrap_or("not closed yet".to_owned()));
    line("Entries", record.lines.len().to_string());
    line("Closing code", format!("**{}**", head::closing_code(record)));
    for (amended, code) in head::amended(amendments) {
        line("Added after sealing", format!("{amended}, closing code **{code}**"));
    }
    text
}

/// A section with its table; empty without anything to tell.
fn told(section: &Section, level: &str) -> String {
    if section.is_empty() {
        return String::new();
    }
    let mut text = format!("{level} {}\n", plain(&section.title));
    let section = section.dense();
    if !section.rows.is_empty() {
        let heads: Vec<String> = section.heads.iter().map(|head| (*head).to_owned()).collect();
        let rule = cells(&vec!["---".to_owned(); heads.len()]);
        let rows: String = section.rows.iter().map(row).collect();
        text.push_str(&format!("\n{}{rule}{rows}", cells(&heads)));
    }
    if !section.below.is_empty() {
        let below: String = section.below.iter().map(|line| format!("- {}\n", plain(line))).collect();
        text.push_str(&format!("\n{below}"));
    }
    text
}

fn row(row: &Row) -> String {
    let struck = |text: String| if row.struck && !text.is_empty() { format!("~~{text}~~") } else { text };
    cells(&row.cells.iter().map(|cell| struck(cell_text(cell))).collect::<Vec<_>>())
}

fn cell_text(cell: &Cell) -> String {
    let text = plain(&cell.text);
    let text = match cell.voice {
        Voice::Strong | Voice::Decision => format!("**{text}**"),
        Voice::Plain | Voice::Words => text,
    };
    let mark = if cell.voice == Voice::Words { "was:" } else { "was" };
    let was = cell.was.as_ref().map(|was| format!(" ({mark} {})", plain(was))).unwrap_or_default();
    format!("{text}{was}")
}

fn cells(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Somebody's words inside a table: on one line, no sign of them is taken for a mark, and none is hidden.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in legible(text).chars() {
        match sign {
            '\n' => plain.push_str("<br>"),
            '\\' | '|' | '*' | '_' | '`' | '~' | '<' | '[' | '#' => plain.extend(['\\', sign]),
            other => plain.push(other),
        }
    }
    plain
}
