//! The keypad: digits, one back, on to the next field; it knows nothing of what is entered.

use iced::widget::{Column, Row};
use iced::{Length, Padding};

use super::Element;
use super::icon::icon;
use super::text::words;
use super::touchable::{Face, touchable};
use crate::theme::{Icon, Ink, measure, role};

/// A key of the keypad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PadKey {
    /// 0 to 9.
    Digit(u8),
    /// Takes the last digit back.
    Back,
    /// On to the next field, or keep.
    Next,
}

const KEYS: [[PadKey; 3]; 4] = [
    [PadKey::Digit(1), PadKey::Digit(2), PadKey::Digit(3)],
    [PadKey::Digit(4), PadKey::Digit(5), PadKey::Digit(6)],
    [PadKey::Digit(7), PadKey::Digit(8), PadKey::Digit(9)],
    [PadKey::Back, PadKey::Digit(0), PadKey::Next],
];

/// Twelve keys, as wide as their place; each answers at the touch-down.
pub fn keypad<'a, Message: 'a>(on_key: impl Fn(PadKey) -> Message + Clone + 'a) -> Element<'a, Message> {
    let rows = KEYS.map(|keys| {
        let keys = keys.map(|key| pad_key(key, on_key.clone()));
        Row::with_children(keys).spacing(measure::GAP).into()
    });
    Column::with_children(rows).spacing(measure::GAP).width(Length::Fill).into()
}

fn pad_key<'a, Message: 'a>(key: PadKey, on_key: impl Fn(PadKey) -> Message + 'a) -> Element<'a, Message> {
    let (content, face): (Element<'a, Message>, Face) = match key {
        PadKey::Digit(digit) => (words(role::DIGIT, Ink::Text, digit.to_string()).into(), Face::Surface),
        PadKey::Back => (icon(Icon::Backspace, measure::ICON_KEY, Ink::Dim), Face::Plain),
        PadKey::Next => (icon(Icon::ArrowRight, measure::ICON_KEY, Ink::Dim), Face::Plain),
    };
    touchable(content)
        .face(face)
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(measure::DIGIT)
        .padding(Padding::ZERO)
        .on_down(move |_| on_key(key))
        .into()
}
