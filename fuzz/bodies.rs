//! What each fuzz target does with its bytes. The whole-crate tests play every kept input through the same code.

use std::path::Path;

use holdspace::config::{m3u, playlist, pls, protocol, questionnaire, script, settings, source::Source, xspf};
use holdspace::journal::reader::{self, Record};
use holdspace::journal::record::{self, chain};
use holdspace::journal::verify::Manifest;
use holdspace::record::export::{self, Form};
use holdspace::session::Session;

/// A target: its name, which is that of its corpus, and its body.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 5] = [
    ("journal_reader", journal_reader),
    ("record_line", record_line),
    ("toml_files", toml_files),
    ("lists", lists),
    ("pages", pages),
];

/// Separates segments of a journal in one input: a byte that UTF-8 never has.
const NEXT_SEGMENT: u8 = 0xfe;

/// Any bytes as the segments of a record.
pub fn journal_reader(bytes: &[u8]) {
    let segments: Vec<(u32, Vec<u8>)> =
        (1..).zip(bytes.split(|byte| *byte == NEXT_SEGMENT).map(<[u8]>::to_vec)).collect();
    let record = reader::read_bytes(Path::new("x.live"), &segments);
    let mut numbers: Vec<u64> = record.lines.iter().map(|line| line.n).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), record.lines.len(), "each number once, in order");
    assert!(record.lines.len() + record.damage.len() <= 2 * bytes.len() + 2);
    replay(&record);
    let _ = serde_json::from_slice::<Manifest>(bytes);
}

/// Any bytes as one line whose hash was found right.
pub fn record_line(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(line) = record::line(text, "") else { return };
    assert_eq!(line.text, text);
}

/// Any bytes as settings, protocol, questionnaire, playlist and script.
pub fn toml_files(bytes: &[u8]) {
    let Ok(source) = Source::decode(Path::new("x.toml"), bytes) else { return };
    let (_, problems) = settings::read(&source);
    problems.iter().for_each(|problem| assert!(problem.line >= 1 && problem.column >= 1, "{problem}"));
    let _ = protocol::read(&source, &|name| Err(format!("there is no {name}")));
    let _ = protocol::title(&source);
    if let Ok(form) = questionnaire::read(&source) {
        assert!(form.items.len() <= 60 && form.levels.len() >= 2, "{form:?}");
    }
    let _ = questionnaire::title(&source);
    let _ = playlist::read(&source);
    let _ = playlist::title(&source);
    let _ = script::read(&source);
}

/// Any bytes as a list of another player.
pub fn lists(bytes: &[u8]) {
    let _ = m3u::read(Path::new("x.m3u"), bytes);
    let _ = pls::read(Path::new("x.pls"), bytes);
    let _ = xspf::read(Path::new("x.xspf"), bytes);
}

/// Any lines as what comes after `kind` in good lines of a record, and every form of that record.
pub fn pages(bytes: &[u8]) {
    pages_in(bytes, &[Form::Markdown, Form::Timeline, Form::Json, Form::Csv, Form::Fhir]);
}

/// The same in these forms.
pub fn pages_in(bytes: &[u8], forms: &[Form]) {
    let record = record_of(bytes);
    replay(&record);
    for form in forms {
        if let Ok(files) = export::files(*form, "20261122-x", &record, std::slice::from_ref(&record)) {
            assert!(files.iter().all(|file| !file.bytes.is_empty()), "{form:?}");
        }
    }
}

/// A record with good hashes whose lines say what these bytes say: times are the first bytes of each line.
#[must_use]
pub fn record_of(bytes: &[u8]) -> Record {
    let mut journal = Vec::new();
    let mut before = String::new();
    for (n, line) in (1u64..).zip(bytes.split(|byte| *byte == b'\n').take(64)) {
        let rest = String::from_utf8_lossy(line);
        let (time, rest) = rest.split_once(' ').unwrap_or(("0", &rest));
        let at = time.parse::<u64>().unwrap_or(n * 1000);
        let body = format!(
            "{{\"n\":{n},\"id\":\"00000000-0000-0000-0000-{n:012}\",\"at_ms\":{at},\
             \"wall\":\"2026-11-22T10:31:07.512+01:00\",\"boot_ms\":{n},\"boot_id\":\"b\",\"who\":\"therapist\",\
             \"about\":\"one\",\"kind\":{rest}"
        );
        let (line, h) = chain::close(&before, &body);
        journal.extend_from_slice(line.as_bytes());
        before = h;
    }
    reader::read_bytes(Path::new("20261122-x"), &[(1, journal)])
}

/// A session of whatever can be read.
fn replay(record: &Record) {
    let events: Vec<_> = record.events().cloned().collect();
    if let Some(session) = Session::from_events(&events) {
        for entry in session.log() {
            let stands = session.as_corrected(entry);
            let _ = (session.changes(entry.id).count(), session.fresh_change(stands.at), session.deadline(stands.at));
            let _ = (session.cue(entry.at), session.last_entry(entry.at));
        }
    }
}
