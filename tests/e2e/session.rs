//! One whole short session, with two kills of the program and one of the sound server.

use std::process::Command;
use std::time::Duration;

use holdspace::audio::chime;
use holdspace::clock::boot_time;
use holdspace::cue::Chime;
use holdspace::journal::record::Line;
use holdspace::journal::verify::{Verdict, verify};
use holdspace::session::{Event, Phase};
use holdspace::theme::Icon;

use super::patience::until;
use super::room::Room;
use super::speaker::{Ear, Heard, RATE};

/// The hold of this session.
const HOLD: Duration = Duration::from_secs(60);
/// After the window is back the music has this long to be found and to rise, in a debug build, s.
const REOPENING: f64 = 4.0;
/// The spit cue must begin this near its moment.
const CUE_WITHIN: f64 = 0.1;

#[test]
fn a_whole_session_survives_two_kills_and_loses_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    let ear = Ear::open(&room.speaker);

    arrive(&mut room);
    let t0 = take_the_tablet(&mut room, 1);

    // The first kill, in the hold.
    sleep_until(t0 + 15.0);
    let gap_in_hold = kill_and_come_back(&mut room);
    let cued = room.wait_for(0, "spit_cued", HOLD);
    assert_eq!(cued.at.since(tablet(&room)), HOLD, "the timer counted the true time");
    let _ = room.press_for("Spat", "spat");
    let _ = room.press_for("Journey", "phase_entered");
    observe(&mut room);

    // The second kill, in the journey.
    sleep_until(t0 + 100.0);
    let heard_before = position(&room);
    let gap_in_journey = kill_and_come_back(&mut room);
    assert_eq!(phase(&room), Some(Phase::Journey), "it comes back in the same phase");
    let resumed_from = music_resumed_from(&room);
    assert!(resumed_from <= heard_before, "never ahead of what was heard: {resumed_from} after {heard_before}");
    sleep_until(boot_time().as_secs_f64() + 12.0);
    let heard = ear.close();
    hear_the_session(&heard, t0, &[gap_in_hold, gap_in_journey]);

    lose_and_regain_the_sound(&mut room);
    close(&mut room);
    check_the_record(&mut room);

    room.press("Leave");
    let _ = room.place("Begin arrival");
}

#[test]
fn a_session_that_begins_without_sound_knows_it_and_hears_it_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    room.kill();
    room.speaker.kill();
    room.start();
    begin(&mut room);
    let _ = room.wait_for(0, "output_lost", Duration::from_secs(10));
    room.speaker.start();
    let _ = room.wait_for(0, "output_back", Duration::from_secs(15));
    assert!(!room.log().contains("ALSA lib"), "what cannot be opened is tried for hours: {}", room.log());
}

fn begin(room: &mut Room) {
    room.press("Code or initials");
    for key in ["M", "K", "Keep"] {
        room.press(key);
    }
    room.press("Begin arrival");
    let started = room.wait_for(0, "session_started", Duration::from_secs(15));
    assert_eq!(started.n, 1);
}

fn arrive(room: &mut Room) {
    begin(room);
    let _ = room.press_for("Bathroom", "gate_item");
    let _ = room.press_for("Loudest", "music_steered");
    let _ = room.press_for("Heard well", "volume_set");
    room.press("Go on with a reason");
    let _ = room.press_for("Will be done before the tablet", "phase_entered");
    let _ = room.wait_for(0, "gate_overridden", Duration::from_secs(1));
    let _ = room.press_for("Without an intention", "intention_written");
    let _ = room.press_for("Breathing", "phase_entered");
    let _ = room.press_for("Begin", "breathing_started");
    let _ = room.press_for("End after this breath", "breathing_ended");
    let _ = room.press_for("Administration", "phase_entered");
}

/// From the start screen to the tablet in the mouth, held for so many minutes; T0 in seconds of the boot clock.
pub fn up_to_the_tablet(room: &mut Room, minutes: u64) -> f64 {
    arrive(room);
    take_the_tablet(room, minutes)
}

/// Returns T0 in seconds of the boot clock.
fn take_the_tablet(room: &mut Room, minutes: u64) -> f64 {
    room.press("… tablets");
    room.press("2");
    room.press("… mg");
    for key in ["1", "0", "0", "Done"] {
        room.press(key);
    }
    room.press("… minutes");
    for _ in 0..minutes {
        room.press(&Icon::Plus.glyph().expect("a plus").to_string());
    }
    room.press("Done");
    room.press("…");
    room.press("Spit into the cup");
    let _ = room.press_for("Read against the label, with the client", "prescription_confirmed");
    let taken = room.hold_for("Tablet in mouth", "tablet_taken");
    let start = &room.lines()[0];
    start.recorded.boot.as_secs_f64() + taken.at.since(start.at).as_secs_f64()
}

fn observe(room: &mut Room) {
    let _ = room.press_for("Settled", "observed");
    let _ = room.press_for("Tears", "observed");
    let _ = room.press_for("Tears", "state_ended");
    let _ = room.press_for("Quiet check", "checked");
    let _ = room.press_for("Softer", "volume_set");
    for turn in ["Deeper", "Next", "Back", "Stay here"] {
        let steered = room.press_for(turn, "music_steered");
        let lines = room.lines();
        let after = lines.iter().find(|line| line.n == steered.n + 1).expect("a line after it");
        assert_eq!(after.kind, "music_planned", "{turn} comes with its plan");
    }
    let _ = room.press_for("Ground", "music_steered");
    let _ = room.press_for("Resume", "music_steered");
    let _ = room.press_for("Nausea", "observed");
    let _ = room.press_for("Undo", "undone");
    let _ = room.press_for("Wrong chip", "explained");
    room.press("Vitals");
    for digit in ["1", "2", "8", "8", "2", "7", "6"] {
        room.press(digit);
    }
    let _ = room.press_for("Keep", "vitals");
    set_right(room);
}

/// What was kept last is opened from its own line, set right with a reason, and put away.
fn set_right(room: &mut Room) {
    let measured = room.lines().into_iter().rev().find(|line| line.kind == "vitals").expect("vital signs").id;
    room.press("128/82, 76");
    room.press("128/82, 76");
    room.press("Correct the values");
    for digit in ["1", "3", "8"] {
        room.press(digit);
    }
    let corrected = room.press_for("Keep", "corrected");
    let event = &corrected.entry.as_ref().expect("an event that is understood").event;
    assert!(matches!(event, Event::Corrected { of, .. } if *of == measured), "{event:?}");
    let explained = room.press_for("Misread", "explained");
    let event = &explained.entry.as_ref().expect("an event that is understood").event;
    assert!(matches!(event, Event::Explained { of, .. } if *of == corrected.id), "{event:?}");
    room.press("Close");
}

fn kill_and_come_back(room: &mut Room) -> (f64, f64) {
    let known = room.lines().len();
    room.kill();
    let killed = boot_time().as_secs_f64();
    room.start();
    let _ = room.wait_for(known, "resumed", Duration::from_secs(15));
    let back = boot_time().as_secs_f64();
    // The mirror renders music as well; it must not take the processor from the one that is listened to.
    sleep_until(back + REOPENING);
    room.mirror_again();
    (killed, back)
}

fn lose_and_regain_the_sound(room: &mut Room) {
    let known = room.lines().len();
    room.speaker.kill();
    let _ = room.wait_for(known, "output_lost", Duration::from_secs(10));
    room.speaker.start();
    let ear = Ear::open(&room.speaker);
    let up = boot_time().as_secs_f64();
    let _ = room.wait_for(known, "output_back", Duration::from_secs(15));
    sleep_until(up + 8.0);
    let heard = ear.close();
    assert!(heard.level(up + 5.0, up + 7.5) > -70.0, "the music came back by itself");
}

fn close(room: &mut Room) {
    let _ = room.press_for("Return", "phase_entered");
    let _ = room.hold_for("Fade to silence, 60 s", "music_steered");
    let _ = room.press_for("Closing", "phase_entered");
    room.press("Leave with a reason");
    let _ = room.press_for("The prescriber agrees", "released");
    let _ = room.hold_for("Close and seal", "closed");
    let _ = until("the seal", Duration::from_secs(20), || {
        room.record_folder().filter(|folder| folder.join("manifest.json").exists() && !is_live(folder))
    });
}

fn check_the_record(room: &mut Room) {
    let folder = room.record_folder().expect("a record");
    assert_eq!(verify(&folder).expect("a verdict"), Verdict::Intact);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/verify_record.py");
    let judged =
        Command::new("python3").arg(script).arg(&folder).output().expect("python3 is installed by scripts/test");
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stdout));
    let lines = room.lines();
    for id in room.acknowledged() {
        assert!(lines.iter().any(|line| line.id == *id), "an acknowledged event is missing: {id:?}");
    }
    assert_eq!(lines.last().expect("lines").kind, "sealed");
    assert!(folder.join("record.md").exists());
}

/// What must have been heard from the tablet to the journey.
fn hear_the_session(heard: &Heard, t0: f64, gaps: &[(f64, f64)]) {
    let level = heard.level(t0 + 10.0, t0 + 14.0);
    assert!(level > -75.0, "there is music after the tablet: {level:.1} dBFS");
    let due = t0 + HOLD.as_secs_f64();
    let cue = heard.time_of(find(heard, &chime::samples(Chime::Spit), due - 3.0, due + 6.0));
    eprintln!("the spit cue began {:+.0} ms from its moment", (cue - due) * 1000.0);
    assert!((cue - due).abs() <= CUE_WITHIN, "the spit cue began {:+.3} s from its moment", cue - due);
    for (killed, back) in gaps {
        let silence = heard.longest_silence(*killed, back + 8.0);
        let restart = back - killed;
        eprintln!("killed, back after {restart:.2} s, silent for {silence:.2} s");
        assert!(silence <= restart + REOPENING, "silent for {silence:.2} s, the restart took {restart:.2} s");
    }
}

/// The frame between two times at which `template` fits best: a matched filter, first coarse, then by the frame.
pub fn find(heard: &Heard, template: &[f32], from: f64, to: f64) -> usize {
    let (from, to) = (heard.frame_at(from), heard.frame_at(to));
    let template = &template[..template.len().min(4 * RATE as usize)];
    let fit = |at: usize, step: usize| -> f64 {
        let stretch = heard.left.get(at..at + template.len()).unwrap_or(&[]);
        let pairs = stretch.iter().zip(template).step_by(step);
        pairs.map(|(heard, wanted)| f64::from(*heard) * f64::from(*wanted)).sum::<f64>()
    };
    let best = |places: &mut dyn Iterator<Item = usize>, step: usize| {
        places.max_by(|one, other| fit(*one, step).abs().total_cmp(&fit(*other, step).abs())).expect("a place")
    };
    let coarse = best(&mut (from..to).step_by(8), 16);
    let near = best(&mut (coarse.saturating_sub(400)..coarse + 400), 4);
    best(&mut (near.saturating_sub(40)..near + 40), 1)
}

fn tablet(room: &Room) -> holdspace::units::Moment {
    let lines = room.lines();
    lines.iter().find(|line| line.kind == "tablet_taken").expect("a tablet").at
}

fn phase(room: &Room) -> Option<Phase> {
    let lines = room.lines();
    lines.iter().rev().find_map(|line| match line.entry.as_ref()?.event {
        Event::PhaseEntered { phase } => Some(phase),
        _ => None,
    })
}

fn heard_position(line: &Line) -> Option<f64> {
    match line.entry.as_ref()?.event {
        Event::Heard { position, .. } => Some(position.offset.as_secs_f64()),
        _ => None,
    }
}

/// The last recorded place in the built-in music, seconds.
fn position(room: &Room) -> f64 {
    until("a recorded position", Duration::from_secs(20), || room.lines().iter().rev().find_map(heard_position))
}

/// Where the music went on after the last resume, seconds: the place recorded before it.
fn music_resumed_from(room: &Room) -> f64 {
    let lines = room.lines();
    let resumed = lines.iter().rposition(|line| line.kind == "resumed").expect("resumed");
    lines[..resumed].iter().rev().find_map(heard_position).expect("a position before")
}

pub fn is_live(folder: &std::path::Path) -> bool {
    folder.extension().is_some_and(|ending| ending == "live")
}

pub fn sleep_until(boot: f64) {
    let left = boot - boot_time().as_secs_f64();
    std::thread::sleep(Duration::from_secs_f64(left.max(0.0)));
}
