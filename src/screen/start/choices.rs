//! The left column: what is unfinished, the protocols, the music.

use std::time::Duration;

use iced::widget::{Column, Row, Space, column, container, row};
use iced::{Alignment, Element, Length, Theme};

use super::{Left, Message, Shown, Start};
use crate::config::Listed;
use crate::session::protocol::Protocol;
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::widget::button::{quiet, raised};
use crate::widget::elided::elided;
use crate::widget::fitted::fitted;
use crate::widget::hold_to::hold_button;
use crate::widget::icon::icon;
use crate::widget::scroll::scroll;
use crate::widget::text::{heading, strong, words};
use crate::widget::touchable::{Face, touchable};

/// Protocols beside each other, and how many where there are more than so many.
const PROTOCOLS: (usize, usize, usize) = (2, 3, 6);
/// What can be said of a time that the clocks do not tell, minutes.
const AWAY: [u64; 4] = [5, 15, 30, 60];
/// Playlists beside each other.
const PLAYLISTS: usize = 3;

impl Start {
    pub(super) fn choices<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let mut all = Column::new().spacing(measure::M);
        for (number, left) in shown.unfinished.iter().enumerate() {
            let asking = self.asking == Some(number) && !left.clocks_tell;
            all = all.push(unfinished(number, left, asking));
        }
        let (usual, more, many) = PROTOCOLS;
        let columns = if shown.loaded.protocols.len() > many { more } else { usual };
        let protocols = shown.loaded.protocols.iter().map(|listed| self.protocol_tile(listed));
        let playlists = shown.loaded.playlists.iter().map(|listed| {
            let chosen = self.playlist.as_deref() == Some(listed.name.as_str());
            choice(listed, String::new(), chosen, Message::Playlist)
        });
        all = all.push(column![heading("New session"), grid(columns, protocols)].spacing(measure::GAP));
        let listen = quiet("Listen and plan").on_press_maybe(self.playlist.as_ref().map(|_| Message::Desk));
        let head = row![heading("Music"), Space::new().width(Length::Fill), listen].align_y(Alignment::Center);
        all = all.push(column![head, grid(PLAYLISTS, playlists)].spacing(measure::GAP));
        scroll("choices", all).into()
    }

    fn protocol_tile<'a>(&'a self, listed: &'a Listed<Protocol>) -> Element<'a, Message> {
        let second = listed.what.as_ref().map_or_else(|_| String::new(), booked);
        choice(listed, second, self.protocol.as_deref() == Some(listed.name.as_str()), Message::Protocol)
    }
}

fn booked(protocol: &Protocol) -> String {
    let minutes = protocol.booked.as_secs() / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min booked"),
        (hours, 0) => format!("{hours} h booked"),
        (hours, minutes) => format!("{hours} h {minutes:02} booked"),
    }
}

/// A tile to choose; one that cannot be used is dim and says why.
fn choice<'a, T>(
    listed: &'a Listed<T>,
    second: String,
    chosen: bool,
    on_choose: impl Fn(String) -> Message + 'a,
) -> Element<'a, Message> {
    let reason = listed.what.as_ref().err().map(|problems| problems.first().map_or("", |problem| &*problem.what));
    let high = if second.is_empty() && reason.is_none() { measure::CHIP } else { measure::BUTTON_LARGE };
    // Two lines of a title and what is said below them just find room in the high tile; the low one holds two.
    let titled = 2;
    let mut lines = Column::new().width(Length::Fill);
    lines = match reason {
        Some(reason) => lines.push(elided(role::BODY_STRONG, Ink::Dim, listed.title.as_str())).push(fitted(
            role::LABEL,
            Ink::Dim,
            2,
            reason,
        )),
        None => lines
            .push(fitted(role::BODY_STRONG, Ink::Text, titled, listed.title.as_str()))
            .push((!second.is_empty()).then(|| elided(role::LABEL, Ink::Dim, second))),
    };
    let tick = chosen.then(|| icon(Icon::Check, measure::ICON, Ink::Accent));
    let content = container(row![lines].push(tick).align_y(Alignment::Center)).clip(true);
    let face = match (chosen, reason.is_some()) {
        (true, _) => Face::Selected,
        (false, false) => Face::Surface,
        (false, true) => Face::Plain,
    };
    let shape = touchable(content)
        .face(face)
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(high)
        .padding(iced::Padding::ZERO.horizontal(measure::ICON_SMALL))
        .align_x(Alignment::Start);
    if reason.is_some() {
        shape.into()
    } else {
        shape.on_tap(("choice", listed.name.as_str()), move |_| on_choose(listed.name.clone())).into()
    }
}

fn grid<'a>(columns: usize, tiles: impl Iterator<Item = Element<'a, Message>>) -> Element<'a, Message> {
    let mut rows = Column::new().spacing(measure::GAP);
    let mut tiles: Vec<Element<'a, Message>> = tiles.collect();
    while !tiles.is_empty() {
        let rest = tiles.split_off(columns.min(tiles.len()));
        let missing = columns - tiles.len();
        let row = Row::with_children(tiles).extend((0..missing).map(|_| Space::new().width(Length::Fill).into()));
        rows = rows.push(row.spacing(measure::GAP));
        tiles = rest;
    }
    rows.into()
}

/// A session that was not closed: only when it was, neither code nor words.
fn unfinished<'a>(number: usize, left: &Left, asking: bool) -> Element<'a, Message> {
    let close =
        |word: &'a str| hold_button(word, Face::Raised, Length::Shrink, move |_| Message::CloseAsItStood(number));
    let head = |title: String, said: String| {
        let lines = column![strong(title), words(role::LABEL, Ink::Text, said)].spacing(measure::XXS);
        row![lines.width(Length::Fill)].spacing(measure::GAP).align_y(Alignment::Center)
    };
    let content: Element<'a, Message> = if asking {
        let question = "The clocks do not tell how long it was left. How long, about? If longer, close it.";
        let head = head(format!("Unfinished, {}", left.when), question.to_owned());
        let minutes = AWAY.map(|minutes| {
            let word = if minutes < 60 { format!("{minutes} min") } else { format!("{} h", minutes / 60) };
            let away = Duration::from_secs(minutes * 60);
            raised(word).width(Length::Fill).on_press(Message::ContinueAfter(number, away)).into()
        });
        let answers = Row::with_children(minutes).push(close("Close it")).spacing(measure::GAP);
        column![head.push(quiet("Back").on_press(Message::HowLong(None))), answers].spacing(measure::GAP).into()
    } else {
        let go_on = if left.clocks_tell { Message::Continue(number) } else { Message::HowLong(Some(number)) };
        let head = head("Unfinished".to_owned(), left.when.clone());
        head.push(close("Close as it stood")).push(raised("Continue").on_press(go_on)).into()
    };
    container(content)
        .padding(iced::Padding::from(measure::ICON_SMALL).left(measure::M))
        .style(|theme: &Theme| container::Style {
            background: Some(Palette::of(theme).wash.into()),
            border: iced::border::rounded(measure::RADIUS_CARD),
            ..container::Style::default()
        })
        .into()
}
