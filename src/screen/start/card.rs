//! What is missing of the emergency card, in one line: it is read before it is needed.

use iced::Element;
use iced::widget::row;

use super::Message;
use crate::config::settings::Emergency;
use crate::theme::{Ink, measure, role};
use crate::widget::elided::elided;
use crate::widget::mark::quiet;

/// The line of the foot; `None` where nothing is missing.
pub(super) fn missing<'a>(card: &Emergency) -> Option<Element<'a, Message>> {
    let missing = card.missing();
    if missing.is_empty() {
        return None;
    }
    let missing = missing.join(", ");
    let mut letters = missing.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let said = format!("{first}{}.", letters.as_str());
    Some(row![quiet("Emergency card"), elided(role::LABEL, Ink::Dim, said)].spacing(measure::GAP).into())
}
