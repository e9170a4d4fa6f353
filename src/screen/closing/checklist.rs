//! The release checklist in two columns: each line with the time at which it was met, or with its answer.

use iced::Length;
use iced::widget::{Column, column, row};

use super::Message;
use super::appointing::{INTEGRATION_ITEM, agreed};
use crate::screen::Shown;
use crate::screen::answering::{self, line_height};
use crate::screen::calendar::{appointment_words, today};
use crate::screen::keypad_panel::in_words;
use crate::session::answer::{Answer, Ask};
use crate::session::event::Appointed;
use crate::session::gate::VITALS_ITEM;
use crate::session::protocol::Item;
use crate::theme::{Icon, Ink, measure};
use crate::widget::Element;
use crate::widget::checklist::check_item_of;
use crate::widget::icon::icon;
use crate::widget::scroll::scroll;
use crate::widget::text::heading;

/// The checklist as high as its place.
pub(super) fn checklist<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let items = &shown.session.protocol().release;
    let height = line_height(items.len());
    let half = items.len().div_ceil(2);
    let column_of =
        |part: &'a [Item]| Column::with_children(part.iter().map(|item| line(item, height, shown))).width(Length::Fill);
    let (first, second) = items.split_at_checked(half).unwrap_or((items, &[]));
    let both = scroll(("release", shown.person), row![column_of(first), column_of(second)].spacing(measure::GAP));
    column![heading("Ready to leave"), both].spacing(measure::XS).into()
}

fn line<'a>(item: &'a Item, height: f32, shown: &Shown<'a>) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let touched = who.and_then(|who| who.release.get(&item.key));
    let answer = who.and_then(|who| who.release_answers.get(&item.key));
    let met = touched.is_some_and(|(met, _)| *met);
    if item.key == INTEGRATION_ITEM
        && let (Some(appointment), Some(today)) = (agreed(shown, Appointed::Integration), today(shown))
    {
        let when = appointment_words(&appointment, today);
        return check_item_of(height, &item.label, when, met, Some(Message::Open(item.key.clone())));
    }
    if let (Some(Answer::Count(_)), Some(tally)) = (answer, shown.session.tally(shown.person)) {
        let press = Some(Message::Open(item.key.clone()));
        let line = check_item_of(height, &item.label, tally.in_words(), met && tally.adds_up(), press);
        let mark = (!tally.adds_up()).then(|| icon(Icon::Diamond, measure::ICON_SMALL, Ink::Caution));
        return row![line].push(mark).align_y(iced::Alignment::Center).into();
    }
    if item.key == VITALS_ITEM {
        let counts = !shown.session.release_open(shown.person, shown.now).iter().any(|open| open.item == item.key);
        let measured = shown.session.leaving_vitals(shown.person).is_some();
        let press = if measured { Message::Item(item.key.clone(), !counts) } else { Message::OpenVitals };
        return check_item_of(height, &item.label, reading(shown), counts, Some(press));
    }
    let press = match item.ask {
        Ask::Tick if item.key != INTEGRATION_ITEM => Message::Item(item.key.clone(), !met),
        Ask::Tick | Ask::Dated { .. } | Ask::Count | Ask::Words | Ask::Changes(_) | Ask::OneOf(_) => {
            Message::Open(item.key.clone())
        }
    };
    answering::line(shown, item, touched, answer, (height, press))
}

/// The reading that the line on vital signs means, and how old it is.
fn reading(shown: &Shown<'_>) -> String {
    let Some((at, measured)) = shown.session.leaving_vitals(shown.person) else {
        return "no pressure since the dose".to_owned();
    };
    let age = match shown.now.since(at).as_secs() / 60 {
        0 => "now".to_owned(),
        minutes => format!("{minutes} min ago"),
    };
    format!("{}, {age}", in_words(&measured))
}
