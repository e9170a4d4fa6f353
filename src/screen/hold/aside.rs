//! One person's hold in the column of the thumb, while others of the group are in sight as well.

use std::time::Duration;

use iced::Length;
use iced::widget::{Column, column, row};

use super::strip::{STEPS, fresh_tablet};
use super::{HoldFace, Message, who};
use crate::screen::Shown;
use crate::session::dose::{Dose, Ending, HoldEnd};
use crate::session::timer::Hold;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::{Moment, clock_face};
use crate::widget::Element;
use crate::widget::button::{filled, quiet, surface};
use crate::widget::hold_to::hold_button;
use crate::widget::text::{label, words};
use crate::widget::touchable::Face;
use crate::widget::tracked::tracked;

impl HoldFace {
    /// The hold of whoever is looked after; `None` if they hold nothing.
    #[must_use]
    pub fn aside<'a>(&self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        let (_, dose) = who(shown)?.holding()?;
        let lines = match (self.correcting, Hold::of(dose, shown.now)?) {
            (_, Hold::Over { .. }) => return None,
            (Some(earlier), Hold::Holding { since, .. } | Hold::Due { since, .. }) => correcting(shown, since, earlier),
            (None, Hold::Holding { since, ends }) => holding(shown, since, ends),
            (None, Hold::Due { since, .. }) => due(shown, dose, since),
        };
        Some(lines.spacing(measure::GAP).into())
    }
}

fn holding<'a>(shown: &Shown<'a>, since: Moment, ends: Moment) -> Column<'a, Message> {
    // The last second shown is 0:01.
    let left = Duration::from_secs(ends.since(shown.now).as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX));
    let undo = fresh_tablet(shown).map(|id| {
        quiet("Not taken after all").icon(Icon::ArrowCounterClockwise).width(Length::Fill).on_press(Message::Undo(id))
    });
    column![
        tracked(role::HERO_GROUP, Ink::Text, clock_face(left)),
        label(format!("to hold; in the mouth since {}", shown.wall_at(since).format("%-H:%M:%S"))),
        done("Spat early", Ending::Spat),
        done("Swallowed some", Ending::SwallowedSome),
        done("Swallowed all", Ending::SwallowedAll),
        surface("Correct the time").ink(Ink::Dim).width(Length::Fill).on_press(Message::Correct),
        hold_button("Stop", Face::Surface, Length::Fill, |_| Message::Stop),
    ]
    .push(undo)
}

fn due<'a>(shown: &Shown<'a>, dose: &Dose, since: Moment) -> Column<'a, Message> {
    let held = label(format!("held {}; say it quietly, the others rest", clock_face(shown.now.since(since))));
    let first = |word, ending| filled(word).large().width(Length::Fill).on_press(Message::End(ending));
    let (call, first, other, all) = match dose.prescription.end {
        HoldEnd::Spit => (
            "Spit now",
            first("Spat", Ending::Spat),
            done("Swallowed some", Ending::SwallowedSome),
            Some("Swallowed all"),
        ),
        HoldEnd::Swallow => ("Swallow now", first("Swallowed", Ending::SwallowedAll), done("Spat", Ending::Spat), None),
    };
    let all = all.map(|word| done(word, Ending::SwallowedAll));
    column![words(role::STATEMENT, Ink::Accent, call), held, first, other].push(all)
}

fn correcting<'a>(shown: &Shown<'a>, since: Moment, earlier: u64) -> Column<'a, Message> {
    let since = since.minus(Duration::from_secs(earlier));
    let steps = STEPS
        .map(|(word, secs)| surface(word).ink(Ink::Dim).width(Length::Fill).on_press(Message::Earlier(secs)).into());
    let keep = filled("Keep").width(Length::Fill).on_press_maybe((earlier > 0).then_some(Message::KeepTime));
    column![
        words(role::CODE, Ink::Text, shown.wall_at(since).format("%-H:%M:%S").to_string()),
        label("was it really in the mouth"),
        row(steps).spacing(measure::GAP),
        row![quiet("Leave it").width(Length::Fill).on_press(Message::Leave), keep].spacing(measure::GAP),
    ]
}

fn done<'a>(word: &'static str, ending: Ending) -> Element<'a, Message> {
    surface(word).ink(Ink::Dim).width(Length::Fill).on_press(Message::End(ending)).into()
}
