//! The therapist leads through the phases; the app only proposes.

use holdspace::session::dose::Ending;
use holdspace::session::event::Close;
use holdspace::session::protocol::Protocol;
use holdspace::session::{Command, Event, Phase, Refusal};

use super::framework::{ANNA, alone, confirm, given, holding, moment, plan, protocol, ready};

#[test]
fn a_session_begins_in_its_first_phase_with_its_music_planned() {
    alone()
        .then(|events| {
            assert!(matches!(
                events[..],
                [
                    Event::SessionStarted { .. },
                    Event::MusicPlanned { .. },
                    Event::PhaseEntered { phase: Phase::Arrival }
                ]
            ))
        })
        .see(|session, _| assert_eq!(session.proposed(), Some(Phase::Intention)));
}

#[test]
fn every_phase_can_be_entered_forward_and_back() {
    let mut scene = alone();
    for phase in Phase::ALL.into_iter().skip(1).chain(Phase::ALL.into_iter().rev().skip(1)) {
        scene = scene.when(Command::Enter(phase)).then(|events| assert_eq!(events, [Event::PhaseEntered { phase }]));
        assert_eq!(scene.session.phase(), phase);
    }
    assert_eq!(scene.session.visits().len(), 13);
}

#[test]
fn a_phase_can_be_skipped() {
    alone().at("3:00").when(Command::Enter(Phase::Administration)).see(|session, _| {
        assert_eq!((session.phase(), session.entered()), (Phase::Administration, moment("3:00")));
        assert_eq!((session.proposed(), session.previous()), (Some(Phase::Journey), Some(Phase::Breathing)));
    });
}

#[test]
fn entering_the_phase_one_is_in_changes_nothing() {
    alone().when(Command::Enter(Phase::Arrival)).nothing();
}

#[test]
fn a_phase_that_the_protocol_leaves_out_cannot_be_entered() {
    let without = Protocol { phases: vec![Phase::Arrival, Phase::Journey, Phase::Closing], ..protocol() };
    given(without, 1)
        .refused(Command::Enter(Phase::Breathing), |why| *why == Refusal::NotInProtocol(Phase::Breathing))
        .see(|session, _| assert_eq!(session.proposed(), Some(Phase::Journey)));
}

#[test]
fn nobody_leaves_administration_with_a_tablet_in_the_mouth_except_to_end() {
    holding(10)
        .at("12:00")
        .refused(Command::Enter(Phase::Journey), |why| *why == Refusal::Holding)
        .refused(Command::Enter(Phase::Breathing), |why| *why == Refusal::Holding)
        .when(Command::Enter(Phase::Closing))
        .when(Command::EndHold(ANNA, Ending::Spat, moment("12:00")));
}

#[test]
fn a_client_who_declines_goes_on_without_a_dose() {
    ready(alone(), 10)
        .when(Command::Decline(ANNA))
        .then(|events| assert_eq!(events, [Event::Declined]))
        .when(Command::Decline(ANNA))
        .nothing()
        .refused(Command::TakeTablet(ANNA, moment("10:00")), |why| *why == Refusal::Declined)
        .when(Command::Enter(Phase::Journey))
        .when(Command::Enter(Phase::Closing))
        .when(Command::Close)
        .see(|session, now| assert_eq!(session.closed(), Some((now, Close::WithoutDose))));
}

#[test]
fn a_session_can_end_before_any_dose() {
    alone()
        .at("2:00")
        .refused(Command::Close, |why| *why == Refusal::OnlyIn(Phase::Closing))
        .when(Command::Enter(Phase::Closing))
        .when(Command::Close)
        .then(|events| assert_eq!(events, [Event::Closed { how: Close::WithoutDose }, Event::Sealed]));
}

#[test]
fn a_session_that_skips_the_return_ended_early() {
    holding(1)
        .at("11:30")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")))
        .when(Command::Enter(Phase::Journey))
        .at("30:00")
        .when(Command::Enter(Phase::Closing))
        .when(Command::Release(ANNA, Some("fetched by her family".into())))
        .when(Command::Close)
        .see(|session, now| assert_eq!(session.closed(), Some((now, Close::EndedEarly))));
}

#[test]
fn nothing_ends_by_itself() {
    let scene = alone().when(Command::Enter(Phase::Journey)).at("1:15:00").when(Command::Enter(Phase::Return));
    let music = scene.session.cue(scene.now).music;
    scene.at("9:00:00").when(Command::Tick).nothing().see(|session, now| {
        assert_eq!((session.phase(), session.deadline(now)), (Phase::Return, None));
        assert_eq!(session.cue(now).music, music, "the bed goes on until it is ended");
    });
}

#[test]
fn nothing_comes_in_after_the_close() {
    let mut scene = alone().when(Command::Enter(Phase::Closing)).when(Command::Close).at("1:00");
    for order in [
        Command::Enter(Phase::Arrival),
        Command::Close,
        Command::Check(ANNA),
        Command::Undo(None),
        confirm(ANNA, 10),
        Command::PlanMusic(plan()),
    ] {
        scene = scene.refused(order, |why| *why == Refusal::Closed);
    }
    for report in [Command::Tick, Command::NoteOutput(false), Command::Resume(super::framework::minutes(1))] {
        scene = scene.when(report).nothing();
    }
    assert_eq!(scene.session.deadline(scene.now), None);
    assert_eq!(scene.session.cue(scene.now).chimes, []);
}
