//! What is due for a person: vital signs, the next spray or injection, the booster.

use std::time::Duration;

use super::Session;
use super::event::Person;
use super::participant::{BoosterMark, Participant};
use crate::units::Moment;

/// Vital signs measured so long before they are due count for it.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// When vital signs are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VitalsDue {
    /// The moment of the schedule.
    pub due: Moment,
    /// It is over and nothing was measured since.
    pub late: bool,
}

/// How it stands with a prescribed booster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booster {
    /// Its time has not come.
    NotYet {
        /// When it does.
        from: Moment,
    },
    /// It may be offered now.
    Open {
        /// Until then.
        until: Moment,
    },
    /// Put off.
    Snoozed {
        /// Until then.
        until: Moment,
    },
    /// It was decided against.
    Skipped,
    /// Its time is over.
    Expired,
    /// It was taken.
    Taken,
}

impl Session {
    /// When vital signs are due next, by the protocol's schedule from T0; `None` before a dose or after the last time.
    #[must_use]
    pub fn vitals_due(&self, person: Person, now: Moment) -> Option<VitalsDue> {
        let who = self.participant(person)?;
        let t0 = who.t0()?;
        let times: Vec<Moment> = self.protocol().practice.vitals_at.iter().map(|after| t0.plus(*after)).collect();
        let measured = |from: Moment| {
            let own = who.vitals.iter().filter(|entry| entry.what.pressure.is_some());
            own.map(|entry| entry.at).any(|at| at >= from.minus(EARLY))
        };
        let last = times.iter().rev().find(|due| **due <= now);
        if let Some(due) = last.filter(|due| !measured(**due)) {
            return Some(VitalsDue { due: *due, late: true });
        }
        let next = times.iter().find(|due| **due > now && !measured(**due));
        next.map(|due| VitalsDue { due: *due, late: false })
    }

    /// When a pressure at or above the ceiling is to be measured again; `None` where the newest is below, or after a dose.
    #[must_use]
    pub fn recheck_due(&self, person: Person) -> Option<Moment> {
        let who = self.participant(person).filter(|who| who.t0().is_none())?;
        let ceiling = self.ceiling(person)?;
        let high = who.newest(|it| it.pressure).filter(|(_, pressure)| ceiling.is_reached_by(*pressure));
        let fast = who.newest(|it| it.heart_rate).filter(|(_, rate)| *rate >= ceiling.heart_rate);
        let at = [high.map(|(at, _)| at), fast.map(|(at, _)| at)].into_iter().flatten().max()?;
        Some(at.plus(self.protocol().practice.recheck_after))
    }

    /// When the next spray or injection of a sequence is due; `None` before the first and after the last.
    #[must_use]
    pub fn next_dose_due(&self, person: Person) -> Option<Moment> {
        let who = self.participant(person).filter(|who| who.takes_part())?;
        let last = who.last_dose()?;
        let spacing = who.doses.get(who.taken().checked_sub(1)?)?.prescription.spacing;
        (who.taken() < who.planned_doses()).then(|| last.plus(spacing))
    }

    /// How it stands with the booster; `None` where none is prescribed, or nothing was taken.
    #[must_use]
    pub fn booster(&self, person: Person, now: Moment) -> Option<Booster> {
        let policy = self.protocol().practice.booster?;
        let who = self.participant(person)?;
        let t0 = who.t0()?;
        if who.taken() > 1 {
            return Some(Booster::Taken);
        }
        let _ = who.doses.first()?.prescription.booster?;
        let (from, until) = (t0.plus(policy.from), t0.plus(policy.until));
        Some(match who.booster {
            Some(BoosterMark::Skipped) => Booster::Skipped,
            Some(BoosterMark::Expired) => Booster::Expired,
            Some(BoosterMark::Snoozed(later)) if now < later.min(until) => Booster::Snoozed { until: later.min(until) },
            Some(BoosterMark::Snoozed(_)) | None if now >= until => Booster::Expired,
            Some(BoosterMark::Snoozed(_)) | None if now >= from => Booster::Open { until },
            Some(BoosterMark::Snoozed(_)) | None => Booster::NotYet { from },
        })
    }

    /// When the booster's time is over, where that is not recorded yet.
    pub(super) fn booster_ends(&self, who: &Participant) -> Option<Moment> {
        let policy = self.protocol().practice.booster?;
        let first = who.doses.first()?;
        let _ = first.prescription.booster?;
        let open = match who.booster {
            Some(BoosterMark::Skipped | BoosterMark::Expired) => false,
            Some(BoosterMark::Snoozed(_)) | None => who.taken() == 1 && who.takes_part(),
        };
        first.taken.filter(|_| open).map(|t0| t0.plus(policy.until))
    }
}
