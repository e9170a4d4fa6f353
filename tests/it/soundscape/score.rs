//! What is written: chords, voices, struck notes.

use std::sync::OnceLock;

use holdspace::music::playlist::SOUNDSCAPES;
use holdspace::music::soundscape::{BellNote, Chord, Origin, PadNote, Score, Section, Shape, Soundscape, Voice};

use super::{minutes, tidewater};

fn scores() -> &'static [(&'static str, Score)] {
    static SCORES: OnceLock<Vec<(&str, Score)>> = OnceLock::new();
    SCORES.get_or_init(|| {
        let score = |(name, _, seed)| {
            (name, Soundscape::new(name, seed, &Shape::lasting(minutes(75))).unwrap().score().clone())
        };
        SOUNDSCAPES.into_iter().map(score).collect()
    })
}

#[test]
fn every_piece_of_the_list_plays_and_no_other() {
    assert_eq!(scores().len(), 6);
    assert!(Soundscape::new("muzak", 1, &Shape::lasting(minutes(75))).is_none());
}

#[test]
fn chords_follow_each_other_without_gaps_through_all_sections() {
    for (name, score) in scores() {
        assert_eq!(score.chords[0].start, 0.0, "{name}");
        assert!(score.chords.windows(2).all(|pair| pair[0].end == pair[1].start), "{name}");
        assert!(score.chords.is_sorted_by_key(|chord| chord.section), "{name}");
        for section in Section::ALL {
            assert!(score.chords.iter().any(|chord| chord.section == section), "{name}: {section:?}");
        }
    }
}

/// The chord a pad note was written for: notes begin from 3 s before it to 2.5 s after its start.
fn chord_of<'a>(score: &'a Score, note: &PadNote) -> &'a Chord {
    score.chords.iter().find(|chord| note.start + 3.0 < chord.end).unwrap()
}

fn range(voice: Voice, section: Section) -> (f64, f64) {
    let [tenor, alto, soprano, high] = match section {
        Section::Hold => [(98.0, 185.0), (146.0, 262.0), (220.0, 370.0), (290.0, 480.0)],
        Section::Onset => [(98.0, 196.0), (165.0, 300.0), (247.0, 440.0), (370.0, 600.0)],
        Section::Building => [(104.0, 208.0), (175.0, 330.0), (277.0, 500.0), (415.0, 680.0)],
        Section::PeakA => [(87.0, 175.0), (147.0, 262.0), (196.0, 350.0), (294.0, 470.0)],
        Section::PeakB => [(82.0, 165.0), (139.0, 247.0), (185.0, 330.0), (277.0, 440.0)],
        Section::Reentry => [(98.0, 196.0), (175.0, 311.0), (262.0, 494.0), (392.0, 620.0)],
        Section::Return => [(98.0, 196.0), (165.0, 294.0), (247.0, 440.0), (392.0, 590.0)],
        Section::Bed => [(98.0, 185.0), (147.0, 262.0), (220.0, 392.0), (330.0, 500.0)],
    };
    match voice {
        Voice::Bass if section.is_peak() => (43.0, 86.0),
        Voice::Bass => (55.0, 110.0),
        Voice::Tenor => tenor,
        Voice::Alto => alto,
        Voice::Soprano => soprano,
        Voice::High => high,
        Voice::Halo => (500.0, 1000.0),
    }
}

#[test]
fn every_voice_stays_in_its_range() {
    for (name, score) in scores() {
        for note in &score.pads {
            let (low, high) = range(note.voice, chord_of(score, note).section);
            assert!(note.hz > low * 0.999 && note.hz < high * 1.001, "{name}: {note:?} outside {low}-{high} Hz");
        }
    }
}

#[test]
fn voices_move_by_small_steps() {
    for (name, score) in scores() {
        for voice in [Voice::Tenor, Voice::Alto, Voice::Soprano, Voice::High] {
            let line: Vec<f64> = score.pads.iter().filter(|note| note.voice == voice).map(|note| note.hz).collect();
            let moves: Vec<f64> = line.windows(2).map(|pair| 12.0 * (pair[1] / pair[0]).log2().abs()).collect();
            let moves: Vec<f64> = moves.into_iter().filter(|semitones| *semitones > 0.05).collect();
            let mean = moves.iter().sum::<f64>() / moves.len() as f64;
            assert!(mean < 2.5, "{name}: {voice:?} moves {mean} semitones");
        }
    }
}

#[test]
fn no_pad_note_is_held_for_so_long_that_its_table_is_heard_to_repeat() {
    for (name, score) in scores() {
        let settled = score.pads.iter().filter(|note| note.start < score.settled());
        let longest = settled.map(|note| note.end - note.start).fold(0.0, f64::max);
        assert!(longest < 100.0, "{name}: {longest} s");
    }
}

#[test]
fn no_note_of_a_loop_follows_another_within_2_2_seconds() {
    for (name, score) in scores() {
        let loops: Vec<&BellNote> = score.bells.iter().filter(|note| note.origin == Origin::Loop).collect();
        assert!(loops.len() > 100, "{name}");
        assert!(loops.windows(2).all(|pair| pair[1].start - pair[0].start >= 2.2), "{name}");
    }
}

/// How many stretches of time overlap at most.
fn most_at_once(stretches: impl Iterator<Item = (f64, f64)>) -> i32 {
    let mut edges: Vec<(f64, i32)> = stretches.flat_map(|(from, to)| [(from, 1), (to, -1)]).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let running = edges.iter().scan(0, |sounding, (_, change)| {
        *sounding += change;
        Some(*sounding)
    });
    running.max().unwrap_or(0)
}

#[test]
fn never_more_than_14_pads_and_16_bells_sound() {
    for (name, score) in scores() {
        let pads = most_at_once(score.pads.iter().map(|note| (note.start, note.end + note.release)));
        let bells = score.bells.iter().map(|note| (note.start, note.start + note.attack + 1.1 * note.ring));
        let bells = most_at_once(bells);
        assert!(pads <= 14 && bells <= 16, "{name}: {pads} pads, {bells} bells");
    }
}

#[test]
fn a_session_of_a_minute_reaches_the_peak_and_the_bed() {
    let music = tidewater(minutes(1));
    let chords = &music.score().chords;
    assert!(chords.iter().any(|chord| chord.section.is_peak()));
    let bed = chords.iter().find(|chord| chord.section == Section::Bed).unwrap();
    assert!((60.0..=71.0).contains(&bed.start), "the bed begins at {} s", bed.start);
}
