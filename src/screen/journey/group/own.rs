//! What is only for one person of a group: words, vital signs, the medicine to come, the end of their part.

use iced::Length;
use iced::Padding;
use iced::widget::{Space, column, row};

use crate::screen::journey::{Message, dose};
use crate::screen::{Shown, entry, roster};
use crate::session::due::Booster;
use crate::session::event::Event;
use crate::theme::{Ink, measure, role};
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::hold_to::hold_button;
use crate::widget::text::{label, words};
use crate::widget::touchable::{Face, touchable};

/// The panel, under whom it is about.
pub(super) fn own<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let person = shown.person;
    let wide = |word: &'static str, message: Message| surface(word).width(Length::Fill).on_press(message);
    let Some(who) = shown.session.participant(person) else { return Space::new().into() };
    let spoke = touchable(words(role::ACTION, Ink::Text, "Client spoke"))
        .width(Length::Fill)
        .height(measure::BUTTON)
        .on_tap("spoke", Message::Spoke);
    let stopped = entry::last_of(shown, |event| matches!(event, Event::Stopped { .. }));
    let back = stopped.map(|id| quiet("Not ended after all").on_press(Message::Last(entry::Last::Undo(id))));
    let stop = who.takes_part().then(|| wide("Ends here", Message::OpenStop).ink(Ink::Dim));
    column![
        row![wide("Note", Message::OpenNote), wide("Vitals", Message::OpenVitals)].spacing(measure::GAP),
        spoke,
        medicine(shown),
        Space::new().height(Length::Fill),
    ]
    .push(stop)
    .push(back)
    .push(entry::last_entry(shown, Message::Last))
    .spacing(measure::GAP)
    .padding(Padding::ZERO.bottom(measure::S))
    .into()
}

/// The medicine that is still to come: a late start, or a booster.
fn medicine<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let person = shown.person;
    let Some(who) = shown.session.participant(person) else { return Space::new().into() };
    if who.taken() == 0 && who.takes_part() {
        let form = who
            .doses
            .first()
            .map_or_else(|| shown.session.protocol().practice.medicine.form, |dose| dose.prescription.form);
        let missing = roster::missing(shown, person);
        return if missing.is_empty() {
            let word = format!("{} now", roster::capital(form.words().0));
            column![
                label("Takes it now, later than the others"),
                hold_button(word, Face::Surface, Length::Fill, Message::Tablet)
            ]
            .spacing(measure::XS)
            .into()
        } else {
            label(format!("No {} yet. Open: {}.", form.words().0, missing.join(", "))).into()
        };
    }
    booster(shown).or_else(|| next(shown)).unwrap_or_else(|| Space::new().into())
}

/// A booster that may be taken, or in a few words how it stands with it.
fn booster<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let until = match shown.session.booster(shown.person, shown.now)? {
        Booster::Open { until } => format!("until {}", shown.time_of(until)),
        Booster::Snoozed { until } => format!("again at {}", shown.time_of(until)),
        Booster::NotYet { .. } | Booster::Skipped | Booster::Expired | Booster::Taken => {
            return dose::booster_words(shown).map(|said| label(roster::capital(&said)).into());
        }
    };
    let _ = shown.session.participant(shown.person).filter(|who| who.takes_part() && who.holding().is_none())?;
    let later = surface("Later").ink(Ink::Dim).width(Length::Fill).on_press(Message::LaterBooster);
    let not = surface("Not today").ink(Ink::Dim).width(Length::Fill).on_press(Message::NoBooster);
    let lines = column![
        words(role::BODY, Ink::Text, format!("Booster: {}, {until}", dose::amount(shown)?)),
        hold_button("Booster in mouth", Face::Surface, Length::Fill, Message::Booster),
        row![later, not].spacing(measure::GAP),
    ];
    Some(lines.spacing(measure::GAP).into())
}

/// The next spray or injection of a sequence.
fn next<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let due = shown.session.next_dose_due(shown.person)?;
    let who = shown.session.participant(shown.person)?;
    let form = who.doses.last()?.prescription.form;
    let left = due.since(shown.now);
    let when = if left.is_zero() { "due".to_owned() } else { format!("due in {}", clock_face(left)) };
    let which = format!("{} {} of {}, {when}", form.words().0, who.taken() + 1, who.planned_doses());
    let lines = column![
        words(role::BODY, Ink::Text, roster::capital(&which)),
        hold_button(form.given(), Face::Surface, Length::Fill, Message::Given),
    ];
    Some(lines.spacing(measure::GAP).into())
}
