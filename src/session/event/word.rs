//! The words of facts: whose, how, where, and what is right instead.

use std::time::Duration;

use crate::cue::{Position, Turn};
use crate::session::vitals::Measured;
use crate::units::{Day, Moment};

/// Whose or which words a note holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// The therapist's observation.
    Note,
    /// The client's first words on return.
    FirstWords,
    /// The client spoke.
    Client,
    /// What was unwelcome, for the next time.
    Unwelcome,
}

/// Why a wall clock cannot be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBefore {
    /// There is a record of a later time on this device.
    Record,
    /// This program was made later.
    Program,
}

/// What came of a call to the prescriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// The session may go on.
    Agreed,
    /// It may not.
    Declined,
    /// Nobody answered.
    NotReached,
}

impl CallOutcome {
    /// All of them, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Agreed, Self::Declined, Self::NotReached];

    /// The words on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Agreed => "Agreed to go on",
            Self::Declined => "Said no",
            Self::NotReached => "Not reached",
        }
    }
}

/// How a meditation is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meditated {
    /// The therapist reads it.
    Read,
    /// The clinic's recording plays.
    Played,
}

/// Where the client hears the music.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MusicPlace {
    /// From this device.
    #[default]
    Here,
    /// Through the call.
    Call,
    /// From a file of their own; the plan's clock runs here without a sound.
    Elsewhere,
}

impl MusicPlace {
    /// All of them, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Here, Self::Call, Self::Elsewhere];

    /// The word in files and records.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Call => "call",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The words on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Here => "Here",
            Self::Call => "Into the call",
            Self::Elsewhere => "Elsewhere",
        }
    }
}

/// A day that was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// For what.
    pub what: Appointed,
    /// The day.
    pub day: Day,
    /// The time of day in minutes since midnight, if it is agreed.
    pub minute: Option<u16>,
}

/// For what a day was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appointed {
    /// The integration session.
    Integration,
    /// The next session with the medicine.
    Next,
}

impl Appointed {
    /// The words on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Integration => "Integration session",
            Self::Next => "Next session",
        }
    }
}

/// How the therapist changed the music.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Steer {
    /// The sound check plays, or no longer.
    SoundCheck(bool),
    /// Faded to silence over this long; the music waits.
    Silence(Duration),
    /// Comes back from silence.
    Resume,
    /// Steps back for a voice, or comes forward again.
    TalkOver(bool),
    /// The sound check plays from this place.
    SoundCheckAt(Position),
    /// Other material; the plan that goes with it is the next event.
    Turned(Turn),
    /// Softer, with a slow breath to follow, or no longer.
    Grounding(bool),
    /// The music ends, over this long.
    End(Duration),
}

/// What is right instead.
#[derive(Clone, Debug, PartialEq)]
pub enum Correction {
    /// It happened then.
    At(Moment),
    /// These are the words.
    Text(String),
    /// These are the values.
    Vitals(Measured),
    /// This is the rating, 0 to 10.
    Rating(u8),
}

/// How a session came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// Through all that was planned.
    Complete,
    /// After a dose, earlier than planned.
    EndedEarly,
    /// Without a dose: declined or stopped before.
    WithoutDose,
}
