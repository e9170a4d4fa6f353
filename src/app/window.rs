//! The window, and what keeps it going.

use std::time::Duration;

use iced::{Subscription, event, window};

use super::{App, Message, beat, ending};
use crate::screen::Saved;
use crate::theme;

/// While the disk has not answered, or files are being listened to, it is looked for this often.
const SOON: Duration = Duration::from_millis(100);
/// So long after something is due one asks: never before it.
const JUST_AFTER: Duration = Duration::from_millis(2);

/// How the window is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Over the whole screen, without a frame.
    FullScreen,
    /// In a window of 1280×800.
    Windowed,
}

impl App {
    fn subscription(&self) -> Subscription<Message> {
        let waiting = self.room.live.is_some() && self.room.marks.saved == Saved::Writing;
        let busy = self.room.music.is_busy()
            || self.room.shelf.is_busy()
            || self.room.course.is_busy()
            || self.room.doors.is_busy();
        let soon = if waiting || busy || self.is_ending() { iced::time::every(SOON) } else { Subscription::none() };
        Subscription::batch([
            soon.map(|_| Message::Tick),
            iced::time::every(self.due()).map(|_| Message::Tick),
            window::close_requests().map(|_| Message::CloseRequested),
            window::open_events().map(Message::Opened),
            iced::event::listen_with(rescaled),
            iced::keyboard::listen().map(Message::Key),
            ending::asked(),
        ])
    }
}

impl App {
    /// How long until a shown second begins, or something is due before: the end of a hold is seen when it is heard.
    fn due(&self) -> Duration {
        let Some(shown) = self.room.shown() else {
            let into = u64::from(self.room.reading.wall.timestamp_subsec_millis()) % 1_000;
            return Duration::from_millis(1_000 - into) + JUST_AFTER;
        };
        let beat = beat::next(shown.now, &beat::counted(&shown), shown.speed);
        let left = shown.session.deadline(shown.now).map(|due| due.since(shown.now).div_f64(shown.speed.max(1.0)));
        left.filter(|left| *left > Duration::ZERO).map_or(beat, |left| left.min(beat)) + JUST_AFTER
    }
}

/// The window was moved to an output of another density, or its density was set.
fn rescaled(event: iced::Event, _: event::Status, _: window::Id) -> Option<Message> {
    match event {
        iced::Event::Window(window::Event::Rescaled(density)) => Some(Message::Rescaled(density)),
        _ => None,
    }
}

/// Opens the window and runs until it is closed.
///
/// # Errors
///
/// A sentence if there is no display to open a window on.
pub fn run(app: impl Fn() -> App + 'static, how: Window) -> Result<(), String> {
    let settings = window::Settings {
        size: iced::Size::new(theme::measure::DESIGN.0, theme::measure::DESIGN.1),
        fullscreen: how == Window::FullScreen,
        decorations: how == Window::Windowed,
        exit_on_close_request: false,
        platform_specific: window::settings::PlatformSpecific {
            application_id: "holdspace".to_owned(),
            ..window::settings::PlatformSpecific::default()
        },
        ..window::Settings::default()
    };
    let mut program = iced::application(app, App::update, App::root)
        .window(settings)
        .title("Holdspace")
        .theme(App::theme)
        .scale_factor(App::scale)
        .subscription(App::subscription)
        .default_font(theme::DEFAULT_FONT)
        .antialiasing(true);
    for font in theme::FONTS {
        program = program.font(font);
    }
    program.run().map_err(|error| format!("No window could be opened ({error}); see README.md for a display."))
}
