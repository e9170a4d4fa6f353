//! The sound check with the music as it plays, where none was made before: why it stays soft, and how it may be louder.

use std::time::Duration;

use iced::widget::{Space, column, row};
use iced::{Alignment, Length};

use super::{Journey, Message, Open};
use crate::screen::action::Action;
use crate::screen::shown::Shown;
use crate::session::Command;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Decibels;
use crate::widget::Element;
use crate::widget::button::{filled, quiet, surface};
use crate::widget::text::{heading, label, words};

/// What is tried is heard for so long; then the music is as it was.
const HEARD: Duration = Duration::from_secs(10);

/// What is tried, and since when in boot time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ByEar {
    volume: Decibels,
    since: Duration,
}

/// What can be done in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ByEarMessage {
    /// Open it.
    Open,
    /// Let this volume be heard.
    Try(Decibels),
    /// The client hears this well: it is the cap from now on.
    Keep(Decibels),
}

impl Journey {
    pub(super) fn check_by_ear(&mut self, message: ByEarMessage, shown: &Shown<'_>) -> Action {
        match message {
            ByEarMessage::Open => {
                let volume = shown.session.music().volume;
                self.open = Open::ByEar(ByEar { volume, since: shown.boot });
                Action::None
            }
            ByEarMessage::Try(volume) => {
                self.open = Open::ByEar(ByEar { volume, since: shown.boot });
                Action::Preview(volume)
            }
            ByEarMessage::Keep(volume) => self.ask(Command::KeepSoundCheck(volume)),
        }
    }
}

impl ByEar {
    /// The panel: fills the right column.
    pub(super) fn view<'a>(self, shown: &Shown<'a>) -> Element<'a, Message> {
        let heard = shown.boot.saturating_sub(self.since) < HEARD;
        let volume = if heard { self.volume } else { shown.session.music().volume };
        let step = |by: f32| {
            let other = Decibels((volume.0 + by).min(Decibels::UNITY.0));
            (other != volume).then_some(Message::ByEar(ByEarMessage::Try(other)))
        };
        let head = row![
            heading("Sound check"),
            Space::new().width(Length::Fill),
            quiet("Put away").height(measure::TARGET).on_press(Message::Close),
        ];
        let said = format!(
            "There was no sound check: the music stays at {} or softer. Ask the client, and set it with the music as it \
             plays.",
            Decibels::BEFORE_SOUND_CHECK
        );
        let steps = row![
            surface("Softer").icon(Icon::SpeakerSimpleLow).width(Length::Fill).on_press_maybe(step(-Decibels::STEP)),
            surface("Louder").icon(Icon::SpeakerHigh).width(Length::Fill).on_press_maybe(step(Decibels::STEP)),
        ];
        column![
            head.height(measure::TARGET).align_y(Alignment::Center),
            words(role::READING, Ink::Dim, minus(&said)),
            words(role::FIGURE, Ink::Text, minus(&volume.to_string())),
            steps.spacing(measure::GAP),
            filled("Heard well").width(Length::Fill).on_press(Message::ByEar(ByEarMessage::Keep(volume))),
            label("What is kept is the cap from now on; what is only tried goes back after 10 s."),
        ]
        .spacing(measure::GAP)
        .into()
    }
}

fn minus(words: &str) -> String {
    words.replace('-', "\u{2212}")
}
