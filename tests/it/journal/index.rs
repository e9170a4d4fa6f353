//! The list of records: the same with and without what was kept for it, whatever happened to that.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use holdspace::journal::index::{self, Index};
use holdspace::journal::records::{self, Summary};
use holdspace::journal::{Sealed, path};
use holdspace::record::facts::{Ended, Rated, Rise};
use holdspace::session::event::{Correction, Event, Stamped};
use holdspace::units::MmHg;

use super::sample::{Desk, ONE, entry, every_kind, without_end};

/// The same list again, and whether a folder had to be read for it.
fn again(desk: &Desk) -> (Vec<Summary>, usize) {
    let read = AtomicUsize::new(0);
    let list = records::list_watched(&desk.data, &|done, _| read.fetch_max(done, Ordering::Relaxed) < usize::MAX);
    (list.unwrap(), read.into_inner())
}

/// A folder under another name and of another code, as if it were another session.
fn copied(desk: &Desk, sealed: &Sealed, id: &str) -> PathBuf {
    let to = sealed.folder.with_file_name(id);
    fs::create_dir(&to).unwrap();
    for file in fs::read_dir(&sealed.folder).unwrap().map(|file| file.unwrap().path()) {
        let _ = fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
    assert!(to.starts_with(desk.home.path()));
    to
}

fn kept(desk: &Desk) -> String {
    fs::read_to_string(Index::path(&desk.data)).unwrap_or_default()
}

fn remove(folder: &Path) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_sealed_record_is_read_once() {
    let desk = Desk::new();
    let _ = desk.sealed(&every_kind());
    let _ = desk.sealed(&every_kind());
    let (first, read) = again(&desk);
    assert_eq!(read, 2);
    let (second, read) = again(&desk);
    assert_eq!(read, 0);
    assert_eq!(first, second);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = Index::path(&desk.data);
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
}

#[test]
fn ratings_are_kept_by_item() {
    let desk = Desk::new();
    let mut events = without_end();
    let last = events.len() as u64 * 1_500;
    for (number, value) in [(1, 6), (2, 8), (3, 2)] {
        let event = Event::Rating { item: "distress".into(), value };
        events.push(entry(0x8000 + u128::from(number), last + number * 1_000, ONE, event));
    }
    let _ = desk.unfinished(&events);
    let facts = records::list(&desk.data).remove(0).facts;
    let rated = Rated { item: "distress".into(), label: "DISTRESS".into(), first: 6, last: Some(2), most: 8 };
    assert_eq!(facts.ratings, [rated]);
}

#[test]
fn what_is_kept_says_what_the_folder_says() {
    let desk = Desk::new();
    let _ = desk.sealed(&every_kind());
    let _ = records::list(&desk.data);
    let facts = records::list(&desk.data).remove(0).facts;
    assert_eq!((facts.code.as_str(), facts.protocol.as_str()), ("AB", "RDT"));
    assert_eq!(facts.closed, Some(Ended::Complete));
    let dose = facts.doses[0];
    assert_eq!((dose.milligrams(), dose.planned_s, dose.held_s), (150.0, Some(600), Some(6)));
    assert_eq!(facts.systolic, Some(Rise { base: 128, peak: 128 }));
    assert_eq!(facts.ratings, [], "it was taken back");
    assert!(facts.closing_code.is_some());
}

#[test]
fn a_missing_broken_or_old_index_is_made_again_without_a_word() {
    let desk = Desk::new();
    let _ = desk.sealed(&every_kind());
    let (true_list, _) = again(&desk);
    let whole = kept(&desk);
    let file = Index::path(&desk.data);
    let broken = [
        String::new(),
        "nonsense\n".to_owned(),
        whole.replacen("holdspace-index 4", "holdspace-index 0", 1),
        whole.replacen("\"AB\"", "\"XY\"", 1),
        whole.trim_end().to_owned(),
        whole.lines().next().unwrap().to_owned() + "\n",
    ];
    for text in broken {
        fs::write(&file, &text).unwrap();
        assert_eq!(again(&desk), (true_list.clone(), 1), "{text}");
        assert_eq!(kept(&desk), whole);
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(again(&desk).0, true_list);
}

#[test]
fn every_cut_and_every_flipped_bit_of_the_index_is_noticed() {
    let desk = Desk::new();
    let _ = desk.sealed(&every_kind());
    let _ = records::list(&desk.data);
    let whole = kept(&desk);
    let index = Index::from_text(&whole).unwrap();
    for cut in 0..whole.len() {
        assert!(Index::from_text(&whole[..cut]).is_none(), "cut at {cut}");
    }
    for place in 0..whole.len() * 8 {
        let mut bytes = whole.clone().into_bytes();
        bytes[place / 8] ^= 1 << (place % 8);
        let read = String::from_utf8(bytes).ok().and_then(|text| Index::from_text(&text));
        assert!(read.is_none_or(|read| read == index), "bit {place}");
    }
}

#[test]
fn a_folder_that_is_newer_than_the_index_is_read_again() {
    let desk = Desk::new();
    let first = desk.sealed(&every_kind());
    let _ = copied(&desk, &first, "20261122-second");
    let _ = records::list(&desk.data);
    let third = copied(&desk, &first, "20261122-third");
    assert_eq!(again(&desk).1, 1, "only the new one");
    fs::set_permissions(third.join("manifest.json"), fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(third.join("manifest.json"), "{}\n").unwrap();
    assert_eq!(again(&desk).1, 1, "only the changed one");
}

#[test]
fn no_code_outlives_its_folder() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let id = path::record_id(&sealed.folder);
    let _ = records::list(&desk.data);
    assert!(kept(&desk).contains("\"AB\""));
    remove(&sealed.folder);
    assert!(records::list(&desk.data).is_empty());
    assert!(!kept(&desk).contains("AB"), "{}", kept(&desk));

    let archive = holdspace::journal::outbox::archive(&desk.data, &id);
    fs::create_dir_all(archive.parent().unwrap()).unwrap();
    fs::write(archive, "age-encryption.org/v1").unwrap();
    let list = records::list(&desk.data);
    assert_eq!(list.len(), 1);
    assert!(list[0].away && list[0].facts.code.is_empty());
    assert_eq!(list[0].id, id);

    let other = desk.sealed(&every_kind());
    let _ = records::list(&desk.data);
    index::forget(&desk.data, &path::record_id(&other.folder)).unwrap();
    assert!(!kept(&desk).contains("AB"), "forgotten at once");
}

#[test]
fn what_is_written_damaged_or_unreadable_is_read_each_time() {
    let desk = Desk::new();
    let live = desk.unfinished(&without_end());
    let sealed = desk.sealed(&every_kind());
    let damaged = copied(&desk, &sealed, "20261122-damaged");
    let events = damaged.join("events-0001.ndjson");
    fs::set_permissions(&events, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&events, fs::read_to_string(&events).unwrap().replacen("It was the sea", "It was the tea", 1)).unwrap();
    let bare = copied(&desk, &sealed, "20261122-bare");
    fs::remove_file(bare.join("manifest.json")).unwrap();
    let (list, read) = again(&desk);
    assert_eq!((list.len(), read), (4, 4));
    assert_eq!(again(&desk), (list.clone(), 3), "only the sealed one is known");
    let state = |folder: &Path| list.iter().find(|one| one.folder == folder).map(|one| (one.live, one.damaged));
    assert_eq!(state(&live), Some((true, false)));
    assert_eq!(state(&sealed.folder), Some((false, false)));
    assert_eq!(state(&damaged), Some((false, true)));
    assert_eq!(state(&bare), Some((false, true)));
}

#[test]
fn an_amended_record_shows_what_was_added() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let id = path::record_id(&sealed.folder);
    let events = every_kind();
    let vitals = events.iter().find(|entry| matches!(entry.event, Event::Vitals(_))).unwrap();
    let Event::Vitals(mut measured) = vitals.event.clone() else { unreachable!() };
    measured.pressure = Some((MmHg(131), MmHg(85)));
    let amendment: Vec<Stamped> = [
        Event::AmendmentStarted { session: 77, code: "AB".into(), record: id.clone(), last_h: String::new() },
        Event::Corrected { of: vitals.id, correction: Correction::Vitals(measured), reason: "misheard".into() },
        Event::Sealed,
    ]
    .into_iter()
    .enumerate()
    .map(|(number, event)| entry(0x9000 + number as u128, number as u64, ONE, event))
    .collect();
    let added = desk.sealed(&amendment);
    let _ = records::list(&desk.data);
    let list = records::list(&desk.data);
    let whole = list.iter().find(|one| one.id == id).unwrap();
    assert_eq!(whole.amendments, std::slice::from_ref(&added.folder));
    assert_eq!(whole.facts.systolic, Some(Rise { base: 131, peak: 131 }));
    assert_eq!(whole.facts.amends, None);
    let addition = list.iter().find(|one| one.folder == added.folder).unwrap();
    assert_eq!(addition.facts.amends.as_deref(), Some(id.as_str()));
}

#[test]
fn a_stopped_reading_keeps_what_it_had() {
    let desk = Desk::new();
    let first = desk.sealed(&every_kind());
    for number in 0..12 {
        let _ = copied(&desk, &first, &format!("20261122-copy-{number:02}"));
    }
    assert!(records::list_watched(&desk.data, &|done, _| done < 4).is_none());
    let (list, read) = again(&desk);
    assert_eq!(list.len(), 13);
    assert!(read < 13, "{read} of 13 were read again");
}
