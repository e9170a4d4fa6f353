//! What is proposed from last time: volume, ceiling, and what to see before: the baseline and what was unwelcome.

use iced::Padding;
use iced::widget::column;

use super::Message;
use crate::screen::{Action, Shown};
use crate::session::Command;
use crate::session::protocol::Ceiling;
use crate::theme::{Ink, measure, role};
use crate::units::Decibels;
use crate::widget::Element;
use crate::widget::button::quiet;
use crate::widget::text::{label, words};

/// The volume of last time, while the sound check plays at another.
pub(super) fn volume(shown: &Shown<'_>) -> Option<Decibels> {
    let music = shown.session.music();
    let last = shown.remembered.filter(|_| music.sound_check)?.volume?;
    ((last.0 - music.volume.0).abs() >= Decibels::STEP / 2.0).then_some(last)
}

/// That volume, one tap away; a speaker in the room takes its place on the glass.
pub(super) fn as_loud<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let last = volume(shown).filter(|_| shown.room.is_none())?;
    // The unit stands beside it.
    let word = format!("Last\u{a0}time\u{a0}{:+.0}", last.0).replace('-', "\u{2212}");
    Some(quiet(word).height(measure::TARGET).on_press(Message::Volume(last)).into())
}

/// The client's own ceiling of last time, until one is set today.
fn ceiling(shown: &Shown<'_>) -> Option<Ceiling> {
    let unset = shown.session.participant(shown.person).is_some_and(|who| who.ceiling.is_none());
    shown.remembered.filter(|_| unset)?.ceiling.clone()
}

/// That ceiling, one tap away; with it goes who set it.
pub(super) fn same_ceiling<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let Ceiling { systolic, diastolic, .. } = ceiling(shown)?;
    let word = format!("Last time {}/{}", systolic.0, diastolic.0);
    Some(quiet(word).height(measure::TARGET).on_press(Message::SameCeiling).into())
}

/// The ceiling of last time is set.
pub(super) fn set_ceiling(shown: &Shown<'_>) -> Action {
    ceiling(shown).map_or(Action::None, |ceiling| Action::Ask(Command::SetCeiling(shown.person, ceiling)))
}

/// "Vital signs, last time 124/78", before anything is measured.
pub(super) fn baseline(shown: &Shown<'_>) -> Option<String> {
    let (upper, lower) = shown.remembered?.baseline?.pressure?;
    Some(format!("Vital signs, last time {}/{}", upper.0, lower.0))
}

/// What was unwelcome last time, above what is made ready in the room.
pub(super) fn unwelcome<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let unwelcome = &shown.remembered?.unwelcome;
    let said = || label(unwelcome.join(" · "));
    let lines = || column![words(role::BODY, Ink::Text, "Unwelcome last time"), said()];
    (!unwelcome.is_empty()).then(|| lines().padding(Padding::ZERO.top(measure::XS)).into())
}
