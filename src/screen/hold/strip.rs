//! The strip at the foot of the hold: what ends it, and what sets its time right.

use std::time::Duration;

use iced::widget::{Row, container, row};
use iced::{Alignment, Length};

use super::{HoldFace, Message, who};
use crate::screen::Shown;
use crate::screen::entries::reasons;
use crate::screen::entry::last_of;
use crate::screen::frame::{self, Bar};
use crate::session::Phase;
use crate::session::dose::{Ending, HoldEnd};
use crate::session::event::{Event, EventId, Stamped};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::{Moment, clock_face};
use crate::widget::Element;
use crate::widget::button::{Button, filled, icon_button, quiet, surface};
use crate::widget::hold_to::hold_button;
use crate::widget::text::words;
use crate::widget::touchable::Face;

/// "Tablet in mouth" can be taken back this long.
const UNDO: Duration = Duration::from_secs(60);
/// Steps of the correction: label and seconds.
pub(super) const STEPS: [(&str, u64); 3] = [("\u{2212}1 min", 60), ("\u{2212}10 s", 10), ("\u{2212}1 s", 1)];

impl HoldFace {
    /// The strip while it is held.
    pub(super) fn strip<'a>(&self, shown: &Shown<'a>, since: Moment) -> Element<'a, Message> {
        if let Some(earlier) = self.correcting {
            return correcting(shown, since, earlier);
        }
        let corrected = shown.session.fresh_change(shown.now);
        if let Some(change) = corrected.filter(|change| matches!(change.event, Event::T0Corrected { .. })) {
            return why(shown, change);
        }
        let undo = fresh_tablet(shown)
            .map(|id| strip_button("Undo").icon(Icon::ArrowCounterClockwise).on_press(Message::Undo(id)));
        let since = shown.wall_at(since).format("%-H:%M:%S");
        let since = if undo.is_some() { format!("since {since}") } else { format!("in mouth since {since}") };
        in_a_row(endings("Spat early", None))
            .push(undo)
            .push(middle(since))
            .push(aside(shown).unwrap_or_else(|| strip_button("Correct the time").on_press(Message::Correct)))
            .push(hold_button("Stop", Face::Surface, Length::Shrink, |_| Message::Stop))
            .push(icon_button(frame::eye(shown.locks), Ink::Dim, Message::Bar(Bar::Cover)))
            .spacing(measure::GAP)
            .height(measure::STRIP)
            .align_y(Alignment::Center)
            .into()
    }
}

/// The tablet that is held, while it can be taken back.
pub(super) fn fresh_tablet(shown: &Shown<'_>) -> Option<EventId> {
    let tapped = who(shown)?.holding()?.1.tapped?;
    let taken = last_of(shown, |event| matches!(event, Event::TabletTaken { .. }));
    taken.filter(|_| shown.now.since(tapped) <= UNDO)
}

/// The strip once the planned hold is over.
pub(super) fn due<'a>(shown: &Shown<'a>, since: Moment, end: HoldEnd, waits: bool) -> Element<'a, Message> {
    in_a_row(endings("Spat", Some(planned(end))))
        .push(strip_button("Not yet").on_press_maybe((!waits).then_some(Message::NotYet)))
        .push(middle(format!("held {}", clock_face(shown.now.since(since)))))
        .push(aside(shown))
        .push(hold_button("Stop", Face::Surface, Length::Shrink, |_| Message::Stop))
        .push(icon_button(frame::eye(shown.locks), Ink::Dim, Message::Bar(Bar::Cover)))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center)
        .into()
}

/// The way back to the journey while somebody holds within it.
fn aside<'a>(shown: &Shown<'_>) -> Option<Button<'a, Message>> {
    let within = shown.session.phase() == Phase::Journey;
    within.then(|| strip_button("Journey").on_press(Message::Aside))
}

/// The strip while the time of the tablet is corrected.
fn correcting<'a>(shown: &Shown<'a>, since: Moment, earlier: u64) -> Element<'a, Message> {
    let steps = STEPS.map(|(word, secs)| strip_button(word).on_press(Message::Earlier(secs)).into());
    let since = since.minus(Duration::from_secs(earlier));
    row(steps)
        .push(middle(format!("in mouth since {}", shown.wall_at(since).format("%-H:%M:%S"))))
        .push(quiet("Leave it").on_press(Message::Leave))
        .push(filled("Keep").width(measure::NOTE).on_press_maybe((earlier > 0).then_some(Message::KeepTime)))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center)
        .into()
}

/// The strip right after the time was corrected: why, for a while, beside what ends the hold.
fn why<'a>(shown: &Shown<'a>, change: &Stamped) -> Element<'a, Message> {
    let id = change.id;
    let offered =
        reasons(&change.event).map(|reason| quiet(reason.words).on_press(Message::Why(id, reason.words)).into());
    let [spat, ..] = endings("Spat early", None);
    row![spat.width(measure::SPAT)]
        .push(middle("corrected, because".to_owned()))
        .extend(offered)
        .push(strip_button("Correct the time").on_press(Message::Correct))
        .push(hold_button("Stop", Face::Surface, Length::Shrink, |_| Message::Stop))
        .push(icon_button(frame::eye(shown.locks), Ink::Dim, Message::Bar(Bar::Cover)))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center)
        .into()
}

/// What ends the hold, each in its own place before and after the cue; what was planned is filled once it is due.
///
/// Spat is one act, early or not: when the finger came down tells which.
pub(super) fn endings<'a>(spat: &'static str, due: Option<Ending>) -> [Button<'a, Message>; 3] {
    let ending = |word: &'static str, ending: Ending| {
        let button = if due == Some(ending) { filled(word) } else { strip_button(word) };
        button.act(("ends", ending)).on_press_at(move |boot| Message::End(ending, boot))
    };
    [
        ending(spat, Ending::Spat),
        ending("Swallowed some", Ending::SwallowedSome),
        ending("Swallowed all", Ending::SwallowedAll),
    ]
}

fn strip_button<'a>(word: &str) -> Button<'a, Message> {
    surface(word).ink(Ink::Dim)
}

fn middle<'a>(word: String) -> Element<'a, Message> {
    container(words(role::HEADING, Ink::Dim, word)).center_x(Length::Fill).into()
}

/// How a hold ends that goes as planned.
pub(super) fn planned(end: HoldEnd) -> Ending {
    match end {
        HoldEnd::Spit => Ending::Spat,
        HoldEnd::Swallow => Ending::SwallowedAll,
    }
}

/// The first as wide as both its words need: the others stand where they stood.
fn in_a_row<'a>([spat, some, all]: [Button<'a, Message>; 3]) -> Row<'a, Message> {
    row![spat.width(measure::SPAT), some, all]
}
