//! A whole session in simulated time, through the only door the app has, with its real record on a disk.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use holdspace::app::perform::Live;
use holdspace::app::prepare;
use holdspace::clock::SessionClock;
use holdspace::config::source::Source;
use holdspace::config::{find_playlist, find_protocol, load, script};
use holdspace::journal::recovery::{self, Unfinished};
use holdspace::journal::verify::{Verdict, verify};
use holdspace::journal::{Journal, reader};
use holdspace::session::event::{Close, EventId, Person, Steer};
use holdspace::session::gate::VITALS_ITEM;
use holdspace::session::protocol::Protocol;
use holdspace::session::{About, Command, Event, Phase, Refusal, Session, open};
use holdspace::units::Moment;

use crate::journal::sample::{Desk, PATIENCE, reading, seal};

const CLIENT: Person = Person(0);

const ARRIVAL: &str = r#"
3:00 keep_vitals "120/76 72 98"
4:00 rate "distress 5"
5:00 steer "sound_check on"
5:30 keep_sound_check -10
6:00 enter "intention"
9:00 write_intention "I want to be gentle with what comes"
10:00 enter "breathing"
10:10 start_breathing "coherent 16"
14:00 enter "administration"
"#;

const TABLET: &str = r#"
15:00 keep_vitals "116/74 66 98 after"
16:00 confirm_prescription "2x100 hold 10 spit by Dr Keller"
17:00 take_tablet
"#;

const JOURNEY: &str = r#"
27:05 end_hold "spat"
27:30 enter "journey"
40:00 observe "movement"
41:00 observe "tears"
42:00 check
43:00 set_volume -14
44:00 note_output false
45:00 note_output true
46:00 steer "silence 60"
47:30 steer "resume"
60:00 write_note "Left hand opened."
61:00 undo
"#;

const RETURN: &str = r#"
1:30:00 enter "return"
1:33:00 write_note "first_words: It was so quiet."
1:35:00 rate "distress 1"
1:40:00 steer "silence 90"
1:50:00 enter "closing"
2:40:00 release "Her sister fetches her"
2:41:00 close
"#;

fn protocol() -> Protocol {
    find_protocol(&load(Path::new("/nowhere/at/all")), "rdt-individual").unwrap()
}

/// The gate ticked in the second minute, and then the lines "time, what, value" of these parts.
fn story(parts: &[&str]) -> Vec<(Moment, Command)> {
    let protocol = protocol();
    let mut text = "format = \"holdspace-script 1\"\n".to_owned();
    let items = protocol.room.iter().chain(&protocol.gate).filter(|item| item.key != VITALS_ITEM);
    for (number, item) in items.enumerate() {
        let at = format!("2:{:02}", number * 3);
        text.push_str(&format!("[[step]]\nat = \"{at}\"\ndo = \"set_gate_item\"\nvalue = \"{}\"\n", item.key));
    }
    for line in parts.iter().flat_map(|part| part.lines()).filter(|line| !line.is_empty()) {
        let mut words = line.splitn(3, ' ');
        let (at, what) = (words.next().unwrap(), words.next().unwrap());
        text.push_str(&format!("[[step]]\nat = \"{at}\"\ndo = \"{what}\"\n"));
        words.next().into_iter().for_each(|value| text.push_str(&format!("value = {value}\n")));
    }
    let steps = script::read(&Source::decode(Path::new("story.toml"), text.as_bytes()).unwrap()).unwrap();
    steps.iter().map(|step| (step.at, script::to_command(step, &protocol).unwrap())).collect()
}

fn begin(desk: &Desk) -> Live {
    let loaded = load(Path::new("/nowhere/at/all"));
    let playlist = find_playlist(&loaded, "tidewater").unwrap();
    let plan = prepare::plan(&playlist, Duration::from_secs(60 * 60), None, None).unwrap().plan;
    let first = open(77, Arc::new(protocol()), vec!["K-01".to_owned()], Arc::new(plan), false);
    let journal = Journal::create(&desk.data, 1, &reading(0)).unwrap();
    Live::begin(&first, Some(journal), SessionClock::starting(&reading(0)), &reading(0)).unwrap()
}

/// What the app does when time has passed and something is asked.
fn ask(live: &mut Live, at: Moment, command: &Command) {
    let now = reading(at.millis());
    let _ = live.perform(&Command::Tick, &now).unwrap();
    let asked = live.perform(command, &now);
    assert!(asked.is_ok(), "{command:?} at {at:?}: {asked:?}");
}

fn live_through(desk: &Desk, parts: &[&str]) -> Live {
    let mut live = begin(desk);
    for (at, command) in story(parts) {
        ask(&mut live, at, &command);
    }
    live
}

/// The app dies: what had reached the disk is all there is.
fn kill(mut live: Live) -> Session {
    assert!(live.journal.as_mut().unwrap().flush_and_wait(PATIENCE));
    live.session
}

fn only(desk: &Desk) -> Unfinished {
    let mut found = recovery::unfinished(&desk.data);
    assert_eq!(found.len(), 1);
    found.remove(0)
}

/// What the app does when it finds an unfinished session.
fn go_on(desk: &Desk, found: &Unfinished, at: Moment) -> Live {
    let now = reading(at.millis());
    let session = Session::from_events(&found.events).unwrap();
    let journal = Journal::go_on(&desk.data, found, &now).unwrap();
    assert_eq!(recovery::moment_now(found, &now), Some(at));
    let away = found.age(&now).unwrap();
    let mut live = Live::going_on(session, SessionClock::resuming(&now, at), journal, found);
    assert_eq!(live.perform(&Command::Resume(away), &now), Ok(true));
    live
}

/// What happened and when, without the gaps and without names, which are new each time.
///
/// An output that was lost is opened anew by an app that comes back, and a sound check ends with it:
/// neither needs to be told.
fn told(session: &Session) -> Vec<(Moment, About, Event)> {
    let nameless = |event: &Event| match event {
        Event::Undone { .. } => Event::Undone { of: EventId(0), reason: String::new() },
        other => other.clone(),
    };
    let by_itself = |event: &Event| {
        matches!(event, Event::Resumed { .. } | Event::OutputBack | Event::MusicSteered(Steer::SoundCheck(false)))
    };
    let entries = session.log().iter().filter(|entry| !by_itself(&entry.event));
    entries.map(|entry| (entry.at, entry.about, nameless(&entry.event))).collect()
}

fn phases(session: &Session) -> Vec<Phase> {
    session.visits().iter().map(|(phase, _)| *phase).collect()
}

#[track_caller]
fn sealed_as_told(desk: &Desk, mut live: Live) {
    let sealed = seal(live.journal.as_mut().unwrap());
    assert_eq!(verify(&sealed[0].folder).unwrap(), Verdict::Intact);
    let events: Vec<_> = reader::read(&sealed[0].folder).unwrap().lines.into_iter().filter_map(|it| it.entry).collect();
    assert_eq!(events, live.session.log());
    assert!(recovery::unfinished(&desk.data).is_empty());
}

#[test]
fn a_whole_session_goes_through_its_phases_in_order_and_is_sealed_as_it_was() {
    let desk = Desk::new();
    let live = live_through(&desk, &[ARRIVAL, TABLET, JOURNEY, RETURN]);
    assert_eq!(phases(&live.session), Phase::ALL);
    assert_eq!(live.session.closed().unwrap().1, Close::Complete);
    let who = live.session.participant(CLIENT).unwrap();
    assert_eq!(who.t0(), Some(Moment::from_secs(17 * 60)));
    let cued = told(&live.session).into_iter().find(|(.., event)| matches!(event, Event::SpitCued { .. }));
    assert_eq!(cued.unwrap().0, Moment::from_secs(27 * 60), "ten minutes after the touch-down");
    sealed_as_told(&desk, live);
}

#[test]
fn killed_after_every_step_a_session_is_the_same_each_time_it_comes_back() {
    let whole = live_through(&Desk::new(), &[ARRIVAL, TABLET, JOURNEY, RETURN]);
    let desk = Desk::new();
    let mut live = begin(&desk);
    let mut kills = 0;
    for (at, command) in story(&[ARRIVAL, TABLET, JOURNEY, RETURN]) {
        ask(&mut live, at, &command);
        if live.session.closed().is_none() {
            let before = kill(live);
            let found = only(&desk);
            assert_eq!(found.damage, Vec::<String>::new());
            assert_eq!(Session::from_events(&found.events).unwrap(), before, "after {command:?}");
            live = go_on(&desk, &found, at.plus(Duration::from_secs(3)));
            kills += 1;
        }
    }
    assert!(kills > 35, "{kills}");
    assert_eq!(told(&live.session), told(&whole.session));
    assert_eq!(live.session.closed(), whole.session.closed());
    sealed_as_told(&desk, live);
}

#[test]
fn a_session_whose_tablet_is_declined_goes_on_without_one() {
    let desk = Desk::new();
    let mut live = live_through(&desk, &[ARRIVAL, "15:00 decline"]);
    let declined = Moment::from_secs(15 * 60);
    let tablet = Command::TakeTablet(CLIENT, declined);
    assert_eq!(live.perform(&tablet, &reading(declined.millis())), Err(Refusal::Declined));
    let without = "16:00 enter \"journey\"\n30:00 observe \"stillness\"\n";
    for (at, command) in story(&[without, RETURN]).into_iter().filter(|(at, _)| *at > declined) {
        ask(&mut live, at, &command);
    }
    assert_eq!(live.session.closed().unwrap().1, Close::WithoutDose);
    assert_eq!(live.session.participant(CLIENT).unwrap().taken(), 0);
    sealed_as_told(&desk, live);
}

#[test]
fn a_session_that_ends_in_the_hold_is_told_as_ended_early() {
    let desk = Desk::new();
    let early = "20:00 end_hold \"spat\"\n20:00 enter \"closing\"\n1:20:00 release \"She feels well\"\n1:21:00 close";
    let live = live_through(&desk, &[ARRIVAL, TABLET, early]);
    assert_eq!(live.session.closed().unwrap().1, Close::EndedEarly);
    let skipped = [Phase::Journey, Phase::Return];
    assert!(phases(&live.session).iter().all(|phase| !skipped.contains(phase)));
    sealed_as_told(&desk, live);
}

#[test]
fn a_session_that_was_left_behind_is_closed_as_it_stood() {
    let desk = Desk::new();
    let before = kill(live_through(&desk, &[ARRIVAL, TABLET, JOURNEY]));
    let found = only(&desk);
    let evening = Moment::from_secs(9 * 3600);
    assert!(!found.is_fresh(&reading(evening.millis())), "it is not gone on with unasked");
    let mut live = go_on(&desk, &found, evening);
    ask(&mut live, evening, &Command::CloseAsItStood);
    assert_eq!(live.session.closed(), Some((evening, Close::EndedEarly)));
    let (stood, now) = (before.participant(CLIENT).unwrap(), live.session.participant(CLIENT).unwrap());
    assert_eq!((now.released.as_ref(), now.release.len()), (None, 0), "nothing is ticked that was not");
    assert_eq!((&now.doses, &now.vitals, &now.notes), (&stood.doses, &stood.vitals, &stood.notes));
    sealed_as_told(&desk, live);
}
