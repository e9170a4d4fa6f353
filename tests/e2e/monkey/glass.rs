//! The window as the X server sees it: its pixels, its size, and the keys it gets.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::process::Command;
use std::time::Duration;

use holdspace::clock::boot_time;
use iced::Rectangle;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConfigureWindowAux, ConnectionExt as _, ImageFormat, InputFocus};
use x11rb::rust_connection::RustConnection;

use crate::patience::until;
use crate::touch::screen::SIZE;

/// The window.
pub struct Glass {
    eye: RustConnection,
    root: u32,
    display: String,
}

impl Glass {
    /// What is shown on that display.
    pub fn on(display: &str) -> Self {
        let (eye, screen) = x11rb::connect(Some(display)).expect("the X server");
        let root = eye.setup().roots[screen].root;
        Self { eye, root, display: display.to_owned() }
    }

    /// Something that differs when something else is drawn there.
    pub fn look(&self, area: Rectangle) -> u64 {
        let (width, height) = (f32::from(SIZE.0), f32::from(SIZE.1));
        let screen = Rectangle::new(iced::Point::ORIGIN, iced::Size::new(width, height));
        let Some(area) = area.intersection(&screen).filter(|area| area.width >= 1.0 && area.height >= 1.0) else {
            return 0;
        };
        let (x, y) = (area.x as i16, area.y as i16);
        let (width, height) = (area.width as u16, area.height as u16);
        let asked = self.eye.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, u32::MAX);
        let mut hasher = DefaultHasher::new();
        asked.expect("the X server listens").reply().expect("a picture").data.hash(&mut hasher);
        hasher.finish()
    }

    /// How long after `since` something else is drawn there; nothing if that takes longer than `most`.
    pub fn answers(&self, area: Rectangle, before: u64, since: Duration, most: Duration) -> Option<Duration> {
        loop {
            if self.look(area) != before {
                return Some(boot_time() - since);
            }
            if boot_time() - since > most {
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Gives the window another size.
    pub fn resize(&self, (width, height): (u32, u32)) {
        let size = ConfigureWindowAux::new().width(width).height(height);
        let _ = self.eye.configure_window(self.window(), &size).expect("the X server listens");
        self.eye.flush().expect("the X server listens");
    }

    /// A key with what is held beside it, as xdotool names them.
    pub fn key(&self, name: &str) {
        let focus = self.eye.set_input_focus(InputFocus::PARENT, self.window(), x11rb::CURRENT_TIME);
        focus.expect("the X server listens").check().expect("the window can be typed into");
        let done = Command::new("xdotool").args(["key", name]).env("DISPLAY", &self.display).status();
        assert!(done.expect("xdotool is installed by scripts/test").success(), "xdotool key {name}");
    }

    fn window(&self) -> u32 {
        until("the window", Duration::from_secs(20), || {
            let tree = self.eye.query_tree(self.root).ok()?.reply().ok()?;
            tree.children.into_iter().rev().find(|child| {
                let place = self.eye.get_geometry(*child).ok().and_then(|asked| asked.reply().ok());
                place.is_some_and(|place| place.width > 100)
            })
        })
    }
}
