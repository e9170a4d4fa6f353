//! After the hold: when and how, and the way on.

use iced::widget::{Space, column, row};
use iced::{Alignment, Element, Padding};

use super::Message;
use super::before::last_of;
use crate::screen::{Shown, frame};
use crate::session::dose::Ending;
use crate::session::event::Event;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Moment;
use crate::units::clock_face;
use crate::widget::button::quiet;
use crate::widget::text::{statement, words};

/// The hold as a sentence with its times.
pub(super) fn over<'a>(shown: &Shown<'a>, since: Moment, at: Moment, ending: Ending) -> Element<'a, Message> {
    let how = match ending {
        Ending::Spat => "spat",
        Ending::SwallowedSome => "swallowed some",
        Ending::SwallowedAll => "swallowed all",
    };
    let lines = column![
        statement(format!("In the mouth at {},", shown.time_of(since))),
        statement(format!("held for {},", clock_face(at.since(since)))),
        statement(format!("{how} at {}.", shown.time_of(at))),
        Space::new().height(measure::S),
        words(role::READING, Ink::Dim, "The music plays. Headphones and eye mask on, then the journey."),
    ];
    let undo = last_of(shown, |event| matches!(event, Event::HoldEnded { .. }));
    let foot = row![]
        .push(undo.map(|id| quiet("Take that back").icon(Icon::ArrowCounterClockwise).on_press(Message::Undo(id))))
        .push(Space::new().width(iced::Length::Fill))
        .push(frame::way_on(shown, true, Message::Enter))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center);
    let lines = lines.padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::L));
    frame::with_strip(lines, foot)
}
