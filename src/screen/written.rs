//! What is being written on a screen, whichever it is, and how a field is opened again.

use super::writing::Writing;
use super::{Screen, Shown};
use crate::session::Phase;
use crate::session::field::Field;

/// What is being written there, in two words; `None` for what is only part of something else that is set.
#[must_use]
pub fn in_words(field: &Field) -> Option<&'static str> {
    match field.name() {
        "note" => Some("note"),
        "client" | "first_words" => Some("client's words"),
        "unwelcome" => Some("what was unwelcome"),
        "intention" => Some("intention"),
        "override" | "leaves" | "why" | "void" => Some("reason"),
        "correct" => Some("correction"),
        "answer" => Some("answer"),
        _ => None,
    }
}

/// Whether a field can be opened from the bar in that phase.
#[must_use]
pub fn opens_in(phase: Phase, field: &Field) -> bool {
    match phase {
        Phase::Arrival => field.name() == "override",
        Phase::Intention => field.name() == "intention",
        Phase::Breathing | Phase::Administration => false,
        Phase::Journey => field.name() == "note" || (field.name() == "client" && !field.whose().is_empty()),
        Phase::Return => ["note", "client", "first_words", "unwelcome"].contains(&field.name()),
        Phase::Closing => ["note", "leaves"].contains(&field.name()),
    }
}

impl Screen {
    /// What is being written on it now.
    pub fn written(&mut self) -> Option<&mut Writing> {
        match self {
            Self::Start(_) | Self::Breathing(_) => None,
            Self::Arrival(screen) => screen.written(),
            Self::Intention(screen) => screen.written(),
            Self::Administration(screen) => screen.written(),
            Self::Journey(screen) => screen.written(),
            Self::Returning(screen) => screen.written(),
            Self::Closing(screen) => screen.written(),
        }
    }

    /// Opens a field again; `false` if it is not on this screen.
    pub fn go_on_writing(&mut self, field: &Field, shown: &Shown<'_>) -> bool {
        match self {
            Self::Start(_) | Self::Breathing(_) | Self::Administration(_) => false,
            Self::Arrival(screen) => screen.go_on_writing(field, shown),
            Self::Intention(screen) => screen.go_on_writing(field, shown),
            Self::Journey(screen) => screen.go_on_writing(field, shown),
            Self::Returning(screen) => screen.go_on_writing(field, shown),
            Self::Closing(screen) => screen.go_on_writing(field, shown),
        }
    }
}
