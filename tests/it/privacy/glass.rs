//! The real app on folders of its own, without window and sound: what is on the glass, and a finger on it.

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdspace::app::{App, Message, Opening};
use holdspace::audio::{Audio, Output};
use holdspace::cli::Places;
use holdspace::kiosk::pin::{Digits, Kept};
use holdspace::theme;
use holdspace::widget::touch::law::SAME;
use iced::{Event, Point, Size};
use iced_test::Simulator;
use iced_test::selector::Candidate;

/// The app and its folders.
pub struct Glass {
    pub app: App,
    home: tempfile::TempDir,
}

impl Glass {
    /// Without a PIN, nothing recorded.
    pub fn new() -> Self {
        Self::over(tempfile::tempdir().unwrap())
    }

    /// With this PIN set before the app opens.
    pub fn with_pin(pin: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        set_pin(&home.path().join("data"), pin);
        Self::over(home)
    }

    /// On folders that are there already.
    pub fn over(home: tempfile::TempDir) -> Self {
        Self { app: open(home.path()), home }
    }

    /// The app falls over and is started again.
    pub fn again(&mut self) {
        // Two apps never write the same records: the old one goes first.
        self.app = open(tempfile::tempdir().unwrap().path());
        self.app = open(self.home.path());
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Every word on the glass.
    pub fn texts(&self) -> Vec<String> {
        self.places().into_iter().map(|(text, _)| text).collect()
    }

    pub fn shows(&self, words: &str) -> bool {
        self.texts().iter().any(|text| text == words)
    }

    /// A short press on words; they must be there.
    pub fn press(&mut self, words: &str) {
        let places = self.places();
        let place = places.iter().rev().find(|(text, _)| text == words);
        let (_, at) = place.unwrap_or_else(|| panic!("“{words}” is not among {:?}", self.texts()));
        self.tap(*at);
    }

    /// A short press at a place.
    pub fn tap(&mut self, at: Point) {
        let events: Vec<Event> = iced_test::simulator::click().collect();
        self.simulate(at, events);
    }

    /// A press on words that lasts; says when the finger had come down and when it was about to be lifted.
    pub fn press_for(&mut self, words: &str, lasts: Duration) -> (Duration, Duration) {
        let places = self.places();
        let (_, at) = *places.iter().rev().find(|(text, _)| text == words).as_ref().unwrap();
        let mut ui = lay_out(&self.app);
        ui.point_at(*at);
        let mut click = iced_test::simulator::click();
        let _ = ui.simulate(click.next());
        let down = holdspace::clock::boot_time();
        while holdspace::clock::boot_time() < down + lasts {}
        let up = holdspace::clock::boot_time();
        let _ = ui.simulate(click);
        let messages: Vec<Message> = ui.into_messages().collect();
        self.take(messages);
        (down, up)
    }

    /// Any events with the pointer at a place.
    pub fn simulate(&mut self, at: Point, events: Vec<Event>) {
        let mut ui = lay_out(&self.app);
        ui.point_at(at);
        let _ = ui.simulate(events);
        let messages: Vec<Message> = ui.into_messages().collect();
        self.take(messages);
    }

    pub fn take(&mut self, messages: Vec<Message>) {
        for message in messages {
            let _ = self.app.update(message);
        }
    }

    pub fn tick(&mut self) {
        self.take(vec![Message::Tick]);
    }

    /// Keys of a physical keyboard, as the window hands them on: first to what is on the glass, then to the app.
    pub fn keyed(&mut self, events: impl IntoIterator<Item = Event>) {
        for event in events {
            let mut ui = lay_out(&self.app);
            let ignored = ui.simulate([event.clone()]) == [iced::event::Status::Ignored];
            let messages: Vec<Message> = ui.into_messages().collect();
            self.take(messages);
            if let (Event::Keyboard(event), true) = (event, ignored) {
                self.take(vec![Message::Key(event)]);
            }
        }
    }

    /// Words or digits from a physical keyboard.
    pub fn type_in(&mut self, text: &str) {
        self.keyed(iced_test::simulator::typewrite(text));
    }

    /// A named key of a physical keyboard.
    pub fn tap_key(&mut self, key: iced::keyboard::key::Named) {
        self.keyed(iced_test::simulator::tap_key(key, None));
    }

    /// Lets so much time pass that the same key is another press.
    pub fn another_press(&mut self) {
        let until = holdspace::clock::boot_time() + SAME;
        while holdspace::clock::boot_time() < until {
            self.tick();
        }
    }

    /// Types digits on the keys of the lock and waits for what is answered.
    pub fn type_pin(&mut self, pin: &str) {
        for digit in pin.chars() {
            self.press(&digit.to_string());
        }
        self.wait(|glass| !glass.shows("Therapist, your PIN"));
    }

    /// Lets the guard's thread work until it is so.
    pub fn wait(&mut self, so: impl Fn(&Self) -> bool) {
        for _ in 0..3000 {
            self.tick();
            if so(self) {
                return;
            }
            std::thread::yield_now();
            std::thread::park_timeout(std::time::Duration::from_millis(10));
        }
        panic!("waited in vain; on the glass is {:?}", self.texts());
    }

    fn places(&self) -> Vec<(String, Point)> {
        let found = Arc::new(Mutex::new(Vec::new()));
        let gather = Arc::clone(&found);
        let mut ui = lay_out(&self.app);
        let none: Result<(), _> = ui.find(move |candidate: Candidate<'_>| -> Option<()> {
            if let Candidate::Text { visible_bounds: Some(bounds), content, .. } = candidate {
                gather.lock().unwrap().push((content.to_owned(), bounds.center()));
            }
            None
        });
        assert!(none.is_err(), "it only gathers");
        std::mem::take(&mut *found.lock().unwrap())
    }
}

/// Sets a PIN as the app does.
pub fn set_pin(data: &Path, pin: &str) {
    std::fs::create_dir_all(data).unwrap();
    Kept::of(&digits(pin)).unwrap().keep(data).unwrap();
}

pub fn digits(pin: &str) -> Digits {
    let mut digits = Digits::new();
    pin.bytes().for_each(|digit| digits.push(digit - b'0'));
    digits
}

fn open(home: &Path) -> App {
    let places = Places { config: home.join("config"), data: home.join("data") };
    App::new(Opening { places, rehearsal: None }, Audio::start(Output::Silent))
}

fn lay_out(app: &App) -> Simulator<'_, Message> {
    let settings = iced::Settings {
        fonts: theme::FONTS.iter().map(|font| Cow::Borrowed(*font)).collect(),
        default_font: theme::DEFAULT_FONT,
        ..iced::Settings::default()
    };
    let size = Size::new(theme::measure::DESIGN.0, theme::measure::DESIGN.1);
    Simulator::with_size(settings, size, app.view())
}
