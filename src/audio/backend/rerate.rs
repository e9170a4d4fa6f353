//! What the mixer gives, at the rate the device has: as it is at 48 kHz, through a resampler at any other.

use std::time::Duration;

use audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _};

use super::Tap;
use crate::audio::fade::RATE;
use crate::audio::feeder::BLOCK;

/// Frames of the mixer that are resampled at a time.
const CHUNK: usize = BLOCK * 4;

/// Frames at a device's rate, one at a time. Allocates nothing once it is made.
pub struct Rerated {
    tap: Tap,
    resampler: Option<Fft<f32>>,
    /// Frames for the resampler, and how many there are.
    input: Vec<f32>,
    has: usize,
    output: Vec<f32>,
    /// Samples in `output`, and the next of them.
    made: usize,
    next: usize,
    now: Duration,
    delay: Option<Duration>,
    /// What the resampler holds back.
    held: Duration,
    rate: u32,
}

impl Rerated {
    /// The frames of `tap` at `rate` a second.
    #[must_use]
    pub fn new(tap: Tap, rate: u32) -> Self {
        let other = rate != RATE && rate > 0;
        let resampler =
            if other { Fft::new(RATE as usize, rate as usize, CHUNK, 2, FixedSync::Input).ok() } else { None };
        let output = resampler.as_ref().map_or(BLOCK, |resampler| resampler.output_frames_max());
        let held = resampler.as_ref().map_or(0, |resampler| resampler.output_delay());
        let need = resampler.as_ref().map_or(0, |resampler| resampler.input_frames_max());
        Self {
            tap,
            resampler,
            input: vec![0.0; (need + BLOCK) * 2],
            has: 0,
            output: vec![0.0; output * 2],
            made: 0,
            next: 0,
            now: Duration::ZERO,
            delay: None,
            held: Duration::from_secs_f64(held as f64 / f64::from(rate.max(1))),
            rate,
        }
    }

    /// The device asks at `now` since boot for frames of which the first is heard after `delay`.
    pub fn begin(&mut self, now: Duration, delay: Option<Duration>) {
        let waiting = self.made.saturating_sub(self.next) / 2;
        let waiting = Duration::from_secs_f64(waiting as f64 / f64::from(self.rate.max(1)));
        (self.now, self.delay) = (now, delay.map(|delay| delay + waiting + self.held));
    }

    /// The next frame.
    #[must_use]
    pub fn frame(&mut self) -> [f32; 2] {
        if self.next >= self.made {
            self.make();
        }
        let frame = self.output.get(self.next..self.next + 2).and_then(|frame| frame.try_into().ok());
        self.next += 2;
        frame.unwrap_or_default()
    }

    fn make(&mut self) {
        self.next = 0;
        let Some(resampler) = &mut self.resampler else {
            if let Some(block) = self.output.first_chunk_mut() {
                self.tap.fill_after(block, self.now, self.delay);
            }
            self.made = BLOCK * 2;
            return;
        };
        let need = resampler.input_frames_next();
        while self.has < need {
            let Some(block) = self.input.get_mut(self.has * 2..).and_then(<[f32]>::first_chunk_mut) else { break };
            self.tap.fill_after(block, self.now, self.delay);
            self.has += BLOCK;
        }
        let room = self.output.len() / 2;
        let adapters = InterleavedSlice::new(&self.input, 2, need)
            .ok()
            .zip(InterleavedSlice::new_mut(&mut self.output, 2, room).ok());
        let made =
            adapters.and_then(|(input, mut output)| resampler.process_into_buffer(&input, &mut output, None).ok());
        self.has = self.has.saturating_sub(need);
        self.input.copy_within(need * 2..(need + self.has) * 2, 0);
        // A resampler that gives nothing must not hold up the device.
        self.made = made.map_or(BLOCK, |(_, made)| made.max(1)) * 2;
    }
}
