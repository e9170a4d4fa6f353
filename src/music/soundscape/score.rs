//! What is played when: a pure function of piece, seed and journey.

mod bells;
mod chords;
mod pads;

use super::chance::Chance;
use super::journey::{Journey, Section};
use super::motif::Motif;
use super::pieces::Piece;
use super::table::Timbre;

/// Before this many seconds from its end a score no longer depends on where it ends: longer than the longest
/// tie and the longest chord together.
const UNFINISHED: f64 = 200.0;
/// Pad notes begin this long before their chord, in seconds, because they swell.
const AHEAD: f64 = 3.0;

/// Chords and notes from the anchor to some time in the bed.
#[derive(Clone, Debug)]
pub struct Score {
    /// One after the other, without gaps, from 0.
    pub chords: Vec<Chord>,
    /// Pad notes in order of their start.
    pub pads: Vec<PadNote>,
    /// Struck notes in order of their start.
    pub bells: Vec<BellNote>,
    until: f64,
}

/// One chord.
#[derive(Clone, Debug, PartialEq)]
pub struct Chord {
    /// Seconds since the anchor.
    pub start: f64,
    /// Seconds since the anchor.
    pub end: f64,
    /// The root in Hz, in the octave of home.
    pub root: f64,
    /// The tones as ratios of the root.
    pub tones: &'static [f64],
    /// The centre in Hz.
    pub centre: f64,
    /// Whose grammar it follows.
    pub section: Section,
    /// Which phrase of its section, from 0.
    pub phrase: usize,
    /// Which chord of its phrase, from 0.
    pub place: usize,
    /// Whether it is the last of its phrase.
    pub last: bool,
    /// When it would end if no section began before, in seconds.
    full: f64,
    /// What the therapist added to the intensity when it begins.
    more: f64,
    /// The written minute in which it begins.
    minute: f64,
}

/// One note of the pads.
#[derive(Clone, Debug, PartialEq)]
pub struct PadNote {
    /// Which voice sings it.
    pub voice: Voice,
    /// Its pitch in Hz.
    pub hz: f64,
    /// When its attack begins, in seconds.
    pub start: f64,
    /// When its release begins, in seconds.
    pub end: f64,
    /// Length of the attack in seconds.
    pub attack: f64,
    /// Length of the release in seconds.
    pub release: f64,
    /// Random bits that place it in its table and let its timbre wander.
    pub(super) identity: u64,
    /// What is mixed into its dark body.
    pub(super) colour: Timbre,
}

/// A voice of the pads, from below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// Always in the middle.
    Bass,
    /// First of the four voices that are led.
    Tenor,
    /// Second.
    Alto,
    /// Third; leans to the motif.
    Soprano,
    /// Fourth; joins when the music grows.
    High,
    /// An octave over the soprano.
    Halo,
}

impl Voice {
    /// From below.
    pub const ALL: [Self; 6] = [Self::Bass, Self::Tenor, Self::Alto, Self::Soprano, Self::High, Self::Halo];
}

/// One struck note.
#[derive(Clone, Debug, PartialEq)]
pub struct BellNote {
    /// Why it is played.
    pub origin: Origin,
    /// Its pitch in Hz.
    pub hz: f64,
    /// When it is struck, in seconds.
    pub start: f64,
    /// Length of the attack in seconds.
    pub attack: f64,
    /// Time in which it falls by 60 dB, in seconds, for 300 Hz.
    pub ring: f64,
    /// Peak gain.
    pub gain: f64,
    /// From −1 (left) to 1 (right).
    pub pan: f64,
    /// Whether it is a bowl; otherwise it is plucked.
    pub bowl: bool,
}

/// Why a struck note is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One of the five loops offered it.
    Loop,
    /// It belongs to a statement of the motif.
    Motif,
    /// The harp of the way back.
    Harp,
}

impl Score {
    /// The score from the anchor to `until`, in seconds.
    pub(super) fn compose(piece: &Piece, chance: Chance, journey: &Journey, until: f64) -> Self {
        let chords = chords::outline(piece, journey, until);
        let motif = Motif::new(chance);
        let pads = pads::lead(&chords, &motif, chance);
        let bells = bells::strike(&chords, &motif, chance, until);
        Self { chords, pads, bells, until }
    }

    /// The time in seconds to which a longer score would be the same.
    #[must_use]
    pub fn settled(&self) -> f64 {
        self.until - UNFINISHED
    }
}

/// The chord that sounds at a time in seconds; the last one after the end.
fn chord_at(chords: &[Chord], time: f64) -> Option<&Chord> {
    chords.get(chords.partition_point(|chord| chord.end <= time)).or(chords.last())
}
