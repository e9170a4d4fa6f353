//! A physical keyboard writes in whatever is being written, and a key that is held is meant once.

use holdspace::app::Message as AppMessage;
use holdspace::screen::administration::{self, Figure};
use holdspace::screen::frame::Bar;
use holdspace::screen::journey::{Journey, Message};
use holdspace::screen::{arrival, intention, start, writing};
use holdspace::session::Phase;
use holdspace::widget::keyboard::Key;
use iced::keyboard::key::Named;
use iced::keyboard::{self, Modifiers};

use super::after::laid_out;
use super::after::made_up::MadeUp;
use crate::privacy::glass::Glass;
use crate::privacy::lock::{ctrl, pressed};

#[test]
fn what_is_typed_stands_in_the_note_and_enter_keeps_it() {
    let made_up = MadeUp::on_the_journey();
    let mut journey = Journey::new(&made_up.shown());
    let _ = journey.update(Message::OpenNote, &made_up.shown());
    let shown = made_up.shown();
    let mut ui = laid_out(journey.view(&shown));
    let _ = ui.typewrite("Ruhig");
    let _ = ui.tap_key(Named::Backspace);
    let _ = ui.tap_key(Named::Enter);
    let typed = |letters: &str| Message::Writing(writing::Message::Typed(letters.to_owned()));
    let mut wanted: Vec<Message> = ["R", "u", "h", "i", "g"].map(typed).to_vec();
    wanted.extend([Key::Backspace, Key::Keep].map(|key| Message::Writing(writing::Message::Key(key))));
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), wanted);
}

/// A session of MK-7, its code typed on a physical keyboard.
fn begun() -> Glass {
    let mut glass = Glass::new();
    glass.press("Code or initials");
    glass.type_in("mk 7");
    glass.tap_key(Named::Backspace);
    glass.type_in("-7");
    glass.tap_key(Named::Enter);
    assert!(glass.shows("MK-7"), "{:?}", glass.texts());
    glass.press("Begin arrival");
    glass
}

/// The same in the phase of intention.
fn in_intention() -> Glass {
    let mut glass = begun();
    glass.press("Go on with a reason");
    glass.press("The prescriber agreed by phone");
    assert!(glass.shows("Without an intention"), "{:?}", glass.texts());
    glass
}

/// The same in administration.
fn in_administration() -> Glass {
    let mut glass = in_intention();
    for _ in 0..2 {
        glass.take(vec![AppMessage::Intention(intention::Message::Bar(Bar::Go(Phase::Administration)))]);
    }
    glass
}

fn arrow(named: Named, repeat: bool) -> AppMessage {
    let AppMessage::Key(event) = pressed(keyboard::Key::Named(named), Modifiers::CTRL) else { unreachable!() };
    let keyboard::Event::KeyPressed { key, modified_key, physical_key, location, modifiers, text, .. } = event else {
        unreachable!()
    };
    AppMessage::Key(keyboard::Event::KeyPressed { key, modified_key, physical_key, location, modifiers, text, repeat })
}

#[test]
fn vital_signs_are_typed_as_digits_and_enter_keeps_them() {
    let mut glass = begun();
    glass.take(vec![AppMessage::Arrival(arrival::Message::Vitals)]);
    glass.type_in("1288");
    glass.tap_key(Named::Backspace);
    glass.type_in("8276x");
    glass.tap_key(Named::Enter);
    assert!(glass.shows("128/82"), "{:?}", glass.texts());
}

#[test]
fn the_ceiling_and_who_says_so_are_typed() {
    let mut glass = begun();
    glass.take(vec![AppMessage::Arrival(arrival::Message::Ceiling)]);
    glass.type_in("155");
    glass.tap_key(Named::Enter);
    glass.type_in("110");
    glass.press("Other words");
    glass.type_in("Dr. Ö");
    glass.tap_key(Named::Enter);
    assert!(glass.texts().iter().any(|text| text.contains("Dr. Ö")), "{:?}", glass.texts());
    assert!(glass.texts().iter().any(|text| text.contains("155/")), "{:?}", glass.texts());
}

#[test]
fn tablets_are_counted_and_a_reason_is_written() {
    let mut glass = begun();
    glass.take(vec![AppMessage::Arrival(arrival::Message::Open("tablets_brought".to_owned()))]);
    glass.type_in("12");
    glass.tap_key(Named::Enter);
    assert!(glass.texts().iter().any(|text| text.starts_with("12")), "{:?}", glass.texts());
    glass.press("Go on with a reason");
    glass.take(vec![AppMessage::Arrival(arrival::Message::Write)]);
    glass.type_in("agreed");
    glass.tap_key(Named::Enter);
    assert!(glass.shows("Without an intention"), "{:?}", glass.texts());
}

#[test]
fn figures_of_the_prescription_are_typed_and_enter_is_done() {
    let mut glass = in_administration();
    for (figure, typed, wanted) in
        [(Figure::Tablets, "2", "2 tablets"), (Figure::Each, "100", "100 mg"), (Figure::Minutes, "12", "12 minutes")]
    {
        glass.take(vec![AppMessage::Administration(administration::Message::Open(figure))]);
        glass.type_in(typed);
        assert!(glass.shows("Done"));
        glass.tap_key(Named::Enter);
        assert!(glass.shows(wanted) && !glass.shows("Done"), "{wanted} in {:?}", glass.texts());
    }
    glass.take(vec![AppMessage::Administration(administration::Message::Prescriber)]);
    glass.type_in("Dr. W");
    glass.tap_key(Named::Enter);
    assert!(glass.shows("Prescribed by Dr. W"), "{:?}", glass.texts());
}

#[test]
fn a_pin_is_typed_twice() {
    let mut glass = Glass::new();
    glass.take(vec![AppMessage::Start(start::Message::Pin)]);
    for _ in 0..2 {
        glass.type_in("4711");
        glass.tap_key(Named::Enter);
    }
    glass.wait(|glass| !glass.shows("Set a PIN") && glass.shows("Begin arrival"));
}

#[test]
fn the_way_on_asks_first_as_the_rail_does_and_a_held_key_goes_nowhere() {
    let mut glass = in_intention();
    glass.take(vec![arrow(Named::ArrowRight, false)]);
    for _ in 0..40 {
        glass.take(vec![arrow(Named::ArrowRight, true)]);
    }
    assert!(glass.shows("Go there?") && glass.shows("Without an intention"), "{:?}", glass.texts());
    glass.take(vec![arrow(Named::ArrowRight, false)]);
    assert!(glass.shows("Without an intention"), "the same press again within 300 ms is one press");
    glass.another_press();
    glass.take(vec![arrow(Named::ArrowRight, false)]);
    assert!(glass.shows("When you") || glass.shows("are ready"), "{:?}", glass.texts());
    glass.another_press();
    glass.take(vec![arrow(Named::ArrowRight, false)]);
    let asks = "The same keys once more lead to the other phase.";
    assert!(glass.shows(asks), "where no rail is seen it is said: {:?}", glass.texts());
    glass.another_press();
    glass.take(vec![arrow(Named::ArrowRight, false)]);
    assert!(glass.shows("Client declines today"), "{:?}", glass.texts());
}

/// What stands on the glass, with a word for what a minute that passes changes.
fn still(glass: &Glass) -> Vec<String> {
    let clock = |text: &str| text.split_once(':').is_some_and(|(hour, minute)| hour.len() < 3 && minute.len() == 2);
    let texts = glass.texts().into_iter().filter(|text| !text.contains(" min."));
    texts.map(|text| if clock(&text) { "a time".to_owned() } else { text }).collect()
}

#[test]
fn no_key_acts_on_what_is_covered() {
    let mut glass = begun();
    glass.take(vec![AppMessage::Arrival(arrival::Message::Item("bathroom".to_owned(), true))]);
    glass.take(vec![AppMessage::Arrival(arrival::Message::Vitals)]);
    glass.wait(|glass| glass.shows("Saved"));
    let stands = still(&glass);
    glass.take(vec![ctrl("l")]);
    glass.type_in("128");
    glass.take(vec![ctrl("z"), ctrl("k"), arrow(Named::ArrowLeft, false)]);
    glass.tap_key(Named::Enter);
    glass.another_press();
    glass.take(vec![ctrl("l")]);
    glass.wait(|glass| glass.shows("Saved"));
    assert_eq!(still(&glass), stands, "nothing was typed, taken back or entered behind the calm face");
}

#[test]
fn ctrl_z_in_a_field_takes_nothing_back_that_was_recorded() {
    let mut glass = in_intention();
    glass.take(vec![AppMessage::Intention(intention::Message::Without)]);
    glass.take(vec![AppMessage::Intention(intention::Message::Write)]);
    let AppMessage::Key(undo) = ctrl("z") else { unreachable!() };
    glass.keyed([iced::Event::Keyboard(undo)]);
    glass.press("Put away");
    assert!(glass.texts().iter().any(|text| text.starts_with("Without an intention, ")), "{:?}", glass.texts());
}
