//! Lines to read aloud while somebody needs ground under their feet: large, calm, in place of the arc.

use iced::widget::{Column, column, container};
use iced::{Element, Length};

use super::Message;
use crate::screen::Shown;
use crate::theme::{Ink, measure, role};
use crate::widget::text::{heading, words};

/// So many lines find room in the larger type.
const FEW: usize = 3;

/// The lines, `height` px high; `None` while nothing grounds, or where the protocol has none.
pub(super) fn lines<'a>(shown: &Shown<'a>, height: f32) -> Option<Element<'a, Message>> {
    let said = &shown.session.protocol().practice.grounding;
    let _ = shown.session.music().grounding.filter(|_| !said.is_empty())?;
    let role = if said.len() <= FEW { role::WRITTEN } else { role::WRITTEN_SMALL };
    let lines = said.iter().map(|line| words(role, Ink::Text, line.as_str()).into());
    let lines = column![heading("Say slowly, with the breath: in for 4, out for 6"), Column::with_children(lines),];
    Some(container(lines.spacing(measure::XXS)).width(Length::Fill).height(height).clip(true).into())
}
