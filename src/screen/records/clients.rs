//! Which client: every code that has a record, page by page; or a code that is typed.

use iced::Length;
use iced::widget::{Column, Row, Space, column, container};

use super::found::Found;
use super::list::{columns, pager_of};
use super::{Message, Shown};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::surface;
use crate::widget::elided::elided;
use crate::widget::text::label;
use crate::widget::touchable::{Face, touchable};

/// Codes beside each other, and rows of them on a page.
const GRID: (usize, usize) = (4, 8);

/// The codes.
pub(super) fn clients<'a>(found: &'a Found, page: usize, shown: &Shown<'a>) -> Element<'a, Message> {
    let (across, down) = GRID;
    let pages = found.codes().len().div_ceil(across * down);
    let page = page.min(pages.saturating_sub(1));
    let mut codes = found.codes().iter().skip(page * across * down).take(across * down).peekable();
    let mut rows = Column::new().spacing(measure::GAP);
    while codes.peek().is_some() {
        let mut cells: Vec<Element<'a, Message>> = codes.by_ref().take(across).map(|code| chip(code, found)).collect();
        cells.resize_with(across, || Space::new().width(Length::Fill).into());
        rows = rows.push(Row::with_children(cells).spacing(measure::GAP));
    }
    let rows = container(rows).width(Length::Fill).height(Length::Fill);
    let to_read = column![rows, pager_of(page, pages, Message::ClientsPage)];
    let to_touch = column![
        surface("All clients").width(Length::Fill).on_press(Message::Client(None)),
        surface("Type a code").icon(Icon::Keyboard).width(Length::Fill).on_press(Message::TypeCode),
        Space::new().height(measure::GAP),
        label("Every code that has a record on this device."),
    ];
    columns(shown, to_read, to_touch.spacing(measure::GAP))
}

fn chip<'a>(code: &'a str, found: &Found) -> Element<'a, Message> {
    let chosen = found.client().is_some_and(|client| client.eq_ignore_ascii_case(code));
    touchable(elided(role::CHIP, Ink::Text, code))
        .face(if chosen { Face::Selected } else { Face::Surface })
        .radius(measure::RADIUS_CHIP)
        .width(Length::Fill)
        .height(measure::CHIP)
        .padding(iced::Padding::ZERO.horizontal(measure::GAP))
        .on_tap(("client", code), move |_| Message::Client(Some(code.to_owned())))
        .into()
}
