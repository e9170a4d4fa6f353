//! What was left unfinished is found whole and goes on where it stopped.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use holdspace::clock::Reading;
use holdspace::journal::recovery::{self, Unfinished};
use holdspace::journal::verify::{Verdict, verify};
use holdspace::journal::{DataDir, Journal, reader};
use holdspace::session::event::{About, Close, Event, EventId, Person, Stamped};
use holdspace::session::phase::Phase;
use holdspace::units::Moment;

use super::damage::assert_agree;
use super::sample::{Desk, ONE, PATIENCE, entry, reading, record, seal, started, without_end};

fn only(data: &DataDir) -> Unfinished {
    let mut found = recovery::unfinished(data);
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn rebooted(reading: Reading, boot_secs: u64) -> Reading {
    Reading { boot: Duration::from_secs(boot_secs), boot_id: "b1".into(), ..reading }
}

fn resumed(id: u128, at: u64) -> Stamped {
    entry(id, at, About::All, Event::Resumed { away: Duration::from_secs(9) })
}

#[test]
fn an_unfinished_session_is_found_with_all_its_events() {
    let desk = Desk::new();
    let events = without_end();
    let folder = desk.unfinished(&events);
    let found = only(&desk.data);
    assert_eq!((found.session, found.people, found.folders()), (77, 1, vec![folder]));
    assert_eq!(found.events, events);
    assert_eq!(found.started, reading(0));
    assert_eq!(found.last, reading(events.last().unwrap().at.millis()));
    assert!(found.damage.is_empty());
}

#[test]
fn going_on_writes_a_new_segment_and_leaves_the_old_ones_alone() {
    let desk = Desk::new();
    let events = without_end();
    let folder = desk.unfinished(&events);
    let first = folder.join("events-0001.ndjson");
    // The power went in the middle of a line.
    let torn = [std::fs::read(&first).unwrap(), b"{\"n\":41,\"id\":\"0".to_vec()].concat();
    std::fs::write(&first, &torn).unwrap();
    let mut journal = Journal::go_on(&desk.data, &only(&desk.data), &reading(90_000)).unwrap();
    let more = [resumed(0x2000, 90_000), entry(0x2001, 91_000, ONE, Event::Checked)];
    record(&mut journal, &more);
    assert!(journal.flush_and_wait(PATIENCE));
    assert_eq!(std::fs::read(&first).unwrap(), torn);
    let second = std::fs::read_to_string(folder.join("events-0002.ndjson")).unwrap();
    assert_eq!(second.lines().map(|line| line.contains("\"prev\":\"")).collect::<Vec<_>>(), [true, false]);
    assert_eq!(only(&desk.data).events, [&events[..], &more].concat());
    assert_eq!(verify(&folder).unwrap(), Verdict::Live { torn: true });
    assert_agree(&folder);
    record(&mut journal, &the_end());
    let sealed = seal(&mut journal).remove(0);
    // A torn tail in an older segment is no missing end.
    assert_eq!(reader::read(&sealed.folder).unwrap().lines.len(), events.len() + 4);
    assert_eq!(verify(&sealed.folder).unwrap(), Verdict::Intact);
    assert_agree(&sealed.folder);
}

fn the_end() -> [Stamped; 2] {
    let close = Event::Closed { how: Close::Complete };
    [entry(0x3000, 95_000, About::All, close), entry(0x3001, 95_000, About::All, Event::Sealed)]
}

#[test]
fn lines_that_were_written_again_count_once_and_those_that_were_not_are_kept() {
    let desk = Desk::new();
    let events = without_end();
    let folder = desk.unfinished(&events);
    let bytes = std::fs::read(folder.join("events-0001.ndjson")).unwrap();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    // Entries 30 and 31 stood there, were not known to be saved, and only 30 was written again before the crash.
    std::fs::write(folder.join("events-0001.ndjson"), lines[..31].concat()).unwrap();
    let before = std::str::from_utf8(lines[28]).unwrap().trim_end();
    let h = &before[before.len() - 34..before.len() - 2];
    let again = std::str::from_utf8(lines[29]).unwrap();
    let body = &again[..again.len() - 41];
    let body = body.replace("\"who\":", &format!("\"prev\":\"{h}\",\"who\":"));
    let (line, _) = holdspace::journal::record::chain::close(h, &body);
    std::fs::write(folder.join("events-0002.ndjson"), line).unwrap();
    let record = reader::read(&folder).unwrap();
    assert_eq!(record.astray, [31]);
    assert_eq!(only(&desk.data).events, events[..31]);
    assert_agree(&folder);
    let mut journal = Journal::go_on(&desk.data, &only(&desk.data), &reading(90_000)).unwrap();
    journal.record(&[resumed(0x2000, 90_000)], &reading(90_000));
    assert!(journal.flush_and_wait(PATIENCE));
    let record = reader::read(&folder).unwrap();
    assert_eq!((record.astray.len(), record.lines.len(), record.last_segment), (0, 32, 3));
    assert_eq!(verify(&folder).unwrap(), Verdict::Live { torn: false });
    assert_agree(&folder);
}

#[test]
fn a_damaged_first_line_of_a_segment_costs_only_itself() {
    let desk = Desk::new();
    let events = without_end();
    let folder = desk.unfinished(&events);
    let mut journal = Journal::go_on(&desk.data, &only(&desk.data), &reading(90_000)).unwrap();
    let more = [resumed(0x2000, 90_000), entry(0x2001, 91_000, ONE, Event::Checked)];
    record(&mut journal, &more);
    assert!(journal.flush_and_wait(PATIENCE));
    let second = folder.join("events-0002.ndjson");
    let whole = std::fs::read(&second).unwrap();
    let end = whole.iter().position(|byte| *byte == b'\n').unwrap();
    for at in 0..end {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        std::fs::write(&second, flipped).unwrap();
        let record = reader::read(&folder).unwrap();
        assert_eq!(record.lines.len(), events.len() + 1, "byte {at}");
        assert_eq!((record.damage.len(), &record.missing[..]), (1, &[events.len() as u64 + 1][..]), "byte {at}");
    }
    assert_agree(&folder);
}

#[test]
fn a_segment_that_is_gone_is_noticed() {
    let desk = Desk::new();
    let folder = desk.unfinished(&without_end());
    let mut journal = Journal::go_on(&desk.data, &only(&desk.data), &reading(90_000)).unwrap();
    journal.record(&[resumed(0x2000, 90_000)], &reading(90_000));
    assert!(journal.flush_and_wait(PATIENCE));
    std::fs::remove_file(folder.join("events-0001.ndjson")).unwrap();
    assert!(matches!(verify(&folder).unwrap(), Verdict::Damaged { .. }));
    assert_agree(&folder);
}

#[test]
fn the_moment_is_the_true_time_since_the_beginning() {
    let desk = Desk::new();
    let events = without_end();
    let _ = desk.unfinished(&events);
    let found = only(&desk.data);
    let last = events.last().unwrap().at.millis();
    let at = |reading: &Reading| recovery::moment_now(&found, reading);
    assert_eq!(at(&reading(500_000)), Some(Moment::from_millis(500_000)));
    // A wall clock that is wrong does not matter while the machine was not restarted.
    let wall_off = Reading { wall: reading(0).wall - TimeDelta::days(400), ..reading(500_000) };
    assert_eq!(at(&wall_off), Some(Moment::from_millis(500_000)));
    assert_eq!(at(&rebooted(reading(500_000), 30)), Some(Moment::from_millis(500_000)));
    let long_after = Reading { wall: reading(last).wall + TimeDelta::hours(25), ..rebooted(reading(0), 30) };
    assert_eq!(at(&long_after), None);
    let before = Reading { wall: reading(last).wall - TimeDelta::seconds(1), ..rebooted(reading(0), 30) };
    assert_eq!(at(&before), None);
}

#[test]
fn a_wall_clock_that_was_set_while_nothing_was_written_is_told_where_it_can_be() {
    let desk = Desk::new();
    let last = without_end().last().unwrap().at.millis();
    let _ = desk.unfinished(&without_end());
    let found = only(&desk.data);
    let later = reading(last + 90_000);
    assert_eq!(recovery::jump(&found, &later), Some(0));
    let set = Reading { wall: later.wall - TimeDelta::days(3650), ..later.clone() };
    assert_eq!(recovery::jump(&found, &set), Some(-3650 * 86_400_000));
    // Across a restart the clocks have nothing in common, and where they contradict each other nobody is believed.
    assert_eq!(recovery::jump(&found, &rebooted(later, 30)), None);
    let back = Reading { boot: reading(0).boot, ..set };
    assert_eq!((recovery::jump(&found, &back), found.age(&back)), (None, None));
}

#[test]
fn the_moment_is_right_after_a_restart_and_a_second_crash() {
    let desk = Desk::new();
    let _ = desk.unfinished(&without_end());
    let back = rebooted(reading(600_000), 40);
    let mut journal = Journal::go_on(&desk.data, &only(&desk.data), &back).unwrap();
    journal.record(&[resumed(0x2000, 600_000)], &back);
    assert!(journal.flush_and_wait(PATIENCE));
    let found = only(&desk.data);
    let now = Reading { boot: back.boot + Duration::from_secs(10), ..back.clone() };
    assert_eq!(recovery::moment_now(&found, &now), Some(Moment::from_millis(610_000)));
    assert!(found.is_fresh(&now));
    let late = Reading { boot: back.boot + recovery::FRESH, ..back };
    assert!(!found.is_fresh(&late));
}

fn two_people(desk: &Desk) -> (Vec<Stamped>, Vec<PathBuf>) {
    let mut journal = Journal::create(&desk.data, 2, &reading(0)).unwrap();
    let (one, other) = (About::One(Person(0)), About::One(Person(1)));
    let note = |id, at, about| entry(id, at, about, Event::Observed { chip: format!("chip{id}") });
    let events = vec![
        entry(1, 0, About::All, started(&["AB", "CD"])),
        entry(2, 1_000, About::All, Event::PhaseEntered { phase: Phase::Arrival }),
        note(3, 2_000, other),
        note(4, 3_000, one),
        entry(5, 4_000, About::All, Event::PhaseEntered { phase: Phase::Journey }),
        note(6, 5_000, other),
        note(7, 5_000, one),
        entry(8, 6_000, About::All, Event::OutputLost),
    ];
    record(&mut journal, &events);
    assert!(journal.flush_and_wait(PATIENCE));
    (events, journal.folders().to_vec())
}

#[test]
fn two_records_of_one_sitting_are_joined_and_neither_names_the_other() {
    let desk = Desk::new();
    let (events, folders) = two_people(&desk);
    let found = only(&desk.data);
    assert_eq!((found.people, found.folders()), (2, folders.clone()));
    let mut expected = events;
    expected.swap(5, 6);
    assert_eq!(found.events, expected);
    let text = |folder: &Path| std::fs::read_to_string(folder.join("events-0001.ndjson")).unwrap();
    assert!(!text(&folders[0]).contains("CD") && !text(&folders[0]).contains("chip3"));
    assert!(!text(&folders[1]).contains("AB") && !text(&folders[1]).contains("chip4"));
}

#[test]
fn a_record_that_lacks_shared_entries_is_completed() {
    let desk = Desk::new();
    let (_, folders) = two_people(&desk);
    let segment = folders[1].join("events-0001.ndjson");
    let text = std::fs::read_to_string(&segment).unwrap();
    // The crash came between the two folders: the second one lacks the last shared entry.
    let without_last: String = text.split_inclusive('\n').filter(|line| !line.contains("output_lost")).collect();
    std::fs::write(&segment, without_last).unwrap();
    let found = only(&desk.data);
    assert_eq!(found.events.len(), 8);
    let mut journal = Journal::go_on(&desk.data, &found, &reading(9_000)).unwrap();
    record(&mut journal, &[resumed(0x2000, 9_000)]);
    assert!(journal.flush_and_wait(PATIENCE));
    for folder in &folders {
        let ids: Vec<_> = reader::read(folder).unwrap().lines.iter().map(|line| line.id).collect();
        assert_eq!(ids[ids.len() - 2..], [EventId(8), EventId(0x2000)]);
    }
    assert_eq!(only(&desk.data).events.len(), 9);
    record(&mut journal, &the_end());
    let sealed = seal(&mut journal);
    assert_eq!(sealed.iter().map(|one| one.person).collect::<Vec<_>>(), [Person(0), Person(1)]);
    sealed.iter().for_each(|one| assert_eq!(verify(&one.folder).unwrap(), Verdict::Intact));
}

#[test]
fn a_person_whose_record_was_not_made_yet_gets_one() {
    let desk = Desk::new();
    let (_, folders) = two_people(&desk);
    std::fs::remove_dir_all(&folders[1]).unwrap();
    let mut journal = Journal::go_on(&desk.data, &only(&desk.data), &reading(9_000)).unwrap();
    assert!(journal.flush_and_wait(PATIENCE));
    let made = reader::read(&journal.folders()[1]).unwrap();
    assert_eq!(made.owner.unwrap().person, Person(1));
    assert_eq!(made.lines.iter().map(|line| line.id.0).collect::<Vec<_>>(), [1, 2, 5, 8]);
}
