//! What is known of the clocks: whether the wall clock can be true, and when something happened by it.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::App;
use crate::clock::{self, Reading};
use crate::journal;
use crate::session::Command;
use crate::session::event::NotBefore;

impl App {
    /// Looks at the newest records: no clock that says less can be true.
    pub(super) fn look_at_the_records(&mut self) {
        let made = clock::made();
        let newest = journal::newest(&self.data).filter(|newest| *newest > made);
        self.not_before = newest.map_or((made, NotBefore::Program), |newest| (newest, NotBefore::Record));
    }

    /// Tells in the record of a session that begins or goes on that the clock cannot be true, where nobody set it so.
    pub(super) fn doubt_the_clock(&mut self) {
        self.doubt_by(self.not_before);
    }

    /// The same of a clock that was set meanwhile: it may rightly stand before a record of a clock that was wrong.
    pub(super) fn doubt_the_set_clock(&mut self) {
        self.doubt_by((clock::made(), NotBefore::Program));
    }

    fn doubt_by(&mut self, (not_before, because): (DateTime<FixedOffset>, NotBefore)) {
        let Some(live) = self.room.live.as_ref().filter(|live| live.session.closed().is_none()) else { return };
        if self.room.reading.wall < not_before && !live.wall.is_doubted() && !live.session.is_rehearsal() {
            self.ask(&Command::NoteClockDoubt(not_before, because));
        }
    }

    /// What is to be said on the start screen of a clock that cannot be true.
    pub(super) fn clock_trouble(&self) -> Option<String> {
        let (not_before, because) = self.not_before;
        let wall = self.room.reading.wall;
        let than = match because {
            NotBefore::Record => format!("a record of {} lies on this device", not_before.format("%-d %B %Y")),
            NotBefore::Program => format!("Holdspace was made in {}", not_before.format("%B %Y")),
        };
        let said = format!(
            "It says {}, but {than}. Timers are right; dates are not until it is set.",
            wall.format("%-d %B %Y")
        );
        (wall < not_before).then_some(said)
    }

    /// When it was `then`, by the clock as it is now: 14:05.
    pub(super) fn time_then(&self, then: &Reading) -> String {
        let reading = &self.room.reading;
        let now = self.room.live.as_ref().map_or(reading.wall, |live| live.wall(reading));
        let ago = TimeDelta::from_std(reading.boot.saturating_sub(then.boot)).unwrap_or_default();
        now.checked_sub_signed(ago).unwrap_or(now).format("%-H:%M").to_string()
    }
}
