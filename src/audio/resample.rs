//! From any rate to 48 kHz, aligned and exact in length however the material is cut.

use audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _};

use super::fade::RATE;

const CHUNK: usize = 1024;

/// Turns stereo frames of one rate into 48 kHz, as long as it is fed: files that join go through one of these.
pub struct Resampler {
    rate: u32,
    inner: Option<Fft<f32>>,
    waiting: Vec<f32>,
    output: Vec<f32>,
    /// Frames of the filter's own delay still to be dropped.
    delay: usize,
    taken: u64,
    given: u64,
}

impl Resampler {
    /// A resampler from `rate`; nothing at all at 48 kHz.
    #[must_use]
    pub fn from_rate(rate: u32) -> Self {
        let inner =
            if rate == RATE { None } else { Fft::new(rate as usize, RATE as usize, CHUNK, 2, FixedSync::Input).ok() };
        let delay = inner.as_ref().map_or(0, |inner| inner.output_delay());
        let output = vec![0.0; inner.as_ref().map_or(0, |inner| inner.output_frames_max() * 2)];
        Self { rate, inner, waiting: Vec::new(), output, delay, taken: 0, given: 0 }
    }

    /// The rate it takes.
    #[must_use]
    pub const fn rate(&self) -> u32 {
        self.rate
    }

    /// At which frame it gives what it has not yet been given: where the next file begins.
    #[must_use]
    pub fn joint(&self) -> u64 {
        let exact = u128::from(self.taken) * u128::from(RATE) + u128::from(self.rate) / 2;
        u64::try_from(exact / u128::from(self.rate)).unwrap_or(u64::MAX)
    }

    /// Takes interleaved stereo frames and appends what has become ready.
    pub fn push(&mut self, frames: &[f32], out: &mut Vec<f32>) {
        self.taken += frames.len() as u64 / 2;
        if self.inner.is_none() {
            out.extend_from_slice(frames);
            self.given += frames.len() as u64 / 2;
            return;
        }
        self.waiting.extend_from_slice(frames);
        self.work(u64::MAX, out);
    }

    /// Appends the rest: in all, exactly as many frames as were taken, at the new rate.
    pub fn finish(&mut self, out: &mut Vec<f32>) {
        let whole = self.joint();
        while self.inner.is_some() && self.given < whole {
            self.waiting.resize(self.waiting.len().max(1).next_multiple_of(CHUNK * 2), 0.0);
            self.work(whole, out);
        }
        self.waiting.clear();
    }

    fn work(&mut self, whole: u64, out: &mut Vec<f32>) {
        let Some(inner) = self.inner.as_mut() else { return };
        let mut used = 0;
        loop {
            let need = inner.input_frames_next();
            let Some(input) = self.waiting.get(used..used + need * 2) else { break };
            let room = self.output.len() / 2;
            let adapters = InterleavedSlice::new(input, 2, need)
                .ok()
                .zip(InterleavedSlice::new_mut(&mut self.output, 2, room).ok());
            let Some((input, mut output)) = adapters else { break };
            let Ok((_, made)) = inner.process_into_buffer(&input, &mut output, None) else { break };
            used += need * 2;
            let skip = self.delay.min(made);
            self.delay -= skip;
            let left = usize::try_from(whole.saturating_sub(self.given)).unwrap_or(usize::MAX);
            let fresh = (made - skip).min(left);
            out.extend_from_slice(self.output.get(skip * 2..(skip + fresh) * 2).unwrap_or_default());
            self.given += fresh as u64;
        }
        let _gone = self.waiting.drain(..used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_exact_and_a_tone_stays_where_it_was() {
        for rate in [44_100u32, 96_000, 22_050] {
            let frames = rate as usize * 2 + 77;
            let tone = |n: usize, rate: u32| (n as f64 * 997.0 * std::f64::consts::TAU / f64::from(rate)).sin() as f32;
            let input: Vec<f32> = (0..frames).flat_map(|n| [tone(n, rate), -tone(n, rate)]).collect();
            let mut resampler = Resampler::from_rate(rate);
            let mut out = Vec::new();
            input.chunks(1234).for_each(|part| resampler.push(part, &mut out));
            resampler.finish(&mut out);
            let wanted = (frames as f64 * 48_000.0 / f64::from(rate)).round() as usize;
            assert_eq!(out.len() / 2, wanted);
            let worst = (2_000..wanted - 2_000).map(|n| (out[n * 2] - tone(n, 48_000)).abs()).fold(0.0, f32::max);
            assert!(worst < 1e-4, "{rate}: {worst}");
        }
    }
}
