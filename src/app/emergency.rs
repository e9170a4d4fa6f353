//! The emergency card: who opens it, and what the record says of it.

use super::App;
use crate::session::event::{Person, Who};
use crate::session::protocol::{ChipKind, Weight};
use crate::session::{Command, Session};

impl App {
    /// Opens the card, which is itself worth a line in the record, or puts it away.
    ///
    /// Over the lock nobody is known to be the therapist, so the record says that the system did.
    pub(super) fn emergency(&mut self, open: bool) {
        self.room.emergency = open;
        if let Some(person) = self.room.shown().filter(|_| open).map(|shown| shown.person) {
            self.stamp_card(person);
        }
    }

    /// A serious event that just began opens the card, wherever it was tapped.
    pub(super) fn open_card_for(&mut self, command: &Command) {
        let Some(live) = &self.room.live else { return };
        if let Some(person) = in_trouble(&live.session, command).filter(|_| !self.room.emergency) {
            self.room.emergency = true;
            self.stamp_card(person);
        }
    }

    fn stamp_card(&mut self, person: Person) {
        if self.room.live.as_ref().is_some_and(|live| live.session.closed().is_some()) {
            return;
        }
        let opened = Command::OpenEmergency(person);
        let shut = self.room.doors.is_shut();
        self.ask(&if shut { Command::Reported(Who::System, Box::new(opened)) } else { opened });
    }
}

/// Who has a serious event that this command began.
fn in_trouble(session: &Session, command: &Command) -> Option<Person> {
    if let Command::Reported(_, command) = command {
        return in_trouble(session, command);
    }
    if let Command::Each(commands) = command {
        return commands.iter().find_map(|command| in_trouble(session, command));
    }
    let Command::Observe(person, key, _) = command else { return None };
    let begun = session.serious_open(*person).any(|chip| chip.key == *key) || is_serious_point(session, key);
    begun.then_some(*person)
}

fn is_serious_point(session: &Session, key: &str) -> bool {
    let chip = session.protocol().chips.iter().find(|chip| chip.key == key);
    chip.is_some_and(|chip| chip.weight == Weight::Serious && chip.kind != ChipKind::State)
}
