//! Where the sections lie in the arc, and how intensity, warmth and space move through them.

use std::f64::consts::{PI, TAU};
use std::time::Duration;

use super::pieces::Piece;
use crate::cue::Stage;
use crate::music::arc::{WRITTEN_FOR, first_minute};

/// One breath in seconds, half in, half out; everything slow hangs on it.
pub const BREATH: f64 = 11.0;
/// The minute at which the second half of the peak begins.
const SECOND_HALF: f64 = 40.0;
/// No chord begins this close to the end of a section, in seconds.
const LAST_CHORD: f64 = 16.0;

/// A part of the journey with a grammar of its own: a stage, or half of the peak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Waiting, without a third.
    Hold,
    /// First effects: the key appears.
    Onset,
    /// Growth by chords and register.
    Building,
    /// The peak's first half, one fifth down.
    PeakA,
    /// The peak's second half, the lowest place.
    PeakB,
    /// The way back, with a harp.
    Reentry,
    /// Home.
    Return,
    /// Endless.
    Bed,
}

impl Section {
    /// All sections in order.
    pub const ALL: [Self; 8] =
        [Self::Hold, Self::Onset, Self::Building, Self::PeakA, Self::PeakB, Self::Reentry, Self::Return, Self::Bed];

    /// Whether this is one of the peak's halves.
    #[must_use]
    pub fn is_peak(self) -> bool {
        matches!(self, Self::PeakA | Self::PeakB)
    }

    /// The stage it belongs to.
    #[must_use]
    pub fn stage(self) -> Stage {
        match self {
            Self::Hold => Stage::Hold,
            Self::Onset => Stage::Onset,
            Self::Building => Stage::Building,
            Self::PeakA | Self::PeakB => Stage::Peak,
            Self::Reentry => Stage::Reentry,
            Self::Return => Stage::Return,
            Self::Bed => Stage::Bed,
        }
    }

    fn first_minute(self) -> f64 {
        if self == Self::PeakB { SECOND_HALF } else { first_minute(self.stage()) }
    }
}

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

/// The way from the anchor to the bed, stretched to its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Journey {
    scale: f64,
}

impl Journey {
    /// A journey that reaches the bed after `target`; shorter ones than a minute count as one minute.
    pub fn new(target: Duration) -> Self {
        Self { scale: target.as_secs_f64().max(60.0) / (WRITTEN_FOR * 60.0) }
    }

    /// The written minute at a time in seconds.
    fn minute(self, time: f64) -> f64 {
        time / 60.0 / self.scale
    }

    /// The time in seconds of a written minute.
    pub fn time(self, minute: f64) -> f64 {
        minute * 60.0 * self.scale
    }

    /// When a section begins, in seconds.
    pub fn start(self, section: Section) -> f64 {
        self.time(section.first_minute())
    }

    /// When a section ends, in seconds; never for the bed.
    pub fn end(self, section: Section) -> f64 {
        let next = Section::ALL.get(section as usize + 1);
        next.map_or(f64::INFINITY, |next| self.start(*next))
    }

    /// No chord of a section begins at or after this time.
    pub fn last_chord(self, section: Section) -> f64 {
        let length = self.end(section) - self.start(section);
        self.end(section) - LAST_CHORD.min(length / 4.0)
    }
}

/// Everything the whole instrument shares at one instant.
#[derive(Clone, Copy, Debug)]
pub struct Air {
    /// Seconds since the anchor.
    pub time: f64,
    /// From 0 to 1.
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
    /// Gain of the whole.
    pub trim: f64,
}

impl Air {
    /// The air at a time in seconds.
    pub fn at(journey: Journey, piece: &Piece, time: f64) -> Self {
        let minute = journey.minute(time);
        let intensity = INTENSITY.at(minute);
        let breath = swing(time, BREATH);
        let peak = ease((intensity - 0.45) / 0.12);
        let swell = SWELL.at(minute) * (breath - 0.6) + 2.4 * peak * (swing(time, 4.0 * BREATH) - 0.5);
        Self {
            time,
            intensity,
            warmth: WARMTH.at(minute),
            width: WIDTH.at(minute),
            breath,
            swell: gain(swell),
            nature: gain(NATURE.at(minute)),
            reverb: REVERB.at(minute),
            trim: gain(trim(piece, minute)),
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
