//! What practices ask and agree is on every paper that leaves.

use std::sync::Arc;

use holdspace::journal::verify::{Verdict, verify};
use holdspace::record::export::{self, Form};
use holdspace::record::markdown;
use holdspace::session::event::{Event, Stamped};
use holdspace::session::protocol::Protocol;

use super::super::journal::sample::{Desk, ONE, entry, every_kind, of_practices, practice, protocol};
use super::record_of;

/// A session with everything that practices do differently.
fn lived() -> Vec<Stamped> {
    let mut events = every_kind();
    let rich = Arc::new(Protocol { practice: practice(), ..protocol() });
    if let Event::SessionStarted { protocol, .. } = &mut events[0].event {
        *protocol = rich;
    }
    let ends = events.split_off(events.len() - 2);
    let more = of_practices().into_iter().filter(|event| !matches!(event, Event::SessionStarted { .. }));
    let answers = (0..2).map(|item| Event::Answered { questionnaire: "two".into(), item, value: 1 });
    let more = more.chain(answers).enumerate();
    events.extend(more.map(|(index, event)| entry(0x3000 + index as u128, 90_000 + index as u64, ONE, event)));
    events.extend(ends);
    events
}

#[test]
fn the_page_tells_answers_course_calls_boosters_days_and_what_was_asked() {
    let page = markdown::write("x", &record_of(&lived()), &[]);
    for said in [
        "| Course | session 4 |",
        "met: dated 2026-08-01",
        "Prescriber called: agreed to go on",
        "Ceiling 140/90 mmHg, 100 /min (Dr. Q)",
        "1 lozenge × 200 mg, hold 12:00 min, then swallow, booster of ½ × 200 mg",
        "1 spray × 10 mg, 6 doses, 2:00 min apart",
        "Booster put off until",
        "Ended their part: enough for today",
        "Integration session: 2026-11-22, 14:05",
        "drawings/2.svg",
        "Two questions",
        "Sum: 2, none",
        "Item 1 was pointed out to the therapist",
        "what was unwelcome",
        "ended early by the client",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

#[test]
fn every_form_takes_them_along() {
    let record = record_of(&lived());
    for form in [Form::Markdown, Form::Pdf, Form::Timeline, Form::Json, Form::Csv, Form::Fhir] {
        assert!(export::files(form, "x", &record, &[]).is_ok(), "{form:?}");
    }
    let files = export::files(Form::Fhir, "x", &record, &[]).unwrap();
    let bundle = files.iter().map(|file| String::from_utf8_lossy(&file.bytes)).collect::<String>();
    for said in ["urn:x-holdspace:questionnaire:two", "prescriber-called", "\"54471007\"", "Session 4 of the course"] {
        assert!(bundle.contains(said), "{said}");
    }
}

#[test]
fn what_was_drawn_lies_beside_the_sealed_record_and_under_its_manifest() {
    let desk = Desk::new();
    let sealed = desk.sealed(&lived());
    let drawing = std::fs::read_to_string(sealed.folder.join("drawings/2.svg")).unwrap();
    assert!(drawing.contains("M3 4"), "{drawing}");
    assert_eq!(verify(&sealed.folder).unwrap(), Verdict::Intact);
}
