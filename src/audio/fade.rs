//! How fast a gain may move, and the curves that keep to it.
//!
//! The house rule: above −60 dBFS no gain of ours moves faster than 3 dB per 100 ms. Fades to and from silence
//! are raised cosines in dB; crossfades keep the power and are as steep as the rule allows at their ends.

use std::f32::consts::PI;

/// Frames per second of everything behind the decoders.
pub const RATE: u32 = 48_000;
/// The steepest we ever are, in dB per second; the rule allows 30.
pub const STEEPEST: f32 = 28.5;
/// At and below this level (dB) we are silent.
pub const FLOOR: f32 = -60.0;
/// The shortest crossfade the rule allows, in seconds: 60 dB up and 60 dB down at [`STEEPEST`].
pub const SHORTEST_CROSS: f32 = 2.0 * -FLOOR / STEEPEST;

/// The factor of a level in dB; 0 at and below the floor.
#[must_use]
pub fn factor(level: f32) -> f32 {
    if level <= FLOOR + 1e-3 { 0.0 } else { 10f32.powf(level / 20.0) }
}

/// `level` moved towards `target` by at most `step`.
#[must_use]
pub fn slew(level: f32, target: f32, step: f32) -> f32 {
    level + (target - level).clamp(-step, step)
}

/// A raised cosine in dB from one level to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fade {
    from: f32,
    to: f32,
    frames: u64,
    done: u64,
}

impl Fade {
    /// Stays at `level` dB.
    #[must_use]
    pub const fn resting(level: f32) -> Self {
        Self { from: level, to: level, frames: 0, done: 0 }
    }

    /// Moves from `from` to `to` dB within `over` seconds, or longer where the rule asks for it.
    #[must_use]
    pub fn between(from: f32, to: f32, over: f32) -> Self {
        let shortest = (to - from).abs() * PI / 2.0 / STEEPEST;
        let frames = (over.max(shortest) * RATE as f32) as u64;
        Self { from, to, frames, done: 0 }
    }

    /// Where it is now, in dB.
    #[must_use]
    pub fn level(&self) -> f32 {
        if self.is_over() {
            return self.to;
        }
        let part = self.done as f32 / self.frames as f32;
        self.from + (self.to - self.from) * (0.5 - 0.5 * (PI * part).cos())
    }

    /// Where it goes, in dB.
    #[must_use]
    pub const fn goal(&self) -> f32 {
        self.to
    }

    /// Whether it has arrived.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.done >= self.frames
    }

    /// Lets `frames` pass.
    pub fn pass(&mut self, frames: u64) {
        self.done = (self.done + frames).min(self.frames);
    }
}

/// An equal-power crossfade: sine and cosine in the middle, straight in dB where those would be too steep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cross {
    frames: u64,
    done: u64,
    /// Length in seconds of the sine and cosine the middle is cut from.
    core: f32,
    /// Where in that (0 to ½) the straight part ends.
    joint: f32,
    /// Length of one straight part in seconds.
    tail: f32,
}

impl Cross {
    /// A crossfade of `seconds`, at least [`SHORTEST_CROSS`].
    #[must_use]
    pub fn of(seconds: f32) -> Self {
        let seconds = seconds.max(SHORTEST_CROSS);
        let (mut low, mut high) = (Self::shortest_core(), seconds.max(Self::shortest_core()));
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            let (joint, tail) = Self::straight(middle);
            if middle * (1.0 - 2.0 * joint) + 2.0 * tail < seconds { low = middle } else { high = middle }
        }
        let (joint, tail) = Self::straight(low);
        Self { frames: (seconds * RATE as f32) as u64, done: 0, core: low, joint, tail }
    }

    /// The length at which sine and cosine are as steep as the rule allows even in their middle.
    fn shortest_core() -> f32 {
        20.0 / 10f32.ln() * PI / STEEPEST
    }

    /// For a sine of `core` seconds: where it becomes flat enough, and how long the straight part before is.
    fn straight(core: f32) -> (f32, f32) {
        let joint = (Self::shortest_core() / core).min(1.0).asin() / PI;
        let ratio = 20.0 * (PI * joint / 2.0).tan().log10();
        (joint, (ratio - FLOOR) / STEEPEST)
    }

    /// Its whole length in frames.
    #[must_use]
    pub const fn frames(&self) -> u64 {
        self.frames
    }

    /// Whether the old has gone.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.done >= self.frames
    }

    /// Lets `frames` pass.
    pub fn pass(&mut self, frames: u64) {
        self.done = (self.done + frames).min(self.frames);
    }

    /// The factors of the old and the new; the sum of their squares is 1.
    #[must_use]
    pub fn factors(&self) -> (f32, f32) {
        if self.done == 0 {
            return (1.0, 0.0);
        }
        if self.is_over() {
            return (0.0, 1.0);
        }
        let seconds = self.done as f32 / RATE as f32;
        let whole = self.frames as f32 / RATE as f32;
        let early = seconds.min(whole - seconds);
        let ratio = if early < self.tail {
            FLOOR + STEEPEST * early
        } else {
            20.0 * (PI / 2.0 * (self.joint + (early - self.tail) / self.core).min(0.5)).tan().log10()
        };
        let small = 1.0 / (1.0 + 10f32.powf(-ratio / 10.0)).sqrt();
        let large = 1.0 / (1.0 + 10f32.powf(ratio / 10.0)).sqrt();
        if seconds < whole / 2.0 { (large, small) } else { (small, large) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crossfade_keeps_the_power_and_the_rule() {
        for seconds in [1.0, 4.3, 8.0, 15.0, 20.0] {
            let mut cross = Cross::of(seconds);
            let mut before = cross.factors();
            while !cross.is_over() {
                cross.pass(480);
                let now = cross.factors();
                assert!((now.0 * now.0 + now.1 * now.1 - 1.0).abs() < 1e-4, "{seconds} s: {now:?}");
                for (was, is) in [(before.0, now.0), (before.1, now.1)] {
                    if was > 0.00101 && is > 0.00101 {
                        assert!(20.0 * (is / was).log10().abs() < 0.3, "{seconds} s: {was} to {is}");
                    }
                }
                before = now;
            }
        }
    }

    #[test]
    fn a_fade_is_never_steeper_than_the_rule() {
        let mut fade = Fade::between(0.0, -60.0, 0.5);
        let mut before = fade.level();
        while !fade.is_over() {
            fade.pass(4800);
            assert!((fade.level() - before).abs() <= 3.0);
            before = fade.level();
        }
        assert_eq!(before, -60.0);
    }
}
