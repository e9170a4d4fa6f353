//! The seven phases of a session.

/// A phase of the session. The app proposes the next one; the therapist advances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Settling, sound check, go/no-go gate.
    Arrival,
    /// The client's own words.
    Intention,
    /// Paced breathing.
    Breathing,
    /// Tablet, hold, spit.
    Administration,
    /// Music under the eye mask.
    Journey,
    /// Open-ended: words or silence.
    Return,
    /// Release checklist, then the record is sealed.
    Closing,
}

impl Phase {
    /// All phases in their usual order.
    pub const ALL: [Self; 7] = [
        Self::Arrival,
        Self::Intention,
        Self::Breathing,
        Self::Administration,
        Self::Journey,
        Self::Return,
        Self::Closing,
    ];

    /// The word in files and records.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Arrival => "arrival",
            Self::Intention => "intention",
            Self::Breathing => "breathing",
            Self::Administration => "administration",
            Self::Journey => "journey",
            Self::Return => "return",
            Self::Closing => "closing",
        }
    }

    /// The phase of that word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.key() == key)
    }

    /// The word on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Arrival => "Arrival",
            Self::Intention => "Intention",
            Self::Breathing => "Breathing",
            Self::Administration => "Administration",
            Self::Journey => "Journey",
            Self::Return => "Return",
            Self::Closing => "Closing",
        }
    }
}
