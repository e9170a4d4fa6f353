//! Chips: one tap notes an observation; the message carries the boot time of the touch-down.

use std::time::Duration;

use iced::advanced::mouse;
use iced::widget::canvas::{self, Geometry, Path};
use iced::widget::{Canvas, Column, Row, Space, column, container, stack};
use iced::{Alignment, Length, Padding, Point, Rectangle, Theme};

use super::Element;
use super::fitted::fitted;
use super::icon::icon;
use super::paint::Kept;
use super::text::words;
use super::touchable::{Face, touchable};
use crate::theme::{Icon, Ink, Role, measure, role};

/// Longer labels take two lines in a grid of three columns.
const ONE_LINE: usize = 13;
/// Side of the mark of what is uncommon.
const MARK: f32 = 12.0;
/// Height of a line where three must find room.
const TIGHT: f32 = 18.0;

/// How a chip stands now.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Standing {
    /// Nothing noted.
    #[default]
    Rest,
    /// Just stamped: shows this time, dim, for a few seconds.
    Stamped(String),
    /// A state that is on, for this long.
    Active(String),
    /// Can be noted once and was, at this time; pressing does nothing.
    Done(String),
    /// Leads elsewhere ("More"), dim.
    Aside,
}

/// A chip in a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip<Key> {
    /// What a press hands back.
    pub key: Key,
    /// One or two short lines.
    pub label: String,
    /// How it stands.
    pub standing: Standing,
    /// Seldom, worth a second look: a small diamond in its corner.
    pub uncommon: bool,
}

impl<Key> Chip<Key> {
    /// A chip at rest.
    pub fn new(key: Key, label: impl Into<String>) -> Self {
        Self { key, label: label.into(), standing: Standing::Rest, uncommon: false }
    }

    /// The same chip with the quiet mark of what is uncommon.
    #[must_use]
    pub fn uncommon(self, uncommon: bool) -> Self {
        Self { uncommon, ..self }
    }

    /// The same chip as it stands.
    #[must_use]
    pub fn standing(self, standing: Standing) -> Self {
        Self { standing, ..self }
    }
}

/// One chip, as wide as its place; `on_press` gets the key and the boot time of the touch-down.
pub fn chip<'a, Key: Clone + 'a, Message: 'a>(
    chip: Chip<Key>,
    on_press: impl Fn(Key, Duration) -> Message + 'a,
) -> Element<'a, Message> {
    let Chip { key, label, standing, uncommon } = chip;
    let act = ("chip", label.clone());
    let marked = move |chip: Element<'a, Message>| -> Element<'a, Message> {
        let mark = || container(icon(Icon::Diamond, MARK, Ink::Caution)).padding(measure::XS);
        if uncommon { stack![chip, mark()].into() } else { chip }
    };
    let (face, role, ink, second) = match standing {
        Standing::Rest => (Face::Surface, role::CHIP, Ink::Text, None),
        Standing::Stamped(time) => (Face::Surface, role::CHIP, Ink::Dim, Some((time, Ink::Dim))),
        Standing::Done(time) => {
            let lines =
                column![label_of(role::CHIP, Ink::Dim, label, 2), words(role::CHIP_SECOND, Ink::Dim, time).center()];
            return marked(shape(lines.align_x(Alignment::Center).into(), Face::Surface).into());
        }
        Standing::Active(lasting) => (Face::Active, role::CHIP_ACTIVE, Ink::Text, Some((lasting, Ink::Accent))),
        Standing::Aside => (Face::Surface, role::CHIP, Ink::Dim, None),
    };
    let active = face == Face::Active;
    let tight = second.is_some() && label.chars().count() > ONE_LINE;
    let set = |role: Role| if tight { Role { size: role::CHIP_SECOND.size, line: TIGHT, ..role } } else { role };
    let most = if second.is_some() { 2 } else { 3 };
    let mut lines = column![label_of(set(role), ink, label, most)].align_x(Alignment::Center);
    lines = lines.push(second.map(|(words_of, ink)| words(set(role::CHIP_SECOND), ink, words_of).center()));
    let shape: Element<'a, Message> =
        shape(lines.into(), face).on_tap(act, move |since| on_press(key.clone(), since)).into();
    let dot = || Canvas::new(Dot).width(Length::Fill).height(measure::CHIP);
    marked(if active { stack![shape, dot()].into() } else { shape })
}

/// A label in its chip: never over its edge, whatever a protocol calls it.
fn label_of<'a, Message: 'a>(role: Role, ink: Ink, label: String, lines: u16) -> Element<'a, Message> {
    fitted(role, ink, lines, label).center().into()
}

/// Chips in rows of `columns`, 12 px apart.
pub fn chip_grid<'a, Key: Clone + 'a, Message: 'a>(
    columns: usize,
    chips: impl IntoIterator<Item = Chip<Key>>,
    on_press: impl Fn(Key, Duration) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let columns = columns.max(1);
    let mut rows = Column::new().spacing(measure::GAP).width(Length::Fill);
    let mut cells: Vec<Element<'a, Message>> = chips.into_iter().map(|one| chip(one, on_press.clone())).collect();
    while !cells.is_empty() {
        let rest = cells.split_off(columns.min(cells.len()));
        let missing = columns - cells.len();
        let mut row = Row::with_children(cells).spacing(measure::GAP);
        for _ in 0..missing {
            row = row.push(Space::new().width(Length::Fill));
        }
        rows = rows.push(row);
        cells = rest;
    }
    rows.into()
}

fn shape<'a, Message: 'a>(content: Element<'a, Message>, face: Face) -> super::touchable::Touchable<'a, Message> {
    touchable(content)
        .face(face)
        .radius(measure::RADIUS_CHIP)
        .width(Length::Fill)
        .height(measure::CHIP)
        .padding(Padding::ZERO.horizontal(measure::XS))
}

// The dot of an active state, 9 px inside the upper right corner; it takes no events.
#[derive(Clone, PartialEq)]
struct Dot;

impl<Message> canvas::Program<Message> for Dot {
    type State = Kept<Self>;

    fn draw(
        &self,
        state: &Kept<Self>,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        state.paint(self, renderer, theme, bounds, |frame, palette| {
            let inset = measure::XS + measure::XXS + 1.0;
            frame.fill(&Path::circle(Point::new(bounds.width - inset, inset), measure::XXS), palette.accent);
        })
    }
}
