//! A sounding struck note: a few partials that die at their own rates.

use super::air::{Air, ease, gain};
use super::block::{BLOCK, Buses, Line, Mono, Span, frame_of};
use super::pad::side_gain;
use super::pieces::Pluck;
use super::score::BellNote;
use super::sine::Sine;

/// The share that is heard directly.
const DRY: f32 = 0.30;
/// The share that goes to the reverb.
const SEND: f32 = 0.75;
/// No partial lies above this, in Hz.
const HIGHEST_PARTIAL: f64 = 5000.0;
/// Partials below this gain (−100 dB) are left out.
const UNHEARD: f32 = 1e-5;
/// Seconds of the last fade, when hardly anything is left.
const LAST_FADE: f64 = 1.0;

const HARP: &[f64] = &[1.0, 2.0006, 3.002, 4.006, 5.012, 6.02];
const GLASS: &[f64] = &[1.0, 2.001, 4.01, 6.03];
const BOWL: &[(f64, f64)] = &[(1.0, 1.0), (2.0, 0.42), (3.003, 0.16), (4.19, 0.06), (5.42, 0.025)];

/// A struck note with everything that does not change while it sounds.
#[derive(Clone)]
pub struct BellVoice {
    start: f64,
    born: u64,
    attack: f64,
    /// How long it lasts.
    length: f64,
    partials: Vec<Partial>,
    /// Gains of left and right.
    sides: [f32; 2],
}

#[derive(Clone)]
struct Partial {
    sine: Sine,
    level: f64,
    /// Seconds in which it falls to 1/e.
    decay: f64,
}

impl BellVoice {
    /// A note as it will sound; `air` is the air at its start and gives its brightness for good.
    pub fn new(note: &BellNote, pluck: Pluck, air: &Air) -> Self {
        let bright = air.brightness();
        let peak = note.gain * gain(3.0 * (air.intensity - 0.3));
        let ratios = if pluck == Pluck::Glass { GLASS } else { HARP };
        let plucked = |(number, ratio): (i32, &f64)| {
            (*ratio, ratio.powf(0.5 * bright - 1.5) * (0.45 + 0.6 * bright).powi(number))
        };
        let spectrum: Vec<(f64, f64)> =
            if note.bowl { BOWL.to_vec() } else { (0..).zip(ratios).map(plucked).collect() };
        let slowness = note.ring / 6.9 * (300.0 / note.hz).powf(0.3);
        let partial = |(number, (ratio, level)): (i32, (f64, f64))| Partial {
            sine: Sine::new(note.hz * ratio, 0.0),
            level: level * peak,
            decay: slowness / (1.0 + 0.45 * f64::from(number)),
        };
        Self {
            start: note.start,
            born: frame_of(note.start),
            attack: note.attack,
            length: note.attack + note.ring * 1.1,
            partials: (0..).zip(spectrum).filter(|(_, (r, _))| note.hz * r <= HIGHEST_PARTIAL).map(partial).collect(),
            sides: [side_gain(-note.pan) as f32, side_gain(note.pan) as f32],
        }
    }

    /// Whether it has died away at a time in seconds.
    pub fn is_over(&self, time: f64) -> bool {
        time >= self.start + self.length
    }

    /// Adds it to the buses.
    pub fn render(&self, span: &Span, buses: &mut Buses) {
        let mut own = [0.0; BLOCK];
        let frames = span.frame.wrapping_sub(self.born);
        let shape = [&span.start, &span.end].map(|air| self.shape(air.time - self.start));
        let mut heard = false;
        for partial in &self.partials {
            let [from, to] = shape;
            let gains = Line { from: partial.level_in(from), to: partial.level_in(to) };
            if !gains.below(UNHEARD) {
                partial.sine.add(frames, gains, &mut own);
                heard = true;
            }
        }
        if heard {
            self.send(&own, buses);
        }
    }

    /// Age in seconds, and the gain all partials share at that age.
    fn shape(&self, age: f64) -> (f64, f64) {
        (age, ease(age / self.attack) * (1.0 - ease((age - self.length) / LAST_FADE + 1.0)))
    }

    fn send(&self, own: &Mono, buses: &mut Buses) {
        for ((side, dry), send) in self.sides.iter().zip(&mut buses.dry).zip(&mut buses.send) {
            let (to_dry, to_send) = (side * DRY, side * SEND);
            for (own, (dry, send)) in own.iter().zip(dry.iter_mut().zip(send)) {
                *dry += own * to_dry;
                *send += own * to_send;
            }
        }
    }
}

impl Partial {
    fn level_in(&self, (age, shape): (f64, f64)) -> f32 {
        if shape == 0.0 { 0.0 } else { (shape * self.level * (-age / self.decay).exp()) as f32 }
    }
}
