//! Paced breathing ends on a whole cycle.

use holdspace::cue::Chime;
use holdspace::session::breathing::{Breath, Pattern};
use holdspace::session::{Command, Event, Phase, Refusal};

use super::framework::{Scene, alone, coherent, moment};

/// Ten cycles of 11 s, begun at 1:00.
fn breathing() -> Scene {
    alone().at("1:00").when(Command::Enter(Phase::Breathing)).when(Command::StartBreathing(coherent(), 10))
}

#[test]
fn breathing_is_done_in_its_own_phase() {
    alone()
        .refused(Command::StartBreathing(coherent(), 10), |why| *why == Refusal::OnlyIn(Phase::Breathing))
        .when(Command::Enter(Phase::Breathing))
        .refused(Command::EndBreathing, |why| *why == Refusal::NotBreathing)
        .refused(Command::StartBreathing(coherent(), 0), |why| *why == Refusal::Empty)
        .refused(Command::StartBreathing(Pattern { steps: Vec::new(), ..coherent() }, 5), |why| *why == Refusal::Empty);
}

#[test]
fn breathing_ends_by_itself_after_its_last_whole_cycle() {
    let scene = breathing();
    assert_eq!(scene.session.deadline(scene.now), Some(moment("2:50")));
    scene
        .at("2:49.999")
        .when(Command::Tick)
        .nothing()
        .at("2:51")
        .see(|session, now| assert_eq!(session.deadline(now), Some(now)))
        .when(Command::Tick)
        .then_stamped(|events| {
            assert_eq!((events[0].at, &events[0].event), (moment("2:50"), &Event::BreathingEnded { cycles: 10 }));
        })
        .see(|session, now| assert_eq!((session.cycles_done(), session.deadline(now)), (10, None)))
        .when(Command::Tick)
        .nothing();
}

#[test]
fn ending_it_lets_the_cycle_that_runs_come_to_its_end() {
    let scene = breathing()
        .at("1:25")
        .when(Command::EndBreathing)
        .then_stamped(|events| {
            assert_eq!((events[0].at, &events[0].event), (moment("1:33"), &Event::BreathingEnded { cycles: 3 }));
        })
        .see(|session, now| {
            assert!(session.breathing(now).is_some());
            assert_eq!(session.deadline(now), None, "its end is recorded already");
        });
    assert_eq!(scene.chimes(Chime::BreathIn), []);
    assert_eq!(scene.chimes(Chime::BreathOut), [moment("1:27.5")]);
    scene
        .when(Command::EndBreathing)
        .nothing()
        .at("1:33")
        .see(|session, now| assert!(session.breathing(now).is_none()))
        .when(Command::Tick)
        .nothing()
        .see(|session, _| assert_eq!(session.cycles_done(), 3));
}

#[test]
fn leaving_the_phase_counts_the_whole_cycles() {
    breathing()
        .at("1:25")
        .when(Command::Enter(Phase::Administration))
        .then_stamped(|events| {
            assert_eq!((events[0].at, &events[0].event), (moment("1:22"), &Event::BreathingEnded { cycles: 2 }));
            assert_eq!(events.len(), 2);
        })
        .see(|session, now| {
            assert_eq!(session.cycles_done(), 2);
            assert_eq!(session.cue(now).chimes, []);
        });
}

#[test]
fn leaving_while_it_comes_to_its_end_counts_no_cycle_twice() {
    breathing()
        .at("1:25")
        .when(Command::EndBreathing)
        .at("1:26")
        .when(Command::Enter(Phase::Administration))
        .see(|session, _| assert_eq!(session.cycles_done(), 2));
}

#[test]
fn a_second_exercise_adds_to_the_first() {
    breathing()
        .at("1:25")
        .when(Command::StartBreathing(coherent(), 5))
        .then(|events| assert_eq!(events[0], Event::BreathingEnded { cycles: 2 }))
        .at("2:30")
        .when(Command::Tick)
        .see(|session, _| assert_eq!(session.cycles_done(), 7));
}

#[test]
fn leaving_after_the_end_without_a_tick_between_still_records_all_cycles() {
    breathing()
        .at("3:00")
        .when(Command::Enter(Phase::Administration))
        .then(|events| assert_eq!(events[0], Event::BreathingEnded { cycles: 10 }))
        .when(Command::Tick)
        .nothing();
}

#[test]
fn each_breath_in_and_out_is_heard_at_its_moment() {
    let scene = breathing();
    assert_eq!(scene.chimes(Chime::BreathIn)[..2], [moment("1:00"), moment("1:11")]);
    assert_eq!(scene.chimes(Chime::BreathOut)[..2], [moment("1:05.5"), moment("1:16.5")]);
}

#[test]
fn the_ring_fills_and_empties_with_the_breath() {
    let at = |time: &str| breathing().session.exercise().unwrap().place(moment(time));
    assert_eq!((at("1:00").breath, at("1:00").fullness), (Breath::In, 0.0));
    assert_eq!((at("1:05.5").breath, at("1:05.5").fullness), (Breath::Out, 1.0));
    assert_eq!((at("1:11").done, at("1:11").breath), (1, Breath::In));
}
