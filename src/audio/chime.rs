//! Six soft sounds over the music, made once and kept: bowls, a little glass, a little water.
//!
//! Each swells from −60 dBFS by at most 27 dB per second, so that nothing startles, and peaks at −14 dBFS.

use std::f64::consts::TAU;
use std::sync::{Arc, OnceLock};

use super::fade::RATE;
use crate::cue::Chime;

/// Peak of every chime before the volume, in dBFS.
pub const PEAK: f32 = -14.0;
/// Rise of the swell in dB per second.
const RISE: f32 = 27.0;
/// Length of a swell in seconds: straight up to 84 %, then it eases.
const SWELL: f32 = (-60.0 - PEAK) / -RISE * 1.086;

/// Frames over which a level is a line.
const SHORT: usize = 32;

const ALL: [Chime; 6] =
    [Chime::BreathIn, Chime::BreathOut, Chime::Swish, Chime::OneMinute, Chime::TenSeconds, Chime::Spit];

/// What a sample of [`all`] is times this: the loudest is [`PEAK`], 0.1995, and the steps lie 90 dB below it.
pub const UNIT: f32 = 0.199_526_23 / i16::MAX as f32;

/// The sound of a chime: mono frames at 48 kHz, beginning at its moment.
#[must_use]
pub fn samples(chime: Chime) -> Arc<[f32]> {
    let set = all();
    let sound = set.get(index(chime)).map(AsRef::as_ref).unwrap_or_default();
    sound.iter().map(|sample| f32::from(*sample) * UNIT).collect()
}

/// The place of a chime in [`all`].
#[must_use]
pub const fn index(chime: Chime) -> usize {
    match chime {
        Chime::BreathIn => 0,
        Chime::BreathOut => 1,
        Chime::Swish => 2,
        Chime::OneMinute => 3,
        Chime::TenSeconds => 4,
        Chime::Spit => 5,
    }
}

/// All six, made when first asked for (some 50 ms); half the size that floating point would take.
#[must_use]
pub fn all() -> [Arc<[i16]>; 6] {
    static MADE: OnceLock<[Arc<[i16]>; 6]> = OnceLock::new();
    MADE.get_or_init(|| ALL.map(make)).clone()
}

/// One struck or stroked thing within a chime.
struct Note {
    /// Seconds after the chime's moment.
    at: f32,
    hertz: f32,
    /// Level against the loudest note, in dB.
    level: f32,
    /// Fall after the swell, in dB per second.
    fall: f32,
    /// Ratio and level of each partial.
    partials: &'static [(f32, f32)],
}

const BOWL: &[(f32, f32)] = &[(1.0, 1.0), (2.0, 0.42), (3.003, 0.16), (4.19, 0.05), (5.42, 0.02)];
const WARM: &[(f32, f32)] = &[(1.0, 1.0), (2.0, 0.5), (3.003, 0.28), (4.02, 0.12), (5.42, 0.04)];
const GLASS: &[(f32, f32)] = &[(1.0, 1.0), (2.001, 0.2), (4.01, 0.06)];
const WOOD: &[(f32, f32)] = &[(1.0, 1.0), (2.76, 0.12)];

fn make(chime: Chime) -> Arc<[i16]> {
    let note = |at, hertz, level, fall, partials| Note { at, hertz, level, fall, partials };
    let notes = match chime {
        Chime::BreathIn => vec![note(0.0, 392.0, -1.5, 16.0, BOWL), note(0.8, 493.88, 0.0, 16.0, BOWL)],
        Chime::BreathOut => vec![note(0.0, 493.88, -1.5, 16.0, BOWL), note(0.8, 392.0, 0.0, 16.0, BOWL)],
        Chime::Swish => vec![note(0.0, 246.94, -6.0, 14.0, WOOD)],
        Chime::OneMinute => vec![note(0.0, 220.0, 0.0, 9.0, BOWL)],
        Chime::TenSeconds => vec![note(0.0, 587.33, 0.0, 14.0, GLASS), note(1.3, 587.33, 0.0, 14.0, GLASS)],
        Chime::Spit => vec![note(0.0, 293.66, -0.5, 8.0, WARM), note(0.6, 440.0, 0.0, 8.0, WARM)],
    };
    let lasts = |note: &Note| note.at + SWELL + 46.0 / note.fall;
    let seconds = notes.iter().map(lasts).fold(0.0, f32::max);
    let mut sound = vec![0.0; (seconds * RATE as f32) as usize];
    notes.iter().for_each(|note| sing(note, &mut sound));
    if chime == Chime::Swish {
        water(&mut sound);
    }
    let peak = sound.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    let factor = f32::from(i16::MAX) / peak.max(1e-9);
    sound.iter().map(|sample| (sample * factor).round() as i16).collect()
}

/// The level of a note against its top, in dB, `seconds` after it begins.
fn envelope(seconds: f32, fall: f32) -> f32 {
    const STRAIGHT: f32 = 0.841_6;
    let part = seconds / SWELL;
    if part < STRAIGHT {
        return RISE * seconds - (PEAK + 60.0);
    }
    if part < 1.0 {
        let left = (1.0 - part) / (1.0 - STRAIGHT);
        return -RISE * SWELL * (1.0 - STRAIGHT) / 2.0 * left * left;
    }
    // The fall sets in over half a second.
    let after = seconds - SWELL;
    if after < 0.5 { -fall * after * after } else { -fall * (after - 0.25) }
}

fn sing(note: &Note, out: &mut [f32]) {
    let first = (note.at * RATE as f32) as usize;
    let Some(out) = out.get_mut(first..) else { return };
    for (ratio, level) in note.partials {
        let turn = TAU * f64::from(note.hertz * ratio) / f64::from(RATE);
        // Higher partials of a bowl fade sooner.
        let fall = note.fall * (0.75 + 0.25 * ratio);
        let top = level * 10f32.powf(note.level / 20.0);
        // A turning pair is a sine without asking for one each time; the level is a line over a few frames.
        let (turn_sin, turn_cos) = turn.sin_cos();
        let (mut sin, mut cos) = (turn * first as f64).sin_cos();
        for (part, frames) in out.chunks_mut(SHORT).enumerate() {
            let at = |part: usize| envelope((part * SHORT) as f32 / RATE as f32, fall);
            if at(part) < -60.0 {
                break;
            }
            let (from, to) = (10f32.powf(at(part) / 20.0), 10f32.powf(at(part + 1) / 20.0));
            for (index, sample) in frames.iter_mut().enumerate() {
                *sample += top * (from + (to - from) * index as f32 / SHORT as f32) * sin as f32;
                (sin, cos) = (sin * turn_cos + cos * turn_sin, cos * turn_cos - sin * turn_sin);
            }
        }
    }
}

/// Water moved in a cup: two bands of even noise that come and go once.
fn water(out: &mut [f32]) {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut bands = [[0.0f32; 2]; 6];
    let width = |number: f32| 2.0 * (std::f32::consts::PI * (420.0 + 170.0 * number) / RATE as f32).sin();
    let widths = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0].map(width);
    let (mut loud, mut step) = (0.0, 0.0);
    for (index, sample) in out.iter_mut().enumerate() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let noise = (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0;
        let mut sum = 0.0;
        for (number, [low, band]) in bands.iter_mut().enumerate() {
            // State-variable band filters side by side make the noise even and soft.
            let f = widths.get(number).copied().unwrap_or(0.0);
            *low += f * *band;
            *band += f * (noise - *low - 0.35 * *band);
            sum += *band * (1.0 - 0.12 * number as f32);
        }
        if index % SHORT == 0 {
            let at = |frame: usize| 10f32.powf(envelope(frame as f32 / RATE as f32, 15.0).max(-90.0) / 20.0);
            loud = at(index);
            step = (at(index + SHORT) - loud) / SHORT as f32;
        }
        *sample += 0.1 * sum * loud;
        loud += step;
    }
}
