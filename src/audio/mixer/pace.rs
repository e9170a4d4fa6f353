//! Which frame is heard when: the output's own clock against the machine's.
//!
//! An output asks for frames in bursts, and a busy machine lets it ask late but never early. So the earliest of
//! many bursts tells the clock; a slow leak follows its drift, and a lasting jump is believed after a while.

use std::time::Duration;

use crate::audio::fade::RATE;

/// A call this long after the last one begins a burst, in nanoseconds.
const BURST: i64 = 2_000_000;
/// A burst this long after the last one is late, in nanoseconds.
const LATE: i64 = 150_000_000;
/// Bursts that must agree before a jump is believed.
const AGREE: u8 = 4;
/// A jump of the clock, in nanoseconds.
const JUMP: i64 = 30_000_000;
/// How much the estimate gives way at each burst, in nanoseconds.
const LEAK: i64 = 150_000;

/// Follows an output's clock.
pub struct Pace {
    latency: i64,
    frames: i64,
    last: Option<i64>,
    /// Time since boot at which frame 0 would have been asked for.
    origin: Option<i64>,
    /// The earliest origin seen among bursts that disagree, and how many there were.
    doubt: (i64, u8),
}

impl Pace {
    pub(in crate::audio) fn new(latency: u64) -> Self {
        let latency = nanos(i64::try_from(latency).unwrap_or(0));
        Self { latency, frames: 0, last: None, origin: None, doubt: (i64::MAX, 0) }
    }

    /// The output has begun anew.
    pub(in crate::audio) fn restart(&mut self) {
        self.last = None;
        self.origin = None;
        self.doubt = (i64::MAX, 0);
    }

    /// The output asks at `now`; says whether it is late.
    pub(in crate::audio) fn called(&mut self, now: Duration) -> bool {
        let now = i64::try_from(now.as_nanos()).unwrap_or(i64::MAX);
        let gap = now - self.last.unwrap_or(now);
        let first = self.last.is_none();
        self.last = Some(now);
        if first || gap >= BURST {
            self.learn(now - nanos(self.frames));
        }
        gap > LATE
    }

    fn learn(&mut self, seen: i64) {
        let Some(origin) = self.origin else {
            self.origin = Some(seen);
            return;
        };
        if seen <= origin + JUMP {
            self.doubt = (i64::MAX, 0);
            self.origin = Some(seen.min(origin + LEAK));
            return;
        }
        self.doubt = (self.doubt.0.min(seen), self.doubt.1 + 1);
        if self.doubt.1 >= AGREE {
            self.origin = Some(self.doubt.0);
            self.doubt = (i64::MAX, 0);
        }
    }

    /// When the next frame is heard, since boot.
    pub(in crate::audio) fn heard(&self) -> Duration {
        let at = self.origin.unwrap_or(0) + nanos(self.frames) + self.latency;
        Duration::from_nanos(u64::try_from(at).unwrap_or(0))
    }

    pub(in crate::audio) fn passed(&mut self, frames: u64) {
        self.frames += i64::try_from(frames).unwrap_or(0);
    }
}

fn nanos(frames: i64) -> i64 {
    let whole = i128::from(frames) * 1_000_000_000 / i128::from(RATE);
    i64::try_from(whole).unwrap_or(i64::MAX)
}
