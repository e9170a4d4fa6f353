//! The right column: who comes, how long the music is, and the one filled button.

use iced::widget::{Space, column, row};
use iced::{Alignment, Element, Length};

use super::{LONGEST, Message, SHORTEST, Shown, Start};
use crate::theme::{Ink, measure, role};
use crate::widget::button::filled;
use crate::widget::field::field;
use crate::widget::slider::stepper;
use crate::widget::text::{heading, label, words};
use crate::widget::touchable::Face;

impl Start {
    pub(super) fn client<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let fewer = (self.minutes > SHORTEST).then_some(Message::Minutes(self.minutes.saturating_sub(1)));
        let more = (self.minutes < LONGEST).then_some(Message::Minutes(self.minutes.saturating_add(1)));
        let length = row![
            words(role::FIGURE, Ink::Text, self.minutes.to_string()),
            words(role::HEADING, Ink::Dim, "minutes"),
            Space::new().width(Length::Fill),
            stepper(fewer, more, Face::Surface),
        ];
        let missing = match (self.code.is_empty(), self.protocol.is_none(), self.playlist.is_none()) {
            (_, true, _) => "First choose a protocol that can be used.",
            (_, _, true) => "First choose music that can be played.",
            (true, ..) => "First touch the field and type a code.",
            (false, false, false) => &self.begins(shown),
        };
        let begin = filled("Begin arrival")
            .large()
            .height(measure::BUTTON_START)
            .width(Length::Fill)
            .on_press_maybe(self.begin().map(|_| Message::Begin));
        column![heading("Client"), field(self.code.as_str(), "Code or initials", !self.code.is_empty(), Message::Code),]
            .push(self.course_line(shown))
            .push(Space::new().height(measure::GAP))
            .push(heading("Length of the music"))
            .push(length.spacing(measure::GAP).align_y(Alignment::Center))
            .push(Space::new().height(Length::Fill))
            .push(label(missing.to_owned()))
            .push(begin)
            .spacing(measure::GAP)
            .into()
    }
}
