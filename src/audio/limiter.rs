//! Nothing leaves above −2 dBTP: a look-ahead limiter that also watches what lies between the samples.
//!
//! It sees each peak 5 ms before it goes out, turns down smoothly until then and lets go no faster than 28.5 dB
//! per second. Between samples it looks at three more points, found by a windowed sine cardinal (ITU-R BS.1770-5,
//! annex 2, in method).
#![expect(clippy::indexing_slicing, reason = "fixed rings, every index is taken modulo their length")]

use std::f32::consts::PI;

use super::fade::{RATE, STEEPEST};

/// Frames a peak is seen ahead, and by which everything is late.
pub const LOOKAHEAD: usize = 240;
/// Taps of the interpolator; half of them lie ahead of the point.
const TAPS: usize = 16;
/// Frames over which a turn is smoothed; the rest of the look-ahead is the interpolator's and its margin.
const SMOOTH: usize = LOOKAHEAD - 2 * TAPS;
/// −2.5 dB: half a dB is left for what the three points miss.
const CEILING: f32 = 0.749_894_2;
/// The delay line: look-ahead and half the interpolator.
const LINE: usize = 512;

/// The limiter of two channels.
pub struct Limiter {
    line: [[f32; 2]; LINE],
    at: usize,
    taps: [[f32; TAPS]; 3],
    /// Candidates for the smallest factor in the window, oldest first: frame and factor.
    smallest: [(u64, f32); LOOKAHEAD + 1],
    first: usize,
    count: usize,
    frame: u64,
    released: f32,
    release: f32,
    smooth: [f32; SMOOTH],
    sum: f64,
    /// Frames since anything came near the ceiling.
    quiet: usize,
}

impl Default for Limiter {
    fn default() -> Self {
        Self {
            line: [[0.0; 2]; LINE],
            at: 0,
            taps: [taps(0.25), taps(0.5), taps(0.75)],
            smallest: [(0, 1.0); LOOKAHEAD + 1],
            first: 0,
            count: 0,
            frame: 0,
            released: 1.0,
            release: 10f32.powf(STEEPEST / RATE as f32 / 20.0),
            smooth: [1.0; SMOOTH],
            sum: SMOOTH as f64,
            quiet: 0,
        }
    }
}

/// The interpolator for a point `part` of a sample after a sample.
fn taps(part: f32) -> [f32; TAPS] {
    let mut taps = [0.0; TAPS];
    for (index, tap) in taps.iter_mut().enumerate() {
        let x = index as f32 - (TAPS as f32 / 2.0 - 1.0) - part;
        let window = 0.5 + 0.5 * (PI * x / (TAPS as f32 / 2.0 + 0.5)).cos();
        *tap = (PI * x).sin() / (PI * x) * window;
    }
    let sum: f32 = taps.iter().sum();
    taps.map(|tap| tap / sum)
}

impl Limiter {
    /// Limits interleaved frames in place; they come out [`LOOKAHEAD`] frames later.
    pub fn run(&mut self, frames: &mut [f32]) {
        let soft = frames.iter().all(|sample| sample.abs() <= CEILING / 2.0);
        if soft && self.rests() {
            return self.pass(frames);
        }
        self.long_way(frames);
    }

    fn long_way(&mut self, frames: &mut [f32]) {
        for frame in frames.chunks_exact_mut(2) {
            let (left, right) = (frame[0], frame[1]);
            self.at = (self.at + 1) % LINE;
            self.line[self.at] = [left, right];
            let near = left.abs().max(right.abs()) > CEILING / 2.0;
            self.quiet = if near { 0 } else { (self.quiet + 1).min(TAPS) };
            let peak = if self.quiet < TAPS { self.peak() } else { 0.0 };
            let factor = self.factor(if peak > CEILING { CEILING / peak } else { 1.0 });
            let out = self.line[(self.at + LINE - LOOKAHEAD) % LINE];
            frame[0] = out[0] * factor;
            frame[1] = out[1] * factor;
        }
    }

    /// Whether it neither turns anything down nor will for what is still in the line.
    fn rests(&self) -> bool {
        let open = |index: usize| self.smallest[(self.first + index) % (LOOKAHEAD + 1)].1 >= 1.0;
        self.quiet >= TAPS
            && self.released >= 1.0
            && (0..self.count).all(open)
            && self.smooth.iter().all(|part| *part >= 1.0)
    }

    /// What [`Limiter::run`] does at rest with what is soft: nothing but the delay.
    fn pass(&mut self, frames: &mut [f32]) {
        for frame in frames.chunks_exact_mut(2) {
            self.at = (self.at + 1) % LINE;
            self.line[self.at] = [frame[0], frame[1]];
            frame.copy_from_slice(&self.line[(self.at + LINE - LOOKAHEAD) % LINE]);
        }
        self.frame += frames.len() as u64 / 2;
        (self.first, self.count, self.sum) = (0, 1, SMOOTH as f64);
        self.smallest[0] = (self.frame, 1.0);
    }

    /// The highest of a sample in the middle of the interpolator and the three points after it.
    fn peak(&self) -> f32 {
        let start = self.at + LINE + 1 - TAPS;
        let mut peak = 0.0f32;
        for side in 0..2 {
            let sample = |tap: usize| self.line[(start + tap) % LINE][side];
            peak = peak.max(sample(TAPS / 2 - 1).abs());
            for taps in &self.taps {
                let value: f32 = taps.iter().enumerate().map(|(index, tap)| tap * sample(index)).sum();
                peak = peak.max(value.abs());
            }
        }
        peak
    }

    /// The factor for the frame that goes out now, given what the newest one needs.
    fn factor(&mut self, needed: f32) -> f32 {
        const RING: usize = LOOKAHEAD + 1;
        self.frame += 1;
        while self.count > 0 && self.smallest[(self.first + self.count - 1) % RING].1 >= needed {
            self.count -= 1;
        }
        self.smallest[(self.first + self.count) % RING] = (self.frame, needed);
        self.count += 1;
        // What is found at one frame must hold for half the interpolator longer, hence twice the taps.
        if self.smallest[self.first].0 + (LOOKAHEAD as u64) <= self.frame {
            self.first = (self.first + 1) % RING;
            self.count -= 1;
        }
        let lowest = self.smallest[self.first].1;
        self.released = lowest.min(self.released * self.release);
        let slot = (self.frame % SMOOTH as u64) as usize;
        self.sum += f64::from(self.released) - f64::from(self.smooth[slot]);
        self.smooth[slot] = self.released;
        (self.sum / SMOOTH as f64).min(1.0) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_soft_and_loud_stretches_then_the_short_way_gives_the_same_samples() {
        let sample = |n: usize| (n as f32 * 0.11).sin() * if (n / 6000).is_multiple_of(2) { 0.2 } else { 1.4 };
        let whole: Vec<f32> = (0..60_000).map(sample).collect();
        let (mut blocks, mut long) = (whole.clone(), whole);
        let (mut one, mut other) = (Limiter::default(), Limiter::default());
        blocks.chunks_mut(512).for_each(|block| one.run(block));
        long.chunks_mut(2).for_each(|frame| other.long_way(frame));
        assert!(blocks == long);
    }
}
