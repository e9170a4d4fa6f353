//! What a closed session leaves for the next one.

use chrono::NaiveDate;

use super::Memory;
use crate::session::Session;
use crate::session::event::{NoteKind, Person};
use crate::session::participant::Participant;
use crate::session::vitals::{Breathing, Measured};
use crate::units::Decibels;

/// More of what was unwelcome is in the record and not on a panel.
const MOST_UNWELCOME: usize = 20;

impl Memory {
    /// What is known after this session, of what was known before it. A rehearsal changes nothing.
    ///
    /// Only a session in which something was taken counts; one without a dose is remembered by its day. What this
    /// session says nothing about stays as it was, but for what was unwelcome: that is of the last session alone.
    #[must_use]
    pub fn after(previous: Option<Self>, session: &Session, person: Person, day: NaiveDate) -> Self {
        let previous = previous.unwrap_or_default();
        let Some(who) = session.participant(person).filter(|_| !session.is_rehearsal()) else { return previous };
        let mut memory = Self {
            last_on: Some(day),
            protocol: Some(session.protocol().name.clone()),
            baseline: baseline(who).or(previous.baseline),
            ceiling: who.ceiling.clone().or(previous.ceiling),
            volume: volume(session).or(previous.volume),
            unwelcome: unwelcome(who),
            ..previous
        };
        memory.count(who);
        memory.take_dose(who, day);
        memory.take_music(session);
        memory
    }

    /// What the therapist noted about the course stands above what was counted.
    fn count(&mut self, who: &Participant) {
        let before = who.course.map_or(self.sessions, |(number, _)| number.saturating_sub(1));
        self.of = who.course.map_or(self.of, |(_, of)| of);
        self.sessions = if who.taken() > 0 { before.saturating_add(1) } else { before };
    }

    /// The first dose: a booster is decided anew each time.
    fn take_dose(&mut self, who: &Participant, day: NaiveDate) {
        let first = who.doses.iter().find_map(|dose| Some((dose, dose.taken?)));
        if let Some((dose, taken)) = first {
            self.prescription = Some(dose.prescription.clone());
            self.taken_on = Some(day);
            let ended = dose.ended.filter(|_| dose.prescription.form.is_held());
            self.hold_kept = ended.map(|(ended, _)| ended.since(taken));
        }
    }

    /// Music that was only planned is nobody's preference.
    fn take_music(&mut self, session: &Session) {
        let Some(plan) = session.music().plan.as_ref().filter(|_| session.music().anchor.is_some()) else { return };
        self.playlist = Some(plan.playlist.clone()).filter(|name| !name.is_empty()).or(self.playlist.take());
        self.minutes = u16::try_from(plan.target.as_secs() / 60).ok();
    }
}

/// The first pressure or heart rate before anything was taken, and before slow breathing if there is one.
fn baseline(who: &Participant) -> Option<Measured> {
    let taken = who.t0();
    let usable = |measured: &Measured| measured.pressure.is_some() || measured.heart_rate.is_some();
    let before = who.vitals.iter().filter(|entry| taken.is_none_or(|taken| entry.at <= taken));
    let before: Vec<Measured> = before.map(|entry| entry.what).filter(usable).collect();
    let unhurried = before.iter().find(|measured| measured.breathing == Breathing::Before);
    unhurried.or(before.first()).copied()
}

/// What the therapist kept as unwelcome, for the next time.
fn unwelcome(who: &Participant) -> Vec<String> {
    let noted = who.notes.iter().filter(|note| note.what.0 == NoteKind::Unwelcome);
    noted.map(|note| note.what.1.clone()).take(MOST_UNWELCOME).collect()
}

/// The volume at which something was heard: in the music, or in a sound check that was kept.
fn volume(session: &Session) -> Option<Decibels> {
    let music = session.music();
    (music.anchor.is_some() || music.cap.is_some()).then_some(music.volume)
}
