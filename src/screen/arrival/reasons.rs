//! Why one goes on although something is open: a few words to tap, or own ones.

use iced::widget::{Space, column, row};
use iced::{Alignment, Length};

use super::Message;
use crate::screen::Shown;
use crate::theme::{Icon, measure};
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::text::{heading, label};

/// Reasons that are often given.
const OFTEN: [&str; 4] = [
    "The prescriber agreed by phone",
    "It is on paper in the file",
    "Will be done before the tablet",
    "Talked through with the client",
];

/// The panel: fills the right column.
pub(super) fn reasons<'a>(_shown: &Shown<'a>) -> Element<'a, Message> {
    let head = row![
        heading("Go on, because"),
        Space::new().width(Length::Fill),
        quiet("Put away").height(measure::TARGET).on_press(Message::Leave),
    ];
    let often =
        OFTEN.map(|reason| surface(reason).width(Length::Fill).on_press(Message::Reason(reason.to_owned())).into());
    let own = surface("Other words").icon(Icon::PencilSimple).width(Length::Fill).on_press(Message::Write);
    column![head.height(measure::TARGET).align_y(Alignment::Center)]
        .extend(often)
        .push(own)
        .push(label("The reason and what is open go into the record."))
        .spacing(measure::GAP)
        .into()
}
