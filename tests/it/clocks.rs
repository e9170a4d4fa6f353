//! What a clock that is set, moved to another zone, or wrong from the beginning does to the times of a session.

mod away;
mod doubted;
mod papers;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use holdspace::app::perform::Live;
use holdspace::clock::{self, JUMP_MS, Reading, SessionClock};
use holdspace::config::settings::{Emergency, Side};
use holdspace::config::{find_protocol, load};
use holdspace::journal::recovery::{self, Unfinished};
use holdspace::journal::{Journal, Sealed};
use holdspace::screen::shown::RoomMark;
use holdspace::screen::{Marks, Saved, Shown};
use holdspace::session::event::Person;
use holdspace::session::{Command, Session, open};
use holdspace::theme::Shade;
use holdspace::units::Moment;

use super::journal::sample::{Desk, PATIENCE, plan, seal};

const CLIENT: Person = Person(0);

/// The clocks of a device, in the true time since the session began.
struct Clocks {
    /// By how much its wall clock is wrong, and its offset from UTC in hours.
    wrong: TimeDelta,
    zone: i32,
    boot: &'static str,
    /// The true time at which this start of the machine began.
    booted: u64,
}

impl Clocks {
    fn right() -> Self {
        Self { wrong: TimeDelta::zero(), zone: 1, boot: "b0", booted: 0 }
    }

    fn read(&self, millis: u64) -> Reading {
        let offset = FixedOffset::east_opt(self.zone * 3600).unwrap();
        let boot = Duration::from_millis(90_000_000 + millis - self.booted);
        Reading { boot, boot_id: self.boot.into(), wall: true_time(millis).with_timezone(&offset) + self.wrong }
    }
}

fn true_time(millis: u64) -> DateTime<FixedOffset> {
    let start = DateTime::parse_from_rfc3339("2026-12-05T10:00:00.250+01:00").unwrap();
    start + TimeDelta::milliseconds(i64::try_from(millis).unwrap())
}

fn secs(secs: u64) -> u64 {
    secs * 1_000
}

/// A session on such clocks, asked as the app asks it.
struct Sitting {
    desk: Desk,
    live: Live,
    clocks: Clocks,
    before: Reading,
    marks: Marks,
    card: Emergency,
}

impl Sitting {
    fn begin(clocks: Clocks) -> Self {
        let desk = Desk::new();
        let protocol = find_protocol(&load(Path::new("/nowhere/at/all")), "rdt-individual").unwrap();
        let reading = clocks.read(0);
        let first = open(77, Arc::new(protocol), vec!["K-01".to_owned()], Arc::new(plan()), false);
        let journal = Journal::create(&desk.data, 1, &reading).unwrap();
        let live = Live::begin(&first, Some(journal), SessionClock::starting(&reading), &reading).unwrap();
        let marks = Marks {
            saved: Saved::Yes,
            no_sound: None,
            room: RoomMark::Quiet,
            unkept: None,
            said: None,
            rehearsal: false,
        };
        let card = load(Path::new("/nowhere/at/all")).settings.emergency;
        Self { desk, live, clocks, before: reading, marks, card }
    }

    /// What the app does with every message: the clocks are read, and a jump is told.
    fn at(&mut self, millis: u64) -> Reading {
        let reading = self.clocks.read(millis);
        let before = std::mem::replace(&mut self.before, reading.clone());
        if let Some(by) = clock::jump(&before, &reading).filter(|by| by.unsigned_abs() > JUMP_MS) {
            assert_eq!(self.live.perform(&Command::NoteClockJump(by), &reading), Ok(true));
        }
        reading
    }

    fn ask(&mut self, millis: u64, command: impl FnOnce(Moment) -> Command) {
        let reading = self.at(millis);
        let command = command(self.live.moment(&reading));
        let asked = self.live.perform(&command, &reading);
        assert!(matches!(asked, Ok(true)), "{command:?}: {asked:?}");
    }

    /// The app dies; its machine may start anew.
    fn dies(&mut self) {
        assert!(self.live.journal.as_mut().unwrap().flush_and_wait(PATIENCE));
    }

    fn found(&self) -> Unfinished {
        let mut found = recovery::unfinished(&self.desk.data);
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    /// And goes on by the clocks.
    fn comes_back(&mut self, millis: u64) -> Duration {
        self.goes_on(millis, None)
    }

    /// And goes on, by the clocks or by what the therapist says.
    fn goes_on(&mut self, millis: u64, told: Option<Duration>) -> Duration {
        self.live.journal = None;
        let (found, reading) = (self.found(), self.clocks.read(millis));
        let session = Session::from_events(&found.events).unwrap();
        let last = recovery::moment_now(&found, &found.last).unwrap();
        let by_the_clocks = recovery::moment_now(&found, &reading);
        let now = told.map(|told| last.plus(told)).or(by_the_clocks).unwrap();
        let journal = Journal::go_on(&self.desk.data, &found, &reading).unwrap();
        self.live = Live::going_on(session, SessionClock::resuming(&reading, now), journal, &found);
        self.before = reading.clone();
        let away = now.since(last);
        let resume = if told.is_some() { Command::ResumeAsTold(away) } else { Command::Resume(away) };
        assert_eq!(self.live.perform(&resume, &reading), Ok(true));
        away
    }

    /// What the screens are given at that time.
    fn glass<T>(&mut self, millis: u64, look: impl FnOnce(&Shown<'_>) -> T) -> T {
        let reading = self.at(millis);
        look(&Shown {
            session: &self.live.session,
            person: CLIENT,
            remembered: None,
            everyone: false,
            chaperone: false,
            now: self.live.moment(&reading),
            boot: reading.boot,
            speed: 1.0,
            wall: self.live.wall(&reading),
            away: self.live.away.doubt(),
            shade: Shade::Dusk,
            thumb: Side::Right,
            marks: &self.marks,
            room: None,
            emergency: &self.card,
            locks: false,
            draft: None,
            unkept: &[],
            sealed: None,
        })
    }

    fn seal(&mut self, millis: u64) -> Sealed {
        self.ask(millis, |_| Command::CloseAsItStood);
        seal(self.live.journal.as_mut().unwrap()).remove(0)
    }
}
