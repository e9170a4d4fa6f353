//! The top bar: rail, mark, clock, eye, cross.

use iced::widget::{Space, row};
use iced::{Alignment, Length, Padding};

use super::Element;
use super::button::icon_button;
use super::text::words;
use crate::theme::{Icon, Ink, measure, role};

/// What stands in the bar.
pub struct TopBar<'a, Message> {
    /// The phase rail, or a title.
    pub rail: Element<'a, Message>,
    /// Saved, or a quiet mark.
    pub mark: Element<'a, Message>,
    /// The wall clock, hours and minutes.
    pub clock: String,
    /// The calm face, where there is one.
    pub on_eye: Option<Message>,
    /// The emergency card: one tap from every screen.
    pub on_cross: Option<Message>,
}

/// The bar, 80 px high; it brings its own margins.
pub fn top_bar<'a, Message: Clone + 'a>(bar: TopBar<'a, Message>) -> Element<'a, Message> {
    let mut line = row![
        bar.rail,
        Space::new().width(Length::Fill),
        bar.mark,
        Space::new().width(measure::M),
        words(role::PRESSURE, Ink::Text, bar.clock),
        Space::new().width(measure::GAP),
    ];
    line = line.push(bar.on_eye.map(|message| icon_button(Icon::EyeClosed, Ink::Dim, message)));
    line = line.push(bar.on_cross.map(|message| icon_button(Icon::FirstAid, Ink::Text, message)));
    line.align_y(Alignment::Center)
        .width(Length::Fill)
        .height(measure::BAR)
        .padding(Padding::ZERO.left(measure::MARGIN - measure::GAP + 1.5).right(measure::S - 1.0))
        .into()
}
