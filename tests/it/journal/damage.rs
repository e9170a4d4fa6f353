//! Cuts, flipped bits and garbage cost what they hit and nothing else.

use std::path::Path;
use std::process::Command;

use holdspace::journal::reader::{self, Record};
use holdspace::journal::verify::{Verdict, verify, whole};
use holdspace::session::event::{EventId, Stamped};

use super::sample::{Desk, folder_of, without_end};

const SEGMENT: &str = "events-0001.ndjson";

fn recorded() -> (Desk, Vec<Stamped>, Vec<u8>) {
    let desk = Desk::new();
    let events = without_end();
    let folder = desk.unfinished(&events);
    let bytes = std::fs::read(folder.join(SEGMENT)).unwrap();
    (desk, events, bytes)
}

fn read(desk: &Desk, bytes: &[u8]) -> Record {
    reader::read_bytes(desk.home.path(), &[(1, bytes.to_vec())])
}

fn ids(record: &Record) -> Vec<EventId> {
    record.lines.iter().map(|line| line.id).collect()
}

fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let after = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(after).collect()
}

#[test]
fn a_journal_cut_at_any_byte_gives_the_exact_prefix_quietly() {
    let (desk, events, bytes) = recorded();
    assert!(events.len() >= 38);
    for cut in 0..=bytes.len() {
        let whole = bytes[..cut].iter().filter(|byte| **byte == b'\n').count();
        // Cut right before its newline, a line is whole all the same.
        let whole = whole + usize::from(bytes.get(cut) == Some(&b'\n'));
        let record = read(&desk, &bytes[..cut]);
        assert_eq!(record.events().collect::<Vec<_>>(), events[..whole].iter().collect::<Vec<_>>(), "cut at {cut}");
        assert_eq!((record.damage.len(), record.missing.len()), (0, 0), "cut at {cut}");
        assert_eq!(record.torn, !(cut == 0 || bytes[cut - 1] == b'\n'), "cut at {cut}");
    }
}

#[test]
fn any_flipped_bit_is_noticed_and_costs_at_most_its_event() {
    let (desk, events, bytes) = recorded();
    let starts = line_starts(&bytes);
    // The first lines of a short journal with all its lines, and a line in the middle and the last of a long one.
    for (line, count) in [(0, 3), (1, 3), (2, 3), (18, events.len()), (events.len() - 1, events.len())] {
        let (bytes, events) = (&bytes[..starts[count]], &events[..count]);
        for (at, bit) in (starts[line]..starts[line + 1]).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let mut flipped = bytes.to_vec();
            flipped[at] ^= 1 << bit;
            let record = read(&desk, &flipped);
            let found = ids(&record);
            let lost: Vec<_> = (0..count).filter(|index| !found.contains(&events[*index].id)).collect();
            assert!(lost.is_empty() || lost == [line], "bit {bit} of byte {at} of line {line} cost {lost:?}");
            assert!(!record.damage.is_empty(), "bit {bit} of byte {at} of line {line} went unnoticed");
        }
    }
}

#[test]
fn a_flipped_newline_costs_nothing_and_is_named() {
    let (desk, events, mut bytes) = recorded();
    let newline = line_starts(&bytes)[3] - 1;
    bytes[newline] ^= 0x40;
    let record = read(&desk, &bytes);
    assert_eq!(record.lines.len(), events.len());
    assert_eq!(record.damage.len(), 1);
    assert_eq!((record.damage[0].line, record.damage[0].file.as_str()), (3, SEGMENT));
}

#[test]
fn zeros_at_the_end_are_a_torn_tail() {
    let (desk, events, mut bytes) = recorded();
    bytes.extend([0; 4096]);
    let record = read(&desk, &bytes);
    assert_eq!((record.lines.len(), record.damage.len(), record.torn), (events.len(), 0, true));
}

#[test]
fn garbage_with_newlines_at_the_end_is_reported_and_costs_nothing() {
    let (desk, events, bytes) = recorded();
    for garbage in
        [&b"\xff\x00x\ny\n"[..], b"\n\n\n", b"{}\n{\"n\":", b",\"h\":\"00112233445566778899aabbccddeeff\"}\n"]
    {
        let record = read(&desk, &[&bytes, garbage].concat());
        assert_eq!(record.lines.len(), events.len());
        assert!(!record.damage.is_empty(), "{garbage:?}");
    }
}

#[test]
fn lines_taken_out_doubled_or_swapped_are_noticed() {
    let (desk, _, bytes) = recorded();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for at in 1..lines.len() - 1 {
        let (before, after) = (lines[..at].concat(), lines[at + 1..].concat());
        let without = [&before[..], &after].concat();
        let doubled = [&before[..], lines[at], lines[at], &after].concat();
        let swapped = [&before[..], lines[at + 1], lines[at], &lines[at + 2..].concat()].concat();
        for (what, bytes) in [("without", without), ("doubled", doubled), ("swapped", swapped)] {
            let folder = folder_of(desk.home.path(), &bytes);
            assert!(matches!(verify(&folder).unwrap(), Verdict::Damaged { .. }), "{what} {at}");
        }
    }
}

#[test]
fn the_verdict_of_the_independent_program_is_ours() {
    let (desk, _, bytes) = recorded();
    let starts = line_starts(&bytes);
    let flip = |at: usize, bit: u8| {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << bit;
        flipped
    };
    let mut cases = vec![bytes.clone(), Vec::new(), bytes[..starts[9] + 40].to_vec(), bytes[..starts[9] - 1].to_vec()];
    cases.push([&bytes[..], b"\0\0\0\0"].concat());
    cases.push([&bytes[..], b"x\n\ny"].concat());
    cases.push([&bytes[..starts[5]], &bytes[starts[6]..]].concat());
    cases.push([&bytes[..starts[6]], &bytes[starts[5]..]].concat());
    for line in [1, 7, 20] {
        // In the body, in the hash, in its punctuation, in the newline.
        let end = starts[line + 1];
        cases.extend([starts[line] + 9, end - 20, end - 40, end - 2, end - 1].map(|at| flip(at, 3)));
    }
    for bytes in cases {
        assert_agree(&folder_of(desk.home.path(), &bytes));
    }
}

/// Both programs say the same about a record: verdict, places and good lines.
pub fn assert_agree(folder: &Path) {
    let verdict = whole(folder).unwrap();
    let (code, theirs) = independent(folder, &[]);
    assert_eq!(code, i32::from(!verdict.is_good()), "{verdict} / {theirs}");
    let place = |line: &str| line.split_once(": ").map_or(line, |(place, _)| place).to_owned();
    let places = |text: &str| text.lines().skip(1).map(place).collect::<std::collections::BTreeSet<_>>();
    let ours = verdict.to_string();
    assert_eq!(ours.lines().next(), theirs.lines().next());
    assert_eq!(places(&ours), places(&theirs), "{ours} / {theirs}");
    let lines = reader::read(folder).unwrap().lines;
    let events: String = lines.iter().map(|line| format!("{} {} {}\n", line.n, line.kind, line.at.millis())).collect();
    assert_eq!(independent(folder, &["--events"]).1, events);
}

fn independent(folder: &Path, options: &[&str]) -> (i32, String) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/verify_record.py");
    let output = Command::new("python3").arg(program).args(options).arg(folder).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}
