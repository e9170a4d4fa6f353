//! The same view, laid out in this process: where a word stands on the real glass.

mod key;
pub mod pane;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use iced::{Event, Point, Size, mouse, window};
use iced_test::Simulator;
use iced_test::selector::Candidate;

use holdspace::app::{App, Message, Opening};
use holdspace::audio::{Audio, Output};
use holdspace::cli::Places;
use holdspace::clock;
use holdspace::theme;
use pane::{Pane, Seen};

/// The app without window and sound, led through the same taps as the real one.
pub struct Mirror {
    app: App,
    pane: Pane,
    /// Where it writes its records.
    pub data: PathBuf,
}

impl Mirror {
    /// The app as it opens on these folders.
    pub fn open(config: &Path, data: &Path) -> Self {
        let places = Places { config: config.to_owned(), data: data.to_owned() };
        let (width, height) = theme::measure::DESIGN;
        let pane = Pane::open(Size::new(width as u32, height as u32));
        Self {
            app: App::new(Opening { places, rehearsal: None }, Audio::start(Output::Silent)),
            pane,
            data: data.to_owned(),
        }
    }

    /// The window has another size from now on.
    pub fn resize(&mut self, width: u32, height: u32) {
        self.pane.resize(Size::new(width, height));
        self.frame();
    }

    /// What is seen in the window, its lists as they were scrolled.
    pub fn seen(&mut self) -> Seen {
        self.pane.seen(&self.app)
    }

    /// A frame is drawn.
    pub fn frame(&mut self) {
        self.pane.frame(&mut self.app);
    }

    /// A key is pressed and let go, with what is held beside it, as xdotool names them.
    pub fn key(&mut self, name: &str) {
        let press = key::pressed(name);
        if !self.pane.takes(&mut self.app, &Event::Keyboard(press.clone())) {
            self.take(vec![Message::Key(press)]);
        }
    }

    /// The window meets an event.
    pub fn meet(&mut self, event: Event) {
        self.pane.tell(&mut self.app, &[event]);
    }

    /// Where a word stands, the last of its places; panics if it is nowhere.
    pub fn place(&self, word: &str) -> (f32, f32) {
        let places = self.places(word);
        *places.last().unwrap_or_else(|| panic!("“{word}” is not on the glass; there is: {:?}", self.all()))
    }

    /// Every place of a word, in the order of the view.
    pub fn places(&self, word: &str) -> Vec<(f32, f32)> {
        self.texts().into_iter().filter(|(text, _)| text == word).map(|(_, place)| place).collect()
    }

    fn all(&self) -> Vec<String> {
        self.texts().into_iter().map(|(text, _)| text).collect()
    }

    fn texts(&self) -> Vec<(String, (f32, f32))> {
        let found = Arc::new(Mutex::new(Vec::new()));
        let gather = Arc::clone(&found);
        let mut screen = self.lay_out();
        let none: Result<(), _> = screen.find(move |candidate: Candidate<'_>| -> Option<()> {
            if let Candidate::Text { visible_bounds: Some(bounds), content, .. } = candidate {
                let center = bounds.center();
                gather.lock().expect("not poisoned").push((content.to_owned(), (center.x, center.y)));
            }
            None
        });
        assert!(none.is_err(), "it only gathers");
        std::mem::take(&mut *found.lock().expect("not poisoned"))
    }

    /// A short press at a place.
    pub fn tap(&mut self, at: (f32, f32)) {
        let mut screen = self.lay_out();
        screen.point_at(Point::new(at.0, at.1));
        let _ = screen.simulate(iced_test::simulator::click());
        self.take(screen.into_messages().collect());
    }

    /// A press that lasts.
    pub fn hold(&mut self, at: (f32, f32), lasts: Duration) {
        let mut screen = self.lay_out();
        screen.point_at(Point::new(at.0, at.1));
        let _ = screen.simulate([Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))]);
        let end = clock::boot_time() + lasts;
        while clock::boot_time() < end {
            std::thread::sleep(Duration::from_millis(33));
            let now = iced::time::Instant::now();
            let _ = screen.simulate([Event::Window(window::Event::RedrawRequested(now))]);
        }
        let _ = screen.simulate([Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))]);
        self.take(screen.into_messages().collect());
    }

    /// Lets a second pass.
    pub fn tick(&mut self) {
        self.take(vec![Message::Tick]);
    }

    fn take(&mut self, messages: Vec<Message>) {
        for message in messages {
            let _ = self.app.update(message);
        }
    }

    fn lay_out(&self) -> Simulator<'_, Message> {
        let settings = iced::Settings {
            fonts: theme::FONTS.iter().map(|font| Cow::Borrowed(*font)).collect(),
            default_font: theme::DEFAULT_FONT,
            ..iced::Settings::default()
        };
        let size = Size::new(theme::measure::DESIGN.0, theme::measure::DESIGN.1);
        Simulator::with_size(settings, size, self.app.view())
    }
}
