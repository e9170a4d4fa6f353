use iced::keyboard::key::{Code, NativeCode, Physical};
use iced::keyboard::{Location, Modifiers};
use iced_test::Simulator;

use super::*;

fn pressed(key: Key, text: Option<&str>, modifiers: Modifiers, repeat: bool) -> keyboard::Event {
    keyboard::Event::KeyPressed {
        modified_key: key.clone(),
        physical_key: Physical::Unidentified(NativeCode::Unidentified),
        location: Location::Standard,
        text: text.map(Into::into),
        repeat,
        key,
        modifiers,
    }
}

fn letter(letter: &str, text: Option<&str>, modifiers: Modifiers) -> keyboard::Event {
    pressed(Key::Character(letter.into()), text, modifiers, false)
}

fn heard(event: &keyboard::Event) -> Heard {
    hear(event, || Some("kept\nelsewhere".to_owned()))
}

fn text(text: &str) -> Heard {
    Heard::Field(Typed::Text(text.to_owned()))
}

#[test]
fn what_the_layout_writes_is_typed_whatever_the_key_is_called() {
    let none = Modifiers::empty();
    assert_eq!(heard(&letter("e", Some("é"), none)), text("é"), "a dead key before it");
    assert_eq!(heard(&letter("q", Some("@"), Modifiers::CTRL | Modifiers::ALT)), text("@"), "AltGr");
    assert_eq!(heard(&letter("d", Some("в"), none)), text("в"));
    assert_eq!(heard(&letter("한", Some("한"), none)), text("한"));
    assert_eq!(heard(&pressed(Key::Named(Named::Space), Some(" "), none, false)), text(" "));
    assert_eq!(heard(&pressed(Key::Named(Named::Escape), Some("\u{1b}"), none, false)), Heard::App);
    assert_eq!(heard(&letter("a", Some("a"), Modifiers::ALT)), Heard::App);
}

#[test]
fn letters_and_backspace_may_repeat_and_enter_and_paste_may_not() {
    let none = Modifiers::empty();
    assert_eq!(heard(&pressed(Key::Character("m".into()), Some("m"), none, true)), text("m"));
    assert_eq!(heard(&pressed(Key::Named(Named::Backspace), None, none, true)), Heard::Field(Typed::Back));
    assert_eq!(heard(&pressed(Key::Named(Named::Enter), Some("\r"), none, false)), Heard::Field(Typed::Enter));
    assert_eq!(heard(&pressed(Key::Named(Named::Enter), Some("\r"), none, true)), Heard::Nobody);
    assert_eq!(heard(&pressed(Key::Character("v".into()), None, Modifiers::CTRL, true)), Heard::Nobody);
}

#[test]
fn paste_is_one_bounded_line_without_what_steers() {
    let pasted = |text: &str| Heard::Field(Typed::Pasted(text.to_owned()));
    assert_eq!(heard(&letter("v", Some("\u{16}"), Modifiers::CTRL)), pasted("kept elsewhere"));
    assert_eq!(heard(&pressed(Key::Named(Named::Insert), None, Modifiers::SHIFT, false)), pasted("kept elsewhere"));
    assert_eq!(one_line("a\u{1b}[2J\tb\u{202e}c\r\n"), "a [2J bc");
    assert_eq!(one_line(&"x".repeat(LONGEST_PASTE * 3)).len(), LONGEST_PASTE);
    let cyrillic = keyboard::Event::KeyPressed {
        key: Key::Character("м".into()),
        modified_key: Key::Character("м".into()),
        physical_key: Physical::Code(Code::KeyV),
        location: Location::Standard,
        modifiers: Modifiers::CTRL,
        text: None,
        repeat: false,
    };
    assert_eq!(heard(&cyrillic), pasted("kept elsewhere"));
}

#[test]
fn shortcuts_are_left_to_the_app() {
    assert_eq!(heard(&letter("e", None, Modifiers::CTRL)), Heard::App);
    assert_eq!(heard(&letter("z", None, Modifiers::CTRL)), Heard::Undo);
}

#[test]
fn a_keypad_takes_digits_of_any_keyboard_and_pastes_only_figures() {
    let digits = |digits: &[u8]| digits.iter().copied().map(PadKey::Digit).collect::<Vec<_>>();
    assert_eq!(keys(&Typed::Text("7".to_owned())), digits(&[7]));
    assert_eq!(keys(&Typed::Text("٣".to_owned())), digits(&[3]));
    assert_eq!(keys(&Typed::Text("x".to_owned())), digits(&[]));
    assert_eq!(keys(&Typed::Pasted("128/82 76".to_owned())), digits(&[1, 2, 8, 8, 2, 7, 6]));
    assert_eq!(keys(&Typed::Pasted("12 mg".to_owned())), digits(&[]));
}

#[test]
fn a_key_reaches_the_field_once_and_enter_twice_at_once_is_one() {
    let mut ui = Simulator::new(pad_typing(iced::widget::space(), |key| key));
    let _ = ui.typewrite("4");
    let _ = ui.tap_key(Named::Enter);
    let _ = ui.tap_key(Named::Enter);
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [PadKey::Digit(4), PadKey::Next]);
}
