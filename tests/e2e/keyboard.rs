//! A physical keyboard in the real window: it writes in fields and keypads, and a key that is held is no act.

use std::fs;
use std::time::Duration;

use holdspace::journal::record::Line;
use holdspace::session::{Event, Phase};
use holdspace::widget::touch::law::SAME;
use iced::keyboard::key::Named;
use iced_test::simulator::{tap_key, typewrite};

use super::lived::{Chance, live_until};
use super::patience::until;
use super::room::Room;

/// What a key brings comes within this.
const SOON: Duration = Duration::from_secs(15);

/// Types into the real window, and into the mirror.
fn write(room: &mut Room, text: &str) {
    room.desk.keys(&["type", "--delay", "40", text]);
    typewrite(text).for_each(|event| room.mirror.meet(event));
    room.desk.still();
}

fn enter(room: &mut Room) {
    room.desk.keys(&["key", "Return"]);
    tap_key(Named::Enter, None).for_each(|event| room.mirror.meet(event));
    room.desk.still();
}

/// Holds Ctrl and a key down for two seconds: the X server repeats it about 35 times.
fn hold(room: &Room, key: &str) {
    room.desk.keys(&["keydown", "ctrl", "keydown", key, "sleep", "2", "keyup", key, "keyup", "ctrl"]);
    room.desk.still();
}

fn count(room: &Room, kind: &str) -> usize {
    room.lines().iter().filter(|line| line.kind == kind).count()
}

fn event(line: &Line) -> &Event {
    &line.entry.as_ref().expect("an event that is understood").event
}

/// To the next phase: the first press asks, the second goes.
fn go_on(room: &mut Room, next: Phase) {
    room.desk.keys(&["key", "ctrl+Right"]);
    std::thread::sleep(SAME * 2);
    room.desk.keys(&["key", "ctrl+Right"]);
    until(&format!("{next:?}"), SOON, || {
        let entered = |line: &Line| matches!(event(line), Event::PhaseEntered { phase } if *phase == next);
        room.lines().iter().any(entered).then_some(())
    });
    std::thread::sleep(SAME * 2);
}

#[test]
fn a_physical_keyboard_writes_and_a_held_key_is_no_act() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());

    room.press("Code or initials");
    write(&mut room, "mk-7");
    enter(&mut room);
    room.press("Begin arrival");
    let started = room.wait_for(0, "session_started", SOON);
    assert!(matches!(event(&started), Event::SessionStarted { codes, .. } if codes.iter().any(|code| code == "MK-7")));

    room.press("ceiling 160/90");
    write(&mut room, "1288276");
    let known = room.lines().len();
    enter(&mut room);
    let measured = room.wait_for(known, "vitals", SOON);
    let Event::Vitals(measured) = event(&measured) else { panic!("{measured:?}") };
    let pressure = measured.pressure.map(|(upper, lower)| (upper.0, lower.0));
    assert_eq!((pressure, measured.heart_rate.map(|rate| rate.0)), (Some((128, 82)), Some(76)));

    room.press("Go on with a reason");
    let _ = room.press_for("Will be done before the tablet", "phase_entered");
    let entered = count(&room, "phase_entered");
    hold(&room, "Right");
    room.press("Write");
    write(&mut room, "to rest");
    // The server does repeat what is held, and letters may: otherwise the rest of this test would prove nothing.
    room.desk.keys(&["keydown", "m", "sleep", "1", "keyup", "m"]);
    let known = room.lines().len();
    enter(&mut room);
    let written = room.wait_for(known, "intention_written", SOON);
    let Event::IntentionWritten { text } = event(&written) else { panic!("{written:?}") };
    assert!(text.starts_with("To restmmm") || text.starts_with("to restmmm"), "{text}");
    assert_eq!(count(&room, "phase_entered"), entered, "a held key moves nothing");

    for phase in [Phase::Breathing, Phase::Administration] {
        go_on(&mut room, phase);
    }
    room.mirror_the_record();
    let _ = room.hold_for("Client declines today", "declined");
    go_on(&mut room, Phase::Journey);
    room.mirror_the_record();
    room.press("Note");
    write(&mut room, "left hand opened");
    let known = room.lines().len();
    enter(&mut room);
    let note = room.wait_for(known, "note", SOON);
    assert!(matches!(event(&note), Event::Note { text, .. } if text == "left hand opened"), "{note:?}");

    for chip in ["Settled", "Stillness", "Movement"] {
        let _ = room.press_for(chip, "observed");
    }
    hold(&room, "z");
    hold(&room, "e");
    until("the emergency card in the record", SOON, || (count(&room, "emergency_opened") > 0).then_some(()));
    room.desk.keys(&["key", "Escape"]);
    room.desk.keys(&["key", "ctrl+k"]);
    until("the quiet check", SOON, || (count(&room, "checked") > 0).then_some(()));
    assert_eq!((count(&room, "undone"), count(&room, "emergency_opened")), (1, 1));
}

#[test]
fn what_was_being_typed_outlives_a_kill_and_a_change_of_phase() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    room.kill();
    let _began = live_until(&room, Phase::Journey, &mut Chance(41));
    let known = room.lines().len();
    room.start();
    let _ = room.wait_for(known, "resumed", SOON);
    room.mirror_the_record();
    room.press("Note");
    write(&mut room, "left hand opened");
    drafted(&room, "left hand opened");
    room.kill();
    let known = room.lines().len();
    room.start();
    let _ = room.wait_for(known, "resumed", SOON);
    room.mirror_the_record();
    room.press("Unfinished: note");
    write(&mut room, ", he smiles");
    drafted(&room, "left hand opened, he smiles");
    go_on(&mut room, Phase::Return);
    room.mirror_the_record();
    room.press("Unfinished: note");
    let known = room.lines().len();
    enter(&mut room);
    let note = room.wait_for(known, "note", SOON);
    assert!(matches!(event(&note), Event::Note { text, .. } if text == "left hand opened, he smiles"), "{note:?}");
    until("no draft", SOON, || {
        let left = fs::read_dir(room.data().join("drafts")).map_or(0, Iterator::count);
        (left == 0).then_some(())
    });
}

/// Waits until the disk holds these words, kept in no record.
fn drafted(room: &Room, words: &str) {
    until("the draft on the disk", SOON, || {
        let files = fs::read_dir(room.data().join("drafts")).ok()?;
        files.flatten().any(|file| fs::read_to_string(file.path()).is_ok_and(|text| text.contains(words))).then_some(())
    });
}
