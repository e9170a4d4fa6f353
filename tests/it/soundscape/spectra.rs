//! Spectra, and what is read from them.

use realfft::RealFftPlanner;

/// Major and minor of Krumhansl 1990.
const PROFILES: [[f64; 12]; 2] = [
    [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
    [6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
];

/// Amplitudes of the bins of a window.
pub struct Spectrum {
    /// Width of a bin in Hz.
    width: f64,
    levels: Vec<f32>,
}

impl Spectrum {
    /// Of Hann windows of `length` frames, `hop` apart.
    pub fn all(mono: &[f32], (length, hop): (usize, usize), rate: usize) -> Vec<Self> {
        let transform = RealFftPlanner::<f32>::new().plan_fft_forward(length);
        let turn = std::f32::consts::TAU / length as f32;
        let hann: Vec<f32> = (0..length).map(|place| 0.5 - 0.5 * (turn * place as f32).cos()).collect();
        let mut bins = transform.make_output_vec();
        let windows = (0..).map(|number| number * hop).take_while(|first| first + length <= mono.len());
        let spectrum = |first: usize| {
            let window = &mono[first..first + length];
            let mut input: Vec<f32> = window.iter().zip(&hann).map(|(sample, hann)| sample * hann).collect();
            transform.process(&mut input, &mut bins).unwrap();
            let levels = bins.iter().map(|bin| bin.norm() * 4.0 / length as f32).collect();
            Self { width: rate as f64 / length as f64, levels }
        };
        windows.map(spectrum).collect()
    }

    /// Frequencies in Hz and amplitudes between two frequencies.
    fn between(&self, low: f64, high: f64) -> impl Iterator<Item = (f64, f64)> {
        let first = (low / self.width).ceil() as usize;
        let bins = self.levels.iter().enumerate().skip(first);
        bins.map(|(bin, level)| (bin as f64 * self.width, f64::from(*level))).take_while(move |(hz, _)| *hz <= high)
    }

    /// Power between two frequencies.
    pub fn energy(&self, low: f64, high: f64) -> f64 {
        self.between(low, high).map(|(_, level)| level * level).sum()
    }

    /// The mean frequency, weighted by amplitude, from 30 Hz to 12 kHz.
    pub fn centroid(&self) -> f64 {
        let sum = |of: fn(f64, f64) -> f64| self.between(30.0, 12_000.0).map(|(hz, level)| of(hz, level)).sum::<f64>();
        sum(|hz, level| hz * level) / sum(|_, level| level)
    }

    /// Amplitude by pitch class from 60 Hz to 2 kHz.
    pub fn chroma(&self) -> [f64; 12] {
        let mut chroma = [0.0; 12];
        for (hz, level) in self.between(60.0, 2_000.0) {
            let class = (12.0 * (hz / 440.0).log2()).round() as i64;
            chroma[class.rem_euclid(12) as usize] += level;
        }
        chroma
    }

    /// Power in 40 bands of equal width in mel from 40 Hz to 12 kHz.
    pub fn mel(&self) -> [f64; 40] {
        let mel = |hz: f64| 2_595.0 * (1.0 + hz / 700.0).log10();
        let (low, high) = (mel(40.0), mel(12_000.0));
        let mut bands = [0.0; 40];
        for (hz, level) in self.between(40.0, 11_900.0) {
            bands[((mel(hz) - low) / (high - low) * 40.0) as usize] += level * level;
        }
        bands
    }
}

/// The 40 strongest partials within 45 dB from 40 Hz to 5 kHz: frequency in Hz, amplitude.
pub fn peaks(spectrum: &Spectrum) -> Vec<(f64, f64)> {
    let bins: Vec<(f64, f64)> = spectrum.between(38.0, 5_002.0).collect();
    let mut peaks: Vec<(f64, f64)> = bins
        .windows(3)
        .filter(|three| three[1].1 > three[0].1 && three[1].1 >= three[2].1)
        .map(|three| three[1])
        .collect();
    peaks.sort_by(|a, b| b.1.total_cmp(&a.1));
    let least = peaks.first().map_or(0.0, |(_, level)| level * 10f64.powf(-45.0 / 20.0));
    peaks.into_iter().take(40).take_while(|(_, level)| *level >= least).collect()
}

/// Roughness of partials after Sethares 1993, by their summed amplitude.
pub fn roughness(peaks: &[(f64, f64)]) -> f64 {
    let mut rough = 0.0;
    for (number, (hz, level)) in peaks.iter().enumerate() {
        for (other_hz, other_level) in &peaks[..number] {
            let apart = 0.24 / (0.0207 * hz.min(*other_hz) + 18.96) * (hz - other_hz).abs();
            rough += level.min(*other_level) * ((-3.5 * apart).exp() - (-5.75 * apart).exp());
        }
    }
    rough / peaks.iter().map(|(_, level)| level).sum::<f64>()
}

pub fn cosine_distance(one: &[f64; 12], other: &[f64; 12]) -> f64 {
    let dot = |a: &[f64; 12], b: &[f64; 12]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    1.0 - dot(one, other) / (dot(one, one) * dot(other, other)).sqrt()
}

/// The best correlation with a key profile.
pub fn krumhansl(chroma: &[f64; 12]) -> f64 {
    let without_mean = |values: [f64; 12]| {
        let mean = values.iter().sum::<f64>() / 12.0;
        values.map(|value| value - mean)
    };
    let chroma = without_mean(*chroma);
    let fits = |key: usize, profile: [f64; 12]| {
        let profile = without_mean(std::array::from_fn(|class| profile[(class + 12 - key) % 12]));
        1.0 - cosine_distance(&chroma, &profile)
    };
    let keys = (0..12).flat_map(|key| PROFILES.map(|profile| fits(key, profile)));
    keys.fold(f64::NEG_INFINITY, f64::max)
}
