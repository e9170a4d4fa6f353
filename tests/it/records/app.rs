//! The app opens the records from the start, and from nowhere else.

use std::fs;
use std::path::Path;

use holdspace::app::{App, Message, Opening};
use holdspace::audio::{Audio, Output};
use holdspace::cli::Places;
use holdspace::screen::{records, start, writing};
use holdspace::theme::{DEFAULT_FONT, FONTS, measure};
use holdspace::widget::keyboard::Key;
use iced_test::Simulator;

use crate::journal::sample::{Desk, every_kind};

/// The app is asked so often at most until what it does behind the screen is done.
const PATIENCE: usize = 2_000_000;

fn app(home: &Path) -> App {
    let places = Places { config: home.join("config"), data: home.to_owned() };
    App::new(Opening { places, rehearsal: None }, Audio::start(Output::Silent))
}

fn shows(app: &App, words: &str) -> bool {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    let size = [measure::DESIGN.0, measure::DESIGN.1];
    Simulator::with_size(settings, size, app.view()).find(words).is_ok()
}

fn tell(app: &mut App, message: Message) {
    let _ = app.update(message);
}

fn wait_for(app: &mut App, words: &str) {
    for _ in 0..PATIENCE {
        tell(app, Message::Tick);
        if shows(app, words) {
            return;
        }
        std::thread::yield_now();
    }
    panic!("{words} does not come");
}

#[test]
fn the_records_are_listed_opened_and_checked_and_put_away() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let mut app = app(desk.home.path());
    tell(&mut app, Message::Start(start::Message::Records));
    wait_for(&mut app, &sealed.closing_code);
    let id = holdspace::journal::path::record_id(&sealed.folder);
    tell(&mut app, Message::Records(records::Message::Look(id)));
    wait_for(&mut app, "intact");
    assert!(shows(&app, "Tablet in mouth"));
    tell(&mut app, Message::Records(records::Message::Back));
    assert!(shows(&app, &sealed.closing_code), "back in the list");
    tell(&mut app, Message::Records(records::Message::Back));
    assert!(shows(&app, "New session"));
    assert!(!shows(&app, "AB"), "the start knows no client");
}

#[test]
fn records_are_taken_to_the_folder_of_the_settings() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let config = desk.home.path().join("config");
    let out = desk.home.path().join("out");
    fs::create_dir_all(&config).unwrap();
    let settings = format!("format = \"holdspace-settings 1\"\nexport_folder = \"{}\"\n", out.display());
    fs::write(config.join("holdspace.toml"), settings).unwrap();
    let mut app = app(desk.home.path());
    tell(&mut app, Message::Start(start::Message::Records));
    wait_for(&mut app, &sealed.closing_code);
    let id = holdspace::journal::path::record_id(&sealed.folder);
    tell(&mut app, Message::Records(records::Message::Export(vec![id.clone()])));
    wait_for(&mut app, &out.display().to_string());
    tell(&mut app, Message::Records(records::Message::Place(out.clone())));
    tell(&mut app, Message::Records(records::Message::Carry));
    wait_for(&mut app, "The record is there.");
    assert!(out.join("Holdspace").join("AB").join(format!("{id}.md")).is_file());
}

#[test]
fn a_note_is_added_beside_the_sealed_record_and_shown_with_it() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let before = fs::read(sealed.folder.join("events-0001.ndjson")).unwrap();
    let mut app = app(desk.home.path());
    tell(&mut app, Message::Start(start::Message::Records));
    wait_for(&mut app, &sealed.closing_code);
    let id = holdspace::journal::path::record_id(&sealed.folder);
    tell(&mut app, Message::Records(records::Message::Look(id)));
    wait_for(&mut app, "intact");
    tell(&mut app, Message::Records(records::Message::Add));
    for key in [Key::Char('S'), Key::Char('o'), Key::Keep] {
        tell(&mut app, Message::Records(records::Message::Writing(writing::Message::Key(key))));
    }
    wait_for(&mut app, "intact, with one addition");
    tell(&mut app, Message::Records(records::Message::At(f32::MAX)));
    assert!(shows(&app, "Note: \u{201c}So\u{201d}"));
    assert_eq!(fs::read(sealed.folder.join("events-0001.ndjson")).unwrap(), before);
    tell(&mut app, Message::Records(records::Message::Back));
    assert!(shows(&app, "amended"));
    assert!(shows(&app, "1 record of 1 client"), "what adds to it is no record of its own");
}

#[test]
fn a_running_session_offers_no_way_to_the_records() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let mut app = app(desk.home.path());
    tell(&mut app, Message::Start(start::Message::Code));
    for key in [Key::Char('X'), Key::Char('Y'), Key::Keep] {
        tell(&mut app, Message::Start(start::Message::Writing(writing::Message::Key(key))));
    }
    tell(&mut app, Message::Start(start::Message::Begin));
    assert!(shows(&app, "Arrival"), "the session runs");
    for message in [
        Message::Start(start::Message::Records),
        Message::Records(records::Message::Clients),
        Message::Records(records::Message::Look(holdspace::journal::path::record_id(&sealed.folder))),
        Message::Tick,
    ] {
        tell(&mut app, message);
        assert!(shows(&app, "Arrival"));
        assert!(!shows(&app, "Records") && !shows(&app, "AB") && !shows(&app, &sealed.closing_code));
    }
}

#[test]
fn records_that_lie_open_are_put_away_when_a_session_begins() {
    let desk = Desk::new();
    let sealed = desk.sealed(&every_kind());
    let mut app = app(desk.home.path());
    tell(&mut app, Message::Start(start::Message::Code));
    for key in [Key::Char('X'), Key::Keep] {
        tell(&mut app, Message::Start(start::Message::Writing(writing::Message::Key(key))));
    }
    tell(&mut app, Message::Start(start::Message::Records));
    wait_for(&mut app, &sealed.closing_code);
    tell(&mut app, Message::Start(start::Message::Begin));
    assert!(shows(&app, "Arrival"));
    assert!(!shows(&app, &sealed.closing_code));
}
