//! Six voices through the chords: who moves, who holds, who rests.
#![expect(clippy::indexing_slicing, reason = "six voices, fixed arrays indexed by them")]

use super::{AHEAD, Chord, PadNote, Voice};
use crate::music::soundscape::chance::{Chance, Purpose};
use crate::music::soundscape::harmony::{folded, semitones};
use crate::music::soundscape::journey::{BREATH, Section};
use crate::music::soundscape::motif::{self, Motif};
use crate::music::soundscape::table::Timbre;
use crate::music::soundscape::voicing::{self, Wish};

/// The longest tie in seconds: a table held for longer is heard as a pulse.
const LONGEST_TIE: f64 = 95.0;
/// Pitches closer than this many cents are the same.
const SAME: f64 = 4.0;
/// How late each voice may change, in breaths: that makes suspensions.
const LATEST: [f64; 6] = [0.0, 0.4, 0.2, 0.5, 0.3, 0.5];

/// The notes of all voices, in order of their start.
pub fn lead(chords: &[Chord], motif: &Motif, chance: Chance) -> Vec<PadNote> {
    let mut notes: Vec<PadNote> = Vec::new();
    let mut sounding: [Option<usize>; 6] = [None; 6];
    let mut voices = voicing::FIRST;
    for (index, chord) in chords.iter().enumerate() {
        let wish = Wish {
            section: chord.section,
            root: chord.root,
            tones: chord.tones,
            soprano: motif::ratio(motif.leaning(chord.phrase, chord.place)) * chord.centre,
        };
        voices = voicing::choose(&wish, &voices, |[tenor, alto, soprano, high]| {
            chance.unit(Purpose::Voicing, index as u64, (tenor * alto + soprano * high) as u64)
        });
        let [tenor, alto, soprano, high] = voices;
        let pitches = [bass(chord), tenor, alto, soprano, high, halo(soprano)];
        for (voice, hz) in Voice::ALL.into_iter().zip(pitches) {
            let late = LATEST[voice as usize] * BREATH * chance.unit(Purpose::Lateness, index as u64, voice as u64);
            let start = (chord.start - AHEAD + late).max(0.0);
            let rests = rests(voice, chord);
            let slot = &mut sounding[voice as usize];
            if let Some(note) = slot.map(|place| &mut notes[place]) {
                if !rests && cents(note.hz, hz) < SAME && chord.full - note.start < LONGEST_TIE {
                    note.end = chord.end;
                    continue;
                }
                note.end = start + 0.5;
            }
            *slot = (!rests).then_some(notes.len());
            if !rests {
                let identity = chance.bits(Purpose::PadIdentity, index as u64, voice as u64);
                notes.push(note(voice, hz, start, chord, identity));
            }
        }
    }
    notes.sort_by(|a, b| a.start.total_cmp(&b.start));
    notes
}

fn note(voice: Voice, hz: f64, start: f64, chord: &Chord, identity: u64) -> PadNote {
    let (attack, release) = match chord.section {
        Section::PeakA | Section::PeakB => (8.0, 10.0),
        Section::Reentry => (4.5, 7.0),
        _ => (6.0, 8.5),
    };
    let colour = colour(voice, chord.section);
    PadNote { voice, hz, start, end: chord.end, attack, release, identity, colour }
}

fn cents(one: f64, other: f64) -> f64 {
    100.0 * (semitones(one) - semitones(other)).abs()
}

/// The root or, as a pedal, the centre.
fn bass(chord: &Chord) -> f64 {
    let pedal = match chord.section {
        Section::Hold | Section::Bed => true,
        Section::Onset => chord.phrase.is_multiple_of(2),
        Section::Return => chord.place == 0 || chord.last,
        Section::Building | Section::PeakA | Section::PeakB | Section::Reentry => false,
    };
    let (low, high) = if chord.section.is_peak() { (43.0, 86.0) } else { (55.0, 110.0) };
    let hz = if pedal { chord.centre } else { chord.root };
    folded(hz, low, high)
}

fn halo(soprano: f64) -> f64 {
    let octave = 2.0 * soprano;
    if octave < 500.0 {
        octave * 2.0
    } else if octave > 1000.0 {
        octave / 2.0
    } else {
        octave
    }
}

/// Whether a voice is silent in a chord: breath, and room for the reverb.
fn rests(voice: Voice, chord: &Chord) -> bool {
    let ending = chord.last && chord.phrase % 3 == 2;
    match voice {
        Voice::Bass | Voice::Tenor | Voice::Alto => false,
        Voice::Soprano => ending,
        Voice::High => ending || matches!(chord.section, Section::Hold | Section::Return | Section::Bed),
        Voice::Halo => chord.section.is_peak() || chord.place % 2 == 1,
    }
}

/// The colour of a note, fixed at its birth.
fn colour(voice: Voice, section: Section) -> Timbre {
    match (voice, section) {
        (Voice::Bass, _) => Timbre::Dark,
        (Voice::Tenor, _) => Timbre::Bright,
        (_, Section::PeakA | Section::PeakB) => Timbre::Oo,
        (Voice::Alto, _) => Timbre::Bright,
        (_, Section::Onset | Section::Building | Section::Reentry) => Timbre::Ah,
        (Voice::Soprano | Voice::Halo, Section::Return) => Timbre::Ah,
        (Voice::Soprano | Voice::Halo, _) => Timbre::Oo,
        (Voice::High, _) => Timbre::Bright,
    }
}
