//! The tile of vital signs: their course against the baseline, the last values, the change.

use std::time::Duration;

use iced::widget::{column, row};
use iced::{Alignment, Length};

use super::Shown;
use super::shown::in_minutes;
use crate::session::due::VitalsDue;
use crate::session::participant::Entry;
use crate::session::vitals::Measured;
use crate::theme::{Ink, measure, role};
use crate::units::MmHg;
use crate::widget::Element;
use crate::widget::button::tile;
use crate::widget::text::{label, words};
use crate::widget::touchable::Face;
use crate::widget::trend::{Trend, trend};

/// The tile; `lit` while the keypad it opened stands beside it.
#[must_use]
pub fn vitals_tile<'a, Message: Clone + 'a>(shown: &Shown<'a>, lit: bool, on_press: Message) -> Element<'a, Message> {
    let face = if lit { Face::Active } else { Face::Surface };
    let taken = shown.session.participant(shown.person).map_or(&[][..], |who| &who.vitals);
    let Some(last) = taken.last() else {
        let words_of = column![words(role::BODY_STRONG, Ink::Text, "Vitals"), second("not measured yet", lit)];
        return tile(words_of.push(due(shown, lit)), face, measure::FOOT, "vitals", on_press);
    };
    let pressure = last.what.pressure.map_or_else(String::new, |(MmHg(upper), MmHg(lower))| format!("{upper}/{lower}"));
    let heart = last.what.heart_rate.map_or_else(String::new, |rate| rate.0.to_string());
    let figures = row![words(role::PRESSURE, Ink::Text, pressure), words(role::BODY, side(lit), heart)]
        .spacing(measure::GAP)
        .align_y(Alignment::End);
    let when = shown.time_of(last.at);
    let change = change(taken).map_or_else(|| when.clone(), |change| format!("{change} at {when}"));
    let course = Trend { points: points(taken), baseline: first_pressure(taken).map(|(upper, _)| upper) };
    let said = column![figures, second(change, lit)].push(due(shown, lit));
    let content = row![trend(course, Length::Fill, measure::FOOT - measure::XL), said]
        .spacing(measure::S)
        .align_y(Alignment::Center)
        .width(Length::Fill);
    tile(content, face, measure::FOOT, "vitals", on_press)
}

/// When the protocol's schedule asks for them next: in, due, or how late; nothing blinks.
fn due<'a, Message: 'a>(shown: &Shown<'a>, lit: bool) -> Option<Element<'a, Message>> {
    let VitalsDue { due, late } = shown.session.vitals_due(shown.person, shown.now)?;
    if !late {
        let left = due.since(shown.now) + Duration::from_secs(59);
        return Some(second(format!("next in {}", in_minutes(left)), lit));
    }
    let over = shown.now.since(due);
    let said = if over < Duration::from_secs(60) { "due now".to_owned() } else { format!("{} late", in_minutes(over)) };
    Some(words(role::LABEL, Ink::Accent, said).into())
}

fn side(lit: bool) -> Ink {
    if lit { Ink::Text } else { Ink::Dim }
}

fn second<'a, Message: 'a>(text: impl Into<String>, lit: bool) -> Element<'a, Message> {
    if lit { words(role::LABEL, Ink::Text, text.into()).into() } else { label(text.into()).into() }
}

/// Systolic pressure over minutes.
#[must_use]
pub fn points(taken: &[Entry<Measured>]) -> Vec<(f32, f32)> {
    let mut points: Vec<(f32, f32)> = taken
        .iter()
        .filter_map(|entry| {
            entry.what.pressure.map(|(MmHg(upper), _)| (entry.at.millis() as f32 / 60_000.0, f32::from(upper)))
        })
        .collect();
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    points
}

fn first_pressure(taken: &[Entry<Measured>]) -> Option<(f32, f32)> {
    let first = taken.iter().find_map(|entry| entry.what.pressure)?;
    Some((f32::from(first.0.0), f32::from(first.1.0)))
}

/// How the last pressure differs from the first: +6/−4.
fn change(taken: &[Entry<Measured>]) -> Option<String> {
    let (upper, lower) = first_pressure(taken)?;
    let (MmHg(last_upper), MmHg(last_lower)) = taken.last().filter(|_| taken.len() > 1)?.what.pressure?;
    let signed = |by: f32| if by == 0.0 { "0".to_owned() } else { format!("{by:+}").replace('-', "\u{2212}") };
    Some(format!("{}/{}", signed(f32::from(last_upper) - upper), signed(f32::from(last_lower) - lower)))
}
