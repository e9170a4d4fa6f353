//! What is kept of clients: looked up when a code is typed, and kept when a session closes, both behind the screen.

mod desk;

use super::{App, Room};
use crate::course::{Memory, Part};
use crate::screen::Screen;
use crate::screen::action::CourseAsk;
use crate::screen::remembered::Client;
use crate::session::Command;
use crate::session::event::Person;
use crate::units::Moment;

pub(super) use desk::CourseDesk;
use desk::Told;

impl App {
    /// Does what the start screen asks about clients' courses.
    pub(super) fn ask_course(&mut self, ask: CourseAsk) {
        match ask {
            CourseAsk::Find(codes) => self.find_courses(&codes),
            CourseAsk::Open => self.look_up(),
            CourseAsk::Use(code, part, used) => {
                let Some(client) = self.room.course.client(&code) else { return };
                client.use_part(part, used);
                match (&mut self.screen, client.memory()) {
                    (Screen::Start(start), Some(memory)) if part == Part::Playlist && used => {
                        start.propose_music(memory, &self.room.loaded);
                    }
                    (Screen::Start(start), Some(_)) if part == Part::Playlist => start.leave_music(),
                    (_, _) => {}
                }
            }
            CourseAsk::Note(code, number, of) => {
                self.room.course.client(&code).into_iter().for_each(|client| client.note(number, of));
            }
        }
    }

    /// From now on it is about these clients and no others. Nothing is asked: what waits behind the PIN waits.
    fn find_courses(&mut self, codes: &[String]) {
        if self.speed.is_some() || self.room.live.is_some() {
            return;
        }
        self.room.course.only_of(codes);
        if self.room.doors.lets_through(self.room.reading.boot) {
            self.look_up();
        }
        self.propose_music();
    }

    /// The music of last time of the one client of whom it is known.
    fn propose_music(&mut self) {
        let Room { course, loaded, .. } = &self.room;
        let proposed = course.clients().first().and_then(Client::proposed);
        if let (Screen::Start(start), Some(memory)) = (&mut self.screen, proposed) {
            start.remember(&memory, loaded);
        }
    }

    fn look_up(&mut self) {
        let keeps = !self.room.loaded.settings.course.is_empty() && self.trouble.is_none();
        if self.room.live.is_none() {
            self.room.course.look_up(keeps);
        }
    }

    /// What is to be proposed in a session of these clients, each for themselves.
    pub(super) fn proposals(&self, codes: &[String]) -> Vec<Memory> {
        let course = &self.room.course;
        codes.iter().map(|code| course.shown(code).and_then(Client::proposed).unwrap_or_default()).collect()
    }

    /// Notes in the session that begins which one of their course it is for each of these.
    pub(super) fn note_courses(&mut self, sessions: Vec<Option<(u16, Option<u16>)>>) {
        for (person, session) in (0..=u8::MAX).map(Person).zip(sessions) {
            let note = session.map(|(number, of)| Command::NoteCourse(person, number, of));
            note.iter().for_each(|note| self.ask(note));
        }
    }

    /// Which session of their course begins for these.
    pub(super) fn sessions(&self, codes: &[String]) -> Vec<Option<(u16, Option<u16>)>> {
        codes.iter().map(|code| self.room.course.shown(code).and_then(Client::session)).collect()
    }

    /// Keeps what the closed session leaves for the next one, as far as the settings allow. A rehearsal leaves nothing.
    pub(super) fn keep_course(&mut self) {
        let Some(shown) = self.room.shown().filter(|_| self.speed.is_none()) else { return };
        // A session that was left behind is of the day on which it began.
        let day = shown.wall_at(Moment::START).date_naive();
        let (session, parts) = (shown.session.clone(), self.room.loaded.settings.course.clone());
        self.room.course.keep(session, day, parts);
    }

    /// Hears what was found, and what could not be kept.
    pub(super) fn hear_the_course(&mut self) {
        for told in self.room.course.told() {
            match told {
                Told::Found(code, Ok(memory)) => {
                    let memory = memory.map(|memory| memory.only(&self.room.loaded.settings.course));
                    let memory = memory.filter(|memory| !memory.is_empty());
                    self.room.course.found(&code, memory);
                    self.propose_music();
                }
                Told::Found(code, Err(sentence)) => self.room.course.failed(&code, sentence),
                Told::NotKept(sentence) => self.say(sentence),
            }
        }
    }
}

impl Room {
    /// What is proposed for a person of the session that runs.
    pub(super) fn proposed(&self, person: Person) -> Option<&Memory> {
        self.proposals.get(usize::from(person.0)).filter(|memory| !memory.is_empty())
    }
}
