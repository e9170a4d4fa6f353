//! Killed at any moment, in any phase, the window comes back as it was.
//!
//! Each kill has a session of its own, lived through up to a random moment of a phase and recorded as such. The real
//! window goes on with it, is killed at random, and started again. What must be true then is worked out from the
//! record as the kill left it, and from clocks that the program never saw.
//!
//! 5 kills; as many as `HOLDSPACE_RESUMES` says where that is set, in an order that `HOLDSPACE_SEED` decides.

use std::time::Duration;

use holdspace::clock::{self, boot_time};
use holdspace::journal::record::Line;
use holdspace::session::event::Person;
use holdspace::session::{Event, Phase, Session, Stamped};

use super::lived::{Began, Chance, live_until};
use super::mirror::Mirror;
use super::patience::until;
use super::room::Room;

/// What comes back by itself comes within this, also on a busy machine.
const SOON: Duration = Duration::from_secs(60);
/// A tap that was not answered is repeated after this: the first may come before the window takes any.
const UNANSWERED: Duration = Duration::from_millis(700);
/// No timer may be off by more.
const TIMERS: f64 = 1.0;
/// The music goes on no further than this before what was heard, s; the place heard is recorded every 10.
const BEFORE: f64 = 10.0;
/// A report of what was heard may wait so long for the disk of a busy machine, s.
const WAITS: f64 = 5.0;

/// A phase, and a word on its screen alone with what the record holds after it is touched.
const STATIONS: [(Phase, &str, &str); 7] = [
    (Phase::Administration, "Spat early", "spat"),
    (Phase::Journey, "Quiet check", "checked"),
    (Phase::Breathing, "End after this breath", "breathing_ended"),
    (Phase::Return, "Water", "observed"),
    (Phase::Arrival, "Bathroom", "gate_item"),
    (Phase::Closing, "Walks unaided", "release_item"),
    (Phase::Intention, "Without an intention", "intention_written"),
];

/// What one kill showed.
struct Outcome {
    phase: Phase,
    /// From the start of the program to the first touch that is saved, s.
    usable: f64,
    /// How far the session's clock is from the true time, s.
    timers: f64,
    /// How long before what was heard the music goes on, s.
    before: Option<f64>,
}

#[test]
fn killed_at_any_moment_the_window_comes_back_as_it_was() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let (kills, seed) = (number("HOLDSPACE_RESUMES").unwrap_or(5), number("HOLDSPACE_SEED").unwrap_or(4));
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    room.kill();
    room.desk.still();
    let blank = room.desk.pixels();
    let mut chance = Chance(seed);
    let mut outcomes = Vec::new();
    for kill in 0..kills {
        let station = STATIONS[usize::try_from(kill).expect("few") % STATIONS.len()];
        until("an empty screen", SOON, || (room.desk.pixels() == blank).then_some(()));
        let outcome = killed_once(&mut room, station, &mut chance);
        let before = outcome.before.map(|before| format!(", music {before:.1} s before what was heard"));
        eprintln!(
            "kill {}: {}, usable after {:.2} s, timers off by {:.3} s{}",
            kill + 1,
            outcome.phase.key(),
            outcome.usable,
            outcome.timers,
            before.unwrap_or_default()
        );
        outcomes.push(outcome);
    }
    tell(&outcomes);
}

fn killed_once(room: &mut Room, (phase, word, kind): (Phase, &str, &str), chance: &mut Chance) -> Outcome {
    let started = live_until(room, phase, chance);
    let place = place_of(room, word);
    let known = room.lines().len();
    room.start();
    let _ = room.wait_for(known, "resumed", SOON);
    std::thread::sleep(Duration::from_millis(200 + chance.below(13_000)));
    let acknowledged = room.lines();
    room.kill();
    let killed = boot_time();
    let left = room.lines();
    let known = left.len();

    let blank = room.desk.pixels();
    let start = boot_time();
    room.spawn();
    until("the window", SOON, || (room.desk.pixels() != blank).then_some(()));
    let (touched, saved, line) = touch_until_saved(room, place, known, kind);

    let lines = room.lines();
    for line in &acknowledged {
        assert!(lines.iter().any(|kept| kept.id == line.id), "{phase:?}: an acknowledged entry is lost: {line:?}");
    }
    let resumed = lines.iter().skip(known).find(|line| line.kind == "resumed").expect("it says that it resumed");
    let (was, is) = (session(&left), session(&lines[..usize::try_from(resumed.n).expect("few")]));
    assert_eq!(is.phase(), phase, "the phase of the record");
    assert_eq!((was.phase(), clocks(&was)), (is.phase(), clocks(&is)), "{phase:?}: what the timers count from");
    let timers = off(&started, &line, touched, saved).max(off_now(&started, resumed));
    assert!(timers <= TIMERS, "{phase:?}: timers are off by {timers:.3} s");
    let before = music(&left, killed, resumed, &is);
    if before.is_some() {
        sounds_no_further(room, known, resumed, &is);
    }
    room.kill();
    Outcome { phase, usable: saved - start.as_secs_f64(), timers, before }
}

/// Where a word stands on the glass of a program that has resumed this record.
fn place_of(room: &Room, word: &str) -> (f32, f32) {
    let mut mirror = Mirror::open(&room.config(), &room.copied());
    mirror.tick();
    mirror.place(word)
}

/// Touches a place until the record holds what follows; when it was touched first, when that was seen, and the line.
fn touch_until_saved(room: &Room, place: (f32, f32), known: usize, kind: &str) -> (f64, f64, Line) {
    let answer = || room.lines().into_iter().skip(known).find(|line| line.kind == kind);
    let first = boot_time().as_secs_f64();
    let deadline = boot_time() + SOON;
    loop {
        room.desk.tap(place);
        let asked = boot_time();
        while boot_time() < asked + UNANSWERED {
            if let Some(line) = answer() {
                return (first, boot_time().as_secs_f64(), line);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(boot_time() < deadline, "touched “{kind}” in vain; the record ends: {:?}", room.lines().last());
    }
}

fn session(lines: &[Line]) -> Session {
    let events: Vec<Stamped> = lines.iter().filter_map(|line| line.entry.clone()).collect();
    Session::from_events(&events).expect("a session")
}

/// Everything a timer on the glass counts from: T0, the end of the hold, the exercise, the phase.
fn clocks(session: &Session) -> impl PartialEq + std::fmt::Debug {
    let who = session.participant(Person(0)).expect("a client");
    let hold = who.doses.first().and_then(|dose| dose.hold_ends());
    (
        who.t0(),
        hold,
        session.exercise().map(|exercise| exercise.ends()),
        session.entered(),
        session.check_due(Person(0)),
    )
}

/// How far a touch lies, by the session's clock, outside the time in which it was made.
fn off(started: &Began, line: &Line, touched: f64, saved: f64) -> f64 {
    let at = started.boot_of(line.at).as_secs_f64();
    // An end that lies ahead by its nature says nothing of the clock.
    if line.kind == "breathing_ended" { 0.0 } else { (touched - at).max(at - saved).max(0.0) }
}

/// How far the session's clock was off when it resumed.
fn off_now(started: &Began, resumed: &Line) -> f64 {
    let (true_time, at) = (started.lasted(resumed.recorded.boot), resumed.at.millis() as f64 / 1e3);
    (true_time.as_secs_f64() - at).abs()
}

/// How long before the place heard last the music goes on; never ahead of it.
fn music(left: &[Line], killed: Duration, resumed: &Line, is: &Session) -> Option<f64> {
    let plan = is.music().plan.as_ref()?;
    let _ = is.cue(resumed.at).music?;
    // What is known last: a place that was heard, or where the music went on when this program began.
    let (number, place) =
        left.iter().enumerate().rev().find_map(|(number, line)| match line.entry.as_ref()?.event {
            Event::Heard { position, .. } => Some((number, position)),
            Event::Resumed { .. } => Some((number, session(&left[..=number]).music().from)),
            _ => None,
        })?;
    let from = plan.time_of(is.music().from).as_secs_f64();
    // No more than this can have been heard when the program died.
    let most = plan.time_of(place).as_secs_f64() + (killed.saturating_sub(left[number].recorded.boot)).as_secs_f64();
    assert!(from <= most, "the music goes on at {from:.2} s, ahead of the {most:.2} s that were heard");
    let before = most - from;
    assert!(before <= BEFORE + WAITS, "the music goes on {before:.2} s before what was heard");
    Some(before)
}

/// What the sound itself reports after the restart lies no further than it can have come since.
fn sounds_no_further(room: &Room, known: usize, resumed: &Line, is: &Session) {
    let Some(plan) = is.music().plan.as_ref() else { return };
    let from = plan.time_of(is.music().from).as_secs_f64();
    let reported = |line: &Line| match line.entry.as_ref()?.event {
        Event::Heard { position, .. } => Some((plan.time_of(position).as_secs_f64(), line.recorded.boot)),
        _ => None,
    };
    let after = |line: &Line| if line.n > resumed.n { reported(line) } else { None };
    let (heard, at) = until("the music", SOON, || room.lines().iter().skip(known).find_map(after));
    let most = from + (at.saturating_sub(resumed.recorded.boot)).as_secs_f64();
    assert!(heard <= most + 0.5, "{heard:.2} s were heard where at most {most:.2} s can have been");
    assert!(heard >= from - 0.001, "the music went back to {heard:.2} s, before {from:.2} s");
}

fn tell(outcomes: &[Outcome]) {
    let most = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    let mut usable: Vec<f64> = outcomes.iter().map(|outcome| outcome.usable).collect();
    usable.sort_by(f64::total_cmp);
    eprintln!(
        "{} kills: the phase every time; usable after {:.2} s (median), {:.2} s (most); timers off by at most {:.3} s; \
         music at most {:.1} s before what was heard, never ahead; clock {}",
        outcomes.len(),
        usable[usable.len() / 2],
        most(&mut usable.iter().copied()),
        most(&mut outcomes.iter().map(|outcome| outcome.timers)),
        most(&mut outcomes.iter().filter_map(|outcome| outcome.before)),
        clock::read().wall.format("%Y-%m-%d %H:%M")
    );
}
