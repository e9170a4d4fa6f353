//! The outline: slots that run on from the anchor, each taking the grammar of the section it begins in.

use super::{AHEAD, Chord};
use crate::music::soundscape::journey::{BREATH, Journey, Section};
use crate::music::soundscape::pieces::Piece;

/// Chords yield to a new section on these parts of a breath.
const YIELDING: f64 = BREATH / 4.0;
/// No chord is shorter than this, in seconds.
const SHORTEST: f64 = BREATH / 2.0;

/// All chords that begin before `until`.
///
/// A chord belongs to the section in which its first notes begin, and is shortened where a new section
/// begins: the next chord begins from 3 s to 8.5 s after that. Nothing before a boundary depends on it.
pub fn outline(piece: &Piece, journey: &Journey, until: f64) -> Vec<Chord> {
    let mut outline = Outline { chords: Vec::new(), now: 0.0 };
    let sections = journey.sections();
    for (number, (_, section)) in sections.iter().enumerate() {
        let end = sections.get(number + 1).map_or(f64::INFINITY, |(next, _)| *next);
        let close = (end + AHEAD).min(until);
        let mut turn = 0;
        while outline.now < close && !piece.phrase(*section, turn).is_empty() {
            outline.phrase(piece, journey, (*section, turn), (end, close));
            turn += 1;
        }
    }
    outline.chords
}

struct Outline {
    chords: Vec<Chord>,
    now: f64,
}

impl Outline {
    /// The chords of the `turn`-th phrase of a section that begin before `close`; the section ends at `end`.
    fn phrase(
        &mut self,
        piece: &Piece,
        journey: &Journey,
        (section, turn): (Section, usize),
        (end, close): (f64, f64),
    ) {
        let phrase = piece.phrase(section, turn);
        let centre = piece.home * piece.centre(section, turn);
        let cut = ((end + AHEAD) / YIELDING).ceil() * YIELDING;
        for (place, (root, tones, breaths)) in phrase.iter().enumerate() {
            let start = self.now;
            if start >= close {
                return;
            }
            // After a shortened chord this one ends with a breath again.
            let full = ((start / BREATH).round() + f64::from(*breaths)) * BREATH;
            let end = full.min(cut.max(start + SHORTEST));
            self.chords.push(Chord {
                start,
                end,
                root: centre * root,
                tones,
                centre,
                section,
                phrase: turn,
                place,
                last: place + 1 == phrase.len(),
                full,
                more: journey.nudged(start).0,
                minute: journey.minute(start),
            });
            self.now = end;
        }
    }
}
