//! The side of the thumb: whose records, of which month, of which kind; and what to do with what was found.

use iced::widget::{Space, column, row};
use iced::{Alignment, Length};

use super::found::{Found, Month, Only};
use super::{Message, Shown};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::counted;
use crate::widget::Element;
use crate::widget::button::surface;
use crate::widget::field::field;
use crate::widget::icon::icon;
use crate::widget::segment::segment;
use crate::widget::text::{heading, words};
use crate::widget::touchable::{Face, touchable};

/// The right column of the list.
pub(super) fn filter<'a>(found: &'a Found, shown: &Shown<'a>) -> Element<'a, Message> {
    let only = Only::ALL.iter().position(|only| *only == found.filter()).unwrap_or(0);
    let choose = |index: usize| Message::Only(Only::ALL.get(index).copied().unwrap_or_default());
    column![
        heading("Client"),
        client(found),
        Space::new().height(measure::XXS),
        heading("Month"),
        month(found),
        Space::new().height(measure::XXS),
        heading("Only"),
        segment(Only::ALL.map(Only::label), only, choose),
        Space::new().height(Length::Fill),
        compare(found, shown),
        export(found, shown),
    ]
    .spacing(measure::GAP)
    .into()
}

fn client(found: &Found) -> Element<'_, Message> {
    let chosen = found.client().unwrap_or_default();
    let name = field(chosen, "All clients", false, Message::Clients);
    let all = (!chosen.is_empty()).then(|| square(Icon::X, Some(Message::Client(None)), measure::BUTTON_LARGE));
    row![name].push(all).spacing(measure::GAP).into()
}

/// The month, one back, one on, and any.
fn month(found: &Found) -> Element<'_, Message> {
    let months = found.months();
    let here = found.month().and_then(|month| months.iter().position(|other| *other == month));
    let at = |place: Option<usize>| place.and_then(|place| months.get(place)).map(|month| Message::Month(Some(*month)));
    let older = at(here.map_or(Some(0), |here| here.checked_add(1)));
    let newer = at(here.and_then(|here| here.checked_sub(1)));
    let name = found.month().map_or_else(|| "Any month".to_owned(), month_name);
    let ink = if found.month().is_some() { Ink::Text } else { Ink::Dim };
    let name = touchable(words(role::BODY, ink, name))
        .face(if found.month().is_some() { Face::Raised } else { Face::Surface })
        .radius(measure::RADIUS_CHIP)
        .width(Length::Fill)
        .height(measure::TARGET);
    let name: Element<'_, Message> = match found.month() {
        Some(_) => name.on_tap("month", |_| Message::Month(None)).into(),
        None => name.into(),
    };
    row![square(Icon::ArrowLeft, older, measure::TARGET), name, square(Icon::ArrowRight, newer, measure::TARGET)]
        .spacing(measure::GAP)
        .align_y(Alignment::Center)
        .into()
}

pub(super) fn month_name((year, month): Month) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(year, month, 1);
    first.map_or_else(String::new, |first| first.format("%B %Y").to_string())
}

/// An icon in a square that may rest.
pub(super) fn square<'a>(drawing: Icon, message: Option<Message>, height: f32) -> Element<'a, Message> {
    let ink = if message.is_some() { Ink::Text } else { Ink::Faint };
    let shape = touchable(icon(drawing, measure::ICON, ink))
        .face(Face::Surface)
        .radius(measure::RADIUS_CHIP)
        .width(measure::BUTTON)
        .height(height);
    match message {
        Some(message) => shape.on_key(drawing, move |_| message.clone()).into(),
        None => shape.into(),
    }
}

fn compare<'a>(found: &Found, shown: &Shown<'a>) -> Element<'a, Message> {
    let client = found.client().unwrap_or_default();
    let own = |listed: &&super::Listed| listed.facts.code.eq_ignore_ascii_case(client);
    let sessions = shown.list.unwrap_or_default().iter().filter(own).count();
    let (word, may) = match (client.is_empty(), sessions) {
        (true, _) => ("Compare: choose a client first".to_owned(), false),
        (false, 0 | 1) => ("Compare: there is no other session".to_owned(), false),
        (false, sessions) => (format!("Compare {}", counted(sessions, "session", "sessions")), true),
    };
    surface(word).width(Length::Fill).on_press_maybe(may.then_some(Message::Course)).into()
}

fn export<'a>(found: &Found, shown: &Shown<'a>) -> Element<'a, Message> {
    let list = shown.list.unwrap_or_default();
    let count = found.readable(list).count();
    let word = match count {
        0 | 1 => "Export".to_owned(),
        some if some == list.len() => format!("Export all {some}"),
        some => format!("Export these {some}"),
    };
    let message = (count > 0).then_some(Message::ExportFound);
    surface(word).icon(Icon::Archive).width(Length::Fill).on_press_maybe(message).into()
}
