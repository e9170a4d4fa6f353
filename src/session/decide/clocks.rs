//! What the clocks and the disk of the record are found to do.

use std::time::Duration;

use super::{Decision, all};
use crate::session::event::{Event, EventId, Happening, Who};
use crate::session::recount::Recount;
use crate::session::{Refusal, Session};
use crate::units::Moment;

impl Session {
    /// The time away was another, or it stands now by the therapist's word. From here on the true time counts.
    pub(super) fn correct_away(&self, of: EventId, to: Duration, now: Moment) -> Decision {
        let gap = self.log().iter().find_map(|entry| match &entry.event {
            Event::Resumed { away } if entry.id == of => Some((entry, *away)),
            _ => None,
        });
        let (resumed, from) = gap.ok_or(Refusal::NotCorrectable)?;
        let now = Recount::of(resumed, from, to).map_or(now, |count| count.moment(now));
        Ok(all(now, Who::Therapist, Event::AwayCorrected { of, from, to }))
    }

    /// Told once, until the record is whole again.
    pub(super) fn note_not_recorded(&self, since: Moment, reason: &str, now: Moment) -> Vec<Happening> {
        let told = self.is_unrecorded();
        let event = Event::NotRecorded { reason: reason.to_owned() };
        if told { Vec::new() } else { all(since.min(now), Who::System, event) }
    }

    pub(super) fn note_recorded_again(&self, since: Moment, now: Moment) -> Vec<Happening> {
        match self.unrecorded().last() {
            Some((from, None)) => all(since.min(now).max(*from), Who::System, Event::RecordedAgain),
            Some((_, Some(_))) | None => Vec::new(),
        }
    }
}
