//! The written form: pinned to the byte, and nothing is lost in it.

use std::sync::Arc;
use std::time::Duration;

use holdspace::cue::{Join, Material, Nudge, Piece, Plan, Position, Stage, Turn};
use holdspace::journal::record::{self, Owner, chain};
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::{
    About, Close, Correction, Event, EventId, NotBefore, NoteKind, Person, Stamped, Steer, Who,
};
use holdspace::session::phase::Phase;
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::units::{BeatsPerMinute, Decibels, Milligrams, MmHg, Moment, Saturation, Tablets};
use proptest::prelude::*;

use super::sample::{entry, every_kind, pattern, protocol, reading};

#[test]
fn a_line_is_written_as_it_was_frozen() {
    let spat = entry(12, 5_025_000, About::One(Person(0)), Event::HoldEnded { dose: 0, ending: Ending::Spat });
    let (line, h) = line_of(&spat, Some("00112233445566778899aabbccddeeff"));
    let expected = concat!(
        r#"{"n":12,"id":"00000000-0000-0000-0000-00000000000c","at_ms":5025000,"#,
        r#""wall":"2026-11-22T11:54:52.512+01:00","boot_ms":93025000,"boot_id":"b0","#,
        r#""prev":"00112233445566778899aabbccddeeff","who":"therapist","about":"one","#,
        r#""kind":"spat","dose":0,"h":"f1e2d52010633f60366ed365d2e46b55"}"#,
        "\n"
    );
    assert_eq!(line, expected);
    assert!(line.ends_with(&format!(",\"h\":\"{h}\"}}\n")));
}

#[test]
fn every_kind_has_the_word_it_is_known_by() {
    let kinds: Vec<String> = every_kind().iter().map(|entry| read(entry).kind).collect();
    let expected = "session_started phase_entered gate_item gate_overridden volume_set intention_written \
        breathing_started breathing_ended vitals prescription_confirmed tablet_taken music_planned spit_cued spat \
        swallowed swallowed t0_corrected declined phase_entered observed state_ended checked rating note \
        music_steered music_steered music_steered music_steered position output_lost output_back piece_failed \
        clock_jumped resumed not_recorded recorded_again corrected corrected undone release_item released closed sealed";
    assert_eq!(kinds, expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn every_kind_comes_back_as_it_was() {
    for entry in every_kind() {
        assert_eq!(read(&entry).entry, Some(entry));
    }
}

#[test]
fn a_record_keeps_only_its_own_code() {
    let started = entry(1, 0, About::All, super::sample::started(&["AB", "CD"]));
    let owner = Owner { person: Person(1), people: 2, device: "d".into() };
    let body = record::body(1, &started, &reading(0), None, &owner).unwrap();
    assert!(body.contains("\"code\":\"CD\"") && !body.contains("AB"), "{body}");
}

#[test]
fn an_unknown_kind_is_kept_as_a_line_and_is_no_event() {
    let (line, _) = line_of(&entry(3, 0, About::All, Event::OutputLost), None);
    let text = line.trim_end().replace("output_lost", "light_dimmed");
    let line = record::line(&text, "").unwrap();
    assert_eq!((line.kind.as_str(), line.entry), ("light_dimmed", None));
}

proptest! {
    #[test]
    fn any_event_comes_back_as_it_was(entry in any_entry()) {
        prop_assert_eq!(read(&entry).entry, Some(entry));
    }
}

fn line_of(entry: &Stamped, prev: Option<&str>) -> (String, String) {
    let owner = Owner { person: Person(0), people: 1, device: "d".into() };
    let body = record::body(12, entry, &reading(entry.at.millis()), prev, &owner).unwrap();
    chain::close(prev.unwrap_or_default(), &body)
}

fn read(entry: &Stamped) -> record::Line {
    let at = Moment::from_millis(entry.at.millis() % 1_000_000_000);
    let (line, h) = line_of(&Stamped { at, ..entry.clone() }, None);
    let mut line = record::line(line.trim_end(), &h).unwrap();
    if let Some(read) = &mut line.entry {
        assert_eq!(read.at, at);
        read.at = entry.at;
    }
    line
}

pub fn any_entry() -> impl Strategy<Value = Stamped> {
    let who = prop_oneof![Just(Who::Therapist), Just(Who::System), Just(Who::Chaperone), Just(Who::Provider)];
    let about = prop_oneof![Just(About::All), Just(About::One(Person(0)))];
    (any::<u128>(), any::<u64>(), about, who, any_event()).prop_map(|(id, at, about, who, event)| Stamped {
        id: EventId(id),
        at: Moment::from_millis(at),
        about,
        who,
        event,
    })
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![events_of_the_room(), events_of_a_dose(), events_of_the_music(), events_of_the_record()]
}

fn events_of_the_room() -> impl Strategy<Value = Event> {
    let start = (any::<u128>(), ".*", any::<bool>()).prop_map(|(session, code, rehearsal)| {
        let protocol = Arc::new(protocol());
        Event::SessionStarted { session, protocol, codes: vec![code], rehearsal }
    });
    let pattern = (any::<u16>(), proptest::option::of(".*")).prop_map(|(cycles, caution)| {
        let pattern = holdspace::session::breathing::Pattern { caution, ..pattern() };
        Event::BreathingStarted { pattern, cycles }
    });
    prop_oneof![
        start,
        any_span().prop_map(|away| Event::Resumed { away }),
        (any_name(), any_span(), any_span()).prop_map(|(of, from, to)| Event::AwayCorrected { of, from, to }),
        proptest::sample::select(&Phase::ALL).prop_map(|phase| Event::PhaseEntered { phase }),
        (".*", any::<bool>()).prop_map(|(item, met)| Event::GateItem { item, met, answer: None }),
        proptest::sample::select(super::sample::of_practices()),
        (any_words(), ".*").prop_map(|(missing, reason)| Event::GateOverridden { missing, reason }),
        ".*".prop_map(|text| Event::IntentionWritten { text }),
        pattern,
        any::<u16>().prop_map(|cycles| Event::BreathingEnded { cycles }),
        (".*", any::<bool>()).prop_map(|(item, met)| Event::ReleaseItem { item, met, answer: None }),
        (any_words(), proptest::option::of(".*")).prop_map(|(missing, reason)| Event::Released { missing, reason }),
    ]
}

fn events_of_a_dose() -> impl Strategy<Value = Event> {
    let end = prop_oneof![Just(HoldEnd::Spit), Just(HoldEnd::Swallow)];
    let prescription = (any::<u8>(), any::<u32>(), any_span(), end, ".*");
    let prescription = prescription.prop_map(|(halves, each, hold, end, prescriber)| {
        Prescription::held(Tablets { halves }, Milligrams(each), hold, end, prescriber)
    });
    let ending = prop_oneof![Just(Ending::Spat), Just(Ending::SwallowedSome), Just(Ending::SwallowedAll)];
    let moments = (any::<u64>(), any::<u64>());
    prop_oneof![
        (any::<u8>(), prescription)
            .prop_map(|(dose, prescription)| Event::PrescriptionConfirmed { dose, prescription }),
        any::<u8>().prop_map(|dose| Event::TabletTaken { dose }),
        any::<u8>().prop_map(|dose| Event::SpitCued { dose }),
        (any::<u8>(), ending).prop_map(|(dose, ending)| Event::HoldEnded { dose, ending }),
        Just(Event::Declined),
        (any::<u8>(), moments).prop_map(|(dose, (from, to))| Event::T0Corrected {
            dose,
            from: Moment::from_millis(from),
            to: Moment::from_millis(to)
        }),
        any_vitals(),
    ]
}

fn any_vitals() -> impl Strategy<Value = Event> {
    any_measured().prop_map(Event::Vitals)
}

fn any_measured() -> impl Strategy<Value = Measured> {
    let pressure = proptest::option::of((any::<u16>(), any::<u16>()));
    let rest = (proptest::option::of(any::<u16>()), proptest::option::of(any::<u8>()), any::<bool>());
    (pressure, rest).prop_map(|(pressure, (rate, saturation, before))| Measured {
        pressure: pressure.map(|(over, under)| (MmHg(over), MmHg(under))),
        heart_rate: rate.map(BeatsPerMinute),
        saturation: saturation.map(Saturation),
        breathing: if before { Breathing::Before } else { Breathing::After },
    })
}

fn events_of_the_music() -> impl Strategy<Value = Event> {
    let steer = prop_oneof![
        any::<bool>().prop_map(Steer::SoundCheck),
        any_span().prop_map(Steer::Silence),
        Just(Steer::Resume),
        any::<bool>().prop_map(Steer::TalkOver),
        (any::<usize>(), any_span()).prop_map(|(piece, offset)| Steer::SoundCheckAt(Position { piece, offset })),
        proptest::sample::select(&Turn::ALL).prop_map(Steer::Turned),
        any::<bool>().prop_map(Steer::Grounding),
        any_span().prop_map(Steer::End),
    ];
    let heard = (any::<u64>(), any::<usize>(), any_span());
    prop_oneof![
        any_plan().prop_map(|plan| Event::MusicPlanned { plan: Arc::new(plan) }),
        steer.prop_map(Event::MusicSteered),
        (any_level(), proptest::option::of(any_level())).prop_map(|(volume, cap)| Event::VolumeSet { volume, cap }),
        heard.prop_map(|(generation, piece, offset)| Event::Heard { generation, position: Position { piece, offset } }),
        Just(Event::OutputLost),
        Just(Event::OutputBack),
        (any::<usize>(), ".*").prop_map(|(piece, reason)| Event::PieceFailed { piece, reason }),
    ]
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let arc = proptest::collection::vec((any_span(), any_level()), 0..4);
    let stages = proptest::collection::vec((any_span(), proptest::sample::select(&Stage::ALL)), 0..4);
    let pieces = proptest::collection::vec(any_piece(), 0..4);
    let nudge = (any_span(), -0.2f32..0.2, -0.3f32..0.3);
    let nudge = nudge.prop_map(|(at, intensity, warmth)| Nudge { at, intensity, warmth });
    let nudges = proptest::collection::vec(nudge, 0..3);
    (any_span(), pieces, arc, stages, ".*", nudges).prop_map(|(target, pieces, arc, stages, playlist, nudges)| Plan {
        target,
        pieces,
        arc,
        stages,
        playlist,
        nudges,
    })
}

fn any_piece() -> impl Strategy<Value = Piece> {
    use std::os::unix::ffi::OsStringExt as _;
    let path = proptest::collection::vec(any::<u8>(), 0..12).prop_map(std::ffi::OsString::from_vec);
    let material = prop_oneof![
        (path, "[0-9a-f]{64}").prop_map(|(path, sha256)| Material::File { path: path.into(), sha256 }),
        ("[a-z]*", any::<u64>()).prop_map(|(name, seed)| Material::Soundscape { name, seed }),
    ];
    let join = prop_oneof![Just(Join::Gapless), any_span().prop_map(Join::Crossfade)];
    let spans = (any_span(), proptest::option::of(any_span()), any_span());
    (".*", material, spans, any_level(), join).prop_map(|(title, material, (start, length, trim), gain, join)| Piece {
        title,
        material,
        start,
        length,
        trim,
        gain,
        join,
    })
}

fn events_of_the_record() -> impl Strategy<Value = Event> {
    let note = prop_oneof![Just(NoteKind::Note), Just(NoteKind::FirstWords), Just(NoteKind::Client)];
    let close = prop_oneof![Just(Close::Complete), Just(Close::EndedEarly), Just(Close::WithoutDose)];
    let correction = prop_oneof![
        any::<u64>().prop_map(|at| Correction::At(Moment::from_millis(at))),
        ".*".prop_map(Correction::Text),
        any::<u8>().prop_map(Correction::Rating),
        any_measured().prop_map(Correction::Vitals),
    ];
    let amendment = (any::<u128>(), ".*", ".*", ".*");
    let amendment =
        amendment.prop_map(|(session, code, record, last_h)| Event::AmendmentStarted { session, code, record, last_h });
    prop_oneof![
        ".*".prop_map(|chip| Event::Observed { chip }),
        (".*", any::<u128>()).prop_map(|(chip, began)| Event::StateEnded { chip, began: EventId(began) }),
        Just(Event::Checked),
        (".*", any::<u8>()).prop_map(|(item, value)| Event::Rating { item, value }),
        (note, ".*").prop_map(|(kind, text)| Event::Note { kind, text }),
        any::<i64>().prop_map(|by_ms| Event::ClockJumped { by_ms }),
        any_doubt(),
        ".*".prop_map(|reason| Event::NotRecorded { reason }),
        Just(Event::RecordedAgain),
        (any_name(), correction, ".*").prop_map(|(of, correction, reason)| Event::Corrected { of, correction, reason }),
        (any_name(), ".*").prop_map(|(of, reason)| Event::Undone { of, reason }),
        (any_name(), ".*").prop_map(|(of, reason)| Event::Explained { of, reason }),
        amendment,
        close.prop_map(|how| Event::Closed { how }),
        Just(Event::Sealed),
    ]
}

fn any_doubt() -> impl Strategy<Value = Event> {
    let because = proptest::sample::select(&[NotBefore::Record, NotBefore::Program]);
    (0u64..4_000_000_000_000, because)
        .prop_map(|(ms, because)| Event::ClockDoubted { not_before: super::sample::reading(ms).wall, because })
}

/// The name of any entry, often of one of [`every_kind`].
fn any_name() -> impl Strategy<Value = EventId> {
    prop_oneof![any::<u128>(), 0x1000..0x1030u128].prop_map(EventId)
}

/// Up to a day, to the nanosecond.
fn any_span() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (0..86_400_000_000_000u64).prop_map(Duration::from_nanos),
        (0..86_400_000u64).prop_map(Duration::from_millis)
    ]
}

fn any_level() -> impl Strategy<Value = Decibels> {
    (-120.0f32..12.0).prop_map(Decibels)
}

fn any_words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(".*", 0..4)
}
