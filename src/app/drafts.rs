//! What is being written: kept on the disk as it is typed, offered again after whatever closed it, gone once it is kept.
//!
//! The record itself is the proof that words were kept: a draft goes when an entry holds its words, and its copy on the
//! disk when that entry is on the disk.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::App;
use crate::journal::draft::{self, Draft};
use crate::screen::shown::DraftMark;
use crate::screen::{Saved, written};
use crate::session::event::{About, Person};
use crate::session::field::Field;
use crate::session::{Phase, Session};

/// So long after words were put away the bar offers to take them back.
const OFFERED: Duration = Duration::from_secs(20);
/// Said once for as long as it lasts.
const NOT_ON_DISK: &str = "What is being typed is not on the disk until it is kept.";

/// The words of the session that runs which are not kept.
#[derive(Default)]
pub(super) struct Drafts {
    session: Option<u128>,
    list: Vec<Draft>,
    /// Kept in entries that are not on the disk yet.
    leaving: Vec<Draft>,
    /// How many entries of the record were looked at.
    seen: usize,
    /// What was put away last, and when.
    put_away: Option<(u8, Field, Duration)>,
    /// What is being written now.
    open: Option<Field>,
    writer: Option<Writer>,
    /// What was handed to the disk last.
    handed: Vec<Draft>,
    failing: bool,
    /// For each person what is not kept, as the screens say it.
    unkept: Vec<Vec<&'static str>>,
}

/// Which field was open, for whom and when, before something happened.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Open {
    field: Field,
    person: Person,
    phase: Phase,
}

/// Writes drafts apart, the newest state only.
struct Writer {
    keep: Sender<(u128, Vec<Draft>)>,
    done: Receiver<bool>,
}

impl Writer {
    fn start(data: PathBuf) -> Option<Self> {
        let (keep, asked) = channel::<(u128, Vec<Draft>)>();
        let (tell, done) = channel();
        let work = move || {
            while let Ok(first) = asked.recv() {
                // Only the newest of each sitting, in their order.
                let mut newest = vec![first];
                for (session, drafts) in asked.try_iter() {
                    newest.retain(|(known, _)| *known != session);
                    newest.push((session, drafts));
                }
                for (session, drafts) in newest {
                    let _nobody_listens = tell.send(draft::write(&data, session, &drafts).is_ok());
                }
            }
        };
        let spawned = std::thread::Builder::new().name("drafts".to_owned()).spawn(work);
        spawned.is_ok().then_some(Self { keep, done })
    }
}

impl Drafts {
    /// What is being written in a field, or was put away there.
    fn of(&self, person: Person, field: &Field) -> Option<&Draft> {
        let own = || self.list.iter().filter(|draft| draft.is_in(person, field));
        own().find(|draft| !draft.put_away).or_else(|| own().next_back())
    }

    /// Lets go of what is being written, or of what was put away before.
    fn forget(&mut self, person: Person, field: &Field, put_away: bool) {
        self.list.retain(|draft| !draft.is_in(person, field) || draft.put_away != put_away);
    }

    /// What is not kept of a person and was not put away.
    pub(super) fn unkept(&self, person: Person) -> &[&'static str] {
        self.unkept.get(usize::from(person.0)).map_or(&[], Vec::as_slice)
    }

    /// What the bar offers to go on with: what was put away just now, else the newest that is not finished.
    fn offered(&self, person: Person, phase: Phase, now: Duration) -> Option<(&Draft, DraftMark)> {
        let own = |draft: &&Draft| draft.person == person.0 && written::opens_in(phase, &draft.field);
        let fresh = self.put_away.as_ref().filter(|(_, _, at)| now.saturating_sub(*at) < OFFERED);
        let fresh = fresh.and_then(|(of, field, _)| {
            self.list.iter().filter(own).find(|draft| draft.put_away && draft.person == *of && draft.field == *field)
        });
        if let Some(draft) = fresh {
            return Some((draft, DraftMark::PutAway));
        }
        let draft = self.list.iter().rev().filter(own).find(|draft| !draft.put_away)?;
        Some((draft, DraftMark::Unfinished(written::in_words(&draft.field)?)))
    }

    /// The mark in the bar, but not for what lies open.
    pub(super) fn mark(&self, person: Person, phase: Phase, now: Duration) -> Option<DraftMark> {
        let (draft, mark) = self.offered(person, phase, now)?;
        (self.open.as_ref() != Some(&draft.field)).then_some(mark)
    }

    /// Lets go of what entries since the last look hold.
    fn let_go_of_what_was_kept(&mut self, session: &Session) {
        let log = session.log();
        for entry in log.get(self.seen..).unwrap_or_default() {
            let words = draft::written_in(&entry.event);
            let About::One(person) = entry.about else { continue };
            let held = |draft: &Draft| draft.person == person.0 && words.contains(&draft.text.trim());
            let (kept, rest) = std::mem::take(&mut self.list).into_iter().partition(held);
            self.list = rest;
            self.leaving.extend::<Vec<Draft>>(kept);
        }
        self.seen = log.len();
    }

    fn tell_of_each(&mut self, people: usize) {
        let of = |person: usize| {
            let own = self.list.iter().filter(|draft| usize::from(draft.person) == person && !draft.put_away);
            own.filter_map(|draft| written::in_words(&draft.field)).collect()
        };
        self.unkept = (0..people).map(of).collect();
    }

    fn hand_to_the_disk(&mut self, session: u128, data: &std::path::Path) {
        let all: Vec<Draft> = self.list.iter().chain(&self.leaving).cloned().collect();
        if all == self.handed {
            return;
        }
        self.writer = self.writer.take().or_else(|| Writer::start(data.to_path_buf()));
        let handed = self.writer.as_ref().is_some_and(|writer| writer.keep.send((session, all.clone())).is_ok());
        if handed {
            self.handed = all;
        } else {
            // It is started anew with the next change.
            self.writer = None;
            self.failing = true;
        }
    }
}

impl App {
    /// Which field lies open now.
    pub(super) fn open_field(&mut self) -> Option<Open> {
        let shown = self.room.shown()?;
        let (person, phase) = (shown.person, shown.session.phase());
        let field = self.screen.written()?.field()?.clone();
        Some(Open { field, person, phase })
    }

    /// Keeps what is being written, after something happened; `was` is the field that lay open before.
    pub(super) fn tend_drafts(&mut self, was: Option<&Open>) {
        let Some(live) = &self.room.live else {
            self.end_drafts();
            return;
        };
        let (session, closed, rehearsal) =
            (live.session.id(), live.session.closed().is_some(), live.session.is_rehearsal());
        if self.room.drafts.session != Some(session) {
            self.take_up_drafts(session);
        }
        let Some(live) = &self.room.live else { return };
        let drafts = &mut self.room.drafts;
        drafts.let_go_of_what_was_kept(&live.session);
        if self.room.marks.saved == Saved::Yes {
            drafts.leaving.clear();
        }
        if closed {
            drafts.list.clear();
            drafts.leaving.clear();
        }
        let people = live.session.participants().len();
        self.note_what_is_open(was);
        let drafts = &mut self.room.drafts;
        drafts.tell_of_each(people);
        if !rehearsal {
            drafts.hand_to_the_disk(session, self.data.path());
        }
        self.hear_the_drafts();
    }

    fn note_what_is_open(&mut self, was: Option<&Open>) {
        let now = self.open_field();
        self.room.drafts.open = now.as_ref().map(|open| open.field.clone());
        let boot = self.room.reading.boot;
        if let (Some(was), true) = (was, now.as_ref() != was) {
            let here = self.room.shown().is_some_and(|it| it.person == was.person && it.session.phase() == was.phase);
            let drafts = &mut self.room.drafts;
            let closed = drafts.of(was.person, &was.field).filter(|draft| !draft.put_away).cloned();
            // Whatever else closed it, nobody put it away.
            if let Some(draft) = closed.filter(|_| here) {
                drafts.list.retain(|known| !known.is_in(was.person, &was.field));
                drafts.list.push(Draft { put_away: true, ..draft });
                drafts.put_away = Some((was.person.0, was.field.clone(), boot));
            }
        }
        let Some(Open { field, person, .. }) = &now else { return };
        let Some(writing) = self.screen.written() else { return };
        let drafts = &mut self.room.drafts;
        if now.as_ref() != was {
            match drafts.of(*person, field) {
                Some(draft) if draft.put_away => writing.offer(&draft.text),
                Some(draft) => writing.go_on_from(&draft.text),
                None => {}
            }
            return;
        }
        let known = drafts.of(*person, field);
        match (writing.unkept(), known) {
            (Some(text), Some(draft)) if draft.text == text && !draft.put_away => {}
            (Some(text), _) => {
                let draft = Draft { person: person.0, field: field.clone(), text: text.to_owned(), put_away: false };
                drafts.forget(*person, field, false);
                drafts.list.push(draft);
            }
            // What was put away is still offered; what was being written has been deleted letter by letter.
            (None, Some(draft)) if !draft.put_away => drafts.forget(*person, field, false),
            (None, _) => {}
        }
    }

    /// Goes on with what the bar offers.
    pub(super) fn go_on_writing(&mut self) {
        let Some(shown) = self.room.shown() else { return };
        let offered = self.room.drafts.offered(shown.person, shown.session.phase(), shown.boot);
        let Some((field, text)) = offered.map(|(draft, _)| (draft.field.clone(), draft.text.clone())) else { return };
        if self.screen.go_on_writing(&field, &shown)
            && let Some(writing) = self.screen.written()
        {
            writing.go_on_from(&text);
            self.room.drafts.list.iter_mut().filter(|draft| draft.field == field).for_each(|it| it.put_away = false);
        }
    }

    fn take_up_drafts(&mut self, session: u128) {
        let writer = self.room.drafts.writer.take();
        let rehearsal = self.speed.is_some();
        let read = if rehearsal { Ok(Vec::new()) } else { draft::read(self.data.path(), session) };
        let list = read.unwrap_or_else(|sentence| {
            self.say(sentence);
            Vec::new()
        });
        let handed = list.clone();
        self.room.drafts = Drafts { session: Some(session), list, handed, writer, ..Drafts::default() };
    }

    /// The session was left: nothing of what was written in it stays in memory.
    fn end_drafts(&mut self) {
        if self.room.drafts.session.is_some() {
            let writer = self.room.drafts.writer.take();
            self.room.drafts = Drafts { writer, ..Drafts::default() };
        }
    }

    fn hear_the_drafts(&mut self) {
        let drafts = &mut self.room.drafts;
        let told = drafts.writer.as_ref().and_then(|writer| writer.done.try_iter().last());
        let fails = told.map_or(drafts.failing, |well| !well);
        let news = fails && !drafts.failing;
        drafts.failing = fails;
        if fails {
            // Asked again with the next tick.
            drafts.handed = Vec::new();
        }
        if news {
            self.say(NOT_ON_DISK);
        }
    }
}
