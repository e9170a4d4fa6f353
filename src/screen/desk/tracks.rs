//! The list, page by page, with its foot; or why it is empty.

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Element, Length};

use super::aside::capital;
use super::listed::Row;
use super::track_row::track_row;
use super::{Chosen, Desk, Message, Shown};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::button::surface;
use crate::widget::elided::elided;
use crate::widget::mark::{line, slip};
use crate::widget::slider::slider;
use crate::widget::text::{label, strong, words};
use crate::widget::touchable::{Face, touchable};

/// Rows on a page.
const ROWS: usize = 5;
/// From so many pages on one can leaf through them.
const MANY: usize = 6;

impl Desk {
    /// The left column.
    pub(super) fn tracks<'a>(
        &'a self,
        rows: &[Row],
        chosen: Option<Chosen>,
        shown: &Shown<'a>,
    ) -> Element<'a, Message> {
        let page = self.page(rows, shown);
        let some = rows.iter().skip(page * ROWS).take(ROWS).map(|row| {
            let is_chosen = chosen == Some(Chosen::Row { piece: row.piece, track: row.track });
            track_row(*row, is_chosen, shown)
        });
        let list = match (rows.is_empty(), shown.trouble) {
            (true, trouble) => nothing(trouble, shown),
            (false, _) => Column::with_children(some).spacing(measure::XXS).into(),
        };
        let progress = shown.progress.filter(|_| !rows.is_empty()).map(beside);
        let between = progress.or_else(|| trouble(rows, shown)).unwrap_or_else(|| leaf(page, rows.len()));
        let act: Option<Element<'a, Message>> = match shown.progress {
            Some(_) if rows.is_empty() => None,
            Some(_) => Some(surface("Cancel").height(measure::BUTTON_LARGE).on_press(Message::Cancel).into()),
            None => Some(
                surface("Add music")
                    .icon(Icon::Plus)
                    .height(measure::BUTTON_LARGE)
                    .on_press(Message::Browse(None))
                    .into(),
            ),
        };
        let foot = row![pager(page, rows.len(), ROWS, Message::Page), container(between).width(Length::Fill), act,];
        let foot = foot.spacing(measure::S).align_y(Alignment::Center).height(measure::BUTTON_LARGE);
        column![container(list).width(Length::Fill).height(Length::Fill), foot].into()
    }

    /// The page that is shown: the chosen one's while it is followed, else the one turned to, if it is there.
    pub(super) fn page(&self, rows: &[Row], shown: &Shown<'_>) -> usize {
        let chosen = self.chosen.filter(|_| self.follows);
        let chosen = chosen.and_then(|chosen| super::listed::resolved(chosen, rows, shown));
        let place = match chosen {
            Some(Chosen::Row { piece, track }) => rows.iter().position(|row| row.piece == piece && row.track == track),
            Some(Chosen::Stage(_)) | None => None,
        };
        place.map_or(self.page, |place| place / ROWS).min(rows.len().saturating_sub(1) / ROWS)
    }
}

/// Turns pages up and down and says which one it is; nothing where one is enough.
pub(super) fn pager<'a>(
    page: usize,
    count: usize,
    rows: usize,
    on_turn: impl Fn(usize) -> Message,
) -> Element<'a, Message> {
    if count <= rows {
        return Space::new().into();
    }
    let turn = |drawing: Icon, to: Option<usize>| -> Element<'a, Message> {
        let ink = if to.is_some() { Ink::Text } else { Ink::Faint };
        let shape = touchable(crate::widget::icon::icon(drawing, measure::ICON, ink))
            .face(Face::Surface)
            .width(measure::BUTTON)
            .height(measure::BUTTON_LARGE);
        match to.map(&on_turn) {
            Some(message) => shape.on_key(drawing, move |_| message.clone()).into(),
            None => shape.into(),
        }
    };
    let last = (count - 1) / rows;
    let from = page * rows;
    let place = format!("{} to {} of {count}", from + 1, (from + rows).min(count));
    row![
        turn(Icon::CaretUp, page.checked_sub(1)),
        turn(Icon::CaretDown, (page < last).then_some(page + 1)),
        words(role::LABEL, Ink::Dim, place).wrapping(iced::widget::text::Wrapping::None),
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .into()
}

/// What stands where there are no rows: how far the listening has come, or why there is nothing.
fn nothing<'a>(trouble: Option<&'a str>, shown: &Shown<'a>) -> Element<'a, Message> {
    if let Some((done, of, name)) = shown.progress {
        let part = |count: usize| u16::try_from(count.min(1000)).unwrap_or(u16::MAX);
        let bar = row![
            (done > 0).then(|| container(glowing()).width(Length::FillPortion(part(done)))),
            (of > done)
                .then(|| { container(line(measure::DESIGN.0)).width(Length::FillPortion(part(of - done))).clip(true) }),
        ];
        let names = column![strong(listening(done, of)), elided(role::LABEL_LARGE, Ink::Dim, name)];
        return column![
            row![
                container(names.spacing(measure::XXS)).width(Length::Fill),
                surface("Cancel").height(measure::TARGET).on_press(Message::Cancel),
            ]
            .spacing(measure::S)
            .align_y(Alignment::Center),
            bar.align_y(Alignment::Center).height(measure::RING_SMALL),
            label("How loud it is, how long, where it is silent: heard once, remembered from then on."),
        ]
        .spacing(measure::GAP)
        .into();
    }
    let said: Element<'a, Message> = match trouble {
        Some(trouble) => slip(capital(trouble), "Add music here, or go back and choose another list."),
        None => column![
            strong("No music has been listened through"),
            label("Add a folder with music, or go back and choose another list."),
        ]
        .spacing(measure::XXS)
        .into(),
    };
    container(said).padding(iced::Padding::ZERO.top(measure::M)).into()
}

/// The part of a bar that is done.
fn glowing<'a>() -> Element<'a, Message> {
    let fill = |theme: &iced::Theme| container::Style {
        background: Some(crate::theme::Palette::of(theme).accent.into()),
        border: iced::border::rounded(measure::LINE),
        ..container::Style::default()
    };
    container(Space::new()).style(fill).width(Length::Fill).height(measure::RING_SMALL).into()
}

/// How far the listening has come, beside the pages.
fn beside<'a>((done, of, name): (usize, usize, &'a str)) -> Element<'a, Message> {
    column![elided(role::LABEL, Ink::Text, listening(done, of)), elided(role::LABEL, Ink::Dim, name)].into()
}

fn listening(done: usize, of: usize) -> String {
    format!("Listening through {} of {of}", (done + 1).min(of))
}

/// Why there is no plan though there are tracks.
fn trouble<'a>(rows: &[Row], shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    shown.trouble.filter(|_| !rows.is_empty()).map(|trouble| super::track_row::warning(&capital(trouble)))
}

/// Leafs through more pages than anybody taps through.
fn leaf<'a>(page: usize, count: usize) -> Element<'a, Message> {
    let last = count.saturating_sub(1) / ROWS;
    if last < MANY {
        return Space::new().into();
    }
    let turned = move |part: f32| Message::Page((part * last as f32).round() as usize);
    slider(page as f32 / last as f32, turned, turned)
}
