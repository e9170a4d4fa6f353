//! Reading between frames: a windowed sine cardinal of 16 taps at any of 256 points, a straight line between those.
#![expect(clippy::indexing_slicing, reason = "a fixed ring and a fixed table, every index is within their length")]

use std::f32::consts::PI;

/// Frames that make one.
const TAPS: usize = 16;
/// Points between two frames.
const POINTS: usize = 256;
/// Frames that must be known after the one that is read.
pub const AHEAD: usize = TAPS / 2;

/// The last frames, and what lies between the two in their middle.
pub struct Between {
    table: Box<[[f32; TAPS]]>,
    /// Twice the same frames, so that the last 16 always lie side by side.
    frames: [[f32; 2]; TAPS * 2],
    next: usize,
}

impl Between {
    pub(super) fn new() -> Self {
        let table = (0..=POINTS).map(|point| taps(point as f32 / POINTS as f32)).collect();
        Self { table, frames: [[0.0; 2]; TAPS * 2], next: 0 }
    }

    /// Forgets all frames.
    pub(super) fn clear(&mut self) {
        self.frames = [[0.0; 2]; TAPS * 2];
    }

    /// Takes in the next frame.
    pub(super) fn push(&mut self, frame: [f32; 2]) {
        self.frames[self.next] = frame;
        self.frames[self.next + TAPS] = frame;
        self.next = (self.next + 1) % TAPS;
    }

    /// The value `part` (0 to 1) of a frame after the one that came [`AHEAD`] frames before the last.
    pub(super) fn at(&self, part: f64) -> [f32; 2] {
        let place = part.clamp(0.0, 1.0) as f32 * POINTS as f32;
        let point = (place as usize).min(POINTS - 1);
        let (low, high, along) = (&self.table[point], &self.table[point + 1], place - point as f32);
        let (mut left, mut right) = (0.0, 0.0);
        for (index, frame) in self.frames[self.next..self.next + TAPS].iter().enumerate() {
            let tap = low[index] + (high[index] - low[index]) * along;
            left += tap * frame[0];
            right += tap * frame[1];
        }
        [left, right]
    }
}

/// The taps for a point `part` of a frame after the middle one, which is the 8th.
fn taps(part: f32) -> [f32; TAPS] {
    let mut taps = [0.0; TAPS];
    for (index, tap) in taps.iter_mut().enumerate() {
        let x = index as f32 - (TAPS as f32 / 2.0 - 1.0) - part;
        let window = 0.5 + 0.5 * (PI * x / (TAPS as f32 / 2.0 + 0.5)).cos();
        let sinc = if x.abs() < 1e-6 { 1.0 } else { (PI * x).sin() / (PI * x) };
        *tap = sinc * window;
    }
    let sum: f32 = taps.iter().sum();
    taps.map(|tap| tap / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_read_between_its_frames_is_the_same_tone_earlier() {
        for hertz in [100.0, 1000.0, 6000.0] {
            let turn = hertz / 48_000.0 * std::f64::consts::TAU;
            let mut between = Between::new();
            let mut worst = 0.0f64;
            for n in 0..2000u32 {
                let value = (f64::from(n) * turn).sin() as f32;
                between.push([value, -value]);
                if n > 16 {
                    let part = f64::from(n % 97) / 97.0;
                    let wanted = ((f64::from(n) - AHEAD as f64 + part) * turn).sin();
                    let [left, right] = between.at(part);
                    assert_eq!(left, -right);
                    worst = worst.max((f64::from(left) - wanted).abs());
                }
            }
            assert!(worst < 1e-3, "{hertz} Hz: {worst}");
        }
    }
}
