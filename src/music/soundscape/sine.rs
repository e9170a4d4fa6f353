//! A sine whose phase is exact at the start of each block and turns by rotation within it.

use std::array;
use std::f64::consts::TAU;

use super::FRAME_RATE;
use super::block::{Line, Mono};

/// Frames that are turned at once, each by as many frames: no one waits for the frame before it.
const LANES: usize = 8;

/// One sine.
#[derive(Clone, Debug)]
pub struct Sine {
    /// Turns per frame, 2^64 to one turn.
    step: u64,
    phase: f64,
    /// From the first frame to each lane's, sine and cosine.
    lanes: [(f32, f32); LANES],
    /// From one frame of a lane to its next.
    turn: (f32, f32),
}

impl Sine {
    /// A sine of that frequency, in Hz, with that phase in radians at frame 0.
    pub fn new(hz: f64, phase: f64) -> Self {
        let turn = |frames: usize| {
            let (sin, cos) = (TAU * hz / FRAME_RATE * frames as f64).sin_cos();
            (sin as f32, cos as f32)
        };
        let step = (hz / FRAME_RATE * 2f64.powi(64)) as u64;
        Self { step, phase, lanes: array::from_fn(turn), turn: turn(LANES) }
    }

    /// Adds it to a channel, `frames` after frame 0.
    pub fn add(&self, frames: u64, gain: Line, out: &mut Mono) {
        let turns = (self.step.wrapping_mul(frames) >> 11) as f64 / (1u64 << 53) as f64;
        let (sin, cos) = (turns * TAU + self.phase).sin_cos();
        let (sin, cos) = (sin as f32, cos as f32);
        let mut sins = self.lanes.map(|(lane_sin, lane_cos)| sin * lane_cos + cos * lane_sin);
        let mut coss = self.lanes.map(|(lane_sin, lane_cos)| cos * lane_cos - sin * lane_sin);
        let (turn_sin, turn_cos) = self.turn;
        let mut levels: [f32; LANES] = array::from_fn(|lane| gain.from + gain.slope() * lane as f32);
        let rise = gain.slope() * LANES as f32;
        let (chunks, _none) = out.as_chunks_mut::<LANES>();
        for chunk in chunks {
            let lanes = chunk.iter_mut().zip(&mut sins).zip(&mut coss).zip(&mut levels);
            for (((out, sin), cos), level) in lanes {
                *out += *sin * *level;
                (*sin, *cos) = (*sin * turn_cos + *cos * turn_sin, *cos * turn_cos - *sin * turn_sin);
                *level += rise;
            }
        }
    }
}
