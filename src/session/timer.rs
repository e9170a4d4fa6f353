//! The hold-then-spit timer: what it shows and what it lets be heard.

use std::time::Duration;

use super::dose::{Dose, Ending};
use crate::cue::{Chime, ChimeAt};
use crate::units::Moment;

/// How long "swish gently" is shown.
const SWISH_SHOWN: Duration = Duration::from_secs(8);
/// No swish is nudged so near the end, where the warnings are.
const NO_SWISH_BEFORE_END: Duration = Duration::from_secs(75);
/// The first warning.
const FIRST_WARNING: Duration = Duration::from_secs(60);
/// The second warning.
const LAST_WARNING: Duration = Duration::from_secs(10);

/// A hold at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hold {
    /// Medicine and saliva are held.
    Holding {
        /// When the tablet went in.
        since: Moment,
        /// When the planned hold is over.
        ends: Moment,
    },
    /// The planned hold is over and the client has not been seen to spit.
    Due {
        /// When the tablet went in.
        since: Moment,
        /// When the planned hold was over.
        ended: Moment,
    },
    /// It is over.
    Over {
        /// When the tablet went in.
        since: Moment,
        /// When it ended.
        at: Moment,
        /// How.
        ending: Ending,
    },
}

impl Hold {
    /// The hold of a dose, if it was taken.
    #[must_use]
    pub fn of(dose: &Dose, now: Moment) -> Option<Self> {
        let since = dose.taken.filter(|_| dose.prescription.form.is_held())?;
        let ends = since.plus(dose.prescription.hold);
        Some(match dose.ended {
            Some((at, ending)) => Self::Over { since, at, ending },
            None if now < ends => Self::Holding { since, ends },
            None => Self::Due { since, ended: ends },
        })
    }
}

impl Dose {
    /// When the planned hold is over, if the tablet was taken.
    #[must_use]
    pub fn hold_ends(&self) -> Option<Moment> {
        let held = self.taken.filter(|_| self.prescription.form.is_held());
        held.map(|taken| taken.plus(self.prescription.hold))
    }

    /// Whether "swish gently" is shown.
    #[must_use]
    pub fn swish_shown(&self, every: Duration, now: Moment) -> bool {
        self.swishes(every).any(|at| at <= now && now.since(at) < SWISH_SHOWN)
    }

    /// Everything that is to be heard during the hold, in order.
    #[must_use]
    pub fn chimes(&self, swish_every: Duration) -> Vec<ChimeAt> {
        let Some((taken, ends)) = self.taken.zip(self.hold_ends()) else { return Vec::new() };
        let warning = |before: Duration, chime| {
            let fits = self.prescription.hold >= before * 2;
            fits.then(|| ChimeAt { at: ends.minus(before), chime }).filter(|due| due.at > taken)
        };
        let mut chimes: Vec<ChimeAt> =
            self.swishes(swish_every).map(|at| ChimeAt { at, chime: Chime::Swish }).collect();
        chimes.extend(warning(FIRST_WARNING, Chime::OneMinute));
        chimes.extend(warning(LAST_WARNING, Chime::TenSeconds));
        chimes.push(ChimeAt { at: ends, chime: Chime::Spit });
        chimes
    }

    fn swishes(&self, every: Duration) -> impl Iterator<Item = Moment> {
        let every = every.max(Duration::from_secs(10));
        let room = self.prescription.hold.saturating_sub(NO_SWISH_BEFORE_END);
        let count = u32::try_from(room.as_millis() / every.as_millis()).unwrap_or(0);
        let taken = self.taken;
        (1..=count).filter_map(move |turn| taken.map(|taken| taken.plus(every * turn)))
    }
}
