//! The right column: vital signs with their ceiling, distress, and the sound check.

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Theme};

use super::{Message, call, remembered};
use crate::screen::Shown;
use crate::screen::action::Extreme;
use crate::session::event::MusicPlace;
use crate::session::practice::Place;
use crate::session::protocol::Ceiling;
use crate::session::vitals::{Breathing, Measured};
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::units::{Decibels, clock_face};
use crate::widget::Element;
use crate::widget::button::{quiet, raised, tile};
use crate::widget::chip::{Chip, chip_grid};
use crate::widget::elided::elided;
use crate::widget::fitted::fitted;
use crate::widget::rating::rating_dots;
use crate::widget::segment::segment;
use crate::widget::slider::stepper;
use crate::widget::text::{heading, label, strong, words};
use crate::widget::touchable::{Face, touchable};
use crate::widget::tracked::tracked;
use crate::widget::wave::wave;

/// The softest level the wave can show, dB.
const WAVE_FLOOR: f32 = -40.0;
/// Numbers of a rating in a row: all of them end above the tile that opened them.
const NUMBERS: usize = 4;

/// All tiles, from top to bottom.
pub(super) fn tiles<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let last = who.and_then(|who| who.vitals.last());
    let head = match last {
        Some(entry) => {
            let breath = match entry.what.breathing {
                Breathing::Before => "Before breathing",
                Breathing::After => "After breathing",
            };
            let oxygen = entry.what.saturation.map_or_else(String::new, |value| format!(", SpO₂ {} %", value.0));
            format!("{breath}, {}{oxygen}", shown.time_of(entry.at))
        }
        None => remembered::baseline(shown).unwrap_or_else(|| "Vital signs".to_owned()),
    };
    Column::new()
        .push(row![heading(head).width(Length::Fill)].push(again(shown)))
        .push(vitals(shown, last.map(|entry| entry.what)))
        .push(ceiling(shown))
        .push(distress(shown))
        .push(sound(shown))
        .spacing(measure::GAP)
        .into()
}

/// When a pressure at the ceiling is measured again, and then that it is time.
fn again<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let left = shown.session.recheck_due(shown.person)?.since(shown.now);
    Some(if left.is_zero() {
        words(role::HEADING, Ink::Accent, "measure again").into()
    } else {
        heading(format!("again in {}", clock_face(left))).into()
    })
}

fn distress<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let scales = &shown.session.protocol().ratings;
    let scale = scales.iter().find(|scale| scale.key == "distress").or(scales.first())?;
    let value = shown.session.participant(shown.person).and_then(|who| who.rating(&scale.key)).map(|(_, value)| value);
    let figure = value.map_or_else(|| "…".to_owned(), |value| value.to_string());
    let content = row![
        column![strong(&scale.label), label("their own number")].spacing(measure::XXS).width(Length::Fill),
        rating_dots(value),
        tracked(role::FIELD, Ink::Text, figure),
    ];
    let content = content.spacing(measure::L).align_y(Alignment::Center);
    Some(tile(content, Face::Surface, measure::ROW, ("rating", scale.key.as_str()), Message::Rating(scale.key.clone())))
}

fn vitals<'a>(shown: &Shown<'a>, measured: Option<Measured>) -> Element<'a, Message> {
    let ceiling = shown.session.ceiling(shown.person);
    let pressure = measured.and_then(|measured| measured.pressure);
    let heart = measured.and_then(|measured| measured.heart_rate);
    let pressure = pressure.map_or_else(|| "…".to_owned(), |(upper, lower)| format!("{}/{}", upper.0, lower.0));
    let heart = heart.map_or_else(|| "…".to_owned(), |rate| rate.0.to_string());
    let below = |ceiling: &Ceiling| format!("ceiling {}/{}", ceiling.systolic.0, ceiling.diastolic.0);
    let rate = |ceiling: &Ceiling| format!("below {}", ceiling.heart_rate.0);
    row![
        figure_tile(pressure, ceiling.map(below).unwrap_or_default(), 2),
        figure_tile(heart, ceiling.map(rate).unwrap_or_default(), 1)
    ]
    .spacing(measure::GAP)
    .into()
}

/// Where the ceiling comes from; a tap sets this client's own.
fn ceiling<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let ceiling = shown.session.ceiling(shown.person)?;
    let own = shown.session.participant(shown.person).is_some_and(|who| who.ceiling.is_some());
    let whose = if own { "This client’s ceiling" } else { "Ceiling" };
    let called = call::last(shown).map(|call| format!("; call: {}", call.to_lowercase())).unwrap_or_default();
    let said = format!("{whose}: {}{called}", ceiling.source);
    let same = remembered::same_ceiling(shown);
    let line = match &same {
        Some(_) => row![elided(role::LABEL, Ink::Dim, said)],
        None => row![
            container(fitted(role::LABEL, Ink::Dim, 2, said)).width(Length::Fill),
            words(role::HEADING, Ink::Dim, "Set")
        ],
    };
    let line = line.spacing(measure::GAP).align_y(Alignment::Center);
    let shape = touchable(line).face(Face::Plain).width(Length::Fill).height(measure::TARGET);
    let set = shape.align_x(Alignment::Start).on_tap("ceiling", |_| Message::Ceiling);
    Some(row![set].push(same).into())
}

fn figure_tile<'a>(figure: String, below: String, portion: u16) -> Element<'a, Message> {
    touchable(column![tracked(role::FIELD, Ink::Text, figure), label(below)].spacing(measure::XXS))
        .radius(measure::RADIUS_TILE)
        .width(Length::FillPortion(portion))
        .height(measure::TILE)
        .padding(iced::Padding::ZERO.horizontal(measure::ICON_SMALL))
        .align_x(Alignment::Start)
        .on_tap(("vitals", portion), |_| Message::Vitals)
        .into()
}

/// The sound check: plays the loudest or the softest minute, is made softer or louder, and kept.
fn sound<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let music = shown.session.music();
    let volume = music.volume;
    let kept = music.cap.is_some();
    let state = match (music.sound_check, kept) {
        (true, _) => match remembered::volume(shown).filter(|_| shown.room.is_some()) {
            Some(last) => format!("{volume}, last time {last}"),
            None => format!("{volume}"),
        },
        (false, true) => format!("kept at {volume}"),
        (false, false) => "not yet".to_owned(),
    };
    let state = state.replace('-', "\u{2212}");
    let head = row![strong("Sound check"), Space::new().width(Length::Fill), words(role::HEADING, Ink::Dim, state)]
        .push(remembered::as_loud(shown))
        .align_y(Alignment::Center);
    let loud = if music.sound_check || kept { (volume.0 - WAVE_FLOOR) / -WAVE_FLOOR } else { 0.0 };
    let by = |step: f32| Some(Message::Volume(Decibels((volume.0 + step).min(Decibels::UNITY.0))));
    let possible = music.plan.is_some() && music.anchor.is_none();
    let minute = |word, icon, minute| {
        let button = raised(word).icon(icon).width(Length::Fill).height(measure::TARGET);
        button.on_press_maybe(possible.then_some(Message::Check(minute)))
    };
    let minutes = row![
        minute("Loudest", Icon::SpeakerHigh, Extreme::Loudest),
        minute("Softest", Icon::SpeakerSimpleLow, Extreme::Softest),
    ]
    .spacing(measure::GAP);
    let keep = music.sound_check.then(|| {
        row![
            stepper(by(-Decibels::STEP), by(Decibels::STEP), Face::Raised),
            raised("Heard well")
                .icon(Icon::Check)
                .width(Length::Fill)
                .height(measure::TARGET)
                .on_press(Message::Heard(volume)),
        ]
        .spacing(measure::GAP)
    });
    let place = place(shown);
    let close = place.is_some() || (shown.is_group() && shown.room.is_some());
    let meter = (!music.sound_check && !close).then(|| wave(loud.clamp(0.0, 1.0)));
    // Under the codes of a group there is no room for both.
    let room = shown.room.filter(|_| !(shown.is_group() && music.sound_check)).map(|_| {
        let speaker = raised("Room speaker").icon(Icon::SpeakerHigh).width(Length::Fill).height(measure::TARGET);
        speaker.on_press(Message::RoomSpeaker)
    });
    let spacing = if room.is_some() || place.is_some() { measure::XS } else { measure::S };
    container(column![head].push(place).push(meter).push(minutes).push(keep).push(room).spacing(spacing))
        .padding(measure::ICON_SMALL)
        .width(Length::Fill)
        .style(card)
        .into()
}

/// Where the client of a remote session hears the music.
fn place<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    if shown.session.protocol().practice.place == Place::Room {
        return None;
    }
    let heard = shown.session.music().place_heard;
    let at = MusicPlace::ALL.iter().position(|place| *place == heard).unwrap_or(0);
    let choose = |index: usize| Message::Place(MusicPlace::ALL.get(index).copied().unwrap_or_default());
    Some(segment(MusicPlace::ALL.map(MusicPlace::label), at, choose))
}

fn card(theme: &Theme) -> container::Style {
    container::Style {
        background: Some(Palette::of(theme).surface.into()),
        border: iced::border::rounded(measure::RADIUS_TILE),
        ..container::Style::default()
    }
}

/// Eleven numbers to tap.
pub(super) fn numbers<'a>(shown: &Shown<'a>, scale: &str) -> Element<'a, Message> {
    let known = shown.session.protocol().ratings.iter().find(|known| known.key == scale);
    let title = known.map_or("", |known| known.label.as_str());
    let hint = known.map_or("", |known| known.hint.as_str());
    let head = row![
        column![heading(title), label(hint)],
        Space::new().width(Length::Fill),
        quiet("Put away").height(measure::TARGET).on_press(Message::Leave),
    ];
    let chips = (0..=10u8).map(|value| Chip::new(value, value.to_string()));
    column![
        head.height(measure::TARGET).align_y(Alignment::Center),
        chip_grid(NUMBERS, chips, |value, _| Message::Rate(value))
    ]
    .spacing(measure::GAP)
    .into()
}
