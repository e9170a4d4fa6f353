//! The wave tables: PADsynth spectra (Nasca 2006) and bands of noise.

use std::array;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner};

use super::FRAME_RATE;
use super::chance::{Chance, Purpose};

/// Samples of a table; 5.5 s, a power of two so that reading wraps by a mask.
pub const SIZE: usize = 1 << 18;
/// The lowest of the four base pitches in Hz; each next one is an octave higher.
pub const LOWEST: f64 = 65.4;
/// Tables kept although nobody plays from them, in seeds: two sound together in a crossfade.
const KEPT: usize = 2;
/// Width of one bin in Hz.
const BIN: f64 = FRAME_RATE / SIZE as f64;
/// No partial lies above this, in Hz.
const HIGHEST_PARTIAL: f64 = 9000.0;

/// What a sample of 1 stands for: six times the RMS fits, and the rounding lies 85 dB below it.
pub const UNIT: f32 = 6.0 / 32_767.0;

/// The samples of a table, in units of [`UNIT`].
pub type Samples = [i16; SIZE];
/// One period of a sound, RMS 1.
pub type Table = Box<Samples>;
/// From a spectrum to a table.
type Inverse = Arc<dyn ComplexToReal<f32>>;

/// What the spectrum of a pad is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timbre {
    /// The body of every pad: few partials.
    Dark,
    /// Many partials, no vowel.
    Bright,
    /// Sung, closed lips.
    Oo,
    /// Sung, open.
    Ah,
}

/// Everything that is read by the pads and by nature.
pub struct Tables {
    tones: [[Table; 4]; 4],
    noise: Arc<[Table; 3]>,
}

impl Tables {
    /// The tables of a seed; built in about 0.2 s the first time, then shared.
    pub fn shared(seed: u64) -> Arc<Self> {
        static CACHE: Mutex<Vec<(u64, Arc<Tables>)>> = Mutex::new(Vec::new());
        let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        let known = cache.iter().position(|(of, _)| *of == seed).map(|place| cache.remove(place).1);
        let tables = known.unwrap_or_else(|| Arc::new(Self::build(seed)));
        cache.push((seed, Arc::clone(&tables)));
        while cache.len() > KEPT {
            drop(cache.remove(0));
        }
        tables
    }

    /// The table of a timbre at an octave from 0 to 3 above [`LOWEST`].
    pub fn tone(&self, timbre: Timbre, octave: usize) -> &Samples {
        let [first, second, third, fourth] = match timbre {
            Timbre::Dark => &self.tones[0],
            Timbre::Bright => &self.tones[1],
            Timbre::Oo => &self.tones[2],
            Timbre::Ah => &self.tones[3],
        };
        match octave {
            0 => first,
            1 => second,
            2 => third,
            _ => fourth,
        }
    }

    /// Low, middle and high noise.
    pub fn noise(&self) -> &[Table; 3] {
        &self.noise
    }

    fn build(seed: u64) -> Self {
        static NOISE: OnceLock<Arc<[Table; 3]>> = OnceLock::new();
        let bands = [(90.0, 420.0, -0.5, 1), (350.0, 1300.0, -0.4, 2), (1200.0, 4200.0, -0.5, 3)];
        let inverse: Inverse = RealFftPlanner::new().plan_fft_inverse(SIZE);
        let noises = || Arc::new(bands.map(|(low, high, tilt, seed)| noise(&inverse, (low, high, tilt), seed)));
        // A thread a timbre: whoever waits for the music to come back waits for these.
        thread::scope(|scope| {
            let others = [Timbre::Bright, Timbre::Oo, Timbre::Ah].map(|timbre| {
                let inverse = &inverse;
                scope.spawn(move || octaves(inverse, timbre, seed))
            });
            let noise = scope.spawn(|| Arc::clone(NOISE.get_or_init(noises)));
            let dark = octaves(&inverse, Timbre::Dark, seed);
            let [bright, oo, ah] = others.map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            let noise = noise.join().unwrap_or_else(|panic| resume_unwind(panic));
            Self { tones: [dark, bright, oo, ah], noise }
        })
    }
}

/// The tables of a timbre, an octave each.
fn octaves(inverse: &Inverse, timbre: Timbre, seed: u64) -> [Table; 4] {
    let kind = match timbre {
        Timbre::Dark => 0,
        Timbre::Bright => 10,
        Timbre::Oo => 20,
        Timbre::Ah => 30,
    };
    array::from_fn(|octave| {
        let own = seed.wrapping_mul(100).wrapping_add(kind + octave as u64);
        tone(inverse, LOWEST * (1 << octave) as f64, timbre, own)
    })
}

/// Partials as Gaussian bands, so that one note sounds like many players.
fn tone(inverse: &Inverse, base: f64, timbre: Timbre, seed: u64) -> Table {
    let mut spectrum = vec![0.0; SIZE / 2];
    let cents: f64 = match timbre {
        Timbre::Dark | Timbre::Bright => 11.0,
        Timbre::Oo | Timbre::Ah => 17.0,
    };
    for (harmonic, hz) in
        (1..40).map(|h| (f64::from(h), base * f64::from(h))).take_while(|(_, hz)| *hz <= HIGHEST_PARTIAL)
    {
        let width = (((cents / 1200.0).exp2() - 1.0) * hz.powf(0.9) * base.powf(0.1)).max(0.22);
        let level = timbre.level(harmonic, hz) / width.sqrt();
        let reach = (width * 4.0 / BIN) as usize + 2;
        let centre = (hz / BIN) as usize;
        let band = centre.saturating_sub(reach).max(1)..centre + reach;
        for (bin, value) in spectrum.iter_mut().enumerate().take(band.end).skip(band.start) {
            let away = (bin as f64 * BIN - hz) / width;
            *value += level * (-away * away).exp();
        }
    }
    from_spectrum(inverse, &spectrum, seed)
}

impl Timbre {
    /// The level of a partial; `hz` is where it lies, because vowels do not move with the pitch.
    fn level(self, harmonic: f64, hz: f64) -> f64 {
        let formant = |centre: f64, width: f64| (-((hz - centre) / width).powi(2)).exp();
        match self {
            Self::Dark => harmonic.powf(-1.6) * (-(hz / 750.0).powf(1.4)).exp(),
            Self::Bright => harmonic.powf(-1.15) * (-(hz / 2400.0).powf(1.3)).exp(),
            Self::Oo => {
                let vowel = 0.10 + formant(330.0, 170.0) + 0.35 * formant(760.0, 200.0);
                harmonic.powf(-1.5) * vowel * (-(hz / 1700.0).powi(2)).exp()
            }
            Self::Ah => {
                let lower = 0.8 * formant(560.0, 220.0) + 0.55 * formant(1000.0, 260.0);
                (0.12 + lower + 0.10 * formant(2500.0, 420.0)) / harmonic
            }
        }
    }
}

/// A band of noise whose level falls or rises as `f^tilt`.
fn noise(inverse: &Inverse, (low, high, tilt): (f64, f64, f64), seed: u64) -> Table {
    let level = |hz: f64| {
        let edges = (1.0 + (low / hz).powi(4)).sqrt() * (1.0 + (hz / high).powi(4)).sqrt();
        (hz / 500.0).powf(tilt) / edges
    };
    let spectrum: Vec<f64> = (0..SIZE / 2).map(|bin| if bin == 0 { 0.0 } else { level(bin as f64 * BIN) }).collect();
    from_spectrum(inverse, &spectrum, seed)
}

/// The sound of a magnitude spectrum with random phases.
fn from_spectrum(inverse: &Inverse, spectrum: &[f64], seed: u64) -> Table {
    let chance = Chance::new(seed);
    let mut bins = inverse.make_input_vec();
    for (number, (bin, level)) in bins.iter_mut().zip(spectrum).enumerate() {
        if *level > 1e-9 {
            let (sin, cos) = (std::f64::consts::TAU * chance.unit(Purpose::BinPhase, number as u64, 0)).sin_cos();
            *bin = Complex::new((level * cos) as f32, (level * sin) as f32);
        }
    }
    // The first bin is the mean, which a table has not; a real one is all the transform asks for.
    bins.iter_mut().take(1).for_each(|bin| bin.im = 0.0);
    let mut samples = inverse.make_output_vec();
    let done = inverse.process(&mut bins, &mut samples);
    debug_assert!(done.is_ok(), "the lengths are those the transform made");
    let rms = (samples.iter().map(|value| f64::from(value * value)).sum::<f64>() / SIZE as f64).sqrt();
    let whole = |value: &f32| (f64::from(*value) / rms / f64::from(UNIT)).round() as i16;
    let samples: Vec<i16> = samples.iter().map(whole).collect();
    samples.into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!("a table has SIZE samples"))
}
