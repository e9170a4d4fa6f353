//! The client leaves when the checklist is met, counted from the last dose, or with a reason.

use holdspace::session::dose::Ending;
use holdspace::session::event::Close;
use holdspace::session::{Command, Event, Phase, Refusal};

use super::framework::{ANNA, Scene, alone, confirm, holding, minutes, moment};

/// Tablet at 10:00, spat, through all phases to closing at 1:30:00.
fn closing() -> Scene {
    holding(1)
        .at("11:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")))
        .when(Command::Enter(Phase::Journey))
        .at("1:15:00")
        .when(Command::Enter(Phase::Return))
        .at("1:30:00")
        .when(Command::Enter(Phase::Closing))
}

fn ticked(scene: Scene) -> Scene {
    scene.when(Command::SetReleaseItem(ANNA, "walks".into(), true)).when(Command::SetReleaseItem(
        ANNA,
        "oriented".into(),
        true,
    ))
}

fn missing(why: &Refusal, labels: &[&str]) -> bool {
    matches!(why, Refusal::NotReleased(open) if open.iter().map(String::as_str).eq(labels.iter().copied()))
}

#[test]
fn unchecked_means_not_ready() {
    closing()
        .at("2:30:00")
        .refused(Command::Release(ANNA, None), |why| missing(why, &["walks", "oriented"]))
        .refused(Command::Release(ANNA, Some("  ".into())), |why| missing(why, &["walks", "oriented"]));
}

#[test]
fn the_minimum_stay_counts_from_the_last_dose() {
    ticked(closing())
        .at("2:09:59")
        .refused(Command::Release(ANNA, None), |why| missing(why, &["1 min of the minimum stay"]))
        .at("2:10:00")
        .when(Command::Release(ANNA, None))
        .then(|events| assert_eq!(events, [Event::Released { missing: Vec::new(), reason: None }]));
}

#[test]
fn a_second_dose_begins_the_minimum_stay_anew() {
    let scene = closing().at("1:40:00").when(Command::Enter(Phase::Journey)).when(confirm(ANNA, 1));
    scene.take(ANNA, "1:40:00").see(|session, now| assert_eq!(session.stay_left(ANNA, now), minutes(120)));
}

#[test]
fn a_corrected_t0_moves_the_minimum_stay() {
    closing()
        .when(Command::CorrectT0(ANNA, moment("5:00")))
        .see(|session, now| assert_eq!(session.stay_left(ANNA, now), minutes(35)));
}

#[test]
fn an_override_is_stored_with_what_was_missing() {
    closing().when(Command::Release(ANNA, Some(" escort insists ".into()))).then(|events| {
        let missing = ["walks", "oriented", "minimum_stay"].map(String::from).to_vec();
        assert_eq!(events, [Event::Released { missing, reason: Some("escort insists".into()) }]);
    });
}

#[test]
fn the_session_cannot_close_before_the_client_may_leave() {
    ticked(closing())
        .at("2:30:00")
        .refused(Command::Close, |why| missing(why, &[]))
        .when(Command::Release(ANNA, None))
        .when(Command::Close)
        .see(|session, now| assert_eq!(session.closed(), Some((now, Close::Complete))));
}

#[test]
fn a_line_that_does_not_exist_cannot_be_ticked() {
    alone().refused(Command::SetReleaseItem(ANNA, "wings".into(), true), |why| matches!(why, Refusal::Unknown(_)));
}

#[test]
fn nobody_is_released_with_a_tablet_in_the_mouth() {
    holding(10)
        .when(Command::Enter(Phase::Closing))
        .refused(Command::Release(ANNA, Some("in a hurry".into())), |why| *why == Refusal::Holding);
}

#[test]
fn a_dose_after_the_release_makes_it_void() {
    ticked(closing())
        .at("2:30:00")
        .when(Command::Release(ANNA, None))
        .when(Command::Enter(Phase::Journey))
        .when(confirm(ANNA, 1))
        .take(ANNA, "2:30:00")
        .at("2:31:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("2:31:00")))
        .when(Command::Enter(Phase::Closing))
        .refused(Command::Close, |why| {
            missing(why, &["120 min of the minimum stay"]) || missing(why, &["119 min of the minimum stay"])
        });
}

#[test]
fn closing_fades_the_music_over_at_least_a_minute() {
    ticked(closing()).at("2:30:00").when(Command::Release(ANNA, None)).when(Command::Close).see(|session, now| {
        let music = session.cue(now).music.expect("it fades, it does not stop");
        assert!(music.faded.unwrap() >= minutes(1));
    });
}
