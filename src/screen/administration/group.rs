//! The medicine of a group: everyone's row, one press for all who are ready, and each person's own pace.

use std::time::Duration;

use iced::widget::{Space, column, row};
use iced::{Alignment, Element, Length};

use super::{Administration, Layer, Message};
use crate::screen::entry::last_of;
use crate::screen::roster::{self, Middle, awaits, capital, missing, pending, ready, take};
use crate::screen::stopping::stopping;
use crate::screen::{Action, Shown, frame};
use crate::session::Command;
use crate::session::dose::{Ending, HoldEnd, Prescription};
use crate::session::event::{Event, EventId, Person};
use crate::session::timer::Hold;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::clock_face;
use crate::widget::button::{quiet, surface};
use crate::widget::hold_to::hold_button;
use crate::widget::text::{heading, label, words};
use crate::widget::touchable::Face;

impl Administration {
    /// The rows on the left, whoever is looked after on the right.
    pub(super) fn together<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let left = column![
            roster::rows(shown, |person| how_far(shown, person), Message::Roster),
            Space::new().height(measure::S),
            label(waiting(shown)).width(Length::Fill),
        ];
        let code = words(role::CODE, Ink::Text, shown.code(shown.person));
        let right = match &self.layer {
            Layer::Vitals(keypad) if !keypad.is_done(shown) => {
                return frame::columns(shown, left, keypad.view(shown).map(Message::Keypad));
            }
            Layer::Stopping => stopping(Message::Stop, Message::Close),
            Layer::None | Layer::Figure(_) | Layer::Writing(_) | Layer::Vitals(_) | Layer::Entries(_) => {
                self.hold.aside(shown).map_or_else(|| own(shown), |aside| aside.map(Message::Hold))
            }
        };
        let right = column![code, right].spacing(measure::S);
        frame::with_strip(frame::columns(shown, left, right), foot(shown))
    }

    /// One person's own page, with the way back to all.
    pub(super) fn alone<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if matches!(self.layer, Layer::Writing(_)) {
            return self.before(shown);
        }
        let back = quiet("Everyone").icon(Icon::ArrowLeft).height(measure::TARGET).on_press(Message::Alone(false));
        let strip = roster::strip(shown, |person| Message::Bar(frame::Bar::For(person)));
        let line = row![back, strip].spacing(measure::GAP).padding(iced::Padding::ZERO.horizontal(measure::MARGIN));
        column![line, self.before(shown)].into()
    }
}

/// The medicine of all who are ready, at the moment of a touch.
pub(super) fn take_all(shown: &Shown<'_>, boot: Duration) -> Action {
    let all: Vec<Command> = ready(shown).map(|person| take(shown, person, boot)).collect();
    if all.is_empty() { Action::None } else { Action::Ask(Command::Each(all)) }
}

/// How far a person is with the medicine, in two lines.
fn how_far(shown: &Shown<'_>, person: Person) -> Middle {
    let said = |first: &str, second: String, ink: Ink| Middle { first: first.to_owned(), second, ink };
    let Some(who) = shown.session.participant(person) else { return said("", String::new(), Ink::Dim) };
    match who.hold(shown.now) {
        Some(Hold::Over { since, at, ending }) => {
            let how = match ending {
                Ending::Spat => "Spat",
                Ending::SwallowedSome => "Swallowed some",
                Ending::SwallowedAll => "Swallowed all",
            };
            return said(how, format!("{}, held {}", shown.time_of(at), clock_face(at.since(since))), Ink::Text);
        }
        Some(Hold::Holding { since, .. } | Hold::Due { since, .. }) => {
            return said("In the mouth", format!("since {}", shown.time_of(since)), Ink::Text);
        }
        None => {}
    }
    let prescribed = pending(who).map_or_else(String::new, in_short);
    if !awaits(who) {
        return said("", String::new(), Ink::Dim);
    }
    let missing = missing(shown, person);
    match missing.first() {
        None => said("Ready", prescribed, Ink::Text),
        Some(first) => {
            let more = missing.len() - 1;
            let second = if more > 0 { format!("and {more} more open") } else { prescribed };
            said(&capital(first), second, Ink::Dim)
        }
    }
}

/// 2 × 100 mg, 10 min, spit.
fn in_short(prescription: &Prescription) -> String {
    let amount = format!("{} × {} mg", prescription.tablets, prescription.each.0);
    if !prescription.form.is_held() {
        return amount;
    }
    let end = match prescription.end {
        HoldEnd::Spit => "spit",
        HoldEnd::Swallow => "swallow",
    };
    format!("{amount}, {} min, {end}", prescription.hold.as_secs() / 60)
}

/// Who does not take it when it is said to all, and why.
fn waiting(shown: &Shown<'_>) -> String {
    let told = shown.people().zip(shown.session.participants()).filter(|(_, who)| awaits(who));
    let told = told.filter_map(|(person, who)| {
        let code = &who.code;
        if who.postponed.is_some() {
            return Some(format!("{code} takes it later"));
        }
        missing(shown, person).first().map(|first| format!("{code}: {first}"))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("Not with the others: {}.", told.join("; ")) }
}

/// One press for all who are ready, and the way on.
fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let form = shown.session.protocol().practice.medicine.form;
    let count = ready(shown).count();
    let begun = shown.session.participants().iter().any(|who| !awaits(who));
    let face = if begun { Face::Surface } else { Face::Filled };
    let word = match count {
        0 => None,
        1 => ready(shown).next().map(|person| format!("{}: {} now", shown.code(person), form.words().0)),
        count if count == shown.session.participants().len() => Some(format!("Everyone: {} now", form.words().0)),
        count => Some(format!("All {count} who are ready: {} now", form.words().0)),
    };
    let all = word.map(|word| hold_button(word, face, Length::Shrink, Message::Everyone));
    let waits = shown.session.participants().iter().any(awaits);
    row![]
        .push(all)
        .push(Space::new().width(Length::Fill))
        .push(frame::way_on(shown, begun && !waits, Message::Enter))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center)
        .into()
}

/// Whoever is looked after: what is prescribed, what is open, and what they may do.
fn own<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let person = shown.person;
    let Some(who) = shown.session.participant(person) else { return Space::new().into() };
    let back = |word: &str, id: Option<EventId>| {
        id.map(|id| quiet(word).icon(Icon::ArrowCounterClockwise).on_press(Message::Undo(id)))
    };
    let wide = |word: &'static str, message: Message| surface(word).width(Length::Fill).on_press(message);
    let mut lines = column![].spacing(measure::GAP);
    if !awaits(who) {
        let far = how_far(shown, person);
        let said = if far.first.is_empty() { roster::standing(shown, person).first } else { far.first };
        let undo = last_of(shown, |event| {
            matches!(event, Event::HoldEnded { .. } | Event::Declined | Event::Stopped { .. } | Event::Given { .. })
        });
        let ends = who.takes_part().then(|| wide("Ends here", Message::OpenStop).ink(Ink::Dim));
        lines = lines.push(words(role::READING, Ink::Text, capital(&said))).push(label(far.second));
        return lines.push(ends).push(back("Take that back", undo)).into();
    }
    let missing = missing(shown, person);
    let prescribed = pending(who).map(|prescription| heading(in_short(prescription)));
    let form = pending(who).map_or(shown.session.protocol().practice.medicine.form, |prescription| prescription.form);
    let open = if missing.is_empty() { "Nothing is open".to_owned() } else { format!("Open: {}", missing.join(", ")) };
    let read = if pending(who).is_some() { "Prescription" } else { "Read the prescription" };
    let now = missing
        .is_empty()
        .then(|| hold_button(format!("{} now", capital(form.words().0)), Face::Surface, Length::Fill, Message::Tablet));
    let later = who.postponed.is_none().then(|| wide("Later than the others", Message::Postpone));
    let postponed = last_of(shown, |event| matches!(event, Event::Postponed));
    let gate = shown
        .session
        .protocol()
        .phases
        .first()
        .copied()
        .filter(|_| missing.len() > usize::from(pending(who).is_none()));
    let gate = gate.map(|phase| wide("What is open", Message::Enter(phase)));
    lines
        .push(prescribed)
        .push(label(open).width(Length::Fill))
        .push(wide(read, Message::Alone(true)))
        .push(gate)
        .push(now)
        .push(later)
        .push(back("With the others after all", postponed))
        .push(hold_button("Declines today", Face::Plain, Length::Fill, |_| Message::Decline))
        .into()
}
