//! The exact bytes of a line of every kind, in every one of its shapes.
//!
//! `pinned.ndjson` is what readers elsewhere rely on. It grows with new kinds; a line that stands in it never changes.

use std::collections::BTreeSet;
use std::time::Duration;

use holdspace::cue::{Position, Turn};
use holdspace::journal::reader;
use holdspace::journal::record::{self, Owner, chain};
use holdspace::session::event::{
    About, Close, Correction, Event, EventId, NotBefore, NoteKind, Person, Stamped, Steer, Who,
};
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::units::{BeatsPerMinute, Decibels, MmHg, Saturation};

use super::sample::{ONE, entry, every_kind, of_practices, reading};

fn pinned() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/journal/pinned.ndjson");
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn a_line_of_every_kind_is_written_to_the_byte_as_it_was_frozen() {
    let (written, pinned) = (written(), pinned());
    for (number, (today, frozen)) in written.lines().zip(pinned.lines()).enumerate() {
        assert_eq!(today, frozen, "line {}", number + 1);
    }
    assert_eq!(written.len(), pinned.len(), "every line is frozen; what is written today:\n{written}");
}

#[test]
fn the_frozen_lines_are_one_good_record_that_says_the_same() {
    let record = reader::read_bytes(std::path::Path::new("x"), &[(1, pinned().into_bytes())]);
    assert!(record.damage.is_empty(), "{:?}", record.damage);
    let events: Vec<Stamped> = record.events().cloned().collect();
    assert_eq!(events, all());
}

#[test]
fn no_kind_and_no_shape_of_one_is_left_out() {
    let shapes: BTreeSet<usize> = all().iter().map(|entry| shape(&entry.event)).collect();
    assert_eq!(shapes.into_iter().collect::<Vec<_>>(), (0..SHAPES).collect::<Vec<_>>());
    let said: BTreeSet<(u8, bool)> = all().iter().map(|entry| (entry.who as u8, entry.about == About::All)).collect();
    assert!(said.len() >= 5, "every word of who and about");
}

fn written() -> String {
    let owner = Owner { person: Person(0), people: 1, device: "01a214e5-562c-76b3-ac12-49b23ec0bb07".into() };
    let (mut text, mut before) = (String::new(), String::new());
    for (n, entry) in (1..).zip(all()) {
        let body = record::body(n, &entry, &reading(entry.at.millis()), None, &owner).unwrap();
        // The version of the program is no part of the format.
        let body = body.replace(concat!("holdspace ", env!("CARGO_PKG_VERSION")), "holdspace 0.1.0");
        let (line, h) = chain::close(&before, &body);
        text.push_str(&line);
        before = h;
    }
    text
}

/// One of every kind as sampled, then the shapes that the sample does not have.
fn all() -> Vec<Stamped> {
    let mut events = every_kind();
    let measured = Measured {
        pressure: Some((MmHg(128), MmHg(81))),
        heart_rate: Some(BeatsPerMinute(71)),
        saturation: Some(Saturation(97)),
        breathing: Breathing::After,
    };
    let nothing = Measured { pressure: None, heart_rate: None, saturation: None, breathing: Breathing::Before };
    let corrected = |correction| Event::Corrected { of: EventId(0x1000 + 8), correction, reason: "misread".into() };
    let steered = Event::MusicSteered;
    let place = Position { piece: 2, offset: Duration::from_millis(1_500) };
    let more = [
        corrected(Correction::Vitals(measured)),
        corrected(Correction::Vitals(nothing)),
        corrected(Correction::Rating(8)),
        Event::Explained { of: EventId(0x1000 + 38), reason: "Slip of the finger".into() },
        Event::AmendmentStarted {
            session: 77,
            code: "AB".into(),
            record: "20261122-01a214e5-563d-755f-a2f6-9e4dc7145be8".into(),
            last_h: "68fb2ed5cfcb42bd3129af2c10882f58".into(),
        },
        steered(Steer::SoundCheckAt(place)),
        steered(Steer::Grounding(true)),
        steered(Steer::End(Duration::from_secs(60))),
        Event::Note { kind: NoteKind::Note, text: "\u{1}\t\u{2028}\u{7f}😀".into() },
        Event::Note { kind: NoteKind::Client, text: String::new() },
        Event::VolumeSet { volume: Decibels::SILENCE, cap: None },
        Event::Released { missing: Vec::new(), reason: None },
        Event::Closed { how: Close::EndedEarly },
        Event::Closed { how: Close::WithoutDose },
    ];
    let more = more
        .into_iter()
        .chain(Turn::ALL.map(|turn| steered(Steer::Turned(turn))))
        .chain(of_practices())
        .chain(of_clocks());
    let who = [Who::Therapist, Who::System, Who::Chaperone, Who::Provider];
    events.extend(more.enumerate().map(|(index, event)| {
        let at = 100_000 + index as u64;
        Stamped { who: who[index % who.len()], ..entry(0x2000 + index as u128, at, ONE, event) }
    }));
    events
}

/// What is told of clocks since December 2026.
fn of_clocks() -> [Event; 3] {
    let not_before = reading(0).wall;
    let doubted = |because| Event::ClockDoubted { not_before, because };
    let (from, to) = (Duration::from_millis(22_000), Duration::from_millis(60_250));
    let away = Event::AwayCorrected { of: EventId(0x1000 + 34), from, to };
    [doubted(NotBefore::Record), doubted(NotBefore::Program), away]
}

const SHAPES: usize = 82;

/// A number for each kind and each shape of one; a new kind does not compile until it stands here.
fn shape(event: &Event) -> usize {
    match event {
        Event::SessionStarted { .. } => 0,
        Event::Resumed { .. } => 1,
        Event::PhaseEntered { .. } => 2,
        Event::GateItem { .. } => 3,
        Event::GateOverridden { .. } => 4,
        Event::IntentionWritten { .. } => 5,
        Event::BreathingStarted { .. } => 6,
        Event::BreathingEnded { .. } => 7,
        Event::PrescriptionConfirmed { .. } => 8,
        Event::TabletTaken { .. } => 9,
        Event::SpitCued { .. } => 10,
        Event::HoldEnded { ending, .. } => 11 + *ending as usize,
        Event::Declined => 14,
        Event::T0Corrected { .. } => 15,
        Event::Observed { .. } => 16,
        Event::StateEnded { .. } => 17,
        Event::Checked => 18,
        Event::Vitals(_) => 19,
        Event::Rating { .. } => 20,
        Event::Note { kind: NoteKind::Unwelcome, .. } => 78,
        Event::Note { kind, .. } => 21 + *kind as usize,
        Event::MusicPlanned { .. } => 24,
        Event::MusicSteered(steer) => match steer {
            Steer::SoundCheck(_) => 25,
            Steer::Silence(_) => 26,
            Steer::Resume => 27,
            Steer::TalkOver(_) => 28,
            Steer::SoundCheckAt(_) => 29,
            Steer::Turned(_) => 30,
            Steer::Grounding(_) => 31,
            Steer::End(_) => 32,
        },
        Event::VolumeSet { .. } => 33,
        Event::Heard { .. } => 34,
        Event::OutputLost => 35,
        Event::OutputBack => 36,
        Event::PieceFailed { .. } => 37,
        Event::ClockJumped { .. } => 38,
        Event::NotRecorded { .. } => 39,
        Event::RecordedAgain => 40,
        Event::Corrected { correction, .. } => match correction {
            Correction::At(_) => 41,
            Correction::Text(_) => 42,
            Correction::Vitals(_) => 43,
            Correction::Rating(_) => 44,
        },
        Event::Undone { .. } => 45,
        Event::Explained { .. } => 46,
        Event::AmendmentStarted { .. } => 47,
        Event::ReleaseItem { .. } => 48,
        Event::Released { .. } => 49,
        Event::Closed { how } => 50 + *how as usize,
        Event::Sealed => 53,
        Event::CeilingSet { .. } => 54,
        Event::PrescriberCalled { outcome } => 55 + *outcome as usize,
        Event::CourseNoted { .. } => 58,
        Event::Answered { .. } => 59,
        Event::MeditationBegan { how } => 60 + *how as usize,
        Event::MeditationEnded => 62,
        Event::Given { .. } => 63,
        Event::Postponed => 64,
        Event::BoosterSkipped => 65,
        Event::BoosterSnoozed { .. } => 66,
        Event::BoosterExpired => 67,
        Event::Stopped { .. } => 68,
        Event::EmergencyOpened => 69,
        Event::Drawn { .. } => 70,
        Event::TurnBegan => 71,
        Event::TurnEnded => 72,
        Event::Appointed(appointment) => 73 + appointment.what as usize,
        Event::MusicPlaced { place } => 75 + *place as usize,
        Event::ClockDoubted { because, .. } => 79 + *because as usize,
        Event::AwayCorrected { .. } => 81,
    }
}

#[test]
fn the_lines_on_the_page_of_the_format_are_good() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/record-format.md");
    let page = std::fs::read_to_string(page).unwrap();
    let lines: String = page
        .lines()
        .filter(|line| line.starts_with("{\"n\":") && line.ends_with("\"}"))
        .map(|line| format!("{line}\n"))
        .collect();
    let record = reader::read_bytes(std::path::Path::new("x.live"), &[(1, lines.into_bytes())]);
    assert_eq!((record.lines.len(), record.damage.len()), (2, 0), "{:?}", record.damage);
}
