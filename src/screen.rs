//! The screens, one a file; which one is shown follows from the session's phase.

pub mod action;
pub mod administration;
pub mod answering;
pub mod arrival;
pub mod away;
pub mod breathing;
pub mod calendar;
pub mod calm;
pub mod chaperone;
pub mod closing;
pub mod desk;
pub mod diagnostics;
pub mod drawing;
pub mod emergency;
pub mod entries;
pub mod entry;
pub mod frame;
pub mod guide;
pub mod held;
pub mod hold;
pub mod inquiry;
pub mod intention;
pub mod journey;
pub mod keypad_panel;
pub mod lock;
pub mod meditation;
pub mod music_now;
pub mod pin;
pub mod questionnaire;
pub mod records;
pub mod remembered;
pub mod returning;
pub mod room;
pub mod roster;
pub mod scales;
pub mod shown;
pub mod start;
pub mod stopping;
pub mod tour;
pub mod vitals_tile;
pub mod writing;
pub mod written;

pub use action::Action;
pub use shown::{Marks, Saved, Shown};

use crate::session::Phase;

/// Which screen is shown, with what belongs to it alone.
#[derive(Clone, Debug)]
pub enum Screen {
    /// Choose and begin.
    Start(start::Start),
    /// Phase arrival.
    Arrival(arrival::Arrival),
    /// Phase intention.
    Intention(intention::Intention),
    /// Phase breathing.
    Breathing(breathing::Breathing),
    /// Phase administration, the hold included.
    Administration(administration::Administration),
    /// Phase journey.
    Journey(journey::Journey),
    /// Phase return.
    Returning(returning::Returning),
    /// Phase closing.
    Closing(closing::Closing),
}

impl Screen {
    /// The screen of the session's phase, as it opens.
    #[must_use]
    pub fn of_phase(shown: &Shown<'_>) -> Self {
        match shown.session.phase() {
            Phase::Arrival => Self::Arrival(arrival::Arrival::new(shown)),
            Phase::Intention => Self::Intention(intention::Intention::new(shown)),
            Phase::Breathing => Self::Breathing(breathing::Breathing::new(shown)),
            Phase::Administration => Self::Administration(administration::Administration::new(shown)),
            Phase::Journey => Self::Journey(journey::Journey::new(shown)),
            Phase::Return => Self::Returning(returning::Returning::new(shown)),
            Phase::Closing => Self::Closing(closing::Closing::new(shown)),
        }
    }

    /// The same screen for another person: what was begun for the one before is put away.
    pub fn turn(&mut self, shown: &Shown<'_>) {
        match self {
            Self::Start(_) | Self::Breathing(_) => {}
            Self::Administration(screen) => *screen = screen.turned(shown),
            Self::Journey(screen) => *screen = screen.turned(shown),
            Self::Arrival(_) | Self::Intention(_) | Self::Returning(_) | Self::Closing(_) => {
                *self = Self::of_phase(shown);
            }
        }
    }

    /// Whether the rail of the phases is seen on it now.
    #[must_use]
    pub fn has_rail(&self, shown: &Shown<'_>) -> bool {
        match self {
            Self::Start(_) | Self::Breathing(_) => false,
            Self::Arrival(screen) => screen.has_rail(),
            Self::Intention(screen) => screen.has_rail(shown),
            Self::Administration(screen) => screen.has_rail(shown),
            Self::Journey(screen) => screen.has_rail(shown),
            Self::Returning(screen) => screen.has_rail(),
            Self::Closing(screen) => screen.has_rail(shown),
        }
    }

    /// The phase it belongs to; `None` for the start.
    #[must_use]
    pub fn phase(&self) -> Option<Phase> {
        Some(match self {
            Self::Start(_) => return None,
            Self::Arrival(_) => Phase::Arrival,
            Self::Intention(_) => Phase::Intention,
            Self::Breathing(_) => Phase::Breathing,
            Self::Administration(_) => Phase::Administration,
            Self::Journey(_) => Phase::Journey,
            Self::Returning(_) => Phase::Return,
            Self::Closing(_) => Phase::Closing,
        })
    }
}
