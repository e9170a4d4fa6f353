//! How many tablets there are: a number is one tap, a half is one more.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::Message;
use crate::theme::{Ink, measure, role};
use crate::units::Tablets;
use crate::widget::Element;
use crate::widget::button::filled;
use crate::widget::chip::{Chip, chip_grid};
use crate::widget::slider::stepper;
use crate::widget::touchable::Face;
use crate::widget::tracked::tracked;
use crate::widget::typing::pad_typing;

/// Whole numbers on offer; more are reached by halves.
const WHOLE: u8 = 11;
/// Numbers in a row.
const ABREAST: usize = 4;

/// The number that is set, and how it is set.
pub(super) fn count<'a>(tablets: Tablets) -> Element<'a, Message> {
    let halves = tablets.halves;
    let fewer = halves.checked_sub(1).map(Message::Halves);
    let more = halves.checked_add(1).map(Message::Halves);
    let figure = container(tracked(role::FIELD, Ink::Text, tablets.to_string())).width(Length::Fill);
    let chips = (0..=WHOLE).map(|whole| Chip::new(whole, whole.to_string()));
    let panel = column![
        row![figure, stepper(fewer, more, Face::Surface)].spacing(measure::GAP).align_y(Alignment::Center),
        chip_grid(ABREAST, chips, |whole, _| Message::Halves(whole.saturating_mul(2))),
        filled("Keep").width(Length::Fill).on_press(Message::Keep),
    ]
    .spacing(measure::GAP);
    pad_typing(panel, Message::Key)
}
