//! The document is sound, complete and always the same.

use holdspace::record::{export, export::Form, pdf};
use holdspace::session::event::{Correction, Event, EventId, NoteKind};
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::units::{MmHg, Moment};

use super::super::journal::sample::{ONE, entry, every_kind};
use super::{asked, document, record_of, stretched, with};

/// The words of a document on one line, without the hyphens and breaks of its layout.
fn words(document: &super::Document) -> Option<String> {
    let text = asked("pdftotext", &["-layout", "-enc", "UTF-8"], document)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn the_document_is_sound_and_carries_its_fonts() {
    let document = document(&stretched(every_kind()));
    let _ = asked("qpdf", &["--check"], &document);
    if let Some(fonts) = asked("pdffonts", &[], &document) {
        let fonts: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(fonts.len() >= 4, "{fonts:?}");
        for font in fonts {
            let embedded = font.split_whitespace().rev().nth(4);
            assert_eq!(embedded, Some("yes"), "{font}");
        }
    }
    if let Some(info) = asked("pdfinfo", &[], &document) {
        assert!(info.contains("Session record AB, 2026-11-22"), "{info}");
        assert!(info.contains("A4"), "{info}");
    }
}

#[test]
fn the_document_says_what_a_chart_needs() {
    let Some(words) = words(&document(&stretched(every_kind()))) else { return };
    for said in [
        "Session record",
        "AB",
        "Sunday, 22 November 2026",
        "RDT (rdt, SHA-256",
        "1½ × 100 mg",
        "hold 10:00 min, then spit",
        "by Dr. Q",
        "as tapped",
        "Ceiling: 160/90 mmHg",
        "128/82",
        "went on without what was missing",
        "without ESCORT; reason: arrives at one",
        "released all the same",
        "reason: sister comes",
        "It was the wide sea.",
        "(was It was the sea.)",
        "misheard",
        "rating DISTRESS 3",
        "taken back",
        "the wall clock jumped by -3600.0 s",
        "resumed after 0:04 min without the program",
        "Closing code",
        "page 1 of",
        "Record 20261122-x",
    ] {
        assert!(words.contains(said), "{said}\n{words}");
    }
    assert!(!words.contains("not sealed yet"), "{words}");
}

#[test]
fn a_record_that_is_not_sealed_says_so() {
    let mut events = every_kind();
    let _ = events.pop();
    let Some(words) = words(&document(&events)) else { return };
    assert!(words.contains("This record is not sealed yet"), "{words}");
    assert!(words.contains("Closing code not sealed yet"), "{words}");
}

#[test]
fn a_corrected_pressure_and_rating_show_both_values_and_why() {
    let measured = Measured {
        pressure: Some((MmHg(182), MmHg(96))),
        heart_rate: None,
        saturation: None,
        breathing: Breathing::Before,
    };
    let mut events = with(Event::Vitals(measured));
    let right = Measured { pressure: Some((MmHg(128), MmHg(86))), ..measured };
    let of = EventId(0x9000);
    let end = events.len() - 2;
    let correction = Correction::Vitals(right);
    events.insert(end, entry(0x9001, 41_000, ONE, Event::Corrected { of, correction, reason: String::new() }));
    let why = Event::Explained { of: EventId(0x9001), reason: "read from the wrong line".into() };
    events.insert(end + 1, entry(0x9002, 42_000, ONE, why));
    let Some(words) = words(&document(&stretched(events))) else { return };
    for said in ["128/86", "182/96)", "read from the wrong line"] {
        assert!(words.contains(said), "{said}\n{words}");
    }
    assert_eq!(words.matches("read from the wrong line").count(), 1, "it stands beside what it explains: {words}");
}

#[test]
fn the_same_record_is_the_same_bytes() {
    let record = record_of(&stretched(every_kind()));
    let bytes = pdf::write("x", &record, &[]).unwrap();
    assert_eq!(bytes, pdf::write("x", &record, &[]).unwrap());
    assert!(bytes.starts_with(b"%PDF-"));
    let files = export::files(Form::Pdf, "x", &record, &[]).unwrap();
    assert_eq!((files[0].name.as_str(), &files[0].bytes), ("x.pdf", &bytes));
}

#[test]
fn a_long_note_goes_on_and_loses_no_word() {
    let all: Vec<String> = (0..1_600).map(|number| format!("word{number:04}")).collect();
    let note = |text: String| Event::Note { kind: NoteKind::Client, text };
    let document = document(&with(note(all.join(" "))));
    let Some(words) = words(&document) else { return };
    let printed = words.split(' ').filter(|word| word.starts_with("word") && word.len() == 8);
    assert_eq!(printed.collect::<Vec<_>>(), all, "every word, in its order");
}

#[test]
fn a_word_without_end_is_broken_and_not_cut_off() {
    let note = Event::Note { kind: NoteKind::Note, text: "x".repeat(10_000) };
    let Some(words) = words(&document(&with(note))) else { return };
    let printed: usize =
        words.split(' ').filter(|word| word.chars().all(|sign| sign == 'x')).map(|word| word.chars().count()).sum();
    assert!((10_000..10_010).contains(&printed), "{printed} of 10000 signs are printed");
}

#[test]
fn a_moment_beyond_all_clocks_is_no_reason_not_to_print() {
    let mut events = every_kind();
    let end = events.len() - 2;
    events[end].at = Moment::from_millis(u64::MAX);
    let _ = words(&document(&events));
}
