//! The built-in music: what is written, what is heard, and that both depend on nothing but name, seed, shape and time.

mod resume;
mod score;
mod steering;

use std::sync::OnceLock;
use std::time::Duration;

use ebur128::{EbuR128, Mode};
use holdspace::music::playlist::SOUNDSCAPES;
use holdspace::music::soundscape::{Shape, Soundscape};

const RATE: u64 = 48_000;

fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

fn tidewater(target: Duration) -> Soundscape {
    Soundscape::new("tidewater", 11, &Shape::lasting(target)).unwrap()
}

/// The next `frames` frames, interleaved.
fn play(music: &mut Soundscape, frames: usize) -> Vec<f32> {
    let mut out = vec![f32::NAN; frames * 2];
    music.fill(&mut out);
    out
}

/// Stretches of Tidewater of 110 s each (ten breaths), before the arc.
fn windows() -> &'static [(&'static str, Vec<f32>)] {
    static WINDOWS: OnceLock<Vec<(&str, Vec<f32>)>> = OnceLock::new();
    WINDOWS.get_or_init(|| {
        let mut music = tidewater(minutes(75));
        let mut window = |(name, leg): (&'static str, u64)| {
            music.seek(leg * 64 * RATE);
            (name, play(&mut music, 110 * RATE as usize))
        };
        [("hold", 3), ("building", 22), ("peak", 31), ("re-entry", 52), ("bed", 74)].map(&mut window).into()
    })
}

fn measured(samples: &[f32], mode: Mode) -> EbuR128 {
    let mut meter = EbuR128::new(2, RATE as u32, mode).unwrap();
    meter.add_frames_f32(samples).unwrap();
    meter
}

#[test]
fn every_stage_is_as_loud_as_a_levelled_file() {
    for (name, samples) in windows() {
        let loudness = measured(samples, Mode::I).loudness_global().unwrap();
        assert!((loudness + 20.0).abs() <= 1.0, "{name}: {loudness} LUFS");
    }
}

#[test]
fn the_other_pieces_are_level_at_the_peak() {
    for (name, _, seed) in SOUNDSCAPES.into_iter().skip(1) {
        let mut music = Soundscape::new(name, seed, &Shape::lasting(minutes(75))).unwrap();
        music.seek(33 * 64 * RATE);
        let loudness = measured(&play(&mut music, 44 * RATE as usize), Mode::I).loudness_global().unwrap();
        assert!((loudness + 20.0).abs() <= 1.5, "{name}: {loudness} LUFS");
    }
}

#[test]
fn no_true_peak_exceeds_minus_6_dbtp() {
    for (name, samples) in windows() {
        let meter = measured(samples, Mode::TRUE_PEAK);
        let peak = [0, 1].map(|channel| meter.true_peak(channel).unwrap()).into_iter().fold(0.0, f64::max);
        assert!(20.0 * peak.log10() <= -6.0, "{name}: {} dBTP", 20.0 * peak.log10());
    }
}

#[test]
fn every_sample_is_a_number() {
    for (name, samples) in windows() {
        assert!(samples.iter().all(|sample| sample.is_finite()), "{name}");
    }
}

#[test]
fn nothing_startles() {
    for (name, samples) in windows() {
        let rise = steepest_rise(samples);
        assert!(rise <= 7.5, "{name}: {rise} dB in 100 ms");
    }
}

/// The steepest rise of K-weighted level in 100 ms, in dB, over a floor 25 dB under the loudness of the whole.
fn steepest_rise(samples: &[f32]) -> f64 {
    let power: Vec<f64> = k_weighted(samples, 0).zip(k_weighted(samples, 1)).map(|(l, r)| l * l + r * r).collect();
    let mean = |window: &[f64]| window.iter().sum::<f64>() / window.len() as f64;
    let floor = mean(&power) * 10f64.powf(-2.5);
    let tens: Vec<f64> = power.chunks_exact(480).map(mean).collect();
    let levels: Vec<f64> = tens.windows(5).map(|fifty| 10.0 * (mean(fifty) + floor).log10()).collect();
    levels.iter().zip(levels.iter().skip(10)).map(|(before, after)| after - before).fold(0.0, f64::max)
}

/// One channel through the two filters of ITU-R BS.1770 at 48 kHz.
fn k_weighted(samples: &[f32], channel: usize) -> impl Iterator<Item = f64> {
    let mut shelf = Biquad::new(
        [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85],
        [-1.690_659_293_182_41, 0.732_480_774_215_85],
    );
    let mut cut = Biquad::new([1.0, -2.0, 1.0], [-1.990_047_454_833_98, 0.990_072_250_366_21]);
    let channel = samples.iter().skip(channel).step_by(2);
    channel.map(move |sample| cut.filter(shelf.filter(f64::from(*sample))))
}

struct Biquad {
    forward: [f64; 3],
    back: [f64; 2],
    state: [f64; 2],
}

impl Biquad {
    fn new(forward: [f64; 3], back: [f64; 2]) -> Self {
        Self { forward, back, state: [0.0; 2] }
    }

    fn filter(&mut self, input: f64) -> f64 {
        let output = self.forward[0] * input + self.state[0];
        self.state[0] = self.forward[1] * input - self.back[0] * output + self.state[1];
        self.state[1] = self.forward[2] * input - self.back[1] * output;
        output
    }
}
