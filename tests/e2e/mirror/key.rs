//! Keys as the toolkit tells them.

use iced::keyboard::key::{Named, NativeCode, Physical};
use iced::keyboard::{Event, Key, Location, Modifiers};

/// That a key is pressed, with what is held beside it, as xdotool names them.
pub fn pressed(name: &str) -> Event {
    let (modifiers, name) = match name.strip_prefix("ctrl+") {
        Some(name) => (Modifiers::CTRL, name),
        None => (Modifiers::empty(), name),
    };
    let key = match name {
        "Up" => Key::Named(Named::ArrowUp),
        "Down" => Key::Named(Named::ArrowDown),
        "Left" => Key::Named(Named::ArrowLeft),
        "Right" => Key::Named(Named::ArrowRight),
        "Escape" => Key::Named(Named::Escape),
        "Return" => Key::Named(Named::Enter),
        letter => Key::Character(letter.into()),
    };
    let text = matches!(key, Key::Character(_)).then(|| name.into());
    Event::KeyPressed {
        modified_key: key.clone(),
        key,
        physical_key: Physical::Unidentified(NativeCode::Unidentified),
        location: Location::Standard,
        modifiers,
        text,
        repeat: false,
    }
}
