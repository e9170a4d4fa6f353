//! The six pieces: home, centres, grammar and character of each.

mod cedar;
mod first_light;
mod lantern;
mod long_valley;
mod tidewater;
mod undertow;

use super::harmony::{Phrase, Root};
use super::journey::Section;

/// What makes one piece that piece.
#[derive(Debug)]
pub struct Piece {
    /// The word in files.
    pub name: &'static str,
    /// The tonic in Hz.
    pub home: f64,
    /// The centres of the two halves of the peak, as ratios of home.
    pub centres: [Root; 2],
    /// Low, middle and high noise in dB.
    pub nature: [f64; 3],
    /// What the struck notes are like.
    pub pluck: Pluck,
    /// Gain in dB of each section that brings it to −20 LUFS, measured offline.
    pub trim: [f64; 8],
    /// Phrases of each section.
    pub phrases: [&'static [Phrase]; 8],
}

/// The material of a plucked note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pluck {
    /// Nearly harmonic partials.
    Harp,
    /// Four partials that leave a hole between the second and the third.
    Glass,
}

/// All pieces in the order of [`SOUNDSCAPES`](crate::music::playlist::SOUNDSCAPES), which has their titles and seeds.
pub const ALL: [&Piece; 6] =
    [&tidewater::PIECE, &undertow::PIECE, &first_light::PIECE, &cedar::PIECE, &lantern::PIECE, &long_valley::PIECE];

/// The order in which a section goes through its phrases: learn, be led elsewhere, come home.
const ORDER: [usize; 8] = [0, 0, 1, 0, 1, 0, 2, 1];

impl Piece {
    /// The piece of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.into_iter().find(|piece| piece.name == name)
    }

    /// The chords of the `turn`-th phrase of a section.
    pub fn phrase(&self, section: Section, turn: usize) -> Phrase {
        let phrases = self.phrases.get(section as usize).copied().unwrap_or_default();
        let place = ORDER.get(turn % ORDER.len()).copied().unwrap_or(0);
        phrases.get(place % phrases.len().max(1)).copied().unwrap_or_default()
    }

    /// The centre of a section as a ratio of home; re-entry comes home after its first phrase, by the subdominant.
    pub fn centre(&self, section: Section, turn: usize) -> Root {
        match section {
            Section::PeakA => self.centres[0],
            Section::PeakB => self.centres[1],
            Section::Reentry if turn == 0 => 4.0 / 3.0,
            _ => 1.0,
        }
    }
}
