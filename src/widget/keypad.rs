//! The keypad: digits, one back, on to the next field; it knows nothing of what is entered.

use iced::widget::{Column, Row, Space, container};
use iced::{Length, Padding, Theme};

use super::Element;
use super::icon::icon;
use super::text::words;
use super::touchable::{Face, touchable};
use crate::theme::{Icon, Ink, Palette, measure, role};

/// A key of the keypad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PadKey {
    /// 0 to 9.
    Digit(u8),
    /// Takes the last digit back.
    Back,
    /// On to the next field, or keep.
    Next,
}

/// More dots than this stand closer, so that eight are as wide as the keys.
const MANY: usize = 6;

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

/// The round keys of a lock, 100 px each: digits, one back, and in the free corner whatever is given.
pub fn round_keypad<'a, Message: 'a>(
    corner: Option<Element<'a, Message>>,
    on_key: impl Fn(PadKey) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let key = |key: PadKey| -> Element<'a, Message> {
        let on_key = on_key.clone();
        let (content, face) = content(key);
        touchable(content)
            .face(face)
            .radius(measure::KEY_ROUND / 2.0)
            .width(measure::KEY_ROUND)
            .height(measure::KEY_ROUND)
            .on_key(key, move |_| on_key(key))
            .into()
    };
    let free = || Space::new().width(measure::KEY_ROUND).height(measure::KEY_ROUND).into();
    let corner = corner.unwrap_or_else(free);
    let mut rows = Column::new().spacing(measure::GAP);
    for keys in KEYS.iter().take(3) {
        rows = rows.push(Row::with_children(keys.map(key)).spacing(measure::GAP));
    }
    rows.push(Row::with_children([corner, key(PadKey::Digit(0)), key(PadKey::Back)]).spacing(measure::GAP)).into()
}

/// Dots for digits: so many filled, the others hollow.
pub fn beads<'a, Message: 'a>(filled: usize, of: usize) -> Element<'a, Message> {
    let bead = |number: usize| -> Element<'a, Message> {
        let full = number < filled;
        container(Space::new())
            .width(measure::BEAD)
            .height(measure::BEAD)
            .style(move |theme: &Theme| {
                let palette = Palette::of(theme);
                let rim = if full { palette.accent } else { palette.dim };
                container::Style {
                    background: full.then(|| palette.accent.into()),
                    border: iced::border::rounded(measure::BEAD / 2.0).color(rim).width(measure::RIM),
                    ..container::Style::default()
                }
            })
            .into()
    };
    let apart = if of > MANY { measure::M } else { measure::BEADS };
    Row::with_children((0..of).map(bead)).spacing(apart).into()
}

fn content<'a, Message: 'a>(key: PadKey) -> (Element<'a, Message>, Face) {
    match key {
        PadKey::Digit(digit) => (words(role::DIGIT, Ink::Text, digit.to_string()).into(), Face::Surface),
        PadKey::Back => (icon(Icon::Backspace, measure::ICON_KEY, Ink::Dim), Face::Plain),
        PadKey::Next => (icon(Icon::ArrowRight, measure::ICON_KEY, Ink::Dim), Face::Plain),
    }
}

fn pad_key<'a, Message: 'a>(key: PadKey, on_key: impl Fn(PadKey) -> Message + 'a) -> Element<'a, Message> {
    let (content, face) = content(key);
    touchable(content)
        .face(face)
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(measure::DIGIT)
        .padding(Padding::ZERO)
        .on_key(key, move |_| on_key(key))
        .into()
}
