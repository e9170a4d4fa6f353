//! The hold-then-spit timer.

use std::time::Duration;

use holdspace::cue::Chime;
use holdspace::session::dose::{Ending, Prescription};
use holdspace::session::event::Who;
use holdspace::session::timer::Hold;
use holdspace::session::{Command, Event, Phase, Refusal};
use holdspace::units::{Milligrams, Moment, Tablets};

use super::framework::{ANNA, alone, confirm, holding, minutes, moment, prescription, ready};

#[test]
fn a_hold_lasts_one_to_twenty_minutes() {
    for (secs, fits) in [(59, false), (60, true), (1200, true), (1201, false)] {
        let hold = Duration::from_secs(secs);
        let command = Command::ConfirmPrescription(ANNA, Prescription { hold, ..prescription(10) });
        assert_eq!(alone().session.decide(&command, Moment::START).is_ok(), fits, "{secs} s");
    }
}

#[test]
fn a_prescription_of_nothing_is_refused() {
    for wrong in [
        Prescription { tablets: Tablets { halves: 0 }, ..prescription(10) },
        Prescription { each: Milligrams(0), ..prescription(10) },
    ] {
        alone().refused(Command::ConfirmPrescription(ANNA, wrong), |why| matches!(why, Refusal::Prescription(_)));
    }
}

#[test]
fn without_a_confirmed_prescription_there_is_no_tablet_and_no_hold_by_default() {
    alone()
        .pass_gate(ANNA)
        .when(Command::Enter(Phase::Administration))
        .refused(Command::TakeTablet(ANNA, moment("0:00")), |why| *why == Refusal::NotPrescribed);
}

#[test]
fn a_tablet_is_taken_only_from_administration_on() {
    alone()
        .pass_gate(ANNA)
        .when(confirm(ANNA, 10))
        .refused(Command::TakeTablet(ANNA, moment("0:00")), |why| *why == Refusal::OnlyIn(Phase::Administration));
}

#[test]
fn tablet_in_mouth_sets_t0_at_the_touch() {
    ready(alone(), 10)
        .at("12:30.400")
        .when(Command::TakeTablet(ANNA, moment("12:30")))
        .then_stamped(|events| assert_eq!((events.len(), events[0].at), (1, moment("12:30"))))
        .anna(|anna| assert_eq!(anna.t0(), Some(moment("12:30"))));
}

#[test]
fn a_tablet_that_has_not_been_taken_yet_is_refused() {
    ready(alone(), 10).refused(Command::TakeTablet(ANNA, moment("10:01")), |why| *why == Refusal::InTheFuture);
}

#[test]
fn nobody_holds_two_tablets_at_once() {
    holding(10)
        .at("11:00")
        .refused(Command::TakeTablet(ANNA, moment("11:00")), |why| *why == Refusal::Holding)
        .refused(confirm(ANNA, 12), |why| *why == Refusal::Holding)
        .refused(Command::Decline(ANNA), |why| *why == Refusal::Holding);
}

#[test]
fn the_spit_cue_falls_exactly_at_t0_plus_the_hold() {
    holding(7)
        .at("16:59.999")
        .when(Command::Tick)
        .nothing()
        .at("17:00.300")
        .when(Command::Tick)
        .then_stamped(|events| {
            assert_eq!((events[0].at, events[0].who), (moment("17:00"), Who::System));
            assert_eq!(events[0].event, Event::SpitCued { dose: 0 });
            assert_eq!(events.len(), 1);
        })
        .when(Command::Tick)
        .nothing();
}

#[test]
fn the_deadline_is_the_moment_at_which_a_tick_decides_something() {
    let scene = holding(7);
    let due = scene.session.deadline(scene.now).unwrap();
    assert_eq!(due, moment("17:00"));
    assert_eq!(scene.session.decide(&Command::Tick, due.minus(Duration::from_millis(1))), Ok(Vec::new()));
    assert_eq!(scene.session.decide(&Command::Tick, due).unwrap().len(), 1);
    scene
        .at("18:00")
        .see(|session, now| assert_eq!(session.deadline(now), Some(now), "what is overdue is due now"))
        .when(Command::Tick)
        .see(|session, now| assert_eq!(session.deadline(now), None));
}

#[test]
fn the_spit_cue_is_told_ahead_of_its_time() {
    assert_eq!(holding(7).at("16:30").chimes(Chime::Spit), [moment("17:00")]);
}

#[test]
fn warnings_come_at_one_minute_and_ten_seconds() {
    let scene = holding(10).at("18:00");
    assert_eq!(scene.chimes(Chime::OneMinute), [moment("19:00")]);
    assert_eq!(scene.chimes(Chime::TenSeconds), [moment("19:50")]);
}

#[test]
fn a_hold_of_one_minute_has_no_first_warning() {
    let scene = holding(1);
    assert_eq!(scene.chimes(Chime::OneMinute), []);
    assert_eq!(scene.chimes(Chime::Swish), []);
    assert_eq!(scene.chimes(Chime::TenSeconds), [moment("10:50")]);
    assert_eq!(scene.chimes(Chime::Spit), [moment("11:00")]);
}

#[test]
fn swishes_are_nudged_but_never_near_the_end() {
    for hold in 1..=20 {
        let scene = holding(hold);
        let end = moment("10:00").plus(minutes(hold));
        let dose = &scene.session.participant(ANNA).unwrap().doses[0];
        let all = dose.chimes(Duration::from_secs(90));
        let swishes: Vec<Moment> = all.iter().filter(|due| due.chime == Chime::Swish).map(|due| due.at).collect();
        assert!(swishes.iter().all(|at| end.since(*at) >= Duration::from_secs(75)), "{hold} min");
        assert_eq!(swishes.is_empty(), hold < 3, "{hold} min");
        assert!(swishes.iter().all(|at| dose.swish_shown(Duration::from_secs(90), at.plus(Duration::from_secs(7)))));
    }
}

#[test]
fn the_hold_can_be_read_while_it_runs_when_it_is_due_and_when_it_is_over() {
    let (since, ends) = (moment("10:00"), moment("17:00"));
    holding(7)
        .at("16:59.999")
        .see(|session, now| {
            assert_eq!(session.participants()[0].hold(now), Some(Hold::Holding { since, ends }));
        })
        .at("17:00")
        .see(|session, now| assert_eq!(session.participants()[0].hold(now), Some(Hold::Due { since, ended: ends })))
        .at("17:20")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("17:10")))
        .see(|session, now| {
            let over = Hold::Over { since, at: moment("17:10"), ending: Ending::Spat };
            assert_eq!(session.participants()[0].hold(now), Some(over));
        });
}

#[test]
fn early_late_and_swallowed_take_one_tap_each() {
    for (time, ending) in [
        ("12:00", Ending::Spat),
        ("17:00", Ending::Spat),
        ("21:40", Ending::Spat),
        ("13:00", Ending::SwallowedSome),
        ("14:00", Ending::SwallowedAll),
    ] {
        holding(7)
            .at(time)
            .when(Command::EndHold(ANNA, ending, moment(time)))
            .then(|events| assert_eq!(events, [Event::HoldEnded { dose: 0, ending }]))
            .anna(|anna| assert_eq!(anna.last_ending(), Some((moment(time), ending))))
            .refused(Command::EndHold(ANNA, ending, moment(time)), |why| *why == Refusal::NotHolding);
    }
}

#[test]
fn an_early_spit_takes_all_cues_of_that_hold_away() {
    holding(7)
        .at("12:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("12:00")))
        .see(|session, now| {
            assert_eq!(session.cue(now).chimes, []);
            assert_eq!(session.deadline(now), None);
        })
        .at("17:00")
        .when(Command::Tick)
        .nothing();
}

#[test]
fn a_hold_cannot_end_before_it_began_or_in_the_future() {
    holding(7)
        .at("11:00")
        .refused(Command::EndHold(ANNA, Ending::Spat, moment("11:01")), |why| *why == Refusal::InTheFuture)
        .when(Command::EndHold(ANNA, Ending::Spat, moment("9:00")))
        .anna(|anna| assert_eq!(anna.last_ending(), Some((moment("10:00"), Ending::Spat))));
}

#[test]
fn a_second_dose_has_its_own_prescription_and_hold() {
    holding(7)
        .at("17:00")
        .when(Command::Tick)
        .when(Command::EndHold(ANNA, Ending::Spat, moment("17:00")))
        .when(Command::Enter(Phase::Journey))
        .at("40:00")
        .refused(Command::TakeTablet(ANNA, moment("40:00")), |why| *why == Refusal::NotPrescribed)
        .when(confirm(ANNA, 5))
        .refused(Command::TakeTablet(ANNA, moment("16:00")), |why| matches!(why, Refusal::Implausible(_)))
        .take(ANNA, "40:00")
        .then(|events| assert_eq!(events, [Event::TabletTaken { dose: 1 }]))
        .anna(|anna| assert_eq!((anna.t0(), anna.last_dose()), (Some(moment("10:00")), Some(moment("40:00")))))
        .at("45:00")
        .when(Command::Tick)
        .then(|events| assert_eq!(events, [Event::SpitCued { dose: 1 }]));
}

#[test]
fn after_an_outage_a_spit_cue_less_than_a_minute_late_is_still_sounded() {
    for (back, sounded) in [("17:30", true), ("17:59", true), ("18:01", false)] {
        let scene = holding(7).at(back).when(Command::Resume(minutes(2)));
        let expected = if sounded { vec![moment("17:00")] } else { Vec::new() };
        assert_eq!(scene.chimes(Chime::Spit), expected, "before the tick, back at {back}");
        assert_eq!(scene.when(Command::Tick).chimes(Chime::Spit), expected, "after the tick, back at {back}");
    }
}

#[test]
fn a_spit_cue_that_sounded_before_the_outage_does_not_sound_again() {
    let scene = holding(7).at("17:00").when(Command::Tick).at("17:20").when(Command::Resume(minutes(0)));
    assert_eq!(scene.chimes(Chime::Spit), []);
}

#[test]
fn warnings_that_fell_into_an_outage_are_not_made_up_for() {
    let scene = holding(7).at("16:05").when(Command::Resume(minutes(2)));
    assert_eq!(scene.chimes(Chime::OneMinute), []);
    assert_eq!(scene.chimes(Chime::TenSeconds), [moment("16:50")]);
}
