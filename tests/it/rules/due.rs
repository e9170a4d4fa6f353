//! What is due: vital signs, the measurement again, the next spray, the booster.

use holdspace::session::Command;
use holdspace::session::dose::Ending;
use holdspace::session::due::{Booster, VitalsDue};

use super::framework::{ANNA, BEN, Scene, given, measured, moment};
use super::table::{clinic, ready};

/// The tablet taken at 10:00 and spat at 15:00.
fn spat() -> Scene {
    ready(1).take(ANNA, "10:00").at("15:00").when(Command::Tick).when(Command::EndHold(
        ANNA,
        Ending::Spat,
        moment("15:00"),
    ))
}

fn vitals(scene: Scene, time: &str, upper: u16, rate: u16) -> Scene {
    let at = moment(time);
    scene.at(time).when(Command::KeepVitals(ANNA, measured(upper, 80, rate), at))
}

fn due(scene: &Scene) -> Option<(&'static str, bool)> {
    let found = scene.session.vitals_due(ANNA, scene.now);
    found.map(|VitalsDue { due, late }| {
        let known = ["50:00", "2:10:00"].into_iter().find(|time| moment(time) == due);
        (known.expect("a time of the schedule"), late)
    })
}

#[test]
fn vital_signs_are_due_by_the_schedule_from_t0_and_late_until_they_are_measured() {
    let scene = ready(1);
    assert_eq!(due(&scene), None, "nothing before a dose");
    let scene = spat();
    assert_eq!(due(&scene), Some(("50:00", false)));
    let scene = scene.at("50:00");
    assert_eq!(due(&scene), Some(("50:00", true)));
    let scene = vitals(scene, "58:00", 132, 74);
    assert_eq!(due(&scene), Some(("2:10:00", false)));
    let scene = vitals(scene, "2:06:00", 124, 70);
    assert_eq!(due(&scene), None, "up to five minutes early counts");
}

#[test]
fn a_rate_without_a_pressure_is_no_measurement_of_the_schedule() {
    let mut only_rate = measured(120, 80, 70);
    only_rate.pressure = None;
    let at = moment("50:00");
    let scene = spat().at("50:00").when(Command::KeepVitals(ANNA, only_rate, at));
    assert_eq!(due(&scene), Some(("50:00", true)));
}

#[test]
fn the_schedule_moves_with_a_corrected_t0() {
    let scene = spat().when(Command::CorrectT0(ANNA, moment("9:00")));
    assert_eq!(scene.session.vitals_due(ANNA, scene.now).map(|it| it.due), Some(moment("49:00")));
}

#[test]
fn a_pressure_or_a_rate_at_the_ceiling_is_measured_again_after_the_protocols_minutes() {
    let scene = vitals(given(clinic(), 2), "2:00", 160, 70);
    assert_eq!(scene.session.recheck_due(ANNA), Some(moment("7:00")));
    assert_eq!(scene.session.recheck_due(BEN), None);
    let scene = vitals(scene, "7:00", 120, 100);
    assert_eq!(scene.session.recheck_due(ANNA), Some(moment("12:00")), "the rate is at its ceiling");
    let scene = vitals(scene, "12:00", 120, 99);
    assert_eq!(scene.session.recheck_due(ANNA), None);
}

#[test]
fn a_high_pressure_after_the_dose_is_expected_and_asks_for_nothing() {
    let scene = vitals(spat(), "20:00", 170, 110);
    assert_eq!(scene.session.recheck_due(ANNA), None);
}

#[test]
fn a_booster_opens_is_put_off_opens_again_and_expires() {
    let of = |scene: &Scene| scene.session.booster(ANNA, scene.now);
    let scene = spat();
    assert_eq!(of(&scene), Some(Booster::NotYet { from: moment("30:00") }));
    let scene = scene.at("30:00");
    assert_eq!(of(&scene), Some(Booster::Open { until: moment("55:00") }));
    let scene = scene.when(Command::SnoozeBooster(ANNA));
    assert_eq!(of(&scene), Some(Booster::Snoozed { until: moment("35:00") }));
    let scene = scene.at("35:00");
    assert_eq!(of(&scene), Some(Booster::Open { until: moment("55:00") }));
    assert_eq!(scene.session.deadline(scene.now), Some(moment("55:00")), "the expiry is asked for");
    let scene = scene.at("55:00").when(Command::Tick);
    assert_eq!(of(&scene), Some(Booster::Expired));
    scene.when(Command::Tick).nothing();
}

#[test]
fn a_booster_put_off_beyond_its_end_ends_when_it_ends() {
    let scene = spat().at("53:00").when(Command::SnoozeBooster(ANNA));
    assert_eq!(scene.session.booster(ANNA, scene.now), Some(Booster::Snoozed { until: moment("55:00") }));
}

#[test]
fn an_expired_booster_can_still_be_taken_where_the_therapist_says_so() {
    let scene = spat().when(Command::Enter(holdspace::session::Phase::Journey)).at("56:00").when(Command::Tick);
    scene.when(Command::TakeBooster(ANNA, moment("56:00"))).anna(|anna| assert_eq!(anna.taken(), 2));
}

#[test]
fn what_is_due_for_one_is_not_due_for_another() {
    let scene = ready(4).take(ANNA, "10:00").at("50:00");
    assert!(scene.session.vitals_due(ANNA, scene.now).is_some());
    assert_eq!((scene.session.vitals_due(BEN, scene.now), scene.session.booster(BEN, scene.now)), (None, None));
}
