//! The way out: every file whole or not there, whatever becomes of the stick.

use std::cell::Cell;
use std::fs;
use std::io::{Error, ErrorKind};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use holdspace::journal::path;
use holdspace::record::carry::{Carried, Load, carry, carry_with};
use holdspace::record::export::Form;

use crate::journal::sample::{Desk, every_kind};

const FORMS: [Form; 2] = [Form::Markdown, Form::Json];

fn loads(desk: &Desk, count: usize) -> Vec<Load> {
    let load = |_| {
        let folder = desk.sealed(&every_kind()).folder;
        Load { id: path::record_id(&folder), code: "AB".to_owned(), folder, amendments: Vec::new() }
    };
    (0..count).map(load).collect()
}

fn files(under: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(under).into_iter().flatten().flatten() {
        if entry.path().is_dir() { found.extend(files(&entry.path())) } else { found.push(entry.path()) }
    }
    found.sort();
    found
}

#[test]
fn everything_arrives_private_and_under_the_code() {
    let desk = Desk::new();
    let stick = tempfile::tempdir().unwrap();
    let loads = loads(&desk, 3);
    let carried = carry(&loads, &FORMS, stick.path(), &|_, _| true);
    assert_eq!((carried.records, carried.files, carried.safe), (3, 6, true));
    assert!(carried.is_whole());
    assert_eq!(carried.sentence(true), "All 3 records are there. You can take the stick out now.");
    let there = files(stick.path());
    assert_eq!(there.len(), 6, "nothing half is left beside them: {there:?}");
    for file in there {
        assert!(file.starts_with(stick.path().join("Holdspace").join("AB")));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(loads.iter().any(|load| file.file_stem().unwrap().to_str() == Some(load.id.as_str())));
    }
}

#[test]
fn taking_them_out_again_changes_nothing() {
    let desk = Desk::new();
    let stick = tempfile::tempdir().unwrap();
    let loads = loads(&desk, 1);
    let read = |stick: &Path| files(stick).iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>();
    let _ = carry(&loads, &FORMS, stick.path(), &|_, _| true);
    let first = read(stick.path());
    let again = carry(&loads, &FORMS, stick.path(), &|_, _| true);
    assert_eq!(again.sentence(false), "The record is there.");
    assert_eq!(read(stick.path()), first);
}

/// A stick that takes so many files and then fails.
fn failing(desk: &Desk, after: usize, kind: ErrorKind) -> (Carried, usize) {
    let stick = tempfile::tempdir().unwrap();
    let left = Cell::new(after);
    let write = |path: &Path, bytes: &[u8]| {
        if left.get() == 0 {
            return Err(Error::from(kind));
        }
        left.set(left.get() - 1);
        fs::write(path, bytes)
    };
    let carried = carry_with(&loads(desk, 4), &FORMS, stick.path(), &|_, _| true, &write);
    (carried, files(stick.path()).len())
}

#[test]
fn a_full_stick_is_said_with_what_is_complete_on_it() {
    let desk = Desk::new();
    let (carried, there) = failing(&desk, 5, ErrorKind::StorageFull);
    assert_eq!((carried.records, carried.of, there), (2, 4, 5));
    assert!(!carried.is_whole());
    let said = carried.sentence(true);
    assert!(said.starts_with("There is no more room. 2 of 4 records are there, each whole."), "{said}");
}

#[test]
fn a_pulled_stick_is_said_and_is_not_called_safe() {
    let desk = Desk::new();
    let (carried, _) = failing(&desk, 0, ErrorKind::NotFound);
    assert!(carried.sentence(true).starts_with("The place is gone; perhaps it was pulled out. 0 of 4"));
    let gone = Carried { safe: false, ..carried };
    assert!(gone.sentence(true).ends_with("look at it on another device."), "{}", gone.sentence(true));
}

#[test]
fn a_place_that_is_no_folder_ends_with_a_sentence() {
    let desk = Desk::new();
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a file");
    fs::write(&file, "").unwrap();
    let carried = carry(&loads(&desk, 1), &FORMS, &file, &|_, _| true);
    assert_eq!(carried.records, 0);
    assert!(carried.trouble.is_some());
}

#[test]
fn it_can_be_left_off_between_two_records() {
    let desk = Desk::new();
    let stick = tempfile::tempdir().unwrap();
    let carried = carry(&loads(&desk, 3), &FORMS, stick.path(), &|done, _| done < 2);
    assert_eq!((carried.records, carried.files), (2, 4));
    assert!(carried.sentence(false).starts_with("It was stopped. 2 of 3"));
}

#[test]
fn a_record_that_cannot_be_read_does_not_keep_the_others() {
    let desk = Desk::new();
    let stick = tempfile::tempdir().unwrap();
    let mut loads = loads(&desk, 2);
    loads[0].folder = desk.home.path().join("nowhere");
    let carried = carry(&loads, &FORMS, stick.path(), &|_, _| true);
    assert_eq!((carried.records, carried.left_out.len()), (1, 1));
    assert!(carried.sentence(false).starts_with("1 of 2 records are there."));
}

#[test]
fn a_code_leads_nowhere_else() {
    let desk = Desk::new();
    let stick = tempfile::tempdir().unwrap();
    let mut loads = loads(&desk, 1);
    loads[0].code = "../../x/..".to_owned();
    let carried = carry(&loads, &FORMS, stick.path(), &|_, _| true);
    assert_eq!(carried.records, 1);
    assert!(files(stick.path()).iter().all(|file| file.starts_with(stick.path().join("Holdspace").join("x"))));
}
