//! How a session begins, goes on after a crash, and is left behind.

use std::sync::Arc;
use std::time::Duration;

use super::App;
use super::perform::{Live, new_id};
use super::prepare;
use crate::clock::SessionClock;
use crate::config;
use crate::cue::Cue;
use crate::journal::{Journal, recovery};
use crate::screen::action::{Begin, LockAsk};
use crate::screen::shown::in_minutes;
use crate::screen::{Screen, start};
use crate::session::command::Command;
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
        self.unfinished = recovery::unfinished(&self.data);
        let reading = &self.room.reading;
        if let Some(number) = self.unfinished.iter().position(|left| left.is_fresh(reading)) {
            self.go_on(number);
        }
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
        let planned = self.room.music.planned()?.clone();
        let rehearsal = self.speed.is_some();
        let journal = if rehearsal {
            None
        } else {
            Some(Journal::create(&self.data, 1, &self.room.reading).map_err(|error| error.to_string())?)
        };
        self.rest();
        let id = new_id(&self.room.reading).as_u128();
        let first = open(id, Arc::new(protocol), vec![chosen.code], Arc::new(planned.plan), rehearsal);
        let clock = SessionClock::starting(&self.room.reading).at_speed(self.speed.unwrap_or(1.0));
        self.room.live = Live::begin(&first, journal, clock, &self.room.reading);
        self.room.sealed = None;
        self.forget_others();
        self.follow_phase();
        if let Some(left_out) = planned.left_out.iter().find(|left_out| self.room.music.is_broken(left_out.track)) {
            self.say(format!("Left out of the music: {} {}.", left_out.name, left_out.reason));
        }
        Ok(())
    }

    /// Goes on with an unfinished session: same phase, true elapsed time.
    pub(super) fn go_on(&mut self, number: usize) {
        if let Err(sentence) = self.try_go_on(number) {
            self.say(sentence);
        }
    }

    fn try_go_on(&mut self, number: usize) -> Result<(), String> {
        // From a running session no way leads to another.
        let left = self.unfinished.get(number).filter(|_| self.room.live.is_none());
        let Some(left) = left else { return Ok(()) };
        let unreadable = || "That record cannot be read as a session; it stays as it is.".to_owned();
        let session = Session::from_events(&left.events).ok_or_else(unreadable)?;
        let journal = Journal::go_on(&self.data, left, &self.room.reading).map_err(|error| error.to_string())?;
        let last = recovery::moment_now(left, &left.last).unwrap_or_default();
        let now = recovery::moment_now(left, &self.room.reading).unwrap_or(last).max(last);
        let away = now.since(last);
        self.rest();
        let clock = SessionClock::resuming(&self.room.reading, now);
        self.room.live = Some(Live { session, clock, journal: Some(journal) });
        self.room.sealed = None;
        self.forget_others();
        self.ask(&Command::Resume(away));
        self.follow_phase();
        self.note_plan();
        self.find_the_list_again();
        let gap = if away < Duration::from_secs(60) { format!("{} s", away.as_secs()) } else { in_minutes(away) };
        let plays = self.room.live.as_ref().is_some_and(|live| live.session.music().is_on());
        let music = if plays { "; the music fades back in" } else { "" };
        self.say(format!("The app was away for {gap}. Everything recorded is here{music}."));
        Ok(())
    }

    /// While a session runs, nothing of another is in memory; the start screen reads anew what is unfinished.
    fn forget_others(&mut self) {
        self.unfinished = Vec::new();
        // A session that waited for its music may begin while the records lie open.
        self.open_records(false);
        self.ask_lock(LockAsk::Panel(false));
        self.session_begins();
    }

    /// Closes an unfinished session without going on with it.
    pub(super) fn close_as_it_stood(&mut self, number: usize) {
        self.go_on(number);
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
            self.room.live = None;
            self.room.sealed = None;
            self.room.covered = false;
            self.room.emergency = false;
            self.room.diagnostics = None;
            self.room.marks.said = None;
            self.room.music = super::music::MusicRoom::default();
            self.room.loaded = config::load(&self.places.config);
            self.screen = Screen::Start(start::Start::new(&self.room.loaded));
            self.unfinished = recovery::unfinished(&self.data);
            self.tend_sealed();
        }
    }
}
