//! The hold and its end: a calm face to be read from two metres; no code, no dose, no figures of the body.

use std::time::Duration;

use iced::widget::{container, row};
use iced::{Alignment, Element, Length};

use super::before::last_of;
use super::{Administration, Layer, Message, who};
use crate::screen::Shown;
use crate::screen::entries::reasons;
use crate::screen::frame::{self, Bar, with_strip};
use crate::session::dose::{Ending, HoldEnd};
use crate::session::event::{Event, Stamped};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Moment;
use crate::units::clock_face;
use crate::widget::button::{Button, filled, icon_button, quiet, surface};
use crate::widget::flow::Flow;
use crate::widget::hold_ring::{HoldRing, hold_ring, sign, spit_now};
use crate::widget::hold_to::hold_button;
use crate::widget::text::words;
use crate::widget::touchable::Face;

/// "Tablet in mouth" can be taken back this long.
const UNDO: Duration = Duration::from_secs(60);
/// Steps of the correction: label and seconds.
const STEPS: [(&str, u64); 3] = [("\u{2212}1 min", 60), ("\u{2212}10 s", 10), ("\u{2212}1 s", 1)];

impl Administration {
    pub(super) fn holding<'a>(&'a self, shown: &Shown<'a>, since: Moment, ends: Moment) -> Element<'a, Message> {
        let swish = who(shown)
            .and_then(|who| who.holding())
            .is_some_and(|(_, dose)| dose.swish_shown(shown.session.protocol().swish_every, shown.now));
        let ring = hold_ring(HoldRing {
            flow: Flow::at(shown.boot, shown.now.since(since)).at_speed(shown.speed),
            total: ends.since(since),
            word: "Hold".to_owned(),
            swish: swish.then(|| "swish gently".to_owned()),
        });
        let side = |drawing: Icon, word: &'static str| container(sign(drawing, word)).center_x(Length::Fill);
        let face = row![side(Icon::ThumbsUp, "all is well"), ring, side(Icon::HandPalm, "I need you")]
            .align_y(Alignment::Center);
        with_strip(container(face).center(Length::Fill), self.holding_strip(shown, since))
    }

    pub(super) fn due<'a>(&'a self, shown: &Shown<'a>, since: Moment, _ended: Moment) -> Element<'a, Message> {
        let end = who(shown).and_then(|who| who.holding()).map_or(HoldEnd::Spit, |(_, dose)| dose.prescription.end);
        let waits = self.quiet_until.is_some_and(|until| shown.now < until);
        let (word, second) = match (waits, end) {
            (true, HoldEnd::Spit) => ("In a moment", "into the cup"),
            (true, HoldEnd::Swallow) => ("In a moment", ""),
            (false, HoldEnd::Spit) => ("Spit now", "into the cup"),
            (false, HoldEnd::Swallow) => ("Swallow", "now"),
        };
        let held = format!("held {}", clock_face(shown.now.since(since)));
        let done = |word: &'static str, ending: Ending| strip_button(word).on_press(Message::End(ending));
        let proposed =
            |word: &'static str, ending: Ending| filled(word).width(measure::SPAT).on_press(Message::End(ending));
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
        let strip = row(others.map(Element::from))
            .push(middle(held))
            .push(strip_button("Not yet").on_press_maybe((!waits).then_some(Message::NotYet)))
            .push(first)
            .spacing(measure::GAP)
            .height(measure::STRIP)
            .align_y(Alignment::Center);
        with_strip(container(spit_now(word, second)).center(Length::Fill), strip)
    }

    fn holding_strip<'a>(&'a self, shown: &Shown<'a>, since: Moment) -> Element<'a, Message> {
        if let Layer::Correcting(earlier) = &self.layer {
            return correcting(shown, since, *earlier);
        }
        let corrected = shown.session.fresh_change(shown.now);
        if let Some(change) = corrected.filter(|change| matches!(change.event, Event::T0Corrected { .. })) {
            return why(shown, change);
        }
        let done = |word: &'static str, ending: Ending| strip_button(word).on_press(Message::End(ending));
        let tapped = who(shown).and_then(|who| who.holding()).and_then(|(_, dose)| dose.tapped);
        let fresh = tapped.is_some_and(|tapped| shown.now.since(tapped) <= UNDO);
        let taken = last_of(shown, |event| matches!(event, Event::TabletTaken { .. })).filter(|_| fresh);
        let undo = taken.map(|id| strip_button("Undo").icon(Icon::ArrowCounterClockwise).on_press(Message::Undo(id)));
        row![done("Spat early", Ending::Spat), done("Swallowed some", Ending::SwallowedSome)]
            .push(middle(format!("in mouth since {}", shown.wall_at(since).format("%-H:%M:%S"))))
            .push(undo)
            .push(strip_button("Correct the time").on_press(Message::Correct))
            .push(hold_button("Stop", Face::Surface, Length::Shrink, |_| Message::Stop))
            .push(icon_button(frame::eye(shown.locks), Ink::Dim, Message::Bar(Bar::Cover)))
            .spacing(measure::GAP)
            .height(measure::STRIP)
            .align_y(Alignment::Center)
            .into()
    }
}

/// The strip while the time of the tablet is corrected.
fn correcting<'a>(shown: &Shown<'a>, since: Moment, earlier: u64) -> Element<'a, Message> {
    let steps = STEPS.map(|(word, secs)| strip_button(word).on_press(Message::Earlier(secs)).into());
    let since = since.minus(Duration::from_secs(earlier));
    row(steps)
        .push(middle(format!("in mouth since {}", shown.wall_at(since).format("%-H:%M:%S"))))
        .push(quiet("Leave it").on_press(Message::Close))
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
    row![strip_button("Spat early").on_press(Message::End(Ending::Spat))]
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

fn strip_button<'a>(word: &'a str) -> Button<'a, Message> {
    surface(word).ink(Ink::Dim)
}

fn middle<'a>(word: String) -> Element<'a, Message> {
    container(words(role::HEADING, Ink::Dim, word)).center_x(Length::Fill).into()
}
