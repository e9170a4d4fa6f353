//! A group of four in the real window: one late, one declines, one takes a booster; four records, none of another.

use std::fs;
use std::path::Path;
use std::time::Duration;

use holdspace::journal::verify::{Verdict, verify};
use holdspace::theme::Icon;

use super::patience::until;
use super::room::Room;
use super::session::is_live;

/// The shipped group, with a booster that may come soon: nobody waits 20 minutes here.
const PROTOCOL: &str = "format = \"holdspace-protocol 1\"\ninherits = \"group-rdt\"\ntitle = \"Group, short\"\n\
    people = [4, 4]\n[booster]\nfrom_minutes = 1\nuntil_minutes = 40\nsnooze_minutes = 5\n";

/// Who sits there. Codes are found by searching: no other word of the program looks like them.
const CODES: [&str; 4] = ["QA7", "WB8", "XC9", "ZD6"];

#[test]
fn four_people_are_led_through_and_no_record_names_another() {
    let [anna, ben, cleo, dora] = CODES;
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::with_protocol(folder.path(), "short-group", PROTOCOL);
    begin(&mut room);
    arrive(&mut room);

    prescribe(&mut room, anna, false);
    prescribe(&mut room, ben, true);
    prescribe(&mut room, cleo, false);
    room.turn_to(cleo);
    room.press("Later than the others");
    room.wait_of(cleo, "postponed", 1);
    room.turn_to(dora);
    room.hold("Declines today");
    room.wait_of(dora, "declined", 1);
    room.hold("All 2 who are ready: tablet now");
    for code in [anna, ben] {
        room.wait_of(code, "tablet_taken", 1);
        room.wait_of(code, "spit_cued", 1);
        room.turn_to(code);
        room.press("Spat");
        room.wait_of(code, "spat", 1);
    }
    room.press("Journey");
    room.wait_of(dora, "phase_entered", 5);

    // The late one takes it while the others lie down.
    room.turn_to(cleo);
    room.press("Rate, note");
    room.hold("Tablet now");
    room.wait_of(cleo, "tablet_taken", 1);
    room.press("Everyone");
    room.press("Settled");
    CODES.iter().for_each(|code| room.wait_of(code, "observed", 1));
    room.turn_to(ben);
    room.press("Rate, note");
    room.hold("Booster in mouth");
    room.wait_of(ben, "tablet_taken", 2);
    room.wait_of(cleo, "spit_cued", 1);
    for (code, cues) in [(cleo, 1), (ben, 2)] {
        room.wait_of(code, "spit_cued", cues);
        room.turn_to(code);
        room.press("Spat");
        room.wait_of(code, "spat", cues);
    }
    leave(&mut room);
    check(&room, folder.path());
}

fn begin(room: &mut Room) {
    for code in CODES.iter().rev() {
        room.press("Code");
        code.chars().for_each(|key| type_in(room, key));
        room.press("Keep");
    }
    room.press("Begin arrival");
    CODES.iter().for_each(|code| room.wait_of(code, "phase_entered", 1));
}

fn type_in(room: &mut Room, key: char) {
    if key.is_ascii_digit() {
        room.press("123");
        room.press(&key.to_string());
        room.press("abc");
    } else {
        room.press(&key.to_string());
    }
}

/// Everyone's gate is gone past with a reason; the last of them leads on.
fn arrive(room: &mut Room) {
    for code in CODES {
        room.turn_to(code);
        room.press("Go on with a reason");
        room.press("It is on paper in the file");
        room.wait_of(code, "gate_overridden", 1);
    }
    room.wait_of(CODES[0], "phase_entered", 2);
    room.press("Breathing");
    room.wait_of(CODES[0], "phase_entered", 3);
    room.press("Administration");
    room.wait_of(CODES[0], "phase_entered", 4);
}

/// Two tablets of 100 mg, held for a minute, and perhaps half a one later.
fn prescribe(room: &mut Room, code: &str, booster: bool) {
    room.turn_to(code);
    room.press("Read the prescription");
    room.press("… tablets");
    room.press("2");
    room.press("… mg");
    for key in ["1", "0", "0", "Done"] {
        room.press(key);
    }
    room.press("… minutes");
    room.press(&Icon::Plus.glyph().expect("a plus").to_string());
    room.press("Done");
    room.press("…");
    room.press("Spit into the cup");
    if booster {
        room.press("not prescribed");
        room.press("1");
        room.press("… mg");
        for key in ["5", "0", "Done"] {
            room.press(key);
        }
    }
    room.press("Read against the label, with the client");
    room.wait_of(code, "prescription_confirmed", 1);
}

fn leave(room: &mut Room) {
    // The first on the glass is the one of the steering.
    room.press_first("More");
    room.press("Return");
    room.wait_of(CODES[0], "phase_entered", 6);
    room.press("Closing");
    room.wait_of(CODES[0], "phase_entered", 7);
    for code in CODES.iter().take(3) {
        room.turn_to(code);
        room.press("Leave with a reason");
        room.press("The prescriber agrees");
        room.wait_of(code, "released", 1);
    }
    room.hold("Close and seal");
    until("four seals", Duration::from_secs(30), || {
        let sealed = room.records().iter().filter(|it| it.join("manifest.json").exists() && !is_live(it)).count();
        (sealed == CODES.len()).then_some(())
    });
}

/// Each record is whole, and holds no other's code in any of its files.
fn check(room: &Room, folder: &Path) {
    let records = room.records();
    assert_eq!(records.len(), CODES.len(), "{folder:?}");
    for record in &records {
        assert_eq!(verify(record).expect("a verdict"), Verdict::Intact);
        let text: String = fs::read_dir(record)
            .expect("its files")
            .map(|file| fs::read(file.expect("a file").path()).unwrap_or_default())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        let named: Vec<&str> = CODES.into_iter().filter(|code| text.contains(code)).collect();
        assert_eq!(named.len(), 1, "{} names {named:?}", record.display());
    }
    let doses = |code: &str| room.lines_of(code).iter().filter(|line| line.kind == "tablet_taken").count();
    assert_eq!(CODES.map(doses), [1, 2, 1, 0]);
    for code in CODES {
        let kinds: Vec<String> = room.lines_of(code).into_iter().map(|line| line.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| *kind == "phase_entered").count(), 7, "{code}: every phase");
        assert_eq!(kinds.last().map(String::as_str), Some("sealed"), "{code}");
    }
}
