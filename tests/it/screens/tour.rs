//! The tour: shown once, by itself, and never in anybody's way.

use std::path::Path;

use holdspace::app::{App, Message, Opening};
use holdspace::audio::{Audio, Output};
use holdspace::cli::Places;
use holdspace::config::shipped;
use holdspace::screen::{start, tour, writing};
use holdspace::theme::{DEFAULT_FONT, FONTS, Shade, measure, theme};
use holdspace::widget::keyboard::Key;
use iced_test::Simulator;
use tempfile::TempDir;

fn app(home: &Path) -> App {
    let places = Places { config: home.join("config"), data: home.join("data") };
    App::new(Opening { places, rehearsal: None }, Audio::start(Output::Silent)).welcoming()
}

fn lay_out(app: &App) -> Simulator<'_, Message> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    Simulator::with_size(settings, [measure::DESIGN.0, measure::DESIGN.1], app.view())
}

fn shows(app: &App, words: &str) -> bool {
    lay_out(app).find(words).is_ok()
}

/// Taps the words on the glass.
fn tap(app: &mut App, words: &str) {
    let mut glass = lay_out(app);
    let _ = glass.click(words).unwrap_or_else(|_| panic!("“{words}” is on the glass"));
    let messages: Vec<Message> = glass.into_messages().collect();
    assert!(!messages.is_empty(), "“{words}” does something");
    messages.into_iter().for_each(|message| drop(app.update(message)));
}

#[test]
fn the_first_start_shows_six_cards_and_the_second_none() {
    let home = TempDir::new().unwrap();
    let mut first = app(home.path());
    for number in 1..=6 {
        assert!(shows(&first, &format!("{number} of 6")), "card {number}");
        assert!(!shows(&first, "Begin arrival"));
        tap(&mut first, if number == 6 { "To the start" } else { "Next" });
    }
    assert!(shows(&first, "Tour"), "the start screen, from which it can be seen again");
    drop(first);
    assert!(!shows(&app(home.path()), "1 of 6"));
}

#[test]
fn it_can_be_skipped_and_seen_again_from_the_start() {
    let home = TempDir::new().unwrap();
    let mut app = app(home.path());
    tap(&mut app, "Next");
    tap(&mut app, "Back");
    assert!(shows(&app, "1 of 6"));
    tap(&mut app, "Skip");
    assert!(!shows(&app, "1 of 6"));
    let _ = app.update(Message::Start(start::Message::Tour));
    assert!(shows(&app, "1 of 6"));
    let _ = app.update(Message::Tour(tour::Message::Skip));
    assert!(!shows(&app, "1 of 6"));
}

#[test]
fn it_can_be_drawn_in_every_shade() {
    let shots = std::env::var("HOLDSPACE_SHOTS").ok();
    let home = TempDir::new().unwrap();
    let mut app = app(home.path());
    for (number, shade) in
        [Shade::Dusk, Shade::Day, Shade::Night, Shade::Dusk, Shade::Dusk, Shade::Dusk].into_iter().enumerate()
    {
        let drawn = lay_out(&app).snapshot(&theme(shade)).unwrap();
        if let Some(folder) = &shots {
            assert!(drawn.matches_image(format!("{folder}/tour-{number}.png")).unwrap());
        }
        tap(&mut app, if number == 5 { "To the start" } else { "Next" });
    }
    let drawn = lay_out(&app).snapshot(&theme(Shade::Dusk)).unwrap();
    if let Some(folder) = &shots {
        assert!(drawn.matches_image(format!("{folder}/tour-start.png")).unwrap());
    }
}

#[test]
fn every_shipped_protocol_opens_its_first_screens_in_a_rehearsal() {
    for (name, _) in shipped::PROTOCOLS {
        let home = TempDir::new().unwrap();
        let places = Places { config: home.path().join("config"), data: home.path().join("data") };
        let mut app = App::new(Opening { places, rehearsal: Some(10.0) }, Audio::start(Output::Silent));
        let start = |message| Message::Start(message);
        let _ = app.update(start(start::Message::Protocol(name.to_owned())));
        for person in 0..if name == "group-rdt" { 3 } else { 1 } {
            let _ = app.update(start(start::Message::Person(person)));
            let letters = [Key::Char('A'), Key::Char(char::from(b'A' + person as u8)), Key::Keep];
            for key in letters {
                let _ = app.update(start(start::Message::Writing(writing::Message::Key(key))));
            }
        }
        let _ = app.update(start(start::Message::Begin));
        assert!(shows(&app, "Rehearsal"), "{name} begins as a rehearsal");
        let drawn = lay_out(&app).snapshot(&theme(Shade::Day)).unwrap();
        if let Ok(folder) = std::env::var("HOLDSPACE_SHOTS") {
            assert!(drawn.matches_image(format!("{folder}/arrival-{name}.png")).unwrap());
        }
        for phase in ["Intention", "Breathing"] {
            tap(&mut app, phase);
            assert!(shows(&app, "Rehearsal"), "{name}, {phase}");
        }
        assert!(!home.path().join("data/sessions").exists() || no_record(home.path()), "{name} records nothing");
    }
}

fn no_record(home: &Path) -> bool {
    std::fs::read_dir(home.join("data/sessions")).unwrap().next().is_none()
}
