//! The real app: what is kept of a client is found by typing the code, shown behind the PIN, and kept at the end.

use chrono::Local;
use holdspace::app::{App, Message, Opening};
use holdspace::audio::{Audio, Output};
use holdspace::cli::Places;
use holdspace::course::{Courses, FOLDER, Memory, Part};
use holdspace::screen::frame::Bar;
use holdspace::screen::{arrival, closing, start, writing};
use holdspace::session::{Event, Phase};
use holdspace::widget::keyboard::Key;

use super::whole;
use crate::privacy::glass::Glass;
use crate::privacy::lock::{begin, is_locked};

const CODE: &str = "MK-11";
const OTHER: &str = "ZZ-99";
const LINE: &str = "Session 4 of 8 · last 12 November, 2\u{a0}×\u{a0}100\u{a0}mg, held\u{a0}10:05";

/// An app that knows a client, with these lines in its settings.
fn knowing(settings: &str) -> Glass {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("config")).unwrap();
    let text = format!("format = \"holdspace-settings 1\"\n{settings}\n");
    std::fs::write(home.path().join("config/holdspace.toml"), text).unwrap();
    Courses::open(&home.path().join("data")).keep(CODE, &whole()).unwrap();
    Glass::over(home)
}

/// Types a code in place of the one that stands there.
fn type_code(glass: &mut Glass, code: &str) {
    let key = |key| Message::Start(start::Message::Writing(writing::Message::Key(key)));
    glass.take(vec![Message::Start(start::Message::Code)]);
    glass.take((0..16).map(|_| key(Key::Backspace)).collect());
    glass.take(code.chars().map(|letter| key(Key::Char(letter))).collect());
    glass.take(vec![key(Key::Keep)]);
}

/// Begins a session, closes it without a dose and leaves it.
fn live_through(glass: &mut Glass, code: &str) {
    type_code(glass, code);
    glass.press("Begin arrival");
    glass.take(vec![Message::Arrival(arrival::Message::Bar(Bar::Go(Phase::Closing)))]);
    glass.take(vec![Message::Arrival(arrival::Message::Bar(Bar::Go(Phase::Closing)))]);
    glass.take(vec![Message::Closing(closing::Message::Release(Some("declined".to_owned())))]);
    glass.take(vec![Message::Closing(closing::Message::Close)]);
    glass.wait(|glass| glass.shows("Leave"));
    glass.press("Leave");
}

/// Lets what goes on behind the screen come to its end.
fn settle(glass: &mut Glass) {
    for _ in 0..60 {
        glass.tick();
        std::thread::park_timeout(std::time::Duration::from_millis(10));
    }
}

fn set_pin(glass: &mut Glass, pin: &str) {
    let next = || vec![Message::Pin(holdspace::screen::pin::Message::Key(holdspace::widget::keypad::PadKey::Next))];
    glass.press("Set a PIN");
    for _ in 0..2 {
        pin.chars().for_each(|digit| glass.press(&digit.to_string()));
        glass.take(next());
    }
    glass.wait(|glass| glass.shows("Begin arrival"));
}

#[test]
fn a_code_that_is_typed_finds_its_client_and_no_other() {
    let mut glass = knowing("");
    assert!(!glass.shows(LINE) && !glass.shows("Course"), "nothing before a code is typed");
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.shows(LINE));
    type_code(&mut glass, OTHER);
    settle(&mut glass);
    let texts = glass.texts().join("\n");
    assert!(!texts.contains("ession 4") && !texts.contains("last time") && !texts.contains("kept"), "{texts}");
}

#[test]
fn each_thing_that_is_kept_is_used_or_left() {
    let mut glass = knowing("");
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.shows(LINE));
    glass.press("Course");
    let told = glass.texts();
    for said in [
        "Course of MK-11",
        "Session 4 of 8",
        "150/95, heart rate 110; Dr Keller, October",
        "the bells · a hand on the shoulder",
    ] {
        assert!(told.iter().any(|text| text == said), "{said} in {told:?}");
    }
    assert_eq!(told.iter().filter(|text| *text == "Leave").count(), Part::ALL.len());
    glass.take(vec![Message::Start(start::Message::Use(CODE.to_owned(), Part::Number, false))]);
    assert!(glass.shows("Not noted"));
    glass.press("Done");
    assert!(glass.shows("Begin arrival") && glass.shows(LINE) && !glass.shows("Begins session 4 of 8"));
}

#[test]
fn the_number_of_the_session_stands_above_the_button_and_is_noted_with_it() {
    let recorded = |change: Option<(u16, Option<u16>)>, above: &str| {
        let mut glass = knowing("");
        type_code(&mut glass, CODE);
        glass.wait(|glass| glass.shows(LINE));
        let note = |(number, of)| Message::Start(start::Message::Session(CODE.to_owned(), number, of));
        glass.take(change.map(note).into_iter().collect());
        assert!(glass.shows(above), "{above}: {:?}", glass.texts());
        glass.press("Begin arrival");
        glass.wait(|glass| glass.shows("Saved"));
        let data = holdspace::journal::DataDir::open(&glass.home().join("data")).unwrap();
        let record = holdspace::journal::reader::read(&data.folders()[0]).unwrap();
        record.events().find_map(|entry| match entry.event {
            Event::CourseNoted { number, of } => Some((number, of)),
            _ => None,
        })
    };
    assert_eq!(recorded(None, "Begins session 4 of 8"), Some((4, Some(8))));
    assert_eq!(recorded(Some((5, None)), "Begins session 5"), Some((5, None)));
}

#[test]
fn a_first_session_is_noted_only_by_hand() {
    let mut glass = knowing("");
    type_code(&mut glass, OTHER);
    glass.press("Course");
    settle(&mut glass);
    assert!(glass.shows("Not noted") && !glass.shows("Use"));
    glass.take(vec![Message::Start(start::Message::Session(OTHER.to_owned(), 1, Some(6)))]);
    assert!(glass.shows("Session 1 of 6"));
    glass.press("Done");
    assert!(glass.shows("Begins session 1 of 6"));
}

#[test]
fn the_music_of_last_time_is_proposed_until_some_is_chosen_by_hand() {
    let other = Memory { playlist: Some("Undertow".to_owned()), minutes: Some(63), ..whole() };
    let proposed = |first: Option<start::Message>| {
        let mut glass = knowing("");
        Courses::open(&glass.home().join("data")).keep(CODE, &other).unwrap();
        glass.take(first.into_iter().map(Message::Start).collect());
        type_code(&mut glass, CODE);
        glass.wait(|glass| glass.shows(LINE));
        glass
    };
    assert!(proposed(None).shows("63"));
    let mut glass = proposed(Some(start::Message::Minutes(70)));
    assert!(glass.shows("70"));
    glass.take(vec![Message::Start(start::Message::Use(CODE.to_owned(), Part::Playlist, true))]);
    assert!(glass.shows("63"), "asked for, it is chosen");
    let mut glass = proposed(None);
    type_code(&mut glass, OTHER);
    assert!(glass.shows("68"), "the next client does not hear it");
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.shows("63"));
    glass.take(vec![Message::Start(start::Message::Use(CODE.to_owned(), Part::Playlist, false))]);
    assert!(glass.shows("68"), "left, it is as the settings say");
}

#[test]
fn where_a_pin_is_set_it_is_looked_up_only_with_the_pin() {
    let mut glass = knowing("");
    // A PIN that was just set has not been shown yet.
    set_pin(&mut glass, "4711");
    for code in [OTHER, CODE] {
        type_code(&mut glass, code);
        glass.tick();
        assert!(glass.shows("Course") && !glass.shows(LINE), "the same for everybody: {:?}", glass.texts());
    }
    glass.press("Course");
    assert!(is_locked(&glass));
    glass.press("Back");
    assert!(glass.shows("What is kept from last time is looked up with the PIN only.") && !glass.shows("Ceiling"));
    glass.press("Done");
    glass.press("Course");
    glass.type_pin("4711");
    glass.wait(|glass| glass.shows("Ceiling"));
    glass.press("Done");
    assert!(glass.shows(LINE));
    // Whoever has just shown it is not asked for the next client, of whom nothing is said.
    type_code(&mut glass, OTHER);
    settle(&mut glass);
    assert!(!glass.shows(LINE) && !is_locked(&glass));
}

#[test]
fn what_is_damaged_is_told_and_the_session_can_begin() {
    let mut glass = knowing("");
    let folder = glass.home().join("data").join(FOLDER);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.into_iter().find(|file| file.extension().is_some_and(|ending| ending == "json")).unwrap();
    std::fs::write(file, "torn").unwrap();
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.texts().iter().any(|text| text.contains("is damaged and is not used")));
    glass.press("Begin arrival");
    assert!(glass.shows("Escort home"));
}

#[test]
fn a_session_that_is_closed_is_kept_for_the_next_one() {
    let mut glass = knowing("");
    live_through(&mut glass, OTHER);
    type_code(&mut glass, OTHER);
    let today = Local::now().date_naive();
    let line = format!("Session 1 · last {}", today.format("%-d %B"));
    glass.wait(|glass| glass.shows(&line));
    let kept = Courses::open(&glass.home().join("data")).find(OTHER).unwrap().unwrap();
    assert_eq!((kept.sessions, kept.last_on), (0, Some(today)));
}

#[test]
fn the_settings_and_the_clinics_keys_decide_what_is_kept() {
    let keys = "[sealing]\nrecipients = [\"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\", \
                \"age133ghskkgcq2s00txgqxywnmm5hwecq9n0l6kvshx9jwnjkeu7agsp0taz0\"]";
    for settings in ["[course]\nkeep = []", keys] {
        let mut glass = knowing(settings);
        type_code(&mut glass, CODE);
        settle(&mut glass);
        assert!(!glass.shows(LINE), "{settings}");
        live_through(&mut glass, CODE);
        // An app that ends has kept what there was to keep.
        glass.again();
        let kept = Courses::open(&glass.home().join("data")).find(CODE).unwrap();
        assert_eq!(kept, None, "what was kept before is gone as well: {settings}");
    }
    let mut glass = knowing("[course]\nkeep = [\"number\"]");
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.shows("Session 4 of 8 · last 12 November"));
    live_through(&mut glass, CODE);
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.texts().iter().any(|text| text.starts_with("Session 4 of 8")));
    let kept = Courses::open(&glass.home().join("data")).find(CODE).unwrap().unwrap();
    assert_eq!((kept.sessions, kept.of, &kept), (3, Some(8), &kept.only(&[Part::Number])));
}

#[test]
fn a_rehearsal_looks_nothing_up_and_keeps_nothing() {
    let mut glass = knowing("");
    let places = Places { config: glass.home().join("config"), data: glass.home().join("data") };
    glass.app = App::new(Opening { places, rehearsal: Some(10.0) }, Audio::start(Output::Silent));
    type_code(&mut glass, CODE);
    settle(&mut glass);
    assert!(!glass.shows(LINE) && !glass.shows("Course"));
    begin(&mut glass, OTHER);
    for _ in 0..2 {
        glass.take(vec![Message::Arrival(arrival::Message::Bar(Bar::Go(Phase::Closing)))]);
    }
    glass.take(vec![Message::Closing(closing::Message::Close)]);
    assert!(!glass.shows("Escort home"));
    glass.again();
    assert_eq!(Courses::open(&glass.home().join("data")).find(OTHER).unwrap(), None);
}

#[test]
fn what_was_taken_last_is_proposed_and_not_confirmed() {
    let mut glass = knowing("");
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.shows(LINE));
    glass.press("Begin arrival");
    for _ in 0..2 {
        glass.take(vec![Message::Arrival(arrival::Message::Bar(Bar::Go(Phase::Administration)))]);
    }
    for said in ["2 tablets", "100 mg", "10 minutes", "Prescribed by Dr K", "first read it against the label"] {
        assert!(glass.shows(said), "{said}: {:?}", glass.texts());
    }
    assert!(glass.shows("As last time. Touch a figure to change it."));
}

#[test]
fn the_volume_of_last_time_is_one_tap_of_the_sound_check() {
    let mut glass = knowing("");
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.shows(LINE));
    glass.press("Begin arrival");
    assert!(!glass.shows("Last\u{a0}time\u{a0}\u{2212}22"));
    glass.press("Loudest");
    glass.press("Last\u{a0}time\u{a0}\u{2212}22");
    assert!(glass.shows("\u{2212}22 dB") && !glass.shows("Last\u{a0}time\u{a0}\u{2212}22"), "{:?}", glass.texts());
    assert!(glass.shows("Heard well"), "it is heard, and kept only by a tap");
}

#[test]
fn what_is_left_is_not_proposed_in_the_session() {
    let mut glass = knowing("");
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.shows(LINE));
    let leave = |part| Message::Start(start::Message::Use(CODE.to_owned(), part, false));
    glass.take(vec![leave(Part::Prescription), leave(Part::Volume)]);
    glass.press("Begin arrival");
    glass.press("Loudest");
    assert!(!glass.shows("Last\u{a0}time\u{a0}\u{2212}22"));
    for _ in 0..2 {
        glass.take(vec![Message::Arrival(arrival::Message::Bar(Bar::Go(Phase::Administration)))]);
    }
    assert!(glass.shows("Touch a figure to set it."));
}

#[test]
fn the_ceiling_of_last_time_is_set_by_one_tap_and_what_was_unwelcome_is_seen() {
    let mut glass = knowing("");
    type_code(&mut glass, CODE);
    glass.wait(|glass| glass.shows(LINE));
    glass.press("Begin arrival");
    for said in ["Vital signs, last time 124/78", "Unwelcome last time", "the bells · a hand on the shoulder"] {
        assert!(glass.shows(said), "{said}: {:?}", glass.texts());
    }
    assert!(!glass.shows("ceiling 150/95"), "nothing is set by itself");
    glass.press("Last time 150/95");
    assert!(glass.shows("ceiling 150/95") && !glass.shows("Last time 150/95"));
    assert!(glass.texts().iter().any(|text| text.ends_with("Dr Keller, October")), "who set it goes with it");
}
