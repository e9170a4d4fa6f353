//! After the hold: when and how, and the way on.

use iced::widget::{Column, Space, column, row};
use iced::{Alignment, Element, Padding};

use super::before::last_of;
use super::{Administration, Layer, Message};
use crate::screen::{Shown, frame};
use crate::session::dose::Ending;
use crate::session::event::Event;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Moment;
use crate::units::clock_face;
use crate::widget::button::quiet;
use crate::widget::text::{statement, words};

impl Administration {
    /// The hold as a sentence with its times, and what was recorded beside it where that is looked at.
    pub(super) fn over<'a>(&'a self, shown: &Shown<'a>, since: Moment, end: (Moment, Ending)) -> Element<'a, Message> {
        let Layer::Entries(entries) = &self.layer else { return over(shown, since, end) };
        if let Some(writing) = entries.writing(shown) {
            return writing.map(Message::Entries);
        }
        let lines = sentence(shown, since, end).width(iced::Length::Fill);
        frame::columns(shown, lines, entries.view(shown).map(Message::Entries))
    }
}

fn sentence<'a>(shown: &Shown<'a>, since: Moment, (at, ending): (Moment, Ending)) -> Column<'a, Message> {
    let how = match ending {
        Ending::Spat => "spat",
        Ending::SwallowedSome => "swallowed some",
        Ending::SwallowedAll => "swallowed all",
    };
    column![
        statement(format!("In the mouth at {},", shown.time_of(since))),
        statement(format!("held for {},", clock_face(at.since(since)))),
        statement(format!("{how} at {}.", shown.time_of(at))),
        Space::new().height(measure::S),
        words(role::READING, Ink::Dim, "The music plays. Headphones and eye mask on, then the journey."),
    ]
}

fn over<'a>(shown: &Shown<'a>, since: Moment, end: (Moment, Ending)) -> Element<'a, Message> {
    let undo = last_of(shown, |event| matches!(event, Event::HoldEnded { .. }));
    let foot = row![]
        .push(undo.map(|id| quiet("Take that back").icon(Icon::ArrowCounterClockwise).on_press(Message::Undo(id))))
        .push(quiet("Entries").on_press(Message::OpenEntries))
        .push(Space::new().width(iced::Length::Fill))
        .push(frame::way_on(shown, true, Message::Enter))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center);
    let lines = sentence(shown, since, end).padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::L));
    frame::with_strip(lines, foot)
}
