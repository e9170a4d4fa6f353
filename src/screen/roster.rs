//! The people of a group: a slim strip of codes, and rows that say how it stands with each.
//!
//! Codes stand side by side only here, on the glass of the therapist; no record of one person holds another's.

mod ready;
mod standing;

use std::time::Duration;

use iced::widget::{Column, Row, column, container, row};
use iced::{Alignment, Length, Padding, Theme};

use super::Shown;
use crate::session::event::Person;
use crate::session::participant::Participant;
use crate::session::timer::Hold;
use crate::theme::{Ink, Palette, measure, role};
use crate::units::{MmHg, Moment};
use crate::widget::Element;
use crate::widget::elided::elided;
use crate::widget::person_dot::{Dot, person_dot};
use crate::widget::ring::row_ring;
use crate::widget::text::words;
use crate::widget::touchable::{Face, touchable};

pub use ready::{awaits, capital, missing, pending, ready, take};
pub use standing::{Standing, newest, standing};

/// With more people than this the journey's arc folds into its line.
pub const MOST_WITH_ARC: usize = 4;
/// A ring moves in so many steps: as fine as its pixels.
const RING_STEPS: f32 = 120.0;

/// What can be pressed in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pressed {
    /// Look after this person.
    Person(Person),
    /// Type the vital signs of this person.
    Vitals(Person),
    /// This person was looked at.
    Check(Person),
}

/// What stands in the middle of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Middle {
    /// The first line.
    pub first: String,
    /// The second, quieter line; may be empty.
    pub second: String,
    /// The ink of the first line.
    pub ink: Ink,
}

/// How it stands with somebody's medicine.
#[must_use]
pub fn dot(who: &Participant) -> Dot {
    match (who.taken(), who.postponed) {
        (0, Some(_)) if who.takes_part() => Dot::Half,
        (0, _) => Dot::Hollow,
        (1, _) => Dot::Full,
        (_, _) => Dot::Ringed,
    }
}

/// The codes with their dots, 64 px high; a tap turns to that person.
#[must_use]
pub fn strip<'a, Message: 'a>(
    shown: &Shown<'a>,
    on_choose: impl Fn(Person) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let parts = shown.people().zip(shown.session.participants()).map(|(person, who)| {
        let chosen = person == shown.person;
        let (face, role, ink) =
            if chosen { (Face::Chosen, role::CHOSEN, Ink::Text) } else { (Face::Plain, role::HEADING, Ink::Dim) };
        let code = elided(role, ink, who.code.as_str());
        let content = row![person_dot(dot(who)), code].spacing(measure::XS).align_y(Alignment::Center);
        let on_choose = on_choose.clone();
        touchable(content)
            .face(face)
            .radius(measure::RADIUS_CHIP)
            .width(Length::Fill)
            .height(measure::TARGET)
            .padding(Padding::ZERO.horizontal(measure::XS))
            .on_tap(("person", person), move |_| on_choose(person))
            .into()
    });
    container(Row::with_children(parts))
        .width(Length::Fill)
        .style(|theme: &Theme| container::Style {
            background: Some(Palette::of(theme).surface.into()),
            border: iced::border::rounded(measure::RADIUS_CHIP),
            ..container::Style::default()
        })
        .into()
}

/// One row for each person, 12 px apart: up to six stand below each other without scrolling.
#[must_use]
pub fn rows<'a, Message: 'a>(
    shown: &Shown<'a>,
    middle: impl Fn(Person) -> Middle,
    on: impl Fn(Pressed) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let rows = shown.people().zip(shown.session.participants());
    let rows = rows.map(|(person, who)| one(shown, person, who, middle(person), on.clone()));
    Column::with_children(rows).spacing(measure::GAP).into()
}

fn one<'a, Message: 'a>(
    shown: &Shown<'a>,
    person: Person,
    who: &'a Participant,
    middle: Middle,
    on: impl Fn(Pressed) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let chosen = person == shown.person || shown.everyone;
    let cell = |content: Element<'a, Message>, pressed: Pressed| {
        let on = on.clone();
        touchable(content)
            .face(Face::Plain)
            .radius(measure::RADIUS_TILE)
            .height(measure::ROW)
            .on_tap(pressed, move |_| on(pressed))
    };
    let standing = standing(shown, person);
    let code = container(elided(role::CODE_ROW, Ink::Text, who.code.as_str())).width(measure::ROSTER_CODE).clip(true);
    let times = lines((standing.first, standing.ink), standing.second, chosen);
    let seen = lines((middle.first, middle.ink), middle.second, chosen);
    let who_is = row![person_dot(dot(who)), code, times.width(measure::ROSTER_TIMES), seen.width(Length::Fill)]
        .spacing(measure::GAP)
        .align_y(Alignment::Center);
    let who_is = cell(who_is.into(), Pressed::Person(person))
        .width(Length::Fill)
        .padding(Padding::ZERO.left(measure::S))
        .align_x(Alignment::Start);
    let pressure = cell(pressure(shown, person, who, chosen), Pressed::Vitals(person))
        .width(measure::ROSTER_PRESSURE)
        .padding(Padding::ZERO.left(measure::S))
        .align_x(Alignment::Start);
    let ring = cell(ring(shown, person, who, chosen), ring_says(person, who)).width(measure::BUTTON_LARGE);
    container(row![who_is, pressure, ring])
        .height(measure::ROW)
        .style(move |theme: &Theme| {
            let (fill, rim) = if chosen { Face::Active } else { Face::Surface }.paint(Palette::of(theme), false);
            let (color, width) = rim.unwrap_or((iced::Color::TRANSPARENT, 0.0));
            container::Style {
                background: fill.map(Into::into),
                border: iced::border::rounded(measure::RADIUS_TILE).color(color).width(width),
                ..container::Style::default()
            }
        })
        .into()
}

/// Two lines; nothing dim stands on a chosen row.
fn lines<'a, Message: 'a>(first: (String, Ink), second: String, chosen: bool) -> Column<'a, Message> {
    let (first, ink) = first;
    let quiet = if chosen { Ink::Text } else { Ink::Dim };
    let ink = if ink == Ink::Dim { quiet } else { ink };
    let second = (!second.is_empty()).then(|| elided(role::LABEL, quiet, second));
    column![elided(role::BODY, ink, first)].push(second)
}

/// The newest pressure, and how it differs from the first, or that it should have been measured.
fn pressure<'a, Message: 'a>(
    shown: &Shown<'a>,
    person: Person,
    who: &'a Participant,
    chosen: bool,
) -> Element<'a, Message> {
    let measured: Vec<(MmHg, MmHg)> = who.vitals.iter().filter_map(|entry| entry.what.pressure).collect();
    let quiet = if chosen { Ink::Text } else { Ink::Dim };
    let Some((upper, lower)) = measured.last().copied() else {
        return words(role::LABEL, quiet, "BP").into();
    };
    let due = shown.session.vitals_due(person, shown.now).filter(|due| due.late);
    let due = due.map(|due| format!("due {}", shown.time_of(due.due)));
    let change = measured.first().filter(|_| measured.len() > 1).map(|(first, second)| {
        let signed = |now: MmHg, then: MmHg| match i32::from(now.0) - i32::from(then.0) {
            0 => "0".to_owned(),
            by if by < 0 => format!("\u{2212}{}", by.unsigned_abs()),
            by => format!("+{by}"),
        };
        format!("{}/{}", signed(upper, *first), signed(lower, *second))
    });
    lines((format!("{}/{}", upper.0, lower.0), Ink::Text), due.or(change).unwrap_or_default(), chosen).into()
}

/// While something is held, what remains of it, and a closed ring when it is over; else how long ago somebody looked.
fn ring<'a, Message: 'a>(shown: &Shown<'a>, person: Person, who: &Participant, chosen: bool) -> Element<'a, Message> {
    let size = measure::TARGET - measure::M;
    let stepped = |part: f32| (RING_STEPS * part.clamp(0.0, 1.0)).floor() / RING_STEPS;
    match who.hold(shown.now) {
        Some(Hold::Holding { since, ends }) => {
            let (left, total) = (ends.since(shown.now), ends.since(since).max(Duration::from_secs(1)));
            row_ring(stepped(left.as_secs_f32() / total.as_secs_f32()), false, chosen, size)
        }
        Some(Hold::Due { .. }) => row_ring(1.0, false, chosen, size),
        Some(Hold::Over { .. }) | None => {
            let every = shown.session.protocol().quiet_check_every.max(Duration::from_secs(1)).as_secs_f32();
            let part = |due: Moment| 1.0 - due.since(shown.now).as_secs_f32() / every;
            row_ring(stepped(shown.session.check_due(person).map_or(0.0, part)), true, chosen, size)
        }
    }
}

/// A ring of a hold leads to its person; the other notes that somebody looked.
fn ring_says(person: Person, who: &Participant) -> Pressed {
    if who.holding().is_some() { Pressed::Person(person) } else { Pressed::Check(person) }
}
