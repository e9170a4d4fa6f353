//! A physical keyboard writes in what is open: text, digits, Enter, Backspace and paste, wherever a field is on the glass.
//!
//! Whatever covers the field takes its place in the view, so that no key reaches what is not seen. Commands
//! (Ctrl and a letter) are left to the app, but for those that would change something behind the words.

use std::time::Duration;

use iced::advanced::clipboard::Kind;
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, mouse, renderer};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::{Event, Length, Rectangle, Size, Theme};

use super::Element;
use super::keypad::PadKey;
use super::touch::law::SAME;
use crate::clock;

/// More characters than anybody pastes into a note.
const LONGEST_PASTE: usize = 4000;
/// More digits than any keypad takes at once: four vital signs.
const MOST_DIGITS: usize = 12;
/// The zeros of digits that a keyboard may write: Latin, Arabic, Persian, Devanagari.
const ZEROS: [char; 4] = ['0', '\u{660}', '\u{6f0}', '\u{966}'];

/// What a keyboard says to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// These characters, as the keyboard's own layout has them.
    Text(String),
    /// These characters, which were kept elsewhere: one line without signs that steer a terminal or turn the writing.
    Pasted(String),
    /// The last character goes.
    Back,
    /// Keep it, or on to the next.
    Enter,
}

/// What is done with a key while a field is open.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Heard {
    /// It is for the field.
    Field(Typed),
    /// It is for nobody.
    Nobody,
    /// It would take back what was recorded.
    Undo,
    /// It is for the app.
    App,
}

/// `content` is a field over everything: what a keyboard writes in it becomes messages.
pub fn typing<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    on: impl Fn(Typed) -> Vec<Message> + 'a,
) -> Element<'a, Message> {
    Element::new(Typing { content: content.into(), on: Box::new(on), covers: true })
}

/// `content` has a keypad: digits, Backspace and Enter of a keyboard are its keys, and digits can be pasted.
pub fn pad_typing<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    on_key: impl Fn(PadKey) -> Message + 'a,
) -> Element<'a, Message> {
    let on = move |typed| keys(&typed).into_iter().map(&on_key).collect();
    Element::new(Typing { content: content.into(), on: Box::new(on), covers: false })
}

/// What is typed as keys of a keypad; nothing but digits is taken, pasted ones may stand apart.
fn keys(typed: &Typed) -> Vec<PadKey> {
    match typed {
        Typed::Back => vec![PadKey::Back],
        Typed::Enter => vec![PadKey::Next],
        Typed::Text(text) => text.chars().filter_map(digit).map(PadKey::Digit).collect(),
        Typed::Pasted(text) => {
            let apart = |character: &char| character.is_whitespace() || matches!(character, '/' | ',' | '%');
            let digits: Option<Vec<u8>> = text.chars().filter(|character| !apart(character)).map(digit).collect();
            digits.unwrap_or_default().into_iter().take(MOST_DIGITS).map(PadKey::Digit).collect()
        }
    }
}

/// The value of a digit of any script a keyboard is likely to write.
fn digit(character: char) -> Option<u8> {
    let after = |zero: char| u32::from(character).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    ZEROS.into_iter().find_map(after).and_then(|value| u8::try_from(value).ok())
}

/// What a press of a key is while a field is open; `pasted` is only asked where it is wanted.
fn hear(event: &keyboard::Event, pasted: impl FnOnce() -> Option<String>) -> Heard {
    let keyboard::Event::KeyPressed { key, physical_key, text, modifiers, repeat, .. } = event else {
        return Heard::App;
    };
    // AltGr is Ctrl and Alt on some keyboards, and writes.
    let commands = (modifiers.control() && !modifiers.alt()) || modifiers.logo();
    let pastes = (modifiers.control()
        && key.to_latin(*physical_key).is_some_and(|letter| letter.eq_ignore_ascii_case(&'v')))
        || (modifiers.shift() && *key == Key::Named(Named::Insert));
    if pastes {
        // A held key repeats: what is pasted is meant once.
        return pasted().filter(|_| !repeat).map_or(Heard::Nobody, |text| Heard::Field(Typed::Pasted(one_line(&text))));
    }
    if commands {
        let undo = key.to_latin(*physical_key).is_some_and(|letter| letter.eq_ignore_ascii_case(&'z'));
        return if undo { Heard::Undo } else { Heard::App };
    }
    match key {
        Key::Named(Named::Backspace) => Heard::Field(Typed::Back),
        Key::Named(Named::Enter) if *repeat => Heard::Nobody,
        Key::Named(Named::Enter) => Heard::Field(Typed::Enter),
        _ if modifiers.alt() && !modifiers.control() => Heard::App,
        _ => match text {
            Some(text) if !text.is_empty() && !text.chars().any(char::is_control) => {
                Heard::Field(Typed::Text(text.to_string()))
            }
            Some(_) | None => Heard::App,
        },
    }
}

/// What was kept elsewhere as one line of words: whatever separates them is one space.
fn one_line(text: &str) -> String {
    let steers = |character: &char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let apart = |character: char| character.is_control() || character.is_whitespace();
    let bounded: String = text.chars().filter(|character| !steers(character)).take(LONGEST_PASTE).collect();
    bounded.split(apart).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

struct Typing<'a, Message> {
    content: Element<'a, Message>,
    on: Box<dyn Fn(Typed) -> Vec<Message> + 'a>,
    /// What was recorded is not seen beside it.
    covers: bool,
}

/// Boot time of the last Enter: the same one again is not meant for what it opened.
#[derive(Clone, Copy, Debug, Default)]
struct LastEnter(Option<Duration>);

impl<Message> Typing<'_, Message> {
    fn hear(&self, tree: &mut Tree, event: &Event, clipboard: &dyn Clipboard, shell: &mut Shell<'_, Message>) {
        let Event::Keyboard(event) = event else { return };
        match hear(event, || clipboard.read(Kind::Standard)) {
            Heard::Undo if self.covers => shell.capture_event(),
            Heard::App | Heard::Undo => {}
            Heard::Nobody => shell.capture_event(),
            Heard::Field(typed) => {
                shell.capture_event();
                if typed == Typed::Enter && entered_again(tree.state.downcast_mut()) {
                    return;
                }
                (self.on)(typed).into_iter().for_each(|message| shell.publish(message));
            }
        }
    }
}

fn entered_again(last: &mut LastEnter) -> bool {
    let now = clock::boot_time();
    let before = last.0.replace(now);
    before.is_some_and(|before| now.saturating_sub(before) < SAME)
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Typing<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<LastEnter>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(LastEnter::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let Some(child) = tree.children.first_mut() else { return layout::Node::new(Size::ZERO) };
        self.content.as_widget_mut().layout(child, renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        if let Some(child) = tree.children.first_mut() {
            self.content.as_widget_mut().operate(child, layout, renderer, operation);
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        if let Some(child) = tree.children.first_mut() {
            self.content.as_widget_mut().update(child, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        if !shell.is_event_captured() {
            self.hear(tree, event, clipboard, shell);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        tree.children.first().map_or_else(mouse::Interaction::default, |child| {
            self.content.as_widget().mouse_interaction(child, layout, cursor, viewport, renderer)
        })
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        if let Some(child) = tree.children.first() {
            self.content.as_widget().draw(child, renderer, theme, style, layout, cursor, viewport);
        }
    }
}

#[cfg(test)]
mod tests;
