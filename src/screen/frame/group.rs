//! Under the bar of a group: whom the page is about, and the round.

use std::time::Duration;

use iced::widget::{column, row};
use iced::{Alignment, Padding};

use super::Bar;
use crate::screen::{Shown, roster};
use crate::session::Phase;
use crate::theme::{Ink, measure, role};
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::text::words;
use crate::widget::touchable::{Face, touchable};

/// The codes, on pages that are about one person; the journey has its roster, and breathing is everyone's.
pub(super) fn strip<'a, Message: 'a>(
    shown: &Shown<'a>,
    on: impl Fn(Bar) -> Message + Clone + 'a,
) -> Option<Element<'a, Message>> {
    (is_about_one(shown.session.phase()) && shown.is_group()).then(|| codes(shown, on))
}

/// The same for what lies over any page and is about one person: the emergency card.
pub fn whom<'a, Message: 'a>(
    shown: &Shown<'a>,
    on: impl Fn(Bar) -> Message + Clone + 'a,
) -> Option<Element<'a, Message>> {
    (!is_about_one(shown.session.phase()) && shown.is_group()).then(|| codes(shown, on))
}

fn is_about_one(phase: Phase) -> bool {
    match phase {
        Phase::Arrival | Phase::Intention | Phase::Return | Phase::Closing => true,
        Phase::Breathing | Phase::Administration | Phase::Journey => false,
    }
}

/// The codes side by side; where there is a round, whose turn it is.
fn codes<'a, Message: 'a>(shown: &Shown<'a>, on: impl Fn(Bar) -> Message + Clone + 'a) -> Element<'a, Message> {
    let to = on.clone();
    row![roster::strip(shown, move |person| to(Bar::For(person)))]
        .push(round(shown, on))
        .spacing(measure::GAP)
        .padding(Padding::ZERO.horizontal(measure::MARGIN).bottom(measure::XXS))
        .into()
}

/// Whose turn it is and for how long; nothing happens at the end of it, the figure turns accent.
fn round<'a, Message: 'a>(shown: &Shown<'a>, on: impl Fn(Bar) -> Message + 'a) -> Option<Element<'a, Message>> {
    let round = shown.session.protocol().practice.round;
    if round.is_zero() || !matches!(shown.session.phase(), Phase::Return | Phase::Closing) {
        return None;
    }
    let (first, ink, second, begins) = match shown.session.speaking() {
        Some((person, since)) => {
            let spoken = shown.now.since(since);
            let ink = if spoken >= round { Ink::Accent } else { Ink::Text };
            (clock_face(spoken), ink, format!("{}, end", shown.code(person)), false)
        }
        None => ("Round".to_owned(), Ink::Text, format!("{} each", minutes(round)), true),
    };
    let lines = column![words(role::BODY_STRONG, ink, first), words(role::LABEL, Ink::Dim, second)];
    let shape = touchable(lines.align_x(Alignment::Center))
        .face(Face::Surface)
        .radius(measure::RADIUS_CHIP)
        .width(measure::NOTE)
        .height(measure::TARGET);
    Some(shape.on_tap(("turn", begins), move |_| on(Bar::Turn(begins))).into())
}

fn minutes(span: Duration) -> String {
    format!("{} min", span.as_secs().div_ceil(60))
}
