//! What is rendered at once, and the buses it is rendered to.

use super::FRAME_RATE;
use super::air::Air;
use super::table::{SIZE, Samples, UNIT};

/// Frames of a block; blocks lie on multiples of it.
pub const BLOCK: usize = 128;

/// One channel of a block.
pub type Mono = [f32; BLOCK];
/// Left and right of a block.
pub type Stereo = [Mono; 2];

/// Silence.
pub const SILENCE: Stereo = [[0.0; BLOCK]; 2];

/// The stretch of time a block covers, with the air at both of its ends.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The first frame since the anchor.
    pub frame: u64,
    /// At the first frame.
    pub start: Air,
    /// At the frame after the last.
    pub end: Air,
}

impl Span {
    /// A gain as a line through this block.
    pub fn line(&self, level: impl Fn(&Air) -> f64) -> Line {
        Line { from: level(&self.start) as f32, to: level(&self.end) as f32 }
    }
}

/// A gain that moves straight through a block; no gain ever moves by a step.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// At the first frame.
    pub from: f32,
    /// At the frame after the last.
    pub to: f32,
}

impl Line {
    /// What it gains from frame to frame.
    pub fn slope(self) -> f32 {
        (self.to - self.from) * (1.0 / BLOCK as f32)
    }

    /// Whether it stays below a gain.
    pub fn below(self, gain: f32) -> bool {
        self.from < gain && self.to < gain
    }

    /// Both lines multiplied at their ends.
    pub fn times(self, other: Self) -> Self {
        Self { from: self.from * other.from, to: self.to * other.to }
    }
}

/// Where the voices of a block meet.
pub struct Buses {
    /// Heard as it is, between the ears.
    pub dry: Stereo,
    /// Heard through the reverb.
    pub send: Stereo,
    /// Heard in the middle: the lowest notes.
    pub middle: Mono,
}

impl Buses {
    /// Silent buses.
    pub const SILENT: Self = Self { dry: SILENCE, send: SILENCE, middle: [0.0; BLOCK] };
}

/// The frame in which a time in seconds lies.
pub fn frame_of(time: f64) -> u64 {
    (time * FRAME_RATE) as u64
}

/// A place in a table that moves; 32.32 fixed point, so that any frame is reached by one multiplication.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// The place at frame 0.
    pub origin: u64,
    /// What it moves per frame.
    pub step: u64,
}

const FRACTION: f32 = 1.0 / 16_777_216.0;
/// More samples than a head passes in a block.
const REACH: usize = 256;
/// The fastest a head moves, in samples per frame, so that a block stays within [`REACH`].
const FASTEST: f64 = 1.95;

impl Head {
    /// A step of that many samples per frame, at most 1.95.
    pub fn step(samples: f64) -> u64 {
        (samples.min(FASTEST) * 4_294_967_296.0) as u64
    }

    /// Adds the table to one channel, `frames` after frame 0.
    pub fn read(self, table: &Samples, frames: u64, gain: Line, out: &mut Mono) {
        let mut place = self.origin.wrapping_add(frames.wrapping_mul(self.step));
        let samples = excerpt(table, (place >> 32) as usize);
        place &= u64::from(u32::MAX);
        let (mut level, slope) = (gain.from * UNIT, gain.slope() * UNIT);
        for out in out.iter_mut() {
            *out += between(&samples, place) * level;
            level += slope;
            place += self.step;
        }
    }

    /// Adds the table to both channels; the right one hears it `apart` samples later in the table.
    pub fn read_stereo(self, table: &Samples, frames: u64, apart: usize, gains: [Line; 2], out: &mut Stereo) {
        let mut place = self.origin.wrapping_add(frames.wrapping_mul(self.step));
        let first = (place >> 32) as usize;
        let (to_left, to_right) = (excerpt(table, first), excerpt(table, first + apart));
        place &= u64::from(u32::MAX);
        let [left_gain, right_gain] = gains;
        let (mut left_level, left_slope) = (left_gain.from * UNIT, left_gain.slope() * UNIT);
        let (mut right_level, right_slope) = (right_gain.from * UNIT, right_gain.slope() * UNIT);
        let [left, right] = out;
        for (left, right) in left.iter_mut().zip(right.iter_mut()) {
            *left += between(&to_left, place) * left_level;
            *right += between(&to_right, place) * right_level;
            left_level += left_slope;
            right_level += right_slope;
            place += self.step;
        }
    }
}

/// The stretch of a table that a block needs; tables wrap.
#[inline(always)]
fn excerpt(table: &Samples, first: usize) -> [f32; REACH] {
    let mut excerpt = [0.0; REACH];
    let (before, rest) = table.split_at(first & (SIZE - 1));
    if let Some(run) = rest.first_chunk::<REACH>() {
        for (out, sample) in excerpt.iter_mut().zip(run) {
            *out = f32::from(*sample);
        }
    } else {
        for (out, sample) in excerpt.iter_mut().zip(rest.iter().chain(before)) {
            *out = f32::from(*sample);
        }
    }
    excerpt
}

/// Linear interpolation at a place in 32.32 fixed point.
#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "the mask keeps the index inside an excerpt")]
fn between(samples: &[f32; REACH], place: u64) -> f32 {
    let (index, part) = ((place >> 32) as usize, ((place as u32) >> 8) as f32 * FRACTION);
    let here = samples[index & (REACH - 1)];
    let next = samples[(index + 1) & (REACH - 1)];
    here + (next - here) * part
}
