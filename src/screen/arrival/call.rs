//! The prescriber is called: whom, about what, and what came of it.

use iced::widget::{Column, Space, column, row};
use iced::{Alignment, Length};

use super::Message;
use crate::config::settings::Emergency;
use crate::screen::Shown;
use crate::session::answer::Answer;
use crate::session::event::CallOutcome;
use crate::session::gate::VITALS_ITEM;
use crate::theme::{Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::text::{body, heading, label, words};

/// What is worth a call: a pressure or a heart rate at the ceiling, and what has changed since the intake.
pub(super) fn about(shown: &Shown<'_>) -> Vec<String> {
    let Some(who) = shown.session.participant(shown.person) else { return Vec::new() };
    let measured = who.vitals.iter().any(|entry| entry.what.pressure.is_some());
    let worth = |item: &str| match who.answers.get(item) {
        Some(Answer::Chosen(_)) => true,
        Some(Answer::Dated { .. } | Answer::Count(_) | Answer::Words(_)) | None => item == VITALS_ITEM && measured,
    };
    let items = &shown.session.protocol().gate;
    let said = |key: &str, label: String| match (who.answers.get(key), items.iter().find(|item| item.key == key)) {
        (Some(answer), Some(item)) => item.ask.in_words(answer),
        (Some(_) | None, Some(_) | None) => label,
    };
    let open = shown.session.gate_open(shown.person).into_iter().filter(|open| worth(&open.item));
    open.map(|open| said(&open.item, open.label)).collect()
}

/// The panel: fills the right column.
pub(super) fn call<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let head = row![
        heading("Call the prescriber"),
        Space::new().width(Length::Fill),
        quiet("Put away").height(measure::TARGET).on_press(Message::Leave),
    ];
    let about = about(shown).into_iter().map(|line| body(line).into());
    let outcomes = CallOutcome::ALL
        .map(|outcome| surface(outcome.label()).width(Length::Fill).on_press(Message::Called(outcome)).into());
    let last = last(shown).map(label);
    column![
        head.height(measure::TARGET).align_y(Alignment::Center),
        number(shown.emergency),
        Column::with_children(about).spacing(measure::XXS),
        Space::new().height(measure::XS),
        Column::with_children(outcomes).spacing(measure::GAP),
        surface("This client’s ceiling").ink(Ink::Dim).width(Length::Fill).on_press(Message::Ceiling),
    ]
    .push(last)
    .spacing(measure::GAP)
    .into()
}

/// Whom to call, to be dialled on a telephone: so nothing to press.
fn number(card: &Emergency) -> Element<'_, Message> {
    match card.prescriber() {
        Some(number) => column![words(role::FIELD, Ink::Text, number.number.as_str()), label(number.who.as_str())]
            .spacing(measure::XXS)
            .into(),
        None => label("No prescriber’s number is in the settings; it stands under [emergency].").into(),
    }
}

/// The last call and what came of it: Not reached, 10:07.
pub(super) fn last(shown: &Shown<'_>) -> Option<String> {
    let call = shown.session.participant(shown.person)?.calls.last()?;
    Some(format!("{}, {}", call.what.label(), shown.time_of(call.at)))
}
