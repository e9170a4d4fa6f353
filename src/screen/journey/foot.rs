//! The foot of the journey: quiet check, vitals, ratings, note.

use std::time::Duration;

use iced::widget::{container, row};
use iced::{Alignment, Length};

use super::Message;
use crate::screen::Shown;
use crate::screen::shown::in_minutes;
use crate::screen::vitals_tile::vitals_tile;
use crate::theme::{Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::surface;
use crate::widget::quiet_check::quiet_check;
use crate::widget::text::words;
use crate::widget::touchable::{Face, touchable};

/// Width of a small tile.
const SMALL: f32 = measure::TARGET + measure::M;
/// The ring of the quiet check moves in so many steps: as fine as its pixels, and it need not be painted every second.
const RING_STEPS: f32 = 120.0;

/// The tiles of the foot; `keypad` and `ratings` say which of them is open.
pub(super) fn foot<'a>(shown: &Shown<'a>, keypad: bool, ratings: bool) -> Element<'a, Message> {
    let (part, second) = check(shown);
    let small = |button: crate::widget::button::Button<'a, Message>| button.width(SMALL).height(measure::FOOT);
    row![
        container(quiet_check(part, "Quiet check", second, Message::Check)).width(measure::QUIET_CHECK),
        container(vitals_tile(shown, keypad, Message::OpenVitals)).width(Length::Fill),
        small(surface("Rate").active(ratings).on_press(Message::OpenRatings)),
        small(surface("Note").on_press(Message::OpenNote)),
        spoke(),
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .height(measure::FOOT)
    .into()
}

/// The client spoke: the touch-down is the moment, the words come after it.
fn spoke<'a>() -> Element<'a, Message> {
    let word = words(role::ACTION, Ink::Text, "Client\nspoke").center();
    let shape = touchable(word).face(Face::Surface).width(SMALL).height(measure::FOOT);
    shape.on_tap("spoke", Message::Spoke).into()
}

/// How much of the interval has passed, and what is said of it.
fn check(shown: &Shown<'_>) -> (f32, String) {
    let every = shown.session.protocol().quiet_check_every.max(Duration::from_secs(1));
    let Some(due) = shown.session.check_due(shown.person) else { return (0.0, "any time".to_owned()) };
    let left = due.since(shown.now);
    if !left.is_zero() {
        let part = (RING_STEPS * (1.0 - left.as_secs_f32() / every.as_secs_f32())).floor() / RING_STEPS;
        return (part, format!("in {}", in_minutes(left + Duration::from_secs(59))));
    }
    let late = shown.now.since(due);
    let second =
        if late < Duration::from_secs(60) { "due now".to_owned() } else { format!("{} late", in_minutes(late)) };
    (1.0, second)
}
