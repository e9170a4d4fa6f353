//! What can be measured of music: loudness, colour, harmony, calm, space.

use ebur128::{EbuR128, Mode};
use realfft::RealFftPlanner;

use super::spectra::{Spectrum, cosine_distance, krumhansl, peaks, roughness};

pub const RATE: usize = 48_000;
/// Frames of the window in which harmony is looked at, and from one to the next.
const LONG: (usize, usize) = (32_768, 16_384);
/// Frames of the window in which colour is looked at, and from one to the next.
const MIDDLE: (usize, usize) = (8_192, 16_384);
/// Frames of the window in which onsets are looked for, and of 50 ms.
const SHORT: (usize, usize) = (4_096, 2_400);

/// The figures of a stretch of stereo music; of its mono sum where that is not said otherwise.
#[derive(Clone, Debug)]
pub struct Figures {
    /// LUFS, gated.
    pub loudness: f64,
    /// LU, EBU 3342.
    pub range: f64,
    /// dBTP of the louder channel.
    pub true_peak: f64,
    /// LU that are lost in the mono sum.
    pub mono_loss: f64,
    /// Correlation of left and right in 3 s, the median.
    pub correlation: f64,
    /// Hz, the median.
    pub centroid: f64,
    /// Sethares, the median.
    pub roughness: f64,
    /// Share of energy in the partials, the median.
    pub tonal: f64,
    /// Correlation with the best key profile in 20 s, the median.
    pub key: f64,
    /// Changes of harmony per minute.
    pub changes: f64,
    /// Distance of the harmony 30 s later, the mean.
    pub variety: f64,
    /// Distance to the most similar harmony of 50 s before or earlier, the mean.
    pub memory: f64,
    /// Steepest rise in dB per 100 ms, K-weighted: the maximum and the 99.9th percentile.
    pub startle: (f64, f64),
    /// Onsets per minute, and the strongest in dB.
    pub onsets: (f64, f64),
    /// Share of energy under 120 Hz.
    pub low: f64,
    /// Share of the level's movement that is the breath of 11 s.
    pub breath: f64,
    /// dB by which the loudest millisecond over 11 kHz stands out.
    pub click: f64,
}

impl Figures {
    pub fn of(stereo: &[f32]) -> Self {
        let mono = summed_up(stereo);
        let meter = measured(stereo, Mode::I | Mode::LRA | Mode::TRUE_PEAK);
        let both: Vec<f32> = mono.iter().flat_map(|sample| [*sample; 2]).collect();
        let loudness = meter.loudness_global().unwrap();
        let peak = [0, 1].map(|channel| meter.true_peak(channel).unwrap()).into_iter().fold(0.0, f64::max);
        let long = Spectrum::all(&mono, LONG, RATE);
        let chroma: Vec<[f64; 12]> = long.iter().map(Spectrum::chroma).collect();
        let partials: Vec<_> = long.iter().map(|spectrum| (peaks(spectrum), spectrum.energy(40.0, 5_000.0))).collect();
        let energy = |low: f64, high: f64| long.iter().map(|spectrum| spectrum.energy(low, high)).sum::<f64>();
        let (variety, memory) = recurrence(&summed(&chroma, 10.0));
        Self {
            loudness,
            range: meter.loudness_range().unwrap(),
            true_peak: 20.0 * peak.log10(),
            mono_loss: loudness - measured(&both, Mode::I).loudness_global().unwrap(),
            correlation: median(stereo.chunks_exact(6 * RATE).map(correlation)),
            centroid: centroid(stereo),
            roughness: median(partials.iter().map(|(peaks, _)| roughness(peaks))),
            tonal: median(
                partials
                    .iter()
                    .map(|(peaks, energy)| peaks.iter().map(|(_, level)| level * level).sum::<f64>() * 1.5 / energy),
            ),
            key: median(summed(&chroma, 20.0).iter().map(krumhansl)),
            changes: changes(&chroma) / (mono.len() as f64 / RATE as f64 / 60.0),
            variety,
            memory,
            startle: startle(stereo),
            onsets: onsets(&mono),
            low: energy(15.0, 120.0) / energy(15.0, 20_000.0),
            breath: breath(&mono),
            click: click(&mono),
        }
    }
}

fn summed_up(stereo: &[f32]) -> Vec<f32> {
    stereo.chunks_exact(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect()
}

/// The mean frequency of the mono sum in Hz, the median.
pub fn centroid(stereo: &[f32]) -> f64 {
    median(Spectrum::all(&summed_up(stereo), MIDDLE, RATE).iter().map(Spectrum::centroid))
}

pub fn measured(samples: &[f32], mode: Mode) -> EbuR128 {
    let mut meter = EbuR128::new(2, RATE as u32, mode).unwrap();
    meter.add_frames_f32(samples).unwrap();
    meter
}

pub fn quantile(values: impl Iterator<Item = f64>, part: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part).round() as usize]
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    quantile(values, 0.5)
}

fn decibels(power: f64) -> f64 {
    10.0 * power.max(1e-30).log10()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn correlation(stereo: &[f32]) -> f64 {
    let sum = |of: fn(f64, f64) -> f64| -> f64 {
        stereo.chunks_exact(2).map(|pair| of(f64::from(pair[0]), f64::from(pair[1]))).sum()
    };
    sum(|l, r| l * r) / (sum(|l, _| l * l) * sum(|_, r| r * r)).sqrt()
}

/// Chroma of stretches of that many seconds.
fn summed(chroma: &[[f64; 12]], seconds: f64) -> Vec<[f64; 12]> {
    let count = (seconds * RATE as f64 / LONG.1 as f64).round() as usize;
    let sum = |part: &[[f64; 12]]| std::array::from_fn(|class| part.iter().map(|chroma| chroma[class]).sum());
    chroma.chunks_exact(count).map(sum).collect()
}

/// Variety and memory of stretches of 10 s.
fn recurrence(tens: &[[f64; 12]]) -> (f64, f64) {
    let later: Vec<f64> =
        tens.iter().zip(tens.iter().skip(3)).map(|(one, other)| cosine_distance(one, other)).collect();
    let nearest = |now: usize| {
        tens[..now - 4].iter().map(|before| cosine_distance(before, &tens[now])).fold(f64::INFINITY, f64::min)
    };
    let nearest: Vec<f64> = (5..tens.len()).map(nearest).collect();
    (mean(&later), mean(&nearest))
}

/// Peaks of at least 0.08, 2 s apart, of the distance between 4 s before and 4 s after.
fn changes(chroma: &[[f64; 12]]) -> f64 {
    let second = RATE as f64 / LONG.1 as f64;
    let (around, apart) = ((4.0 * second) as usize, (2.0 * second) as usize);
    let sum = |part: &[[f64; 12]]| -> [f64; 12] {
        std::array::from_fn(|class| part.iter().map(|chroma| chroma[class]).sum())
    };
    let distances: Vec<f64> = chroma
        .windows(2 * around)
        .map(|window| cosine_distance(&sum(&window[..around]), &sum(&window[around..])))
        .collect();
    tops(&distances, 0.08, apart).len() as f64
}

/// Places where a curve is highest within `apart` on both sides, and at least `least`.
fn tops(curve: &[f64], least: f64, apart: usize) -> Vec<usize> {
    let highest = |place: usize| {
        let around = &curve[place.saturating_sub(apart)..curve.len().min(place + apart + 1)];
        around.iter().all(|value| *value <= curve[place])
    };
    (0..curve.len()).filter(|place| curve[*place] >= least && highest(*place)).collect()
}

/// The steepest rise of K-weighted level in 100 ms, in dB, over a floor 25 dB under the loudness of the whole.
pub fn startle(stereo: &[f32]) -> (f64, f64) {
    let power: Vec<f64> = k_weighted(stereo, 0).zip(k_weighted(stereo, 1)).map(|(l, r)| l * l + r * r).collect();
    let floor = mean(&power) * 10f64.powf(-2.5);
    let tens: Vec<f64> = power.chunks_exact(480).map(mean).collect();
    let levels: Vec<f64> = tens.windows(5).map(|fifty| decibels(mean(fifty) + floor)).collect();
    let rises = || levels.iter().zip(levels.iter().skip(10)).map(|(before, after)| after - before);
    (rises().fold(0.0, f64::max), quantile(rises(), 0.999))
}

/// Onsets per minute and the strongest: the mean rise of 40 mel bands in 100 ms, at most 46 dB under the loudest.
fn onsets(mono: &[f32]) -> (f64, f64) {
    let bands: Vec<[f64; 40]> = Spectrum::all(mono, SHORT, RATE).iter().map(Spectrum::mel).collect();
    let loudest = bands.iter().flatten().copied().fold(0.0, f64::max);
    let level = |power: f64| decibels(power.max(loudest * 10f64.powf(-4.6)));
    let rise = |(before, after): (&[f64; 40], &[f64; 40])| {
        before.iter().zip(after).map(|(before, after)| (level(*after) - level(*before)).max(0.0)).sum::<f64>() / 40.0
    };
    let flux: Vec<f64> = bands.iter().zip(bands.iter().skip(2)).map(rise).collect();
    let count = tops(&flux, 2.5, 2).len() as f64;
    (count / (mono.len() as f64 / RATE as f64 / 60.0), flux.into_iter().fold(0.0, f64::max))
}

/// Level in 1 s without its slow trend: the share of 0.078–0.105 Hz in 0.03 Hz and more.
fn breath(mono: &[f32]) -> f64 {
    let power = |second: &[f32]| second.iter().map(|sample| f64::from(sample * sample)).sum::<f64>();
    let levels: Vec<f64> = mono.chunks_exact(RATE).map(|second| decibels(power(second))).collect();
    let trend = |place: usize| mean(&levels[place.saturating_sub(15)..levels.len().min(place + 16)]);
    let count = levels.len();
    let hann = |place: usize| 0.5 - 0.5 * (std::f64::consts::TAU * (place as f64 + 0.5) / count as f64).cos();
    let mut moving: Vec<f64> = (0..count).map(|place| (levels[place] - trend(place)) * hann(place)).collect();
    let transform = RealFftPlanner::new().plan_fft_forward(count);
    let mut bins = transform.make_output_vec();
    transform.process(&mut moving, &mut bins).unwrap();
    let between = |from: f64, to: f64| -> f64 {
        let within = |bin: &usize| (from..=to).contains(&(*bin as f64 / count as f64));
        (0..bins.len()).filter(within).map(|bin| bins[bin].norm_sqr()).sum()
    };
    between(0.078, 0.105) / between(0.03, 1.0)
}

/// The loudest millisecond over 11 kHz against the median of the tenth of a second around it, at least −100 dBFS.
fn click(mono: &[f32]) -> f64 {
    // Second-order Butterworth high pass at 11 kHz, twice.
    let pass = || Biquad::new([0.318_7, -0.637_4, 0.318_7], [-0.119_5, 0.155_3]);
    let (mut first, mut second) = (pass(), pass());
    let high: Vec<f64> = mono.iter().map(|sample| second.filter(first.filter(f64::from(*sample))).powi(2)).collect();
    let milliseconds: Vec<f64> = high.chunks_exact(48).map(mean).collect();
    let stands_out = |around: &[f64]| {
        let usual = quantile(around.iter().copied(), 0.5).max(1e-10);
        around.iter().map(|power| decibels(power / usual)).fold(0.0, f64::max)
    };
    milliseconds.chunks(100).skip(1).map(stands_out).fold(0.0, f64::max)
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
