//! How a session begins, goes on after a crash, and is left behind.

use std::sync::Arc;
use std::time::Duration;

use super::App;
use super::perform::{Live, new_id};
use super::prepare;
use super::recorded::in_words;
use crate::clock::{JUMP_MS, SessionClock};
use crate::config;
use crate::cue::Cue;
use crate::journal::{Journal, draft, recovery};
use crate::screen::action::{Begin, LockAsk};
use crate::screen::{Saved, Screen, start};
use crate::session::command::Command;
use crate::session::practice::Practice;
use crate::session::{Session, open};
use crate::units::Moment;

impl App {
    pub(super) fn look_for_unfinished(&mut self) {
        if self.speed.is_some() {
            return;
        }
        for sealed in recovery::finish_sealing(&self.data) {
            if let Err(error) = sealed {
                self.say(error.to_string());
            }
        }
        self.look_at_the_records();
        self.stranded = recovery::stranded(&self.data);
        draft::sweep(&self.data);
        self.look_at_the_disk();
        self.unfinished = self.left_unfinished();
        let reading = &self.room.reading;
        if let Some(number) = self.unfinished.iter().position(|left| left.is_fresh(reading)) {
            self.go_on(number);
        }
    }

    /// All that wait to be continued or closed, but those whose end is still being written.
    fn left_unfinished(&self) -> Vec<recovery::Unfinished> {
        let written: Vec<_> = self.journals_left.iter().flat_map(|journal| journal.folders()).collect();
        let mut left = recovery::unfinished(&self.data);
        left.retain(|left| !left.folders().iter().any(|folder| written.contains(&folder)));
        left
    }

    /// Begins what was chosen on the start screen; where files must be listened to first, as soon as they are known.
    pub(super) fn begin(&mut self, chosen: Begin) {
        let target = Duration::from_secs(u64::from(chosen.minutes) * 60);
        let name = chosen.playlist.clone();
        self.choose(&name, target);
        if self.room.music.is_known() {
            self.begin_prepared(chosen);
        } else if self.room.music.is_listening() {
            self.room.music.begin_when_known(chosen);
            self.say("Listening through the music files once; the session begins when they are known.");
        } else if let Err(sentence) = self.room.music.planned() {
            self.say(sentence);
        }
    }

    /// Begins with the music that is planned.
    pub(super) fn begin_prepared(&mut self, chosen: Begin) {
        if let Err(sentence) = self.begin_with(chosen) {
            self.say(sentence);
        }
    }

    fn begin_with(&mut self, chosen: Begin) -> Result<(), String> {
        if self.room.live.is_some() {
            return Ok(());
        }
        let protocol = config::find_protocol(&self.room.loaded, &chosen.protocol).map_err(|it| prepare::lines(&it))?;
        let people = can_be_together(&protocol.practice, &chosen.codes)?;
        let planned = self.room.music.planned()?.clone();
        let rehearsal = self.speed.is_some();
        let journal = if rehearsal {
            None
        } else {
            Some(Journal::create(&self.data, people, &self.room.reading).map_err(|error| error.to_string())?)
        };
        self.rest();
        let sessions = self.sessions(&chosen.codes);
        self.room.proposals = self.proposals(&chosen.codes);
        let id = new_id(&self.room.reading).as_u128();
        let first = open(id, Arc::new(protocol), chosen.codes, Arc::new(planned.plan), rehearsal);
        let clock = SessionClock::starting(&self.room.reading).at_speed(self.speed.unwrap_or(1.0));
        self.room.live = Live::begin(&first, journal, clock, &self.room.reading);
        self.look_after_the_first();
        self.doubt_the_clock();
        self.room.sealed = None;
        self.forget_others();
        self.note_courses(sessions);
        self.follow_phase();
        if !rehearsal && !self.data.has_reserve() {
            self.say("The disk is full or nearly so; what it does not take is held in memory.");
        }
        if let Some(left_out) = planned.left_out.iter().find(|left_out| self.room.music.is_broken(left_out.track)) {
            self.say(format!("Left out of the music: {} {}.", left_out.name, left_out.reason));
        }
        Ok(())
    }

    /// Goes on with an unfinished session: same phase, true elapsed time.
    pub(super) fn go_on(&mut self, number: usize) {
        self.go_on_by(number, Away::ByTheClocks);
    }

    /// As [`Self::go_on`], where the clocks do not tell and the therapist did.
    pub(super) fn go_on_after(&mut self, number: usize, away: Duration) {
        self.go_on_by(number, Away::Told(away));
    }

    fn go_on_by(&mut self, number: usize, away: Away) {
        if let Err(sentence) = self.try_go_on(number, away) {
            self.say(sentence);
        }
    }

    fn try_go_on(&mut self, number: usize, away: Away) -> Result<(), String> {
        // From a running session no way leads to another.
        let left = self.unfinished.get(number).filter(|_| self.room.live.is_none());
        let Some(left) = left else { return Ok(()) };
        let unreadable = || "That record cannot be read as a session; it stays as it is.".to_owned();
        let session = Session::from_events(&left.events).ok_or_else(unreadable)?;
        let last = recovery::moment_now(left, &left.last).unwrap_or_default();
        let now = match (recovery::moment_now(left, &self.room.reading), away) {
            (_, Away::Told(away)) => Some(last.plus(away)),
            (Some(now), Away::ByTheClocks | Away::NoMatter) => Some(now.max(last)),
            (None, Away::NoMatter) => None,
            (None, Away::ByTheClocks) => return Err("The clocks do not tell how long it was left.".to_owned()),
        };
        let jump = recovery::jump(left, &self.room.reading);
        let journal = Journal::go_on(&self.data, left, &self.room.reading).map_err(|error| error.to_string())?;
        let resume = now.map(|now| match away {
            Away::ByTheClocks | Away::NoMatter => Command::Resume(now.since(last)),
            Away::Told(away) => Command::ResumeAsTold(away),
        });
        let now = now.unwrap_or(last);
        let clock = SessionClock::resuming(&self.room.reading, now);
        let live = Live::going_on(session, clock, journal, left);
        let away = now.since(last);
        self.rest();
        self.room.proposals = Vec::new();
        self.room.live = Some(live);
        self.look_after_the_first();
        self.room.sealed = None;
        self.forget_others();
        // What was held elsewhere comes home now; if the disk still fails, its report takes this back.
        self.well_again =
            self.room.live.as_ref().is_some_and(|live| live.session.is_unrecorded()).then(|| self.room.reading.clone());
        resume.iter().for_each(|resume| self.ask(resume));
        match jump.filter(|by| by.unsigned_abs() > JUMP_MS) {
            Some(by) => self.note_jump_by(by),
            None => self.doubt_the_clock(),
        }
        self.follow_phase();
        self.note_plan();
        self.find_the_list_again();
        let gap = in_words(away);
        let plays = self.room.live.as_ref().is_some_and(|live| live.session.music().is_on());
        let music = if plays { "; the music fades back in" } else { "" };
        self.say(format!("The app was away for {gap}. Everything recorded is here{music}."));
        Ok(())
    }

    /// While a session runs, nothing of another is in memory; the start screen reads anew what is unfinished.
    fn forget_others(&mut self) {
        self.unfinished = Vec::new();
        self.room.course.only_of(&[]);
        // A session that waited for its music may begin while the records lie open.
        self.open_records(false);
        self.ask_lock(LockAsk::Panel(false));
        self.session_begins();
    }

    /// Closes an unfinished session without going on with it.
    pub(super) fn close_as_it_stood(&mut self, number: usize) {
        self.go_on_by(number, Away::NoMatter);
        if self.room.live.is_some() {
            self.ask(&Command::CloseAsItStood);
        }
    }

    /// After the session is closed, the record is sealed.
    pub(super) fn seal(&mut self) {
        if let Some(journal) = self.room.live.as_mut().and_then(|live| live.journal.as_mut()) {
            journal.seal();
        }
    }

    /// Nothing of an earlier session sounds on into the next.
    fn rest(&mut self) {
        self.open_records(false);
        self.room.music.rest();
        self.resting = Cue::silence();
        self.audio.follow(&self.resting, Moment::START);
    }

    /// Leaves the closed session; the start screen knows nothing of it.
    pub(super) fn leave(&mut self) {
        let may = self.room.live.as_ref().is_none_or(|live| live.session.closed().is_some());
        if may {
            // The last fade goes on to its end, whoever looks at the glass.
            let last = self.room.shown().map(|shown| shown.session.cue(shown.now));
            self.resting = last.map_or_else(Cue::silence, |cue| Cue { chimes: Vec::new(), ..cue });
            let journal = self.room.live.take().and_then(|live| live.journal);
            journal.into_iter().for_each(|journal| self.keep_writing(journal));
            self.room.marks.saved = Saved::Yes;
            self.well_again = None;
            self.room.sealed = None;
            self.room.proposals = Vec::new();
            self.room.covered = false;
            self.room.emergency = false;
            self.room.diagnostics = None;
            self.room.tour = None;
            self.room.asks_away = false;
            self.room.marks.said = None;
            self.room.music = super::music::MusicRoom::default();
            self.room.loaded = config::load(&self.places.config);
            self.screen = Screen::Start(start::Start::new(&self.room.loaded));
            self.unfinished = self.left_unfinished();
            self.look_at_the_records();
            self.tend_sealed();
        }
    }
}

/// How many people these are; or why this protocol is not for them.
fn can_be_together(practice: &Practice, codes: &[String]) -> Result<u8, String> {
    let (few, most) = practice.people;
    let people = u8::try_from(codes.len()).ok().filter(|people| (few..=most).contains(people));
    let mut apart: Vec<String> = codes.iter().map(|code| code.trim().to_lowercase()).collect();
    apart.sort_unstable();
    apart.dedup();
    match people {
        None if few == most => Err(format!("This protocol is for {few}; there are {}.", codes.len())),
        None => Err(format!("This protocol is for {few} to {most} people; there are {}.", codes.len())),
        Some(_) if apart.len() < codes.len() => Err("Two people have the same code; change one.".to_owned()),
        Some(people) => Ok(people),
    }
}

/// How long an unfinished session was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Away {
    /// As the clocks tell.
    ByTheClocks,
    /// As the therapist says.
    Told(Duration),
    /// It is only closed: where the clocks do not tell, nothing is said about it.
    NoMatter,
}
