//! The only path from a command to its effect.

use crate::clock::{Reading, SessionClock};
use crate::journal::Journal;
use crate::session::{Command, EventId, Happening, Refusal, Session, Stamped};
use crate::units::Moment;

use uuid::{NoContext, Timestamp, Uuid};

/// A session that is being lived through, with its clock and its record.
#[derive(Debug)]
pub struct Live {
    /// The session as it is now.
    pub session: Session,
    /// Turns readings of the clock into moments of this session.
    pub clock: SessionClock,
    /// Where it is recorded; `None` in a rehearsal.
    pub journal: Option<Journal>,
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
        Some(Self { session, clock, journal })
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
        let happened = self.session.decide(command, self.moment(reading))?;
        if happened.is_empty() {
            return Ok(false);
        }
        let events = stamp(&happened, reading);
        for event in &events {
            self.session.apply(event);
        }
        if let Some(journal) = &mut self.journal {
            journal.record(&events, reading);
        }
        Ok(true)
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
