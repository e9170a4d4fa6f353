//! What was recorded since the app came back is counted anew when the time away turns out to have been another.
//!
//! The lines of a record stay as they were written; whoever reads them counts so. All moments recorded from the
//! [`Event::Resumed`] up to the [`Event::AwayCorrected`] that names it move by the difference, but none before the gap.

use std::time::Duration;

use super::event::{Correction, Event, EventId, Stamped};
use crate::units::Moment;

/// By how much moments after a gap move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recount {
    of: EventId,
    gap: Moment,
    from: Duration,
    to: Duration,
}

impl Recount {
    /// Of the gap before `resumed`, which was `to` long; `None` if it is not counted as `from`, so that nothing is
    /// counted anew twice.
    #[must_use]
    pub fn of(resumed: &Stamped, from: Duration, to: Duration) -> Option<Self> {
        let counted = resumed.event == Event::Resumed { away: from };
        counted.then(|| Self { of: resumed.id, gap: resumed.at.minus(from), from, to })
    }

    /// The true moment of one that was counted wrongly.
    #[must_use]
    pub fn moment(&self, at: Moment) -> Moment {
        if at <= self.gap { at } else { at.plus(self.to).minus(self.from).max(self.gap) }
    }

    fn entry(&self, entry: &mut Stamped) {
        entry.at = self.moment(entry.at);
        match &mut entry.event {
            Event::Resumed { away } if entry.id == self.of => *away = self.to,
            Event::T0Corrected { from, to, .. } => (*from, *to) = (self.moment(*from), self.moment(*to)),
            Event::BoosterSnoozed { until } => *until = self.moment(*until),
            Event::Corrected { correction: Correction::At(at), .. } => *at = self.moment(*at),
            _ => {}
        }
    }
}

/// Counts entries anew that stand in the order in which they were recorded.
///
/// To be done with what was read from a record; [`super::Session`] does it by itself.
pub fn recount(entries: &mut [&mut Stamped]) {
    for last in 0..entries.len() {
        let Some((earlier, rest)) = entries.split_at_mut_checked(last) else { return };
        if let Some((of, from, to)) = rest.first().and_then(|entry| corrected(&entry.event)) {
            since(earlier, of, from, to);
        }
    }
}

/// What an event says of the time away, if it does.
fn corrected(event: &Event) -> Option<(EventId, Duration, Duration)> {
    match event {
        Event::AwayCorrected { of, from, to } => Some((*of, *from, *to)),
        _ => None,
    }
}

fn since(entries: &mut [&mut Stamped], of: EventId, from: Duration, to: Duration) {
    let Some(first) = entries.iter().position(|entry| entry.id == of) else { return };
    let Some((_, later)) = entries.split_at_mut_checked(first) else { return };
    let Some(count) = later.first().and_then(|resumed| Recount::of(resumed, from, to)) else { return };
    later.iter_mut().for_each(|entry| count.entry(entry));
}
