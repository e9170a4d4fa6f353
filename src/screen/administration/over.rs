//! After the medicine: when and how, and the way on.

use iced::widget::{Column, Space, column, row};
use iced::{Alignment, Element, Length, Padding};

use super::{Administration, Layer, Message, who};
use crate::screen::entry::last_of;
use crate::screen::stopping::stopping;
use crate::screen::{Shown, frame};
use crate::session::Phase;
use crate::session::dose::Ending;
use crate::session::event::{Event, EventId};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Moment;
use crate::units::clock_face;
use crate::widget::button::quiet;
use crate::widget::text::{statement, words};

impl Administration {
    /// The hold as a sentence with its times, and what was recorded beside it where that is looked at.
    pub(super) fn over<'a>(&'a self, shown: &Shown<'a>, since: Moment, end: (Moment, Ending)) -> Element<'a, Message> {
        if let Some(ended) = ended(shown) {
            return ended;
        }
        let undo = last_of(shown, |event| matches!(event, Event::HoldEnded { .. }));
        self.beside(shown, sentence(shown, since, end), foot(shown, undo, true))
    }

    /// `lines` with the foot under them, or with what was opened beside them.
    pub(super) fn beside<'a>(
        &'a self,
        shown: &Shown<'a>,
        lines: Column<'a, Message>,
        foot: Element<'a, Message>,
    ) -> Element<'a, Message> {
        let aside = match &self.layer {
            Layer::Entries(entries) => match entries.writing(shown) {
                Some(writing) => return writing.map(Message::Entries),
                None => entries.view(shown).map(Message::Entries),
            },
            Layer::Stopping => stopping(Message::Stop, Message::Close),
            Layer::None | Layer::Figure(_) | Layer::Writing(_) | Layer::Vitals(_) => {
                let lines = lines.padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::L));
                return frame::with_strip(lines, foot);
            }
        };
        frame::columns(shown, lines.width(Length::Fill), aside)
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

/// What can be taken back, looked at or ended here, and the way on.
pub(super) fn foot<'a>(shown: &Shown<'a>, undo: Option<EventId>, ready: bool) -> Element<'a, Message> {
    let takes_part = who(shown).is_some_and(|who| who.takes_part());
    row![]
        .push(undo.map(|id| quiet("Take that back").icon(Icon::ArrowCounterClockwise).on_press(Message::Undo(id))))
        .push(quiet("Entries").on_press(Message::OpenEntries))
        .push(takes_part.then(|| quiet("The client ends here").on_press(Message::OpenStop)))
        .push(Space::new().width(Length::Fill))
        .push(frame::way_on(shown, ready, Message::Enter))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center)
        .into()
}

/// The client has ended their part: said once, and the ways on.
pub(super) fn ended<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let (at, reason) = who(shown)?.stopped.as_ref()?;
    let why = if reason.is_empty() { "No reason was given.".to_owned() } else { format!("Reason: {reason}.") };
    let lines = column![
        statement(format!("Ended at {}.", shown.time_of(*at))),
        words(role::READING, Ink::Dim, why),
        words(role::READING, Ink::Dim, "The time until they may leave counts from the last dose."),
    ];
    let undo = last_of(shown, |event| matches!(event, Event::Stopped { .. }));
    let foot = row![]
        .push(undo.map(|id| quiet("Take that back").icon(Icon::ArrowCounterClockwise).on_press(Message::Undo(id))))
        .push(Space::new().width(Length::Fill))
        .push(quiet(Phase::Closing.label()).on_press(Message::Enter(Phase::Closing)))
        .push(frame::way_on(shown, true, Message::Enter))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center);
    let lines = lines.spacing(measure::M).padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::L));
    Some(frame::with_strip(lines, foot))
}
