//! What is still open, and the ways on.

use iced::widget::{Space, row};
use iced::{Alignment, Length};

use super::{Message, call};
use crate::screen::{Shown, frame};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::quiet;
use crate::widget::icon::icon;
use crate::widget::text::words;

/// What is still open, and the two ways on.
pub(super) fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let open: Vec<String> = shown.session.gate_open(shown.person).into_iter().map(|open| open.label).collect();
    let overridden = shown.session.participant(shown.person).and_then(|who| who.overridden.as_ref());
    let met = open.is_empty();
    let (drawing, ink) = if met { (Icon::Tick, Ink::Accent) } else { (Icon::DashedRing, Ink::Caution) };
    let said = match overridden {
        Some((at, _, reason)) if !met => format!("Going on since {}: {reason}", shown.time_of(*at)),
        Some(_) | None => open_words(&open),
    };
    let mut line = row![
        icon(drawing, measure::ICON_BAR, ink),
        words(role::BODY, Ink::Text, said).width(Length::Fill),
        Space::new().width(measure::S),
    ];
    if !call::about(shown).is_empty() && overridden.is_none() {
        line = line.push(quiet("Call the prescriber").on_press(Message::Call));
    }
    if !met && overridden.is_none() {
        line = line.push(quiet("Go on with a reason").on_press(Message::Reasons));
    }
    let ready = met || overridden.is_some();
    line.push(frame::way_on(shown, ready, Message::Enter))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center)
        .into()
}

/// What is open as a sentence of one line: "Two are open: fasting, escort home".
fn open_words(open: &[String]) -> String {
    let count = match open.len() {
        0 => return "Nothing is open".to_owned(),
        1 => "One is open",
        2 => "Two are open",
        3 => "Three are open",
        // One line has no room for more names; the lists above show them all.
        4 => "Four lines are open",
        5 => "Five lines are open",
        6 => "Six lines are open",
        7 => "Seven lines are open",
        8 => "Eight lines are open",
        _ => "Many lines are open",
    };
    match (open.first(), open.len() > 3) {
        (Some(first), true) => format!("{count}, {} first", first.to_lowercase()),
        _ => format!("{count}: {}", open.join(", ")),
    }
}
