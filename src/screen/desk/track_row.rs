//! One row of the list: when, what, how loud, how long.

use std::time::Duration;

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::listed::{Detail, Row};
use super::{Chosen, Message, Shown};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::clock_face;
use crate::widget::elided::elided;
use crate::widget::icon::icon;
use crate::widget::strip::{Strip, strip};
use crate::widget::text::words;
use crate::widget::touchable::{Face, touchable};

/// The row, 68 px high.
pub(super) fn track_row<'a>(row_of: Row, chosen: bool, shown: &Shown<'a>) -> Element<'a, Message> {
    let Some(detail) = Detail::of(row_of, shown) else { return Space::new().height(measure::DESK_ROW).into() };
    let quiet = detail.fixed || detail.out.is_some();
    let ink = if quiet { Ink::Dim } else { Ink::Text };
    let (face, title) = match (chosen, detail.fixed) {
        (true, _) => (Face::Selected, role::BODY_STRONG),
        (false, false) => (Face::Surface, role::BODY),
        (false, true) => (Face::Plain, role::BODY),
    };
    let start = detail.piece.map(|piece| clock_face(piece.start)).unwrap_or_default();
    let start = words(role::HEADING, if detail.sounds { Ink::Accent } else { Ink::Dim }, start);
    let names = column![elided(title, ink, &detail.title)].push(second(&detail)).spacing(measure::XXS / 2.0);
    let figures = column![words(role::LABEL, ink, detail.length())]
        .push(detail.gain().map(|gain| words(role::LABEL, Ink::Dim, gain)))
        .align_x(Alignment::End)
        .width(measure::DESK_FACTS);
    let pin: Element<'a, Message> = if detail.pinned {
        icon(Icon::Pin, measure::ICON_SMALL, Ink::Text)
    } else {
        Space::new().width(measure::ICON_SMALL).into()
    };
    let content = row![
        container(start).width(measure::DESK_TIME),
        container(names).width(Length::Fill),
        loudness(&detail, quiet),
        figures,
        pin,
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center);
    let chosen = Chosen::Row { piece: row_of.piece, track: row_of.track };
    touchable(content)
        .face(face)
        .radius(measure::RADIUS_CHIP)
        .width(Length::Fill)
        .height(measure::DESK_ROW)
        .padding(Padding::ZERO.left(measure::S).right(measure::GAP))
        .align_x(Alignment::Start)
        .on_tap(("track", chosen), move |_| Message::Choose(chosen))
        .into()
}

/// What is wrong with it, else who made it.
fn second<'a>(detail: &Detail<'_>) -> Option<Element<'a, Message>> {
    let wrong = detail.warnings.first().filter(|wrong| detail.out.is_none() || detail.out.as_ref() == Some(*wrong));
    if let Some(wrong) = wrong {
        return Some(warning(wrong));
    }
    let said = detail.out.as_ref().unwrap_or(&detail.second);
    (!said.is_empty()).then(|| elided(role::LABEL, Ink::Dim, said))
}

/// The diamond with a few words.
pub(super) fn warning<'a>(wrong: &str) -> Element<'a, Message> {
    row![icon(Icon::Diamond, measure::S, Ink::Caution), elided(role::LABEL, Ink::Caution, super::aside::capital(wrong))]
        .spacing(measure::XS)
        .align_y(Alignment::Center)
        .into()
}

fn loudness<'a>(detail: &Detail<'_>, quiet: bool) -> Element<'a, Message> {
    let whole = detail.whole().unwrap_or_default();
    if detail.facts.is_none() && detail.piece.is_none() {
        return Space::new().width(measure::DESK_STRIP.0).into();
    }
    let part = |at: Duration| if whole.is_zero() { 0.0 } else { at.as_secs_f32() / whole.as_secs_f32() };
    let trim = detail.piece.map_or(Duration::ZERO, |piece| piece.trim);
    let long = detail.piece.and_then(|piece| piece.length);
    let planned = if detail.piece.is_some() && detail.facts.is_some() {
        (part(trim), long.map_or(1.0, |long| part(trim + long)))
    } else {
        (0.0, 1.0)
    };
    let heard = match (detail.facts, long) {
        (Some(_), _) => detail.heard.map(|heard| part(trim + heard)),
        (None, Some(long)) => detail.heard.map(|heard| heard.as_secs_f32() / long.as_secs_f32().max(1.0)),
        (None, None) => None,
    };
    let levels = detail.facts.map(|facts| facts.loudness.strip.clone()).unwrap_or_default();
    strip(Strip { levels, planned, heard, quiet }, measure::DESK_STRIP)
}
