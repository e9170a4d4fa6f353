//! A physical keyboard writes in whatever is being written, and a key that is held is meant once.

use holdspace::screen::journey::{Journey, Message};
use holdspace::screen::writing;
use holdspace::widget::keyboard::Key;
use iced::keyboard::key::Named;

use super::after::laid_out;
use super::after::made_up::MadeUp;

#[test]
fn what_is_typed_stands_in_the_note_and_enter_keeps_it() {
    let made_up = MadeUp::on_the_journey();
    let mut journey = Journey::new(&made_up.shown());
    let _ = journey.update(Message::OpenNote, &made_up.shown());
    let shown = made_up.shown();
    let mut ui = laid_out(journey.view(&shown));
    let _ = ui.typewrite("Ruhig");
    let _ = ui.tap_key(Named::Backspace);
    let _ = ui.tap_key(Named::Enter);
    let typed = |letters: &str| Message::Writing(writing::Message::Typed(letters.to_owned()));
    let mut wanted: Vec<Message> = ["R", "u", "h", "i", "g"].map(typed).to_vec();
    wanted.extend([Key::Backspace, Key::Keep].map(|key| Message::Writing(writing::Message::Key(key))));
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), wanted);
}
