//! How loud a recording is, when, and where it is silent: EBU R128, measured while it is decoded.

mod peak;

use std::time::Duration;

use ebur128::{EbuR128, Mode};

use super::library::Loudness;
use peak::TruePeak;

/// What is never over this, −60 dBFS, is silence.
pub const SILENCE: f32 = 0.001;
/// A sample at or over this is at full scale.
pub const FULL_SCALE: f32 = 0.9999;
/// So many samples in a row at full scale are clipped.
const CLIPPED: u32 = 3;
/// What nothing can be softer than, in LUFS: the absolute gate of BS.1770.
pub const SOFTEST: f32 = -70.0;

/// Measures stereo frames as they come.
///
/// A mono file is heard from two sides, so it counts as the two equal channels that are played.
pub struct Meter {
    rate: u32,
    r128: EbuR128,
    peak: TruePeak,
    /// One block, each side by itself.
    sides: [Vec<f32>; 2],
    /// Samples at full scale at the end of what was heard, each side.
    full: [u32; 2],
    clipped: u32,
    frames: u64,
    /// The first and the last frame that is not silent.
    sound: Option<(u64, u64)>,
    strip: Vec<i8>,
}

impl Meter {
    /// A meter for so many frames per second.
    ///
    /// # Errors
    /// A sentence, for a rate below 16 Hz or above 2.8 MHz.
    pub fn new(rate: u32) -> Result<Self, String> {
        let r128 = EbuR128::new(2, rate, Mode::I | Mode::LRA);
        let r128 = r128.map_err(|_| format!("the loudness of {rate} samples per second cannot be measured"))?;
        let peak = TruePeak::new(rate);
        let sides = [Vec::new(), Vec::new()];
        Ok(Self { rate, r128, peak, sides, full: [0; 2], clipped: 0, frames: 0, sound: None, strip: Vec::new() })
    }

    /// Frames heard so far.
    #[must_use]
    pub const fn frames(&self) -> u64 {
        self.frames
    }

    /// Takes interleaved frames, left and right; a sample that is no number counts as silence.
    pub fn add(&mut self, interleaved: &[f32]) {
        let mut rest = interleaved;
        while rest.len() >= 2 {
            let second = u64::from(self.rate);
            let wanted = usize::try_from(second - self.frames % second).unwrap_or(usize::MAX);
            let (block, after) = rest.split_at(wanted.saturating_mul(2).min(rest.len() & !1));
            self.block(block);
            rest = after;
            if self.frames.is_multiple_of(second) {
                self.note_loudness(1000);
            }
        }
    }

    /// What was heard.
    #[must_use]
    pub fn finish(mut self) -> Loudness {
        let begun = self.frames % u64::from(self.rate);
        if begun > 0 {
            self.note_loudness(u32::try_from(begun * 1000 / u64::from(self.rate)).unwrap_or(1000).max(1));
        }
        let time = |frames: u64| Duration::from_secs_f64(frames as f64 / f64::from(self.rate));
        let (head, tail) = match self.sound {
            Some((first, last)) => (time(first), time(self.frames.saturating_sub(last + 1))),
            None => (time(self.frames), Duration::ZERO),
        };
        let finite = |measured: Result<f64, ebur128::Error>, least: f32| {
            measured.ok().filter(|it| it.is_finite()).map_or(least, |it| (it as f32).max(least))
        };
        Loudness {
            integrated: finite(self.r128.loudness_global(), SOFTEST),
            range: finite(self.r128.loudness_range(), 0.0),
            true_peak: self.peak.decibels(),
            clipped: self.clipped,
            head,
            tail,
            strip: self.strip,
        }
    }

    fn block(&mut self, interleaved: &[f32]) {
        let [left, right] = &mut self.sides;
        left.clear();
        right.clear();
        let number = |sample: f32| if sample.is_finite() { sample.clamp(-1e4, 1e4) } else { 0.0 };
        for frame in interleaved.chunks_exact(2) {
            if let [l, r] = frame {
                left.push(number(*l));
                right.push(number(*r));
            }
        }
        let loudest = self.peak.add(left, right);
        if loudest > SILENCE {
            let heard = |(l, r): (&f32, &f32)| l.abs() > SILENCE || r.abs() > SILENCE;
            let first = || left.iter().zip(right.iter()).position(heard).unwrap_or(0) as u64;
            let begin = self.sound.map_or_else(|| self.frames + first(), |(begin, _)| begin);
            let last = left.iter().zip(right.iter()).rposition(heard).unwrap_or(0) as u64;
            self.sound = Some((begin, self.frames + last));
        }
        if loudest >= FULL_SCALE {
            self.count_clipped();
        } else {
            self.full = [0; 2];
        }
        let [left, right] = &self.sides;
        self.frames += left.len() as u64;
        let _too_few_channels = self.r128.add_frames_planar_f32(&[left, right]);
    }

    /// Counts each place once, whether one side is clipped there or both.
    fn count_clipped(&mut self) {
        let [left, right] = &self.sides;
        for (l, r) in left.iter().zip(right) {
            let was = self.full.iter().any(|run| *run >= CLIPPED);
            for (run, sample) in self.full.iter_mut().zip([l, r]) {
                *run = if sample.abs() >= FULL_SCALE { run.saturating_add(1) } else { 0 };
            }
            if !was && self.full.iter().any(|run| *run >= CLIPPED) {
                self.clipped += 1;
            }
        }
    }

    fn note_loudness(&mut self, millis: u32) {
        let loudness = self.r128.loudness_window(millis).unwrap_or(f64::NEG_INFINITY);
        self.strip.push(loudness.clamp(f64::from(SOFTEST), 0.0).round() as i8);
    }
}
