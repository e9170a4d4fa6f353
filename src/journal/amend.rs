//! Adds to a sealed record without touching it.
//!
//! An amendment is a folder of its own, sealed like any other. Its first line names the sealed folder and the hash
//! of its last line; corrections and notes follow, and it ends with `sealed`, all in one write. The moments of its
//! entries are counted from the beginning of the sealed session, by the wall clock as it stood there last.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use uuid::{NoContext, Timestamp, Uuid};

use super::folder::Folder;
use super::reader::{self, Record};
use super::record::Owner;
use super::seal::{self, Sealed};
use super::{DataDir, JournalError, path};
use crate::clock::Reading;
use crate::session::event::{About, Correction, Event, EventId, NoteKind, Person, Stamped, Who};
use crate::session::{Command, Happening, Refusal, Session};
use crate::units::Moment;

/// So much of a segment tells whether its folder is an amendment: its first line is far shorter.
const PEEK: u64 = 4096;

/// What is added.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The therapist's words.
    Note(String),
    /// An entry is corrected; both values stay.
    Correct {
        /// The entry.
        of: EventId,
        /// What is right.
        correction: Correction,
        /// Why.
        reason: String,
    },
    /// An entry is taken back; it stays, marked.
    TakeBack {
        /// The entry.
        of: EventId,
        /// Why.
        reason: String,
    },
}

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AmendError {
    /// The record is not sealed.
    #[error("{record} is not sealed yet; correct it in its own session, and amend it once it is closed")]
    Live {
        /// Its name.
        record: String,
    },
    /// It is itself an amendment.
    #[error("{record} is an amendment itself; amend {sealed}")]
    Amendment {
        /// Its name.
        record: String,
        /// The record it adds to.
        sealed: String,
    },
    /// Whose record it is cannot be read.
    #[error("{record} cannot be amended: its first line cannot be read; `holdspace records verify` says more")]
    Unreadable {
        /// Its name.
        record: String,
    },
    /// The wall clock is behind the session.
    #[error("the clock of this device stands before the beginning of that session; set it and try again")]
    Clock,
    /// The rules of a session do not allow it.
    #[error("{0}")]
    Refused(Refusal),
    /// It could not be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Adds to the sealed record in `folder`. Nothing of that folder is opened for writing.
///
/// Interrupted after its one write, the amendment is completed by the next start; before it, nothing is there.
///
/// # Errors
/// In one sentence, if the record is not sealed, the rules of a session refuse a change, or it cannot be written.
pub fn amend(data: &DataDir, folder: &Path, changes: &[Change], reading: &Reading) -> Result<Sealed, AmendError> {
    let id = path::record_id(folder);
    if path::is_live(folder) {
        return Err(AmendError::Live { record: id });
    }
    let record = reader::read(folder)?;
    if let Some((sealed, _)) = names(&record) {
        return Err(AmendError::Amendment { record: id, sealed: sealed.to_owned() });
    }
    let unreadable = || AmendError::Unreadable { record: id.clone() };
    let owner = record.owner.clone().ok_or_else(unreadable)?;
    let earlier = of(data.folders(), &id)?;
    let session = as_it_stands(&record, &earlier).ok_or_else(unreadable)?;
    let now = moment(&record, reading).ok_or(AmendError::Clock)?;
    let mut draft = Draft { session, person: owner.person, now, reading, events: Vec::new() };
    draft.begin(id, record.last_h);
    for change in changes {
        draft.add(change).map_err(AmendError::Refused)?;
    }
    if draft.events.len() < 2 {
        // What is said to be wrong stands there already.
        return Err(AmendError::Refused(Refusal::Empty));
    }
    draft.end();
    let owner = Owner { device: data.device().clone(), ..owner };
    let mut folder = Folder::new(data.new_folder(reading), owner);
    draft.events.iter().for_each(|entry| folder.push(entry, reading));
    Ok(written(data, folder)?)
}

/// Completes the amendments that a crash interrupted after their one write. Part of what is done at start.
pub(super) fn finish(data: &DataDir) -> Vec<Result<Sealed, JournalError>> {
    let live = data.folders().into_iter().filter(|folder| path::is_live(folder));
    let begun = live.filter_map(|folder| reader::read(&folder).ok()).filter(|record| names(record).is_some());
    begun.map(|record| finish_one(data, &record)).collect()
}

fn finish_one(data: &DataDir, record: &Record) -> Result<Sealed, JournalError> {
    if record.is_complete() {
        return seal::seal(&record.folder);
    }
    // Only a part of it reached the disk: what did is kept, and ends here.
    let unknown = || Owner { person: Person(0), people: 1, device: data.device().clone() };
    let owner = record.owner.clone().unwrap_or_else(unknown);
    let last = record.lines.last();
    let (reading, person) = (crate::clock::read(), owner.person);
    let chain = (last.map_or(1, |line| line.n.saturating_add(1)), record.last_h.clone());
    let mut folder = Folder::going_on(record.folder.clone(), owner, chain, record.last_segment);
    let at = last.map_or(Moment::START, |line| line.at);
    let sealed = Happening { at, about: About::One(person), who: Who::System, event: Event::Sealed };
    folder.push(&stamp(sealed, &reading), &reading);
    written(data, folder)
}

/// Brings it onto the disk and seals it.
fn written(data: &DataDir, mut folder: Folder) -> Result<Sealed, JournalError> {
    folder.save(&mut data.disk()).map_err(|(at, error)| JournalError::io("write", &at)(error))?;
    folder.close();
    seal::seal(folder.path())
}

/// The amendments among `folders` to the record of that name, oldest first.
///
/// # Errors
/// If one of them cannot be read.
pub fn of(folders: impl IntoIterator<Item = PathBuf>, id: &str) -> Result<Vec<Record>, JournalError> {
    let about = folders.into_iter().filter(|folder| may_name(folder, id));
    let mut found: Vec<Record> = about.map(|folder| reader::read(&folder)).collect::<Result<_, _>>()?;
    found.retain(|record| names(record).is_some_and(|(named, _)| named == id));
    found.sort_by_key(|record| (record.lines.first().map(|line| line.recorded.wall), record.folder.clone()));
    Ok(found)
}

/// The sealed record that an amendment adds to, and the hash of its last line; `None` for any other record.
#[must_use]
pub fn names(record: &Record) -> Option<(&str, &str)> {
    record.events().find_map(|entry| match &entry.event {
        Event::AmendmentStarted { record, last_h, .. } => Some((record.as_str(), last_h.as_str())),
        _ => None,
    })
}

/// Whether the first bytes of a folder name that record, so that not every folder has to be read whole.
fn may_name(folder: &Path, id: &str) -> bool {
    let named = format!("\"record\":\"{id}\"");
    let segments = path::segments(folder).unwrap_or_default();
    segments.iter().any(|(_, segment)| {
        let plain = std::fs::symlink_metadata(segment).is_ok_and(|found| found.is_file());
        let mut start = Vec::new();
        let read = plain.then(|| File::open(segment).and_then(|file| file.take(PEEK).read_to_end(&mut start)));
        matches!(read, Some(Ok(_))) && start.windows(named.len()).any(|window| window == named.as_bytes())
    })
}

/// The session before it was closed, with what was added since: what can still be corrected in it.
fn as_it_stands(record: &Record, earlier: &[Record]) -> Option<Session> {
    let is_end = |event: &Event| matches!(event, Event::Closed { .. } | Event::Sealed);
    let all = record.events().chain(earlier.iter().flat_map(Record::events));
    let events: Vec<Stamped> = all.filter(|entry| !is_end(&entry.event)).cloned().collect();
    Session::from_events(&events)
}

fn moment(record: &Record, reading: &Reading) -> Option<Moment> {
    record.counted().clock().moment(reading.wall)
}

struct Draft<'a> {
    session: Session,
    person: Person,
    now: Moment,
    reading: &'a Reading,
    events: Vec<Stamped>,
}

impl Draft<'_> {
    fn begin(&mut self, record: String, last_h: String) {
        let code = self.session.participant(self.person).map(|who| who.code.clone()).unwrap_or_default();
        let event = Event::AmendmentStarted { session: self.session.id(), code, record, last_h };
        let _ = self.take(Happening { at: self.now, about: About::One(self.person), who: Who::Therapist, event });
    }

    fn end(&mut self) {
        let (at, about) = (self.now, About::One(self.person));
        let _ = self.take(Happening { at, about, who: Who::System, event: Event::Sealed });
    }

    fn add(&mut self, change: &Change) -> Result<(), Refusal> {
        let (command, reason) = match change {
            Change::Note(text) => {
                (Command::WriteNote(self.person, NoteKind::Note, text.clone(), self.now), String::new())
            }
            Change::Correct { of, correction, reason } => {
                (Command::Correct(*of, correction.clone(), reason.clone()), reason.clone())
            }
            Change::TakeBack { of, reason } => (Command::Undo(Some(*of)), reason.clone()),
        };
        for happening in self.session.decide(&command, self.now)? {
            let carries = matches!(happening.event, Event::Corrected { .. } | Event::Note { .. });
            let id = self.take(happening);
            if !carries && !reason.trim().is_empty() {
                for happening in self.session.decide(&Command::Explain(id, reason.clone()), self.now)? {
                    let _ = self.take(happening);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, happening: Happening) -> EventId {
        let entry = stamp(happening, self.reading);
        self.session.apply(&entry);
        let id = entry.id;
        self.events.push(entry);
        id
    }
}

fn stamp(happening: Happening, reading: &Reading) -> Stamped {
    let secs = u64::try_from(reading.wall.timestamp()).unwrap_or(0);
    let id = Uuid::new_v7(Timestamp::from_unix(NoContext, secs, reading.wall.timestamp_subsec_nanos()));
    let Happening { at, about, who, event } = happening;
    Stamped { id: EventId(id.as_u128()), at, about, who, event }
}
