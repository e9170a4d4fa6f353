//! How a session begins.

use std::sync::Arc;

use super::event::{About, Event, Happening, Who};
use super::phase::Phase;
use super::protocol::Protocol;
use crate::cue::Plan;
use crate::units::Moment;

/// The first decision of every session: it starts, has its music, and is in its first phase.
///
/// `session` is the opaque id that all records of the sitting share; `codes` are codes or initials, one a person.
#[must_use]
pub fn open(
    session: u128,
    protocol: Arc<Protocol>,
    codes: Vec<String>,
    plan: Arc<Plan>,
    rehearsal: bool,
) -> Vec<Happening> {
    let first = protocol.phases.first().copied().unwrap_or(Phase::Arrival);
    let of = |who, event| Happening { at: Moment::START, about: About::All, who, event };
    vec![
        of(Who::Therapist, Event::SessionStarted { session, protocol, codes, rehearsal }),
        of(Who::System, Event::MusicPlanned { plan }),
        of(Who::Therapist, Event::PhaseEntered { phase: first }),
    ]
}
