//! The screens, one a file; which one is shown follows from the session's phase.

pub mod action;
pub mod administration;
pub mod arrival;
pub mod breathing;
pub mod calm;
pub mod closing;
pub mod desk;
pub mod diagnostics;
pub mod drawing;
pub mod emergency;
pub mod entries;
pub mod entry;
pub mod frame;
pub mod intention;
pub mod journey;
pub mod keypad_panel;
pub mod lock;
pub mod music_now;
pub mod pin;
pub mod questionnaire;
pub mod records;
pub mod remembered;
pub mod returning;
pub mod room;
pub mod scales;
pub mod shown;
pub mod start;
pub mod vitals_tile;
pub mod writing;

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
