//! A sealed record is added to, and stays as it is.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::journal::amend::{self, AmendError, Change};
use holdspace::journal::record::chain;
use holdspace::journal::verify::{Verdict, whole};
use holdspace::journal::{DataDir, Sealed, path, reader, records, recovery};
use holdspace::record::markdown;
use holdspace::session::event::{Correction, Event, EventId};
use holdspace::session::{Refusal, Stamped};
use holdspace::units::Moment;

use super::damage::assert_agree;
use super::sample::{Desk, every_kind, reading, without_end};

/// Two days after the session.
const LATER: u64 = 48 * 3_600_000;

fn the(kind: fn(&Event) -> bool) -> EventId {
    every_kind().iter().find(|entry| kind(&entry.event)).unwrap().id
}

fn note() -> EventId {
    the(|event| matches!(event, Event::Note { .. }))
}

fn vitals() -> EventId {
    the(|event| matches!(event, Event::Vitals(_)))
}

fn all_changes() -> Vec<Change> {
    let correction = Correction::Text("It was the wide, wide sea.".into());
    let at = Correction::At(Moment::from_millis(11_000));
    vec![
        Change::Correct { of: note(), correction, reason: "heard again on the tape".into() },
        Change::Correct { of: vitals(), correction: at, reason: String::new() },
        Change::TakeBack { of: the(|event| *event == Event::Checked), reason: "was not done".into() },
        Change::Note("Called the next day: slept well.".into()),
    ]
}

fn amended(desk: &Desk, folder: &Path, changes: &[Change]) -> Sealed {
    amend::amend(&desk.data, folder, changes, &reading(LATER)).unwrap()
}

/// Everything of a folder: names, bytes, modes.
fn state(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, u32)> {
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.map(|path| (path.clone(), (std::fs::read(&path).unwrap(), mode(&path))));
    files.chain([(folder.to_owned(), (Vec::new(), mode(folder)))]).collect()
}

fn kinds(folder: &Path) -> Vec<String> {
    reader::read(folder).unwrap().lines.into_iter().map(|line| line.kind).collect()
}

#[test]
fn the_sealed_folder_is_not_touched_and_the_amendment_is_sealed_like_it() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let before = state(&sealed.folder);
    let added = amended(&desk, &sealed.folder, &all_changes());
    assert_eq!(state(&sealed.folder), before);
    assert_eq!(
        kinds(&added.folder),
        ["amendment_started", "corrected", "corrected", "undone", "explained", "note", "sealed"]
    );
    let files = state(&added.folder);
    assert!(files.iter().all(|(path, (_, mode))| mode & 0o777 == if path.is_dir() { 0o500 } else { 0o400 }));
    assert!(files.len() >= 4, "the folder, its segment, its page and its list: {:?}", files.keys());
    let (record, amendment) = (reader::read(&sealed.folder).unwrap(), reader::read(&added.folder).unwrap());
    let named = Some((path::record_id(&sealed.folder), record.last_h));
    assert_eq!(amend::names(&amendment).map(|(name, h)| (name.to_owned(), h.to_owned())), named);
    assert!(
        amendment.lines.iter().all(|line| line.at == Moment::from_millis(LATER)),
        "moments go on by the wall clock"
    );
    for folder in [&sealed.folder, &added.folder] {
        assert!(whole(folder).unwrap().is_good());
        assert_agree(folder);
    }
}

#[test]
fn the_page_of_the_record_shows_both_values_and_the_amendments_page_says_what_it_is() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let added = amended(&desk, &sealed.folder, &all_changes());
    let id = path::record_id(&sealed.folder);
    let amendments = records::amendments_of(&desk.data, &id).unwrap();
    let page = markdown::write(&id, &reader::read(&sealed.folder).unwrap(), &amendments);
    for words in [
        "It was the wide, wide sea. (was: It was the sea.)",
        "~~quiet visual check~~",
        "Called the next day: slept well.",
        "heard again on the tape",
        "was not done",
        "2026-11-24 10:31:07",
        &format!("closing code **{}**", added.closing_code),
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    let own = std::fs::read_to_string(added.folder.join(markdown::NAME)).unwrap();
    assert!(own.contains(&format!("| Adds to | {id}, closing code {}", sealed.closing_code)), "{own}");
    assert!(own.contains("reads: It was the wide, wide sea."), "{own}");
}

#[test]
fn a_later_amendment_knows_the_earlier_ones() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let take_back = [Change::TakeBack { of: vitals(), reason: "another client's".into() }];
    let first = amended(&desk, &sealed.folder, &take_back);
    let again = amend::amend(&desk.data, &sealed.folder, &take_back, &reading(2 * LATER));
    assert!(matches!(again, Err(AmendError::Refused(Refusal::NotCorrectable))), "{again:?}");
    let second = amend::amend(&desk.data, &sealed.folder, &all_changes()[3..], &reading(2 * LATER)).unwrap();
    let found = records::amendments_of(&desk.data, &path::record_id(&sealed.folder)).unwrap();
    let folders: Vec<_> = found.iter().map(|record| &record.folder).collect();
    assert_eq!(folders, [&first.folder, &second.folder]);
    assert_agree(&sealed.folder);
}

#[test]
fn what_cannot_be_amended_says_why_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let note = [Change::Note("later".into())];
    let live = desk.unfinished(&without_end());
    let sealed = desk.sealed(&every_kind()).folder;
    let count = || desk.data.folders().len();
    let before = count();
    let refused = |folder: &Path, changes: &[Change], at| {
        let error = amend::amend(&desk.data, folder, changes, &reading(at)).unwrap_err();
        error.to_string()
    };
    assert!(refused(&live, &note, LATER).contains("is not sealed yet"));
    let rating = [Change::Correct { of: vitals(), correction: Correction::Rating(3), reason: String::new() }];
    assert!(refused(&sealed, &rating, LATER).contains("cannot be changed"));
    assert!(refused(&sealed, &[Change::Note("  ".into())], LATER).contains("nothing to keep"));
    let mut early = reading(0);
    early.wall -= chrono::TimeDelta::days(400);
    let error = amend::amend(&desk.data, &sealed, &note, &early).unwrap_err();
    assert!(matches!(error, AmendError::Clock), "{error}");
    assert_eq!(count(), before);
    let added = amended(&desk, &sealed, &note).folder;
    assert!(refused(&added, &note, LATER).contains("is an amendment itself"));
    let unreadable = desk.home.path().join("sessions/2026/20261122-unreadable");
    std::fs::create_dir(&unreadable).unwrap();
    std::fs::write(unreadable.join("events-0001.ndjson"), "{}\n").unwrap();
    assert!(refused(&unreadable, &note, LATER).contains("its first line cannot be read"));
}

#[test]
fn an_amendment_is_no_unfinished_session_and_disturbs_none() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let live = desk.unfinished(&without_end());
    let added = amended(&desk, &sealed.folder, &all_changes());
    // As a crash before the renaming leaves it.
    let back = added.folder.with_extension("live");
    std::fs::rename(&added.folder, &back).unwrap();
    let found = recovery::unfinished(&desk.data);
    assert_eq!(found.iter().flat_map(recovery::Unfinished::folders).collect::<Vec<_>>(), [live]);
    let finished = recovery::finish_sealing(&desk.data);
    assert_eq!(finished.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [added]);
}

#[test]
fn cut_anywhere_in_its_one_write_it_is_completed_or_absent() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let added = amended(&desk, &sealed.folder, &all_changes());
    let bytes = std::fs::read(added.folder.join("events-0001.ndjson")).unwrap();
    let newlines = (0..bytes.len()).filter(|at| bytes[*at] == b'\n');
    let cuts: Vec<usize> = newlines.flat_map(|at| [at, at + 1]).chain((0..bytes.len()).step_by(97)).collect();
    for cut in cuts {
        let other = Desk::new();
        let folder = other.home.path().join("sessions/2026/20261124-x.live");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("events-0001.ndjson"), &bytes[..cut]).unwrap();
        let whole_lines = bytes[..cut].iter().filter(|byte| **byte == b'\n').count();
        let whole_lines = whole_lines + usize::from(bytes.get(cut) == Some(&b'\n'));
        assert!(recovery::unfinished(&other.data).is_empty());
        let finished = recovery::finish_sealing(&other.data);
        if whole_lines == 0 {
            assert!(finished.is_empty() && folder.is_dir(), "cut at {cut}");
            continue;
        }
        let done = finished.into_iter().next().unwrap().unwrap();
        let mut expected = kinds(&added.folder);
        if whole_lines < expected.len() {
            expected.truncate(whole_lines);
            expected.push("sealed".to_owned());
        }
        assert_eq!(kinds(&done.folder), expected, "cut at {cut}");
        assert_eq!(whole(&done.folder).unwrap().verdict, Verdict::Intact, "cut at {cut}");
        assert!(recovery::finish_sealing(&other.data).is_empty(), "it is done once");
    }
}

#[test]
fn a_record_written_anew_no_longer_fits_its_amendment() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let added = amended(&desk, &sealed.folder, &all_changes());
    let id = path::record_id(&sealed.folder);
    std::fs::remove_dir_all(&sealed.folder).unwrap();
    assert!(whole(&added.folder).unwrap().to_string().ends_with("which is not here"));
    assert_agree(&added.folder);
    // Somebody writes a record of the same name with another rating in it, as sound as the first.
    let forged: Vec<Stamped> = every_kind()
        .into_iter()
        .map(|mut entry| {
            if let Event::Rating { value, .. } = &mut entry.event {
                *value = 1;
            }
            entry
        })
        .collect();
    let other = Desk { home: tempfile::tempdir().unwrap(), data: desk.data.clone() };
    let forged = other.sealed(&forged).folder;
    std::fs::rename(&forged, desk.home.path().join("sessions/2026").join(&id)).unwrap();
    let folder = records::find(&desk.data, &id).unwrap();
    let judged = whole(&folder).unwrap();
    assert_eq!(judged.verdict, Verdict::Intact);
    assert!(!judged.is_good() && judged.to_string().ends_with("does not end as it did then"), "{judged}");
    assert!(!whole(&added.folder).unwrap().is_good());
    assert_agree(&folder);
    assert_agree(&added.folder);
}

#[test]
fn a_damaged_amendment_is_named_with_its_record() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let added = amended(&desk, &sealed.folder, &all_changes()).folder;
    let segment = added.join("events-0001.ndjson");
    let text = std::fs::read_to_string(&segment).unwrap().replace("slept well", "slept ill.");
    std::fs::set_permissions(&added, std::fs::Permissions::from_mode(0o700)).unwrap();
    std::fs::remove_file(&segment).unwrap();
    std::fs::write(&segment, text).unwrap();
    let judged = whole(&sealed.folder).unwrap();
    assert!(!judged.is_good(), "{judged}");
    assert!(judged.to_string().contains(&format!("amendment {}: damaged", path::record_id(&added))), "{judged}");
    assert_agree(&sealed.folder);
}

#[test]
fn amendments_are_found_in_the_folders_of_other_years() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let next_year = reading(60 * 24 * 3_600_000);
    let added = amend::amend(&desk.data, &sealed.folder, &all_changes(), &next_year).unwrap();
    assert!(added.folder.parent().unwrap().ends_with("2027"));
    assert_eq!(whole(&sealed.folder).unwrap().amendments.len(), 1);
    assert_agree(&sealed.folder);
    assert_agree(&added.folder);
}

#[test]
fn on_a_disk_that_fails_nothing_is_said_to_be_sealed() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    // Where the year's folder should be made lies a file.
    let data = DataDir::open(desk.home.path()).unwrap();
    std::fs::write(desk.home.path().join("sessions/2027"), "in the way").unwrap();
    let next_year = reading(60 * 24 * 3_600_000);
    let error = amend::amend(&data, &sealed.folder, &all_changes(), &next_year).unwrap_err();
    assert!(error.to_string().starts_with("could not write "), "{error}");
    assert!(whole(&sealed.folder).unwrap().is_good());
}

#[test]
fn the_lines_of_an_amendment_are_one_chain_of_its_own() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let added = amended(&desk, &sealed.folder, &all_changes()).folder;
    let text = std::fs::read_to_string(added.join("events-0001.ndjson")).unwrap();
    let mut before = String::new();
    for line in text.lines() {
        let body = &line[..line.len() - chain::TAIL];
        let h = chain::hash(&before, body.as_bytes());
        assert!(line.ends_with(&format!("{h}\"}}")));
        before = h;
    }
    let long = Duration::from_millis(LATER);
    assert_eq!(reader::read(&added).unwrap().lines[0].at, Moment::START.plus(long));
}
