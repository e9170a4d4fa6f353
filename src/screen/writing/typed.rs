//! Hears a physical keyboard while something is written.

use iced::advanced::mouse;
use iced::keyboard::{self, key::Named};
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Geometry};
use iced::{Rectangle, Theme};

use super::Message;
use crate::widget::Element;
use crate::widget::keyboard::Key;

/// Takes no room and shows nothing; turns keys into messages.
pub(super) fn listener<'a>() -> Element<'a, Message> {
    Canvas::new(Listener).width(0).height(0).into()
}

struct Listener;

impl canvas::Program<Message> for Listener {
    type State = ();

    fn update(
        &self,
        _state: &mut (),
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Option<Action<Message>> {
        let Event::Keyboard(keyboard::Event::KeyPressed { key, text, modifiers, .. }) = event else { return None };
        let message = match key {
            keyboard::Key::Named(Named::Backspace) => Message::Key(Key::Backspace),
            keyboard::Key::Named(Named::Enter) => Message::Key(Key::Keep),
            _ if modifiers.control() || modifiers.logo() => return None,
            _ => Message::Typed(text.as_ref().filter(|text| !text.chars().any(char::is_control))?.to_string()),
        };
        Some(Action::publish(message).and_capture())
    }

    fn draw(
        &self,
        _state: &(),
        _renderer: &iced::Renderer,
        _theme: &Theme,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        Vec::new()
    }
}
