//! What the whole instrument shares at one instant: intensity, warmth, space, breath.

use std::f64::consts::{PI, TAU};

use super::journey::{BREATH, Journey};
use super::pieces::Piece;

/// Points (minute, value) joined by raised cosines.
#[derive(Clone, Copy, Debug)]
pub struct Curve<'a>(pub &'a [(f64, f64)]);

impl Curve<'_> {
    /// The value at a minute; before the first and after the last point it stands still.
    pub fn at(&self, minute: f64) -> f64 {
        let Some((first, last)) = self.0.first().zip(self.0.last()) else { return 0.0 };
        if minute <= first.0 {
            return first.1;
        }
        for (from, to) in self.0.iter().zip(self.0.iter().skip(1)) {
            if minute < to.0 {
                return from.1 + (to.1 - from.1) * ease((minute - from.0) / (to.0 - from.0));
            }
        }
        last.1
    }
}

/// A raised cosine from 0 to 1 as `x` goes from 0 to 1.
pub fn ease(x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x < 1.0 {
        0.5 - 0.5 * (PI * x).cos()
    } else {
        1.0
    }
}

/// The factor of a gain in dB.
pub fn gain(decibels: f64) -> f64 {
    10f64.powf(decibels / 20.0)
}

const INTENSITY: Curve = Curve(&[
    (0.0, 0.1),
    (8.0, 0.2),
    (20.0, 0.4),
    (30.0, 0.6),
    (40.0, 0.7),
    (48.0, 0.65),
    (54.0, 0.42),
    (63.0, 0.32),
    (68.0, 0.2),
    (75.0, 0.1),
]);
const WARMTH: Curve = Curve(&[
    (0.0, 0.40),
    (10.0, 0.46),
    (22.0, 0.58),
    (31.0, 0.80),
    (48.0, 0.84),
    (54.0, 0.54),
    (66.0, 0.40),
    (75.0, 0.50),
]);
const NATURE: Curve = Curve(&[
    (0.0, -2.0),
    (9.0, -3.0),
    (18.0, -7.0),
    (28.0, -12.0),
    (32.0, -18.0),
    (48.0, -17.0),
    (54.0, -10.0),
    (66.0, -6.0),
    (75.0, -7.0),
]);
const SWELL: Curve = Curve(&[(0.0, 4.0), (10.0, 3.2), (22.0, 2.0), (32.0, 1.4), (50.0, 1.2), (66.0, 2.2), (75.0, 2.6)]);
const WIDTH: Curve = Curve(&[
    (0.0, 0.62),
    (12.0, 0.66),
    (22.0, 0.78),
    (32.0, 0.92),
    (48.0, 0.94),
    (54.0, 0.80),
    (66.0, 0.70),
    (76.0, 0.65),
]);
const REVERB: Curve = Curve(&[(0.0, 6.0), (20.0, 6.5), (32.0, 9.0), (48.0, 9.0), (54.0, 6.5), (70.0, 5.0)]);

/// What an offset of 1.0 to the intensity gains, in dB.
const LOUDER: f64 = 6.0;
/// What an offset of 1.0 to the warmth gains the colours, in dB.
const COLOUR: f64 = -12.0;
/// What it gains a voice of the pads for each voice that it is above the alto, in dB.
const REGISTER: f64 = -5.0;

/// Everything the whole instrument shares at one instant.
#[derive(Clone, Copy, Debug)]
pub struct Air {
    /// Seconds since the anchor.
    pub time: f64,
    /// From 0 to 1, with what the therapist added.
    pub intensity: f64,
    /// From 0 to 1; warm is dark.
    pub warmth: f64,
    /// Gain of the side signal.
    pub width: f64,
    /// From 0 (breathed out) to 1 (breathed in).
    pub breath: f64,
    /// Gain of the breath in everything tonal.
    pub swell: f64,
    /// Gain of nature.
    pub nature: f64,
    /// Time in which the reverb falls by 60 dB, in seconds.
    pub reverb: f64,
    /// Gain of the colours, by the therapist's warmth.
    pub colour: f64,
    /// Gain of the pads per voice above the alto, by the therapist's warmth.
    pub register: f64,
    /// Gain of the whole.
    pub trim: f64,
}

impl Air {
    /// The air at a time in seconds.
    pub fn at(journey: &Journey, piece: &Piece, time: f64) -> Self {
        let minute = journey.minute(time);
        let (more, warmer) = journey.nudged(time);
        let written = INTENSITY.at(minute);
        let breath = swing(time, BREATH);
        let peak = ease((written - 0.45) / 0.12);
        let swell = SWELL.at(minute) * (breath - 0.6) + 2.4 * peak * (swing(time, 4.0 * BREATH) - 0.5);
        // What a change of warmth gains or loses in loudness, measured.
        let evened = 1.8 * warmer - 11.7 * warmer * warmer;
        Self {
            time,
            intensity: written + more,
            warmth: (WARMTH.at(minute) + warmer).clamp(0.0, 1.0),
            width: WIDTH.at(minute),
            breath,
            swell: gain(swell),
            nature: gain(NATURE.at(minute)),
            reverb: REVERB.at(minute),
            colour: gain(COLOUR * warmer),
            register: gain(REGISTER * warmer),
            trim: gain(trim(piece, minute) + LOUDER * more + evened),
        }
    }

    /// The opposite of warmth.
    pub fn brightness(&self) -> f64 {
        1.0 - self.warmth
    }
}

/// From 0 to 1 and back in one period.
fn swing(time: f64, period: f64) -> f64 {
    0.5 - 0.5 * (TAU * (time / period).fract()).cos()
}

/// The piece's trim in dB, gliding where the level glides.
fn trim(piece: &Piece, minute: f64) -> f64 {
    let [hold, onset, building, peak_a, peak_b, reentry, home, bed] = piece.trim;
    Curve(&[
        (9.5, hold),
        (12.0, onset),
        (19.5, onset),
        (21.5, building),
        (29.5, building),
        (31.5, peak_a),
        (38.0, peak_a),
        (42.0, peak_b),
        (49.5, peak_b),
        (52.0, reentry),
        (64.0, reentry),
        (66.5, home),
        (74.5, home),
        (77.0, bed),
    ])
    .at(minute)
}
