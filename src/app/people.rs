//! Who is looked after: view state only, nothing of it is recorded.

use super::App;
use crate::screen::chaperone;
use crate::screen::shown::Whom;
use crate::session::Command;
use crate::session::event::Person;

impl App {
    /// Turns to one person, or lets the next entry concern everybody.
    pub(super) fn look_after(&mut self, whom: Whom) {
        let Some(shown) = self.room.shown() else { return };
        match whom {
            Whom::Everyone => self.room.everyone = shown.is_group(),
            Whom::One(person) if shown.session.participant(person).is_none() => {}
            Whom::One(person) => {
                let turned = person != self.room.person;
                self.room.person = person;
                self.room.everyone = false;
                if turned {
                    self.turn_the_screen();
                }
            }
        }
    }

    /// A session that begins or goes on opens with the first of its people.
    pub(super) fn look_after_the_first(&mut self) {
        self.room.person = Person(0);
        self.room.everyone = false;
        self.room.chaperone = false;
    }

    /// A command of a screen, as said by whoever says it.
    pub(super) fn as_said(&self, command: Command) -> Command {
        let speaks = self.room.shown().is_some_and(|shown| shown.chaperone && chaperone::may_speak(&shown));
        if speaks { chaperone::said(command) } else { command }
    }

    /// What was half done for one person is not finished for another.
    fn turn_the_screen(&mut self) {
        if let Some(shown) = self.room.shown() {
            self.screen.turn(&shown);
        }
    }
}
