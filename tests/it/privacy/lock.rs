//! The lock of the real app: what shuts it, what opens it, and that nothing else does.

use holdspace::app::Message;
use holdspace::screen::administration::{self, Chosen, Figure, Set};
use holdspace::screen::frame::Bar;
use holdspace::screen::{intention, start};
use holdspace::session::Phase;
use holdspace::session::dose::HoldEnd;
use holdspace::widget::keypad::PadKey;
use iced::keyboard;

use super::glass::Glass;

const CODE: &str = "MK-11";
const PIN: &str = "4711";

/// Begins a session for a client with this code.
pub fn begin(glass: &mut Glass, code: &str) {
    use holdspace::screen::writing;
    use holdspace::widget::keyboard::Key;
    glass.take(vec![Message::Start(start::Message::Code)]);
    for letter in code.chars() {
        glass.take(vec![Message::Start(start::Message::Writing(writing::Message::Key(Key::Char(letter))))]);
    }
    glass.take(vec![Message::Start(start::Message::Writing(writing::Message::Key(Key::Keep)))]);
    glass.press("Begin arrival");
    assert!(glass.shows("Escort home"), "{:?}", glass.texts());
}

pub fn is_locked(glass: &Glass) -> bool {
    let texts = glass.texts();
    texts.iter().any(|text| {
        text == "Therapist, your PIN" || text == "That was not it; once more" || text.starts_with("Try again in")
    })
}

pub fn ctrl(key: &str) -> Message {
    pressed(keyboard::Key::Character(key.into()), keyboard::Modifiers::CTRL)
}

pub fn pressed(key: keyboard::Key, modifiers: keyboard::Modifiers) -> Message {
    Message::Key(keyboard::Event::KeyPressed {
        modified_key: key.clone(),
        physical_key: keyboard::key::Physical::Unidentified(keyboard::key::NativeCode::Unidentified),
        location: keyboard::Location::Standard,
        text: None,
        repeat: false,
        key,
        modifiers,
    })
}

/// A session that is locked.
fn locked() -> Glass {
    let mut glass = Glass::with_pin(PIN);
    glass.type_pin(PIN);
    begin(&mut glass, CODE);
    glass.take(vec![ctrl("l")]);
    assert!(is_locked(&glass));
    glass
}

#[test]
fn with_a_pin_the_app_opens_locked_and_the_pin_opens_it() {
    let mut glass = Glass::with_pin(PIN);
    assert!(is_locked(&glass) && !glass.shows("Begin arrival"));
    glass.type_pin("4712");
    assert!(glass.shows("That was not it; once more"));
    glass.type_pin(PIN);
    assert!(glass.shows("Begin arrival"));
}

#[test]
fn without_a_pin_the_eye_only_covers() {
    let mut glass = Glass::new();
    begin(&mut glass, CODE);
    glass.take(vec![ctrl("l")]);
    assert!(!is_locked(&glass) && !glass.shows("Escort home"));
    glass.another_press();
    glass.take(vec![ctrl("l")]);
    assert!(glass.shows("Escort home"));
}

#[test]
fn the_lock_keeps_the_session_and_shows_nothing_of_it() {
    let mut glass = locked();
    let texts = glass.texts().join("\n");
    for gone in [CODE, "Escort home", "Arrival", "mg", "Saved"] {
        assert!(!texts.contains(gone), "{gone} in {texts}");
    }
    glass.type_pin(PIN);
    assert!(glass.shows("Escort home"));
}

#[test]
fn a_fall_of_the_app_does_not_open_the_lock_and_the_session_goes_on_behind_it() {
    let mut glass = Glass::with_pin(PIN);
    glass.type_pin(PIN);
    begin(&mut glass, CODE);
    assert!(!is_locked(&glass));
    glass.wait(|glass| glass.shows("Saved"));
    glass.again();
    assert!(is_locked(&glass));
    assert!(glass.texts().iter().any(|text| text.starts_with("The app was away for")), "{:?}", glass.texts());
    glass.type_pin(PIN);
    assert!(glass.shows("Escort home"));
}

#[test]
fn the_emergency_card_is_one_tap_from_the_lock_and_leads_back_to_it() {
    let mut glass = locked();
    glass.press("Emergency card");
    assert!(glass.shows("112") && !glass.shows("Tell them"), "{:?}", glass.texts());
    glass.press("Back");
    assert!(is_locked(&glass));
    glass.press("Emergency card");
    glass.take(vec![pressed(keyboard::Key::Named(keyboard::key::Named::Escape), keyboard::Modifiers::empty())]);
    assert!(is_locked(&glass));
}

#[test]
fn the_clinic_may_show_the_whole_card_or_none_without_the_pin() {
    for (word, shows_dose) in [("everything", true), ("nothing", false)] {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join("config")).unwrap();
        let text = format!("format = \"holdspace-settings 1\"\n[lock]\nemergency_card = \"{word}\"\n");
        std::fs::write(home.path().join("config/holdspace.toml"), text).unwrap();
        super::glass::set_pin(&home.path().join("data"), PIN);
        let mut glass = Glass::over(home);
        glass.type_pin(PIN);
        begin(&mut glass, CODE);
        glass.take(vec![ctrl("l")]);
        assert_eq!(glass.shows("Emergency card"), shows_dose);
        if shows_dose {
            glass.press("Emergency card");
            assert!(glass.shows("Tell them") && !glass.shows("I called") && !glass.shows("Arrival"));
        }
    }
}

#[test]
fn a_locked_hold_still_shows_its_ring_and_then_the_call() {
    let mut glass = Glass::with_pin(PIN);
    glass.type_pin(PIN);
    begin(&mut glass, CODE);
    take_tablet(&mut glass);
    assert!(glass.shows("Spat early"));
    glass.take(vec![ctrl("l")]);
    // The ring draws its own words; what stands there otherwise is gone.
    let lines = ["All is", "ready", "The music", "rests", "is playing", "Spat early"];
    assert!(is_locked(&glass) && lines.iter().all(|line| !glass.shows(line)), "{:?}", glass.texts());
    glass.type_pin(PIN);
    assert!(glass.shows("Spat early"));
}

/// The shortest way from arrival to a tablet in the mouth.
fn take_tablet(glass: &mut Glass) {
    glass.press("Go on with a reason");
    glass.press("The prescriber agreed by phone");
    for _ in 0..2 {
        glass.take(vec![Message::Intention(intention::Message::Bar(Bar::Go(Phase::Administration)))]);
    }
    let set = [Set::Halves(4, Chosen::AtOnce), Set::Minutes(10, Chosen::AtOnce), Set::End(HoldEnd::Spit)];
    let each = [1, 0, 0].map(|digit| Set::Each(PadKey::Digit(digit)));
    let on = |message| Message::Administration(message);
    glass.take(set.into_iter().map(administration::Message::Set).map(on).collect());
    glass.take(vec![on(administration::Message::Open(Figure::Each))]);
    glass.take(each.into_iter().map(administration::Message::Set).map(on).collect());
    glass.take(vec![on(administration::Message::Close), on(administration::Message::Read)]);
    glass.take(vec![on(administration::Message::Tablet(holdspace::clock::boot_time()))]);
}

#[test]
fn nobody_there_shuts_the_glass_but_never_during_a_hold() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("config")).unwrap();
    let text = "format = \"holdspace-settings 1\"\n[lock]\nidle_minutes = 0.002\n";
    std::fs::write(home.path().join("config/holdspace.toml"), text).unwrap();
    super::glass::set_pin(&home.path().join("data"), PIN);
    let mut glass = Glass::over(home);
    glass.type_pin(PIN);
    glass.wait(is_locked);
    glass.type_pin(PIN);
    begin(&mut glass, CODE);
    take_tablet(&mut glass);
    let until = holdspace::clock::boot_time() + std::time::Duration::from_millis(400);
    while holdspace::clock::boot_time() < until {
        glass.tick();
    }
    assert!(glass.shows("Spat early"), "{:?}", glass.texts());
    glass.press("Spat early");
    glass.wait(is_locked);
}

#[test]
fn what_leads_to_records_and_settings_asks_for_the_pin_and_is_then_done() {
    let mut glass = Glass::with_pin(PIN);
    glass.type_pin(PIN);
    glass.press("PIN");
    assert!(is_locked(&glass), "who just showed it is asked again before it is changed");
    glass.press("Back");
    assert!(glass.shows("Begin arrival"), "one may leave the question");
    glass.press("PIN");
    glass.type_pin(PIN);
    assert!(glass.shows("A new PIN"));
}

#[test]
fn a_pin_is_set_on_the_start_screen_with_digits_alone() {
    let mut glass = Glass::new();
    glass.press("Set a PIN");
    let next = || vec![Message::Pin(holdspace::screen::pin::Message::Key(holdspace::widget::keypad::PadKey::Next))];
    for (typed, then) in [("123", "4 to 8 digits"), ("45", "The same once more"), ("12346", "They differ; begin again")]
    {
        typed.chars().for_each(|digit| glass.press(&digit.to_string()));
        glass.take(next());
        assert!(glass.shows(then), "{typed}: {:?}", glass.texts());
    }
    for _ in 0..2 {
        "12345".chars().for_each(|digit| glass.press(&digit.to_string()));
        glass.take(next());
    }
    glass.wait(|glass| glass.shows("Begin arrival"));
    assert!(glass.shows("PIN"));
    glass.again();
    assert!(is_locked(&glass));
    glass.type_pin("12345");
    assert!(glass.shows("Begin arrival"));
}

#[test]
fn closing_the_window_does_not_open_the_lock() {
    let mut glass = locked();
    glass.take(vec![Message::CloseRequested]);
    assert!(is_locked(&glass));
}

#[test]
fn the_keyboard_types_digits_at_the_lock_and_nothing_else() {
    let mut glass = locked();
    for key in ["i", "e", "z", "k", "d", "l"] {
        glass.take(vec![ctrl(key)]);
        assert!(is_locked(&glass), "{key}");
    }
    for digit in PIN.chars() {
        let key = keyboard::Key::Character(digit.to_string().into());
        glass.take(vec![pressed(key, keyboard::Modifiers::empty())]);
    }
    glass.wait(|glass| glass.shows("Escort home"));
}
