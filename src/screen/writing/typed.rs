//! Hears a physical keyboard while something is written.

use iced::advanced::mouse;
use iced::keyboard::{self, key::Named};
use iced::widget::Canvas;
use iced::widget::canvas::{self, Action, Event, Geometry};
use iced::{Length, Rectangle, Theme};

use super::Message;
use crate::widget::Element;
use crate::widget::keyboard::Key;

/// Shows nothing; turns keys into messages. It takes a line of one pixel: the toolkit drops what has no size.
pub(super) fn listener<'a>() -> Element<'a, Message> {
    Canvas::new(Listener).width(Length::Fill).height(1).into()
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
        let Event::Keyboard(keyboard::Event::KeyPressed { key, text, modifiers, repeat, .. }) = event else {
            return None;
        };
        let message = match key {
            keyboard::Key::Named(Named::Backspace) => Message::Key(Key::Backspace),
            keyboard::Key::Named(Named::Enter) if *repeat => return None,
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
