//! The strip at the foot of the hold: what ends it, and what sets its time right.

use std::time::Duration;

use iced::widget::{container, row};
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
        row![done("Spat early", Ending::Spat), done("Swallowed some", Ending::SwallowedSome)]
            .push(middle(format!("in mouth since {}", shown.wall_at(since).format("%-H:%M:%S"))))
            .push(undo)
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
    let proposed = |word: &'static str, ending| filled(word).width(measure::SPAT).on_press(Message::End(ending));
    let (others, first) = match end {
        HoldEnd::Spit => (
            [done("Swallowed some", Ending::SwallowedSome), done("Swallowed all", Ending::SwallowedAll)],
            proposed("Spat", Ending::Spat),
        ),
        HoldEnd::Swallow => (
            [done("Spat", Ending::Spat), done("Swallowed some", Ending::SwallowedSome)],
            proposed("Swallowed", Ending::SwallowedAll),
        ),
    };
    row(others.map(Element::from))
        .push(middle(format!("held {}", clock_face(shown.now.since(since)))))
        .push(aside(shown))
        .push(strip_button("Not yet").on_press_maybe((!waits).then_some(Message::NotYet)))
        .push(first)
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
    row![done("Spat early", Ending::Spat)]
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

fn done<'a>(word: &'static str, ending: Ending) -> Button<'a, Message> {
    strip_button(word).on_press(Message::End(ending))
}

fn strip_button<'a>(word: &str) -> Button<'a, Message> {
    surface(word).ink(Ink::Dim)
}

fn middle<'a>(word: String) -> Element<'a, Message> {
    container(words(role::HEADING, Ink::Dim, word)).center_x(Length::Fill).into()
}
