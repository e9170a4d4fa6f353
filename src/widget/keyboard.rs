//! The app's own keyboard: letters, digits, accents, shift, suggestions, Keep.

use iced::widget::{Column, Row, Space};
use iced::{Length, Padding};

use super::Element;
use super::icon::icon;
use super::text::words;
use super::touchable::{Face, touchable};
use crate::theme::{Icon, Ink, Role, measure, role};

/// What the keys show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Page {
    /// Letters.
    #[default]
    Letters,
    /// Digits and signs.
    Digits,
    /// Letters with accents.
    Accents,
}

/// The state of the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Keyboard {
    /// What the keys show.
    pub page: Page,
    /// Capitals, for one letter.
    pub shift: bool,
}

/// A key that was pressed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character, space included.
    Char(char),
    /// A suggested word.
    Word(String),
    /// Takes the last character back.
    Backspace,
    /// Capitals on or off.
    Shift,
    /// To another page.
    Page(Page),
    /// Keep what is written.
    Keep,
}

const LETTERS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const DIGITS: [&str; 3] = ["1234567890", "-/:;()&@\"", "?!'\u{201c}\u{201d}%+"];
const ACCENTS: [&str; 3] = ["äöüßéèêëáà", "âåæçñóòôø", "íìîïúùû"];

impl Keyboard {
    /// Takes a key in; `true` asks the screen to keep what is written.
    pub fn press(&mut self, key: &Key, written: &mut String) -> bool {
        match key {
            Key::Char(character) => {
                written.push(*character);
                self.shift = false;
            }
            Key::Word(word) => {
                let start = written.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                let start = (start..=written.len()).find(|at| written.is_char_boundary(*at)).unwrap_or(written.len());
                written.truncate(start);
                written.push_str(word);
                written.push(' ');
            }
            Key::Backspace => drop(written.pop()),
            Key::Shift => self.shift = !self.shift,
            Key::Page(page) => self.page = *page,
            Key::Keep => return true,
        }
        false
    }

    /// The keys, as wide as their place, 388 px high; `suggestions` are at most three words, the first proposed.
    pub fn view<'a, Message: 'a>(
        &self,
        suggestions: &[String],
        on_key: impl Fn(Key) -> Message + Clone + 'a,
    ) -> Element<'a, Message> {
        let [top, middle, bottom] = match self.page {
            Page::Letters => LETTERS,
            Page::Digits => DIGITS,
            Page::Accents => ACCENTS,
        };
        let half = || Space::new().width(Length::FillPortion(42)).into();
        let letters = |row: &str| -> Vec<Element<'a, Message>> {
            row.chars().map(|letter| self.letter(letter, on_key.clone())).collect()
        };
        let mut second = letters(middle);
        second.insert(0, half());
        second.push(half());
        let mut third = letters(bottom);
        let shift = if self.shift { Face::Active } else { Face::Outlined };
        third.insert(0, drawn(Icon::ArrowFatUp, shift, Key::Shift, &on_key));
        third.push(drawn(Icon::Backspace, Face::Outlined, Key::Backspace, &on_key));
        let rows = [suggested(suggestions, &on_key), letters(top), second, third, self.last(&on_key)];
        let rows = rows.map(|keys| Row::with_children(keys).spacing(measure::GAP).into());
        Column::with_children(rows).spacing(measure::GAP).width(Length::Fill).into()
    }

    fn letter<'a, Message: 'a>(
        &self,
        letter: char,
        on_key: impl Fn(Key) -> Message + Clone + 'a,
    ) -> Element<'a, Message> {
        let shown = match (self.shift, letter) {
            (true, 'ß') => '\u{1e9e}',
            (true, letter) => letter.to_uppercase().next().unwrap_or(letter),
            (false, letter) => letter,
        };
        worded(&shown.to_string(), role::KEY, Face::Surface, 100, Key::Char(shown), &on_key)
    }

    fn last<'a, Message: 'a>(&self, on_key: &(impl Fn(Key) -> Message + Clone + 'a)) -> Vec<Element<'a, Message>> {
        let other = |word: &str, page: Page| {
            let (word, page) = if self.page == page { ("abc", Page::Letters) } else { (word, page) };
            worded(word, role::ACTION, Face::Outlined, 146, Key::Page(page), on_key)
        };
        vec![
            other("123", Page::Digits),
            other("é ñ ü", Page::Accents),
            worded(" ", role::KEY, Face::Surface, 460, Key::Char(' '), on_key),
            worded(",", role::KEY, Face::Surface, 100, Key::Char(','), on_key),
            worded(".", role::KEY, Face::Surface, 100, Key::Char('.'), on_key),
            worded("Keep", role::ACTION_FILLED, Face::Filled, 170, Key::Keep, on_key),
        ]
    }
}

fn suggested<'a, Message: 'a>(
    suggestions: &[String],
    on_key: &(impl Fn(Key) -> Message + Clone + 'a),
) -> Vec<Element<'a, Message>> {
    if suggestions.is_empty() {
        return vec![Space::new().height(measure::TARGET).into()];
    }
    let word = |(index, word): (usize, &String)| {
        let face = if index == 0 { Face::Active } else { Face::Plain };
        worded(word, role::ACTION_LARGE, face, 100, Key::Word(word.clone()), on_key)
    };
    suggestions.iter().take(3).enumerate().map(word).collect()
}

fn worded<'a, Message: 'a>(
    word: &str,
    role: Role,
    face: Face,
    portion: u16,
    key: Key,
    on_key: &(impl Fn(Key) -> Message + Clone + 'a),
) -> Element<'a, Message> {
    let ink = match face {
        Face::Filled => Ink::OnAccent,
        Face::Outlined | Face::Plain => Ink::Dim,
        Face::Surface | Face::Raised | Face::Chosen | Face::Selected | Face::Active => Ink::Text,
    };
    key_shape(words(role, ink, word.to_owned()).into(), face, portion, key, on_key)
}

fn drawn<'a, Message: 'a>(
    drawing: Icon,
    face: Face,
    key: Key,
    on_key: &(impl Fn(Key) -> Message + Clone + 'a),
) -> Element<'a, Message> {
    let ink = if face == Face::Active { Ink::Text } else { Ink::Dim };
    key_shape(icon(drawing, measure::ICON, ink), face, 146, key, on_key)
}

fn key_shape<'a, Message: 'a>(
    content: Element<'a, Message>,
    face: Face,
    portion: u16,
    key: Key,
    on_key: &(impl Fn(Key) -> Message + Clone + 'a),
) -> Element<'a, Message> {
    let on_key = on_key.clone();
    let shape = touchable(content)
        .face(face)
        .radius(measure::RADIUS_KEY)
        .width(Length::FillPortion(portion))
        .height(measure::KEY)
        .padding(Padding::ZERO);
    // Letters come as fast as they are typed; what keeps them is one touch.
    if key == Key::Keep {
        return shape.on_tap("keep", move |_| on_key(key.clone())).into();
    }
    shape.on_key(key.clone(), move |_| on_key(key.clone())).into()
}
