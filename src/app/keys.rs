//! What can be done from a keyboard everywhere: Ctrl and a key, so that writing is never disturbed.
//!
//! What is written goes to the field itself ([`crate::widget::typing`]); only what no field takes comes here.

use std::time::Duration;

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
use crate::widget::touch::law::SAME;

/// What a press of a key means, whatever is on the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shortcut {
    /// Away with the card, or with what is counted of the sound.
    Away,
    /// To the phase that is proposed next.
    Next,
    /// To the phase before.
    Before,
    Louder,
    Softer,
    Undo,
    Check,
    Cover,
    Card,
    Darker,
    Counted,
}

/// The shortcut that was pressed last, and when in boot time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LastPressed(Option<(Shortcut, Duration)>);

impl LastPressed {
    /// Whether this is the same press again: a key that bounces, or a hand that trembles. A level goes step by step.
    pub(super) fn again(&mut self, shortcut: Shortcut, boot: Duration) -> bool {
        let before = self.0.replace((shortcut, boot));
        let steps = matches!(shortcut, Shortcut::Louder | Shortcut::Softer);
        !steps && before.is_some_and(|(last, at)| last == shortcut && boot.saturating_sub(at) < SAME)
    }
}

/// What this event means; nothing for most keys, and for one that is held down: what it does is meant once.
pub(super) fn shortcut(event: &Event) -> Option<Shortcut> {
    let Event::KeyPressed { key, physical_key, modifiers, repeat: false, .. } = event else { return None };
    if let Key::Named(Named::Escape) = key {
        return Some(Shortcut::Away);
    }
    // AltGr is Ctrl and Alt on some keyboards, and writes.
    if !modifiers.control() || modifiers.alt() {
        return None;
    }
    match key {
        Key::Named(Named::ArrowRight) => Some(Shortcut::Next),
        Key::Named(Named::ArrowLeft) => Some(Shortcut::Before),
        Key::Named(Named::ArrowUp) => Some(Shortcut::Louder),
        Key::Named(Named::ArrowDown) => Some(Shortcut::Softer),
        // The letter of a Latin layout also where the keyboard writes another script.
        _ => match key.to_latin(*physical_key)?.to_ascii_lowercase() {
            'z' => Some(Shortcut::Undo),
            'k' => Some(Shortcut::Check),
            'l' => Some(Shortcut::Cover),
            'e' => Some(Shortcut::Card),
            'd' => Some(Shortcut::Darker),
            'i' => Some(Shortcut::Counted),
            _ => None,
        },
    }
}

/// What a shortcut asks for. Esc ends nothing, and nothing is changed that is not seen.
pub(super) fn action(shortcut: Shortcut, room: &Room, screen: &Screen) -> Action {
    match shortcut {
        Shortcut::Away => {
            return match (room.emergency, room.diagnostics.is_some()) {
                (true, _) => Action::Emergency(false),
                (false, true) => Action::Diagnostics(false),
                (false, false) => Action::None,
            };
        }
        Shortcut::Counted if room.emergency || room.covered || room.tour.is_some() => return Action::None,
        Shortcut::Counted => return Action::Diagnostics(room.diagnostics.is_none()),
        Shortcut::Cover if room.doors.is_set() => return Action::Lock(LockAsk::Shut),
        Shortcut::Next
        | Shortcut::Before
        | Shortcut::Louder
        | Shortcut::Softer
        | Shortcut::Undo
        | Shortcut::Check
        | Shortcut::Cover
        | Shortcut::Card
        | Shortcut::Darker => {}
    }
    let Some(shown) = room.shown() else { return Action::None };
    match shortcut {
        Shortcut::Louder => louder(room, Decibels::STEP),
        Shortcut::Softer => louder(room, -Decibels::STEP),
        Shortcut::Undo if !is_covered(room) && screen.has_rail(&shown) => Action::Ask(Command::Undo(None)),
        Shortcut::Check if !is_covered(room) => Action::Ask(Command::Check(shown.person)),
        Shortcut::Cover if !room.emergency => Action::Cover(!room.covered),
        Shortcut::Card => Action::Emergency(!room.emergency),
        Shortcut::Darker => Action::Shade(darker(room.shade)),
        Shortcut::Undo
        | Shortcut::Check
        | Shortcut::Cover
        | Shortcut::Next
        | Shortcut::Before
        | Shortcut::Away
        | Shortcut::Counted => Action::None,
    }
}

/// Something lies over the screen of the phase.
fn is_covered(room: &Room) -> bool {
    let desk = room.music.desk().is_some();
    room.covered || room.emergency || room.diagnostics.is_some() || desk || room.asks_away
}

/// The way on and the way back by key: as a tap on the rail they ask first, and go at the second press.
///
/// `None` for other keys, while something covers the rail, and on a face that the client sees.
pub(super) fn on_the_rail(shortcut: Shortcut, room: &Room, screen: &Screen) -> Option<Message> {
    let shown = room.shown().filter(|_| !is_covered(room))?;
    if !screen.has_rail(&shown) && !matches!(screen, Screen::Breathing(_)) {
        return None;
    }
    let phase = match shortcut {
        Shortcut::Next => shown.session.proposed()?,
        Shortcut::Before => shown.session.previous()?,
        Shortcut::Louder
        | Shortcut::Softer
        | Shortcut::Undo
        | Shortcut::Check
        | Shortcut::Cover
        | Shortcut::Card
        | Shortcut::Darker
        | Shortcut::Away
        | Shortcut::Counted => return None,
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

/// Where no rail says it, the first press is answered in words.
pub(super) fn asked(action: Action, screen: &Screen) -> Action {
    match (action, screen) {
        (Action::None, Screen::Breathing(_)) => Action::Say("The same keys once more lead to the other phase."),
        (action, _) => action,
    }
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

#[cfg(test)]
mod tests;
