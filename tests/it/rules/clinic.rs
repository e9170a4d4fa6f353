//! What differs between practices: answers, ceilings, courses, sprays, injections, boosters, rounds, reports.

use std::sync::Arc;

use holdspace::session::answer::{Answer, Ask};
use holdspace::session::dose::{Ending, Form, HoldEnd, Prescription};
use holdspace::session::drawing::Point;
use holdspace::session::event::{About, Appointed, Appointment, Meditated, MusicPlace, NoteKind, Who};
use holdspace::session::outcome::Way;
use holdspace::session::practice::{GivenBy, Medicine, Place, Practice};
use holdspace::session::protocol::{Ceiling, Chip, ChipGroup, ChipKind, Protocol, Weight};
use holdspace::session::{Command, Event, Phase, Refusal};
use holdspace::units::{BeatsPerMinute, Day, Milligrams, MmHg, Tablets};

use super::framework::{ANNA, BEN, Scene, given, measured, minutes, moment, prescription};
use super::table::{boosted, clinic, ready};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn dated(of: &str) -> Command {
    Command::AnswerGate(ANNA, "paper".into(), Answer::Dated { day: day(of), today: day("2026-11-22") })
}

fn ceiling(systolic: u16, diastolic: u16, heart_rate: u16, source: &str) -> Command {
    let (systolic, diastolic) = (MmHg(systolic), MmHg(diastolic));
    Command::SetCeiling(
        ANNA,
        Ceiling { systolic, diastolic, heart_rate: BeatsPerMinute(heart_rate), source: source.into() },
    )
}

/// A protocol of sprays or injections.
fn given_as(form: Form, given_by: GivenBy) -> Protocol {
    let medicine = Medicine { form, given_by, most_doses: 6, spacings: vec![minutes(2)], ..Medicine::default() };
    Protocol { practice: Practice { medicine, booster: None, ..clinic().practice }, ..clinic() }
}

/// Three of them, two minutes apart.
fn three(form: Form) -> Prescription {
    let one = Prescription::held(Tablets::whole(1), Milligrams(10), minutes(1), HoldEnd::Spit, "Dr K".into());
    Prescription { form, doses: 3, spacing: minutes(2), ..one }
}

fn at_the_spray(form: Form, given_by: GivenBy) -> Scene {
    given(given_as(form, given_by), 1)
        .at("5:00")
        .pass_gate(ANNA)
        .when(Command::ConfirmPrescription(ANNA, three(form)))
        .at("10:00")
        .when(Command::Enter(Phase::Administration))
}

fn met(event: &Event) -> bool {
    matches!(event, Event::GateItem { met: true, .. } | Event::ReleaseItem { met: true, .. })
}

#[test]
fn a_paper_within_its_months_meets_the_line_and_an_older_one_does_not() {
    let scene = given(clinic(), 1).when(dated("2026-05-22")).then(|events| assert!(met(&events[0])));
    scene
        .when(dated("2026-05-21"))
        .then(|events| assert!(!met(&events[0])))
        .anna(|anna| assert!(!anna.gate_met("paper")));
}

#[test]
fn a_paper_from_tomorrow_is_refused() {
    given(clinic(), 1).refused(dated("2026-11-23"), |why| *why == Refusal::InTheFuture);
}

#[test]
fn a_change_since_the_intake_leaves_the_line_open_and_none_meets_it() {
    let mut protocol = clinic();
    let choice = |label: &str| holdspace::session::answer::Choice { key: label.to_lowercase(), label: label.into() };
    protocol.gate[0].ask = Ask::Changes(vec![choice("Heart"), choice("Thyroid")]);
    let told = |keys: &[&str]| {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        Command::AnswerGate(ANNA, "clearance".into(), Answer::Chosen(keys))
    };
    given(protocol, 1)
        .when(told(&["heart"]))
        .then(|events| assert!(!met(&events[0])))
        .see(|session, _| assert!(session.gate_open(ANNA).iter().any(|open| open.item == "clearance")))
        .when(told(&[]))
        .then(|events| assert!(met(&events[0])))
        .refused(told(&["liver"]), |why| matches!(why, Refusal::NoAnswer(_)));
}

#[test]
fn what_does_not_answer_a_line_is_refused_and_a_plain_tick_stays_possible() {
    let words = Command::AnswerGate(ANNA, "brought".into(), Answer::Words("six".into()));
    let empty = Command::AnswerGate(ANNA, "escort".into(), Answer::Words("  ".into()));
    let other = Command::AnswerGate(ANNA, "nobody".into(), Answer::Words("x".into()));
    given(clinic(), 1)
        .refused(words, |why| matches!(why, Refusal::NoAnswer(_)))
        .refused(empty, |why| matches!(why, Refusal::NoAnswer(_)))
        .refused(other, |why| matches!(why, Refusal::Unknown(_)))
        .when(Command::SetGateItem(ANNA, "escort".into(), true))
        .anna(|anna| assert!(anna.gate_met("escort") && anna.answers.is_empty()));
}

#[test]
fn tablets_are_counted_on_arrival_and_again_on_leaving() {
    given(clinic(), 1)
        .when(Command::AnswerGate(ANNA, "brought".into(), Answer::Count(Tablets::whole(6))))
        .when(Command::AnswerRelease(ANNA, "left".into(), Answer::Count(Tablets { halves: 7 })))
        .anna(|anna| {
            assert_eq!(anna.answers.get("brought"), Some(&Answer::Count(Tablets::whole(6))));
            assert_eq!(anna.release_answers.get("left"), Some(&Answer::Count(Tablets { halves: 7 })));
        });
}

#[test]
fn an_answer_taken_back_leaves_the_one_before() {
    let brought = |count| Command::AnswerGate(ANNA, "brought".into(), Answer::Count(Tablets::whole(count)));
    given(clinic(), 1)
        .when(brought(6))
        .when(brought(5))
        .when(Command::Undo(None))
        .anna(|anna| assert_eq!(anna.answers.get("brought"), Some(&Answer::Count(Tablets::whole(6)))));
}

#[test]
fn this_clients_ceiling_counts_instead_of_the_protocols() {
    let scene = given(clinic(), 2).at("2:00").when(Command::KeepVitals(ANNA, measured(145, 80, 70), moment("2:00")));
    let open = |scene: &Scene| scene.session.gate_open(ANNA).iter().any(|open| open.item == "vitals");
    assert!(!open(&scene));
    let scene = scene.when(ceiling(140, 90, 100, "Dr K, by phone"));
    assert!(open(&scene));
    scene.see(|session, _| {
        assert_eq!(session.ceiling(ANNA).unwrap().source, "Dr K, by phone");
        assert_eq!(session.ceiling(BEN).unwrap().source, "prescriber");
    });
}

#[test]
fn a_ceiling_needs_numbers_that_can_be_and_somebody_who_says_so() {
    let scene = given(clinic(), 1);
    let scene = scene.refused(ceiling(90, 140, 100, "Dr K"), |why| matches!(why, Refusal::Implausible(_)));
    let scene = scene.refused(ceiling(150, 90, 400, "Dr K"), |why| matches!(why, Refusal::Implausible(_)));
    let scene = scene.refused(ceiling(150, 90, 100, " "), |why| *why == Refusal::ReasonNeeded);
    scene.when(ceiling(150, 90, 100, "Dr K")).when(ceiling(150, 90, 100, "Dr K")).nothing();
}

#[test]
fn a_course_begins_with_one_and_has_room_for_this_session() {
    let scene = given(clinic(), 1);
    let scene = scene.refused(Command::NoteCourse(ANNA, 0, None), |why| matches!(why, Refusal::Implausible(_)));
    let scene = scene.refused(Command::NoteCourse(ANNA, 9, Some(8)), |why| matches!(why, Refusal::Implausible(_)));
    scene
        .when(Command::NoteCourse(ANNA, 8, Some(8)))
        .when(Command::NoteCourse(ANNA, 8, Some(8)))
        .nothing()
        .anna(|anna| assert_eq!(anna.course, Some((8, Some(8)))));
}

#[test]
fn a_question_is_answered_by_what_stands_on_its_scale_and_can_be_answered_again() {
    let answer = |key: &str, item, value| Command::AnswerQuestion(ANNA, key.into(), item, value);
    given(clinic(), 1)
        .when(answer("sleep", 1, 3))
        .when(answer("sleep", 1, 2))
        .anna(|anna| assert_eq!(anna.questions["sleep"][&1].0, 2))
        .refused(answer("sleep", 2, 1), |why| matches!(why, Refusal::NoAnswer(_)))
        .refused(answer("sleep", 0, 4), |why| matches!(why, Refusal::NoAnswer(_)))
        .refused(answer("mood", 0, 1), |why| matches!(why, Refusal::Unknown(_)));
}

#[test]
fn a_meditation_comes_before_the_medicine_and_ends_with_its_phase() {
    given(clinic(), 1)
        .when(Command::Enter(Phase::Breathing))
        .when(Command::StartMeditation(Meditated::Read))
        .when(Command::StartMeditation(Meditated::Read))
        .nothing()
        .when(Command::StartMeditation(Meditated::Played))
        .then(|events| {
            assert_eq!(events, [Event::MeditationEnded, Event::MeditationBegan { how: Meditated::Played }]);
        })
        .when(Command::Enter(Phase::Administration))
        .see(|session, _| assert_eq!(session.meditating(), None))
        .refused(Command::StartMeditation(Meditated::Read), |why| *why == Refusal::OnlyIn(Phase::Breathing));
}

#[test]
fn a_recording_can_be_played_only_where_there_is_one() {
    let mut protocol = clinic();
    protocol.practice.meditation.as_mut().unwrap().recording = None;
    let played = Command::StartMeditation(Meditated::Played);
    let scene = given(protocol.clone(), 1).refused(played, |why| matches!(why, Refusal::Unknown(_)));
    let _ = scene.when(Command::StartMeditation(Meditated::Read));
    protocol.practice.meditation = None;
    given(protocol, 1).refused(Command::StartMeditation(Meditated::Read), |why| matches!(why, Refusal::Unknown(_)));
}

#[test]
fn t0_is_the_first_spray_and_the_clock_of_effects_is_the_last() {
    at_the_spray(Form::Spray, GivenBy::Client)
        .when(Command::Give(ANNA, moment("10:00")))
        .then_stamped(|events| assert_eq!(events[0].who, Who::Therapist))
        .at("12:00")
        .when(Command::Give(ANNA, moment("12:00")))
        .anna(|anna| {
            assert_eq!((anna.t0(), anna.last_dose()), (Some(moment("10:00")), Some(moment("12:00"))));
            assert!(anna.holding().is_none() && anna.hold(moment("12:30")).is_none());
        })
        .see(|session, now| {
            assert_eq!(session.next_dose_due(ANNA), Some(moment("14:00")));
            assert!(session.cue(now).chimes.is_empty(), "nothing is held, so nothing is cued");
        })
        .at("14:00")
        .when(Command::Give(ANNA, moment("14:00")))
        .see(|session, _| assert_eq!(session.next_dose_due(ANNA), None))
        .refused(Command::Give(ANNA, moment("14:00")), |why| *why == Refusal::NotPrescribed);
}

#[test]
fn an_injection_is_recorded_as_the_providers_and_the_next_finds_the_client_on_the_journey() {
    at_the_spray(Form::Injection, GivenBy::Provider)
        .when(Command::Give(ANNA, moment("10:00")))
        .then_stamped(|events| assert_eq!((events[0].who, events[0].at), (Who::Provider, moment("10:00"))))
        .when(Command::Enter(Phase::Journey))
        .at("12:10")
        .when(Command::Give(ANNA, moment("12:00")))
        .anna(|anna| assert_eq!(anna.taken(), 2));
}

#[test]
fn a_spray_is_not_held_and_a_tablet_is_not_given() {
    at_the_spray(Form::Spray, GivenBy::Client)
        .refused(Command::TakeTablet(ANNA, moment("10:00")), |why| *why == Refusal::OtherForm);
    ready(1).refused(Command::Give(ANNA, moment("10:00")), |why| *why == Refusal::OtherForm);
}

#[test]
fn a_spray_comes_after_the_one_before_and_never_ahead() {
    at_the_spray(Form::Spray, GivenBy::Client)
        .when(Command::Give(ANNA, moment("10:00")))
        .refused(Command::Give(ANNA, moment("9:59")), |why| matches!(why, Refusal::Implausible(_)))
        .refused(Command::Give(ANNA, moment("10:01")), |why| *why == Refusal::InTheFuture);
}

#[test]
fn a_sequence_may_be_left_after_any_spray() {
    at_the_spray(Form::Spray, GivenBy::Client)
        .when(Command::Give(ANNA, moment("10:00")))
        .when(Command::Stop(ANNA, "enough".into()))
        .see(|session, _| assert_eq!(session.next_dose_due(ANNA), None))
        .refused(Command::Give(ANNA, moment("10:00")), |why| *why == Refusal::Stopped);
}

#[test]
fn a_prescription_of_sprays_needs_a_number_and_the_time_between_them() {
    let confirm =
        |doses, spacing| Command::ConfirmPrescription(ANNA, Prescription { doses, spacing, ..three(Form::Spray) });
    let scene = given(given_as(Form::Spray, GivenBy::Client), 1);
    let wrong = |why: &Refusal| matches!(why, Refusal::Prescription(_));
    let scene = scene.refused(confirm(0, minutes(2)), wrong).refused(confirm(3, minutes(0)), wrong);
    scene.refused(Command::ConfirmPrescription(ANNA, boosted()), wrong).when(confirm(1, minutes(0)));
}

#[test]
fn who_comes_later_takes_it_later_and_the_others_do_not_wait() {
    ready(4)
        .when(Command::Postpone(BEN))
        .when(Command::Postpone(BEN))
        .nothing()
        .take(ANNA, "10:00")
        .at("15:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("15:00")))
        .when(Command::Enter(Phase::Journey))
        .take(BEN, "18:00")
        .see(|session, now| assert!(session.participants()[1].hold(now).is_some()))
        .refused(Command::Enter(Phase::Return), |why| *why == Refusal::Holding);
}

#[test]
fn who_declined_or_stopped_does_not_come_later() {
    ready(1).when(Command::Decline(ANNA)).refused(Command::Postpone(ANNA), |why| *why == Refusal::Declined);
    ready(1).when(Command::Stop(ANNA, String::new())).refused(Command::Postpone(ANNA), |why| *why == Refusal::Stopped);
}

#[test]
fn a_booster_is_a_dose_of_its_own_with_its_own_hold_and_no_third_follows() {
    let scene = taken_and_spat().at("31:00").when(Command::TakeBooster(ANNA, moment("31:00")));
    let scene = scene.anna(|anna| {
        assert_eq!((anna.taken(), anna.t0(), anna.last_dose()), (2, Some(moment("10:00")), Some(moment("31:00"))));
        assert_eq!(anna.doses[1].prescription.tablets, Tablets::whole(1));
        assert_eq!(anna.holding().map(|(number, _)| number), Some(1));
    });
    scene
        .at("36:05")
        .when(Command::Tick)
        .when(Command::EndHold(ANNA, Ending::Spat, moment("36:05")))
        .refused(Command::TakeBooster(ANNA, moment("36:05")), |why| *why == Refusal::NoBooster)
        .refused(Command::TakeTablet(ANNA, moment("36:05")), |why| *why == Refusal::NotPrescribed);
}

/// The tablet taken at 10:00 and spat at 15:00, on the journey.
fn taken_and_spat() -> Scene {
    ready(1)
        .take(ANNA, "10:00")
        .at("15:00")
        .when(Command::Tick)
        .when(Command::EndHold(ANNA, Ending::Spat, moment("15:00")))
        .when(Command::Enter(Phase::Journey))
}

#[test]
fn without_one_in_the_prescription_no_booster_is_offered() {
    let scene = given(clinic(), 1).at("5:00").pass_gate(ANNA).when(Command::ConfirmPrescription(ANNA, prescription(5)));
    scene
        .at("10:00")
        .when(Command::Enter(Phase::Administration))
        .take(ANNA, "10:00")
        .at("35:00")
        .when(Command::Tick)
        .see(|session, now| assert_eq!(session.booster(ANNA, now), None))
        .refused(Command::SkipBooster(ANNA), |why| *why == Refusal::NoBooster);
}

#[test]
fn a_booster_that_was_put_aside_is_skipped_until_that_is_taken_back() {
    use holdspace::session::due::Booster;
    taken_and_spat()
        .at("31:00")
        .when(Command::SkipBooster(ANNA))
        .when(Command::SkipBooster(ANNA))
        .nothing()
        .see(|session, now| assert_eq!(session.booster(ANNA, now), Some(Booster::Skipped)))
        .refused(Command::SnoozeBooster(ANNA), |why| *why == Refusal::NoBooster)
        .when(Command::Undo(None))
        .see(|session, now| assert!(matches!(session.booster(ANNA, now), Some(Booster::Open { .. }))));
}

#[test]
fn who_stopped_is_offered_nothing_more_and_may_still_leave() {
    taken_and_spat()
        .when(Command::Stop(ANNA, "wants to go home".into()))
        .then(|events| assert_eq!(events, [Event::Stopped { reason: "wants to go home".into() }]))
        .refused(Command::TakeBooster(ANNA, moment("15:00")), |why| *why == Refusal::Stopped)
        .when(Command::Release(ANNA, Some("with her sister".into())))
        .when(Command::Undo(None))
        .when(Command::Undo(None))
        .anna(|anna| assert!(anna.takes_part(), "both can be taken back"));
}

#[test]
fn a_drawing_is_kept_line_by_line_and_only_on_the_sheet() {
    let draw = |sheet, x| Command::Draw(ANNA, sheet, [Point { x, y: 5 }, Point { x: 9, y: 9 }].into());
    given(clinic(), 1)
        .when(draw(0, 5))
        .when(draw(0, 7))
        .when(Command::Undo(None))
        .anna(|anna| assert_eq!(anna.sheets[&0].len(), 1))
        .refused(draw(0, 1601), |why| *why == Refusal::Empty)
        .refused(draw(30, 5), |why| *why == Refusal::Empty)
        .refused(Command::Draw(ANNA, 0, Arc::from([])), |why| *why == Refusal::Empty);
}

#[test]
fn the_round_goes_from_one_to_the_next_and_ends_with_the_phase() {
    given(clinic(), 3)
        .when(Command::Enter(Phase::Return))
        .at("1:00")
        .when(Command::BeginTurn(ANNA))
        .when(Command::BeginTurn(ANNA))
        .nothing()
        .at("6:00")
        .when(Command::BeginTurn(BEN))
        .then_stamped(|events| {
            assert_eq!(events.iter().map(|event| event.about).collect::<Vec<_>>(), [About::One(ANNA), About::One(BEN)]);
        })
        .see(|session, _| assert_eq!(session.speaking(), Some((BEN, moment("6:00")))))
        .when(Command::Enter(Phase::Closing))
        .see(|session, _| assert_eq!(session.speaking(), None));
}

#[test]
fn a_day_is_agreed_with_or_without_its_hour() {
    let appoint =
        |minute| Command::Appoint(ANNA, Appointment { what: Appointed::Integration, day: day("2026-11-24"), minute });
    given(clinic(), 1)
        .when(appoint(None))
        .when(appoint(Some(600)))
        .refused(appoint(Some(1440)), |why| matches!(why, Refusal::Implausible(_)));
}

#[test]
fn only_who_is_elsewhere_hears_the_music_elsewhere() {
    let practice = Practice { place: Place::Remote, ..clinic().practice };
    let remote = Protocol { practice, ..clinic() };
    given(remote, 1)
        .when(Command::PlaceMusic(MusicPlace::Elsewhere))
        .when(Command::PlaceMusic(MusicPlace::Elsewhere))
        .nothing()
        .when(Command::Enter(Phase::Journey))
        .see(|session, now| assert_eq!(session.cue(now).music, None, "the plan's clock runs without a sound"))
        .when(Command::PlaceMusic(MusicPlace::Here))
        .see(|session, now| assert!(session.cue(now).music.is_some()));
}

#[test]
fn what_the_chaperone_reports_is_marked_and_what_is_refused_is_refused_for_them_too() {
    let vitals = Command::KeepVitals(ANNA, measured(122, 80, 70), moment("0:00"));
    let reported = |command| Command::Reported(Who::Chaperone, Box::new(command));
    given(clinic(), 1)
        .when(reported(vitals))
        .then_stamped(|events| assert_eq!(events[0].who, Who::Chaperone))
        .when(Command::Undo(None))
        .anna(|anna| assert!(anna.vitals.is_empty(), "theirs can be taken back as well"))
        .refused(reported(Command::BeginTurn(ANNA)), |why| matches!(why, Refusal::OnlyIn(_)));
}

#[test]
fn what_is_refused_for_one_holds_up_nobody_else_and_what_concerns_all_is_said_once() {
    let at = moment("10:00");
    let both = Command::Each(vec![Command::TakeTablet(ANNA, at), Command::TakeTablet(BEN, at)]);
    let scene = ready(4).when(Command::Decline(BEN)).when(both.clone()).then_stamped(|events| {
        assert_eq!(events.iter().map(|event| event.about).collect::<Vec<_>>(), [About::One(ANNA)])
    });
    scene.refused(both, |why| *why == Refusal::Holding);
    given(clinic(), 4)
        .when(Command::Each(vec![Command::Enter(Phase::Intention), Command::Enter(Phase::Intention)]))
        .then(|events| assert_eq!(events.len(), 1));
}

#[test]
fn a_serious_event_that_goes_on_keeps_anybody_from_being_ready() {
    let mut protocol = clinic();
    let (group, kind, weight) = (ChipGroup::More, ChipKind::State, Weight::Serious);
    protocol.chips.push(Chip { key: "fall".into(), label: "Fall".into(), group, kind, weight });
    let seen = |time: &str| Command::Observe(ANNA, "fall".into(), moment(time));
    let serious = |scene: &Scene, person| {
        scene.session.release_open(person, scene.now).iter().any(|open| open.item == "serious_event")
    };
    let scene = given(protocol, 2).at("1:00").when(seen("1:00"));
    assert!(serious(&scene, ANNA) && !serious(&scene, BEN));
    let scene = scene.at("2:00").when(seen("2:00"));
    assert!(!serious(&scene, ANNA));
}

#[test]
fn the_emergency_card_is_stamped_each_time_and_cannot_be_taken_back() {
    let scene = given(clinic(), 1).when(Command::OpenEmergency(ANNA)).when(Command::OpenEmergency(ANNA));
    scene
        .anna(|anna| assert_eq!(anna.emergencies.len(), 2))
        .refused(Command::Undo(None), |why| *why == Refusal::NothingToUndo);
}

#[test]
fn how_it_ended_is_told_for_each() {
    let scene = ready(4)
        .when(Command::Decline(BEN))
        .take(ANNA, "10:00")
        .at("15:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("15:00")))
        .when(Command::Enter(Phase::Journey))
        .when(Command::Enter(Phase::Return))
        .when(Command::Enter(Phase::Closing))
        .when(Command::Release(ANNA, Some("with her sister".into())))
        .when(Command::Close);
    scene.see(|session, _| {
        let way = |person| session.outcome(person).unwrap().way;
        assert_eq!([way(ANNA), way(BEN)], [Way::LeftBeforeStay, Way::Declined]);
    });
}

#[test]
fn words_for_the_next_time_are_kept_as_such() {
    let words = Command::WriteNote(ANNA, NoteKind::Unwelcome, "the choir".into(), moment("0:00"));
    given(clinic(), 1).when(words).anna(|anna| assert_eq!(anna.notes[0].what.0, NoteKind::Unwelcome));
}
