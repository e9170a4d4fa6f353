//! What all who hold see together: one ring while it is the same for everyone, and no figure where it is not.

use std::time::Duration;

use iced::Alignment;
use iced::widget::{column, container, stack};

use super::Shown;
use crate::session::Phase;
use crate::session::dose::{Dose, HoldEnd};
use crate::theme::{Ink, role};
use crate::units::Moment;
use crate::widget::Element;
use crate::widget::calm::{CalmFace, SIDE, calm_face};
use crate::widget::flow::Flow;
use crate::widget::hold_ring::{HoldRing, hold_ring, spit_now};
use crate::widget::text::words;

/// Holds that end this near to each other are one, as their chimes are.
const TOGETHER: Duration = Duration::from_secs(3);

/// What those who hold have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Held {
    /// All hold, and end together.
    Together {
        /// When the last of them began.
        since: Moment,
        /// When the last of them ends.
        ends: Moment,
        /// "Swish gently" is shown to all.
        swish: bool,
    },
    /// The time is over for all.
    Due(HoldEnd),
    /// Some hold longer than others: each is told by the therapist.
    Apart,
}

/// What those who hold have in common; `None` if nobody holds.
#[must_use]
pub fn held(shown: &Shown<'_>) -> Option<Held> {
    let holding: Vec<&Dose> =
        shown.session.participants().iter().filter_map(|who| who.holding()).map(|(_, dose)| dose).collect();
    let ends: Vec<Moment> = holding.iter().filter_map(|dose| dose.hold_ends()).collect();
    let (first, last) = (ends.iter().min().copied()?, ends.iter().max().copied()?);
    let end = holding.first()?.prescription.end;
    let alike = holding.iter().all(|dose| dose.prescription.end == end);
    if last <= shown.now && alike {
        return Some(Held::Due(end));
    }
    if last.since(first) > TOGETHER || last <= shown.now {
        return Some(Held::Apart);
    }
    let since = holding.iter().filter_map(|dose| dose.taken).max()?;
    let every = shown.session.protocol().swish_every;
    let swish = holding.iter().all(|dose| dose.swish_shown(every, shown.now));
    Some(Held::Together { since, ends: last, swish })
}

/// The same as a calm face: no code, no dose; `None` if nobody holds, or where others of the group rest already.
#[must_use]
pub fn face<'a, Message: 'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    if shown.is_group() && shown.session.phase() == Phase::Journey {
        return None;
    }
    Some(match held(shown)? {
        Held::Together { since, ends, swish } => hold_ring(HoldRing {
            flow: Flow::at(shown.boot, shown.now.since(since)).at_speed(shown.speed),
            total: ends.since(since),
            word: "Hold".to_owned(),
            swish: swish.then(|| "swish gently".to_owned()),
        }),
        Held::Due(HoldEnd::Spit) => spit_now("Spit now", "into the cup"),
        Held::Due(HoldEnd::Swallow) => spit_now("Swallow", "now"),
        Held::Apart => apart(shown),
    })
}

/// A whole ring without a figure: nobody spits early because of another's time.
fn apart<'a, Message: 'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let flow = Flow::at(shown.boot, Duration::ZERO).at_speed(0.0);
    let ring = calm_face(CalmFace { flow, total: Duration::from_secs(1), word: String::new() });
    let lines = ["Hold until", "you are told"].map(|line| words(role::CALM_SMALL, Ink::Text, line).center().into());
    let lines = column(lines).align_x(Alignment::Center);
    stack![ring, container(lines).center(SIDE)].width(SIDE).height(SIDE).into()
}
