//! One person's hold in the column of the thumb, while others of the group are in sight as well.

use std::time::Duration;

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Length};

use super::strip::{STEPS, endings, fresh_tablet, planned};
use super::{HoldFace, Message, who};
use crate::screen::Shown;
use crate::session::dose::{Dose, HoldEnd};
use crate::session::timer::Hold;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::{Moment, clock_face};
use crate::widget::Element;
use crate::widget::button::{Button, filled, quiet, surface};
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
    let told = label(format!("to hold; in the mouth since {}", shown.wall_at(since).format("%-H:%M:%S")));
    column![head(tracked(role::HERO_GROUP, Ink::Text, clock_face(left))), told]
        .extend(endings("Spat early", None).map(wide))
        .push(wide(surface("Correct the time").ink(Ink::Dim).on_press(Message::Correct)))
        .push(hold_button("Stop", Face::Surface, Length::Fill, |_| Message::Stop))
        .push(undo)
}

fn due<'a>(shown: &Shown<'a>, dose: &Dose, since: Moment) -> Column<'a, Message> {
    let held = label(format!("held {}; say it quietly, the others rest", clock_face(shown.now.since(since))));
    let (call, end) = match dose.prescription.end {
        HoldEnd::Spit => ("Spit now", HoldEnd::Spit),
        HoldEnd::Swallow => ("Swallow now", HoldEnd::Swallow),
    };
    let call = head(words(role::STATEMENT, Ink::Accent, call).into());
    column![call, held].extend(endings("Spat", Some(planned(end))).map(wide))
}

/// As high before the cue and after it: what ends the hold keeps its place.
fn head(content: Element<'_, Message>) -> Element<'_, Message> {
    container(content).height(role::HERO_GROUP.line).align_y(Alignment::Center).into()
}

fn wide(button: Button<'_, Message>) -> Element<'_, Message> {
    button.width(Length::Fill).into()
}

fn correcting<'a>(shown: &Shown<'a>, since: Moment, earlier: u64) -> Column<'a, Message> {
    let since = since.minus(Duration::from_secs(earlier));
    let steps = STEPS
        .map(|(word, secs)| surface(word).ink(Ink::Dim).width(Length::Fill).on_press(Message::Earlier(secs)).into());
    let keep = filled("Keep").width(Length::Fill).on_press_maybe((earlier > 0).then_some(Message::KeepTime));
    // The way out stands where the figure comes back, above everything that ends the hold.
    column![
        row![quiet("Leave it").width(Length::Fill).on_press(Message::Leave), keep].spacing(measure::GAP),
        words(role::CODE, Ink::Text, shown.wall_at(since).format("%-H:%M:%S").to_string()),
        label("was it really in the mouth"),
        row(steps).spacing(measure::GAP),
    ]
}
