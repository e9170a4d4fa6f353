//! Records as the program wrote them before: they read, verify, show and go on today.
//!
//! `old/` holds a sealed record and an unfinished one of commit 3ba49d4, the last before corrections of values,
//! reasons and amendments. They are not to be made anew.

use std::path::{Path, PathBuf};

use holdspace::journal::amend::{self, Change};
use holdspace::journal::verify::{Verdict, verify, whole};
use holdspace::journal::{DataDir, Journal, path, reader, record, recovery};
use holdspace::record::export::{self, Form};
use holdspace::record::markdown;
use holdspace::session::event::{About, Event, EventId};
use holdspace::session::{Session, Stamped};

use super::damage::assert_agree;
use super::sample::{PATIENCE, entry, reading};

const SEALED: &str = "20261122-sealed-by-3ba49d4";
const LIVE: &str = "20261122-live-by-3ba49d4.live";

/// The frozen records in a data folder of their own.
fn thawed() -> (tempfile::TempDir, DataDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let data = DataDir::open(home.path()).unwrap();
    let year = home.path().join("sessions/2026");
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/journal/old");
    for name in [SEALED, LIVE] {
        std::fs::create_dir_all(year.join(name)).unwrap();
        for file in std::fs::read_dir(frozen.join(name)).unwrap() {
            let file = file.unwrap().path();
            let _ = std::fs::copy(&file, year.join(name).join(file.file_name().unwrap())).unwrap();
        }
    }
    (home, data, year)
}

#[test]
fn an_old_sealed_record_is_intact_and_every_line_of_it_understood() {
    let (_home, _data, year) = thawed();
    let folder = year.join(SEALED);
    assert_eq!(verify(&folder).unwrap(), Verdict::Intact);
    assert_agree(&folder);
    let record = reader::read(&folder).unwrap();
    assert_eq!(record.lines.len(), 41);
    assert!(record.lines.iter().all(|line| line.entry.is_some()));
    assert_eq!(holdspace::journal::seal::closing_code(&record.last_h), CODE);
}

#[test]
fn an_old_record_is_shown_and_leaves_in_every_form() {
    let (_home, _data, year) = thawed();
    let record = reader::read(&year.join(SEALED)).unwrap();
    let page = markdown::write(SEALED, &record, &[]);
    for words in ["# Session record AB", "It was the wide sea. (was: It was the sea.)", "~~3 of 10~~", CODE] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    for form in [Form::Markdown, Form::Pdf, Form::Timeline, Form::Json, Form::Csv, Form::Fhir] {
        assert!(export::files(form, SEALED, &record, &[]).is_ok(), "{form:?}");
    }
}

#[test]
fn an_old_record_is_amended_today() {
    let (_home, data, year) = thawed();
    let folder = year.join(SEALED);
    let note = [Change::Note("Read again years later.".into())];
    let added = amend::amend(&data, &folder, &note, &reading(1_000_000_000)).unwrap();
    assert!(whole(&folder).unwrap().is_good() && whole(&added.folder).unwrap().is_good());
    assert_agree(&folder);
}

#[test]
fn an_old_unfinished_session_goes_on_and_is_sealed_today() {
    let (_home, data, year) = thawed();
    assert!(recovery::finish_sealing(&data).is_empty());
    let found = recovery::unfinished(&data).remove(0);
    assert_eq!((found.folders(), found.events.len()), (vec![year.join(LIVE)], 39));
    assert!(found.damage.is_empty());
    assert!(Session::from_events(&found.events).is_some());
    let mut journal = Journal::go_on(&data, &found, &reading(90_000)).unwrap();
    let explained = Event::Explained { of: EventId(0x1000 + 36), reason: "said later".into() };
    let more: [Stamped; 2] = [
        entry(0x2000, 90_000, About::All, Event::Resumed { away: std::time::Duration::from_secs(9) }),
        entry(0x2001, 91_000, super::sample::ONE, explained),
    ];
    super::sample::record(&mut journal, &more);
    let end = Event::Closed { how: holdspace::session::event::Close::Complete };
    let end = [entry(0x3000, 95_000, About::All, end), entry(0x3001, 95_000, About::All, Event::Sealed)];
    super::sample::record(&mut journal, &end);
    assert!(journal.flush_and_wait(PATIENCE));
    let sealed = super::sample::seal(&mut journal).remove(0);
    assert_eq!(verify(&sealed.folder).unwrap(), Verdict::Intact);
    assert_agree(&sealed.folder);
    assert_eq!(path::segments(&sealed.folder).unwrap().len(), 2);
}

#[test]
fn what_they_wrote_is_written_the_same_today() {
    let (_home, _data, year) = thawed();
    let record = reader::read(&year.join(SEALED)).unwrap();
    let owner = record.owner.clone().unwrap();
    for line in &record.lines {
        let entry = line.entry.as_ref().unwrap();
        let today = record::body(line.n, entry, &line.recorded, None, &owner).unwrap();
        assert!(line.text.starts_with(&today), "{}\n{today}", line.text);
    }
}

/// The closing code that was written down then.
const CODE: &str = "fc70-8341";
