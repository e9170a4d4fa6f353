//! After the end: the closing code, what was not recorded, and out.

use iced::widget::{Space, column, container};
use iced::{Alignment, Length};

use super::Message;
use crate::screen::frame::{Bar, calm_page};
use crate::screen::{Saved, Shown};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::{filled, icon_button};
use crate::widget::mark::slip;
use crate::widget::text::{calm_word, heading, words};

/// How many stretches without a disk are told apart.
const MOST_GAPS: usize = 3;

/// The page of a closed session.
pub(super) fn sealed<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let (title, middle): (&str, Element<'a, Message>) = match shown.sealed {
        _ if shown.session.is_rehearsal() => ("Rehearsed", heading("Nothing was recorded.").into()),
        None => ("Closing", heading("The record is being sealed.").into()),
        Some(Ok(code)) => ("Sealed", code_of(code)),
        Some(Err(why)) => ("Closed", slip("The record is kept but not sealed", why.as_str())),
    };
    let missing: Option<Element<'a, Message>> = match &shown.marks.saved {
        Saved::Yes | Saved::Writing => None,
        Saved::NotSince(since) => {
            Some(slip(format!("Not recorded to disk since {since}"), "Write down what matters before you leave."))
        }
        Saved::Elsewhere { since, place, .. } => {
            let wrong = format!("Recorded on {place} since {since}");
            Some(slip(wrong, "Not on the disk of the records yet: leave the app open."))
        }
    };
    let gaps = gaps(shown).map(|said| heading(said).center());
    let leave = (shown.sealed.is_some() || shown.session.is_rehearsal())
        .then(|| filled("Leave").large().width(measure::RIGHT).on_press(Message::Leave));
    let content = column![calm_word(title), Space::new().height(measure::M), middle]
        .push(missing)
        .push(gaps)
        .push(Space::new().height(measure::XL))
        .push(leave)
        .push(shown.locks.then(|| icon_button(Icon::Lock, Ink::Dim, Message::Bar(Bar::Cover))))
        .spacing(measure::S)
        .align_x(Alignment::Center)
        .max_width(measure::LEFT);
    calm_page(shown, container(content).center(Length::Fill), Message::Bar)
}

/// What was not on the disk for a while, also if it is there now.
fn gaps(shown: &Shown<'_>) -> Option<String> {
    let well = matches!(shown.marks.saved, Saved::Yes | Saved::Writing);
    let told = shown.session.unrecorded().iter().filter_map(|(from, until)| match until {
        Some(until) => Some(format!("{} to {}", shown.time_of(*from), shown.time_of(*until))),
        None => well.then(|| format!("{} to the end", shown.time_of(*from))),
    });
    let told: Vec<String> = told.collect();
    let most = told.get(..told.len().min(MOST_GAPS)).unwrap_or_default().join(", ");
    let more = if told.len() > MOST_GAPS { " and later" } else { "" };
    (!told.is_empty()).then(|| format!("Not recorded to disk from {most}{more}; all of that is there now."))
}

fn code_of<'a>(code: &'a str) -> Element<'a, Message> {
    let (role, write) = if code.contains('\n') {
        (role::WRITTEN, "Write these closing codes down, each apart:")
    } else {
        (role::STATEMENT, "Write this closing code down:")
    };
    column![
        words(role, Ink::Accent, code).center(),
        heading(format!("{write} \nwith it anyone can see later that nothing was changed or cut off.")).center()
    ]
    .spacing(measure::M)
    .align_x(Alignment::Center)
    .into()
}
