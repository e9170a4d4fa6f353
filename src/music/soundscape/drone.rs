//! The drone: octave, fifth and unison of the centre, low, each partial breathing by itself.

use std::f64::consts::TAU;

use super::block::{Buses, Span};
use super::journey::{Air, Journey, Section, ease, gain};
use super::pieces::Piece;
use super::sine::Sine;

/// Ratio to the centre and gain of each tone.
const TONES: [(f64, f64); 3] = [(0.5, 0.030), (0.75, 0.017), (1.0, 0.015)];
/// Length of the crossfade between two centres, in seconds.
const CROSSFADE: f64 = 20.0;
/// Re-entry begins on the subdominant: home's drone waits for this part of a minute.
const HOMECOMING: f64 = 2.0 / 3.0;

/// All partials of all centres; those of other centres are silent.
pub struct Drone {
    centres: Vec<Centre>,
}

struct Centre {
    from: f64,
    to: f64,
    crossfade: f64,
    partials: Vec<Partial>,
}

struct Partial {
    sine: Sine,
    gain: f64,
    harmonic: u8,
    wander: Wander,
    side: Side,
}

struct Wander {
    period: f64,
    phase: f64,
}

#[derive(Clone, Copy)]
enum Side {
    Middle,
    Left,
    Right,
}

impl Drone {
    /// The drone of a piece along a journey.
    pub fn new(piece: &Piece, journey: Journey) -> Self {
        let [peak_a, peak_b] = piece.centres;
        let [first, second, third] = [Section::PeakA, Section::PeakB, Section::Reentry].map(|s| journey.start(s));
        let home_again = third + journey.time(HOMECOMING);
        let stretches = [
            (1.0, f64::NEG_INFINITY, first),
            (peak_a, first, second),
            (peak_b, second, third),
            (1.0, home_again, f64::INFINITY),
        ];
        let crossfade = CROSSFADE.min(journey.time(1.0));
        let centre = |(number, (ratio, from, to)): (usize, (f64, f64, f64))| {
            let tones = TONES.iter().enumerate();
            let partials = tones.flat_map(|(tone, (part, gain))| {
                let mut hz = piece.home * ratio * part;
                while hz > 150.0 * part.max(0.7) {
                    hz /= 2.0;
                }
                partials(hz, *gain, (number, tone))
            });
            Centre { from, to, crossfade, partials: partials.collect() }
        };
        Self { centres: stretches.into_iter().enumerate().map(centre).collect() }
    }

    /// Adds it to the buses.
    pub fn render(&self, span: &Span, buses: &mut Buses) {
        for centre in &self.centres {
            let presence = span.line(|air| centre.presence(air));
            if presence.from == 0.0 && presence.to == 0.0 {
                continue;
            }
            let fall = [1.0, 2.0, 3.0]
                .map(|harmonic: f64| presence.times(span.line(|air| harmonic.powf(-1.4 - 0.8 * air.warmth))));
            for partial in &centre.partials {
                let [first, second, third] = fall;
                let fall = match partial.harmonic {
                    1 => first,
                    2 => second,
                    _ => third,
                };
                let line = fall.times(span.line(|air| partial.level(air.time)));
                let out = match partial.side {
                    Side::Middle => &mut buses.middle,
                    Side::Left => &mut buses.dry[0],
                    Side::Right => &mut buses.dry[1],
                };
                partial.sine.add(span.frame, line, out);
            }
        }
    }
}

impl Centre {
    /// Gain of the whole drone on this centre; it yields a little to the music at the peak.
    fn presence(&self, air: &Air) -> f64 {
        let part = |since: f64| ease((air.time - since) / self.crossfade + 0.5);
        let here = part(self.from) * (1.0 - part(self.to));
        if here == 0.0 { 0.0 } else { here * air.swell * gain(-2.0 * ease((air.intensity - 0.5) / 0.3)) }
    }
}

impl Partial {
    fn level(&self, time: f64) -> f64 {
        self.gain * (0.65 + 0.35 * (TAU * time / self.wander.period + self.wander.phase).sin())
    }
}

/// Three harmonics of a tone: the first in the middle, the others as two, a little apart, left and right.
fn partials(hz: f64, gain: f64, (centre, tone): (usize, usize)) -> impl Iterator<Item = Partial> {
    let sides = [(1, Side::Middle), (2, Side::Left), (2, Side::Right), (3, Side::Left), (3, Side::Right)];
    sides.into_iter().map(move |(number, side)| {
        let harmonic = f64::from(number);
        let (detune, turn) = match side {
            Side::Middle => (0.0, 0),
            Side::Left => (-0.0008 / harmonic, 0),
            Side::Right => (0.0008 / harmonic, 2),
        };
        let phase = (centre * 3 + tone) as f64;
        Partial {
            sine: Sine::new(hz * harmonic * (1.0 + detune), phase),
            gain,
            harmonic: number,
            wander: Wander { period: 19.0 + 7.3 * harmonic + 5.1 * tone as f64, phase: f64::from(turn + number) },
            side,
        }
    })
}
