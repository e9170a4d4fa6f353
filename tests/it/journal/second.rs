//! What the record's own disk does not take goes to a second place, and comes home from there.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use holdspace::journal::second::Place;
use holdspace::journal::verify::{Verdict, verify};
use holdspace::journal::{DataDir, Held, Journal, Report, path, reader, recovery};
use holdspace::session::event::Stamped;

use super::damage::assert_agree;
use super::disk::{EIO, ENOSPC, Fault, Faulty};
use super::sample::{Desk, PATIENCE, every_kind, reading, record, seal, without_end};

/// A desk whose records have a second place, and that place.
struct Two {
    desk: Desk,
    stick: tempfile::TempDir,
    data: DataDir,
}

impl Two {
    fn new() -> Self {
        let (desk, stick) = (Desk::new(), tempfile::tempdir().unwrap());
        let data = desk.data.clone().with_places(vec![Place::in_folder(stick.path(), desk.home.path())]);
        Self { desk, stick, data }
    }

    /// Records on a disk that fails from that call on, and ends before it works again.
    fn recorded(&self, from: usize, events: &[Stamped]) -> (PathBuf, Vec<Report>) {
        let disk = Faulty::new(&self.desk, &[(from..usize::MAX, Fault::Refused(EIO))]);
        let mut journal = Journal::create_on(&self.data, 1, &reading(0), Box::new(disk)).unwrap();
        record(&mut journal, events);
        assert!(!journal.flush_and_wait(PATIENCE));
        assert_eq!(journal.reports().len().min(1), 1);
        record(&mut journal, &[]);
        assert!(!journal.flush_and_wait(PATIENCE));
        let reports = journal.reports();
        assert_eq!(journal.unheld(), 0);
        (journal.folders()[0].clone(), reports)
    }

    /// Whatever lies in the second place, by name.
    fn held(&self) -> Vec<String> {
        let all = fs::read_dir(self.stick.path()).unwrap().flatten().map(|entry| entry.path());
        let inside = all.flat_map(|folder| fs::read_dir(folder).unwrap().flatten());
        inside.map(|entry| entry.file_name().into_string().unwrap()).collect()
    }

    fn the_copy(&self) -> PathBuf {
        let ours = fs::read_dir(self.stick.path()).unwrap().flatten().next().unwrap().path();
        fs::read_dir(ours).unwrap().flatten().next().unwrap().path()
    }

    /// Goes on as after a crash, on a disk that works.
    fn go_on(&self) -> Journal {
        let found = recovery::unfinished(&self.data);
        assert_eq!(found.len(), 1);
        let mut journal = Journal::go_on(&self.data, &found[0], &reading(200_000)).unwrap();
        assert!(journal.flush_and_wait(PATIENCE));
        journal
    }
}

fn whole(folder: &Path, events: &[Stamped]) {
    let record = reader::read(folder).unwrap();
    assert_eq!(record.events().cloned().collect::<Vec<_>>(), events);
    assert_eq!((record.damage.len(), record.missing.len()), (0, 0), "{:?}", record.damage);
    assert_agree(folder);
}

#[test]
fn what_a_disk_does_not_take_is_held_and_comes_home_after_a_crash_wherever_the_disk_failed() {
    let events = without_end();
    // 0 and 1: no folder, no segment. Then a write, a sync, and so on.
    for from in [0, 1, 2, 3, 4, 5, 20, 21] {
        let two = Two::new();
        let (folder, _) = two.recorded(from, &events);
        assert_eq!(two.held().len(), 1, "{from}");
        let found = recovery::unfinished(&two.data);
        assert_eq!((found.len(), &found[0].events), (1, &events), "{from}");
        let journal = two.go_on();
        assert_eq!(journal.folders(), std::slice::from_ref(&folder));
        whole(&folder, &events);
        assert_eq!(verify(&folder).unwrap(), Verdict::Live { torn: false });
        assert_eq!((two.held(), fs::read_dir(two.stick.path()).unwrap().count()), (vec![], 0), "{from}");
    }
}

#[test]
fn where_entries_are_held_is_told_and_only_a_disk_counts_as_one() {
    let two = Two::new();
    let disk = Faulty::new(&two.desk, &[(4..usize::MAX, Fault::Refused(ENOSPC))]);
    let mut journal = Journal::create_on(&two.data, 1, &reading(0), Box::new(disk.clone())).unwrap();
    record(&mut journal, &without_end());
    assert!(!journal.flush_and_wait(PATIENCE));
    let told = |reports: &[Report]| {
        reports.iter().rev().find_map(|report| match report {
            Report::NotRecorded { held, cause, .. } => Some((held.clone(), cause.clone())),
            _ => None,
        })
    };
    let name = two.stick.path().file_name().unwrap().to_str().unwrap().to_owned();
    let (held, cause) = told(&journal.reports()).unwrap();
    assert_eq!(held, Held::OnDisk(name));
    assert!(cause.starts_with("No space left") && !cause.contains('/'), "{cause}");
    assert_eq!((journal.unheld(), journal.unsaved() > 0), (0, true));
    disk.mend();
    assert!(journal.flush_and_wait(PATIENCE));
    let reports = journal.reports();
    assert!(reports.iter().any(|report| matches!(report, Report::RecordedAgain { .. })));
    assert_eq!((two.held().len(), journal.unsaved()), (0, 0));
    whole(&journal.folders()[0], &without_end());
}

#[test]
fn a_place_that_fails_gives_way_to_the_next_and_none_is_no_end() {
    let (two, second) = (Two::new(), tempfile::tempdir().unwrap());
    let home = two.desk.home.path();
    let places = [two.stick.path(), second.path()].map(|root| Place::in_folder(root, home)).to_vec();
    let data = two.desk.data.clone().with_places(places);
    let disk = Faulty::new(&two.desk, &[(4..usize::MAX, Fault::Refused(EIO))]);
    let mut journal = Journal::create_on(&data, 1, &reading(0), Box::new(disk.clone())).unwrap();
    let events = without_end();
    record(&mut journal, &events[..10]);
    assert!(!journal.flush_and_wait(PATIENCE));
    // The stick is pulled: its open segment still takes bytes, but its folder is gone.
    let copy = two.the_copy();
    fs::remove_dir_all(copy.parent().unwrap()).unwrap();
    fs::write(copy.parent().unwrap(), "in the way").unwrap();
    drop(journal);
    let mut journal =
        Journal::go_on_with(&data, &recovery::unfinished(&data)[0], &reading(50_000), Box::new(disk)).unwrap();
    record(&mut journal, &events[10..]);
    assert!(!journal.flush_and_wait(PATIENCE));
    let name = second.path().file_name().unwrap().to_str().unwrap().to_owned();
    let on_second =
        |report: &Report| matches!(report, Report::NotRecorded { held: Held::OnDisk(on), .. } if *on == name);
    assert!(journal.reports().iter().any(on_second));
    drop(journal);
    fs::write(second.path().join("x"), "").unwrap();
    let found = &recovery::unfinished(&data)[0];
    assert!(found.events.ends_with(&events[10..]), "what came after the stick was pulled is held");
}

#[test]
fn a_copy_that_was_not_removed_in_time_adds_nothing() {
    let two = Two::new();
    let events = without_end();
    let (folder, _) = two.recorded(7, &events);
    let copy = two.the_copy();
    let bytes = fs::read(copy.join("events-0001.ndjson")).unwrap();
    drop(two.go_on());
    // The power went after the record was whole and before the copy was gone.
    fs::create_dir_all(&copy).unwrap();
    fs::write(copy.join("events-0001.ndjson"), &bytes).unwrap();
    assert_eq!(recovery::unfinished(&two.data)[0].events, events);
    let mut journal = two.go_on();
    whole(&folder, &events);
    assert_eq!(two.held().len(), 0);
    let end = &every_kind()[events.len()..];
    record(&mut journal, end);
    let sealed = seal(&mut journal).remove(0);
    assert_eq!(verify(&sealed.folder).unwrap(), Verdict::Intact);
    // And after the seal it is only removed.
    fs::create_dir_all(&copy).unwrap();
    fs::write(copy.join("events-0001.ndjson"), &bytes).unwrap();
    assert_eq!((recovery::stranded(&two.data), two.held().len()), (vec![], 0));
}

#[test]
fn a_session_that_ended_while_the_disk_failed_is_sealed_at_the_next_start() {
    let two = Two::new();
    let (folder, _) = two.recorded(9, &every_kind());
    assert!(recovery::unfinished(&two.data).is_empty());
    let sealed = recovery::finish_sealing(&two.data).remove(0).unwrap();
    assert_eq!(path::sealed_name(&folder), sealed.folder);
    whole(&sealed.folder, &every_kind());
    assert_eq!((verify(&sealed.folder).unwrap(), two.held().len()), (Verdict::Intact, 0));
}

#[test]
fn a_session_that_went_on_without_its_copy_keeps_both() {
    let two = Two::new();
    let events = without_end();
    let (folder, _) = two.recorded(12, &events);
    let found = recovery::unfinished(&two.desk.data).remove(0);
    assert!(found.events.len() < events.len());
    // The stick was out; the session went on and gave the numbers away.
    let other = super::sample::entry(0x9000, 90_000, super::sample::ONE, holdspace::session::event::Event::Checked);
    let mut journal = Journal::go_on(&two.desk.data, &found, &reading(90_000)).unwrap();
    record(&mut journal, std::slice::from_ref(&other));
    assert!(journal.flush_and_wait(PATIENCE));
    drop(journal);
    let again = recovery::unfinished(&two.data).remove(0);
    assert!(again.events.contains(&other));
    drop(two.go_on());
    let record = reader::read(&folder).unwrap();
    assert!(record.events().any(|entry| *entry == other) && record.damage.is_empty());
    assert_eq!(two.held().len(), 1, "what could not be joined is kept");
    let told = recovery::stranded(&two.data);
    assert!(told.len() == 1 && told[0].contains("in no record"), "{told:?}");
    assert_eq!(two.held().len(), 1);
}

#[test]
fn nobody_else_may_read_or_plant_what_is_held_in_memory() {
    let two = Two::new();
    let (_, _) = two.recorded(3, &without_end());
    let copy = two.the_copy();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(copy.parent().unwrap()), mode(&copy)), (0o700, 0o700));
    assert_eq!(mode(&copy.join("events-0001.ndjson")), 0o600);
    // In memory, where others may make folders too, one that they could write to is not believed.
    let desk = Desk::new();
    let data = desk.data.clone().with_places(vec![Place::in_memory(desk.home.path())]);
    let disk = Faulty::new(&desk, &[(3..usize::MAX, Fault::Refused(EIO))]);
    let mut journal = Journal::create_on(&data, 1, &reading(0), Box::new(disk)).unwrap();
    record(&mut journal, &without_end());
    assert!(!journal.flush_and_wait(PATIENCE));
    assert!(journal.reports().iter().any(|report| matches!(report, Report::NotRecorded { held: Held::InMemory, .. })));
    let folder = journal.folders()[0].clone();
    drop(journal);
    let found =
        || recovery::unfinished(&data).iter().filter(|found| found.folders() == std::slice::from_ref(&folder)).count();
    let events = || recovery::unfinished(&data).iter().map(|found| found.events.len()).max().unwrap();
    assert_eq!((found(), events()), (1, without_end().len()));
    let root = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|root| root.is_dir());
    let root = root.unwrap_or("/dev/shm".into());
    let name = folder.file_name().unwrap().to_owned();
    let held = fs::read_dir(&root).unwrap().flatten().map(|entry| entry.path()).find(|at| at.join(&name).is_dir());
    let held = held.unwrap();
    fs::set_permissions(&held, Permissions::from_mode(0o777)).unwrap();
    assert!(events() < without_end().len());
    fs::set_permissions(&held, Permissions::from_mode(0o700)).unwrap();
    fs::remove_dir_all(held).unwrap();
}
