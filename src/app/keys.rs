//! What can be done from a keyboard everywhere: Ctrl and a key, so that writing is never disturbed.

use iced::keyboard::key::Named;
use iced::keyboard::{Event, Key};

use super::{Message, Room};
use crate::screen::action::LockAsk;
use crate::screen::frame::{Bar, darker};
use crate::screen::{
    Action, Screen, administration, arrival, breathing, closing, emergency, intention, journey, lock, returning,
};
use crate::session::Command;
use crate::units::Decibels;
use crate::widget::keypad::PadKey;

/// What a key asks for; nothing for most of them. Esc ends nothing.
pub(super) fn action(event: &Event, room: &Room) -> Action {
    // A key that is held down repeats; what it does is meant once.
    let Event::KeyPressed { key, modifiers, repeat: false, .. } = event else { return Action::None };
    if *key == Key::Named(Named::Escape) {
        return match (room.emergency, room.diagnostics.is_some()) {
            (true, _) => Action::Emergency(false),
            (false, true) => Action::Diagnostics(false),
            (false, false) => Action::None,
        };
    }
    if modifiers.control() && key.as_ref() == Key::Character("i") {
        return Action::Diagnostics(room.diagnostics.is_none());
    }
    if modifiers.control() && key.as_ref() == Key::Character("l") && room.doors.is_set() {
        return Action::Lock(LockAsk::Shut);
    }
    let Some(shown) = room.shown().filter(|_| modifiers.control()) else { return Action::None };
    match key.as_ref() {
        Key::Named(Named::ArrowUp) => louder(room, Decibels::STEP),
        Key::Named(Named::ArrowDown) => louder(room, -Decibels::STEP),
        Key::Character("z") => Action::Ask(Command::Undo(None)),
        Key::Character("k") => Action::Ask(Command::Check(shown.person)),
        Key::Character("l") => Action::Cover(!room.covered),
        Key::Character("e") => Action::Emergency(!room.emergency),
        Key::Character("d") => Action::Shade(darker(room.shade)),
        _ => Action::None,
    }
}

/// The way on and the way back by key: as a tap on the rail they ask first, and go at the second press.
///
/// `None` for other keys, and while something covers the rail.
pub(super) fn on_the_rail(event: &Event, room: &Room, screen: &Screen) -> Option<Message> {
    let Event::KeyPressed { key: Key::Named(named), modifiers, repeat: false, .. } = event else { return None };
    let covered = room.covered || room.emergency || room.diagnostics.is_some() || room.music.desk().is_some();
    let session = room.shown().filter(|_| modifiers.control() && !covered)?.session;
    let phase = match named {
        Named::ArrowRight => session.proposed()?,
        Named::ArrowLeft => session.previous()?,
        _ => return None,
    };
    let go = Bar::Go(phase);
    Some(match screen {
        Screen::Start(_) => return None,
        Screen::Arrival(_) => Message::Arrival(arrival::Message::Bar(go)),
        Screen::Intention(_) => Message::Intention(intention::Message::Bar(go)),
        Screen::Breathing(_) => Message::Breathing(breathing::Message::Bar(go)),
        Screen::Administration(_) => Message::Administration(administration::Message::Bar(go)),
        Screen::Journey(_) => Message::Journey(journey::Message::Bar(go)),
        Screen::Returning(_) => Message::Returning(returning::Message::Bar(go)),
        Screen::Closing(_) => Message::Closing(closing::Message::Bar(go)),
    })
}

/// What a key is at the lock: a digit, one back, and Esc on its emergency card.
pub(super) fn at_the_lock(event: &Event, card: bool) -> Option<Message> {
    let Event::KeyPressed { key, modifiers, repeat: false, .. } = event else { return None };
    let plain = !modifiers.control() && !modifiers.alt() && !modifiers.logo();
    match key.as_ref() {
        Key::Named(Named::Escape) if card => Some(Message::Emergency(emergency::Message::Back)),
        Key::Named(Named::Backspace) => Some(Message::Lock(lock::Message::Key(PadKey::Back))),
        Key::Character(typed) if plain => {
            let digit = typed.parse().ok().filter(|digit| *digit <= 9)?;
            Some(Message::Lock(lock::Message::Key(PadKey::Digit(digit))))
        }
        _ => None,
    }
}

fn louder(room: &Room, by: f32) -> Action {
    let Some(shown) = room.shown() else { return Action::None };
    let volume = Decibels(shown.session.music().volume.0 + by);
    let held = by > 0.0 && shown.session.within_cap(volume) == shown.session.music().volume;
    if held && shown.session.music().cap.is_none() {
        return Action::Say(
            "There was no sound check, so the music stays soft. Make it in Arrival, or by Louder in the journey.",
        );
    }
    Action::Ask(Command::SetVolume(volume))
}
