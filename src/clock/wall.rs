//! Which wall time a moment of a session has: one rule for the glass and for every paper.
//!
//! The clock of a device may be set while a session runs, and its offset may change. Every moment, also one that was
//! written down before, has the time of the latest reading that can be trusted: that reading less what the other
//! clock counted since, in that reading's offset. Readings of a clock that an [`Event::ClockDoubted`] doubts are not
//! trusted until it is set, as long as there are others.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::Reading;
use crate::session::event::{Event, Stamped};
use crate::units::Moment;

/// The wall clock is taken to have been set when it moved this much against the other one, in milliseconds.
pub const JUMP_MS: u64 = 2_000;

/// From moments to wall time and back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WallClock {
    /// Readings whose moment is known, by order; one at least for each start of the machine.
    anchors: Vec<(Reading, Moment)>,
    runs: Vec<Run>,
    latest: Moment,
}

/// Readings that agree with each other.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    /// The moment of the first of them.
    since: Moment,
    /// The session's beginning by the first of them.
    first: DateTime<FixedOffset>,
    /// The session's beginning by the last of them.
    last: DateTime<FixedOffset>,
    /// They cannot be true.
    doubted: bool,
}

/// The clock was set, or its offset changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// When that was first seen.
    pub at: Moment,
    /// By how many milliseconds it was set, forward positive; 0 if only the offset changed.
    pub by_ms: i64,
    /// What the clock would have said then if it had not been set.
    pub said: DateTime<FixedOffset>,
    /// What it said instead.
    pub says: DateTime<FixedOffset>,
}

/// From a moment on, the clock said what could not be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubted {
    /// From when on.
    pub at: Moment,
    /// What it said then.
    pub said: DateTime<FixedOffset>,
}

impl WallClock {
    /// Takes in an entry and what the clocks said when it was recorded, in the order of a record.
    pub fn note(&mut self, entry: &Stamped, reading: &Reading) {
        let tells = |event: &Event| {
            matches!(event, Event::SessionStarted { .. } | Event::Resumed { .. } | Event::AmendmentStarted { .. })
        };
        if tells(&entry.event) {
            self.anchor(entry.at, reading)
        } else {
            self.read(reading)
        }
        if matches!(entry.event, Event::ClockDoubted { .. }) {
            self.runs.last_mut().into_iter().for_each(|run| run.doubted = true);
        }
    }

    /// It was this moment when the clocks said so.
    pub fn anchor(&mut self, at: Moment, reading: &Reading) {
        self.anchors.push((reading.clone(), at));
        self.latest = at;
        self.take(at, reading);
    }

    /// The clocks said so a while later. Where no moment is known of that start of the machine, it tells nothing.
    pub fn read(&mut self, reading: &Reading) {
        // What is written again has the clocks of when it was first recorded.
        if let Some(at) = self.moment_of(reading).filter(|at| *at >= self.latest) {
            self.latest = at;
            self.take(at, reading);
        }
    }

    fn take(&mut self, at: Moment, reading: &Reading) {
        let Some(start) = reading.wall.checked_sub_signed(span(at)) else { return };
        let agrees = |run: &&mut Run| {
            let apart = (start - run.first).num_milliseconds().unsigned_abs();
            apart <= JUMP_MS && run.first.offset() == start.offset()
        };
        match self.runs.last_mut().filter(agrees) {
            Some(run) => run.last = start,
            None => self.runs.push(Run { since: at, first: start, last: start, doubted: false }),
        }
    }

    fn moment_of(&self, reading: &Reading) -> Option<Moment> {
        let same = |anchor: &Reading| !anchor.boot_id.is_empty() && anchor.boot_id == reading.boot_id;
        let known = |(anchor, _): &&(Reading, Moment)| same(anchor) && anchor.boot <= reading.boot;
        let (anchor, at) = self.anchors.iter().rev().find(known)?;
        Some(at.plus(reading.boot - anchor.boot))
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Whether what the clock says now cannot be true.
    #[must_use]
    pub fn is_doubted(&self) -> bool {
        self.runs.last().is_some_and(|run| run.doubted)
    }

    /// What the wall clock is to say at `at`, where the device's says `wall`: that, unless it is doubted and another was not.
    #[must_use]
    pub fn now(&self, at: Moment, wall: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
        if self.is_doubted() && self.is_trusted() { self.wall(at).unwrap_or(wall) } else { wall }
    }

    /// The wall time at which something was recorded; where no moment is known of it, what the clock said then.
    #[must_use]
    pub fn recorded(&self, reading: &Reading) -> DateTime<FixedOffset> {
        self.moment_of(reading).and_then(|at| self.wall(at)).unwrap_or(reading.wall)
    }

    fn base(&self) -> Option<&Run> {
        self.runs.iter().rev().find(|run| !run.doubted).or(self.runs.last())
    }

    /// The wall time of a moment; `None` without any reading.
    #[must_use]
    pub fn wall(&self, at: Moment) -> Option<DateTime<FixedOffset>> {
        self.base()?.last.checked_add_signed(span(at))
    }

    /// The moment of a wall time; `None` before the session began, or without any reading.
    #[must_use]
    pub fn moment(&self, wall: DateTime<FixedOffset>) -> Option<Moment> {
        let since = (wall - self.base()?.last).to_std().ok()?;
        Some(Moment::START.plus(since))
    }

    /// Every time the clock was set or its offset changed, in order.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let pairs = self.runs.iter().zip(self.runs.iter().skip(1));
        let change = |(before, after): (&Run, &Run)| {
            let by_ms = (after.first - before.last).num_milliseconds();
            let by_ms = if by_ms.unsigned_abs() > JUMP_MS { by_ms } else { 0 };
            let at = after.since;
            let said = before.last.checked_add_signed(span(at))?;
            let says = after.first.checked_add_signed(span(at))?;
            Some(Change { at, by_ms, said, says })
        };
        pairs.filter_map(change).collect()
    }

    /// When the clock said what could not be true.
    #[must_use]
    pub fn doubted(&self) -> Vec<Doubted> {
        let doubted = self.runs.iter().filter(|run| run.doubted);
        doubted
            .filter_map(|run| Some(Doubted { at: run.since, said: run.first.checked_add_signed(span(run.since))? }))
            .collect()
    }

    /// Whether there is a reading that can be trusted.
    #[must_use]
    pub fn is_trusted(&self) -> bool {
        self.runs.iter().any(|run| !run.doubted)
    }
}

fn span(at: Moment) -> TimeDelta {
    i64::try_from(at.millis()).ok().and_then(TimeDelta::try_milliseconds).unwrap_or(TimeDelta::MAX)
}
