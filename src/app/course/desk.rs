//! The thread that finds and keeps, and what is known of the clients whose codes stand on the start screen.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use chrono::NaiveDate;

use crate::course::{Courses, Memory, Part};
use crate::screen::remembered::{Client, Remembered};
use crate::session::Session;
use crate::session::event::Person;

/// What is known, and who finds more. Opening a name takes a moment, and the screen never waits.
#[derive(Debug)]
pub(in crate::app) struct CourseDesk {
    clients: Vec<Client>,
    /// `None` only while it is being put away.
    asked: Option<Sender<Asked>>,
    answers: Receiver<Told>,
    pending: usize,
    thread: Option<JoinHandle<()>>,
}

enum Asked {
    Find(String),
    Keep { session: Box<Session>, day: NaiveDate, parts: Vec<Part> },
}

/// What the thread has to tell.
pub(in crate::app) enum Told {
    /// What is kept under a code, or why it cannot be had.
    Found(String, Result<Option<Box<Memory>>, String>),
    /// Something was not kept, in one sentence.
    NotKept(String),
}

impl CourseDesk {
    /// Over a data folder.
    pub fn open(data: &Path) -> Self {
        let courses = Courses::open(data);
        let (asked, inbox) = channel();
        let (outbox, answers) = channel();
        let work = move || {
            while let Ok(asked) = inbox.recv() {
                let said = match asked {
                    Asked::Find(code) => vec![find(&courses, code)],
                    Asked::Keep { session, day, parts } => keep(&courses, &session, day, &parts),
                };
                if said.into_iter().any(|told| outbox.send(told).is_err()) {
                    break;
                }
            }
        };
        let thread = std::thread::Builder::new().name("course".to_owned()).spawn(work);
        let thread =
            thread.map_err(|error| tracing::error!("the thread that keeps courses cannot be started: {error}"));
        Self { clients: Vec::new(), asked: Some(asked), answers, pending: 0, thread: thread.ok() }
    }

    /// Whether an answer is still to come.
    pub fn is_busy(&self) -> bool {
        self.pending > 0
    }

    /// All that may be shown.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    pub fn client(&mut self, code: &str) -> Option<&mut Client> {
        self.clients.iter_mut().find(|client| client.code == code)
    }

    pub fn shown(&self, code: &str) -> Option<&Client> {
        self.clients.iter().find(|client| client.code == code)
    }

    /// These clients in this order, and nothing of anybody else.
    pub fn only_of(&mut self, codes: &[String]) {
        let mut before = std::mem::take(&mut self.clients);
        for code in codes {
            let known = before.iter().position(|client| client.code == *code).map(|place| before.swap_remove(place));
            self.clients.push(known.unwrap_or_else(|| Client::new(code.clone(), Remembered::BehindPin)));
        }
    }

    /// Looks up what is kept of these clients, of whom that is not known yet; where nothing is ever kept, nothing is.
    pub fn look_up(&mut self, keeps: bool) {
        let waiting = self.clients.iter_mut().filter(|client| client.what == Remembered::BehindPin);
        let mut codes = Vec::new();
        for client in waiting {
            if keeps {
                client.what = Remembered::Looking;
                codes.push(client.code.clone());
            } else {
                client.what = Remembered::Nothing;
            }
        }
        codes.into_iter().for_each(|code| self.ask(Asked::Find(code)));
    }

    /// That is kept of a client, or nothing.
    pub fn found(&mut self, code: &str, memory: Option<Memory>) {
        if let Some(client) = self.client(code) {
            client.what = memory.map_or(Remembered::Nothing, |memory| Remembered::Known(Box::new(memory)));
        }
    }

    /// It cannot be had.
    pub fn failed(&mut self, code: &str, sentence: String) {
        if let Some(client) = self.client(code) {
            client.what = Remembered::Trouble(sentence);
        }
    }

    /// Keeps what a closed session leaves of everybody in it.
    pub fn keep(&mut self, session: Session, day: NaiveDate, parts: Vec<Part>) {
        self.ask(Asked::Keep { session: Box::new(session), day, parts });
    }

    /// What has been told since the last call. Never waits.
    pub fn told(&mut self) -> Vec<Told> {
        let told: Vec<Told> = self.answers.try_iter().collect();
        let found = told.iter().filter(|told| matches!(told, Told::Found(..))).count();
        self.pending = self.pending.saturating_sub(found);
        told
    }

    fn ask(&mut self, asked: Asked) {
        let finds = matches!(asked, Asked::Find(_));
        let sent = self.asked.as_ref().is_some_and(|sender| sender.send(asked).is_ok());
        if sent && finds {
            self.pending += 1;
        }
    }
}

impl Drop for CourseDesk {
    /// What is being kept is kept to its end.
    fn drop(&mut self) {
        self.asked = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn find(courses: &Courses, code: String) -> Told {
    let found = courses.find(&code).map(|memory| memory.map(Box::new)).map_err(|error| error.to_string());
    Told::Found(code, found)
}

fn keep(courses: &Courses, session: &Session, day: NaiveDate, parts: &[Part]) -> Vec<Told> {
    if session.is_rehearsal() {
        return Vec::new();
    }
    let mut said = Vec::new();
    for (number, who) in (0..=u8::MAX).zip(session.participants()) {
        // What cannot be read is put aside when the new one is kept.
        let previous = courses.find(&who.code).ok().flatten();
        let memory = Memory::after(previous, session, Person(number), day).only(parts);
        if let Err(error) = courses.keep(&who.code, &memory) {
            said.push(Told::NotKept(format!("Not kept for the next session: {error}")));
        }
    }
    said
}
