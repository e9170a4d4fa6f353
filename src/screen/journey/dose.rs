//! The medicine that may still come within the journey, in a quiet line over the arc: a booster, the next spray or
//! injection, or a hold that was put aside. Nothing is taken by itself, and the music goes on as it is.

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Element, Length};

use super::Message;
use crate::screen::{Action, Shown, hold};
use crate::session::Command;
use crate::session::dose::{Ending, Form, HoldEnd};
use crate::session::due::Booster;
use crate::session::event::NoteKind;
use crate::session::participant::Participant;
use crate::session::timer::Hold;
use crate::theme::{Ink, measure, role};
use crate::units::clock_face;
use crate::widget::button::{Button, filled, quiet, surface};
use crate::widget::hold_to::hold_button;
use crate::widget::ring::row_ring;
use crate::widget::text::{label, words};
use crate::widget::touchable::Face;

/// A ring moves in so many steps: as fine as its pixels.
const RING_STEPS: f32 = 120.0;
/// The words of the note that says that no further dose of a sequence follows.
const NO_MORE: &str = "No further ";

/// The line; `None` where nothing is to be decided.
pub(super) fn card<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    held(shown).or_else(|| booster(shown)).or_else(|| next(shown))
}

/// A hold that was put aside: what remains of it, and what ends it.
pub(super) fn held<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let (_, dose) = who(shown)?.holding()?;
    let ending = |button: Button<'a, Message>, ending| {
        button.act(("ends", ending)).on_press_at(move |boot| Message::Hold(hold::Message::End(ending, boot)))
    };
    let face = quiet("Show").on_press(Message::Hold(hold::Message::Show));
    Some(match Hold::of(dose, shown.now)? {
        Hold::Holding { since, ends } => {
            let (left, total) = (ends.since(shown.now), ends.since(since));
            let part = left.as_secs_f32() / total.as_secs_f32().max(1.0);
            let ring = row_ring((RING_STEPS * part).floor() / RING_STEPS, false, false, measure::TARGET - measure::M);
            let early = ending(surface("Spat early").ink(Ink::Dim), Ending::Spat);
            let said = (format!("Hold, {} left", clock_face(left)), "the music goes on".to_owned());
            line(row![ring].push(lines(said, Ink::Text)), row![face, early])
        }
        Hold::Due { since, .. } => {
            let (word, first) = match dose.prescription.end {
                HoldEnd::Spit => ("Spit now", ending(filled("Spat"), Ending::Spat)),
                HoldEnd::Swallow => ("Swallow now", ending(filled("Swallowed"), Ending::SwallowedAll)),
            };
            let held = format!("held {}", clock_face(shown.now.since(since)));
            line(row![lines((word.to_owned(), held), Ink::Accent)], row![face, first])
        }
        Hold::Over { .. } => return None,
    })
}

/// A booster that may be offered now.
fn booster<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let Booster::Open { until } = shown.session.booster(shown.person, shown.now)? else { return None };
    if !who(shown)?.takes_part() {
        return None;
    }
    let said = (format!("Booster: {}", amount(shown)?), format!("as prescribed, until {}", shown.time_of(until)));
    let acts = row![
        hold_button("In mouth", Face::Surface, Length::Shrink, Message::Booster),
        surface("Later").ink(Ink::Dim).on_press(Message::LaterBooster),
        surface("Not today").ink(Ink::Dim).on_press(Message::NoBooster),
    ];
    Some(line(row![lines(said, Ink::Text)], acts))
}

/// The next of a sequence that was left before its last.
fn next<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let due = shown.session.next_dose_due(shown.person)?;
    let who = who(shown).filter(|who| !is_over(who))?;
    let form = who.doses.last()?.prescription.form;
    let left = due.since(shown.now);
    let (when, ink) = if left.is_zero() {
        (format!("due since {}", clock_face(shown.now.since(due))), Ink::Accent)
    } else {
        (format!("due in {}", clock_face(left)), Ink::Text)
    };
    let which = format!("{} {} of {}", capital(form.words().0), who.taken() + 1, who.planned_doses());
    let acts = row![
        hold_button(form.given(), Face::Surface, Length::Shrink, Message::Given),
        surface("No more today").ink(Ink::Dim).on_press(Message::NoMore),
    ];
    Some(line(row![lines((which, when), ink)], acts))
}

/// Says that no further dose of the sequence follows, as a note.
pub(super) fn no_more(shown: &Shown<'_>) -> Action {
    let words = who(shown).and_then(|who| {
        let several = who.doses.last()?.prescription.form.words().1;
        Some(format!("{NO_MORE}{several} today, {} of {} given", who.taken(), who.planned_doses()))
    });
    let note = |words| Command::WriteNote(shown.person, NoteKind::Note, words, shown.now);
    words.map_or(Action::None, |words| Action::Ask(note(words)))
}

/// Whether it was said that no further dose follows the last.
fn is_over(who: &Participant) -> bool {
    let last = who.last_dose();
    who.notes.iter().any(|note| note.what.1.starts_with(NO_MORE) && Some(note.at) >= last)
}

/// How it stands with the booster where nothing is to be pressed, in a few words.
pub(super) fn booster_words(shown: &Shown<'_>) -> Option<String> {
    Some(match shown.session.booster(shown.person, shown.now)? {
        Booster::NotYet { from } => format!("booster from {}", shown.time_of(from)),
        Booster::Snoozed { until } => format!("booster again at {}", shown.time_of(until)),
        Booster::Skipped => "no booster today".to_owned(),
        Booster::Expired => "booster's time is over".to_owned(),
        Booster::Taken => format!("booster at {}", shown.time_of(who(shown)?.last_dose()?)),
        Booster::Open { .. } => return None,
    })
}

fn who<'a>(shown: &Shown<'a>) -> Option<&'a Participant> {
    shown.session.participant(shown.person)
}

/// 1 × 50 mg.
pub(super) fn amount(shown: &Shown<'_>) -> Option<String> {
    let booster = who(shown)?.doses.first()?.prescription.booster?;
    Some(format!("{} × {} mg", booster.tablets, booster.each.0))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).collect::<String>() + letters.as_str()
}

fn lines<'a>((first, second): (String, String), ink: Ink) -> Element<'a, Message> {
    column![words(role::BODY_STRONG, ink, first), label(second)].into()
}

fn line<'a>(said: iced::widget::Row<'a, Message>, acts: iced::widget::Row<'a, Message>) -> Element<'a, Message> {
    let said = said.spacing(measure::S).align_y(Alignment::Center);
    let acts = acts.spacing(measure::GAP).align_y(Alignment::Center);
    container(row![said, Space::new().width(Length::Fill), acts].align_y(Alignment::Center))
        .height(measure::BUTTON)
        .into()
}

/// The word of the form that was given first, as it is said of the clock: "since the tablet".
pub(super) fn form_word(who: &Participant) -> &'static str {
    let form = who.doses.first().map_or(Form::Tablet, |dose| dose.prescription.form);
    if who.planned_doses() > 1 && !form.is_held() {
        return match form {
            Form::Spray => "first spray",
            Form::Injection => "first injection",
            Form::Tablet | Form::Lozenge | Form::Troche => form.words().0,
        };
    }
    form.words().0
}
