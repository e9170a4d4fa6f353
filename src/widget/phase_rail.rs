//! The phase rail: where the session is, was and will be.

use std::hash::Hash;

use iced::widget::{Row, row};
use iced::{Alignment, Length, Padding};

use super::Element;
use super::mark::{bead, line};
use super::text::words;
use super::touchable::{Face, touchable};
use crate::theme::{Ink, Role, measure, role};

/// One phase on the rail.
enum Place {
    Past,
    Now,
    Future,
}

/// A rail of words, each with the name of its phase: the rail may show other phases from one moment to the next.
/// `current` and `proposed` count from 0; a tap tells the index of the phase.
pub fn phase_rail<'a, Message: 'a>(
    labels: impl IntoIterator<Item = (impl Hash, impl Into<String>)>,
    current: usize,
    proposed: Option<usize>,
    on_press: impl Fn(usize) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let mut rail = Row::new().align_y(Alignment::Center);
    for (index, (name, label)) in labels.into_iter().enumerate() {
        if index > 0 {
            rail = rail.push(line(measure::RADIUS_BUTTON));
        }
        let place = match index.cmp(&current) {
            std::cmp::Ordering::Less => Place::Past,
            std::cmp::Ordering::Equal => Place::Now,
            std::cmp::Ordering::Greater => Place::Future,
        };
        rail = rail.push(phase((name, label.into()), &place, proposed == Some(index), index, on_press.clone()));
    }
    rail.into()
}

fn phase<'a, Message: 'a>(
    (name, label): (impl Hash, String),
    place: &Place,
    proposed: bool,
    index: usize,
    on_press: impl Fn(usize) -> Message + 'a,
) -> Element<'a, Message> {
    let (role, ink): (Role, Ink) = match (place, proposed) {
        (Place::Now, _) => (role::PHASE_NOW, Ink::Text),
        (_, true) => (role::PHASE_PROPOSED, Ink::Accent),
        (_, false) => (role::LABEL, Ink::Dim),
    };
    let dot = match place {
        Place::Past => bead(measure::XXS + 0.5, Ink::Dim, true),
        Place::Now => bead(measure::XXS + 2.5, Ink::Accent, true),
        Place::Future => bead(measure::XXS + 0.5, if proposed { Ink::Accent } else { Ink::Faint }, false),
    };
    touchable(row![dot, words(role, ink, label)].spacing(measure::XS).align_y(Alignment::Center))
        .face(Face::Plain)
        .height(measure::BAR)
        .width(Length::Shrink)
        .padding(Padding::ZERO.horizontal(measure::GAP - 1.5))
        .on_tap(("phase", name), move |_| on_press(index))
        .into()
}
