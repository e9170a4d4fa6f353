//! A clock that cannot be true is named, and not believed where another reading can be.

use chrono::{DateTime, TimeDelta};
use holdspace::app::{App, Message, Opening};
use holdspace::audio::{Audio, Output};
use holdspace::cli::Places;
use holdspace::clock;
use holdspace::journal::{self, reader};
use holdspace::record::export::{self, Form};
use holdspace::screen::{start, writing};
use holdspace::session::event::NotBefore;
use holdspace::session::{Command, Event};
use holdspace::theme::{DEFAULT_FONT, FONTS, measure};
use holdspace::units::Moment;
use holdspace::widget::keyboard::Key;
use iced_test::Simulator;

use super::{CLIENT, Clocks, Sitting, secs};
use crate::journal::sample::Desk;

/// The app is asked so often at most until what it does behind the screen is done.
const PATIENCE: usize = 1_000_000;

/// A battery that is empty: the clock begins in 1970.
fn empty() -> TimeDelta {
    DateTime::UNIX_EPOCH.fixed_offset() - super::true_time(0)
}

fn page(sitting: &mut Sitting, form: Form) -> String {
    let folder = sitting.seal(secs(300)).folder;
    let record = reader::read(&folder).unwrap();
    String::from_utf8(export::files(form, "x", &record, &[]).unwrap().remove(0).bytes).unwrap()
}

#[test]
fn a_clock_that_was_wrong_first_and_set_then_is_right_on_every_paper() {
    let mut sitting = Sitting::begin(Clocks { wrong: empty(), ..Clocks::right() });
    sitting.ask(0, |_| Command::NoteClockDoubt(clock::made(), NotBefore::Program));
    sitting.ask(secs(60), |_| Command::Check(CLIENT));
    sitting.clocks.wrong = TimeDelta::zero();
    sitting.ask(secs(200), |_| Command::Check(CLIENT));
    assert_eq!(sitting.glass(secs(210), |shown| shown.wall_at(Moment::from_secs(60))), super::true_time(secs(60)));
    let page = page(&mut sitting, Form::Markdown);
    assert!(page.contains("2026-12-05 10:00:00"), "{page}");
    assert!(page.contains("cannot be true at 10:00:00: 1 January 1970"), "{page}");
    assert!(page.contains("the program is of 1 December 2026 or later"), "{page}");
}

#[test]
fn a_clock_that_went_wrong_later_is_not_believed_on_glass_nor_paper() {
    let mut sitting = Sitting::begin(Clocks::right());
    sitting.ask(secs(60), |_| Command::Check(CLIENT));
    sitting.clocks.wrong = empty();
    sitting.ask(secs(100), |_| Command::NoteClockDoubt(clock::made(), NotBefore::Program));
    let (now, then) = sitting.glass(secs(210), |shown| (shown.wall, shown.wall_at(Moment::from_secs(60))));
    assert_eq!((now, then), (super::true_time(secs(210)), super::true_time(secs(60))));
    let page = page(&mut sitting, Form::Markdown);
    assert!(page.contains("2026-12-05 10:00:00") && page.contains("1 January 1970"), "{page}");
}

#[test]
fn a_clock_that_was_never_right_is_said_to_be_so() {
    let mut sitting = Sitting::begin(Clocks { wrong: empty(), ..Clocks::right() });
    sitting.ask(0, |_| Command::NoteClockDoubt(clock::made(), NotBefore::Program));
    let page = page(&mut sitting, Form::Markdown);
    assert!(
        page.contains("1970-01-01") && page.contains("dates and times here may be wrong, spans are right"),
        "{page}"
    );
}

fn shows(app: &App, words: &str) -> bool {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    let size = [measure::DESIGN.0, measure::DESIGN.1];
    Simulator::with_size(settings, size, app.view()).find(words).is_ok()
}

#[test]
fn a_clock_before_the_newest_record_is_named_at_the_start_and_in_the_record() {
    let desk = Desk::new();
    assert_eq!(journal::newest(&desk.data), None);
    // A record of ten years later than this test runs.
    let now = clock::read();
    let later = clock::Reading { wall: now.wall + TimeDelta::days(3_653), ..now.clone() };
    let mut journal = journal::Journal::create(&desk.data, 1, &later).unwrap();
    for entry in crate::journal::sample::every_kind() {
        journal.record(&[entry], &later);
    }
    let _ = crate::journal::sample::seal(&mut journal);
    let newest = journal::newest(&desk.data).unwrap();
    assert!((newest - later.wall).num_minutes().abs() < 10, "{newest}");
    let places = Places { config: desk.home.path().join("config"), data: desk.home.path().to_owned() };
    let mut app = App::new(Opening { places, rehearsal: None }, Audio::start(Output::Silent));
    let words = format!(
        "It says {}, but a record of {} lies on this device. Timers are right; dates are not until it is set.",
        now.wall.format("%-d %B %Y"),
        newest.format("%-d %B %Y")
    );
    assert!(shows(&app, &words), "{words}");
    assert!(shows(&app, &now.wall.format("%A %-d %B %Y").to_string()));
    let _ = app.update(Message::Start(start::Message::Code));
    for key in [Key::Char('X'), Key::Char('Y'), Key::Keep] {
        let _ = app.update(Message::Start(start::Message::Writing(writing::Message::Key(key))));
    }
    let _ = app.update(Message::Start(start::Message::Playlist("tidewater".to_owned())));
    let _ = app.update(Message::Start(start::Message::Begin));
    let written = || {
        let live = desk.data.folders().into_iter().find(|folder| journal::path::is_live(folder))?;
        reader::read(&live).ok().filter(|record| record.lines.iter().any(|line| line.kind == "clock_doubted"))
    };
    let mut record = written();
    for _ in 0..PATIENCE {
        if record.is_some() {
            break;
        }
        let _ = app.update(Message::Tick);
        std::thread::yield_now();
        record = written();
    }
    let record = record.expect("the record says that the clock is doubted");
    let told = record.events().find_map(|entry| match &entry.event {
        Event::ClockDoubted { because, .. } => Some(*because),
        _ => None,
    });
    assert_eq!(told, Some(NotBefore::Record), "{:?}", record.lines.iter().map(|line| &line.kind).collect::<Vec<_>>());
    assert!(record.lines.iter().take(8).any(|line| line.kind == "clock_doubted"), "in the first lines");
}

#[test]
fn the_day_before_which_this_program_was_not_made_keeps_up_with_its_history() {
    let newest = std::process::Command::new("git")
        .args(["-C", env!("CARGO_MANIFEST_DIR"), "log", "-1", "--format=%cI"])
        .output();
    let Some(newest) = newest.ok().filter(|said| said.status.success()) else {
        eprintln!("skipped: this is no clone, its history is not here");
        return;
    };
    let newest = DateTime::parse_from_rfc3339(String::from_utf8_lossy(&newest.stdout).trim()).unwrap();
    let made = clock::made();
    assert!(made <= newest, "clock::made is {made}, and the newest commit is of {newest}");
    assert!((newest - made).num_days() < 120, "set MADE in src/clock.rs to the day of the release: it is {made}");
}
