//! Leaving: since the last dose, what is missing, the way out, and the seal.

use iced::Length;
use iced::widget::{Column, Space, column, row};

use super::Message;
use crate::screen::Shown;
use crate::screen::entry::last_of;
use crate::screen::shown::in_minutes;
use crate::session::event::{Event, Person};
use crate::session::gate::Open;
use crate::session::outcome;
use crate::theme::{Ink, measure, role};
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::button::{filled, quiet, surface};
use crate::widget::hold_to::hold_button;
use crate::widget::mark::quiet as quiet_mark;
use crate::widget::text::{heading, label, words};
use crate::widget::touchable::{Face, touchable};
use crate::widget::tracked::tracked;

/// Reasons that are offered; any other is written.
const REASONS: [&str; 4] =
    ["The prescriber agrees", "Someone else takes them home", outcome::HOSPITAL, "Leaves against advice"];
/// So many missing things are named on the button; the checklist shows them all.
const NAMED: usize = 2;

/// The right column above the course of the session.
pub(super) fn leave<'a>(shown: &Shown<'a>, reasons: bool) -> Element<'a, Message> {
    if reasons {
        return column![heading("Leaves with a reason"), Space::new().height(measure::XS), offered()].into();
    }
    let who = shown.session.participant(shown.person);
    let stays = shown.session.stays(shown.person, shown.now);
    let acts: Column<'a, Message> = match (who.and_then(|who| who.last_dose()), stays) {
        (None, _) => column![seal(shown), sealing(shown)],
        (Some(_), None) => released(shown),
        (Some(_), Some(missing)) => open(&missing),
    };
    column![since(shown), Space::new().height(measure::M), acts.spacing(measure::GAP)].into()
}

fn since<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let hero = |span| tracked(role::HERO_CLOSING, Ink::Text, clock_face(span));
    let Some(last) = who.and_then(|who| who.last_dose()) else {
        let declined = who.and_then(|who| who.declined).map(|at| format!("declined at {}", shown.time_of(at)));
        let began = crate::units::Moment::START;
        let second = declined.unwrap_or_else(|| format!("no tablet was taken; began {}", shown.time_of(began)));
        return column![heading("Since the session began"), hero(shown.now.since(began)), heading(second)]
            .spacing(measure::GAP)
            .into();
    };
    let left = shown.session.stay_left(shown.person, shown.now);
    let stay = in_minutes(shown.session.protocol().minimum_stay);
    let stay = stay.trim_end_matches(" 00");
    let met = if left.is_zero() { "met".to_owned() } else { format!("{} left", in_minutes(left)) };
    let second = format!("tablet {}; minimum stay {stay}, {met}", shown.time_of(last));
    column![heading("Since the last dose"), hero(shown.now.since(last)), heading(second)].spacing(measure::GAP).into()
}

/// Not released yet, or what was open since: filled when nothing is, else outlined with what is missing.
fn open<'a>(missing: &[Open]) -> Column<'a, Message> {
    if missing.is_empty() {
        let ready = filled("Ready to leave").large().width(Length::Fill).on_press(Message::Release(None));
        return column![ready];
    }
    let named: Vec<&str> = missing.iter().take(NAMED).map(|open| open.label.as_str()).collect();
    let more = missing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let missing = words(role::ACTION, Ink::Dim, format!("Not ready: {}{more}", named.join(", "))).center();
    let not_yet = touchable(missing).face(Face::Outlined).width(Length::Fill).height(measure::BUTTON_LARGE);
    let reason = quiet("Leave with a reason").height(measure::TARGET).width(Length::Fill);
    column![not_yet.padding(measure::S), reason.on_press(Message::Reasons(true))]
}

fn offered<'a>() -> Element<'a, Message> {
    let [first, second, third, fourth] = REASONS.map(|reason| {
        let release = Message::Release(Some(reason.to_owned()));
        let act = words(role::ACTION, Ink::Text, reason).center();
        let shape = touchable(act).width(Length::Fill).height(measure::BUTTON_START).padding(measure::GAP);
        shape.on_tap("release", move |_| release.clone())
    });
    let other = surface("Other words").width(Length::Fill).on_press(Message::OtherReason);
    let back = quiet("Back").width(Length::Fill).on_press(Message::Reasons(false));
    let pair = |one: Element<'a, Message>, other: Element<'a, Message>| row![one, other].spacing(measure::GAP);
    column![pair(first.into(), second.into()), pair(third.into(), fourth.into()), pair(other.into(), back.into())]
        .spacing(measure::GAP)
        .into()
}

/// May leave: the seal, and a way back.
fn released<'a>(shown: &Shown<'a>) -> Column<'a, Message> {
    let session = shown.session;
    let entry = last_of(shown, |event| matches!(event, Event::Released { .. })).and_then(|id| session.event(id));
    let not_yet = entry.map(|entry| {
        let word = format!("May leave since {}; not yet", shown.time_of(entry.at));
        quiet(word).height(measure::TARGET).width(Length::Fill).on_press(Message::Undo(entry.id))
    });
    column![seal(shown)].push(not_yet).push(sealing(shown))
}

/// What becomes of the record at the end, and what was written and is in no record.
fn sealing<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let rehearsal = "A rehearsal: nothing is recorded";
    let sealed =
        if shown.session.is_rehearsal() { rehearsal } else { "The record is sealed when you close the session" };
    let unkept = (!shown.unkept.is_empty())
        .then(|| quiet_mark(format!("Not kept, gone when you close: {}", shown.unkept.join(", "))));
    let ends = shown.session.outcome(shown.person).filter(|_| shown.session.stays(shown.person, shown.now).is_none());
    let ends = ends.map(|outcome| label(format!("Recorded as: {}", outcome.way.in_short())));
    column![].push(ends).push(label(sealed)).push(unkept).spacing(measure::XS).into()
}

/// Closes for all; in a group it waits for everyone who took something.
fn seal<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let people = shown.session.participants().iter().zip(0..).map(|(who, number)| (who, Person(number)));
    let stays = people.filter(|(_, person)| shown.session.stays(*person, shown.now).is_some());
    let stays: Vec<&str> = stays.map(|(who, _)| who.code.as_str()).collect();
    if shown.is_group() && !stays.is_empty() {
        let waits = words(role::ACTION, Ink::Dim, format!("Still here: {}", stays.join(", "))).center();
        let shape = touchable(waits).face(Face::Outlined).width(Length::Fill).height(measure::BUTTON_LARGE);
        return shape.padding(measure::S).into();
    }
    hold_button("Close and seal", Face::Filled, Length::Fill, |_| Message::Close)
}
