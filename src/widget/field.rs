//! Fields: what was typed, with a caret where it goes on.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding, Theme};

use super::Element;
use super::text::words;
use super::touchable::{Face, touchable};
use super::tracked::tracked;
use crate::theme::{Ink, Palette, Role, measure, role};

/// A caret of this height, px; it does not blink.
#[must_use]
pub fn caret<'a, Message: 'a>(height: f32) -> Element<'a, Message> {
    container(Space::new().width(2.5).height(height))
        .style(|theme: &Theme| container::Style {
            background: Some(Palette::of(theme).accent.into()),
            ..container::Style::default()
        })
        .into()
}

/// A field of one line, 80 px high: raised, with the accent rim while it is typed in.
pub fn field<'a, Message: Clone + 'a>(
    content: impl Into<String>,
    placeholder: impl Into<String>,
    focused: bool,
    on_press: Message,
) -> Element<'a, Message> {
    let (content, placeholder) = (content.into(), placeholder.into());
    let act = ("field", placeholder.clone());
    let shown = if content.is_empty() && !focused {
        words(role::BODY, Ink::Dim, placeholder)
    } else {
        words(role::CODE, Ink::Text, content)
    };
    touchable(with_caret(shown.into(), focused, role::CODE))
        .face(if focused { Face::Selected } else { Face::Raised })
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(measure::BUTTON_LARGE)
        .padding(Padding::ZERO.horizontal(measure::ICON))
        .align_x(Alignment::Start)
        .on_tap(act, move |_| on_press.clone())
        .into()
}

/// A field of the keypad, 104 px high: the figure over its word; wash while it is typed in.
pub fn figure_field<'a, Message: Clone + 'a>(
    figure: impl Into<String>,
    label: impl Into<String>,
    focused: bool,
    on_press: Message,
) -> Element<'a, Message> {
    let label = label.into();
    let act = ("field", label.clone());
    let ink = if focused { Ink::Text } else { Ink::Dim };
    let figure =
        container(with_caret(tracked(role::FIELD, Ink::Text, figure), focused, role::FIELD)).height(role::FIELD.line);
    touchable(column![figure, words(role::LABEL, ink, label)].spacing(measure::XS))
        .face(if focused { Face::Active } else { Face::Surface })
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(measure::FOOT + measure::XS)
        .padding(Padding::ZERO.horizontal(measure::RADIUS_BUTTON))
        .align_x(Alignment::Start)
        .on_tap(act, move |_| on_press.clone())
        .into()
}

fn with_caret<'a, Message: 'a>(content: Element<'a, Message>, focused: bool, role: Role) -> Element<'a, Message> {
    let mut line = row![content].spacing(measure::XXS).align_y(Alignment::Center);
    if focused {
        line = line.push(caret(role.size * 0.9));
    }
    line.into()
}
