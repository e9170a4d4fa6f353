use iced::keyboard::key::{Code, NativeCode, Physical};
use iced::keyboard::{Location, Modifiers};

use super::*;

fn pressed(key: Key, physical_key: Physical, modifiers: Modifiers, repeat: bool) -> Event {
    Event::KeyPressed {
        modified_key: key.clone(),
        physical_key,
        location: Location::Standard,
        text: None,
        repeat,
        key,
        modifiers,
    }
}

fn letter(letter: &str, modifiers: Modifiers, repeat: bool) -> Event {
    let unknown = Physical::Unidentified(NativeCode::Unidentified);
    pressed(Key::Character(letter.into()), unknown, modifiers, repeat)
}

#[test]
fn a_key_that_is_held_down_is_meant_once() {
    assert_eq!(shortcut(&letter("z", Modifiers::CTRL, false)), Some(Shortcut::Undo));
    assert_eq!(shortcut(&letter("z", Modifiers::CTRL, true)), None);
}

#[test]
fn without_ctrl_and_with_alt_gr_a_letter_is_only_written() {
    assert_eq!(shortcut(&letter("e", Modifiers::empty(), false)), None);
    assert_eq!(shortcut(&letter("e", Modifiers::CTRL | Modifiers::ALT, false)), None);
}

#[test]
fn shortcuts_lie_where_they_lie_under_any_script_and_under_caps_lock() {
    let cyrillic = pressed(Key::Character("я".into()), Physical::Code(Code::KeyZ), Modifiers::CTRL, false);
    assert_eq!(shortcut(&cyrillic), Some(Shortcut::Undo));
    assert_eq!(shortcut(&letter("L", Modifiers::CTRL, false)), Some(Shortcut::Cover));
}

#[test]
fn the_same_shortcut_within_300_ms_counts_once_and_a_level_counts_each_time() {
    let mut last = LastPressed::default();
    let at = Duration::from_millis;
    assert!(!last.again(Shortcut::Card, at(1000)));
    assert!(last.again(Shortcut::Card, at(1120)));
    assert!(!last.again(Shortcut::Card, at(1500)));
    assert!(!last.again(Shortcut::Undo, at(1510)), "another one is another act");
    assert!(!last.again(Shortcut::Louder, at(2000)) && !last.again(Shortcut::Louder, at(2050)));
}
