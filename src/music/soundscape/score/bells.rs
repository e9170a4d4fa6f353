//! Struck notes: five loops without a common period, the motif, and the harp of the way back.

use super::{BellNote, Chord, Origin, chord_at};
use crate::cue::Stage;
use crate::music::arc::first_minute;
use crate::music::soundscape::chance::{Chance, Purpose};
use crate::music::soundscape::harmony::{folded, from_octave, semitones};
use crate::music::soundscape::journey::{BREATH, Section};
use crate::music::soundscape::motif::{self, Motif};

/// Periods of the loops in seconds.
const LOOPS: [f64; 5] = [23.17, 29.63, 37.41, 43.87, 53.29];
/// A loop's note sooner than this after another one is dropped, in seconds.
const APART: f64 = 2.2;
/// How much more often loops sound for an offset of 1.0 to the intensity.
const DENSER: f64 = 1.5;
/// A statement with a note above this, in Hz, is played an octave lower.
const HIGHEST: f64 = 860.0;

/// All struck notes in order of their start.
pub fn strike(chords: &[Chord], motif: &Motif, chance: Chance, until: f64) -> Vec<BellNote> {
    let mut notes = loops(chords, chance, until);
    for chord in chords {
        for statement in statements(chord, motif) {
            state(&statement, chords, chance, &mut notes);
        }
        if chord.section == Section::Reentry {
            harp(chord, &mut notes);
        }
    }
    notes.sort_by(|a, b| a.start.total_cmp(&b.start));
    notes
}

fn loops(chords: &[Chord], chance: Chance, until: f64) -> Vec<BellNote> {
    let mut notes = Vec::new();
    for (number, period) in (0u64..).zip(LOOPS) {
        let first = period * (0.3 + 0.6 * chance.unit(Purpose::LoopStart, number, 0));
        let times = (0u64..).map(|turn| (turn, first + turn as f64 * period)).take_while(|(_, time)| *time <= until);
        for (turn, time) in times {
            let Some(chord) = chord_at(chords, time) else { continue };
            if chance.unit(Purpose::LoopPasses, number, turn) < chance_of_passing(chord) {
                notes.push(offered(chord, chance, (number, turn), time));
            }
        }
    }
    notes.sort_by(|a: &BellNote, b: &BellNote| a.start.total_cmp(&b.start));
    let mut last = f64::NEG_INFINITY;
    notes.retain(|note| {
        let kept = note.start - last >= APART;
        if kept {
            last = note.start;
        }
        kept
    });
    notes
}

fn chance_of_passing(chord: &Chord) -> f64 {
    let written = match chord.section {
        Section::Hold => 0.30,
        Section::Onset => 0.45,
        Section::Building => 0.55,
        Section::PeakA | Section::PeakB => 0.22,
        Section::Reentry => 0.60,
        Section::Return => 0.65,
        Section::Bed => 0.40,
    };
    written * (1.0 + DENSER * chord.more)
}

/// The note a loop plays at one of its turns: a tone of the chord, another one every third turn.
fn offered(chord: &Chord, chance: Chance, (number, turn): (u64, u64), time: f64) -> BellNote {
    let choice = chance.bits(Purpose::LoopTone, number, turn / 3) % chord.tones.len().max(1) as u64;
    let tone = chord.tones.get(choice as usize).copied().unwrap_or(1.0);
    let (low, high) = match chord.section {
        Section::PeakA | Section::PeakB => (150.0, 300.0),
        Section::Hold | Section::Bed => (220.0, 440.0),
        _ => (330.0, 720.0),
    };
    let bowl = chord.section.is_peak() || chord.section == Section::Hold;
    let level = if matches!(chord.section, Section::Reentry | Section::Return) { 0.16 } else { 0.128 };
    BellNote {
        origin: Origin::Loop,
        hz: folded(chord.root * tone, low, high),
        start: time,
        attack: if bowl { 0.35 } else { 0.09 },
        ring: if bowl { 16.0 } else { 9.0 },
        gain: level * (0.7 + 0.3 * chance.unit(Purpose::LoopGain, number, turn)),
        pan: -0.7 + 1.4 * (number as f64 / 4.0),
        bowl,
    }
}

/// One appearance of the motif or of a part of it.
struct Statement {
    degrees: Vec<i32>,
    start: f64,
    /// Seconds from note to note.
    step: f64,
    gain: f64,
    bowl: bool,
    /// What its chance hangs on: tenths of a second at which its chord begins.
    tag: u64,
}

/// What a chord says of the motif: three notes, four, one, question and answer, all, three.
fn statements(chord: &Chord, motif: &Motif) -> Vec<Statement> {
    let Motif(all) = motif;
    let tag = (chord.start * 10.0) as u64;
    let say = |degrees: &[i32], after: f64, step: f64, gain: f64| Statement {
        degrees: degrees.to_vec(),
        start: chord.start + after,
        step,
        gain,
        bowl: false,
        tag,
    };
    let three = all.get(..3).unwrap_or_default();
    let four = all.get(..4).unwrap_or_default();
    let even = chord.phrase.is_multiple_of(2);
    match (chord.section, chord.place) {
        (Section::Onset, 1) if !even => vec![say(three, 4.0, BREATH / 4.0, 0.24)],
        (Section::Building, 1) if even => vec![say(four, 4.0, BREATH / 4.0, 0.24)],
        (Section::Building, 5) => vec![say(four, 4.0, BREATH / 4.0, 0.24)],
        (Section::PeakA | Section::PeakB, 0) => vec![Statement { bowl: true, ..say(&[0], 6.0, 1.0, 0.24) }],
        (Section::Reentry, 0) => vec![say(all, 3.0, BREATH / 6.0, 0.50)],
        (Section::Reentry, 2) => vec![say(&answer(motif, even), 4.0, BREATH / 6.0, 0.44)],
        (Section::Return, 0) => vec![say(all, 4.0, BREATH / 5.0, 0.46)],
        (Section::Return, 2) => vec![say(three, 5.0, BREATH / 4.0, 0.38)],
        (Section::Bed, 3) if chord.phrase.is_multiple_of(3) => vec![say(three, 6.0, BREATH / 4.0, 0.12)],
        _ => Vec::new(),
    }
}

/// The motif with another ending, backwards in every second phrase.
fn answer(Motif(all): &Motif, reversed: bool) -> Vec<i32> {
    let mut answer = all.to_vec();
    if let Some(last) = answer.last_mut() {
        *last = 1;
    }
    if reversed {
        answer.reverse();
    }
    answer
}

/// Plays a statement; one octave is chosen for all of it, so that its contour stays.
fn state(statement: &Statement, chords: &[Chord], chance: Chance, notes: &mut Vec<BellNote>) {
    let Some(first) = chord_at(chords, statement.start) else { return };
    let octave = if statement.bowl { 1.0 } else { 2.0 };
    let highest = statement.degrees.iter().map(|degree| motif::ratio(*degree)).fold(0.0, f64::max) * first.centre;
    let octave = if highest * octave > HIGHEST { octave * 0.5 } else { octave };
    let count = statement.degrees.len();
    let mut time = statement.start;
    for (place, degree) in statement.degrees.iter().enumerate() {
        let Some(chord) = chord_at(chords, time).filter(|chord| chord.section == first.section) else { return };
        let written = chord.centre * motif::ratio(*degree) * octave;
        let outer = place == 0 || place + 1 == count;
        let (tag, sub) = (statement.tag, place as u64);
        notes.push(BellNote {
            origin: Origin::Motif,
            hz: if outer { snapped(written, chord) } else { written },
            start: time,
            attack: if statement.bowl { 0.25 } else { 0.03 },
            ring: if statement.bowl { 12.0 } else { 7.0 },
            gain: statement.gain * (1.0 - 0.08 * place as f64),
            pan: 0.5 * ((chance.bits(Purpose::StatementPan, tag, sub) % 100) as f64 / 50.0 - 1.0),
            bowl: statement.bowl,
        });
        let slowing = 1.0 + 0.10 * place as f64 / count as f64;
        time += statement.step * slowing * (0.96 + 0.08 * chance.unit(Purpose::StatementTime, tag, sub));
    }
}

/// The tone of the chord nearest to a pitch, in that pitch's octave.
fn snapped(hz: f64, chord: &Chord) -> f64 {
    let away = |tone: &f64| from_octave(semitones(chord.root * tone) - semitones(hz));
    let nearest = chord.tones.iter().map(away).min_by(|a, b| a.abs().total_cmp(&b.abs()));
    hz * (nearest.unwrap_or(0.0) / 12.0).exp2()
}

/// Rising tones at a chord of the re-entry and three more a breath later, led in and out.
fn harp(chord: &Chord, notes: &mut Vec<BellNote>) {
    let left = first_minute(Stage::Return) - chord.minute;
    let rising = match chord.phrase {
        0 => 0,
        1 => 2,
        _ if left < 2.0 => 2,
        _ => 4,
    };
    let mut tones = chord.tones.to_vec();
    tones.sort_by(f64::total_cmp);
    let lowest = folded(chord.root, 130.0, 262.0);
    let nth = |place: usize| tones.get(place % tones.len().max(1)).copied().unwrap_or(1.0) * lowest;
    let struck = |hz: f64, start: f64, gain: f64, pan: f64| BellNote {
        origin: Origin::Harp,
        hz,
        start,
        attack: 0.04,
        ring: 6.0,
        gain,
        pan,
        bowl: false,
    };
    let known = notes.len();
    notes.extend((0..rising).map(|place| {
        let octave = if place >= tones.len() { 2.0 } else { 1.0 };
        let start = chord.start + 0.4 + place as f64 * BREATH / 16.0;
        struck(nth(place) * octave, start, 0.21, -0.3 + 0.2 * place as f64)
    }));
    if chord.phrase >= 2 && chord.full - chord.start > 20.0 && left > 10.0 / 3.0 {
        notes.extend((0..3).map(|place| {
            let octave = if place == 2 { 2.0 } else { 1.0 };
            let start = chord.start + BREATH + 0.3 + place as f64 * BREATH / 8.0;
            struck(nth(place * 2) * octave, start, 0.16, 0.3 - 0.25 * place as f64)
        }));
    }
    // A chord that is cut short by a new section takes its harp with it.
    let kept = notes.split_off(known).into_iter().filter(|note| note.start < chord.end);
    notes.extend(kept);
}
