//! The page the client takes home: the protocol's words and the days that were agreed; nothing private.

use iced::widget::{Column, Space, column, container, row};
use iced::{Length, Padding};

use super::Message;
use super::appointing::agreed;
use crate::screen::Shown;
use crate::screen::calendar::{appointment_words, today};
use crate::screen::frame;
use crate::session::event::Appointed;
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::icon_button;
use crate::widget::scroll::scroll;
use crate::widget::text::{heading, words};

/// Whether there is anything to take home.
pub(super) fn is_there(shown: &Shown<'_>) -> bool {
    !shown.session.protocol().practice.take_home.trim().is_empty()
}

/// The page, for the client to read on the glass.
pub(super) fn page<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let said = shown.session.protocol().practice.take_home.trim();
    let days = [Appointed::Integration, Appointed::Next].into_iter().filter_map(|what| {
        let when = appointment_words(&agreed(shown, what)?, today(shown)?);
        Some(column![heading(what.label()), words(role::WRITTEN, Ink::Text, when)].spacing(measure::XXS).into())
    });
    let lines = column![words(role::WRITTEN, Ink::Text, said), Column::with_children(days).spacing(measure::M)];
    let lines = scroll("take home", lines.spacing(measure::L).width(Length::Fill));
    let sides = Padding::ZERO.left(measure::FOOT).right(measure::FOOT).top(measure::BAR);
    let back =
        row![Space::new().width(Length::Fill), icon_button(Icon::EyeClosed, Ink::Dim, Message::TakeHome(false)),];
    let page = container(container(lines).center_y(Length::Fill)).padding(sides).width(Length::Fill);
    frame::calm_page(shown, frame::with_strip(page, back.height(measure::STRIP)), Message::Bar)
}
