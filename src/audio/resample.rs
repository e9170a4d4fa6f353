//! From any rate to 48 kHz, aligned and exact in length however the material is cut.

use audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _, WindowFunction};

use super::fade::RATE;

/// Frames of a block at 48 kHz and below, which is also the length of the filter; as much time above.
const BLOCK: usize = 512;

/// Turns stereo frames of one rate into 48 kHz, as long as it is fed: files that join go through one of these.
pub struct Resampler {
    rate: u32,
    inner: Option<Fft<f32>>,
    chunk: usize,
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
        // An even number of the smallest blocks: half of it, the delay, is then a whole number of frames.
        let (smallest, wanted) = ((rate / gcd(rate, RATE)) as usize, BLOCK * rate.div_ceil(RATE) as usize);
        let chunk = smallest * wanted.div_ceil(smallest).next_multiple_of(2).max(2);
        let fft = || {
            let (from, to, window) = (rate as usize, RATE as usize, WindowFunction::BlackmanHarris2);
            Fft::new_custom(from, to, chunk, 1, 2, window, FixedSync::Input).ok()
        };
        let inner = if rate == RATE { None } else { fft() };
        let delay = inner.as_ref().map_or(0, |inner| inner.output_delay());
        let output = vec![0.0; inner.as_ref().map_or(0, |inner| inner.output_frames_max() * 2)];
        Self { rate, inner, chunk, waiting: Vec::new(), output, delay, taken: 0, given: 0 }
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
            self.waiting.resize(self.waiting.len().max(1).next_multiple_of(self.chunk * 2), 0.0);
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

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resampled(rate: u32, frames: usize, hertz: f64) -> Vec<f32> {
        let tone = |n: usize| (n as f64 * hertz * std::f64::consts::TAU / f64::from(rate)).sin() as f32 * 0.9;
        let input: Vec<f32> = (0..frames).flat_map(|n| [tone(n), -tone(n)]).collect();
        let mut resampler = Resampler::from_rate(rate);
        let mut out = Vec::new();
        input.chunks(1234).for_each(|part| resampler.push(part, &mut out));
        resampler.finish(&mut out);
        out
    }

    #[test]
    fn the_length_is_exact_and_a_tone_stays_where_it_was() {
        for rate in [
            8_000u32, 11_025, 16_000, 22_050, 32_000, 44_100, 44_101, 88_200, 96_000, 176_400, 192_000, 352_800,
            384_000,
        ] {
            let frames = rate as usize * 2 + 77;
            let out = resampled(rate, frames, 997.0);
            let wanted = (frames as f64 * 48_000.0 / f64::from(rate)).round() as usize;
            assert_eq!(out.len() / 2, wanted, "{rate}");
            let tone = |n: usize| (n as f64 * 997.0 * std::f64::consts::TAU / 48_000.0).sin() as f32 * 0.9;
            let worst = (7_000..wanted - 7_000).map(|n| (out[n * 2] - tone(n)).abs()).fold(0.0, f32::max);
            assert!(worst < 3e-5, "{rate}: {worst}");
        }
    }

    /// THD+N in dB: what is left of `samples` without the tone, against the tone (least squares).
    fn distortion(samples: &[f64], hertz: f64) -> (f64, f64) {
        let angle = |n: usize| n as f64 * hertz * std::f64::consts::TAU / f64::from(RATE);
        let (mut cc, mut cs, mut ss, mut yc, mut ys) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (n, sample) in samples.iter().enumerate() {
            let (sine, cosine) = angle(n).sin_cos();
            (cc, cs, ss) = (cc + cosine * cosine, cs + cosine * sine, ss + sine * sine);
            (yc, ys) = (yc + sample * cosine, ys + sample * sine);
        }
        let whole = cc * ss - cs * cs;
        let (a, b) = ((yc * ss - ys * cs) / whole, (ys * cc - yc * cs) / whole);
        let (mut tone, mut rest) = (0.0, 0.0);
        for (n, sample) in samples.iter().enumerate() {
            let (sine, cosine) = angle(n).sin_cos();
            let fit = a * cosine + b * sine;
            (tone, rest) = (tone + fit * fit, rest + (sample - fit).powi(2));
        }
        (10.0 * (rest / tone).log10(), 20.0 * (a.hypot(b) / 0.9).log10())
    }

    #[test]
    fn tones_come_through_clean() {
        for rate in [44_100, 96_000, 384_000] {
            for hertz in [997.0, 12_000.0, 20_000.0] {
                let out = resampled(rate, rate as usize * 2, hertz);
                let left: Vec<f64> = out.iter().step_by(2).skip(24_000).take(48_000).map(|s| f64::from(*s)).collect();
                let (noise, level) = distortion(&left, hertz);
                eprintln!("{rate} Hz to 48 kHz, {hertz} Hz: THD+N {noise:.1} dB, level {level:+.4} dB");
                assert!(noise <= -120.0 && level.abs() < 0.01, "{rate}, {hertz}: {noise:.1} dB, {level:.4} dB");
            }
        }
    }
}
