//! Nature: three bands of noise in waves; an in-breath is a wave coming in.

use std::f64::consts::TAU;

use super::air::{Air, gain};
use super::block::{Buses, Head, Span};
use super::table::Tables;

/// Each band is read twice, at rates without a common period, so that it never repeats.
const SLOWER: f64 = 0.8617;
/// How far apart the channels read, at each rate.
const APART: [usize; 2] = [100_003, 77_773];
/// Gain of all nature.
const LEVEL: f64 = 0.7;
/// Bands below this gain are left out.
const UNHEARD: f32 = 2e-6;

/// The bands of a piece.
#[derive(Clone)]
pub struct Nature {
    /// Low, middle and high.
    gains: [f64; 3],
}

impl Nature {
    /// Nature with the piece's own balance, low, middle and high, in dB.
    pub fn new(decibels: [f64; 3]) -> Self {
        Self { gains: decibels.map(|band| gain(band) * LEVEL) }
    }

    /// Adds it to the buses.
    pub fn render(&self, span: &Span, tables: &Tables, buses: &mut Buses) {
        for (band, (table, gain)) in tables.noise().iter().zip(self.gains).enumerate() {
            let level = span.line(|air| gain * air.nature * wave(band, air));
            if level.below(UNHEARD) {
                continue;
            }
            let heads = [
                Head { origin: (band as u64 * 31) << 32, step: Head::step(1.0) },
                Head { origin: 5551 << 32, step: Head::step(SLOWER) },
            ];
            for (head, apart) in heads.into_iter().zip(APART) {
                head.read_stereo(table, span.frame, apart, [level; 2], &mut buses.dry);
            }
        }
    }
}

/// How high the wave of a band stands.
fn wave(band: usize, air: &Air) -> f64 {
    let slow = |period: f64, phase: f64| 0.5 + 0.5 * (TAU * air.time / period + phase).sin();
    let breath = air.breath;
    match band {
        0 => 0.020 * (0.55 + 0.45 * breath),
        1 => 0.022 * (0.25 + 0.75 * breath.powf(1.5)) * (0.6 + 0.4 * slow(71.3, 0.0)),
        _ => {
            let foam = (0.12 + 0.88 * breath.powi(3)) * (0.4 + 0.6 * slow(113.9, 1.0));
            0.0075 * foam * (0.4 + 0.6 * air.brightness())
        }
    }
}
