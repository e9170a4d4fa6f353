//! The only path from a command to its effect.

use chrono::{DateTime, FixedOffset};
use uuid::{NoContext, Timestamp, Uuid};

use crate::clock::{AwayWatch, Reading, SessionClock, WallClock};
use crate::journal::Journal;
use crate::journal::recovery::Unfinished;
use crate::session::{Command, Event, EventId, Happening, Refusal, Session, Stamped};
use crate::units::Moment;

/// A session that is being lived through, with its clock and its record.
#[derive(Debug)]
pub struct Live {
    /// The session as it is now.
    pub session: Session,
    /// Turns readings of the clock into moments of this session.
    pub clock: SessionClock,
    /// Where it is recorded; `None` in a rehearsal.
    pub journal: Option<Journal>,
    /// Which wall time its moments have.
    pub wall: WallClock,
    /// Whether it was away for another time than was counted.
    pub away: AwayWatch,
}

impl Live {
    /// A new session of its first decision; `None` if that does not begin one.
    #[must_use]
    pub fn begin(
        first: &[Happening],
        mut journal: Option<Journal>,
        clock: SessionClock,
        reading: &Reading,
    ) -> Option<Self> {
        let events = stamp(first, reading);
        let session = Session::from_events(&events)?;
        if let Some(journal) = &mut journal {
            journal.record(&events, reading);
        }
        let mut live = Self { session, clock, journal, wall: WallClock::default(), away: AwayWatch::default() };
        events.iter().for_each(|event| live.note(event, reading));
        Some(live)
    }

    /// A session that is gone on with.
    #[must_use]
    pub fn going_on(session: Session, clock: SessionClock, journal: Journal, found: &Unfinished) -> Self {
        Self { session, clock, journal: Some(journal), wall: found.clock.clone(), away: found.away.clone() }
    }

    /// The wall time at `reading`, by the latest clock that can be trusted.
    #[must_use]
    pub fn wall(&self, reading: &Reading) -> DateTime<FixedOffset> {
        self.wall.now(self.moment(reading), reading.wall)
    }

    /// The moment of the session at `reading`.
    #[must_use]
    pub fn moment(&self, reading: &Reading) -> Moment {
        self.clock.moment(reading.boot)
    }

    /// Puts a command to the session; what follows is applied at once and recorded behind it.
    ///
    /// Returns whether anything happened.
    ///
    /// # Errors
    ///
    /// The session's refusal; nothing was applied or recorded then.
    pub fn perform(&mut self, command: &Command, reading: &Reading) -> Result<bool, Refusal> {
        self.perform_at(command, self.moment(reading), reading)
    }

    /// The same for a moment that may lie a little before the reading: when a finger came down.
    ///
    /// # Errors
    ///
    /// As [`Self::perform`].
    pub fn perform_at(&mut self, command: &Command, now: Moment, reading: &Reading) -> Result<bool, Refusal> {
        let happened = self.session.decide(command, now)?;
        if happened.is_empty() {
            return Ok(false);
        }
        let events = stamp(&happened, reading);
        for event in &events {
            self.session.apply(event);
            self.note(event, reading);
        }
        if let Some(journal) = &mut self.journal {
            journal.record(&events, reading);
        }
        Ok(true)
    }

    fn note(&mut self, event: &Stamped, reading: &Reading) {
        if matches!(event.event, Event::AwayCorrected { .. }) {
            self.clock.set(reading, event.at);
            self.wall.anchor(event.at, reading);
        } else if !self.session.is_rehearsal() {
            self.wall.note(event, reading);
        }
        self.away.note(event, reading);
    }
}

fn stamp(happened: &[Happening], reading: &Reading) -> Vec<Stamped> {
    let name = |happening: &Happening| Stamped {
        id: EventId(new_id(reading).as_u128()),
        at: happening.at,
        about: happening.about,
        who: happening.who,
        event: happening.event.clone(),
    };
    happened.iter().map(name).collect()
}

/// A new UUIDv7 of the time of a reading.
#[must_use]
pub fn new_id(reading: &Reading) -> Uuid {
    let secs = u64::try_from(reading.wall.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, secs, reading.wall.timestamp_subsec_nanos()))
}
