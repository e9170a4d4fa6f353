//! Whatever comes, nothing panics, and the log tells the whole session.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use holdspace::cue::{Plan, Position, Turn};
use holdspace::session::breathing::Pattern;
use holdspace::session::dose::{Ending, Prescription};
use holdspace::session::drawing::Point;
use holdspace::session::event::{
    About, Appointed, Appointment, Close, Correction, EventId, Meditated, MusicPlace, NotBefore, NoteKind, Steer, Who,
};
use holdspace::session::protocol::Anchor;
use holdspace::session::{Command, Event, Person, Phase, Session, Stamped};
use holdspace::units::{Day, Decibels, Milligrams, Moment, Tablets};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::framework::{anchored, coherent, given, measured, place, plan, prescription, ready};

fn person() -> impl Strategy<Value = Person> {
    select(vec![Person(0), Person(0), Person(1), Person(2)])
}

fn phase() -> impl Strategy<Value = Phase> {
    select(
        Phase::ALL
            .into_iter()
            .chain([Phase::Administration, Phase::Journey, Phase::Journey, Phase::Breathing])
            .collect::<Vec<_>>(),
    )
}

fn words() -> impl Strategy<Value = String> {
    select(
        ["", "x", "tears", "nausea", "first_effects", "consent", "clearance", "walks", "oriented", "distress"]
            .map(String::from)
            .to_vec(),
    )
}

fn ending() -> impl Strategy<Value = Ending> {
    select(vec![Ending::Spat, Ending::SwallowedSome, Ending::SwallowedAll])
}

fn position() -> impl Strategy<Value = Position> {
    prop_oneof![
        9 => (0usize..4, 0u64..1200).prop_map(|(piece, secs)| place(piece, secs)),
        1 => (any::<usize>(), any::<u64>()).prop_map(|(piece, secs)| place(piece, secs)),
    ]
}

fn level() -> impl Strategy<Value = Decibels> {
    prop_oneof![9 => -70.0f32..10.0, 1 => any::<f32>()].prop_map(Decibels)
}

fn steer() -> impl Strategy<Value = Steer> {
    prop_oneof![
        any::<bool>().prop_map(Steer::SoundCheck),
        any::<u32>().prop_map(|millis| Steer::Silence(Duration::from_millis(u64::from(millis)))),
        Just(Steer::Resume),
        any::<bool>().prop_map(Steer::TalkOver),
        any::<bool>().prop_map(Steer::Grounding),
        (0usize..6, 0u64..5000).prop_map(|(piece, secs)| Steer::SoundCheckAt(place(piece, secs))),
        any::<u32>().prop_map(|millis| Steer::End(Duration::from_millis(u64::from(millis)))),
        proptest::sample::select(&Turn::ALL).prop_map(Steer::Turned),
    ]
}

fn plans() -> impl Strategy<Value = Arc<Plan>> {
    (0usize..=4).prop_map(|pieces| {
        let mut other = (*plan()).clone();
        other.pieces.truncate(pieces);
        Arc::new(other)
    })
}

fn patterns() -> impl Strategy<Value = Pattern> {
    option::weighted(0.2, any::<(u64, u32)>()).prop_map(|odd| {
        let mut pattern = coherent();
        if let Some((secs, nanos)) = odd {
            pattern.steps[0].lasts = Duration::from_secs(secs).saturating_add(Duration::from_nanos(u64::from(nanos)));
        }
        pattern
    })
}

fn prescriptions() -> impl Strategy<Value = Prescription> {
    (0u64..22, 0u8..8, 0u32..8).prop_map(|(hold, halves, each)| Prescription {
        tablets: Tablets { halves },
        each: Milligrams(each * 50),
        ..prescription(hold)
    })
}

fn correction() -> impl Strategy<Value = Correction> {
    prop_oneof![
        (0u64..8_000_000).prop_map(|at| Correction::At(Moment::from_millis(at))),
        words().prop_map(Correction::Text)
    ]
}

/// Stands for "now" until the command is given.
const NOW: u64 = 1 << 40;

/// A moment near now, mostly not after it.
fn near() -> impl Strategy<Value = Moment> {
    let by = prop_oneof![4 => Just(0i64), 4 => -200_000i64..1, 1 => 0i64..10_000];
    by.prop_map(|by| Moment::from_millis(NOW.saturating_add_signed(by)))
}

/// The command with its moment near this one.
fn given_at(command: Command, now: Moment) -> Command {
    let shift = |at: Moment| Moment::from_millis((now.millis() + at.millis()).saturating_sub(NOW));
    match command {
        Command::TakeTablet(who, at) => Command::TakeTablet(who, shift(at)),
        Command::EndHold(who, how, at) => Command::EndHold(who, how, shift(at)),
        Command::CorrectT0(who, at) => Command::CorrectT0(who, shift(at)),
        Command::Observe(who, chip, at) => Command::Observe(who, chip, shift(at)),
        Command::KeepVitals(who, what, at) => Command::KeepVitals(who, what, shift(at)),
        Command::WriteNote(who, kind, text, at) => Command::WriteNote(who, kind, text, shift(at)),
        Command::NoteNotRecorded(at, why) => Command::NoteNotRecorded(shift(at), why),
        Command::NoteRecordedAgain(at) => Command::NoteRecordedAgain(shift(at)),
        other => other,
    }
}

fn id() -> impl Strategy<Value = EventId> {
    (0u128..80).prop_map(EventId)
}

fn command() -> impl Strategy<Value = Command> {
    proptest::strategy::Union::new_weighted(vec![
        (6, Just(Command::Tick).boxed()),
        (6, phase().prop_map(Command::Enter).boxed()),
        (
            2,
            (person(), words(), any::<bool>())
                .prop_map(|(who, item, met)| Command::SetGateItem(who, item, met))
                .boxed(),
        ),
        (2, (person(), words()).prop_map(|(who, why)| Command::OverrideGate(who, why)).boxed()),
        (1, (person(), words()).prop_map(|(who, text)| Command::WriteIntention(who, text)).boxed()),
        (3, (patterns(), 0u16..20).prop_map(|(pattern, cycles)| Command::StartBreathing(pattern, cycles)).boxed()),
        (2, Just(Command::EndBreathing).boxed()),
        (5, (person(), prescriptions()).prop_map(|(who, what)| Command::ConfirmPrescription(who, what)).boxed()),
        (25, (person(), near()).prop_map(|(who, by)| Command::TakeTablet(who, by)).boxed()),
        (14, (person(), ending(), near()).prop_map(|(who, how, by)| Command::EndHold(who, how, by)).boxed()),
        (1, person().prop_map(Command::Decline).boxed()),
        (8, (person(), near()).prop_map(|(who, by)| Command::CorrectT0(who, by)).boxed()),
        (4, (person(), words(), near()).prop_map(|(who, chip, by)| Command::Observe(who, chip, by)).boxed()),
        (1, person().prop_map(Command::Check).boxed()),
        (
            2,
            (person(), any::<(u16, u16, u16)>(), near())
                .prop_map(|(who, (a, b, c), by)| Command::KeepVitals(who, measured(a % 300, b % 200, c % 300), by))
                .boxed(),
        ),
        (
            1,
            (person(), words(), any::<u8>())
                .prop_map(|(who, item, value)| Command::Rate(who, item, value % 13))
                .boxed(),
        ),
        (
            2,
            (person(), words(), near())
                .prop_map(|(who, text, by)| Command::WriteNote(who, NoteKind::Client, text, by))
                .boxed(),
        ),
        (1, plans().prop_map(Command::PlanMusic).boxed()),
        (1, plans().prop_map(|plan| Command::Turn(Turn::Next, plan)).boxed()),
        (4, steer().prop_map(Command::Steer).boxed()),
        (3, level().prop_map(Command::SetVolume).boxed()),
        (2, level().prop_map(Command::KeepSoundCheck).boxed()),
        (
            6,
            (any::<u8>(), position())
                .prop_map(|(generation, at)| Command::NoteHeard(u64::from(generation % 60), at))
                .boxed(),
        ),
        (1, any::<bool>().prop_map(Command::NoteOutput).boxed()),
        (1, (any::<usize>(), words()).prop_map(|(piece, why)| Command::NotePieceFailed(piece, why)).boxed()),
        (1, any::<i64>().prop_map(Command::NoteClockJump).boxed()),
        (
            1,
            (id(), any::<u16>())
                .prop_map(|(of, secs)| Command::CorrectAway(of, Duration::from_secs(secs.into())))
                .boxed(),
        ),
        (1, Just(Command::NoteClockDoubt(holdspace::clock::made(), NotBefore::Program)).boxed()),
        (1, (near(), words()).prop_map(|(since, why)| Command::NoteNotRecorded(since, why)).boxed()),
        (1, near().prop_map(Command::NoteRecordedAgain).boxed()),
        (3, any::<u32>().prop_map(|secs| Command::Resume(Duration::from_secs(u64::from(secs)))).boxed()),
        (2, (id(), correction(), words()).prop_map(|(of, what, why)| Command::Correct(of, what, why)).boxed()),
        (8, Just(Command::Undo(None)).boxed()),
        (8, id().prop_map(|of| Command::Undo(Some(of))).boxed()),
        (
            1,
            (person(), words(), any::<bool>())
                .prop_map(|(who, item, met)| Command::SetReleaseItem(who, item, met))
                .boxed(),
        ),
        (1, (person(), option::of(words())).prop_map(|(who, why)| Command::Release(who, why)).boxed()),
        (1, Just(Command::Close).boxed()),
    ])
}

fn order() -> impl Strategy<Value = (u64, Command)> {
    (prop_oneof![4 => 0u64..20_000, 1 => 0u64..400_000], command())
}

fn anchors() -> impl Strategy<Value = Anchor> {
    select(vec![Anchor::T0, Anchor::Spit, Anchor::JourneyStart])
}

/// What must be true of every session at every moment.
fn sound(session: &Session, now: Moment) {
    let music = session.music();
    if !music.sound_check {
        assert!(music.volume <= music.cap.unwrap_or(Decibels::BEFORE_SOUND_CHECK), "{:?}", music);
    }
    assert!(music.volume.0.is_finite());
    if let Some(due) = session.deadline(now) {
        assert!(due >= now);
        assert_ne!(session.decide(&Command::Tick, due), Ok(Vec::new()), "something is due at the deadline");
        if due > now {
            let before = due.minus(Duration::from_millis(1));
            assert_eq!(session.decide(&Command::Tick, before), Ok(Vec::new()), "and nothing before it");
        }
    } else {
        assert_eq!(session.decide(&Command::Tick, now.plus(Duration::from_secs(36_000))), Ok(Vec::new()));
    }
    let cue = session.cue(now);
    assert!(cue.chimes.is_sorted());
    for who in session.participants() {
        assert!(who.doses.iter().filter(|dose| dose.taken.is_some() && dose.ended.is_none()).count() <= 1);
        for dose in &who.doses {
            assert!(dose.taken.is_some() || (dose.ended, dose.cued) == (None, None));
            if let Some(((ended, _), taken)) = dose.ended.zip(dose.taken) {
                assert!(ended >= taken, "a hold never ends before it began");
            }
        }
        let later = who.doses.iter().skip_while(|dose| dose.taken.is_some());
        assert!(later.clone().all(|dose| dose.taken.is_none()), "doses are taken in their order");
        assert!(who.observations.iter().all(|seen| seen.ended.is_none_or(|ended| ended >= seen.at)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_commands_never_panic_and_their_log_replays_to_the_same_session(
        rule in anchors(), at_the_tablet in prop::bool::weighted(0.8), orders in vec(order(), 1..60)
    ) {
        let begun = given(anchored(rule), 2);
        let mut scene = if at_the_tablet { ready(begun, 2) } else { begun };
        let mut sounded: HashMap<u64, (Arc<Plan>, Position)> = HashMap::new();
        for (after, command) in orders {
            scene.now = scene.now.plus(Duration::from_millis(after));
            let command = given_at(command, scene.now);
            // A report about the generation that sounds is worth more than one about a random one.
            let command = match command {
                Command::NoteHeard(random, at) if random < 50 => Command::NoteHeard(scene.generation().unwrap_or(random), at),
                other => other,
            };
            let before = scene.session.clone();
            if scene.session.decide(&command, scene.now).is_ok() {
                scene = scene.when(command.clone());
            }
            sound(&scene.session, scene.now);
            if let Some(music) = scene.session.cue(scene.now).music {
                let known = sounded.entry(music.generation).or_insert_with(|| (Arc::clone(&music.plan), music.from));
                prop_assert_eq!(known.1, music.from, "one generation, one place");
                let goes_on = music.plan.goes_on_from(&known.0, music.from.piece);
                prop_assert!(known.0 == music.plan || goes_on, "a plan in the same generation goes on from the one before");
                known.0 = Arc::clone(&music.plan);
                let was = before.cue(scene.now).music.filter(|was| was.generation != music.generation);
                let seeks = matches!(command, Command::Resume(_) | Command::PlanMusic(_) | Command::Steer(Steer::SoundCheck(true) | Steer::SoundCheckAt(_)));
                let starts = before.music().anchor.is_none() && scene.session.music().anchor.is_some();
                prop_assert!(was.is_none() || seeks || starts, "{:?} must not move the music", command);
            }
        }
        let (first, rest) = scene.session.log().split_first().unwrap();
        let mut prefix = Session::from_events(std::slice::from_ref(first)).expect("the first line is a session");
        for event in rest {
            prefix.apply(event);
            sound(&prefix, scene.now);
        }
        prop_assert_eq!(prefix, scene.session, "and any prefix was a session");
    }

    #[test]
    fn random_events_never_panic(
        rule in anchors(), events in vec((event(), any::<u64>(), 0u8..4, 0u128..40), 0..60), now in any::<u64>()
    ) {
        let mut session = given(anchored(rule), 2).session;
        for (event, at, about, id) in events {
            let about = if about == 3 { About::All } else { About::One(Person(about)) };
            session.apply(&Stamped { id: EventId(id), at: Moment::from_millis(at), about, who: Who::System, event });
            for now in [now, at].map(Moment::from_millis) {
                let _ = (session.cue(now), session.deadline(now), session.breathing(now), session.last_entry(now).cloned());
                let _ = session.decide(&Command::Tick, now);
                let _ = session.decide(&Command::Enter(Phase::Closing), now);
                let _ = session.decide(&Command::EndBreathing, now);
                let _ = (session.release_open(Person(0), now), session.gate_open(Person(0)), session.check_due(Person(0)));
                let _ = (session.vitals_due(Person(0), now), session.recheck_due(Person(0)), session.booster(Person(0), now));
                let _ = (session.next_dose_due(Person(0)), session.speaking(), session.meditating());
            }
        }
        prop_assert!(Session::from_events(session.log()).is_some());
    }
}

fn event() -> impl Strategy<Value = Event> {
    let dose = || 0u8..3;
    let moment = || any::<u64>().prop_map(Moment::from_millis);
    proptest::strategy::Union::new(vec![
        any::<u64>().prop_map(|secs| Event::Resumed { away: Duration::from_secs(secs) }).boxed(),
        (id(), any::<u32>(), any::<u32>())
            .prop_map(|(of, from, to)| Event::AwayCorrected {
                of,
                from: Duration::from_millis(from.into()),
                to: Duration::from_millis(to.into()),
            })
            .boxed(),
        phase().prop_map(|phase| Event::PhaseEntered { phase }).boxed(),
        (words(), any::<bool>()).prop_map(|(item, met)| Event::GateItem { item, met, answer: None }).boxed(),
        (patterns(), any::<u16>()).prop_map(|(pattern, cycles)| Event::BreathingStarted { pattern, cycles }).boxed(),
        any::<u16>().prop_map(|cycles| Event::BreathingEnded { cycles }).boxed(),
        (dose(), prescriptions())
            .prop_map(|(dose, prescription)| Event::PrescriptionConfirmed { dose, prescription })
            .boxed(),
        dose().prop_map(|dose| Event::TabletTaken { dose }).boxed(),
        dose().prop_map(|dose| Event::SpitCued { dose }).boxed(),
        (dose(), ending()).prop_map(|(dose, ending)| Event::HoldEnded { dose, ending }).boxed(),
        Just(Event::Declined).boxed(),
        (dose(), moment(), moment()).prop_map(|(dose, from, to)| Event::T0Corrected { dose, from, to }).boxed(),
        words().prop_map(|chip| Event::Observed { chip }).boxed(),
        (words(), id()).prop_map(|(chip, began)| Event::StateEnded { chip, began }).boxed(),
        Just(Event::Checked).boxed(),
        plans().prop_map(|plan| Event::MusicPlanned { plan }).boxed(),
        steer().prop_map(Event::MusicSteered).boxed(),
        (level(), option::of(level())).prop_map(|(volume, cap)| Event::VolumeSet { volume, cap }).boxed(),
        (any::<u64>(), position()).prop_map(|(generation, position)| Event::Heard { generation, position }).boxed(),
        Just(Event::OutputLost).boxed(),
        Just(Event::OutputBack).boxed(),
        words().prop_map(|reason| Event::NotRecorded { reason }).boxed(),
        Just(Event::RecordedAgain).boxed(),
        (id(), correction())
            .prop_map(|(of, correction)| Event::Corrected { of, correction, reason: String::new() })
            .boxed(),
        id().prop_map(|of| Event::Undone { of, reason: String::new() }).boxed(),
        words().prop_map(|word| Event::Released { missing: vec![word], reason: None }).boxed(),
        Just(Event::Closed { how: Close::Complete }).boxed(),
        Just(Event::Sealed).boxed(),
        of_the_clinic().boxed(),
    ])
}

/// What differs between practices.
fn of_the_clinic() -> impl Strategy<Value = Event> {
    let moment = || any::<u64>().prop_map(Moment::from_millis);
    let point = any::<(u16, u16)>().prop_map(|(x, y)| Point { x, y });
    let day = Day::new(2026, 11, 22).unwrap();
    proptest::strategy::Union::new(vec![
        (0u8..3).prop_map(|dose| Event::Given { dose }).boxed(),
        Just(Event::Postponed).boxed(),
        Just(Event::BoosterSkipped).boxed(),
        moment().prop_map(|until| Event::BoosterSnoozed { until }).boxed(),
        Just(Event::BoosterExpired).boxed(),
        words().prop_map(|reason| Event::Stopped { reason }).boxed(),
        (any::<u8>(), vec(point, 0..5))
            .prop_map(|(sheet, points)| Event::Drawn { sheet, stroke: points.into() })
            .boxed(),
        Just(Event::TurnBegan).boxed(),
        Just(Event::TurnEnded).boxed(),
        Just(Event::MeditationBegan { how: Meditated::Played }).boxed(),
        Just(Event::MeditationEnded).boxed(),
        select(&MusicPlace::ALL).prop_map(|place| Event::MusicPlaced { place }).boxed(),
        (words(), any::<u8>(), any::<u8>())
            .prop_map(|(questionnaire, item, value)| Event::Answered { questionnaire, item, value })
            .boxed(),
        (any::<u16>(), option::of(any::<u16>())).prop_map(|(number, of)| Event::CourseNoted { number, of }).boxed(),
        Just(Event::EmergencyOpened).boxed(),
        Just(Event::Appointed(Appointment { what: Appointed::Next, day, minute: None })).boxed(),
    ])
}
