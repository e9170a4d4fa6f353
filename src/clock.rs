//! The only reader of clocks.
//!
//! Timers run on `CLOCK_BOOTTIME`, which counts suspended time and never jumps; the wall clock is for the
//! record and for what is shown. (`std::time::Instant` stops during suspend on Linux.)

mod away;
mod wall;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, Local, NaiveDate, NaiveTime};
use rustix::time::{ClockId, clock_gettime};

use crate::units::Moment;

pub use away::{AwayDoubt, AwayWatch};
pub use wall::{Change, Doubted, JUMP_MS, WallClock};

/// What all clocks said at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Time since this machine booted, suspended time included.
    pub boot: Duration,
    /// Which boot that was; empty where the system does not tell.
    pub boot_id: Arc<str>,
    /// The wall clock with its offset from UTC.
    pub wall: DateTime<FixedOffset>,
}

impl Reading {
    /// What the clocks said at an earlier moment of the same start of the machine; itself where that is not earlier.
    #[must_use]
    pub fn earlier(&self, boot: Duration) -> Self {
        let since = self.boot.saturating_sub(boot);
        let wall = chrono::TimeDelta::from_std(since).ok().and_then(|since| self.wall.checked_sub_signed(since));
        Self { boot: self.boot - since, boot_id: Arc::clone(&self.boot_id), wall: wall.unwrap_or(self.wall) }
    }
}

/// The day on which this program was made or some day before it: its clock cannot be true before. Set with each
/// release, by hand: a build then needs no clock and gives the same bytes, and a test compares it with the history.
const MADE: (i32, u32, u32) = (2026, 12, 1);

/// When this program was made, or somewhat earlier.
#[must_use]
pub fn made() -> DateTime<FixedOffset> {
    let (year, month, day) = MADE;
    let day = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    day.and_time(NaiveTime::MIN).and_utc().fixed_offset()
}

/// Reads all clocks.
#[must_use]
pub fn read() -> Reading {
    Reading { boot: boot_time(), boot_id: boot_id(), wall: Local::now().fixed_offset() }
}

/// Why the wall clock may be that of another place: `TZ` names a zone that is not known here.
#[must_use]
pub fn zone_trouble() -> Option<String> {
    let named = std::env::var_os("TZ")?;
    let known = named.to_str().is_some_and(is_zone);
    let offset = Local::now().format("%:z");
    (!known).then(|| format!("TZ names “{}”, which is no time zone known here: times are UTC{offset}", named.display()))
}

/// Whether it is a file of the system's zones, or a rule such as `CET-1CEST`.
fn is_zone(named: &str) -> bool {
    const FOLDERS: [&str; 4] = ["/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo", "/usr/share/lib/zoneinfo"];
    let name = named.strip_prefix(':').unwrap_or(named);
    let is_file = FOLDERS.iter().any(|folder| Path::new(folder).join(name).is_file());
    // Nothing at all is UTC.
    named.is_empty() || named == "localtime" || is_file || (name == named && is_rule(named.trim()))
}

/// A name of three letters or more, or anything in `<>`, and an offset.
fn is_rule(named: &str) -> bool {
    let offset = match named.strip_prefix('<') {
        Some(rest) => rest.split_once('>').map(|(_, offset)| offset),
        None => {
            let offset = named.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
            (named.len() - offset.len() >= 3).then_some(offset)
        }
    };
    let digits = offset.map(|offset| offset.strip_prefix(['+', '-']).unwrap_or(offset));
    digits.is_some_and(|digits| digits.starts_with(|first: char| first.is_ascii_digit()))
}

/// Time since boot, suspended time included.
#[must_use]
pub fn boot_time() -> Duration {
    let time = clock_gettime(ClockId::Boottime);
    let secs = u64::try_from(time.tv_sec).unwrap_or(0);
    let nanos = u32::try_from(time.tv_nsec).unwrap_or(0);
    Duration::new(secs, nanos)
}

/// How long this machine has slept since it booted: what timers count and music does not.
#[must_use]
pub fn slept() -> Duration {
    let awake = clock_gettime(ClockId::Monotonic);
    let awake = Duration::new(u64::try_from(awake.tv_sec).unwrap_or(0), u32::try_from(awake.tv_nsec).unwrap_or(0));
    boot_time().saturating_sub(awake)
}

/// By how many ms the wall clock moved against the other one between two readings; `None` across a restart.
#[must_use]
pub fn jump(then: &Reading, now: &Reading) -> Option<i64> {
    let boot = now.boot.checked_sub(then.boot).filter(|_| then.boot_id == now.boot_id)?;
    let wall = (now.wall - then.wall).num_milliseconds();
    Some(wall.saturating_sub(i64::try_from(boot.as_millis()).unwrap_or(i64::MAX)))
}

fn boot_id() -> Arc<str> {
    static ID: std::sync::OnceLock<Arc<str>> = std::sync::OnceLock::new();
    let read = || std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default().trim().into();
    Arc::clone(ID.get_or_init(read))
}

/// Turns readings into moments of one session.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionClock {
    anchor: Duration,
    at_anchor: Moment,
    speed: f64,
}

impl SessionClock {
    /// A clock of a session that begins at `reading`.
    #[must_use]
    pub fn starting(reading: &Reading) -> Self {
        Self::resuming(reading, Moment::START)
    }

    /// A clock of a session that has come to `now` at `reading`.
    #[must_use]
    pub fn resuming(reading: &Reading, now: Moment) -> Self {
        Self { anchor: reading.boot, at_anchor: now, speed: 1.0 }
    }

    /// The same clock, `speed` times as fast: for rehearsals only.
    #[must_use]
    pub fn at_speed(mut self, speed: f64) -> Self {
        self.speed = speed;
        self
    }

    /// How many times as fast as the world it runs.
    #[must_use]
    pub const fn speed(&self) -> f64 {
        self.speed
    }

    /// From `reading` on, it is this moment: the time counted so far was not the true one.
    pub fn set(&mut self, reading: &Reading, now: Moment) {
        (self.anchor, self.at_anchor) = (reading.boot, now);
    }

    /// The moment of the session at `boot` time.
    #[must_use]
    pub fn moment(&self, boot: Duration) -> Moment {
        self.at_anchor.plus(boot.saturating_sub(self.anchor).mul_f64(self.speed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_a_file_of_the_system_or_a_rule() {
        for known in
            ["", "localtime", "UTC", ":UTC", "CET-1CEST", "CET-1CEST,M3.5.0,M10.5.0/3", "<+0330>-3:30", "EST5EDT"]
        {
            assert!(is_zone(known), "{known}");
        }
        for unknown in ["Mars/Olympus", "Europe/Berlinn", ":Nowhere", "CE-1", "CEST", "+2", "<+02>", "/etc/nowhere"] {
            assert!(!is_zone(unknown), "{unknown}");
        }
    }
}
