//! The soft tick that both outputs get, so that their delay can be set by ear.

use std::f32::consts::TAU;

use crate::audio::fade::RATE;
use crate::audio::feeder::BLOCK;

/// Pitch of a tick.
const HERTZ: f32 = 1000.0;
/// Its length in frames: 10 ms.
const LENGTH: usize = RATE as usize / 100;
/// Its peak: −24 dBFS.
const PEAK: f32 = 0.063_095_7;

/// Places a tick each second, where nothing else sounds.
#[derive(Debug, Default)]
pub struct Ticks {
    /// Frames since the second began.
    frame: usize,
    ringing: bool,
}

impl Ticks {
    /// Adds to a block what falls into it.
    pub(super) fn add_to(&mut self, block: &mut [f32; BLOCK * 2], wanted: bool) {
        let silent = block.iter().all(|sample| *sample == 0.0);
        for frame in block.chunks_exact_mut(2) {
            self.frame = (self.frame + 1) % RATE as usize;
            if self.frame == 0 {
                self.ringing = wanted && silent;
            }
            if self.ringing {
                let value = value(self.frame);
                frame.iter_mut().for_each(|side| *side += value);
                self.ringing = self.frame < LENGTH;
            }
        }
    }
}

fn value(frame: usize) -> f32 {
    let part = frame as f32 / LENGTH as f32;
    let swell = 0.5 - 0.5 * (TAU * part.min(1.0)).cos();
    PEAK * swell * (TAU * HERTZ * frame as f32 / RATE as f32).sin()
}
