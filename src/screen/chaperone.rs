//! In a remote session the chaperone is in the room: what they see and measure is recorded as said by them.

use super::Shown;
use crate::session::event::Who;
use crate::session::practice::Place;
use crate::session::{Command, Phase};

/// Whether it can be said on the screen of this phase that the chaperone speaks.
#[must_use]
pub fn may_speak(shown: &Shown<'_>) -> bool {
    let seen = matches!(shown.session.phase(), Phase::Arrival | Phase::Administration | Phase::Journey);
    seen && shown.session.protocol().practice.place == Place::Remote
}

/// The same, as said by the chaperone, where it is something they see or measure.
#[must_use]
pub fn said(command: Command) -> Command {
    match command {
        Command::Each(all) => Command::Each(all.into_iter().map(said).collect()),
        told if matches!(told, Command::KeepVitals(..) | Command::Check(_) | Command::Observe(..)) => {
            Command::Reported(Who::Chaperone, Box::new(told))
        }
        other => other,
    }
}
