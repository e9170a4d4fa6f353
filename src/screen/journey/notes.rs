//! One quiet line under the times: when effects began and were over, the booster, and that the room is needed.

use std::time::Duration;

use iced::widget::{Space, container, row};
use iced::{Alignment, Element, Length};

use super::Message;
use super::dose::booster_words;
use crate::screen::Shown;
use crate::screen::shown::in_minutes;
use crate::session::participant::Participant;
use crate::theme::{Ink, measure, role};
use crate::units::Moment;
use crate::widget::elided::elided;
use crate::widget::text::words;

/// The chip that says that effects began.
const BEGAN: &str = "first_effects";
/// The chip that says that they were over.
const OVER: &str = "back_to_baseline";

/// The line; empty where nothing is to be said.
pub(super) fn notes<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let said = [ended(shown), effects(shown), booster_words(shown)];
    let said = said.into_iter().flatten().collect::<Vec<_>>().join(";  ");
    let needed = needed(shown).map(|words_of| words(role::LABEL_LARGE, Ink::Accent, words_of));
    let line = row![container(elided(role::LABEL_LARGE, Ink::Dim, sentence(&said))).width(Length::Fill)].push(needed);
    if said.is_empty() && !is_near(shown) {
        return Space::new().height(measure::M).into();
    }
    line.spacing(measure::M).align_y(Alignment::Center).height(measure::M).into()
}

fn sentence(said: &str) -> String {
    let mut letters = said.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).collect::<String>() + letters.as_str()
}

fn who<'a>(shown: &Shown<'a>) -> Option<&'a Participant> {
    shown.session.participant(shown.person)
}

fn ended(shown: &Shown<'_>) -> Option<String> {
    let (at, reason) = who(shown)?.stopped.as_ref()?;
    let why = if reason.is_empty() { String::new() } else { format!(", {reason}") };
    Some(format!("ended here at {}{why}", shown.time_of(*at)))
}

/// How long after the first dose effects were noticed, and how long they went on.
fn effects(shown: &Shown<'_>) -> Option<String> {
    let who = who(shown)?;
    let t0 = who.t0()?;
    let seen = |key: &str| who.observations.iter().find(|seen| seen.chip == key).map(|seen| seen.at);
    let after = |at: Moment| in_minutes(at.since(t0));
    match (seen(BEGAN), seen(OVER)) {
        (Some(began), None) => Some(format!("first effects after {}", after(began))),
        (None, Some(over)) => Some(format!("back to baseline after {}", after(over))),
        (Some(began), Some(over)) => {
            let lasted = in_minutes(over.since(began));
            Some(format!("first effects after {}, back to baseline after {}: {lasted}", after(began), after(over)))
        }
        (None, None) => None,
    }
}

/// The booked end is near and cannot be overrun.
pub(super) fn is_near(shown: &Shown<'_>) -> bool {
    let practice = &shown.session.protocol().practice;
    practice.hard_end && booked_end(shown).since(shown.now) <= practice.warn_before
}

/// When the booked time ends.
pub(super) fn booked_end(shown: &Shown<'_>) -> Moment {
    Moment::START.plus(shown.session.protocol().booked)
}

fn needed(shown: &Shown<'_>) -> Option<String> {
    let end = booked_end(shown);
    let over = end.since(shown.now) == Duration::ZERO;
    let verb = if over { "Ended" } else { "Ends" };
    is_near(shown).then(|| format!("{verb} at {}, the room is needed", shown.time_of(end)))
}
