//! The built-in music: what is written, what is heard, and that both depend on nothing but name, seed and time.

use std::sync::OnceLock;
use std::time::Duration;

use ebur128::{EbuR128, Mode};
use holdspace::music::playlist::SOUNDSCAPES;
use holdspace::music::soundscape::{BellNote, Chord, Origin, PadNote, Score, Section, Shape, Soundscape, Voice};

const RATE: u64 = 48_000;

fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

fn tidewater(target: Duration) -> Soundscape {
    Soundscape::new("tidewater", 11, &Shape::lasting(target)).unwrap()
}

/// The next `frames` frames, interleaved.
fn play(music: &mut Soundscape, frames: usize) -> Vec<f32> {
    let mut out = vec![f32::NAN; frames * 2];
    music.fill(&mut out);
    out
}

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
fn playing_on_from_anywhere_is_bit_equal() {
    // Two minutes to the bed: the unbroken render goes through all stages and two changes of the tank.
    let target = minutes(2);
    let whole = play(&mut tidewater(target), 140 * RATE as usize);
    let mut music = tidewater(target);
    let leg = 64 * RATE;
    let edges = [0, 1, leg - 1, leg, leg + 1, 2 * leg - 128, 2 * leg];
    let anywhere = [305_419, 1_234_567, 4_915_200, 5_000_001, 6_543_210];
    for frame in edges.into_iter().chain(anywhere) {
        music.seek(frame);
        assert_eq!(music.frame(), frame);
        let heard = play(&mut music, 1_500);
        let from = frame as usize * 2;
        assert!(heard == whole[from..from + heard.len()], "differs from frame {frame} on");
        assert_eq!(music.frame(), frame + 1_500);
    }
}

#[test]
fn resuming_in_the_middle_of_the_journey_is_bit_equal() {
    let mut unbroken = tidewater(minutes(75));
    unbroken.seek(3_000 * RATE);
    let whole = play(&mut unbroken, 70 * RATE as usize);
    let mut music = tidewater(minutes(75));
    for second in [3_008, 3_055] {
        music.seek(second * RATE + 77);
        let from = ((second - 3_000) * RATE + 77) as usize * 2;
        assert!(play(&mut music, 4_800) == whole[from..from + 9_600], "differs from {second} s on");
    }
}

#[test]
fn the_size_of_the_pieces_it_is_asked_for_does_not_matter() {
    let whole = play(&mut tidewater(minutes(75)), 4_000);
    let mut music = tidewater(minutes(75));
    let mut parts = Vec::new();
    for frames in [1, 127, 128, 129, 1, 614, 3_000] {
        parts.extend(play(&mut music, frames));
    }
    assert!(parts == whole);
}

#[test]
fn a_seed_plays_the_same_and_another_seed_something_else() {
    let first =
        |seed| play(&mut Soundscape::new("cedar", seed, &Shape::lasting(minutes(68))).unwrap(), 8 * RATE as usize);
    let (one, again, other) = (first(71), first(71), first(72));
    assert!(one == again);
    assert!(one != other);
}

#[test]
fn any_target_plays_from_the_anchor_into_the_bed() {
    for target in [1, 60, 68, 180].map(minutes) {
        let mut music = tidewater(target);
        for frame in [0, target.as_secs() / 2 * RATE, (target.as_secs() + 7) * RATE] {
            // On a change of the tank the run-up is shortest.
            music.seek(frame / (64 * RATE) * 64 * RATE);
            let heard = play(&mut music, 12 * RATE as usize);
            let loudest = heard.iter().fold(0f32, |most, sample| most.max(sample.abs()));
            assert!(heard.iter().all(|sample| sample.is_finite()), "{target:?} at {frame}");
            assert!(loudest > 0.01 && loudest < 0.5, "{target:?} at {frame}: {loudest}");
        }
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

#[test]
fn the_bed_does_not_end() {
    let mut music = tidewater(minutes(60));
    let written = music.score().clone();
    music.seek(64 * 281 * RATE);
    let heard = play(&mut music, 12 * RATE as usize);
    assert!(heard.iter().any(|sample| sample.abs() > 0.01));
    let settled = |score: &Score| score.pads.iter().filter(|note| note.start < written.settled()).count();
    let count = settled(&written);
    assert!(music.score().pads.len() > written.pads.len() && settled(music.score()) == count);
    assert!(music.score().pads[..count] == written.pads[..count]);
}

/// Stretches of Tidewater of 110 s each (ten breaths), before the arc.
fn windows() -> &'static [(&'static str, Vec<f32>)] {
    static WINDOWS: OnceLock<Vec<(&str, Vec<f32>)>> = OnceLock::new();
    WINDOWS.get_or_init(|| {
        let mut music = tidewater(minutes(75));
        let mut window = |(name, leg): (&'static str, u64)| {
            music.seek(leg * 64 * RATE);
            (name, play(&mut music, 110 * RATE as usize))
        };
        [("hold", 3), ("building", 22), ("peak", 31), ("re-entry", 52), ("bed", 74)].map(&mut window).into()
    })
}

fn measured(samples: &[f32], mode: Mode) -> EbuR128 {
    let mut meter = EbuR128::new(2, RATE as u32, mode).unwrap();
    meter.add_frames_f32(samples).unwrap();
    meter
}

#[test]
fn every_stage_is_as_loud_as_a_levelled_file() {
    for (name, samples) in windows() {
        let loudness = measured(samples, Mode::I).loudness_global().unwrap();
        assert!((loudness + 20.0).abs() <= 1.0, "{name}: {loudness} LUFS");
    }
}

#[test]
fn the_other_pieces_are_level_at_the_peak() {
    for (name, _, seed) in SOUNDSCAPES.into_iter().skip(1) {
        let mut music = Soundscape::new(name, seed, &Shape::lasting(minutes(75))).unwrap();
        music.seek(33 * 64 * RATE);
        let loudness = measured(&play(&mut music, 44 * RATE as usize), Mode::I).loudness_global().unwrap();
        assert!((loudness + 20.0).abs() <= 1.5, "{name}: {loudness} LUFS");
    }
}

#[test]
fn no_true_peak_exceeds_minus_6_dbtp() {
    for (name, samples) in windows() {
        let meter = measured(samples, Mode::TRUE_PEAK);
        let peak = [0, 1].map(|channel| meter.true_peak(channel).unwrap()).into_iter().fold(0.0, f64::max);
        assert!(20.0 * peak.log10() <= -6.0, "{name}: {} dBTP", 20.0 * peak.log10());
    }
}

#[test]
fn every_sample_is_a_number() {
    for (name, samples) in windows() {
        assert!(samples.iter().all(|sample| sample.is_finite()), "{name}");
    }
}

#[test]
fn nothing_startles() {
    for (name, samples) in windows() {
        let rise = steepest_rise(samples);
        assert!(rise <= 7.5, "{name}: {rise} dB in 100 ms");
    }
}

/// The steepest rise of K-weighted level in 100 ms, in dB, over a floor 25 dB under the loudness of the whole.
fn steepest_rise(samples: &[f32]) -> f64 {
    let power: Vec<f64> = k_weighted(samples, 0).zip(k_weighted(samples, 1)).map(|(l, r)| l * l + r * r).collect();
    let mean = |window: &[f64]| window.iter().sum::<f64>() / window.len() as f64;
    let floor = mean(&power) * 10f64.powf(-2.5);
    let tens: Vec<f64> = power.chunks_exact(480).map(mean).collect();
    let levels: Vec<f64> = tens.windows(5).map(|fifty| 10.0 * (mean(fifty) + floor).log10()).collect();
    levels.iter().zip(levels.iter().skip(10)).map(|(before, after)| after - before).fold(0.0, f64::max)
}

/// One channel through the two filters of ITU-R BS.1770 at 48 kHz.
fn k_weighted(samples: &[f32], channel: usize) -> impl Iterator<Item = f64> {
    let mut shelf = Biquad::new(
        [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85],
        [-1.690_659_293_182_41, 0.732_480_774_215_85],
    );
    let mut cut = Biquad::new([1.0, -2.0, 1.0], [-1.990_047_454_833_98, 0.990_072_250_366_21]);
    let channel = samples.iter().skip(channel).step_by(2);
    channel.map(move |sample| cut.filter(shelf.filter(f64::from(*sample))))
}

struct Biquad {
    forward: [f64; 3],
    back: [f64; 2],
    state: [f64; 2],
}

impl Biquad {
    fn new(forward: [f64; 3], back: [f64; 2]) -> Self {
        Self { forward, back, state: [0.0; 2] }
    }

    fn filter(&mut self, input: f64) -> f64 {
        let output = self.forward[0] * input + self.state[0];
        self.state[0] = self.forward[1] * input - self.back[0] * output + self.state[1];
        self.state[1] = self.forward[2] * input - self.back[1] * output;
        output
    }
}
