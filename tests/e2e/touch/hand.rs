//! A hand on a real touch screen: what it does is done to the program and to its mirror at the same time.

use std::path::Path;
use std::time::Duration;

use holdspace::clock::boot_time;
use holdspace::journal::record::Line;
use holdspace::widget::touch::law::{DEAF, SAME};
use iced::touch::{Event as Touched, Finger};
use iced::{Event, Point};
use rustix::process::{Signal, kill_process};

use super::screen::{At, Does, Screen};
use crate::lived::Began;
use crate::mirror::pane::Seen;
use crate::patience::until;
use crate::room::Room;

/// What comes by itself comes within this, also on a busy machine.
pub const SOON: Duration = Duration::from_secs(20);
/// Frames of the mirror are as far apart.
const FRAME: Duration = Duration::from_millis(25);
/// How often its clocks tick.
const TICK: Duration = Duration::from_millis(250);
/// How long a tap lasts.
const TAP: Duration = Duration::from_millis(70);
/// How long the program stands still while it is held up.
const STALL: Duration = Duration::from_millis(1_200);
/// What the program writes down without anybody's doing.
pub const BY_ITSELF: [&str; 13] = [
    "session_started",
    "resumed",
    "position",
    "spit_cued",
    "music_planned",
    "output_lost",
    "output_back",
    "piece_failed",
    "clock_jumped",
    "clock_doubted",
    "not_recorded",
    "recorded_again",
    "sealed",
];

/// What is to be held is held so long.
pub const HELD: Duration = Duration::from_millis(1_500);

/// How a screen with touch is opened in a folder.
pub type Open = fn(&Path) -> Box<dyn Screen>;

/// A hand, and what lies before it.
pub struct Hand {
    /// The room; its own screen stays dark.
    pub room: Room,
    screen: Box<dyn Screen>,
    ticked: Duration,
}

impl Hand {
    /// A hand in a room whose program is not started yet.
    pub fn before(mut room: Room, screen: Box<dyn Screen>) -> Self {
        room.around_too(screen.environment());
        Self { room, screen, ticked: Duration::ZERO }
    }

    /// Starts the program on its start screen.
    pub fn start(&mut self) {
        self.spawn();
        self.settle();
    }

    /// Starts the program on the session that lies there.
    pub fn go_on(&mut self) {
        self.room.mirror_the_record();
        let known = self.room.lines().len();
        self.spawn();
        let _ = self.room.wait_for(known, "resumed", SOON);
        self.settle();
    }

    /// Starts the program and waits until it has drawn itself.
    pub fn spawn(&mut self) {
        let blank = self.screen.drawn();
        self.room.spawn();
        until("the window", SOON, || (self.screen.drawn() != blank).then_some(()));
    }

    /// Lets everything that was just drawn be heard.
    pub fn settle(&mut self) {
        self.rest(DEAF + Duration::from_millis(250));
    }

    /// Lies still, while the mirror goes on.
    pub fn rest(&mut self, lasts: Duration) {
        let end = boot_time() + lasts;
        loop {
            self.frame();
            let left = end.saturating_sub(boot_time());
            if left.is_zero() {
                return;
            }
            std::thread::sleep(FRAME.min(left));
        }
    }

    /// Lies still until this moment of the boot clock.
    pub fn rest_until(&mut self, boot: Duration) {
        self.rest(boot.saturating_sub(boot_time()));
    }

    fn frame(&mut self) {
        if boot_time() >= self.ticked + TICK {
            self.ticked = boot_time();
            self.room.mirror.tick();
        }
        self.room.mirror.frame();
    }

    /// A finger comes down; says when.
    pub fn down(&mut self, finger: u32, at: At) -> Duration {
        self.down_and(finger, at, || {})
    }

    /// The same; something is done before the mirror knows.
    pub fn down_and(&mut self, finger: u32, at: At, meanwhile: impl FnOnce()) -> Duration {
        let now = boot_time();
        self.screen.touch(finger, Does::Down, at);
        meanwhile();
        let (id, position) = (Finger(u64::from(finger)), Point::new(at.0, at.1));
        self.room.mirror.meet(Event::Touch(Touched::FingerPressed { id, position }));
        now
    }

    /// It moves.
    pub fn slide(&mut self, finger: u32, at: At) {
        self.screen.touch(finger, Does::Move, at);
        let (id, position) = (Finger(u64::from(finger)), Point::new(at.0, at.1));
        self.room.mirror.meet(Event::Touch(Touched::FingerMoved { id, position }));
    }

    /// It is lifted.
    pub fn up(&mut self, finger: u32, at: At) {
        self.screen.touch(finger, Does::Up, at);
        let (id, position) = (Finger(u64::from(finger)), Point::new(at.0, at.1));
        self.room.mirror.meet(Event::Touch(Touched::FingerLifted { id, position }));
    }

    /// A short touch; says when it came down.
    pub fn tap(&mut self, at: At) -> Duration {
        self.hold(at, TAP)
    }

    /// A touch that lasts; says when it came down.
    pub fn hold(&mut self, at: At, lasts: Duration) -> Duration {
        let down = self.down(1, at);
        self.rest(lasts);
        self.up(1, at);
        down
    }

    /// Two touches, one so long after the other.
    pub fn tap_twice(&mut self, at: At, apart: Duration) {
        let _ = self.hold(at, apart / 2);
        self.rest(apart / 2);
        let _ = self.hold(at, apart / 2);
    }

    /// A finger that comes down, is drawn there, and is lifted.
    pub fn drag(&mut self, from: At, to: At) {
        const STEPS: u8 = 10;
        let _ = self.down(1, from);
        for step in 1..=STEPS {
            let part = f32::from(step) / f32::from(STEPS);
            self.rest(Duration::from_millis(16));
            self.slide(1, (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part));
        }
        self.up(1, to);
        self.settle();
    }

    /// A tap of a tenth of a second during which the program is held up. The mirror is told nothing: it is to do nothing.
    pub fn tap_in_a_stall(&mut self, at: At) {
        self.screen.touch(1, Does::Down, at);
        self.rest(Duration::from_millis(60));
        let process = self.room.process();
        kill_process(process, Signal::STOP).expect("a signal");
        self.rest(Duration::from_millis(40));
        self.screen.touch(1, Does::Up, at);
        self.rest(STALL);
        kill_process(process, Signal::CONT).expect("a signal");
        self.rest(Duration::from_millis(300));
    }

    /// Holds the program up for so long, and the mirror as well.
    pub fn hold_up(&mut self, lasts: Duration) {
        let process = self.room.process();
        kill_process(process, Signal::STOP).expect("a signal");
        std::thread::sleep(lasts);
        kill_process(process, Signal::CONT).expect("a signal");
    }

    /// What is seen.
    pub fn seen(&mut self) -> Seen {
        self.room.mirror.seen()
    }

    /// Where a word stands, the last of its places; the mirror may be a little behind.
    pub fn place(&mut self, word: &str) -> At {
        let end = boot_time() + SOON;
        loop {
            let seen = self.seen();
            if let Some((_, area)) = seen.texts.iter().rev().find(|(text, _)| text == word) {
                return (area.center_x(), area.center_y());
            }
            assert!(boot_time() < end, "“{word}” is not on the glass; there is: {:?}", seen.texts);
            self.rest(Duration::from_millis(100));
        }
    }

    /// Taps a word, once it is heard; says when.
    pub fn press(&mut self, word: &str) -> Duration {
        let at = self.ready(word);
        let down = self.tap(at);
        self.rest(SAME);
        down
    }

    /// Where a word stands, once it is heard there.
    pub fn ready(&mut self, word: &str) -> At {
        let _ = self.place(word);
        self.settle();
        self.place(word)
    }

    /// What somebody did, by its kind.
    pub fn acts(&self) -> Vec<Line> {
        self.room.lines().into_iter().filter(|line| !BY_ITSELF.contains(&&*line.kind)).collect()
    }

    /// Taps a word that records something of this kind, and says what was recorded since there were so many acts.
    pub fn acts_since(&mut self, known: usize, word: &str, kind: &str) -> Vec<String> {
        let _ = self.press(word);
        self.ends_with(known, kind)
    }

    /// The kinds of what was recorded since there were so many acts, once the last of them is of this kind.
    pub fn ends_with(&mut self, known: usize, kind: &str) -> Vec<String> {
        until(&format!("“{kind}” in the record"), SOON, || {
            let kinds: Vec<String> = self.acts().into_iter().skip(known).map(|line| line.kind).collect();
            kinds.last().is_some_and(|last| last == kind).then_some(kinds)
        })
    }
}

/// When that was, by the boot clock.
pub fn boot_of(began: &Began, line: &Line) -> Duration {
    began.boot_of(line.at)
}

/// Whether two moments lie as near to each other.
pub fn near(one: Duration, other: Duration, most: Duration) -> bool {
    one.abs_diff(other) <= most
}
