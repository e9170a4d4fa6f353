//! The protocol's ratings from 0 to 10, one under the other, as wide as the left column.

use iced::widget::{Column, container, row};
use iced::{Alignment, Length};

use super::Shown;
use crate::theme::measure;
use crate::widget::Element;
use crate::widget::rating::rating;
use crate::widget::text::{body, heading};

/// The scales, `apart` px from each other; `on_rate` is told key and number.
#[must_use]
pub fn scales<'a, Message: Clone + 'a>(
    shown: &Shown<'a>,
    apart: f32,
    on_rate: impl Fn(String, u8) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let rows = shown.session.protocol().ratings.iter().map(|scale| {
        let value = who.and_then(|who| who.rating(&scale.key)).filter(|(at, _)| *at >= shown.session.entered());
        let value = value.map(|(_, value)| value);
        let on_rate = on_rate.clone();
        let numbers = rating(scale.key.as_str(), value, move |value| on_rate(scale.key.clone(), value));
        let name = container(body(scale.label.as_str())).width(Length::Fill);
        let numbers = container(numbers).width(measure::RATING_PITCH * 10.0 + measure::RATING_ENDS);
        row![name, numbers].align_y(Alignment::Center).into()
    });
    let rows = Column::with_children(rows).spacing(apart);
    Column::new().push(heading("Now, from nothing to very much")).push(rows).spacing(measure::XS).into()
}
