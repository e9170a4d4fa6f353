//! A sounding pad note: a dark body and a colour, two tables read at nearly the same rate.

use std::f64::consts::{FRAC_PI_4, TAU};

use super::air::{Air, ease};
use super::block::{BLOCK, Buses, Head, Line, SILENCE, Span, Stereo, frame_of};
use super::score::{PadNote, Voice};
use super::table::{LOWEST, SIZE, Tables, Timbre};

/// The share that is heard directly.
const DRY: f32 = 0.62;
/// The share that goes to the reverb.
const SEND: f32 = 0.5;
/// Gain of all pads.
const LEVEL: f64 = 0.13;
/// Gain of a channel that is panned to its side, against the middle.
const PAN: f64 = 1.414;

/// A pad note with everything that does not change while it sounds.
#[derive(Clone)]
pub struct PadVoice {
    note: PadNote,
    born: u64,
    octave: usize,
    body: Head,
    colour: Head,
    /// How far the right channel is ahead in the tables.
    apart: usize,
    gain: f64,
    pan: f64,
    /// Period in seconds and phase of the timbre's own wander.
    wander: (f64, f64),
}

impl PadVoice {
    /// A note as it will sound.
    pub fn new(note: &PadNote) -> Self {
        let octave = (note.hz / LOWEST).log2().round().clamp(0.0, 3.0) as usize;
        let step = note.hz / (LOWEST * (1 << octave) as f64);
        let identity = note.identity;
        let spread = 1.0 + 0.0012 * ((identity >> 20) % 100) as f64 / 100.0;
        let offset = |factor: u64| (identity.wrapping_mul(factor) % SIZE as u64) << 32;
        let (gain, pan) = place(note.voice);
        Self {
            born: frame_of(note.start),
            octave,
            body: Head { origin: offset(0x9E37), step: Head::step(step) },
            colour: Head { origin: offset(0x9E37 + 2 * 77_777), step: Head::step(step * spread) },
            apart: SIZE / 2 + ((identity >> 30) & 0x7fff) as usize,
            gain: gain * LEVEL * if note.hz > 200.0 { (200.0 / note.hz).powf(0.35) } else { 1.0 },
            pan,
            wander: (37.0 + (identity % 29) as f64, (identity % 628) as f64 / 100.0),
            note: note.clone(),
        }
    }

    /// Whether it has died away at a time in seconds.
    pub fn is_over(&self, time: f64) -> bool {
        time >= self.note.end + self.note.release
    }

    /// Adds it to the buses.
    pub fn render(&self, span: &Span, tables: &Tables, buses: &mut Buses) {
        let level = span.line(|air| self.level(air));
        if level.from == 0.0 && level.to == 0.0 {
            return;
        }
        let frames = span.frame.wrapping_sub(self.born);
        let body = tables.tone(Timbre::Dark, self.octave);
        if self.note.voice == Voice::Bass {
            self.body.read(body, frames, level, &mut buses.middle);
            return;
        }
        let sides = [-1.0, 1.0].map(|side| level.times(span.line(|air| side_gain(side * self.pan * air.width))));
        let shade = span.line(|air| self.shade(air));
        let mut own = SILENCE;
        self.body.read_stereo(body, frames, self.apart, sides, &mut own);
        let colour = tables.tone(self.note.colour, self.octave);
        self.colour.read_stereo(colour, frames, self.apart, sides.map(|side| side.times(shade)), &mut own);
        send(&own, span.line(|air| 0.5 * (1.0 - air.width.min(1.0))), buses);
    }

    fn level(&self, air: &Air) -> f64 {
        let note = &self.note;
        let envelope = ease((air.time - note.start) / note.attack) * (1.0 - ease((air.time - note.end) / note.release));
        envelope * air.swell * self.gain * presence(note.voice, air) * air.register.powi(note.voice as i32 - 2)
    }

    /// Gain of the colour against the body.
    fn shade(&self, air: &Air) -> f64 {
        let (period, phase) = self.wander;
        let wander = 0.5 + 0.5 * (TAU * air.time / period + phase).sin();
        let vowel = if matches!(self.note.colour, Timbre::Oo | Timbre::Ah) { 1.15 } else { 0.65 };
        (0.35 + 0.9 * air.brightness()) * (0.55 + 0.45 * wander) * vowel * air.colour
    }
}

/// Gain and pan of a voice.
fn place(voice: Voice) -> (f64, f64) {
    match voice {
        Voice::Bass => (0.42, 0.0),
        Voice::Tenor => (0.52, -0.3),
        Voice::Alto => (0.60, 0.35),
        Voice::Soprano => (0.58, -0.12),
        Voice::High => (0.38, 0.25),
        Voice::Halo => (0.11, -0.4),
    }
}

/// How far a voice has come in, by intensity and brightness.
fn presence(voice: Voice, air: &Air) -> f64 {
    let intensity = air.intensity;
    match voice {
        Voice::Bass => 0.75 + 0.5 * intensity,
        Voice::Tenor | Voice::Alto => 1.0,
        Voice::Soprano => ease((intensity + 0.1) / 0.3) * (0.8 + 0.4 * intensity),
        Voice::High => ease((intensity - 0.3) / 0.25),
        Voice::Halo => ease((air.brightness() - 0.15) / 0.3),
    }
}

/// Equal-power gain of the channel a sound leans to by `lean`, from −1 to 1.
pub fn side_gain(lean: f64) -> f64 {
    ((1.0 + lean) * FRAC_PI_4).sin() * PAN
}

/// Adds a note to the buses; `blend` is how much of each channel the other one hears.
#[expect(clippy::indexing_slicing, reason = "every array is one block long")]
fn send(own: &Stereo, blend: Line, buses: &mut Buses) {
    let (mut blend, slope) = (blend.from, blend.slope());
    let [dry_left, dry_right] = &mut buses.dry;
    let [send_left, send_right] = &mut buses.send;
    let [own_left, own_right] = own;
    for i in 0..BLOCK {
        let side = (own_right[i] - own_left[i]) * blend;
        let (left, right) = (own_left[i] + side, own_right[i] - side);
        dry_left[i] += left * DRY;
        dry_right[i] += right * DRY;
        send_left[i] += left * SEND;
        send_right[i] += right * SEND;
        blend += slope;
    }
}
