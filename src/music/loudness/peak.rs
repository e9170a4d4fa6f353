//! True peak by BS.1770-4, Annex 2: oversampled four times (twice from 96 kHz), windowed-sinc, 48 taps.
//!
//! The same filter as the `ebur128` crate's, run only where it can matter: no value between samples is larger than
//! the largest sample around it times the sum of the filter's taps without their signs, so wherever that product does
//! not pass the peak known so far, the samples alone decide.

use std::f64::consts::PI;

/// Taps of the whole filter, over all phases.
const TAPS: usize = 48;
/// Frames that are looked at together.
const GROUP: usize = 32;

/// The highest true peak of two channels.
pub(super) struct TruePeak {
    filter: Filter,
    channels: [Channel; 2],
    peak: f32,
}

/// The phases between the samples; the phase on the samples gives back the samples.
struct Filter {
    /// Taps of one phase, oldest sample first.
    phases: Vec<Vec<f32>>,
    /// Samples before a sample that its value needs.
    before: usize,
    /// The most by which a value may exceed the largest sample it is made of.
    most: f32,
}

/// One channel's last samples and what came after them.
#[derive(Default)]
struct Channel {
    line: Vec<f32>,
    /// The largest sample of the group before.
    last: f32,
}

impl TruePeak {
    pub fn new(rate: u32) -> Self {
        let factor = match rate {
            0..96_000 => 4,
            96_000..192_000 => 2,
            _ => 1,
        };
        let filter = Filter::new(factor);
        let channels = [(); 2].map(|()| Channel { line: vec![0.0; filter.before], last: 0.0 });
        Self { filter, channels, peak: 0.0 }
    }

    /// Takes a block of each side and returns its largest sample.
    pub fn add(&mut self, left: &[f32], right: &[f32]) -> f32 {
        let [first, second] = &mut self.channels;
        first.add(left, &self.filter, &mut self.peak).max(second.add(right, &self.filter, &mut self.peak))
    }

    /// The highest so far in dBTP; −200 where there was nothing.
    pub fn decibels(&self) -> f32 {
        20.0 * self.peak.max(1e-10).log10()
    }
}

impl Filter {
    fn new(factor: usize) -> Self {
        let tap = |index: usize| {
            let window = 0.5 * (1.0 - (2.0 * PI * index as f64 / TAPS as f64).cos());
            let place = (index as f64 - TAPS as f64 / 2.0) * PI / factor as f64;
            window * if place.abs() > 1e-6 { place.sin() / place } else { 1.0 }
        };
        let phase = |phase: usize| (0..TAPS / factor).rev().map(|step| tap(step * factor + phase) as f32).collect();
        let phases: Vec<Vec<f32>> = (1..factor).map(phase).collect();
        let sum = |taps: &Vec<f32>| taps.iter().map(|tap| tap.abs()).sum::<f32>();
        let before = if factor == 1 { 0 } else { TAPS / factor - 1 };
        // A little more than the sum, for what rounding adds.
        let most = phases.iter().map(sum).fold(1.0, f32::max) * 1.0001;
        Self { phases, before, most }
    }
}

impl Channel {
    fn add(&mut self, samples: &[f32], filter: &Filter, peak: &mut f32) -> f32 {
        self.line.extend_from_slice(samples);
        let mut loudest = 0.0f32;
        for (number, group) in samples.chunks(GROUP).enumerate() {
            let own = largest(group);
            let around = own.max(self.last);
            // A short group leaves part of the samples before it to the group before that.
            self.last = if group.len() < GROUP { around } else { own };
            loudest = loudest.max(own);
            *peak = peak.max(own);
            if around * filter.most > *peak {
                let begin = number * GROUP;
                let line = self.line.get(begin..begin + filter.before + group.len()).unwrap_or_default();
                for phase in &filter.phases {
                    *peak = peak.max(between(phase, line));
                }
            }
        }
        let old = self.line.len().saturating_sub(filter.before);
        self.line.copy_within(old.., 0);
        self.line.truncate(filter.before);
        loudest
    }
}

/// The largest value of one phase over a stretch of at most a group.
fn between(taps: &[f32], line: &[f32]) -> f32 {
    let count = (line.len() + 1).saturating_sub(taps.len());
    let mut values = [0.0f32; GROUP];
    for (tap, view) in taps.iter().zip(line.windows(count.max(1))) {
        for (value, sample) in values.iter_mut().zip(view) {
            *value += tap * sample;
        }
    }
    largest(&values)
}

/// In lanes, so that the machine takes several at once.
fn largest(samples: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for eight in samples.chunks(8) {
        for (lane, sample) in lanes.iter_mut().zip(eight) {
            let size = sample.abs();
            *lane = if size > *lane { size } else { *lane };
        }
    }
    lanes.into_iter().fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use ebur128::{EbuR128, Mode};

    use super::*;

    fn crate_says(rate: u32, frames: &[f32]) -> f64 {
        let mut whole = EbuR128::new(2, rate, Mode::TRUE_PEAK).unwrap();
        whole.add_frames_f32(frames).unwrap();
        20.0 * whole.true_peak(0).unwrap().max(whole.true_peak(1).unwrap()).max(1e-10).log10()
    }

    fn noise(seed: &mut u32) -> f32 {
        *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (*seed >> 8) as f32 / (1 << 23) as f32 - 1.0
    }

    #[test]
    fn leaving_out_what_cannot_matter_never_changes_the_true_peak() {
        let mut seed = 5;
        for rate in [8_000, 44_100, 48_000, 95_999, 96_000, 176_400, 192_000] {
            for case in 0..24u32 {
                let count = 300 + 911 * case as usize;
                let pitch = 0.05 + 0.11 * case as f32;
                let frames: Vec<f32> = (0..count)
                    .flat_map(|n| {
                        let swell = (n as f32 / count as f32 * 9.0).sin().abs();
                        let tone = (n as f32 * pitch + 0.7).sin() * 0.8;
                        let click = if n % 701 == 7 { noise(&mut seed) * 1.2 } else { 0.0 };
                        [swell * (tone + 0.2 * noise(&mut seed)) + click, -swell * tone * noise(&mut seed)]
                    })
                    .collect();
                let mut own = TruePeak::new(rate);
                let mut rest = frames.as_slice();
                while !rest.is_empty() {
                    let length = (1 + (noise(&mut seed).abs() * 150.0) as usize).min(rest.len() / 2) * 2;
                    let (block, after) = rest.split_at(length);
                    let side = |side: usize| block.iter().skip(side).step_by(2).copied().collect::<Vec<_>>();
                    let _ = own.add(&side(0), &side(1));
                    rest = after;
                }
                let (own, whole) = (f64::from(own.decibels()), crate_says(rate, &frames));
                assert!((own - whole).abs() < 0.001, "{rate} Hz, case {case}: {own} instead of {whole} dBTP");
            }
        }
    }

    #[test]
    fn the_worst_pattern_there_is_is_not_left_out_after_a_louder_sample() {
        for (rate, factor) in [(48_000, 4), (96_000, 2)] {
            let filter = Filter::new(factor);
            for taps in &filter.phases {
                let sum: f32 = taps.iter().map(|tap| tap.abs()).sum();
                let swell = (0..640).map(|n| 0.45 - 0.45 * (n as f32 / 640.0 * std::f32::consts::TAU).cos());
                // Its value between the samples is 2 % over the swell, though its samples are far below it.
                let pattern = taps.iter().map(|tap| 0.9 * 1.02 / sum * tap.signum());
                let side: Vec<f32> = swell.chain([0.0; 45]).chain(pattern).chain([0.0; 64]).collect();
                let frames: Vec<f32> = side.iter().flat_map(|sample| [0.0, *sample]).collect();
                let mut own = TruePeak::new(rate);
                let _ = own.add(&vec![0.0; side.len()], &side);
                let (own, whole) = (f64::from(own.decibels()), crate_says(rate, &frames));
                assert!((own - whole).abs() < 0.001, "{rate} Hz: {own} instead of {whole} dBTP");
            }
        }
    }
}
