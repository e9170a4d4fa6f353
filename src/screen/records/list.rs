//! The list, page by page, under the names of the months.

use iced::widget::text::Wrapping;
use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::found::{Found, Month};
use super::{Listed, Message, Shown, filter};
use crate::screen::shown::in_minutes;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::counted;
use crate::widget::Element;
use crate::widget::elided::elided;
use crate::widget::icon::icon;
use crate::widget::slider::slider;
use crate::widget::text::{label, strong, words};
use crate::widget::touchable::{Face, touchable};

/// From so many pages on one can leaf through them.
const MANY: usize = 4;

/// The list with what is looked for beside it.
pub(super) fn list<'a>(found: &'a Found, shown: &Shown<'a>) -> Element<'a, Message> {
    let to_read: Element<'a, Message> = match shown.list {
        None => reading(shown.progress),
        Some([]) => nothing("There are no records yet", "Every session makes one by itself."),
        Some(_) if found.len() == 0 => nothing("No record is like that", "Look for another client, month or kind."),
        Some(list) => rows(found, list),
    };
    let (page, pages) = found.page();
    let to_read = column![container(to_read).width(Length::Fill).height(Length::Fill), pager(page, pages)];
    columns(shown, to_read, filter::filter(found, shown))
}

/// Two columns under the bar: to read, and 400 px on the side of the thumb.
pub(super) fn columns<'a>(
    shown: &Shown<'a>,
    to_read: impl Into<Element<'a, Message>>,
    to_touch: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let to_read = container(to_read).width(Length::Fill).height(Length::Fill);
    let to_touch = container(to_touch).width(measure::RIGHT).height(Length::Fill);
    let both = match shown.thumb {
        crate::config::settings::Side::Right => row![to_read, to_touch],
        crate::config::settings::Side::Left => row![to_touch, to_read],
    };
    both.spacing(measure::GUTTER).into()
}

fn rows<'a>(found: &'a Found, list: &'a [Listed]) -> Element<'a, Message> {
    let mut all = Column::new().spacing(measure::XXS);
    let mut month: Option<Option<Month>> = None;
    for listed in found.on_page(list) {
        if month != Some(listed.month()) {
            month = Some(listed.month());
            let name = listed.day().map_or("No date".to_owned(), |day| day.format("%B %Y").to_string());
            let line = container(words(role::HEADING, Ink::Dim, name)).height(measure::ICON).align_y(Alignment::Center);
            all = all.push(line);
        }
        all = all.push(record(listed));
    }
    all.into()
}

/// A record: day and time, whose, how it went, what stands for it.
fn record<'a>(listed: &'a Listed) -> Element<'a, Message> {
    let facts = &listed.facts;
    let day = listed.day().map_or_else(String::new, |day| day.format("%a %-d").to_string());
    let time = facts.began.map_or_else(String::new, |began| began.format("%-H:%M").to_string());
    let code = if listed.away { "sealed away" } else { &facts.code };
    let length = facts.length().filter(|_| !listed.away).map(in_minutes).unwrap_or_default();
    let course =
        facts.course.map(|(number, of)| of.map_or(format!("no. {number}, "), |of| format!("{number} of {of}, ")));
    let length = format!("{}{length}", course.unwrap_or_default());
    let one = |role, ink, text: String| words(role, ink, text).wrapping(Wrapping::None);
    let content = row![
        column![one(role::BODY, Ink::Text, day), one(role::LABEL, Ink::Dim, time)]
            .width(measure::DESK_TIME + measure::GAP),
        container(column![elided(role::BODY_STRONG, Ink::Text, code), one(role::LABEL, Ink::Dim, length)])
            .width(measure::TITLE)
            .clip(true),
        container(column![
            elided(role::BODY, Ink::Text, &facts.protocol),
            elided(role::LABEL, Ink::Dim, ended(listed))
        ])
        .width(Length::Fill)
        .clip(true),
        marks(listed),
    ];
    touchable(content.spacing(measure::GAP).align_y(Alignment::Center))
        .face(Face::Surface)
        .radius(measure::RADIUS_CHIP)
        .width(Length::Fill)
        .height(measure::DESK_ROW)
        .padding(Padding::ZERO.horizontal(measure::ICON_SMALL))
        .align_x(Alignment::Start)
        .on_tap(("record", listed.id.as_str()), move |_| Message::Look(listed.id.clone()))
        .into()
}

/// How a session ended, in a word or two.
pub(super) fn ended(listed: &Listed) -> &'static str {
    match (listed.facts.closed, listed.open) {
        _ if listed.away => "only the clinic's keys open it",
        (Some(ended), _) => ended.in_short(),
        (None, true) => "not closed yet",
        (None, false) => "never closed",
    }
}

/// The closing code, and what is to be known of the record.
fn marks<'a>(listed: &'a Listed) -> Element<'a, Message> {
    let mark = |drawing: Icon, ink: Ink, word: &'static str| -> Element<'a, Message> {
        row![icon(drawing, measure::ICON_SMALL, ink), words(role::LABEL, Ink::Dim, word)]
            .spacing(measure::XXS)
            .align_y(Alignment::Center)
            .into()
    };
    let code = facts_code(listed).map(|code| words(role::BODY, Ink::Dim, code).wrapping(Wrapping::None));
    let mut marks = iced::widget::Row::new().spacing(measure::GAP);
    let has_mark = listed.damaged || listed.open || listed.amended || listed.away;
    if listed.damaged {
        marks = marks.push(mark(Icon::Diamond, Ink::Caution, "damaged"));
    }
    if listed.open {
        marks = marks.push(mark(Icon::DashedRing, Ink::Caution, "open"));
    }
    if listed.amended {
        marks = marks.push(mark(Icon::PencilSimple, Ink::Dim, "amended"));
    }
    if listed.away {
        marks = marks.push(mark(Icon::Lock, Ink::Dim, "away"));
    }
    column![code].push(has_mark.then_some(marks)).align_x(Alignment::End).into()
}

fn facts_code(listed: &Listed) -> Option<&str> {
    listed.facts.closing_code.as_deref()
}

/// What stands where there are no rows.
fn nothing<'a>(what: &'a str, second: &'a str) -> Element<'a, Message> {
    container(column![strong(what), label(second)].spacing(measure::XXS)).padding(Padding::ZERO.top(measure::M)).into()
}

/// How far the reading has come.
fn reading<'a>(progress: Option<(usize, usize)>) -> Element<'a, Message> {
    let said = match progress {
        Some((done, of)) => format!("{done} of {}", counted(of, "folder", "folders")),
        None => String::new(),
    };
    let part = progress.map_or(0.0, |(done, of)| done as f32 / (of as f32).max(1.0));
    let lines = column![strong("Reading the records"), words(role::LABEL, Ink::Dim, said), bar(part)];
    container(lines.spacing(measure::XS)).padding(Padding::ZERO.top(measure::M)).into()
}

/// A bar of which a part is done.
pub(super) fn bar<'a>(part: f32) -> Element<'a, Message> {
    let of = |part: f32| (part.clamp(0.0, 1.0) * 1000.0) as u16;
    let filled = |ink: Ink| {
        container(Space::new()).width(Length::Fill).height(measure::RING_SMALL).style(move |theme: &iced::Theme| {
            container::Style {
                background: Some(ink.on(crate::theme::Palette::of(theme)).into()),
                border: iced::border::rounded(measure::LINE),
                ..container::Style::default()
            }
        })
    };
    let (done, open) = (of(part), of(1.0 - part));
    row![]
        .push((done > 0).then(|| container(filled(Ink::Accent)).width(Length::FillPortion(done))))
        .push((open > 0).then(|| container(filled(Ink::Faint)).width(Length::FillPortion(open))))
        .into()
}

/// Turns pages up and down, says which one it is, and leafs through many; nothing where one is enough.
pub(super) fn pager<'a>(page: usize, pages: usize) -> Element<'a, Message> {
    pager_of(page, pages, Message::Page)
}

/// The same for other pages.
pub(super) fn pager_of<'a>(
    page: usize,
    pages: usize,
    on_turn: impl Fn(usize) -> Message + Copy + 'a,
) -> Element<'a, Message> {
    if pages < 2 {
        return Space::new().into();
    }
    let turn = |drawing: Icon, to: Option<usize>| -> Element<'a, Message> {
        let ink = if to.is_some() { Ink::Text } else { Ink::Faint };
        let shape = touchable(icon(drawing, measure::ICON, ink))
            .face(Face::Surface)
            .width(measure::BUTTON)
            .height(measure::BUTTON);
        match to {
            Some(to) => shape.on_key(drawing, move |_| on_turn(to)).into(),
            None => shape.into(),
        }
    };
    let last = pages - 1;
    let place = format!("page {} of {pages}", page + 1);
    let leaf: Element<'a, Message> = if pages >= MANY {
        let to = move |part: f32| on_turn((part * last as f32).round() as usize);
        slider(page as f32 / last as f32, to, to)
    } else {
        Space::new().width(Length::Fill).into()
    };
    row![
        turn(Icon::CaretUp, page.checked_sub(1)),
        turn(Icon::CaretDown, (page < last).then_some(page + 1)),
        words(role::LABEL, Ink::Dim, place).wrapping(Wrapping::None),
        leaf,
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .height(measure::BUTTON)
    .into()
}
