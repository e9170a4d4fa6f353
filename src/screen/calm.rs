//! The calm face over the therapist's layer: nothing private.

use std::time::Duration;

use iced::Length;
use iced::widget::{column, container};

use super::frame::{Bar, calm_page};
use super::held;
use super::music_now::MusicNow;
use super::{Action, Shown};
use crate::theme::{Icon, Ink, measure};
use crate::widget::Element;
use crate::widget::calm::{CalmFace, calm_face};
use crate::widget::flow::Flow;
use crate::widget::icon::icon;
use crate::widget::touchable::{Face, touchable};

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// In the corner: only the emergency card stands there.
    Bar(Bar),
    /// Back to the therapist's layer.
    Uncover,
}

/// Takes a message in.
pub fn update(message: Message, _shown: &Shown<'_>) -> Action {
    match message {
        Message::Bar(Bar::Emergency) => Action::Emergency(true),
        Message::Bar(
            Bar::Go(_) | Bar::Shade | Bar::Cover | Bar::For(_) | Bar::Turn(_) | Bar::Chaperone | Bar::Away | Bar::Draft,
        ) => Action::None,
        Message::Uncover => Action::Cover(false),
    }
}

/// The view of this moment.
#[must_use]
pub fn view<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let content = column![container(face(shown)).center(Length::Fill), container(eye()).center_x(Length::Fill)];
    calm_page(shown, content.padding(iced::Padding::ZERO.bottom(measure::BELOW_FOOT)), Message::Bar)
}

/// The ring of the music; it stands still while the music waits, and is whole before it begins.
fn face<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    // In a group the therapist's layer stays open over a hold: the calm face is where all see it.
    if let Some(held) = held::face(shown) {
        return held;
    }
    let word = "at ease".to_owned();
    let Some(music) = MusicNow::of(shown).filter(|music| music.begun) else {
        let flow = Flow::at(shown.boot, Duration::ZERO).at_speed(0.0);
        return calm_face(CalmFace { flow, total: Duration::from_secs(1), word });
    };
    let speed = if music.waits { 0.0 } else { 1.0 };
    calm_face(CalmFace { flow: Flow::at(shown.boot, music.at).at_speed(speed), total: music.plan.target, word })
}

/// The way back, at the foot: an eye in a target of 80 px.
fn eye<'a>() -> Element<'a, Message> {
    touchable(icon(Icon::Eye, measure::ICON_BAR, Ink::Dim))
        .face(Face::Plain)
        .width(measure::BUTTON_LARGE)
        .height(measure::BUTTON_LARGE)
        .on_tap("uncover", |_| Message::Uncover)
        .into()
}
