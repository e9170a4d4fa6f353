//! A time away that may have been counted wrongly: told by two readings of the wall clock across a restart of the
//! machine, and the clock was set since. Which of the two was right, only somebody who was there knows.

use std::sync::Arc;
use std::time::Duration;

use super::{JUMP_MS, Reading};
use crate::session::event::{Event, EventId, Stamped, Who};

/// No longer time away is believed.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Watches the entries of a sitting in the order of their recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AwayWatch {
    boot_id: Option<Arc<str>>,
    gap: Option<Gap>,
}

/// The last time away that only the wall clock told.
#[derive(Clone, Debug, PartialEq)]
struct Gap {
    of: EventId,
    away: Duration,
    jumped_ms: i64,
}

/// The app was away for one of two times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwayDoubt {
    /// The [`Event::Resumed`].
    pub of: EventId,
    /// What was counted, by the clock as it was then.
    pub counted: Duration,
    /// What it would have been by the clock as it was set since.
    pub proposed: Duration,
}

impl AwayWatch {
    /// Takes in an entry and what the clocks said when it was recorded.
    pub fn note(&mut self, entry: &Stamped, reading: &Reading) {
        let before = self.boot_id.replace(Arc::clone(&reading.boot_id));
        let restarted = before.is_some_and(|before| before.is_empty() || before != reading.boot_id);
        if let Event::Resumed { away } = &entry.event
            && restarted
        {
            let told_by_the_clock = entry.who == Who::System;
            self.gap = told_by_the_clock.then_some(Gap { of: entry.id, away: *away, jumped_ms: 0 });
        }
        match (&entry.event, &mut self.gap) {
            (Event::ClockJumped { by_ms }, Some(gap)) => gap.jumped_ms = gap.jumped_ms.saturating_add(*by_ms),
            (Event::AwayCorrected { of, .. }, Some(gap)) if gap.of == *of => self.gap = None,
            _ => {}
        }
    }

    /// What is to be asked; `None` where there is nothing to ask.
    #[must_use]
    pub fn doubt(&self) -> Option<AwayDoubt> {
        let gap = self.gap.as_ref().filter(|gap| gap.jumped_ms.unsigned_abs() > JUMP_MS)?;
        let by = Duration::from_millis(gap.jumped_ms.unsigned_abs());
        let proposed = if gap.jumped_ms > 0 { gap.away.checked_add(by) } else { gap.away.checked_sub(by) };
        let proposed = proposed.filter(|proposed| *proposed <= LONGEST)?;
        Some(AwayDoubt { of: gap.of, counted: gap.away, proposed })
    }
}
