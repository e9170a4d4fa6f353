//! What a hand does, and what is to come of it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use holdspace::session::{Event, Phase};

use super::hand::{HELD, Hand, Open, SOON, boot_of, near};
use super::screen::At;
use crate::lived::{Chance, live_to_the_cue, live_to_the_tablet, live_until};
use crate::room::Room;

/// Between two taps of one touch.
const TWICE: [Duration; 2] = [Duration::from_millis(80), Duration::from_millis(130)];
/// The stamp of an act is its touch-down as the program saw it.
const AT_ONCE: Duration = Duration::from_millis(120);

fn hand(folder: &Path, open: Open, protocol: &str) -> Hand {
    Hand::before(Room::furnished_for(folder, protocol), open(folder))
}

pub fn a_finger_drags_the_protocols_and_chooses_what_lies_under_it(open: Open) {
    let (first, chosen) = (begun_after(open, false), begun_after(open, true));
    assert_eq!(first.0, "rdt-individual", "what was proposed: a drag chooses nothing, and neither does empty space");
    assert_eq!(chosen.0, chosen.1, "what lay under the finger");
}

/// The protocol that a session begins with after a drag, and the one that was tapped, if it was.
fn begun_after(open: Open, choose: bool) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let protocols = folder.path().join("config/protocols");
    fs::create_dir_all(&protocols).expect("folder of the protocols");
    for number in 1..=6 {
        let text =
            format!("format = \"holdspace-protocol 1\"\ninherits = \"rdt-individual\"\ntitle = \"Own {number}\"\n");
        fs::write(protocols.join(format!("own-{number}.toml")), text).expect("a protocol");
    }
    let mut hand = hand(folder.path(), open, "rdt-individual");
    hand.start();
    let before = hand.seen();
    let list = *before.lists.first().expect("fourteen protocols are longer than their place");
    let tile = hand.place("Own 1");
    assert!(before.under(tile).is_some(), "it begins on a tile");
    // Not to its end: that lies elsewhere where there is more to be said of the device than the mirror knows.
    hand.drag(tile, (tile.0, tile.1 - 90.0));
    let after = hand.seen();
    assert_eq!(hand.place("Own 1"), (tile.0, tile.1 - 90.0), "the list follows the finger");

    // Where nothing is now and something was before it was dragged.
    let points = (0..40).flat_map(|x| (0..60).map(move |y| (x, y)));
    let points = points.map(|(x, y)| (list.x + 8.0 + x as f32 * 16.0, list.y + 4.0 + y as f32 * 8.0));
    let inside = |at: &At| list.contains(iced::Point::new(at.0, at.1));
    let empty = points.filter(inside).find(|at| after.under(*at).is_none() && before.under(*at).is_some());
    let _ = hand.tap(empty.expect("empty space where a tile was"));
    hand.settle();
    if choose {
        let _ = hand.press("Own 5");
    }
    for word in ["Code or initials", "M", "K", "Keep", "Begin arrival"] {
        let _ = hand.press(word);
    }
    let started = hand.room.wait_for(0, "session_started", SOON);
    let Some(Event::SessionStarted { protocol, .. }) = started.entry.map(|entry| entry.event) else {
        panic!("a session begins with its protocol")
    };
    (protocol.name.clone(), "own-5".to_owned())
}

pub fn a_line_of_a_scrolled_gate_is_the_one_under_the_finger(open: Open) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut hand = hand(folder.path(), open, "remote-chaperone");
    let _started = live_until(&hand.room, Phase::Arrival, &mut Chance(31));
    hand.go_on();
    let known = hand.acts().len();
    let line = hand.place("Consent on file");
    hand.drag(line, (line.0, line.1 - 140.0));
    assert!(hand.place("Fasting").1 < line.1, "the list follows the finger");
    let _ = hand.press("Fasting");
    assert_eq!(hand.ends_with(known, "gate_item"), ["gate_item"]);
    let last = hand.acts().pop().and_then(|line| line.entry).expect("an entry").event;
    assert!(matches!(&last, Event::GateItem { item, .. } if item == "fasting"), "{last:?}");
}

pub fn a_stalled_tap_is_no_tablet_and_a_hold_is_one(open: Open) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut hand = hand(folder.path(), open, "rdt-individual");
    let started = live_to_the_tablet(&hand.room);
    hand.go_on();
    let known = hand.acts().len();
    let disc = hand.ready("Tablet in mouth");
    hand.tap_in_a_stall(disc);
    hand.settle();
    let down = hand.hold(disc, HELD);
    assert_eq!(hand.ends_with(known, "tablet_taken"), ["tablet_taken"], "one, by the hold");
    let taken = hand.acts().pop().expect("the tablet");
    let (was, is) = (down, boot_of(&started, &taken));
    assert!(near(was, is, AT_ONCE), "the touch-down of the hold, {was:?}, and not of the tap: {is:?}");
}

pub fn a_press_across_the_cue_is_spat_when_it_began_and_two_taps_lead_on_once(open: Open) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut hand = hand(folder.path(), open, "rdt-individual");
    let (started, cue) = live_to_the_cue(&hand.room, Duration::from_secs(12));
    hand.go_on();
    let known = hand.acts().len();
    let spat = hand.ready("Spat early");
    hand.rest_until(cue - Duration::from_millis(150));
    let down = hand.down(1, spat);
    hand.rest_until(cue + Duration::from_millis(200));
    hand.up(1, spat);
    assert_eq!(hand.ends_with(known, "spat"), ["spat"]);
    let (was, is) = (down, boot_of(&started, &hand.acts().pop().expect("spat")));
    assert!(near(was, is, AT_ONCE) && is < cue, "it was spat at {is:?}, touched at {was:?}, the cue came at {cue:?}");

    let journey = hand.ready("Journey");
    hand.tap_twice(journey, TWICE[0]);
    assert_eq!(hand.ends_with(known, "phase_entered"), ["spat", "phase_entered"]);
    assert_eq!(hand.acts_since(known, "Softer", "volume_set"), ["spat", "phase_entered", "volume_set"]);
}

pub fn on_the_journey_one_touch_is_one_act(open: Open) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut hand = hand(folder.path(), open, "rdt-individual");
    let started = live_until(&hand.room, Phase::Journey, &mut Chance(32));
    hand.go_on();
    // Before anything else: what was entered last stands on the glass with the same words.
    let known = hand.acts().len();
    let check = hand.ready("Quiet check");
    let down = hand.hold(check, HELD);
    assert_eq!(hand.ends_with(known, "checked"), ["checked"]);
    let is = boot_of(&started, &hand.acts().pop().expect("the check"));
    assert!(near(down, is, AT_ONCE), "a finger that rests was down at {down:?}, and so was the check: {is:?}");
    for (word, kind, apart) in [("Tears", "observed", TWICE[1]), ("Quiet check", "checked", TWICE[0])] {
        let known = hand.acts().len();
        let at = hand.ready(word);
        hand.tap_twice(at, apart);
        assert_eq!(hand.acts_since(known, "Softer", "volume_set"), [kind, "volume_set"], "{word}, twice in {apart:?}");
    }
    keeps_vitals_once(&mut hand);
    a_palm_does_nothing(&mut hand);
    is_lifted_elsewhere(&mut hand);

    let known = hand.acts().len();
    let _ = hand.press("\u{2212}2");
    hand.rest(Duration::from_secs(11));
    let down = hand.press("Settled");
    let _ = hand.ends_with(known, "observed");
    let is = boot_of(&started, &hand.acts().pop().expect("an entry"));
    assert!(near(down, is, AT_ONCE), "back-dating is over after ten seconds: {is:?} for {down:?}");

    let known = hand.acts().len();
    let back = hand.ready("Return");
    hand.tap_twice(back, TWICE[1]);
    assert_eq!(hand.acts_since(known, "Water", "observed"), ["phase_entered", "observed"]);
}

fn keeps_vitals_once(hand: &mut Hand) {
    let known = hand.acts().len();
    for word in ["Vitals", "1", "2", "8", "8", "2", "7", "6"] {
        let _ = hand.press(word);
    }
    let keep = hand.ready("Keep");
    hand.tap_twice(keep, TWICE[0]);
    assert_eq!(hand.acts_since(known, "Softer", "volume_set"), ["vitals", "volume_set"]);
}

fn a_palm_does_nothing(hand: &mut Hand) {
    let known = hand.acts().len();
    hand.settle();
    let chips = ["Settled", "Tears", "Movement", "Nausea", "Restless"].map(|word| hand.place(word));
    for (finger, at) in (1..).zip(chips) {
        let _ = hand.down(finger, at);
    }
    hand.rest(Duration::from_millis(80));
    for (finger, at) in (1..).zip(chips) {
        hand.up(finger, at);
    }
    assert_eq!(hand.acts_since(known, "Softer", "volume_set"), ["volume_set"], "five chips under a palm");
}

fn is_lifted_elsewhere(hand: &mut Hand) {
    let known = hand.acts().len();
    let (from, to) = (hand.ready("Settled"), hand.place("Nausea"));
    hand.drag(from, to);
    assert_eq!(hand.acts_since(known, "Softer", "volume_set"), ["volume_set"], "a finger that slid off");
}

pub fn nothing_seals_a_session_but_one_finger_that_holds(open: Open) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut hand = hand(folder.path(), open, "rdt-individual");
    let _started = live_until(&hand.room, Phase::Closing, &mut Chance(33));
    hand.go_on();
    for word in ["Leave with a reason", "The prescriber agrees"] {
        let _ = hand.press(word);
    }
    let known = hand.acts().len();
    let seal = hand.ready("Close and seal");
    hand.tap_in_a_stall(seal);
    hand.settle();

    // One finger after the other: neither holds for a second.
    let part = Duration::from_millis(650);
    let _ = hand.down(1, seal);
    hand.rest(part);
    let _ = hand.down(2, (seal.0 + 30.0, seal.1));
    hand.up(1, seal);
    hand.rest(part);
    hand.up(2, (seal.0 + 30.0, seal.1));
    hand.settle();

    // One that slides off and stays.
    let _ = hand.down(1, seal);
    hand.rest(part);
    hand.slide(1, (seal.0, seal.1 - 120.0));
    hand.rest(HELD);
    hand.up(1, (seal.0, seal.1 - 120.0));
    assert_eq!(hand.acts_since(known, "Walks unaided", "release_item"), ["release_item"], "nothing was sealed");

    hand.settle();
    let _ = hand.hold(seal, HELD);
    let _ = hand.ends_with(known, "closed");
    let _ = hand.room.wait_for(known, "sealed", SOON);
}
