//! How long was the app away? Asked where a clock told it that was set since; the therapist answers when there is time.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::frame::{Bar, Frame};
use super::{Action, Shown};
use crate::clock::AwayDoubt;
use crate::session::Command;
use crate::theme::{Ink, measure, role};
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::button::{filled, outlined, quiet as quiet_button};
use crate::widget::mark::quiet;
use crate::widget::text::{label, words};
use crate::widget::touchable::{Face, touchable};

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// It was as the clock tells now.
    AsProposed,
    /// It was as was counted.
    AsCounted,
    /// Put it away; it is counted on as before.
    Later,
    /// In the bar.
    Bar(Bar),
}

/// Takes a message in.
#[must_use]
pub fn update(message: Message, shown: &Shown<'_>) -> Action {
    match (message, shown.away) {
        (Message::AsProposed, Some(doubt)) => Action::Ask(Command::CorrectAway(doubt.of, doubt.proposed)),
        (Message::AsCounted, Some(doubt)) => Action::Ask(Command::CorrectAway(doubt.of, doubt.counted)),
        (Message::Bar(Bar::Go(_) | Bar::Away) | Message::Later, _) => Action::Away(false),
        (Message::Bar(bar), _) => Frame::default().act(bar, shown),
        (Message::AsProposed | Message::AsCounted, None) => Action::Away(false),
    }
}

/// The quiet mark in the bar; a tap opens the question.
pub(super) fn mark<'a, Message: Clone + 'a>(doubt: AwayDoubt, on_press: Message) -> Element<'a, Message> {
    let said = format!("Away {} or {}?", clock_face(doubt.counted), clock_face(doubt.proposed));
    touchable(quiet(said))
        .face(Face::Plain)
        .height(measure::TARGET)
        .padding(Padding::ZERO.horizontal(measure::GAP))
        .on_tap("away", move |_| on_press.clone())
        .into()
}

/// The question, with both answers.
#[must_use]
pub fn view<'a>(doubt: AwayDoubt, shown: &Shown<'a>) -> Element<'a, Message> {
    let (counted, proposed) = (clock_face(doubt.counted), clock_face(doubt.proposed));
    let back = shown.session.log().iter().find(|entry| entry.id == doubt.of).map(|entry| shown.time_of(entry.at));
    let back = back.map(|at| format!(" at {at}")).unwrap_or_default();
    let said = format!(
        "When the app came back{back}, the clock told {counted}. The clock was set since; by it, it was {proposed}. \
         Until you answer, every timer counts {counted}."
    );
    let answer = |button: crate::widget::button::Button<'a, Message>, message| {
        button.large().height(measure::BUTTON_START).width(Length::Fill).on_press(message)
    };
    let answers = row![
        answer(filled(format!("{proposed}, by the clock now")), Message::AsProposed),
        answer(outlined(format!("{counted}, as counted")), Message::AsCounted),
    ];
    let head = row![
        words(role::TITLE, Ink::Text, "How long was the app away?"),
        Space::new().width(Length::Fill),
        quiet_button("Later").height(measure::TARGET).on_press(Message::Later),
    ];
    let content = container(column![
        head.align_y(Alignment::Center).height(measure::BAR),
        Space::new().height(measure::M),
        label(said),
        Space::new().height(measure::L),
        answers.spacing(measure::GAP),
    ])
    .padding(Padding::ZERO.horizontal(measure::XL).top(measure::BELOW_BAR));
    Frame::default().page(shown, content, Message::Bar)
}
