//! Words within the journey: the therapist's notes, and what the client says.

use super::{Journey, Open, times};
use crate::screen::writing::{self, Outcome, Writing};
use crate::screen::{Action, Shown};
use crate::session::Command;
use crate::session::event::NoteKind;
use crate::session::field::Field;
use crate::units::Moment;

impl Journey {
    /// The client spoke at that moment: their words are written now.
    pub(super) fn listen(&mut self, at: Moment, shown: &Shown<'_>) -> Action {
        let words = Writing::theirs(times::spoke_title(shown, at), String::new());
        let words = Box::new(words.knowing(shown.session, shown.person).in_field(Field::of("client", at.millis())));
        self.stay(|this| this.open = Open::Spoke(at, words))
    }

    /// While words are written; what the client said and is put away is told not to be kept.
    pub(super) fn write(&mut self, message: writing::Message, shown: &Shown<'_>) -> Action {
        let (kind, began, note) = match &mut self.open {
            Open::Note(note) => (NoteKind::Note, None, note),
            Open::Spoke(at, words) => (NoteKind::Client, Some(*at), words),
            Open::Nothing
            | Open::Vitals(_)
            | Open::Ratings
            | Open::Entries(_)
            | Open::Person
            | Open::Stopping
            | Open::ByEar(_) => {
                return Action::None;
            }
        };
        match note.update(message) {
            Outcome::Writing => Action::None,
            Outcome::Left if began.is_some() => {
                self.open = Open::Nothing;
                Action::Say("Nothing of what the client said was kept.")
            }
            Outcome::Left => self.stay(|this| this.open = Open::Nothing),
            Outcome::Kept(text, minutes) => {
                let at = began.unwrap_or_else(|| shown.minutes_ago(minutes));
                self.ask(Command::WriteNote(shown.person, kind, text, at))
            }
        }
    }
}
