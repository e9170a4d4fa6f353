//! What the journal and the clocks report: marks, sentences, and what is told of it in the record itself.

use std::time::Duration;

use super::App;
use crate::clock::{self, JUMP_MS, Reading};
use crate::journal::{Held, Journal, Report, Sealed};
use crate::screen::shown::in_minutes;
use crate::screen::{Saved, Shown};
use crate::session::command::Command;

/// A device that slept longer than this did so for a reason.
const SLEPT: Duration = Duration::from_secs(2);
/// A disk that works again for this long is trusted: one that comes and goes is told of once.
const SETTLED: Duration = Duration::from_secs(10);
/// How often the disk is looked at, while no session runs.
const LOOK: Duration = Duration::from_secs(10);

impl App {
    pub(super) fn hear_the_journal(&mut self) {
        let Some(journal) = self.room.live.as_mut().and_then(|live| live.journal.as_mut()) else { return };
        let reports = journal.reports();
        let (unsaved, unheld) = (journal.unsaved(), journal.unheld());
        for report in reports {
            self.heard_of_the_record(report);
        }
        if self.well_again.as_ref().is_some_and(|since| self.room.reading.boot.saturating_sub(since.boot) >= SETTLED) {
            self.note_recorded_again();
        }
        let said = self.unsaved_since.as_ref().map(|since| self.time_then(since)).unwrap_or_default();
        match &mut self.room.marks.saved {
            Saved::NotSince(since) => *since = said,
            Saved::Elsewhere { written, since, .. } => (*written, *since) = (unheld == 0, said),
            saved @ (Saved::Yes | Saved::Writing) => *saved = if unsaved == 0 { Saved::Yes } else { Saved::Writing },
        }
    }

    fn heard_of_the_record(&mut self, report: Report) {
        match report {
            Report::Saved { .. } | Report::Held { .. } => {}
            Report::RecordedAgain { since } => {
                self.room.marks.saved = Saved::Writing;
                self.well_again = Some(since);
                self.say("Everything is recorded to disk again.");
                self.seal_if_closed();
            }
            // Where records lie is not for the log; the screen says since when.
            Report::NotRecorded { since, cause, held, .. } => {
                tracing::warn!("not recorded to disk");
                self.well_again = None;
                self.not_recorded(&since, held);
                let at = self.room.live.as_ref().map(|live| live.moment(&since));
                at.into_iter().for_each(|at| self.ask(&Command::NoteNotRecorded(at, cause.clone())));
            }
            Report::ReserveReleased => self.say("The disk is full; the reserve is in use. Free some space."),
            Report::ReserveMade => self.say("There is room on the disk again."),
            Report::Sealed(sealed) => {
                self.encrypt(&sealed);
                self.room.sealed = Some(Ok(self.closing_codes(&sealed)));
            }
            Report::SealFailed { reason } => self.room.sealed = Some(Err(reason)),
        }
    }

    /// The closing code; of a group one in a line, each with whose it is.
    fn closing_codes(&self, sealed: &[Sealed]) -> String {
        let shown = self.room.shown().filter(Shown::is_group);
        let line = |one: &Sealed| match &shown {
            Some(shown) => format!("{}: {}", shown.code(one.person), one.closing_code),
            None => one.closing_code.clone(),
        };
        sealed.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The mark, and once a sentence that says where entries are in the meantime.
    fn not_recorded(&mut self, since: &Reading, held: Held) {
        self.unsaved_since = Some(since.clone());
        let since = self.time_then(since);
        let (saved, sentence) = match held {
            Held::OnDisk(place) => {
                let sentence = format!("Recorded on {place} since {since}, until the disk of the records works again.");
                (Saved::Elsewhere { since, place, written: true }, sentence)
            }
            Held::InMemory => {
                let sentence = format!("Not recorded to disk since {since}; a crash is survived, a power cut is not.");
                (Saved::NotSince(since), sentence)
            }
            Held::Nowhere => {
                let sentence = format!("Not recorded to disk since {since}; held only while the app runs.");
                (Saved::NotSince(since), sentence)
            }
        };
        self.room.marks.saved = saved;
        self.say(sentence);
    }

    /// Tells in the record that it is whole again, if it was not.
    pub(super) fn note_recorded_again(&mut self) {
        let Some(since) = self.well_again.take() else { return };
        let at = self.room.live.as_ref().map(|live| live.moment(&since));
        at.into_iter().for_each(|at| self.ask(&Command::NoteRecordedAgain(at)));
    }

    fn seal_if_closed(&mut self) {
        let closed = self.room.live.as_ref().is_some_and(|live| live.session.closed().is_some());
        if closed && !matches!(self.room.sealed, Some(Ok(_))) {
            self.seal();
        }
    }

    /// A record that is not whole when its session is left goes on being written.
    pub(super) fn keep_writing(&mut self, journal: Journal) {
        if journal.unsaved() > 0 || matches!(self.room.sealed, Some(Err(_))) {
            self.journals_left.push(journal);
        }
    }

    /// What becomes of the records of sessions that were left, and whether there is room for another.
    pub(super) fn hear_the_journals_left(&mut self) {
        let mut sealed = Vec::new();
        self.journals_left.retain_mut(|journal| {
            let reports = journal.reports();
            if reports.iter().any(|report| matches!(report, Report::RecordedAgain { .. })) {
                journal.seal();
            }
            let done = reports.into_iter().find_map(|report| match report {
                Report::Sealed(sealed) => Some(sealed),
                _ => None,
            });
            let goes_on = done.is_none();
            sealed.extend(done.into_iter().flatten());
            goes_on
        });
        if !sealed.is_empty() {
            self.encrypt(&sealed);
        }
        let now = self.room.reading.boot;
        if self.room.live.is_none() && self.speed.is_none() && now >= self.disk_seen + LOOK {
            self.disk_seen = now;
            self.look_at_the_disk();
        }
    }

    /// What is to be said about the disk on the start screen.
    pub(super) fn look_at_the_disk(&mut self) {
        if !self.data.has_reserve() {
            self.data.renew_reserve();
        }
        self.of_the_disk = if !self.journals_left.is_empty() {
            Some("The last record is not on its disk yet; leave the app open and free or mend the disk.".to_owned())
        } else if self.trouble.is_some() {
            None
        } else if !self.data.is_writable() {
            Some("The folder of the records cannot be written; what happens is held in memory.".to_owned())
        } else if !self.data.has_reserve() {
            Some("The disk is full or nearly so: free some space before you begin.".to_owned())
        } else {
            self.stranded.first().cloned()
        };
    }

    pub(super) fn note_jump(&mut self, before: &Reading) {
        clock::jump(before, &self.room.reading).into_iter().for_each(|by| self.note_jump_by(by));
    }

    pub(super) fn note_jump_by(&mut self, by: i64) {
        if self.room.live.is_some() && by.unsigned_abs() > JUMP_MS {
            self.ask(&Command::NoteClockJump(by));
            self.doubt_the_set_clock();
        }
    }

    /// A device that slept: timers counted on, the music did not.
    pub(super) fn note_sleep(&mut self) {
        let slept = clock::slept();
        let away = slept.saturating_sub(std::mem::replace(&mut self.slept, slept));
        if self.room.live.is_some() && away > SLEPT {
            self.ask(&Command::Resume(away));
            self.say(format!("The device slept for {}; every clock went on.", in_words(away)));
        }
    }
}

/// A length of time as it is said: seconds below a minute.
pub(super) fn in_words(span: Duration) -> String {
    if span < Duration::from_secs(60) { format!("{} s", span.as_secs()) } else { in_minutes(span) }
}
