//! T0 can be corrected; both values stay and the music does not move.

use holdspace::cue::Chime;
use holdspace::session::dose::Ending;
use holdspace::session::{Command, Event, Phase, Refusal};

use super::framework::{ANNA, alone, confirm, holding, moment, place, ready};

#[test]
fn a_correction_keeps_both_values() {
    holding(10)
        .at("12:00")
        .when(Command::CorrectT0(ANNA, moment("9:40")))
        .then(|events| {
            assert_eq!(events, [Event::T0Corrected { dose: 0, from: moment("10:00"), to: moment("9:40") }]);
        })
        .anna(|anna| {
            assert_eq!(anna.t0(), Some(moment("9:40")));
            assert_eq!(anna.doses[0].tapped, Some(moment("10:00")));
        });
}

#[test]
fn a_correction_never_moves_the_music() {
    let scene = holding(10).at("12:00");
    let before = scene.session.cue(scene.now).music;
    assert!(before.is_some());
    scene
        .when(Command::CorrectT0(ANNA, moment("8:00")))
        .see(|session, now| assert_eq!(session.cue(now).music, before))
        .when(Command::CorrectT0(ANNA, moment("11:00")))
        .see(|session, now| assert_eq!(session.cue(now).music, before));
}

#[test]
fn a_correction_moves_the_spit_cue() {
    let scene = holding(10).at("12:00").when(Command::CorrectT0(ANNA, moment("9:30")));
    assert_eq!(scene.session.deadline(scene.now), Some(moment("19:30")));
    assert_eq!(scene.at("19:29").chimes(Chime::Spit), [moment("19:30")]);
}

#[test]
fn a_correction_to_later_after_the_cue_brings_a_new_cue() {
    let scene = holding(10).at("20:00").when(Command::Tick).at("20:30").when(Command::CorrectT0(ANNA, moment("12:00")));
    assert_eq!(scene.session.deadline(scene.now), Some(moment("22:00")));
    assert_eq!(scene.chimes(Chime::Spit), [moment("22:00")]);
    let scene = scene.at("22:00").when(Command::Tick);
    assert_eq!(scene.chimes(Chime::Spit), [moment("22:00")]);
}

#[test]
fn a_correction_to_earlier_after_the_cue_does_not_sound_it_again() {
    for to in ["9:59", "9:30"] {
        let scene = holding(10).at("20:00").when(Command::Tick).at("20:05").when(Command::CorrectT0(ANNA, moment(to)));
        assert_eq!(scene.chimes(Chime::Spit), [], "to {to}");
        assert_eq!(scene.session.deadline(scene.now), None);
    }
}

#[test]
fn a_correction_to_the_same_value_is_none() {
    holding(10).at("12:00").when(Command::CorrectT0(ANNA, moment("10:00"))).nothing();
}

#[test]
fn t0_cannot_be_in_the_future_or_after_the_spit_or_before_a_tablet() {
    ready(alone(), 10).refused(Command::CorrectT0(ANNA, moment("9:00")), |why| *why == Refusal::NoDose);
    holding(10)
        .at("12:00")
        .refused(Command::CorrectT0(ANNA, moment("12:01")), |why| *why == Refusal::InTheFuture)
        .when(Command::EndHold(ANNA, Ending::Spat, moment("12:00")))
        .at("13:00")
        .refused(Command::CorrectT0(ANNA, moment("12:30")), |why| matches!(why, Refusal::Implausible(_)));
}

#[test]
fn undo_within_a_minute_takes_t0_back() {
    holding(10)
        .at("11:00")
        .when(Command::Undo(None))
        .then(|events| assert!(matches!(events[..], [Event::Undone { .. }])))
        .anna(|anna| assert_eq!((anna.t0(), anna.holding()), (None, None)))
        .see(|session, now| {
            assert_eq!(session.cue(now).music, None);
            assert_eq!(session.cue(now).chimes, []);
            assert_eq!(session.deadline(now), None);
        });
}

#[test]
fn later_than_a_minute_a_tablet_is_corrected_not_undone() {
    let scene = holding(10).at("11:00.001");
    let tablet = scene.id(|event| matches!(event, Event::TabletTaken { .. }));
    scene
        .refused(Command::Undo(Some(tablet)), |why| *why == Refusal::NotCorrectable)
        .when(Command::CorrectT0(ANNA, moment("10:30")));
}

#[test]
fn undo_takes_t0_back_also_after_a_correction() {
    let scene = holding(10).at("10:30").when(Command::CorrectT0(ANNA, moment("9:50")));
    let tablet = scene.id(|event| matches!(event, Event::TabletTaken { .. }));
    scene.when(Command::Undo(Some(tablet))).anna(|anna| assert_eq!((anna.t0(), anna.holding()), (None, None)));
}

#[test]
fn a_second_tablet_after_an_undo_begins_its_own_hold_and_its_own_music() {
    let scene = holding(10);
    let first = scene.generation();
    let scene = scene.when(Command::NoteHeard(first.unwrap(), place(0, 20))).at("10:25").when(Command::EndHold(
        ANNA,
        Ending::Spat,
        moment("10:25"),
    ));
    let tablet = scene.id(|event| matches!(event, Event::TabletTaken { .. }));
    let scene = scene.at("10:40").when(Command::Undo(Some(tablet)));
    assert_eq!(scene.generation(), None);
    let scene = scene.take(ANNA, "11:00");
    let second = scene.generation();
    assert!(second.is_some() && second != first);
    scene
        .anna(|anna| {
            assert_eq!(anna.t0(), Some(moment("11:00")));
            assert!(anna.holding().is_some(), "the ending of the tablet that was taken back is gone with it");
        })
        .at("11:01")
        .when(Command::Resume(super::framework::minutes(0)))
        .see(|session, now| {
            let from = session.cue(now).music.unwrap().from;
            assert_eq!(from, place(0, 0), "what was heard of the first music does not count");
        });
}

#[test]
fn only_the_last_tablet_can_be_undone() {
    let scene = holding(1)
        .at("10:05")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("10:05")))
        .when(confirm(ANNA, 1))
        .take(ANNA, "10:10");
    let first = scene.id(|event| *event == Event::TabletTaken { dose: 0 });
    let spit = scene.id(|event| matches!(event, Event::HoldEnded { .. }));
    scene
        .refused(Command::Undo(Some(first)), |why| *why == Refusal::NotCorrectable)
        .refused(Command::Undo(Some(spit)), |why| *why == Refusal::NotCorrectable)
        .when(Command::Undo(None))
        .anna(|anna| assert_eq!(anna.taken(), 1));
}

#[test]
fn a_tablet_taken_back_in_the_journey_leaves_the_music_where_it_is() {
    let scene = holding(1)
        .at("10:05")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("10:05")))
        .when(Command::Enter(Phase::Journey));
    let before = scene.session.cue(scene.now).music;
    let tablet = scene.id(|event| matches!(event, Event::TabletTaken { .. }));
    scene
        .at("10:30")
        .when(Command::Undo(Some(tablet)))
        .anna(|anna| assert_eq!(anna.t0(), None))
        .see(|session, now| assert_eq!(session.cue(now).music, before));
}
