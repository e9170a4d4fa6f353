//! The outline: slots that run on from the anchor, each taking the grammar of the section it begins in.

use super::Chord;
use crate::music::soundscape::journey::{BREATH, Journey, Section};
use crate::music::soundscape::pieces::Piece;

/// All chords that begin before `until`.
pub fn outline(piece: &Piece, journey: Journey, until: f64) -> Vec<Chord> {
    let mut chords: Vec<Chord> = Vec::new();
    let mut now = 0.0;
    for section in Section::ALL {
        let close = journey.last_chord(section).min(until);
        let room = (journey.end(section) - journey.start(section)) / BREATH;
        let mut turn = 0;
        while now < close {
            let phrase = piece.phrase(section, turn);
            let centre = piece.home * piece.centre(section, turn);
            for (place, (root, tones, breaths)) in phrase.iter().enumerate() {
                if now >= close {
                    break;
                }
                // In journeys of a few minutes a section is shorter than a chord.
                let length = BREATH * f64::from(*breaths).min(room.floor()).max(1.0);
                chords.push(Chord {
                    start: now,
                    end: now + length,
                    root: centre * root,
                    tones,
                    centre,
                    section,
                    phrase: turn,
                    place,
                    last: place + 1 == phrase.len(),
                });
                now += length;
            }
            turn += 1;
        }
    }
    chords
}
