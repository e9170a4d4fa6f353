//! The times that matter: since the tablet, since the last dose, of music left, booked.

use std::time::Duration;

use iced::widget::{Space, column, row};
use iced::{Alignment, Length};

use super::Message;
use super::dose::form_word;
use super::notes::{booked_end, is_near};
use crate::screen::Shown;
use crate::screen::music_now::MusicNow;
use crate::screen::shown::in_minutes;
use crate::session::Phase;
use crate::session::participant::Participant;
use crate::theme::{Ink, measure, role};
use crate::units::Moment;
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::text::{figure_over, words};
use crate::widget::tracked::tracked;

/// From an hour on the hero is set smaller, so that its seconds still find room.
const HOUR: Duration = Duration::from_secs(3600);

/// The block of times.
pub(super) fn times<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let mut seconds = row![].spacing(measure::L).align_y(Alignment::End);
    let last = shown.session.participant(shown.person).and_then(Participant::later_dose);
    seconds = seconds.push(last.map(|last| {
        let since = shown.now.since(last);
        figure_over(short(since), Ink::Accent, "since the last dose")
    }));
    seconds = seconds.push(MusicNow::of(shown).map(|music| music_left(&music)));
    seconds = seconds.push(booked(shown));
    row![hero(shown), Space::new().width(Length::Fill), seconds].align_y(Alignment::End).height(measure::TIMES).into()
}

/// How much music is left, or how long the bed has been.
pub(super) fn music_left<'a>(music: &MusicNow<'_>) -> Element<'a, Message> {
    let (figure, word) = match (music.left(), music.bed()) {
        (Some(left), _) => (clock_face(left), "of music left"),
        (None, bed) => (in_minutes(bed.unwrap_or_default()), "in the bed"),
    };
    figure_over(figure, Ink::Text, word)
}

fn hero<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let (since, what) = match shown.session.participant(shown.person).and_then(|who| who.t0()) {
        Some(t0) => (t0, format!("since the {}, {}", given(shown), shown.time_of(t0))),
        None => {
            let entered = began(shown);
            (entered, format!("since the journey began, {}", shown.time_of(entered)))
        }
    };
    let since = shown.now.since(since);
    let size = if since < HOUR { role::HERO } else { role::HERO_GROUP };
    let figure = tracked(size, Ink::Text, clock_face(since));
    column![figure, words(role::LABEL_LARGE, Ink::Dim, what)].spacing(measure::M).into()
}

/// What was given first, as one says it.
fn given(shown: &Shown<'_>) -> &'static str {
    shown.session.participant(shown.person).map_or("tablet", form_word)
}

/// When the journey was entered first.
pub(super) fn began(shown: &Shown<'_>) -> Moment {
    let mut visits = shown.session.visits().iter();
    visits.find(|(phase, _)| *phase == Phase::Journey).map_or(shown.session.entered(), |(_, at)| *at)
}

pub(super) fn booked<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let end = booked_end(shown);
    let left = end.since(shown.now);
    let ink = if is_near(shown) { Ink::Accent } else { Ink::Text };
    if left.is_zero() {
        let over = in_minutes(shown.now.since(end));
        return figure_over(over, ink, format!("over {}", shown.time_of(end)));
    }
    figure_over(in_minutes(left), ink, format!("booked, to {}", shown.time_of(end)))
}

fn short(span: Duration) -> String {
    if span < HOUR { clock_face(span) } else { in_minutes(span) }
}

/// What a note is called while it is written; in a group with whose it is.
pub(super) fn note_title(shown: &Shown<'_>) -> String {
    let whose = if shown.is_group() { format!("{}: ", shown.code(shown.person)) } else { String::new() };
    whose + &title(shown)
}

/// What their words are called while they are written.
pub(super) fn spoke_title(shown: &Shown<'_>, at: Moment) -> String {
    let who = if shown.is_group() { shown.code(shown.person) } else { "The client" };
    format!("{who} spoke, {}", shown.time_of(at))
}

fn title(shown: &Shown<'_>) -> String {
    match shown.session.participant(shown.person).and_then(|who| who.t0()) {
        Some(t0) => format!("Note, {} after the {}", in_minutes(shown.now.since(t0)), given(shown)),
        None => format!("Note, {}", shown.time_of(shown.now)),
    }
}
