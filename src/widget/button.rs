//! Buttons: filled, surface, outlined, quiet words; never more than one filled on a screen.

use std::hash::Hash;
use std::time::Duration;

use iced::widget::row;
use iced::{Alignment, Length, Padding};

use super::Element;
use super::icon::icon;
use super::text::words;
use super::touch::Act;
use super::touchable::{Face, Touchable, touchable};
use crate::theme::{Icon, Ink, Role, measure, role};

/// A button that still takes a message, an icon or a size.
pub struct Button<'a, Message> {
    word: String,
    before: Option<Icon>,
    after: Option<Icon>,
    face: Face,
    ink: Ink,
    role: Role,
    width: Length,
    height: f32,
    act: Option<Act>,
    on: Option<Box<dyn Fn(Duration) -> Message + 'a>>,
}

/// The one proposed act.
pub fn filled<'a, Message>(word: impl Into<String>) -> Button<'a, Message> {
    Button { face: Face::Filled, ink: Ink::OnAccent, role: role::ACTION_FILLED, ..surface(word) }
}

/// Any other act.
pub fn surface<'a, Message>(word: impl Into<String>) -> Button<'a, Message> {
    Button {
        word: word.into(),
        before: None,
        after: None,
        face: Face::Surface,
        ink: Ink::Text,
        role: role::ACTION,
        width: Length::Shrink,
        height: measure::BUTTON,
        act: None,
        on: None,
    }
}

/// An act on a tile.
pub fn raised<'a, Message>(word: impl Into<String>) -> Button<'a, Message> {
    Button { face: Face::Raised, ..surface(word) }
}

/// The way on while something is still open.
pub fn outlined<'a, Message>(word: impl Into<String>) -> Button<'a, Message> {
    Button { face: Face::Outlined, ink: Ink::Dim, ..surface(word) }
}

/// Plain words: what is allowed but not proposed.
pub fn quiet<'a, Message>(word: impl Into<String>) -> Button<'a, Message> {
    Button { face: Face::Plain, ink: Ink::Dim, ..surface(word) }
}

impl<'a, Message: 'a> Button<'a, Message> {
    /// An icon before the word.
    #[must_use]
    pub fn icon(self, icon: Icon) -> Self {
        Self { before: Some(icon), ..self }
    }

    /// An icon after the word.
    #[must_use]
    pub fn icon_after(self, icon: Icon) -> Self {
        Self { after: Some(icon), ..self }
    }

    /// Its width.
    #[must_use]
    pub fn width(self, width: impl Into<Length>) -> Self {
        Self { width: width.into(), ..self }
    }

    /// Its height, px.
    #[must_use]
    pub fn height(self, height: f32) -> Self {
        Self { height, ..self }
    }

    /// The ink of its words.
    #[must_use]
    pub fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// 80 px high with larger words.
    #[must_use]
    pub fn large(self) -> Self {
        let role = if self.face == Face::Filled { role::ACTION_FILLED_LARGE } else { role::ACTION_LARGE };
        Self { role, height: measure::BUTTON_LARGE, ..self }
    }

    /// Wash and rim: what it does is on.
    #[must_use]
    pub fn active(self, active: bool) -> Self {
        if active { Self { face: Face::Active, ink: Ink::Text, ..self } } else { self }
    }

    /// What a tap says.
    #[must_use]
    pub fn on_press(self, message: Message) -> Self
    where
        Message: Clone,
    {
        self.on_press_at(move |_| message.clone())
    }

    /// What a tap says, told the boot time of the touch-down.
    #[must_use]
    pub fn on_press_at(self, message: impl Fn(Duration) -> Message + 'a) -> Self {
        Self { on: Some(Box::new(message)), ..self }
    }

    /// Which act it is, where the same word means another one at another time: the entry that is undone, the item that
    /// is answered.
    #[must_use]
    pub fn act(self, name: impl Hash) -> Self {
        Self { act: Some(Act::named(name)), ..self }
    }

    /// What a tap says, if it can be pressed now; without a message it looks disabled.
    #[must_use]
    pub fn on_press_maybe(self, message: Option<Message>) -> Self
    where
        Message: Clone,
    {
        match message {
            Some(message) => self.on_press(message),
            None => self,
        }
    }
}

impl<'a, Message: 'a> From<Button<'a, Message>> for Element<'a, Message> {
    fn from(button: Button<'a, Message>) -> Self {
        let off = button.on.is_none();
        let act = button.act.unwrap_or_else(|| Act::named((&button.word, button.before, button.after)));
        let face = if off && button.face == Face::Filled { Face::Outlined } else { button.face };
        let ink = if off { Ink::Faint } else { button.ink };
        let side = if ink == Ink::Text && face != Face::Active { Ink::Dim } else { ink };
        let mut content = row![].spacing(measure::GAP).align_y(Alignment::Center);
        content = content.push(button.before.map(|drawing| icon(drawing, measure::ICON, side)));
        if !button.word.is_empty() {
            content = content.push(words(button.role, ink, button.word).center());
        }
        content = content.push(button.after.map(|drawing| icon(drawing, measure::ICON, ink)));
        let sides = if button.face == Face::Plain { measure::RADIUS_BUTTON } else { measure::M };
        let shape = touchable(content)
            .face(face)
            .width(button.width)
            .height(button.height)
            .padding(Padding::ZERO.horizontal(sides));
        match button.on {
            Some(message) => shape.on_tap(act, message).into(),
            None => shape.into(),
        }
    }
}

/// Steering: icon over word, 72 px high; an active control takes wash.
pub fn steering<'a, Message: Clone + 'a>(
    drawing: Icon,
    word: impl Into<String>,
    active: bool,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let word = word.into();
    let act = ("steering", word.clone());
    let shape = steering_shape(drawing, word, active, on_press.is_none());
    match on_press {
        Some(message) => shape.on_tap(act, move |_| message.clone()).into(),
        None => shape.into(),
    }
}

/// The same for a step of a level: as often as it is tapped, however fast.
pub fn steering_step<'a, Message: Clone + 'a>(
    drawing: Icon,
    word: &'static str,
    on_press: Option<Message>,
) -> Element<'a, Message> {
    let shape = steering_shape(drawing, word.to_owned(), false, on_press.is_none());
    match on_press {
        Some(message) => shape.on_key(("steering", word), move |_| message.clone()).into(),
        None => shape.into(),
    }
}

fn steering_shape<'a, Message: 'a>(drawing: Icon, word: String, active: bool, off: bool) -> Touchable<'a, Message> {
    let (face, ink, side) = match (active, off) {
        (true, _) => (Face::Active, Ink::Text, Ink::Accent),
        (false, false) => (Face::Surface, Ink::Text, Ink::Dim),
        (false, true) => (Face::Surface, Ink::Faint, Ink::Faint),
    };
    let content = iced::widget::column![
        icon(drawing, measure::ICON_STEER, side),
        words(role::LABEL, ink, word).wrapping(iced::widget::text::Wrapping::None)
    ]
    .spacing(measure::XXS)
    .align_x(Alignment::Center);
    touchable(content).face(face).width(Length::Fill).height(measure::BUTTON)
}

/// An icon alone in a square target of 64 px.
pub fn icon_button<'a, Message: Clone + 'a>(drawing: Icon, ink: Ink, on_press: Message) -> Element<'a, Message> {
    touchable(icon(drawing, measure::ICON_BAR, ink))
        .face(Face::Plain)
        .width(measure::TARGET)
        .height(measure::TARGET)
        .on_tap(drawing, move |_| on_press.clone())
        .into()
}

/// A tile of any content that can be pressed, at least 64 px high by its content or `height`; `name` says which act it is.
pub fn tile<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    face: Face,
    height: f32,
    name: impl Hash,
    on_press: Message,
) -> Element<'a, Message> {
    touchable(content)
        .face(face)
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(height)
        .padding(Padding::ZERO.horizontal(measure::M))
        .align_x(Alignment::Start)
        .on_tap(("tile", name), move |_| on_press.clone())
        .into()
}
