//! The go/no-go gate is a soft stop before any tablet.

use holdspace::session::{Command, Event, Phase, Refusal};
use holdspace::units::Saturation;

use super::framework::{ANNA, Scene, alone, confirm, measured, moment};

fn at_the_tablet() -> Scene {
    alone().when(confirm(ANNA, 10)).when(Command::Enter(Phase::Administration))
}

fn take() -> Command {
    Command::TakeTablet(ANNA, moment("0:00"))
}

fn open(why: &Refusal, labels: &[&str]) -> bool {
    matches!(why, Refusal::GateOpen(open) if open.iter().map(String::as_str).eq(labels.iter().copied()))
}

#[test]
fn an_open_gate_stops_the_tablet_and_says_what_is_open() {
    at_the_tablet().refused(take(), |why| open(why, &["clearance", "consent", "blood pressure and heart rate"]));
}

#[test]
fn a_met_gate_lets_the_tablet_pass_and_the_room_is_not_asked() {
    at_the_tablet().pass_gate(ANNA).when(take());
}

#[test]
fn an_unticked_line_is_open_again() {
    at_the_tablet()
        .pass_gate(ANNA)
        .when(Command::SetGateItem(ANNA, "consent".into(), false))
        .refused(take(), |why| open(why, &["consent"]));
}

#[test]
fn a_line_that_does_not_exist_cannot_be_ticked() {
    alone().refused(Command::SetGateItem(ANNA, "moon".into(), true), |why| matches!(why, Refusal::Unknown(_)));
}

#[test]
fn an_override_needs_a_reason_and_keeps_what_was_missing() {
    at_the_tablet()
        .refused(Command::OverrideGate(ANNA, "  ".into()), |why| *why == Refusal::ReasonNeeded)
        .when(Command::OverrideGate(ANNA, " papers in the post ".into()))
        .then(|events| {
            let missing = ["clearance", "consent", "vitals"].map(String::from).to_vec();
            assert_eq!(events, [Event::GateOverridden { missing, reason: "papers in the post".into() }]);
        })
        .when(take());
}

#[test]
fn a_met_gate_needs_no_override() {
    at_the_tablet().pass_gate(ANNA).when(Command::OverrideGate(ANNA, "in a hurry".into())).nothing();
}

#[test]
fn an_override_covers_only_what_was_missing_when_it_was_given() {
    at_the_tablet()
        .pass_gate(ANNA)
        .when(Command::SetGateItem(ANNA, "consent".into(), false))
        .when(Command::OverrideGate(ANNA, "signed on paper".into()))
        .when(Command::KeepVitals(ANNA, measured(190, 80, 70), moment("0:00")))
        .refused(take(), |why| open(why, &["pressure 190/80 at or above the ceiling"]));
}

#[test]
fn pressure_and_pulse_at_the_ceiling_stop_and_one_below_passes() {
    for (upper, lower, rate, stops) in
        [(159, 89, 99, false), (160, 89, 99, true), (159, 90, 99, true), (159, 89, 100, true)]
    {
        let scene = at_the_tablet().pass_gate(ANNA).at("1:00");
        let now = scene.now;
        let scene = scene.when(Command::KeepVitals(ANNA, measured(upper, lower, rate), now));
        assert_eq!(scene.session.decide(&take(), now).is_err(), stops, "{upper}/{lower}, {rate}");
    }
}

#[test]
fn a_saturation_alone_does_not_hide_the_pressure_before_it() {
    let mut only = measured(120, 80, 70);
    (only.pressure, only.heart_rate, only.saturation) = (None, None, Some(Saturation(97)));
    at_the_tablet().pass_gate(ANNA).when(Command::KeepVitals(ANNA, only, moment("0:00"))).when(take());
}

#[test]
fn the_newest_measurement_counts_not_the_one_entered_last() {
    at_the_tablet()
        .at("5:00")
        .pass_gate(ANNA)
        .when(Command::KeepVitals(ANNA, measured(190, 100, 70), moment("1:00")))
        .when(take());
}

#[test]
fn what_no_monitor_shows_is_asked_back() {
    let now = moment("0:00");
    for (upper, lower, rate) in
        [(59, 40, 70), (281, 80, 70), (120, 29, 70), (200, 181, 70), (80, 80, 70), (120, 80, 24), (120, 80, 241)]
    {
        let command = Command::KeepVitals(ANNA, measured(upper, lower, rate), now);
        alone().refused(command, |why| matches!(why, Refusal::Implausible(_)));
    }
    for percent in [49, 101] {
        let mut odd = measured(120, 80, 70);
        odd.saturation = Some(Saturation(percent));
        alone().refused(Command::KeepVitals(ANNA, odd, now), |why| matches!(why, Refusal::Implausible(_)));
    }
    let mut nothing = measured(120, 80, 70);
    (nothing.pressure, nothing.heart_rate) = (None, None);
    alone().refused(Command::KeepVitals(ANNA, nothing, now), |why| *why == Refusal::Empty);
}

#[test]
fn the_limits_of_what_a_monitor_shows_are_kept() {
    for (upper, lower, rate, percent) in [(60, 30, 25, 50), (280, 180, 240, 100)] {
        let mut edge = measured(upper, lower, rate);
        edge.saturation = Some(Saturation(percent));
        alone()
            .when(Command::KeepVitals(ANNA, edge, moment("0:00")))
            .then(|events| assert_eq!(events, [Event::Vitals(edge)]));
    }
}
