//! The client ends their part of the session: why in one tap, or nothing said. It can be taken back.

use iced::widget::{Space, column, row};
use iced::{Alignment, Length, Padding};

use crate::theme::measure;
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::text::{heading, label};

/// Why clients often stop; the last says nothing.
const WHY: [(&str, &str); 6] = [
    ("Wants to stop", "wants to stop"),
    ("Too strong today", "too strong today"),
    ("Does not feel well", "does not feel well"),
    ("Nothing is felt", "nothing is felt"),
    ("Has to leave", "has to leave"),
    ("No reason given", ""),
];

/// The panel: fills the right column.
pub fn stopping<'a, Message: Clone + 'a>(on: impl Fn(&'static str) -> Message, back: Message) -> Element<'a, Message> {
    let head = row![heading("The client ends here")];
    let foot = quiet("Put away").height(measure::TARGET).on_press(back);
    let why =
        WHY.map(|(word, reason)| surface(word).width(Length::Fill).height(measure::TARGET).on_press(on(reason)).into());
    column![head.height(measure::TARGET).align_y(Alignment::Center)]
        .extend(why)
        .push(label("No more medicine is asked about. The session goes on until you close it."))
        .push(Space::new().height(Length::Fill))
        .push(foot)
        .spacing(measure::GAP)
        .padding(Padding::ZERO.bottom(measure::S))
        .into()
}
