//! Sprays and injections after the first: how many, when the next is due, and the disc that stamps it.

use iced::widget::{column, container};
use iced::{Alignment, Element, Length, Padding};

use super::over::{ended, foot};
use super::{Administration, Layer, Message, who};
use crate::screen::entry::last_of;
use crate::screen::{Shown, frame};
use crate::session::event::Event;
use crate::session::participant::Participant;
use crate::theme::{Ink, measure, role};
use crate::units::clock_face;
use crate::widget::flow::Flow;
use crate::widget::hold_to::hold_disc;
use crate::widget::next_ring::{NextRing, next_ring};
use crate::widget::text::{label, statement, words};

impl Administration {
    /// What follows the first spray or injection; the way on is there after any.
    pub(super) fn sequence<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if let Some(ended) = ended(shown) {
            return ended;
        }
        let Some(who) = who(shown) else { return column![].into() };
        let undo = last_of(shown, |event| matches!(event, Event::Given { .. }));
        let undo = undo.filter(|_| fresh(shown, who));
        let waits = shown.session.next_dose_due(shown.person).is_some();
        let foot = foot(shown, undo, !waits);
        let Some(due) = shown.session.next_dose_due(shown.person) else {
            return self.beside(shown, all_given(shown, who), foot);
        };
        if !matches!(self.layer, Layer::None) {
            return self.beside(shown, column![statement(so_far(who))], foot);
        }
        let last = who.last_dose().unwrap_or(due);
        let ring = next_ring(NextRing {
            flow: Flow::at(shown.boot, shown.now.since(last)).at_speed(shown.speed),
            total: due.since(last),
            word: so_far(who),
        });
        let left = column![ring, label(clocks(shown, who))].spacing(measure::M).align_x(Alignment::Center);
        let form = who.doses.last().map(|dose| dose.prescription.form).unwrap_or_default();
        let right = column![
            hold_disc(form.given(), "press until the ring closes", Message::Given),
            label("It waits for you; nothing is given by itself.")
        ];
        let right = right.spacing(measure::M).width(Length::Fill).align_x(Alignment::Center);
        let top = Padding::ZERO.top(measure::L);
        let both = frame::columns(shown, container(left).center_x(Length::Fill).padding(top), right.padding(top));
        frame::with_strip(both, foot)
    }
}

/// The last one can still be taken back.
fn fresh(shown: &Shown<'_>, who: &Participant) -> bool {
    who.last_dose().is_some_and(|last| shown.now.since(last).as_secs() <= 60)
}

/// 2 of 6.
fn so_far(who: &Participant) -> String {
    format!("{} of {}", who.taken(), who.planned_doses())
}

/// The clock of the record and the clock of the effects.
fn clocks(shown: &Shown<'_>, who: &Participant) -> String {
    let since = |at| clock_face(shown.now.since(at));
    let first = who.t0().map(|t0| format!("{} since the first, {}", since(t0), shown.time_of(t0)));
    let last = who.later_dose().map(|last| format!("{} since the last", since(last)));
    [first, last].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn all_given<'a>(shown: &Shown<'a>, who: &Participant) -> iced::widget::Column<'a, Message> {
    let Some(prescription) = who.doses.last().map(|dose| &dose.prescription) else { return column![] };
    let (one, several) = prescription.form.words();
    let at = |moment| shown.time_of(moment);
    let times = match (who.t0(), who.later_dose()) {
        (Some(first), Some(last)) => format!("the first at {}, the last at {}.", at(first), at(last)),
        (Some(first), None) => format!("given at {}.", at(first)),
        (None, _) => String::new(),
    };
    let count = who.taken() * usize::from(prescription.tablets.halves) / 2;
    let word = if count == 1 { one } else { several };
    let since = who.last_dose().map(|last| clock_face(shown.now.since(last))).unwrap_or_default();
    column![
        statement(format!("{count} {word} of {} mg,", prescription.each.0)),
        statement(times),
        words(role::READING, Ink::Dim, format!("{since} since the last. The music plays; then the journey.")),
    ]
    .spacing(measure::S)
}
