//! Voice leading: which tones of a chord the four upper voices take.
#![expect(clippy::indexing_slicing, reason = "four voices, fixed arrays")]

use super::harmony::{Quality, folded, from_octave, semitones};
use super::journey::Section;

/// Tenor, alto, soprano and high: frequencies in Hz.
pub type Voices = [f64; 4];

/// Where the voices are before the first chord.
pub const FIRST: Voices = [130.0, 196.0, 294.0, 392.0];

/// What a semitone of movement costs each voice.
const MOVEMENT: [f64; 4] = [0.8, 1.0, 1.2, 0.8];

/// The chord to be voiced, and what the choice leans to.
pub struct Wish {
    /// Where it happens; gives the ranges.
    pub section: Section,
    /// The chord's root in Hz.
    pub root: f64,
    /// The chord's tones.
    pub tones: Quality,
    /// The pitch, in any octave, that the soprano would like to sing.
    pub soprano: f64,
}

/// Lowest and highest pitch of each voice in Hz.
fn ranges(section: Section) -> [(f64, f64); 4] {
    match section {
        Section::Hold => [(98.0, 185.0), (146.0, 262.0), (220.0, 370.0), (290.0, 480.0)],
        Section::Onset => [(98.0, 196.0), (165.0, 300.0), (247.0, 440.0), (370.0, 600.0)],
        Section::Building => [(104.0, 208.0), (175.0, 330.0), (277.0, 500.0), (415.0, 680.0)],
        Section::PeakA => [(87.0, 175.0), (147.0, 262.0), (196.0, 350.0), (294.0, 470.0)],
        Section::PeakB => [(82.0, 165.0), (139.0, 247.0), (185.0, 330.0), (277.0, 440.0)],
        Section::Reentry => [(98.0, 196.0), (175.0, 311.0), (262.0, 494.0), (392.0, 620.0)],
        Section::Return => [(98.0, 196.0), (165.0, 294.0), (247.0, 440.0), (392.0, 590.0)],
        Section::Bed => [(98.0, 185.0), (147.0, 262.0), (220.0, 392.0), (330.0, 500.0)],
    }
}

/// The cheapest of all voicings; `tiebreak` adds a cost from 0 to 1.2 by chance.
pub fn choose(wish: &Wish, before: &Voices, tiebreak: impl Fn(&Voices) -> f64) -> Voices {
    let candidates = ranges(wish.section).map(|range| tones_within(wish, range));
    let costs = Costs::new(wish, before);
    let (mut cheapest, mut chosen) = (f64::INFINITY, *before);
    for tenor in &candidates[0] {
        for alto in &candidates[1] {
            for soprano in &candidates[2] {
                for high in &candidates[3] {
                    let voices = [*tenor, *alto, *soprano, *high];
                    let hz = voices.map(|(hz, _)| hz);
                    let cost = costs.of(&voices);
                    if cost < cheapest {
                        let cost = cost + 1.2 * tiebreak(&hz);
                        if cost < cheapest {
                            (cheapest, chosen) = (cost, hz);
                        }
                    }
                }
            }
        }
    }
    chosen
}

/// A pitch in Hz and in semitones.
type Pitch = (f64, f64);

fn tones_within(wish: &Wish, (low, high): (f64, f64)) -> Vec<Pitch> {
    let mut found = Vec::new();
    for tone in wish.tones {
        let mut hz = folded(wish.root * tone, low, low * 2.0);
        while hz < high {
            found.push(hz);
            hz *= 2.0;
        }
    }
    if found.is_empty() {
        found.push(folded(wish.root, low, high * 1.3));
    }
    found.into_iter().map(|hz| (hz, semitones(hz))).collect()
}

struct Costs {
    before: [f64; 4],
    /// The chord's second tone, if it has more than two.
    third: Option<f64>,
    soprano: f64,
}

impl Costs {
    fn new(wish: &Wish, before: &Voices) -> Self {
        let third = wish.tones.get(1).filter(|_| wish.tones.len() > 2);
        Self {
            before: before.map(semitones),
            third: third.map(|third| semitones(wish.root * third)),
            soprano: semitones(wish.soprano),
        }
    }

    fn of(&self, voices: &[Pitch; 4]) -> f64 {
        let mut cost = 0.0;
        for voice in 0..4 {
            cost += (voices[voice].1 - self.before[voice]).abs() * MOVEMENT[voice];
        }
        for voice in 0..3 {
            cost += spacing(voices[voice], voices[voice + 1]);
        }
        if let Some(third) = self.third
            && !voices.iter().any(|(_, pitch)| from_octave(pitch - third).abs() < 0.3)
        {
            cost += 9.0;
        }
        if from_octave(voices[2].1 - self.soprano).abs() < 0.5 {
            cost -= 4.5;
        }
        cost
    }
}

/// What the gap between two neighbours costs: unisons, clusters, mud, holes.
fn spacing(lower: Pitch, upper: Pitch) -> f64 {
    let gap = upper.1 - lower.1;
    if gap < 0.5 {
        12.0
    } else if gap < 2.6 || lower.0 < 200.0 && gap < 4.5 {
        7.0
    } else if gap > 14.0 {
        3.0
    } else {
        0.0
    }
}
