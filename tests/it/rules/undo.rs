//! Undo leaves a trace.

use holdspace::session::dose::Ending;
use holdspace::session::event::{NoteKind, Steer};
use holdspace::session::protocol::Anchor;
use holdspace::session::{Command, Event, EventId, Phase, Refusal};

use super::framework::{ANNA, alone, anchored, given, holding, measured, moment, place, ready};

#[test]
fn an_undone_entry_stays_in_the_log_and_is_marked() {
    let scene = alone().when(Command::Rate(ANNA, "distress".into(), 7));
    let rated = scene.session.log().last().unwrap().id;
    let before = scene.session.log().len();
    scene
        .when(Command::Undo(None))
        .then(|events| assert_eq!(events, [Event::Undone { of: rated, reason: String::new() }]))
        .anna(|anna| assert_eq!(anna.rating("distress"), None))
        .see(|session, _| {
            assert_eq!(session.log().len(), before + 1);
            assert!(session.is_undone(rated));
            assert_eq!(session.log()[before - 1].event, Event::Rating { item: "distress".into(), value: 7 });
        });
}

#[test]
fn undo_goes_back_entry_by_entry_and_never_undoes_an_undo() {
    alone()
        .when(Command::Rate(ANNA, "distress".into(), 7))
        .when(Command::Check(ANNA))
        .when(Command::Undo(None))
        .anna(|anna| assert_eq!((anna.checks.len(), anna.ratings.len()), (0, 1)))
        .when(Command::Undo(None))
        .anna(|anna| assert_eq!((anna.checks.len(), anna.ratings.len()), (0, 0)))
        .refused(Command::Undo(None), |why| *why == Refusal::NothingToUndo);
}

#[test]
fn an_entry_is_taken_back_once() {
    let scene = alone().when(Command::Check(ANNA));
    let check = scene.session.log().last().unwrap().id;
    scene
        .when(Command::Undo(Some(check)))
        .refused(Command::Undo(Some(check)), |why| *why == Refusal::NotCorrectable)
        .refused(Command::Undo(Some(EventId(999))), |why| *why == Refusal::NothingToUndo);
}

#[test]
fn phases_and_music_are_not_undone_but_led() {
    let scene = alone().when(Command::Enter(Phase::Intention));
    let entered = scene.session.log().last().unwrap().id;
    scene.refused(Command::Undo(Some(entered)), |why| *why == Refusal::NotCorrectable);
}

#[test]
fn every_kind_of_entry_can_be_taken_back() {
    let scene = alone();
    let untouched = scene.session.participants().to_vec();
    for entry in [
        Command::SetGateItem(ANNA, "consent".into(), true),
        Command::OverrideGate(ANNA, "known well".into()),
        Command::WriteIntention(ANNA, "rest".into()),
        Command::Observe(ANNA, "tears".into(), moment("0:00")),
        Command::Check(ANNA),
        Command::KeepVitals(ANNA, measured(120, 80, 70), moment("0:00")),
        Command::Rate(ANNA, "distress".into(), 4),
        Command::WriteNote(ANNA, NoteKind::FirstWords, "oh".into(), moment("0:00")),
        Command::Decline(ANNA),
        Command::SetReleaseItem(ANNA, "walks".into(), true),
        Command::Release(ANNA, Some("she wishes to".into())),
    ] {
        let scene = scene.clone().when(entry.clone());
        assert_ne!(scene.session.participants(), untouched, "{entry:?}");
        scene.when(Command::Undo(None)).see(|session, _| assert_eq!(session.participants(), untouched, "{entry:?}"));
    }
}

#[test]
fn a_spit_taken_back_goes_on_holding_to_the_same_end() {
    holding(7)
        .at("12:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("12:00")))
        .when(Command::Undo(None))
        .see(|session, now| assert_eq!(session.deadline(now), Some(moment("17:00"))));
}

#[test]
fn a_state_whose_end_is_taken_back_goes_on() {
    alone()
        .when(Command::Observe(ANNA, "nausea".into(), moment("0:00")))
        .when(Command::Observe(ANNA, "nausea".into(), moment("0:00")))
        .when(Command::Undo(None))
        .anna(|anna| assert!(anna.open_state("nausea").is_some()));
}

#[test]
fn an_undo_never_moves_music_that_goes_on() {
    let scene = holding(1)
        .when(Command::Steer(Steer::Silence(std::time::Duration::from_secs(5))))
        .at("12:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")))
        .when(Command::Enter(Phase::Journey))
        .when(Command::Check(ANNA));
    let before = scene.session.cue(scene.now).music;
    scene.when(Command::Undo(None)).see(|session, now| assert_eq!(session.cue(now).music, before));
}

#[test]
fn a_spit_taken_back_does_not_begin_a_sound_check_again() {
    let scene = ready(given(anchored(Anchor::Spit), 1), 1)
        .when(Command::Steer(Steer::SoundCheck(true)))
        .take(ANNA, "10:00")
        .refused(Command::Steer(Steer::SoundCheck(true)), |why| *why == Refusal::Holding)
        .when(Command::EndHold(ANNA, Ending::Spat, moment("10:00")))
        .when(Command::Undo(None));
    assert_eq!(scene.generation(), None);
}

#[test]
fn a_spit_taken_back_in_the_journey_does_not_stop_music_that_counts_from_it() {
    let scene = ready(given(anchored(Anchor::Spit), 1), 1)
        .take(ANNA, "10:00")
        .at("11:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")))
        .when(Command::Enter(Phase::Journey));
    let generation = scene.generation().unwrap();
    let scene = scene.when(Command::NoteHeard(generation, place(0, 30)));
    let before = scene.session.music().clone();
    scene.at("40:00").when(Command::Undo(None)).see(|session, _| assert_eq!(*session.music(), before));
}
