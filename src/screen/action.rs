//! What a screen asks of the app.

use std::path::PathBuf;
use std::time::Duration;

use crate::config::settings::RoomSettings;
use crate::course::Part;
use crate::cue::{Position, Turn};
use crate::kiosk::pin::Digits;
use crate::music::plan::Wishes;
use crate::record::export::Form;
use crate::screen::shown::Whom;
use crate::session::Command;
use crate::theme::Shade;
use crate::units::Decibels;

/// What a screen asks for; the app decides and does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Nothing.
    None,
    /// Put this to the session.
    Ask(Command),
    /// Put these to the session, one after the other, as long as none is refused.
    AskAll(Vec<Command>),
    /// Whom the next entry concerns; nothing is recorded.
    For(Whom),
    /// Go on with what was being written for the one who is looked after.
    GoOnWriting,
    /// Tell the therapist this sentence for a while.
    Say(&'static str),
    /// What is seen and measured from now on is said by the chaperone, or no longer.
    Chaperone(bool),
    /// Let this volume be heard while a finger moves; nothing is kept.
    Preview(Decibels),
    /// Use this palette.
    Shade(Shade),
    /// Cover the therapist's layer with the calm face, or uncover it.
    Cover(bool),
    /// Open the emergency card, or put it away.
    Emergency(bool),
    /// Begin a session.
    Begin(Begin),
    /// Go on with the unfinished session of that number in the list shown.
    Continue(usize),
    /// Go on with that one; the clocks do not tell how long it was left, and the therapist said so.
    ContinueAfter(usize, Duration),
    /// Close the unfinished session of that number as it stood.
    CloseAsItStood(usize),
    /// Leave the sealed session and go back to the start.
    Leave,
    /// Open what is counted of the sound, or put it away.
    Diagnostics(bool),
    /// Open the tour, or put it away.
    Tour(bool),
    /// Open the question how long the app was away, or put it away.
    Away(bool),
    /// Something about the music beyond a single order to the session.
    Music(MusicAsk),
    /// Something about the speaker in the room.
    Room(RoomAsk),
    /// Open the records, or put them away.
    Records(bool),
    /// Something about the records that lie open.
    Shelf(ShelfAsk),
    /// Something about the lock and its PIN.
    Lock(LockAsk),
    /// Something about what is kept of clients from last time.
    Course(CourseAsk),
}

/// What is asked about the records.
#[derive(Clone, Debug, PartialEq)]
pub enum ShelfAsk {
    /// Read the record of that name, and check it.
    Look(String),
    /// Add a note to the sealed record of that name.
    Add {
        /// Its name.
        id: String,
        /// The words.
        text: String,
    },
    /// Look where records can be taken.
    Places,
    /// Take records out.
    Carry {
        /// Their names.
        ids: Vec<String>,
        /// In which forms.
        forms: Vec<Form>,
        /// To which place.
        place: PathBuf,
    },
    /// Leave off taking them out.
    Stop,
    /// Forget what became of it.
    Forget,
}

/// What is asked about clients' courses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CourseAsk {
    /// These codes stand there now: look up what is kept of them, where that needs no PIN.
    Find(Vec<String>),
    /// Look up what is kept of the clients whose codes stand there.
    Open,
    /// Propose a part of it in the session, or leave it.
    Use(String, Part, bool),
    /// Which session of their course begins for the client with this code, and of how many.
    Note(String, u16, Option<u16>),
}

/// What is asked about the lock.
#[derive(Clone, Debug, PartialEq)]
pub enum LockAsk {
    /// Shut it: only the PIN opens it again.
    Shut,
    /// These digits were typed.
    Try(Digits),
    /// The act that asked for the PIN is not wanted any more.
    Leave,
    /// Open what sets the PIN, or put it away.
    Panel(bool),
    /// This is the PIN from now on.
    Keep(Digits),
    /// No PIN from now on.
    Remove,
}

/// What is asked about the speaker in the room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RoomAsk {
    /// Let it be heard like this, while a finger moves; nothing is kept.
    Try(RoomSettings),
    /// Let it be heard like this, and keep it.
    Set(RoomSettings),
    /// Soft ticks from both outputs, or no longer.
    Click(bool),
}

/// What is asked about the music.
#[derive(Clone, Debug, PartialEq)]
pub enum MusicAsk {
    /// Open the music desk: of this playlist for so many minutes, or, in a session, of its own music.
    Open {
        /// Name of the playlist; ignored in a session.
        playlist: String,
        /// Length of the music in minutes; ignored in a session.
        minutes: u16,
    },
    /// Close it.
    Close,
    /// Plan again, as wished.
    Wish(Wishes),
    /// Play the plan from there, or stop.
    Audition(Option<Position>),
    /// Play a track of the list alone, from so far into it.
    AuditionTrack(usize, Duration),
    /// Stop listening through the files.
    CancelScan,
    /// Look into a folder for music to add; `None` is the place to begin.
    Browse(Option<PathBuf>),
    /// Make a playlist of this folder or list file.
    Add(PathBuf),
    /// Change what plays, while it plays.
    Turn(Turn),
    /// The sound check plays that minute of the plan.
    SoundCheck(Extreme),
}

/// A minute of a plan that a sound check is made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// The loudest.
    Loudest,
    /// The softest.
    Softest,
}

/// What is chosen on the start screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Begin {
    /// Name of the protocol.
    pub protocol: String,
    /// Name of the playlist.
    pub playlist: String,
    /// Code or initials of each client, in order; one record each.
    pub codes: Vec<String>,
    /// Length of the music in minutes, 60 to 75 on the glass.
    pub minutes: u16,
}
