//! Doses stay in their order, any can be corrected, and one that was a mistake is voided with a reason.

use holdspace::session::dose::{Ending, Form, HoldEnd, Prescription};
use holdspace::session::event::Correction;
use holdspace::session::practice::{GivenBy, Medicine, Practice};
use holdspace::session::protocol::{Chip, ChipGroup, ChipKind, Protocol, Weight};
use holdspace::session::{Command, Event, EventId, Phase, Refusal};
use holdspace::units::{Milligrams, Tablets};

use super::framework::{ANNA, Scene, given, holding, minutes, moment, protocol, ready};

/// Sprays at 30:00 and 35:00; it is 36:00.
fn sprays() -> Scene {
    let spacings = vec![minutes(2)];
    let medicine =
        Medicine { form: Form::Spray, given_by: GivenBy::Client, most_doses: 6, spacings, ..Medicine::default() };
    let base = protocol();
    let protocol = Protocol { practice: Practice { medicine, booster: None, ..base.practice.clone() }, ..base };
    let one = Prescription::held(Tablets::whole(1), Milligrams(10), minutes(1), HoldEnd::Spit, "Dr K".into());
    let three = Prescription { form: Form::Spray, doses: 3, spacing: minutes(2), ..one };
    given(protocol, 1)
        .at("5:00")
        .pass_gate(ANNA)
        .when(Command::ConfirmPrescription(ANNA, three))
        .at("30:00")
        .when(Command::Enter(Phase::Administration))
        .when(Command::Give(ANNA, moment("30:00")))
        .at("35:00")
        .when(Command::Give(ANNA, moment("35:00")))
        .at("36:00")
}

fn moved(of: EventId, to: &str) -> Command {
    Command::Correct(of, Correction::At(moment(to)), String::new())
}

fn nth(scene: &Scene, number: u8) -> EventId {
    scene.id(|event| *event == Event::Given { dose: number })
}

fn implausible(why: &Refusal) -> bool {
    matches!(why, Refusal::Implausible(_))
}

#[test]
fn no_dose_is_moved_before_the_dose_before_it_nor_after_the_next() {
    let scene = sprays();
    let (first, second) = (nth(&scene, 0), nth(&scene, 1));
    scene
        .refused(Command::CorrectT0(ANNA, moment("5:00")), implausible)
        .refused(moved(second, "29:59"), implausible)
        .refused(moved(first, "35:01"), implausible)
        .see(|session, now| assert_eq!(session.stay_left(ANNA, now), minutes(119)));
}

#[test]
fn t0_can_be_corrected_when_there_is_a_second_dose() {
    let scene = sprays();
    let first = nth(&scene, 0);
    let scene = scene.when(moved(first, "29:00")).then(|events| {
        assert_eq!(events, [Event::T0Corrected { dose: 0, from: moment("30:00"), to: moment("29:00") }]);
    });
    let anna = scene.session.participant(ANNA).unwrap();
    assert_eq!((anna.t0(), anna.last_dose()), (Some(moment("29:00")), Some(moment("35:00"))));
}

#[test]
fn a_dose_that_was_a_mistake_is_voided_with_a_reason_however_late() {
    let scene = holding(10).at("25:00");
    let tablet = scene.id(|event| matches!(event, Event::TabletTaken { .. }));
    let void = |reason: &str| Command::VoidDose(tablet, reason.to_owned());
    scene
        .refused(Command::Undo(Some(tablet)), |why| *why == Refusal::NotCorrectable)
        .refused(void("  "), |why| *why == Refusal::ReasonNeeded)
        .when(void("Did not happen"))
        .then(|events| assert_eq!(events, [Event::Undone { of: tablet, reason: "Did not happen".into() }]))
        .anna(|anna| assert_eq!((anna.taken(), anna.t0()), (0, None)))
        .see(|session, _| {
            assert!(session.event(tablet).is_some(), "both facts are kept");
            let undone = session.changes(tablet).next().unwrap();
            assert_eq!(session.reason(undone.id), Some("Did not happen"));
        })
        .refused(void("again"), |why| *why == Refusal::NotCorrectable)
        .when(Command::TakeTablet(ANNA, moment("25:00")))
        .anna(|anna| assert_eq!(anna.t0(), Some(moment("25:00"))));
}

#[test]
fn only_the_last_dose_is_voided() {
    let scene = sprays();
    let (first, second) = (nth(&scene, 0), nth(&scene, 1));
    scene
        .refused(Command::VoidDose(first, "slip".into()), |why| *why == Refusal::NotLastDose)
        .when(Command::VoidDose(second, "slip".into()))
        .when(Command::VoidDose(first, "slip".into()))
        .anna(|anna| assert_eq!(anna.taken(), 0));
}

#[test]
fn who_took_a_dose_has_not_declined_it() {
    holding(1)
        .at("11:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")))
        .refused(Command::Decline(ANNA), |why| *why == Refusal::Taken);
}

/// Released at 2:30:00 with this reason.
fn released(reason: Option<&str>) -> Scene {
    let mut base = protocol();
    for key in ["chest_pain", "fainted"] {
        let (key, label) = (key.to_owned(), key.replace('_', " "));
        base.chips.push(Chip { key, label, group: ChipGroup::Events, kind: ChipKind::State, weight: Weight::Serious });
    }
    let scene = ready(given(base, 1), 1)
        .take(ANNA, "10:00")
        .at("11:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")))
        .when(Command::Enter(Phase::Journey))
        .at("2:29:00")
        .when(Command::Enter(Phase::Closing))
        .when(Command::SetReleaseItem(ANNA, "walks".into(), true))
        .when(Command::SetReleaseItem(ANNA, "oriented".into(), true));
    match reason {
        None => scene.at("2:30:00").when(Command::Release(ANNA, None)),
        Some(reason) => scene
            .when(Command::Observe(ANNA, "chest_pain".into(), moment("2:29:00")))
            .at("2:30:00")
            .when(Command::Release(ANNA, Some(reason.to_owned()))),
    }
}

fn names(why: &Refusal, labels: &[&str]) -> bool {
    matches!(why, Refusal::NotReleased(open) if open.iter().map(String::as_str).eq(labels.iter().copied()))
}

#[test]
fn what_opened_after_the_release_keeps_the_session_open_and_is_named() {
    released(None)
        .at("2:31:00")
        .when(Command::Observe(ANNA, "chest_pain".into(), moment("2:31:00")))
        .refused(Command::Close, |why| names(why, &["chest pain goes on"]))
        .when(Command::SetReleaseItem(ANNA, "walks".into(), false))
        .refused(Command::Close, |why| names(why, &["walks", "chest pain goes on"]))
        .when(Command::Release(ANNA, Some("To a hospital".into())))
        .when(Command::Close);
}

#[test]
fn what_was_known_at_the_release_does_not_excuse_what_came_later() {
    released(Some("To a hospital")).when(Command::Close);
    released(Some("To a hospital"))
        .at("2:31:00")
        .when(Command::Observe(ANNA, "fainted".into(), moment("2:31:00")))
        .refused(Command::Close, |why| names(why, &["chest pain goes on", "fainted goes on"]));
}
