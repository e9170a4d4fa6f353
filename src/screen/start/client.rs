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
        let missing = match (self.people.codes(), self.protocol.is_none(), self.playlist.is_none()) {
            (_, true, _) => "First choose a protocol that can be used.",
            (_, _, true) => "First choose music that can be played.",
            (Err(missing), ..) => missing,
            (Ok(_), false, false) => &self.begins(shown),
        };
        let begin = filled("Begin arrival")
            .large()
            .height(measure::BUTTON_START)
            .width(Length::Fill)
            .on_press_maybe(self.begin().map(|_| Message::Begin));
        let who = if self.people.is_group() {
            self.people.view()
        } else {
            let code = self.people.code(0);
            let field = field(code, "Code or initials", !code.is_empty(), Message::Code);
            column![heading("Client"), field].spacing(measure::GAP).into()
        };
        let course = self.course_line(shown).unwrap_or_else(|| Space::new().height(measure::GAP).into());
        column![
            who,
            course,
            heading("Length of the music"),
            length.spacing(measure::GAP).align_y(Alignment::Center),
            Space::new().height(Length::Fill),
            label(missing.to_owned()),
            begin,
        ]
        .spacing(measure::GAP)
        .into()
    }
}
