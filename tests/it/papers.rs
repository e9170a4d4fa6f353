//! The papers that people get of a record: the document for a chart, the picture, the page.

mod anything;
mod chart;
mod drawing;
mod ending;
mod picture;
mod practices;
mod scripts;
mod words;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use holdspace::journal::reader::{self, Record};
use holdspace::journal::record::{self, Owner, chain};
use holdspace::record::pdf;
use holdspace::session::event::{Event, Person, Stamped};
use holdspace::units::Moment;

use super::journal::sample::{ONE, entry, every_kind, reading};

/// The record of these events, as it would be read from its folder.
fn record_of(events: &[Stamped]) -> Record {
    let owner = Owner { person: Person(0), people: 1, device: "d".into() };
    let (mut text, mut before) = (String::new(), String::new());
    for (number, entry) in events.iter().enumerate() {
        let recorded = reading(entry.at.millis() % 1_000_000_000);
        let body = record::body(number as u64 + 1, entry, &recorded, None, &owner).unwrap();
        let (line, h) = chain::close(&before, &body);
        text.push_str(&line);
        before = h;
    }
    reader::read_bytes(Path::new("20261122-x"), &[(1, text.into_bytes())])
}

/// A session of every kind of event with one more before its end.
fn with(event: Event) -> Vec<Stamped> {
    let mut events = every_kind();
    let at = events.len() - 2;
    events.insert(at, entry(0x9000, 40_000, ONE, event));
    events
}

/// The same, but an hour and a half long.
fn stretched(events: Vec<Stamped>) -> Vec<Stamped> {
    let later = |entry: Stamped| Stamped { at: Moment::from_millis(entry.at.millis() * 90), ..entry };
    events.into_iter().map(later).collect()
}

/// A document in a folder of its own.
struct Document {
    _home: tempfile::TempDir,
    path: PathBuf,
}

fn document(events: &[Stamped]) -> Document {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chart.pdf");
    std::fs::write(&path, pdf::write("20261122-x", &record_of(events), &[]).unwrap()).unwrap();
    Document { _home: home, path }
}

/// What a foreign program says of a document; `None`, and a line that says so, where it is not installed.
fn asked(program: &str, words: &[&str], document: &Document) -> Option<String> {
    let mut asked = Command::new(program);
    let _ = asked.args(words).arg(&document.path).stderr(Stdio::inherit());
    let _ = if program == "pdftotext" { asked.arg("-") } else { &mut asked };
    let Ok(answer) = asked.output() else {
        eprintln!("skipped: {program} is not installed; scripts/test installs it");
        return None;
    };
    let said = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(answer.status.success(), "{program}: {said}");
    Some(said)
}
