//! What is written down with one tap, and its corrections.

use holdspace::session::event::{Correction, NoteKind};
use holdspace::session::{Command, Event, Person, Refusal};

use super::framework::{ANNA, Scene, alone, holding, minutes, moment};

fn tap(chip: &str, time: &str) -> Command {
    Command::Observe(ANNA, chip.into(), moment(time))
}

fn note(text: &str, time: &str) -> Command {
    Command::WriteNote(ANNA, NoteKind::Note, text.into(), moment(time))
}

fn correct(scene: &Scene, correction: Correction) -> Command {
    Command::Correct(scene.session.log().last().unwrap().id, correction, "misheard".into())
}

#[test]
fn a_point_is_stamped_at_every_tap() {
    alone()
        .at("5:00.250")
        .when(tap("tears", "5:00"))
        .then_stamped(|events| assert_eq!(events[0].at, moment("5:00")))
        .when(tap("tears", "5:00"))
        .then(|events| assert_eq!(events, [Event::Observed { chip: "tears".into() }]))
        .anna(|anna| assert_eq!(anna.observations.len(), 2));
}

#[test]
fn a_second_tap_ends_a_state_so_that_its_length_is_known() {
    let scene = alone().at("5:00").when(tap("nausea", "5:00"));
    let began = scene.session.log().last().unwrap().id;
    scene
        .at("9:00")
        .when(tap("nausea", "9:00"))
        .then(|events| assert_eq!(events, [Event::StateEnded { chip: "nausea".into(), began }]))
        .anna(|anna| {
            assert_eq!(anna.observations.len(), 1);
            assert_eq!(anna.observations[0].ended, Some(moment("9:00")));
            assert!(anna.open_state("nausea").is_none());
        })
        .when(tap("nausea", "9:00"))
        .anna(|anna| assert!(anna.open_state("nausea").is_some()));
}

#[test]
fn a_state_never_ends_before_it_began() {
    alone()
        .at("9:00")
        .when(tap("nausea", "5:00"))
        .when(tap("nausea", "3:00"))
        .anna(|anna| assert_eq!(anna.observations[0].ended, Some(moment("5:00"))));
}

#[test]
fn first_effects_are_stamped_once_and_again_after_an_undo() {
    alone()
        .at("5:00")
        .when(tap("first_effects", "5:00"))
        .refused(tap("first_effects", "5:00"), |why| matches!(why, Refusal::OnceOnly(_)))
        .when(Command::Undo(None))
        .when(tap("first_effects", "5:00"));
}

#[test]
fn an_entry_can_be_back_dated_but_not_ahead() {
    alone()
        .at("9:00")
        .when(tap("tears", "4:00"))
        .anna(|anna| assert_eq!(anna.observations[0].at, moment("4:00")))
        .refused(tap("tears", "9:01"), |why| *why == Refusal::InTheFuture)
        .refused(note("later", "9:01"), |why| *why == Refusal::InTheFuture);
}

#[test]
fn what_the_protocol_does_not_know_is_refused() {
    alone()
        .refused(tap("levitation", "0:00"), |why| matches!(why, Refusal::Unknown(_)))
        .refused(Command::Rate(ANNA, "bliss".into(), 3), |why| matches!(why, Refusal::Unknown(_)))
        .refused(Command::Check(Person(9)), |why| *why == Refusal::Unknown("person 10".into()));
}

#[test]
fn ratings_go_from_0_to_10() {
    alone()
        .when(Command::Rate(ANNA, "distress".into(), 0))
        .when(Command::Rate(ANNA, "distress".into(), 10))
        .anna(|anna| assert_eq!(anna.rating("distress"), Some((moment("0:00"), 10))))
        .refused(Command::Rate(ANNA, "distress".into(), 11), |why| matches!(why, Refusal::Implausible(_)));
}

#[test]
fn the_quiet_check_is_one_tap_and_due_again_after_its_time() {
    alone().see(|session, _| assert_eq!(session.check_due(ANNA), None));
    holding(10)
        .see(|session, _| assert_eq!(session.check_due(ANNA), Some(moment("25:00"))))
        .at("24:00")
        .when(Command::Check(ANNA))
        .then(|events| assert_eq!(events, [Event::Checked]))
        .see(|session, now| assert_eq!(session.check_due(ANNA), Some(now.plus(minutes(15)))));
}

#[test]
fn an_intention_is_kept_and_may_be_written_again() {
    alone()
        .when(Command::WriteIntention(ANNA, " to rest ".into()))
        .when(Command::WriteIntention(ANNA, "to listen".into()))
        .anna(|anna| assert_eq!(anna.intention.as_ref().unwrap().1, "to listen"))
        .when(Command::WriteIntention(ANNA, String::new()))
        .then(|events| assert_eq!(events, [Event::IntentionWritten { text: String::new() }]));
}

#[test]
fn a_note_holds_words() {
    alone()
        .refused(note("  ", "0:00"), |why| *why == Refusal::Empty)
        .when(note(" a light ", "0:00"))
        .then(|events| assert_eq!(events, [Event::Note { kind: NoteKind::Note, text: "a light".into() }]));
}

#[test]
fn a_corrected_note_keeps_both_texts() {
    let scene = alone().when(note("a lite", "0:00"));
    let correction = correct(&scene, Correction::Text(" a light ".into()));
    let empty = correct(&scene, Correction::Text(" ".into()));
    scene
        .refused(empty, |why| *why == Refusal::Empty)
        .when(correction)
        .anna(|anna| assert_eq!(anna.notes[0].what.1, "a light"))
        .see(|session, _| {
            let said = |text: &str| {
                session.log().iter().any(|entry| matches!(&entry.event, Event::Note { text: said, .. } if said == text))
            };
            assert!(said("a lite"));
        });
}

#[test]
fn a_corrected_time_keeps_both_times() {
    let scene = alone().at("9:00").when(tap("tears", "9:00"));
    let correction = correct(&scene, Correction::At(moment("7:00")));
    let ahead = correct(&scene, Correction::At(moment("9:01")));
    let words = correct(&scene, Correction::Text("no".into()));
    scene
        .refused(ahead, |why| *why == Refusal::InTheFuture)
        .refused(words, |why| *why == Refusal::NotCorrectable)
        .when(correction)
        .anna(|anna| assert_eq!(anna.observations[0].at, moment("7:00")))
        .see(|session, _| {
            let times: Vec<_> = session.log().iter().rev().take(2).map(|entry| entry.at).collect();
            assert_eq!(times, [moment("9:00"), moment("9:00")]);
        });
}

#[test]
fn a_state_cannot_be_corrected_to_begin_after_its_end() {
    let scene = alone().at("9:00").when(tap("nausea", "5:00"));
    let late = correct(&scene, Correction::At(moment("8:00")));
    scene.when(tap("nausea", "7:00")).refused(late, |why| matches!(why, Refusal::Implausible(_)));
}

#[test]
fn what_is_not_an_entry_cannot_be_corrected() {
    let scene = alone();
    let phase = correct(&scene, Correction::At(moment("0:00")));
    scene.refused(phase, |why| *why == Refusal::NotCorrectable);
}

#[test]
fn what_was_taken_back_cannot_be_corrected() {
    let scene = alone().when(note("a", "0:00"));
    let correction = correct(&scene, Correction::Text("b".into()));
    scene.when(Command::Undo(None)).refused(correction, |why| *why == Refusal::NotCorrectable);
}
