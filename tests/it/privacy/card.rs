//! Who opened the emergency card, as the record says it.

use holdspace::app::Message;
use holdspace::screen::{emergency, journey};
use holdspace::session::event::Who;
use holdspace::session::{Event, Phase};
use holdspace::theme::Icon;

use super::glass::Glass;
use super::lock::{begin, is_locked};

const PIN: &str = "4711";

/// Who opened the card, in the order of the record.
fn openers(glass: &Glass) -> Vec<Who> {
    let data = holdspace::journal::DataDir::open(&glass.home().join("data")).unwrap();
    let lines = holdspace::journal::reader::read(&data.folders().pop().unwrap()).unwrap().lines;
    let entries = lines.into_iter().filter_map(|line| line.entry);
    entries.filter(|entry| entry.event == Event::EmergencyOpened).map(|entry| entry.who).collect()
}

#[test]
fn one_tap_opens_and_stamps_the_card_and_over_the_lock_the_system_did_it() {
    let mut glass = Glass::with_pin(PIN);
    glass.type_pin(PIN);
    begin(&mut glass, "MK-11");
    glass.press(&Icon::FirstAid.glyph().unwrap().to_string());
    assert!(glass.shows("I called"));
    glass.press("Back");
    glass.press(&Icon::Lock.glyph().unwrap().to_string());
    assert!(is_locked(&glass));
    glass.press("Emergency card");
    assert!(glass.shows("112") && !glass.shows("I called"));
    glass.press("Back");
    glass.wait(|glass| openers(glass).len() == 2);
    assert_eq!(openers(&glass), [Who::Therapist, Who::System]);
}

#[test]
fn a_serious_event_opens_the_card_wherever_it_is_tapped_and_stamps_it_once() {
    let mut glass = Glass::new();
    begin(&mut glass, "MK-11");
    for _ in 0..2 {
        glass.take(vec![Message::Arrival(holdspace::screen::arrival::Message::Bar(
            holdspace::screen::frame::Bar::Go(Phase::Journey),
        ))]);
    }
    let tapped = || journey::Message::Chip("chest_pain".to_owned(), holdspace::clock::boot_time());
    glass.take(vec![Message::Journey(tapped())]);
    assert!(glass.shows("I called"), "{:?}", glass.texts());
    // Its end is tapped on the card, which opens nothing more.
    glass.take(vec![Message::Emergency(emergency::Message::Serious(
        "chest_pain".to_owned(),
        holdspace::clock::boot_time(),
    ))]);
    glass.press("Back");
    assert!(!glass.shows("I called"));
    glass.wait(|glass| glass.shows("Saved"));
    assert_eq!(openers(&glass), [Who::Therapist]);
}
