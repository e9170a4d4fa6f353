//! The drone: octave, fifth and unison of the centre, low, each partial breathing by itself.

use std::f64::consts::TAU;

use super::air::{Air, ease, gain};
use super::block::{Buses, Span};
use super::harmony::Root;
use super::journey::{Journey, Section};
use super::pieces::Piece;
use super::sine::Sine;

/// Ratio to the centre and gain of each tone.
const TONES: [(f64, f64); 3] = [(0.5, 0.030), (0.75, 0.017), (1.0, 0.015)];
/// Length of the crossfade between two centres, in seconds.
const CROSSFADE: f64 = 20.0;
/// Re-entry begins on the subdominant: home's drone waits for this part of a minute.
const HOMECOMING: f64 = 2.0 / 3.0;
/// The fade of a centre that stays, in seconds.
const NEVER: (f64, f64) = (f64::MAX, f64::INFINITY);

/// All partials of all centres; those of other centres are silent.
#[derive(Clone)]
pub struct Drone {
    centres: Vec<Centre>,
}

#[derive(Clone)]
struct Centre {
    /// When it begins and ends to come in, in seconds.
    from: (f64, f64),
    /// When it begins and ends to leave.
    to: (f64, f64),
    partials: Vec<Partial>,
}

#[derive(Clone)]
struct Partial {
    sine: Sine,
    gain: f64,
    harmonic: u8,
    wander: Wander,
    side: Side,
}

#[derive(Clone)]
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
    pub fn new(piece: &Piece, journey: &Journey) -> Self {
        let centre = |(number, stretch): (usize, Stretch)| {
            let tones = TONES.iter().enumerate();
            let partials = tones.flat_map(|(tone, (part, gain))| {
                let mut hz = piece.home * stretch.ratio * part;
                while hz > 150.0 * part.max(0.7) {
                    hz /= 2.0;
                }
                partials(hz, *gain, (number, tone))
            });
            Centre { from: stretch.from, to: stretch.to, partials: partials.collect() }
        };
        Self { centres: stretches(piece, journey).into_iter().enumerate().map(centre).collect() }
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
        let part = |(begins, ends): (f64, f64)| ease((air.time - begins) / (ends - begins));
        let here = part(self.from) * (1.0 - part(self.to));
        if here == 0.0 { 0.0 } else { here * air.swell * gain(-2.0 * ease((air.intensity - 0.5) / 0.3)) }
    }
}

impl Partial {
    fn level(&self, time: f64) -> f64 {
        self.gain * (0.65 + 0.35 * (TAU * time / self.wander.period + self.wander.phase).sin())
    }
}

/// How long a centre lasts, with its fades.
struct Stretch {
    ratio: Root,
    from: (f64, f64),
    to: (f64, f64),
}

/// The centres one after the other; a change begins with the section that brings it.
fn stretches(piece: &Piece, journey: &Journey) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (start, section) in journey.sections() {
        let ratio = piece.centre(section, 1);
        let crossfade = CROSSFADE.min(journey.pace(start));
        let leaves = (start, start + crossfade);
        let Some(before) = stretches.last_mut() else {
            stretches.push(Stretch { ratio, from: (-2.0, -1.0), to: NEVER });
            continue;
        };
        let wait = if section == Section::Reentry { HOMECOMING * journey.pace(start) } else { 0.0 };
        if before.ratio == ratio {
            continue;
        }
        before.to = leaves;
        let begins = start + wait;
        stretches.push(Stretch { ratio, from: (begins, begins + crossfade), to: NEVER });
    }
    stretches
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
