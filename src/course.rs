//! What a practice carries from one session of a client to the next.
//!
//! A [`Memory`] is made of a closed session ([`Memory::after`]), kept by [`Courses`] under a name that only the client's
//! code leads to, and read again when that code is typed. Everything in it is a proposal: nothing is used before the
//! therapist has confirmed it.

mod after;
mod name;
mod prescribed;
mod store;
mod told;
mod written;

use std::time::Duration;

use chrono::NaiveDate;

use crate::session::dose::Prescription;
use crate::session::protocol::Ceiling;
use crate::session::vitals::Measured;
use crate::units::Decibels;

pub use name::normal;
pub use store::{CourseError, Courses, FOLDER};

/// What is kept of a client's course; what is not known, or not to be kept, is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// How many sessions are done in which something was taken.
    pub sessions: u16,
    /// How many are planned.
    pub of: Option<u16>,
    /// The day of the last session, whether or not something was taken in it.
    pub last_on: Option<NaiveDate>,
    /// Name of the protocol of the last session.
    pub protocol: Option<String>,
    /// What was taken last, as confirmed then.
    pub prescription: Option<Prescription>,
    /// The day on which it was taken.
    pub taken_on: Option<NaiveDate>,
    /// How long it was really held.
    pub hold_kept: Option<Duration>,
    /// The first pressure and heart rate of the last session in which they were measured, before anything was taken.
    pub baseline: Option<Measured>,
    /// The ceiling that was set for this client; `None` where the protocol's own held.
    pub ceiling: Option<Ceiling>,
    /// The volume at which the music was heard.
    pub volume: Option<Decibels>,
    /// The music.
    pub playlist: Option<String>,
    /// How many minutes of it.
    pub minutes: Option<u16>,
    /// What was unwelcome in the last session, in the words of its record.
    pub unwelcome: Vec<String>,
}

/// A part of what can be kept; the settings say which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// How many sessions, of how many, when the last one was, and by which protocol.
    Number,
    /// What was taken last, when, and how long it was held.
    Prescription,
    /// Pressure and heart rate before it.
    Baseline,
    /// The client's own ceiling.
    Ceiling,
    /// The volume.
    Volume,
    /// The music and its length.
    Playlist,
    /// What was unwelcome.
    Unwelcome,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Number,
        Self::Prescription,
        Self::Baseline,
        Self::Ceiling,
        Self::Volume,
        Self::Playlist,
        Self::Unwelcome,
    ];

    /// The word in the settings.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Prescription => "prescription",
            Self::Baseline => "baseline",
            Self::Ceiling => "ceiling",
            Self::Volume => "volume",
            Self::Playlist => "playlist",
            Self::Unwelcome => "unwelcome",
        }
    }
}

impl Memory {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same with these parts alone.
    #[must_use]
    pub fn only(&self, parts: &[Part]) -> Self {
        let dropped = Part::ALL.into_iter().filter(|part| !parts.contains(part));
        dropped.fold(self.clone(), Self::without)
    }

    /// The same without a part.
    #[must_use]
    pub fn without(self, part: Part) -> Self {
        match part {
            Part::Number => Self { sessions: 0, of: None, last_on: None, protocol: None, ..self },
            Part::Prescription => Self { prescription: None, taken_on: None, hold_kept: None, ..self },
            Part::Baseline => Self { baseline: None, ..self },
            Part::Ceiling => Self { ceiling: None, ..self },
            Part::Volume => Self { volume: None, ..self },
            Part::Playlist => Self { playlist: None, minutes: None, ..self },
            Part::Unwelcome => Self { unwelcome: Vec::new(), ..self },
        }
    }

    /// Whether something of that part is known.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        self.clone().without(part) != *self
    }

    /// The number of the session that comes next, counted from 1.
    #[must_use]
    pub const fn next(&self) -> u16 {
        self.sessions.saturating_add(1)
    }
}
