//! The speaker in the room: on or off, how loud, how late; set by ear with a soft tick from both outputs.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Theme};

use super::action::RoomAsk;
use super::{Action, Shown};
use crate::config::settings::RoomSettings;
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::units::Decibels;
use crate::widget::Element;
use crate::widget::button::{quiet, raised};
use crate::widget::mark::slip;
use crate::widget::slider::{slider, stepper};
use crate::widget::text::{heading, label, strong, words};
use crate::widget::touchable::Face;

/// The smaller and the larger step of the delay, milliseconds.
const STEPS: [i32; 2] = [5, 25];

/// The panel, as high as its words, for the column of the thumb.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoomPanel {
    room: RoomSettings,
    click: bool,
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Message {
    /// It sounds, or no longer.
    On(bool),
    /// The slider moves, from 0 to 1.
    Drag(f32),
    /// The slider was let go.
    Volume(f32),
    /// Later by so many milliseconds, or earlier.
    Later(i32),
    /// Ticks from both outputs, or no longer.
    Click(bool),
    /// Put the panel away.
    Done,
}

impl RoomPanel {
    /// The panel as it opens.
    #[must_use]
    pub fn new(room: RoomSettings) -> Self {
        Self { room: room.within_limits(), click: false }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        match message {
            Message::On(on) => self.keep(RoomSettings { on, ..self.room }),
            Message::Drag(part) => {
                self.room.volume = level(part);
                Action::Room(RoomAsk::Try(self.room))
            }
            Message::Volume(part) => self.keep(RoomSettings { volume: level(part), ..self.room }),
            Message::Later(by) => self.keep(RoomSettings { delay: self.room.delay.saturating_add(by), ..self.room }),
            Message::Click(click) => {
                self.click = click && may_click(shown);
                Action::Room(RoomAsk::Click(self.click))
            }
            Message::Done => {
                self.click = false;
                Action::Room(RoomAsk::Click(false))
            }
        }
    }

    fn keep(&mut self, room: RoomSettings) -> Action {
        self.room = room.within_limits();
        Action::Room(RoomAsk::Set(self.room))
    }

    /// The view of this moment; `lost`: the speaker is not there.
    #[must_use]
    pub fn view<'a>(&self, shown: &Shown<'a>, lost: bool) -> Element<'a, Message> {
        let room = self.room;
        let said = if room.on { format!("{}", room.volume).replace('-', "\u{2212}") } else { "off".to_owned() };
        let head = row![strong("Room"), Space::new().width(Length::Fill), words(role::HEADING, Ink::Dim, said)];
        let word = if room.on { "Sounds in the room" } else { "Silent in the room" };
        let on = raised(word)
            .icon(Icon::SpeakerHigh)
            .active(room.on)
            .width(Length::Fill)
            .height(measure::TARGET)
            .on_press(Message::On(!room.on));
        let clicks = self.click && may_click(shown);
        let click = raised(if clicks { "Ticks from both" } else { "Tick to set it by ear" })
            .active(clicks)
            .width(Length::Fill)
            .height(measure::TARGET)
            .on_press_maybe((room.on && may_click(shown)).then_some(Message::Click(!clicks)));
        let hint = if may_click(shown) {
            "A soft tick comes from both each second. Right is where they are one."
        } else {
            "Ticks are for before the music."
        };
        let part = (room.volume.0 - RoomSettings::VOLUMES.0) / (RoomSettings::VOLUMES.1 - RoomSettings::VOLUMES.0);
        let mut card_lines = column![head, on].spacing(measure::S);
        if lost {
            card_lines = card_lines.push(slip("No speaker in the room", "The headphones go on; we keep trying."));
        }
        card_lines = card_lines.push(slider(part, Message::Drag, Message::Volume));
        let all =
            column![tile(card_lines), tile(self.delay()), click, label(hint), quiet("Done").on_press(Message::Done)];
        all.spacing(measure::GAP).into()
    }

    /// The delay, and its two steppers.
    fn delay<'a>(&self) -> iced::widget::Column<'a, Message> {
        let delay = self.room.delay;
        let figure = match delay {
            0 => "with the headphones".to_owned(),
            1.. => format!("{delay} ms after"),
            _ => format!("{} ms before", -delay),
        };
        let head = row![strong("Delay"), Space::new().width(Length::Fill), words(role::HEADING, Ink::Dim, figure)];
        let line = |by: i32| {
            let earlier = (delay > RoomSettings::DELAYS.0).then_some(Message::Later(-by));
            let later = (delay < RoomSettings::DELAYS.1).then_some(Message::Later(by));
            row![heading(format!("by {by} ms")).width(Length::Fill), stepper(earlier, later, Face::Raised)]
                .align_y(Alignment::Center)
        };
        let [small, large] = STEPS;
        column![head, line(small), line(large)].spacing(measure::GAP)
    }
}

/// Ticks are for before the music.
fn may_click(shown: &Shown<'_>) -> bool {
    shown.session.music().anchor.is_none()
}

fn level(part: f32) -> Decibels {
    let (least, most) = RoomSettings::VOLUMES;
    Decibels((least + part.clamp(0.0, 1.0) * (most - least)).round())
}

fn tile<'a>(content: iced::widget::Column<'a, Message>) -> Element<'a, Message> {
    container(content).padding(measure::ICON_SMALL).width(Length::Fill).style(card).into()
}

fn card(theme: &Theme) -> container::Style {
    container::Style {
        background: Some(Palette::of(theme).surface.into()),
        border: iced::border::rounded(measure::RADIUS_TILE),
        ..container::Style::default()
    }
}
