//! The words of the harmony: roots and chords in just intonation.

/// Root of a chord as a ratio of the centre.
pub type Root = f64;
/// Tones of a chord as ratios of its root.
pub type Quality = &'static [f64];
/// One chord of a phrase: root, quality, length in breaths.
pub type Slot = (Root, Quality, u8);
/// Chords that belong together.
pub type Phrase = &'static [Slot];

/// The tonic.
pub const I: Root = 1.0;
/// The supertonic.
pub const II: Root = 9.0 / 8.0;
/// The flat mediant.
pub const BIII: Root = 6.0 / 5.0;
/// The mediant.
pub const III: Root = 5.0 / 4.0;
/// The subdominant.
pub const IV: Root = 4.0 / 3.0;
/// The dominant.
pub const V: Root = 3.0 / 2.0;
/// The flat submediant.
pub const BVI: Root = 8.0 / 5.0;
/// The submediant.
pub const VI: Root = 5.0 / 3.0;
/// The flat seventh.
pub const BVII: Root = 16.0 / 9.0;

/// An open fifth.
pub const O5: Quality = &[1.0, 1.5];
/// A suspended second.
pub const S2: Quality = &[1.0, 1.125, 1.5];
/// A suspended fourth.
pub const S4: Quality = &[1.0, 4.0 / 3.0, 1.5];
/// Major with an added ninth.
pub const A9: Quality = &[1.0, 1.25, 1.5, 1.125];
/// Major with a major seventh and ninth.
pub const M9: Quality = &[1.0, 1.25, 1.5, 1.875, 1.125];
/// Major with a sixth and ninth.
pub const S69: Quality = &[1.0, 1.25, 1.5, 5.0 / 3.0, 1.125];
/// Minor.
pub const MIN: Quality = &[1.0, 1.2, 1.5];
/// Minor with a seventh.
pub const M7: Quality = &[1.0, 1.2, 1.5, 1.8];
/// Minor with a seventh and ninth.
pub const M9M: Quality = &[1.0, 1.2, 1.5, 1.8, 1.125];

/// Semitones of a frequency above 1 Hz.
pub fn semitones(hz: f64) -> f64 {
    12.0 * hz.log2()
}

/// How far an interval in semitones is from the nearest whole octave, from −6 to 6.
pub fn from_octave(interval: f64) -> f64 {
    interval - 12.0 * (interval / 12.0).round()
}

/// The same pitch class between `low` and `high`; below `low` if no octave of it fits.
pub fn folded(hz: f64, low: f64, high: f64) -> f64 {
    let mut hz = hz;
    while hz < low {
        hz *= 2.0;
    }
    while hz > high {
        hz /= 2.0;
    }
    hz
}
