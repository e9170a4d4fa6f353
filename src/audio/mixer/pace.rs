//! Which frame is heard when: the output's own clock against the machine's.
//!
//! An output asks for frames in bursts, and a busy machine lets it ask late but never early. So the earliest of
//! many bursts tells the clock; a slow leak follows its drift, and a lasting jump is believed after a while.

use std::time::Duration;

use crate::audio::fade::RATE;

/// A call this long after the last one begins a burst, in nanoseconds.
const BURST: i64 = 2_000_000;
/// A burst this long after the last one is late, in nanoseconds: three quarters of what a device holds.
const LATE: i64 = 250_000_000;
/// Bursts that must agree before a jump is believed.
const AGREE: u8 = 4;
/// A jump of the clock, in nanoseconds.
const JUMP: i64 = 30_000_000;
/// How much the estimate gives way at each burst, in nanoseconds.
const LEAK: i64 = 150_000;
/// An output's own word moves the estimate by this part of the difference.
const BELIEF: i64 = 8;

/// Follows an output's clock.
pub struct Pace {
    /// From asking to hearing where the output does not say, in nanoseconds.
    assumed: i64,
    /// What is held back before the output, in nanoseconds.
    held: i64,
    frames: i64,
    /// The frame with which the last burst began, and how many the one before it had.
    burst: (i64, i64),
    last: Option<i64>,
    /// Time since boot at which frame 0 would have been heard.
    origin: Option<i64>,
    /// The earliest origin seen among bursts that disagree, and how many there were.
    doubt: (i64, u8),
}

impl Pace {
    pub(in crate::audio) fn new(latency: u64, held: u64) -> Self {
        let nanos = |frames: u64| nanos(i64::try_from(frames).unwrap_or(0));
        Self {
            assumed: nanos(latency),
            held: nanos(held),
            frames: 0,
            burst: (0, 0),
            last: None,
            origin: None,
            doubt: (i64::MAX, 0),
        }
    }

    /// The output has begun anew.
    pub(in crate::audio) fn restart(&mut self) {
        self.last = None;
        self.origin = None;
        self.doubt = (i64::MAX, 0);
    }

    /// The output asks at `now` and says after what `delay` it is heard, if it knows; tells whether it is late.
    pub(in crate::audio) fn called(&mut self, now: Duration, delay: Option<Duration>) -> bool {
        let now = i64::try_from(now.as_nanos()).unwrap_or(i64::MAX);
        let gap = now - self.last.unwrap_or(now);
        let first = self.last.is_none();
        self.last = Some(now);
        if first || gap >= BURST {
            self.burst = (self.frames, self.frames - self.burst.0);
            let begun = now - nanos(self.frames) + self.held;
            match delay {
                Some(delay) => self.believe(begun + i64::try_from(delay.as_nanos()).unwrap_or(self.assumed)),
                None => self.learn(begun + self.assumed),
            }
        }
        gap > LATE
    }

    /// The output says itself when it is heard, give or take a little.
    fn believe(&mut self, told: i64) {
        let origin = self.origin.unwrap_or(told);
        let off = told - origin;
        let jumps = off.abs() > JUMP;
        self.doubt = (i64::MAX, if jumps { self.doubt.1 + 1 } else { 0 });
        self.origin = Some(if !jumps {
            origin + off / BELIEF
        } else if self.doubt.1 >= AGREE {
            told
        } else {
            origin
        });
        if self.doubt.1 >= AGREE {
            self.doubt.1 = 0;
        }
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
        let at = self.origin.unwrap_or(0) + nanos(self.frames);
        Duration::from_nanos(u64::try_from(at).unwrap_or(0))
    }

    /// How much the output asks for at a time.
    pub(super) fn period(&self) -> Duration {
        Duration::from_nanos(u64::try_from(nanos(self.burst.1)).unwrap_or(0))
    }

    /// Frames between asking and hearing, as it seems now.
    pub(super) fn latency(&self) -> u64 {
        let at = self.origin.unwrap_or(0) + nanos(self.frames) - self.last.unwrap_or(0);
        u64::try_from(at).unwrap_or(0) * u64::from(RATE) / 1_000_000_000
    }

    pub(in crate::audio) fn passed(&mut self, frames: u64) {
        self.frames += i64::try_from(frames).unwrap_or(0);
    }
}

fn nanos(frames: i64) -> i64 {
    let whole = i128::from(frames) * 1_000_000_000 / i128::from(RATE);
    i64::try_from(whole).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: u64 = 4096;

    #[test]
    fn given_an_outputs_own_word_then_neither_jitter_nor_late_calls_move_what_is_heard_when() {
        let mut pace = Pace::new(0, 240);
        let begin = Duration::from_secs(1000);
        let latency = Duration::from_millis(120);
        for call in 0..200u64 {
            let due = begin + Duration::from_nanos(call * PERIOD * 1_000_000_000 / u64::from(RATE));
            // Every seventh call is 30 ms late, and then that much less is queued; the word is off by up to 4 ms.
            let late = Duration::from_millis(if call % 7 == 3 { 30 } else { 0 });
            let noise = Duration::from_millis(call * 5 % 9);
            let _late = pace.called(due + late, Some(latency + noise - late));
            let exact = due + latency + Duration::from_millis(4) + Duration::from_millis(5);
            if call > 30 {
                assert!(pace.heard().abs_diff(exact) < Duration::from_millis(3), "call {call}");
            }
            pace.passed(PERIOD);
        }
    }

    #[test]
    fn given_an_output_that_moves_elsewhere_then_its_new_word_is_believed_after_a_while() {
        let mut pace = Pace::new(0, 0);
        let call = |pace: &mut Pace, call: u64, latency: u64| {
            let due = Duration::from_secs(1000) + Duration::from_nanos(call * PERIOD * 1_000_000_000 / u64::from(RATE));
            let _late = pace.called(due, Some(Duration::from_millis(latency)));
            let off = pace.heard().abs_diff(due);
            pace.passed(PERIOD);
            off.as_millis()
        };
        for n in 0..20 {
            assert_eq!(call(&mut pace, n, 100), 100);
        }
        assert_eq!(call(&mut pace, 20, 300), 100, "one word is not believed");
        let last = (21..30).map(|n| call(&mut pace, n, 300)).last();
        assert_eq!(last, Some(300));
    }
}
