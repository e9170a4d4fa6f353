//! How long the interface is held up: the slowest `update` and `view` of a whole session, by what they did.
//!
//! ```text
//! cargo run --release --example interface [-- --short] [-- --entries N]
//! ```
//!
//! The real app without window and sound, on a record of its own with thousands of entries: every phase, the panels of
//! each, the emergency card, words, the seal. Nothing may take more than 50 ms in a release build (half a frame of what a
//! finger feels); durations are told and not asserted. Exit 1 if a phase was not reached or the record was not sealed.

use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use holdspace::app::{App, Message, Opening};
use holdspace::audio::{Audio, Output};
use holdspace::cli::Places;
use holdspace::clock::boot_time;
use holdspace::journal::DataDir;
use holdspace::journal::verify::{Verdict, verify};
use holdspace::screen::frame::Bar;
use holdspace::screen::{
    administration, arrival, breathing, closing, emergency, entries, entry, intention, journey, keypad_panel, records,
    returning, start, writing,
};
use holdspace::session::Phase;
use holdspace::session::event::NoteKind;
use holdspace::widget::keyboard::Key;

/// What a finger may be kept waiting.
const MOST: Duration = Duration::from_millis(50);
/// So many of the slowest are told.
const TOLD: usize = 12;
/// The seal is waited for no longer.
const PATIENCE: Duration = Duration::from_secs(120);

fn main() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let short = words.iter().any(|word| word == "--short");
    let entries = words.iter().position(|word| word == "--entries").and_then(|at| words.get(at + 1)?.parse().ok());
    let home = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut bench = Bench::open(home.path());
    bench.live(entries.unwrap_or(if short { 200 } else { 8_000 }))?;
    bench.tell();
    let missing: Vec<&str> =
        Phase::ALL.iter().map(|phase| phase.key()).filter(|key| !bench.phases.contains(&(*key).to_owned())).collect();
    if !missing.is_empty() {
        return Err(format!("not reached: {}", missing.join(", ")));
    }
    say("the session was lived to its seal, its record is intact");
    Ok(())
}

struct Bench {
    app: App,
    updates: Vec<(Duration, String)>,
    views: Vec<(Duration, String)>,
    phases: Vec<String>,
    home: std::path::PathBuf,
}

impl Bench {
    fn open(home: &Path) -> Self {
        let places = Places { config: home.join("config"), data: home.join("data") };
        let began = boot_time();
        let app = App::new(Opening { places, rehearsal: None }, Audio::start(Output::Silent));
        say(&format!("opened in {:.1} ms", ms(boot_time() - began)));
        Self { app, updates: Vec::new(), views: Vec::new(), phases: Vec::new(), home: home.to_owned() }
    }

    /// One message and the view after it.
    fn act(&mut self, what: &str, message: Message) {
        let began = boot_time();
        let _ = self.app.update(message);
        let updated = boot_time();
        drop(self.app.view());
        let seen = boot_time();
        self.updates.push((updated - began, what.to_owned()));
        self.views.push((seen - updated, what.to_owned()));
    }

    fn live(&mut self, count: usize) -> Result<(), String> {
        self.begin();
        self.arrive();
        self.intend();
        self.breathe();
        self.take();
        self.journey(count);
        self.come_back();
        self.close()
    }

    fn entered(&mut self, phase: Phase) {
        self.phases.push(phase.key().to_owned());
    }

    fn written(&mut self, what: &str, words: &str, on: impl Fn(writing::Message) -> Message) {
        for letter in words.chars() {
            self.act(&format!("{what}: a letter"), on(writing::Message::Typed(letter.to_string())));
        }
        self.act(&format!("{what}: keep"), on(writing::Message::Key(Key::Keep)));
    }

    fn vitals(&mut self, phase: &str, on: impl Fn(keypad_panel::Message) -> Message) {
        for digit in [1, 2, 8, 8, 2, 7, 2] {
            self.act(&format!("{phase}: a digit"), on(keypad_panel::Message::Digit(digit)));
        }
        self.act(&format!("{phase}: keep vital signs"), on(keypad_panel::Message::Keep));
    }

    fn begin(&mut self) {
        self.act("start: code", Message::Start(start::Message::Code));
        self.written("start", "mk-7", |message| Message::Start(start::Message::Writing(message)));
        self.act("start: records", Message::Start(start::Message::Records));
        self.act("records: back", Message::Records(records::Message::Back));
        self.act("start: begin", Message::Start(start::Message::Begin));
    }

    fn arrive(&mut self) {
        self.entered(Phase::Arrival);
        self.act("arrival: vital signs", Message::Arrival(arrival::Message::Vitals));
        self.vitals("arrival", |message| Message::Arrival(arrival::Message::Keypad(message)));
        self.act("arrival: ceiling", Message::Arrival(arrival::Message::Ceiling));
        self.act("arrival: leave", Message::Arrival(arrival::Message::Leave));
        self.act("arrival: reasons", Message::Arrival(arrival::Message::Reasons));
        self.act("arrival: write a reason", Message::Arrival(arrival::Message::Write));
        self.written("arrival", "as agreed", |message| Message::Arrival(arrival::Message::Writing(message)));
    }

    fn intend(&mut self) {
        self.entered(Phase::Intention);
        self.act("intention: write", Message::Intention(intention::Message::Write));
        self.written("intention", "to rest", |message| Message::Intention(intention::Message::Writing(message)));
        self.act("intention: go on", Message::Intention(intention::Message::Enter(Phase::Breathing)));
    }

    fn breathe(&mut self) {
        self.entered(Phase::Breathing);
        self.act("breathing: begin", Message::Breathing(breathing::Message::Begin));
        self.act("breathing: end", Message::Breathing(breathing::Message::End));
        self.act("breathing: go on", Message::Breathing(breathing::Message::Enter(Phase::Administration)));
    }

    fn take(&mut self) {
        self.entered(Phase::Administration);
        let act = |bench: &mut Self, what: &str, message| bench.act(what, Message::Administration(message));
        act(self, "administration: read", administration::Message::Read);
        act(self, "administration: entries", administration::Message::OpenEntries);
        act(self, "administration: close", administration::Message::Close);
        act(self, "administration: decline", administration::Message::Decline);
        act(self, "administration: go on", administration::Message::Enter(Phase::Journey));
    }

    fn journey(&mut self, count: usize) {
        self.entered(Phase::Journey);
        let act = |bench: &mut Self, what: &str, message| bench.act(what, Message::Journey(message));
        for _ in 0..count {
            let chip = journey::Message::Chip("tears".to_owned(), boot_time());
            act(self, "journey: a chip", chip);
        }
        self.act("journey: a tick", Message::Tick);
        act(self, "journey: quiet check", journey::Message::Check);
        act(self, "journey: more chips", journey::Message::More(true));
        act(self, "journey: fewer chips", journey::Message::More(false));
        act(self, "journey: ratings", journey::Message::OpenRatings);
        act(self, "journey: vital signs", journey::Message::OpenVitals);
        self.vitals("journey", |message| Message::Journey(journey::Message::Keypad(message)));
        act(self, "journey: note", journey::Message::OpenNote);
        self.written("journey: note", "left hand opened", |message| {
            Message::Journey(journey::Message::Writing(message))
        });
        act(self, "journey: entries", journey::Message::Last(entry::Last::Open));
        for page in [1, 2, count / 6] {
            act(self, "journey: leaf through entries", journey::Message::Entries(entries::Message::Page(page)));
        }
        act(self, "journey: entries away", journey::Message::Entries(entries::Message::Close));
        act(self, "journey: desk", journey::Message::OpenDesk);
        self.act("desk: away", Message::Desk(holdspace::screen::desk::Message::Done));
        act(self, "journey: emergency card", journey::Message::Bar(Bar::Emergency));
        self.act("card: back", Message::Emergency(emergency::Message::Back));
        act(self, "journey: cover", journey::Message::Bar(Bar::Cover));
        self.act("cover: away", Message::Calm(holdspace::screen::calm::Message::Uncover));
        act(self, "journey: go on", journey::Message::Go(Phase::Return));
    }

    fn come_back(&mut self) {
        self.entered(Phase::Return);
        let act = |bench: &mut Self, what: &str, message| bench.act(what, Message::Returning(message));
        act(self, "return: first words", returning::Message::Open(NoteKind::FirstWords));
        self.written("return", "It was quiet.", |message| Message::Returning(returning::Message::Writing(message)));
        act(self, "return: draw", returning::Message::Draw);
        act(self, "return: entries", returning::Message::Last(entry::Last::Open));
        act(self, "return: entries away", returning::Message::Entries(entries::Message::Close));
        act(self, "return: go on", returning::Message::Go(Phase::Closing));
    }

    fn close(&mut self) -> Result<(), String> {
        self.entered(Phase::Closing);
        let act = |bench: &mut Self, what: &str, message| bench.act(what, Message::Closing(message));
        act(self, "closing: take home", closing::Message::TakeHome(true));
        act(self, "closing: back", closing::Message::TakeHome(false));
        act(self, "closing: entries", closing::Message::OpenEntries);
        act(self, "closing: entries away", closing::Message::Entries(entries::Message::Close));
        act(self, "closing: close", closing::Message::Close);
        let data = DataDir::open(&self.home.join("data")).map_err(|error| error.to_string())?;
        let until = boot_time() + PATIENCE;
        let sealed = loop {
            self.act("closing: a tick", Message::Tick);
            let sealed = data.folders().into_iter().find(|folder| folder.join("manifest.json").exists());
            match sealed {
                Some(folder) if !holdspace::journal::path::is_live(&folder) => break folder,
                Some(_) | None if boot_time() > until => return Err("the record was not sealed".to_owned()),
                Some(_) | None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        act(self, "closing: leave", closing::Message::Leave);
        self.act("start: records", Message::Start(start::Message::Records));
        for _ in 0..50 {
            self.act("records: a tick", Message::Tick);
            std::thread::sleep(Duration::from_millis(20));
        }
        match verify(&sealed) {
            Ok(Verdict::Intact) => Ok(()),
            other => Err(format!("the record is not intact: {other:?}")),
        }
    }

    fn tell(&self) {
        for (what, all) in [("update", &self.updates), ("view", &self.views)] {
            let mut slowest: Vec<(Duration, String)> = Vec::new();
            for (took, by) in all {
                match slowest.iter_mut().find(|(_, known)| known == by) {
                    Some((most, _)) => *most = (*most).max(*took),
                    None => slowest.push((*took, by.clone())),
                }
            }
            slowest.sort_by_key(|(took, _)| std::cmp::Reverse(*took));
            let over = all.iter().filter(|(took, _)| *took > MOST).count();
            say(&format!(
                "\n| {what}, {} in all, {over} over {} ms | slowest, ms |\n|---|---|",
                all.len(),
                MOST.as_millis()
            ));
            for (took, by) in slowest.iter().take(TOLD) {
                say(&format!("| {by} | {:.1} |", ms(*took)));
            }
        }
    }
}

fn say(line: &str) {
    let _nobody_reads = writeln!(io::stdout(), "{line}");
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}
