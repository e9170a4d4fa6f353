//! Every command in every phase, for one and for four people, in every state a person can be in: what comes of it.

use std::sync::Arc;

use holdspace::cue::Turn;
use holdspace::session::answer::{Answer, Ask};
use holdspace::session::dose::{Booster, Ending, Prescription};
use holdspace::session::drawing::Point;
use holdspace::session::event::{
    Appointed, Appointment, CallOutcome, Correction, Meditated, MusicPlace, NotBefore, NoteKind, Steer, Who,
};
use holdspace::session::practice::{Asking, BoosterPolicy, Meditation, Practice};
use holdspace::session::protocol::{Ceiling, Item, Protocol};
use holdspace::session::questionnaire::{Asked, Level, Questionnaire};
use holdspace::session::{Command, Event, EventId, Phase, Refusal};
use holdspace::units::{BeatsPerMinute, Day, Decibels, Milligrams, MmHg, Tablets};

use super::framework::{
    ANNA, Scene, coherent, given, item, measured, minutes, moment, place, plan, prescription, protocol,
};

/// How it stands with the person whom the command concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Before,
    Holding,
    After,
    Declined,
    Stopped,
    Closed,
}

const STATES: [State; 6] =
    [State::Before, State::Holding, State::After, State::Declined, State::Stopped, State::Closed];

/// What comes of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Comes {
    /// Something happened.
    Done,
    /// Nothing, and that is right.
    Nothing,
    /// It is refused, so.
    Refused(&'static str),
}

use Comes::{Done, Nothing, Refused};

/// The usual protocol, with something of everything that practices differ in.
pub fn clinic() -> Protocol {
    let level = |value: u8| Level { value, label: value.to_string() };
    let asked = |notice_from| Asked { text: "?".into(), notice_from };
    let form = Questionnaire {
        key: "sleep".into(),
        title: "Sleep".into(),
        source: String::new(),
        licence: String::new(),
        intro: String::new(),
        levels: (0..4).map(level).collect(),
        items: vec![asked(None), asked(Some(2))],
        bands: Vec::new(),
        sha256: "0".repeat(64),
    };
    let meditation = Meditation {
        title: "Arriving".into(),
        lines: vec!["Feel the ground.".into()],
        usual: minutes(5),
        recording: Some("arriving.flac".into()),
    };
    let practice = Practice {
        booster: Some(BoosterPolicy { from: minutes(20), until: minutes(45), snooze: minutes(5) }),
        people: (1, 6),
        meditation: Some(meditation),
        round: minutes(5),
        vitals_at: vec![minutes(40), minutes(120)],
        questionnaires: vec![Asking { at: Phase::Arrival, form: Arc::new(form) }],
        ..Practice::default()
    };
    let asks = |key: &str, ask| Item { ask, ..item(key) };
    let mut protocol = Protocol { practice, ..protocol() };
    protocol.room.push(asks("escort", Ask::Words));
    protocol.room.push(asks("paper", Ask::Dated { months: 6 }));
    protocol.room.push(asks("brought", Ask::Count));
    protocol.release.push(asks("left", Ask::Count));
    protocol
}

/// A prescription of two tablets, held for five minutes, and one more as a booster.
pub fn boosted() -> Prescription {
    let booster = Booster { tablets: Tablets::whole(1), each: Milligrams(100) };
    Prescription { booster: Some(booster), ..prescription(5) }
}

/// Everyone passed the gate and is in administration at 10:00, with a booster prescribed.
pub fn ready(people: u8) -> Scene {
    let mut scene = given(clinic(), usize::from(people)).at("5:00");
    for person in (0..people).map(holdspace::session::Person) {
        scene = scene.pass_gate(person).when(Command::ConfirmPrescription(person, boosted()));
    }
    scene.at("10:00").when(Command::Enter(Phase::Administration))
}

/// The person in that state in that phase, at 12:00; `None` where nobody can be.
fn standing(phase: Phase, people: u8, state: State) -> Option<Scene> {
    let scene = ready(people);
    let there = |scene: Scene| scene.when(Command::Enter(phase)).at("12:00");
    Some(match state {
        State::Before => there(scene),
        State::Holding if phase == Phase::Journey => scene.when(Command::Enter(phase)).take(ANNA, "10:00").at("12:00"),
        State::Holding if matches!(phase, Phase::Administration | Phase::Closing) => there(scene.take(ANNA, "10:00")),
        State::Holding => return None,
        State::After => there(taken(scene)),
        State::Declined => there(scene.when(Command::Decline(ANNA))),
        State::Stopped => there(scene.when(Command::Stop(ANNA, String::new()))),
        State::Closed => there(taken(scene)).when(Command::CloseAsItStood),
    })
}

fn taken(scene: Scene) -> Scene {
    let ended = moment("11:30");
    scene.take(ANNA, "10:00").at("11:30").when(Command::EndHold(ANNA, Ending::Spat, ended))
}

/// One of every command.
fn every(scene: &Scene, phase: Phase) -> Vec<Command> {
    let now = scene.now;
    let day = Day::new(2026, 11, 22).unwrap();
    let ceiling = Ceiling {
        systolic: MmHg(150),
        diastolic: MmHg(88),
        heart_rate: BeatsPerMinute(96),
        source: "the prescriber".into(),
    };
    let vitals = scene.id(|event| matches!(event, Event::Vitals(_)));
    let appointment = Appointment { what: Appointed::Integration, day, minute: None };
    vec![
        Command::Tick,
        Command::Enter(target(phase)),
        Command::SetGateItem(ANNA, "consent".into(), false),
        Command::AnswerGate(ANNA, "escort".into(), Answer::Words("her sister".into())),
        Command::SetCeiling(ANNA, ceiling),
        Command::CallPrescriber(ANNA, CallOutcome::Agreed),
        Command::NoteCourse(ANNA, 2, Some(8)),
        Command::AnswerQuestion(ANNA, "sleep".into(), 1, 2),
        Command::StartMeditation(Meditated::Read),
        Command::EndMeditation,
        Command::OverrideGate(ANNA, "as agreed".into()),
        Command::WriteIntention(ANNA, "to rest".into()),
        Command::StartBreathing(coherent(), 4),
        Command::EndBreathing,
        Command::ConfirmPrescription(ANNA, boosted()),
        Command::TakeTablet(ANNA, now),
        Command::Give(ANNA, now),
        Command::Postpone(ANNA),
        Command::TakeBooster(ANNA, now),
        Command::SkipBooster(ANNA),
        Command::SnoozeBooster(ANNA),
        Command::Stop(ANNA, "enough".into()),
        Command::EndHold(ANNA, Ending::Spat, now),
        Command::Decline(ANNA),
        Command::CorrectT0(ANNA, moment("9:30")),
        Command::Observe(ANNA, "tears".into(), now),
        Command::Check(ANNA),
        Command::KeepVitals(ANNA, measured(124, 80, 70), now),
        Command::Rate(ANNA, "distress".into(), 3),
        Command::WriteNote(ANNA, NoteKind::Note, "still".into(), now),
        Command::OpenEmergency(ANNA),
        Command::Draw(ANNA, 0, [Point { x: 10, y: 10 }].into()),
        Command::BeginTurn(ANNA),
        Command::EndTurn,
        Command::Appoint(ANNA, appointment),
        Command::PlaceMusic(MusicPlace::Call),
        Command::Reported(Who::Chaperone, Box::new(Command::Check(ANNA))),
        Command::Each(vec![Command::Check(ANNA)]),
        Command::PlanMusic(plan()),
        Command::Steer(Steer::Silence(minutes(1))),
        Command::Turn(Turn::Next, plan()),
        Command::SetVolume(Decibels(-20.0)),
        Command::KeepSoundCheck(Decibels(-12.0)),
        Command::NoteHeard(999, place(0, 3)),
        Command::NoteOutput(false),
        Command::NotePieceFailed(0, "no frames".into()),
        Command::NoteClockJump(1000),
        Command::NoteClockDoubt(holdspace::clock::made(), NotBefore::Program),
        Command::NoteNotRecorded(now, "full".into()),
        Command::NoteRecordedAgain(now),
        Command::Resume(minutes(1)),
        Command::ResumeAsTold(minutes(1)),
        Command::CorrectAway(EventId(u128::MAX), minutes(1)),
        Command::Correct(vitals, Correction::Vitals(measured(118, 78, 66)), String::new()),
        Command::Undo(None),
        Command::Explain(EventId(u128::MAX), "slipped".into()),
        Command::SetReleaseItem(ANNA, "walks".into(), true),
        Command::AnswerRelease(ANNA, "left".into(), Answer::Count(Tablets::whole(3))),
        Command::Release(ANNA, None),
        Command::Close,
        Command::CloseAsItStood,
    ]
}

fn target(phase: Phase) -> Phase {
    if phase == Phase::Journey { Phase::Return } else { Phase::Journey }
}

/// What must come of it. A match without a rest: a new command has to be thought of here.
fn expected(command: &Command, phase: Phase, people: u8, state: State) -> Comes {
    if state == State::Closed {
        return after_the_end(command);
    }
    let dosed = matches!(state, State::Holding | State::After);
    let music = dosed || phase == Phase::Journey;
    let dosing = matches!(phase, Phase::Administration | Phase::Journey);
    let holding = state == State::Holding;
    match command {
        Command::Enter(_) if holding && (people == 1 || phase == Phase::Journey) => Refused("Holding"),
        Command::Tick
        | Command::EndMeditation
        | Command::OverrideGate(..)
        | Command::EndTurn
        | Command::PlanMusic(_)
        | Command::NoteHeard(..)
        | Command::NoteRecordedAgain(_) => Nothing,
        Command::Enter(_)
        | Command::SetGateItem(..)
        | Command::AnswerGate(..)
        | Command::SetCeiling(..)
        | Command::CallPrescriber(..)
        | Command::NoteCourse(..)
        | Command::WriteIntention(..)
        | Command::Observe(..)
        | Command::Check(_)
        | Command::KeepVitals(..)
        | Command::Rate(..)
        | Command::WriteNote(..)
        | Command::OpenEmergency(_)
        | Command::Draw(..)
        | Command::Appoint(..)
        | Command::Reported(..)
        | Command::Each(_)
        | Command::SetVolume(_)
        | Command::NoteOutput(_)
        | Command::NotePieceFailed(..)
        | Command::NoteClockJump(_)
        | Command::NoteClockDoubt(..)
        | Command::NoteNotRecorded(..)
        | Command::Resume(_)
        | Command::ResumeAsTold(_)
        | Command::Correct(..)
        | Command::Undo(_)
        | Command::SetReleaseItem(..)
        | Command::AnswerRelease(..)
        | Command::CloseAsItStood => Done,
        Command::AnswerQuestion(..) if holding || phase == Phase::Journey => Refused("NotDuringJourney"),
        Command::AnswerQuestion(..) => Done,
        Command::StartMeditation(_) if !music && phase <= Phase::Breathing => Done,
        Command::StartMeditation(_) => Refused("OnlyIn"),
        Command::StartBreathing(..) if phase == Phase::Breathing => Done,
        Command::StartBreathing(..) => Refused("OnlyIn"),
        Command::EndBreathing => Refused("NotBreathing"),
        Command::ConfirmPrescription(..) if holding => Refused("Holding"),
        Command::ConfirmPrescription(..) => Done,
        Command::TakeTablet(..) | Command::Give(..) if !dosing => Refused("OnlyIn"),
        Command::TakeTablet(..) | Command::Give(..) => match (state, command) {
            (State::Declined, _) => Refused("Declined"),
            (State::Stopped, _) => Refused("Stopped"),
            (State::Holding, _) => Refused("Holding"),
            (State::After | State::Closed, _) => Refused("NotPrescribed"),
            // A tablet is held, not given.
            (State::Before, Command::Give(..)) => Refused("OtherForm"),
            (State::Before, _) => Done,
        },
        Command::Postpone(_) => match state {
            State::Declined => Refused("Declined"),
            State::Stopped => Refused("Stopped"),
            State::Holding | State::After => Nothing,
            State::Before | State::Closed => Done,
        },
        Command::TakeBooster(..) if !dosed => Refused("NoBooster"),
        Command::TakeBooster(..) if !dosing => Refused("OnlyIn"),
        Command::TakeBooster(..) if holding => Refused("Holding"),
        // Whether it is early the therapist decides.
        Command::TakeBooster(..) => Done,
        Command::SkipBooster(_) if dosed => Done,
        // Two minutes after the tablet there is nothing to put off yet.
        Command::SkipBooster(_) | Command::SnoozeBooster(_) => Refused("NoBooster"),
        Command::Stop(..) | Command::Decline(_) if holding => Refused("Holding"),
        Command::Stop(..) if state == State::Stopped => Nothing,
        Command::Decline(_) if dosed => Refused("Taken"),
        Command::Decline(_) if state == State::Declined => Nothing,
        Command::Stop(..) | Command::Decline(_) => Done,
        Command::EndHold(..) if holding => Done,
        Command::EndHold(..) => Refused("NotHolding"),
        Command::CorrectT0(..) if dosed => Done,
        Command::CorrectT0(..) => Refused("NoDose"),
        Command::BeginTurn(_) if matches!(phase, Phase::Intention | Phase::Return | Phase::Closing) => Done,
        Command::BeginTurn(_) => Refused("OnlyIn"),
        Command::PlaceMusic(_) => Refused("InTheRoom"),
        Command::Steer(_) | Command::Turn(..) if music => Done,
        Command::Steer(_) | Command::Turn(..) => Refused("NoMusic"),
        // Nobody here has made a sound check: it can still be made, with the music as it plays.
        Command::KeepSoundCheck(_) => Done,
        // What is named here is no dose.
        Command::VoidDose(..) => Refused("NotCorrectable"),
        Command::Explain(..) | Command::CorrectAway(..) => Refused("NotCorrectable"),
        Command::Release(..) if holding => Refused("Holding"),
        Command::Release(..) => Refused("NotReleased"),
        Command::Close if phase != Phase::Closing => Refused("OnlyIn"),
        Command::Close if dosed => Refused("NotReleased"),
        Command::Close => Done,
    }
}

/// Only what the machine reports still comes in, and leads to nothing.
fn after_the_end(command: &Command) -> Comes {
    let reported = matches!(
        command,
        Command::Tick
            | Command::NoteHeard(..)
            | Command::NoteOutput(_)
            | Command::NotePieceFailed(..)
            | Command::NoteClockJump(_)
            | Command::NoteClockDoubt(..)
            | Command::NoteNotRecorded(..)
            | Command::NoteRecordedAgain(_)
            | Command::Resume(_)
            | Command::ResumeAsTold(_)
    );
    if reported { Nothing } else { Refused("Closed") }
}

fn word(of: &impl std::fmt::Debug) -> String {
    format!("{of:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

#[test]
fn every_command_in_every_phase_and_state_comes_to_what_the_table_says() {
    let (mut asked, mut wrong) = (0, Vec::new());
    for people in [1, 4] {
        for (phase, state) in Phase::ALL.into_iter().flat_map(|phase| STATES.map(|state| (phase, state))) {
            let Some(scene) = standing(phase, people, state) else { continue };
            for command in every(&scene, phase) {
                asked += 1;
                let decided = scene.session.decide(&command, scene.now);
                let refused = decided.as_ref().err().map(word);
                let came = match (&decided, expected(&command, phase, people, state)) {
                    (Ok(events), Done) => !events.is_empty(),
                    (Ok(events), Nothing) => events.is_empty(),
                    (Err(_), Refused(why)) => refused.as_deref() == Some(why),
                    (Ok(_), Refused(_)) | (Err(_), Done | Nothing) => false,
                };
                if !came {
                    let came = decided.map(|events| events.len());
                    wrong.push(format!("{people} {phase:?} {state:?} {}: {came:?}", word(&command)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
    // 61 commands, 38 places where one can be, one person and four.
    assert_eq!(asked, 61 * 38 * 2);
}

#[test]
fn a_refused_command_says_why_in_a_sentence_that_ends() {
    let scene = standing(Phase::Closing, 4, State::Holding).unwrap();
    let refusals: Vec<Refusal> = every(&scene, Phase::Closing)
        .iter()
        .filter_map(|command| scene.session.decide(command, scene.now).err())
        .collect();
    assert!(refusals.len() > 10);
    for refusal in refusals {
        let said = refusal.to_string();
        assert!(said.ends_with('.') && said.starts_with(char::is_uppercase), "{said}");
    }
}

#[test]
fn while_somebody_holds_no_phase_but_closing_and_for_a_group_the_journey_can_be_entered() {
    for people in [1, 4] {
        let scene = ready(people).take(ANNA, "10:00").at("12:00");
        for phase in Phase::ALL {
            let possible =
                matches!(phase, Phase::Administration | Phase::Closing) || (people == 4 && phase == Phase::Journey);
            assert_eq!(scene.session.decide(&Command::Enter(phase), scene.now).is_ok(), possible, "{people} {phase:?}");
        }
    }
}
