//! What was entered wrong is set right: both values stay, and why can be said.

use holdspace::session::changes::ASKED;
use holdspace::session::dose::Ending;
use holdspace::session::event::{Correction, NoteKind};
use holdspace::session::protocol::Anchor;
use holdspace::session::{Command, Event, EventId, Phase, Refusal};

use super::framework::{ANNA, Scene, alone, anchored, confirm, given, holding, measured, moment, ready};

fn last(scene: &Scene) -> EventId {
    scene.session.log().last().unwrap().id
}

fn correct(of: EventId, correction: Correction) -> Command {
    Command::Correct(of, correction, String::new())
}

fn at(time: &str) -> Correction {
    Correction::At(moment(time))
}

/// The tablet at 10:00, spat at 12:00.
fn spat() -> Scene {
    holding(2).at("12:00").when(Command::EndHold(ANNA, Ending::Spat, moment("12:00"))).at("15:00")
}

#[test]
fn measured_values_are_set_right_as_a_whole() {
    let scene = alone().when(Command::KeepVitals(ANNA, measured(128, 38, 70), moment("0:00")));
    let vitals = last(&scene);
    scene
        .refused(correct(vitals, Correction::Vitals(measured(70, 128, 70))), |why| {
            matches!(why, Refusal::Implausible(_))
        })
        .refused(correct(vitals, Correction::Rating(4)), |why| *why == Refusal::NotCorrectable)
        .when(Command::Correct(vitals, Correction::Vitals(measured(128, 81, 70)), " misread ".into()))
        .then(|events| {
            let right = Correction::Vitals(measured(128, 81, 70));
            assert_eq!(events, [Event::Corrected { of: vitals, correction: right, reason: "misread".into() }]);
        })
        .anna(|anna| assert_eq!(anna.vitals[0].what, measured(128, 81, 70)))
        .see(|session, _| {
            let entry = session.event(vitals).unwrap();
            assert_eq!(entry.event, Event::Vitals(measured(128, 38, 70)), "the first value stays");
            assert_eq!(session.as_corrected(entry).event, Event::Vitals(measured(128, 81, 70)));
            assert_eq!(session.reason(session.changes(vitals).last().unwrap().id), Some("misread"));
        });
}

#[test]
fn a_rating_is_set_right_within_its_scale() {
    let scene = alone().when(Command::Rate(ANNA, "distress".into(), 1));
    let rating = last(&scene);
    scene
        .refused(correct(rating, Correction::Rating(11)), |why| matches!(why, Refusal::Implausible(_)))
        .when(correct(rating, Correction::Rating(10)))
        .anna(|anna| assert_eq!(anna.rating("distress").unwrap().1, 10))
        .at("1:00")
        .when(correct(rating, at("0:30")))
        .anna(|anna| assert_eq!(anna.rating("distress"), Some((moment("0:30"), 10))));
}

#[test]
fn the_intention_is_set_right_and_an_older_one_does_not_come_back() {
    let scene = alone().when(Command::WriteIntention(ANNA, "to meet".into()));
    let older = last(&scene);
    let scene = scene.when(Command::WriteIntention(ANNA, "to lisen".into()));
    let newer = last(&scene);
    scene
        .refused(correct(newer, Correction::Text(" ".into())), |why| *why == Refusal::Empty)
        .when(correct(newer, Correction::Text("to listen".into())))
        .when(correct(older, Correction::Text("to meet it".into())))
        .anna(|anna| assert_eq!(anna.intention.as_ref().unwrap().1, "to listen"))
        .when(Command::Undo(Some(newer)))
        .anna(|anna| assert_eq!(anna.intention.as_ref().unwrap().1, "to meet it"));
}

#[test]
fn the_end_of_a_hold_is_set_right_between_its_tablet_and_the_next() {
    let scene = spat();
    let spit = scene.id(|event| matches!(event, Event::HoldEnded { .. }));
    let scene = scene
        .refused(correct(spit, at("9:59")), |why| matches!(why, Refusal::Implausible(_)))
        .refused(correct(spit, at("15:01")), |why| *why == Refusal::InTheFuture)
        .when(correct(spit, at("11:30")))
        .anna(|anna| assert_eq!(anna.last_ending(), Some((moment("11:30"), Ending::Spat))));
    let second = scene.when(confirm(ANNA, 1)).take(ANNA, "16:00").at("17:00");
    second
        .refused(correct(spit, at("16:30")), |why| matches!(why, Refusal::Implausible(_)))
        .when(correct(spit, at("15:59")))
        .anna(|anna| assert_eq!(anna.doses[0].ended, Some((moment("15:59"), Ending::Spat))));
}

#[test]
fn a_corrected_spit_never_moves_music_that_counts_from_it() {
    let scene = ready(given(anchored(Anchor::Spit), 1), 1)
        .take(ANNA, "10:00")
        .at("11:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")))
        .when(Command::Enter(Phase::Journey));
    let spit = scene.id(|event| matches!(event, Event::HoldEnded { .. }));
    let before = scene.session.cue(scene.now).music;
    assert!(before.is_some());
    scene.when(correct(spit, at("10:30"))).see(|session, now| assert_eq!(session.cue(now).music, before));
}

#[test]
fn the_end_of_a_state_is_set_right_and_not_before_its_beginning() {
    let tap = |time: &str| Command::Observe(ANNA, "nausea".into(), moment(time));
    let scene = alone().at("5:00").when(tap("5:00")).at("9:00").when(tap("9:00"));
    let end = last(&scene);
    let began = scene.id(|event| matches!(event, Event::Observed { .. }));
    scene
        .refused(correct(end, at("4:59")), |why| matches!(why, Refusal::Implausible(_)))
        .when(correct(end, at("7:00")))
        .anna(|anna| assert_eq!(anna.observations[0].ended, Some(moment("7:00"))))
        .refused(correct(began, at("7:30")), |why| matches!(why, Refusal::Implausible(_)))
        .when(correct(began, at("6:00")))
        .anna(|anna| assert_eq!(anna.observations[0].at, moment("6:00")));
}

#[test]
fn the_time_of_any_tablet_is_corrected_as_t0_is() {
    let scene = spat();
    let tablet = scene.id(|event| matches!(event, Event::TabletTaken { .. }));
    scene
        .when(correct(tablet, at("9:40")))
        .then(|events| {
            assert_eq!(events, [Event::T0Corrected { dose: 0, from: moment("10:00"), to: moment("9:40") }]);
        })
        .see(|session, _| {
            let entry = session.event(tablet).unwrap();
            assert_eq!(session.as_corrected(entry).at, moment("9:40"));
            assert_eq!(session.changes(tablet).count(), 1);
        })
        .when(correct(tablet, at("9:40")))
        .nothing()
        .when(confirm(ANNA, 1))
        .take(ANNA, "16:00")
        .when(correct(tablet, at("9:30")))
        .then(|events| {
            assert_eq!(events, [Event::T0Corrected { dose: 0, from: moment("9:40"), to: moment("9:30") }]);
        });
}

#[test]
fn what_follows_the_clock_has_no_time_to_correct() {
    let scene = spat().when(Command::Enter(Phase::Journey));
    for kind in [
        |event: &Event| matches!(event, Event::PhaseEntered { .. }),
        |event: &Event| matches!(event, Event::PrescriptionConfirmed { .. }),
        |event: &Event| matches!(event, Event::GateItem { .. }),
        |event: &Event| matches!(event, Event::SessionStarted { .. }),
    ] {
        let entry = scene.id(kind);
        let scene = scene.clone();
        let _ = scene.refused(correct(entry, at("1:00")), |why| *why == Refusal::NotCorrectable);
    }
}

#[test]
fn what_was_taken_back_is_not_corrected_any_more() {
    let scene = alone().when(Command::Rate(ANNA, "distress".into(), 1));
    let rating = last(&scene);
    scene
        .when(Command::Undo(None))
        .refused(correct(rating, Correction::Rating(2)), |why| *why == Refusal::NotCorrectable);
}

#[test]
fn why_is_said_of_a_change_at_any_time_and_the_last_word_counts() {
    let scene = alone().when(Command::Check(ANNA));
    let check = last(&scene);
    let scene = scene.when(Command::Undo(None));
    let undone = last(&scene);
    let explain = |of, reason: &str| Command::Explain(of, reason.to_owned());
    scene
        .refused(explain(check, "a slip"), |why| *why == Refusal::NotCorrectable)
        .refused(explain(EventId(999), "a slip"), |why| *why == Refusal::NotCorrectable)
        .refused(explain(undone, "  "), |why| *why == Refusal::ReasonNeeded)
        .when(explain(undone, " Slip of the finger "))
        .then(|events| assert_eq!(events, [Event::Explained { of: undone, reason: "Slip of the finger".into() }]))
        .at("2:00:00")
        .when(explain(undone, "Did not happen"))
        .see(|session, _| assert_eq!(session.reason(undone), Some("Did not happen")));
}

#[test]
fn a_correction_of_t0_and_of_an_entry_are_explained_too() {
    let scene = spat();
    let scene = scene.when(Command::CorrectT0(ANNA, moment("9:50")));
    let t0 = last(&scene);
    let scene = scene.when(Command::Explain(t0, "Tapped late".into()));
    let spit = scene.id(|event| matches!(event, Event::HoldEnded { .. }));
    let scene = scene.when(correct(spit, at("11:00")));
    let corrected = last(&scene);
    scene
        .when(Command::Explain(corrected, "Tapped late".into()))
        .see(|session, _| assert_eq!([t0, corrected].map(|change| session.reason(change)), [Some("Tapped late"); 2]));
}

#[test]
fn why_is_asked_for_a_while_after_a_change_and_not_after_the_next_entry() {
    let scene = alone().when(Command::Check(ANNA)).when(Command::Undo(None));
    let undone = last(&scene);
    let asked = |scene: &Scene| scene.session.fresh_change(scene.now).map(|change| change.id);
    assert_eq!(asked(&scene), Some(undone));
    assert_eq!(
        asked(&scene.clone().when(Command::NoteClockJump(3))),
        Some(undone),
        "the device's own lines do not count"
    );
    assert_eq!(asked(&scene.clone().when(Command::Explain(undone, "a slip".into()))), None);
    assert_eq!(asked(&scene.clone().when(Command::Check(ANNA))), None);
    let mut later = scene;
    later.now = later.now.plus(ASKED);
    assert_eq!(asked(&later), None);
}

#[test]
fn entries_are_what_people_entered_the_last_first() {
    let note = Command::WriteNote(ANNA, NoteKind::Client, "oh".into(), moment("16:00"));
    let scene = spat().at("16:00").when(Command::Check(ANNA)).when(note).when(Command::Undo(None));
    let said: Vec<Event> = scene.session.entries(ANNA).map(|entry| entry.event.clone()).take(4).collect();
    let note = Event::Note { kind: NoteKind::Client, text: "oh".into() };
    let ended = Event::HoldEnded { dose: 0, ending: Ending::Spat };
    assert_eq!(said, [note, Event::Checked, ended, Event::TabletTaken { dose: 0 }]);
    assert!(scene.session.is_undone(scene.session.entries(ANNA).next().unwrap().id), "what was taken back stays");
    assert!(scene.session.entries(super::framework::BEN).next().is_none());
}
