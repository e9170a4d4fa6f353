//! What a closed session leaves for the next one, and how that is said.

use std::sync::Arc;
use std::time::Duration;

use holdspace::course::{Memory, Part};
use holdspace::cue::Plan;
use holdspace::session::dose::{Booster, Ending, Form, Prescription};
use holdspace::session::event::NoteKind;
use holdspace::session::protocol::Ceiling;
use holdspace::session::vitals::{Breathing, Measured};
use holdspace::session::{Command, Phase, Session, open};
use holdspace::units::{Decibels, Milligrams, MmHg, Tablets};

use super::{day, whole};
use crate::rules::framework::{
    ANNA, BEN, Scene, alone, given, holding, measured, moment, plan, prescription, protocol, ready,
};

/// After this session, on the 19th of November, of what is known of three sessions.
fn after(scene: &Scene) -> Memory {
    Memory::after(Some(whole()), &scene.session, ANNA, day(11, 19))
}

fn spat(scene: Scene, time: &str) -> Scene {
    scene.at(time).when(Command::EndHold(ANNA, Ending::Spat, moment(time)))
}

#[test]
fn a_dose_is_remembered_with_the_hold_as_it_really_was() {
    let scene = spat(holding(7), "16:30");
    let memory = after(&scene);
    assert_eq!((memory.sessions, memory.of), (4, Some(8)));
    assert_eq!((memory.last_on, memory.taken_on), (Some(day(11, 19)), Some(day(11, 19))));
    assert_eq!(memory.prescription, Some(prescription(7)));
    assert_eq!(memory.hold_kept, Some(Duration::from_secs(390)));
    assert_eq!(memory.protocol.as_deref(), Some("rdt-test"));
}

#[test]
fn a_corrected_time_changes_the_hold_that_is_remembered() {
    let scene = spat(holding(7), "16:30").when(Command::CorrectT0(ANNA, moment("9:30")));
    assert_eq!(after(&scene).hold_kept, Some(Duration::from_secs(420)));
}

#[test]
fn a_booster_is_not_what_the_next_session_begins_with() {
    let scene = spat(holding(7), "17:00").at("50:00");
    let booster = Prescription { tablets: Tablets::whole(1), ..prescription(5) };
    let scene = scene.when(Command::ConfirmPrescription(ANNA, booster)).take(ANNA, "50:00");
    let memory = after(&spat(scene, "55:00"));
    assert_eq!((memory.prescription, memory.sessions), (Some(prescription(7)), 4));
    assert_eq!(memory.hold_kept, Some(Duration::from_secs(420)));
}

#[test]
fn a_session_without_a_dose_has_a_day_and_does_not_count() {
    let scene = ready(alone(), 12).when(Command::Decline(ANNA));
    let memory = after(&scene);
    assert_eq!((memory.sessions, memory.last_on), (3, Some(day(11, 19))));
    assert_eq!((memory.prescription.clone(), memory.taken_on), (whole().prescription, whole().taken_on));
    assert_eq!(memory.hold_kept, whole().hold_kept);
    let line = memory.line(day(11, 26));
    assert_eq!(
        line,
        "Session 4 of 8 · last 19 November, without a dose; 12 November: 2\u{a0}×\u{a0}100\u{a0}mg, held\u{a0}10:05"
    );
}

#[test]
fn the_first_session_is_remembered_of_nothing_before() {
    let scene = spat(holding(10), "20:00");
    let memory = Memory::after(None, &scene.session, ANNA, day(11, 19));
    assert_eq!((memory.sessions, memory.of, &memory.ceiling), (1, None, &None));
    assert_eq!(memory.line(day(11, 26)), "Session 2 · last 19 November, 2\u{a0}×\u{a0}100\u{a0}mg, held\u{a0}10:00");
}

#[test]
fn a_rehearsal_is_not_remembered() {
    let events = open(7, Arc::new(protocol()), vec!["MK-11".to_owned()], plan(), true);
    let stamped: Vec<_> = (1u128..)
        .zip(events)
        .map(|(id, happened)| holdspace::session::Stamped {
            id: holdspace::session::EventId(id),
            at: happened.at,
            about: happened.about,
            who: happened.who,
            event: happened.event,
        })
        .collect();
    let session = Session::from_events(&stamped).unwrap();
    assert!(session.is_rehearsal());
    assert_eq!(Memory::after(Some(whole()), &session, ANNA, day(11, 19)), whole());
    assert!(Memory::after(None, &session, ANNA, day(11, 19)).is_empty());
}

#[test]
fn the_baseline_is_measured_before_breathing_and_before_the_tablet() {
    let breathed = Measured { breathing: Breathing::After, ..measured(112, 70, 60) };
    let scene = alone().at("1:00").when(Command::KeepVitals(ANNA, breathed, moment("1:00"))).when(Command::KeepVitals(
        ANNA,
        measured(131, 84, 71),
        moment("1:00"),
    ));
    let scene = ready(scene, 10).take(ANNA, "10:00").at("15:00");
    let scene = scene.when(Command::KeepVitals(ANNA, measured(150, 92, 90), moment("15:00")));
    let first = scene.session.participant(ANNA).unwrap().vitals.iter();
    let first = first.map(|entry| entry.what).find(|measured| measured.breathing == Breathing::Before);
    assert_eq!(after(&scene).baseline, first);
    let none = alone();
    assert_eq!(after(&none).baseline, whole().baseline, "what was not measured stays as it was");
}

#[test]
fn music_that_was_heard_is_remembered_and_music_that_was_only_planned_is_not() {
    let named = Plan { playlist: "First light".to_owned(), ..(*plan()).clone() };
    let scene = alone().when(Command::PlanMusic(Arc::new(named)));
    let memory = after(&scene);
    assert_eq!((memory.playlist, memory.minutes, memory.volume), (whole().playlist, Some(68), whole().volume));
    let scene = scene.when(Command::KeepSoundCheck(Decibels(-24.0)));
    assert_eq!(after(&scene).volume, Some(Decibels(-24.0)));
    let scene = ready(scene, 10).take(ANNA, "10:00");
    let memory = after(&scene);
    assert_eq!((memory.playlist.as_deref(), memory.minutes), (Some("First light"), Some(60)));
    assert_eq!(memory.volume, Some(Decibels(-24.0)));
}

#[test]
fn the_unwelcome_is_of_the_last_session_alone_and_the_ceiling_stays_until_another_is_set() {
    let scene = spat(holding(10), "20:00");
    let memory = after(&scene);
    assert_eq!(memory.unwelcome, [""; 0]);
    assert_eq!(memory.ceiling, whole().ceiling);
    let lower = Ceiling { systolic: MmHg(140), source: "Dr Keller, today".to_owned(), ..whole().ceiling.unwrap() };
    let note = |kind, text: &str| Command::WriteNote(ANNA, kind, text.to_owned(), moment("20:00"));
    let scene = scene
        .when(Command::SetCeiling(ANNA, lower.clone()))
        .when(note(NoteKind::Note, "quiet"))
        .when(note(NoteKind::Unwelcome, "the cold"));
    let memory = after(&scene);
    assert_eq!((memory.ceiling, memory.unwelcome), (Some(lower), vec!["the cold".to_owned()]));
}

#[test]
fn what_the_therapist_notes_of_the_course_stands_above_what_was_counted() {
    let scene = spat(holding(10).when(Command::NoteCourse(ANNA, 6, Some(10))), "20:00");
    assert_eq!((after(&scene).sessions, after(&scene).of), (6, Some(10)));
    let declined = ready(alone(), 10).when(Command::NoteCourse(ANNA, 6, None)).when(Command::Decline(ANNA));
    assert_eq!((after(&declined).sessions, after(&declined).of, after(&declined).next()), (5, None, 6));
}

#[test]
fn sprays_and_injections_are_said_without_a_hold() {
    let shots = Prescription {
        tablets: Tablets::whole(1),
        each: Milligrams(30),
        form: Form::Injection,
        doses: 2,
        spacing: Duration::from_secs(600),
        ..prescription(10)
    };
    let memory = Memory { prescription: Some(shots), hold_kept: None, ..whole() };
    assert_eq!(memory.line(day(11, 26)), "Session 4 of 8 · last 12 November, 2 injections of 30\u{a0}mg");
    let told = memory.told(Part::Prescription, day(11, 26)).unwrap().1;
    assert_eq!(told, "2 injections of 30\u{a0}mg, 10:00 apart, prescribed by Dr K, 12 November");
    let booster = Some(Booster { tablets: Tablets { halves: 1 }, each: Milligrams(100) });
    let boosted = Memory { prescription: Some(Prescription { booster, ..prescription(10) }), ..memory };
    let told = boosted.told(Part::Prescription, day(11, 26)).unwrap().1;
    assert!(told.contains("then spit, booster ½\u{a0}×\u{a0}100\u{a0}mg, prescribed"), "{told}");
}

#[test]
fn in_a_group_everybody_has_a_memory_of_their_own() {
    let scene = ready(given(protocol(), 2), 10).take(ANNA, "10:00");
    let scene = spat(scene, "20:00").when(Command::Decline(BEN)).when(Command::Enter(Phase::Journey));
    let ben = Memory::after(None, &scene.session, BEN, day(11, 19));
    assert_eq!((ben.sessions, ben.prescription), (0, None));
    assert_eq!(Memory::after(None, &scene.session, ANNA, day(11, 19)).sessions, 1);
}

#[test]
fn what_is_known_is_said_in_one_line_and_part_by_part() {
    assert_eq!(
        whole().line(day(11, 26)),
        "Session 4 of 8 · last 12 November, 2\u{a0}×\u{a0}100\u{a0}mg, held\u{a0}10:05"
    );
    let next_year = chrono::NaiveDate::from_ymd_opt(2027, 1, 7).unwrap();
    assert_eq!(
        whole().line(next_year),
        "Session 4 of 8 · last 12 November 2026, 2\u{a0}×\u{a0}100\u{a0}mg, held\u{a0}10:05"
    );
    let today = day(11, 26);
    assert_eq!(whole().only(&[Part::Volume]).line(today), "Some things are kept from last time");
    assert_eq!(whole().only(&[Part::Prescription]).line(today), "2\u{a0}×\u{a0}100\u{a0}mg, held\u{a0}10:05");
    let told: Vec<_> = Part::ALL.into_iter().filter_map(|part| whole().told(part, today)).collect();
    let wanted = [
        ("Number", "Session 4 of 8, last 12 November"),
        (
            "Prescription",
            "2\u{a0}×\u{a0}100\u{a0}mg, hold 10 min, then spit, prescribed by Dr K, 12 November; held 10:05",
        ),
        ("Baseline", "124/78, heart rate 68"),
        ("Ceiling", "150/95, heart rate 110; Dr Keller, October"),
        ("Volume", "\u{2212}22 dB"),
        ("Music", "Tidewater, 68 min"),
        ("Unwelcome", "the bells · a hand on the shoulder"),
    ];
    assert_eq!(told, wanted.map(|(name, said)| (name, said.to_owned())));
    assert!(Part::ALL.into_iter().all(|part| Memory::default().told(part, today).is_none()));
}
