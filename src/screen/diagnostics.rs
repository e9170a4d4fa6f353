//! What the sound went through since the start: figures for whoever looks after the device.

use std::time::Duration;

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::Action;
use crate::audio::Diagnostics;
use crate::audio::RATE;
use crate::theme::{Ink, measure, role};
use crate::units::clock_face;
use crate::widget::button::quiet;
use crate::widget::text::{heading, label, words};

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Put it away.
    Back,
}

/// Takes a message in.
#[must_use]
pub fn update(message: Message) -> Action {
    match message {
        Message::Back => Action::Diagnostics(false),
    }
}

/// The figures, each with what it means.
#[must_use]
pub fn view<'a>(counted: &Diagnostics) -> Element<'a, Message> {
    let seconds = |frames: u64| Duration::from_secs_f64(frames as f64 / f64::from(RATE));
    let silent = format!("{:.2} s", seconds(counted.silent_frames).as_secs_f64());
    let lines = [
        (
            "Given to the output",
            clock_face(seconds(counted.pulled_frames)),
            "music and silence since the program started",
        ),
        ("Not ready in time", counted.underruns.to_string(), "times the music was missing when the output asked"),
        ("Inserted silence", silent, "in place of music"),
        ("Late calls", counted.late_callbacks.to_string(), "times the output asked more than 150 ms late"),
        ("Opened again", counted.reopenings.to_string(), "times the output was lost and came back"),
        ("Errors told", counted.output_errors.to_string(), "by the output; many are harmless"),
    ];
    let line = |(what, figure, meaning): (&'static str, String, &'static str)| -> Element<'a, Message> {
        row![
            container(heading(what)).width(measure::PROMPTS),
            container(words(role::PRESSURE, Ink::Text, figure)).width(measure::PROMPTS),
            label(meaning),
        ]
        .align_y(Alignment::Center)
        .height(measure::TARGET)
        .into()
    };
    let head = row![
        words(role::TITLE, Ink::Text, "Sound since the start"),
        Space::new().width(Length::Fill),
        quiet("Back").on_press(Message::Back),
    ]
    .align_y(Alignment::Center)
    .height(measure::BAR);
    column![head, Space::new().height(measure::M)]
        .extend(lines.map(line))
        .padding(Padding::ZERO.horizontal(measure::XL))
        .into()
}
