//! Whatever is done to a record of two people in two segments is noticed, and costs at most what it hits.
//!
//! One bit of every byte is flipped here, every bit with `HOLDSPACE_SWEEP=full`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use holdspace::journal::reader::{self, Record};
use holdspace::journal::record::chain;
use holdspace::journal::{Journal, recovery};
use holdspace::session::event::{About, Event, EventId, Person, Stamped};
use holdspace::session::phase::Phase;

use super::sample::{Desk, PATIENCE, entry, reading, record, started, without_end};

/// Segments as they lie in a folder.
type Segments = Vec<(u32, Vec<u8>)>;

fn is_full() -> bool {
    std::env::var("HOLDSPACE_SWEEP").is_ok_and(|wish| wish == "full")
}

fn segments(folder: &Path) -> Segments {
    let mut all = Vec::new();
    for number in 1.. {
        match std::fs::read(folder.join(format!("events-{number:04}.ndjson"))) {
            Ok(bytes) => all.push((number, bytes)),
            Err(_) => return all,
        }
    }
    all
}

fn read(segments: &Segments) -> Record {
    reader::read_bytes(Path::new("x.live"), segments)
}

fn ids(record: &Record) -> BTreeSet<EventId> {
    record.lines.iter().map(|line| line.id).collect()
}

fn is_noticed(record: &Record) -> bool {
    !record.damage.is_empty() || !record.missing.is_empty()
}

/// Two people, a crash, and more: two folders of two segments each.
fn two_people() -> (Desk, Vec<PathBuf>) {
    let desk = Desk::new();
    let mut journal = Journal::create(&desk.data, 2, &reading(0)).unwrap();
    record(&mut journal, &some(0, &["AB", "CD"]));
    assert!(journal.flush_and_wait(PATIENCE));
    let folders = journal.folders().to_vec();
    drop(journal);
    go_on(&desk, &some(1_000, &[]));
    (desk, folders)
}

fn go_on(desk: &Desk, more: &[Stamped]) {
    let found = recovery::unfinished(&desk.data).remove(0);
    let mut journal = Journal::go_on(&desk.data, &found, &reading(90_000)).unwrap();
    record(&mut journal, more);
    assert!(journal.flush_and_wait(PATIENCE));
}

fn some(from: u128, codes: &[&str]) -> Vec<Stamped> {
    let at = from as u64 * 20;
    let mut events = Vec::new();
    if !codes.is_empty() {
        events.push(entry(from + 1, at, About::All, started(codes)));
    }
    for step in 0..3u64 {
        let id = from + 10 * (u128::from(step) + 1);
        let seen = |person: u8| Event::Observed { chip: format!("chip {id} {person} ✓") };
        events.push(entry(id, at + step, About::All, Event::PhaseEntered { phase: Phase::Journey }));
        events.push(entry(id + 1, at + step, About::One(Person(0)), seen(0)));
        events.push(entry(id + 2, at + step, About::One(Person(1)), seen(1)));
    }
    events
}

/// Every byte, with one of its bits or all of them.
fn flips(segments: &Segments) -> impl Iterator<Item = (usize, usize, u8)> + '_ {
    let places =
        segments.iter().enumerate().flat_map(|(index, (_, bytes))| (0..bytes.len()).map(move |at| (index, at)));
    places.flat_map(|(index, at)| {
        let bits = if is_full() { 0..8 } else { (at % 8) as u8..(at % 8) as u8 + 1 };
        bits.map(move |bit| (index, at, bit))
    })
}

fn flipped(segments: &Segments, (index, at, bit): (usize, usize, u8)) -> Segments {
    let mut flipped = segments.clone();
    flipped[index].1[at] ^= 1 << bit;
    flipped
}

#[track_caller]
fn each_flip_costs_at_most_one_event(segments: &Segments) -> usize {
    let all = ids(&read(segments));
    let mut count = 0;
    for flip in flips(segments) {
        let record = read(&flipped(segments, flip));
        let found = ids(&record);
        assert!(is_noticed(&record), "{flip:?} went unnoticed");
        assert!(found.is_subset(&all), "{flip:?} made an entry up");
        assert!(all.len() - found.len() <= 1, "{flip:?} cost {:?}", all.difference(&found).collect::<Vec<_>>());
        count += 1;
    }
    count
}

#[test]
fn every_flip_in_two_segments_of_two_people_is_noticed_and_costs_at_most_one_event() {
    let (_desk, folders) = two_people();
    let mut count = 0;
    for folder in &folders {
        let segments = segments(folder);
        assert_eq!(segments.len(), 2);
        assert!(!is_noticed(&read(&segments)));
        count += each_flip_costs_at_most_one_event(&segments);
    }
    assert!(count > 5_000, "{count} flips");
}

#[test]
fn every_cut_of_the_newest_segment_gives_the_exact_prefix_and_of_an_older_one_is_noticed() {
    let (_desk, folders) = two_people();
    let whole = segments(&folders[0]);
    let all: Vec<EventId> = read(&whole).lines.iter().map(|line| line.id).collect();
    for cut in 0..whole[1].1.len() {
        let mut segments = whole.clone();
        segments[1].1.truncate(cut);
        let record = read(&segments);
        let found: Vec<EventId> = record.lines.iter().map(|line| line.id).collect();
        assert!(all.starts_with(&found) && !is_noticed(&record), "cut at {cut}");
    }
    let kept = whole[0].1.len();
    for cut in 0..kept {
        let mut segments = whole.clone();
        segments[0].1.truncate(cut);
        let record = read(&segments);
        let lost_newline_only = cut == kept - 1;
        assert_eq!(is_noticed(&record), !lost_newline_only, "cut at {cut}");
        assert!(ids(&record).len() + 1 >= all.len() - whole_lines(&whole[0].1[cut..]), "cut at {cut}");
    }
}

fn whole_lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// The lines of all segments, each with the index of its segment.
fn lines(segments: &Segments) -> Vec<(usize, Vec<u8>)> {
    let of = |(index, (_, bytes)): (usize, &(u32, Vec<u8>))| {
        bytes.split_inclusive(|byte| *byte == b'\n').map(|line| (index, line.to_vec())).collect::<Vec<_>>()
    };
    segments.iter().enumerate().flat_map(of).collect()
}

fn put_together(lines: &[(usize, Vec<u8>)]) -> Segments {
    let of = |index: usize| lines.iter().filter(|line| line.0 == index).flat_map(|line| line.1.clone()).collect();
    (0..2).map(|index| (index as u32 + 1, of(index))).collect()
}

#[test]
fn each_line_taken_out_doubled_or_swapped_with_the_next_is_noticed_in_every_segment() {
    let (_desk, folders) = two_people();
    for folder in &folders {
        let lines = lines(&segments(folder));
        let all = ids(&read(&put_together(&lines)));
        for at in 0..lines.len() {
            let mut without = lines.clone();
            let _ = without.remove(at);
            let record = read(&put_together(&without));
            // A last line that is gone is a shorter session; once sealed, it is cut.
            assert_eq!(is_noticed(&record), at + 1 < lines.len(), "without line {at}");
            // The line after one that is gone has nothing to prove itself by.
            assert!(ids(&record).len() + 2 >= all.len(), "without line {at}");
            let mut doubled = lines.clone();
            doubled.insert(at, lines[at].clone());
            let record = read(&put_together(&doubled));
            assert!(is_noticed(&record) && ids(&record) == all, "line {at} doubled");
            if at + 1 < lines.len() {
                let mut swapped = lines.clone();
                let (first, second) = (lines[at].1.clone(), lines[at + 1].1.clone());
                (swapped[at].1, swapped[at + 1].1) = (second, first);
                let record = read(&put_together(&swapped));
                assert!(is_noticed(&record), "line {at} swapped with the next");
                assert!(ids(&record).is_subset(&all), "line {at} swapped with the next");
            }
        }
    }
}

#[test]
fn a_line_of_another_person_is_not_taken_for_ones_own() {
    let (_desk, folders) = two_people();
    let (one, other) = (lines(&segments(&folders[0])), lines(&segments(&folders[1])));
    let own = ids(&read(&put_together(&one)));
    for at in 0..one.len() {
        for foreign in &other {
            if foreign.1 == one[at].1 {
                continue;
            }
            let mut mixed = one.clone();
            mixed.insert(at, (one[at].0, foreign.1.clone()));
            let record = read(&put_together(&mixed));
            assert!(is_noticed(&record) && ids(&record).is_subset(&own), "at {at}");
        }
    }
}

#[test]
fn a_torn_tail_that_was_gone_on_from_is_still_guarded_against_every_flip() {
    let whole = {
        let desk = Desk::new();
        let folder = desk.unfinished(&without_end()[..6]);
        segments(&folder).remove(0).1
    };
    let last = whole[..whole.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    // Right before and after a line, inside it, in its hash, and without its newline.
    for cut in [last, last + 1, last + 60, whole.len() - 41, whole.len() - 20, whole.len() - 2, whole.len() - 1] {
        let desk = Desk::new();
        let folder = desk.unfinished(&without_end()[..6]);
        std::fs::write(folder.join("events-0001.ndjson"), &whole[..cut]).unwrap();
        go_on(&desk, &some(1_000, &[])[1..3]);
        let segments = segments(&folder);
        let record = read(&segments);
        let kept = if cut == whole.len() - 1 { 6 } else { 5 };
        assert!(!is_noticed(&record), "cut at {cut}: {:?}", record.damage);
        assert_eq!(record.lines.len(), kept + 1, "cut at {cut}");
        let torn = segments[0].1.len() - segments[0].1.iter().rposition(|byte| *byte == b'\n').unwrap() - 1;
        let all = ids(&record);
        for flip in flips(&segments) {
            let (index, at, _) = flip;
            let damaged = read(&flipped(&segments, flip));
            let in_torn_tail = index == 0 && at >= segments[0].1.len() - torn && kept == 5;
            assert!(in_torn_tail || is_noticed(&damaged), "cut at {cut}, {flip:?} went unnoticed");
            assert!(all.len() - ids(&damaged).len() <= 1, "cut at {cut}, {flip:?}");
        }
    }
}

/// What a failed sync leaves: the last entries of the first segment stand in the second one again.
fn written_again(from: usize) -> Segments {
    let desk = Desk::new();
    let folder = desk.unfinished(&without_end()[..8]);
    let first = segments(&folder).remove(0).1;
    let lines: Vec<&[u8]> = first.split_inclusive(|byte| *byte == b'\n').collect();
    let body = |line: &[u8]| String::from_utf8(line[..line.len() - chain::TAIL - 1].to_vec()).unwrap();
    let stated = |line: &[u8]| chain::stated(&line[..line.len() - 1]).unwrap().to_owned();
    let mut before = stated(lines[from - 1]);
    let mut second = String::new();
    for (index, line) in lines.iter().enumerate().skip(from) {
        let mut body = body(line);
        if index == from {
            body = body.replace("\"who\":", &format!("\"prev\":\"{before}\",\"who\":"));
        }
        let (line, h) = chain::close(&before, &body);
        second.push_str(&line);
        before = h;
    }
    vec![(1, first), (2, second.into_bytes())]
}

#[test]
fn entries_that_were_written_again_are_guarded_twice() {
    for from in [3, 6, 7] {
        let segments = written_again(from);
        let record = read(&segments);
        assert!(!is_noticed(&record), "{:?}", record.damage);
        assert_eq!(record.lines.len(), 8);
        let _ = each_flip_costs_at_most_one_event(&segments);
        let lines = lines(&segments);
        let rewritten = |at: usize| (from..8).contains(&at);
        for at in 0..lines.len() {
            let mut without = lines.clone();
            let _ = without.remove(at);
            let record = read(&put_together(&without));
            assert!(ids(&record).len() + 2 >= 8, "without line {at}");
            // The last of what was written again, or its first writing, stands in the other segment all the same.
            assert!(is_noticed(&record) || rewritten(at) || at + 1 == lines.len(), "without line {at}");
            assert!(!rewritten(at) || ids(&record).len() == 8, "line {at} stands in the second segment too");
        }
    }
}
