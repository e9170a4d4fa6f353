//! The page names what a reader would otherwise miss.

use holdspace::record::markdown;
use holdspace::session::event::{Correction, Event, EventId, NoteKind};

use super::super::journal::sample::{ONE, entry};
use super::{record_of, with};

fn page(events: &[holdspace::session::Stamped]) -> String {
    markdown::write("x", &record_of(events), &[])
}

#[test]
fn a_corrected_rating_shows_both_values_and_the_reason_given_later() {
    let mut events = with(Event::Rating { item: "distress".into(), value: 7 });
    let end = events.len() - 2;
    let corrected = Event::Corrected { of: EventId(0x9000), correction: Correction::Rating(1), reason: String::new() };
    events.insert(end, entry(0x9001, 41_000, ONE, corrected));
    let why = Event::Explained { of: EventId(0x9001), reason: "a slip of the finger".into() };
    events.insert(end + 1, entry(0x9002, 42_000, ONE, why));
    let page = page(&events);
    assert!(page.contains("| DISTRESS | 1 of 10 (was 7 of 10) |"), "{page}");
    assert!(page.contains("is 1 of 10 | a slip of the finger |"), "{page}");
}

#[test]
fn a_length_of_an_hour_and_more_is_one_of_hours() {
    let away = |minutes: u64| page(&with(Event::Resumed { away: std::time::Duration::from_secs(minutes * 60) }));
    assert!(away(68).contains("resumed after 1:08:00 h without"), "{}", away(68));
    assert!(away(59).contains("resumed after 59:00 min without"), "{}", away(59));
}

#[test]
fn hidden_signs_are_named_and_marks_are_not_obeyed() {
    let text = "a\u{1b}[2Jb | *c* <b>\u{202e}d";
    let page = page(&with(Event::Note { kind: NoteKind::Note, text: text.into() }));
    assert!(page.contains("a\\[U+001B]\\[2Jb \\| \\*c\\* \\<b>\\[U+202E]d"), "{page}");
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'));
}

#[test]
fn what_the_program_misses_is_named_by_its_words() {
    let missing = vec!["vitals".to_owned(), "escort".to_owned()];
    let page = page(&with(Event::GateOverridden { missing, reason: "called".into() }));
    assert!(page.contains("without pressure and heart rate within the ceiling, ESCORT; reason: called"), "{page}");
    let missing = vec!["minimum_stay".to_owned()];
    let page = self::page(&with(Event::Released { missing, reason: Some("escort is a nurse".into()) }));
    assert!(page.contains("without the minimum stay; reason: escort is a nurse"), "{page}");
}
