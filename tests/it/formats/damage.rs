//! Damaged files of every format, through the check and through the player: no panic, no hang, no silence.
//!
//! `HOLDSPACE_FUZZ` says how many; a few without it. The dice are seeded, and a failure names its round.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::audio::decode::{Stream, probe};
use holdspace::audio::offline::Offline;
use holdspace::cue::{Join, Piece};

use super::sources::{encode, ffmpeg};
use crate::sound::material::{RATE, bed, cue, file, plan, pull, recording, seconds, wav};

/// Rounds without being told.
const FEW: usize = 150;
/// Length of the files in seconds before they are damaged.
const LENGTH: usize = 4;

/// Marsaglia's xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// Good files: eight formats, AAC without a container, 8 kHz with one channel, 192 kHz with six.
fn good(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for ending in ["wav", "flac", "alac", "aiff", "mp3", "ogg", "opus", "m4a", "aac"] {
        let path = folder.join(format!("good-{ending}.wav"));
        wav(&path, &recording(LENGTH * 44_100, 44_100), 44_100, 2);
        paths.push(encode(&path, ending));
    }
    let narrow: Vec<f32> = recording(LENGTH * 8_000, 8_000).iter().step_by(2).copied().collect();
    let wide: Vec<f32> = recording(LENGTH * 192_000, 192_000).chunks(2).flat_map(|pair| [pair[0]; 6]).collect();
    for (name, samples, rate, layout, words) in [
        ("narrow.wav", &narrow, 8_000, "mono", &["-c:a", "pcm_u8"][..]),
        ("narrow.mp3", &narrow, 8_000, "mono", &["-c:a", "libmp3lame"]),
        ("narrow.opus", &narrow, 8_000, "mono", &["-c:a", "libopus"]),
        ("wide.flac", &wide, 192_000, "5.1", &["-c:a", "flac"]),
        ("wide.m4a", &wide, 192_000, "5.1", &["-c:a", "alac"]),
        ("wide.opus", &wide, 192_000, "5.1", &["-ar", "48000", "-c:a", "libopus", "-mapping_family", "1"]),
        ("float.wav", &narrow, 8_000, "mono", &["-c:a", "pcm_f32le"]),
        ("one.flac", &narrow[..1].to_vec(), 8_000, "mono", &["-c:a", "flac"]),
        ("one.wav", &narrow[..1].to_vec(), 8_000, "mono", &["-c:a", "pcm_s16le"]),
    ] {
        let path = folder.join(name);
        ffmpeg(samples, rate, layout, words, &path);
        paths.push(path);
    }
    paths
}

/// Damages bytes in one of the ways files are damaged.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) -> &'static str {
    let length = bytes.len();
    let at = dice.below(length);
    let stretch = at..(at + 1 + dice.below(4_000.min(length / 4 + 1))).min(length);
    let header = 600.min(length);
    match dice.below(9) {
        0 => {
            bytes.truncate(at);
            "cut off"
        }
        1 => {
            bytes[stretch].iter_mut().for_each(|byte| *byte = dice.below(256) as u8);
            "a stretch of noise"
        }
        2 => {
            bytes[stretch].fill(0);
            "a stretch of zeros"
        }
        3 => {
            let _gone = bytes.drain(stretch);
            "a stretch missing"
        }
        4 => {
            let twice = bytes[stretch].to_vec();
            let _none = bytes.splice(at..at, twice);
            "a stretch twice"
        }
        5 => {
            for _ in 0..1 + dice.below(6) {
                bytes[dice.below(header)] = dice.below(256) as u8;
            }
            "wrong bytes in the header"
        }
        6 => {
            for _ in 0..1 + dice.below(40) {
                bytes[dice.below(length)] ^= 1 << dice.below(8);
            }
            "wrong bits anywhere"
        }
        7 => {
            let moov = bytes.windows(4).position(|four| four == b"moov").unwrap_or(length / 2);
            bytes.truncate(moov + dice.below(length - moov));
            "cut off in its moov"
        }
        _ => {
            let moov = bytes.windows(4).position(|four| four == b"moov").unwrap_or(0);
            for _ in 0..1 + dice.below(6) {
                let wrong = (moov + dice.below(1_200)).min(length - 1);
                bytes[wrong] = [0, 1, 255, 128, dice.below(256) as u8][dice.below(5)];
            }
            "wrong bytes in its moov"
        }
    }
}

/// Seconds of the longest silence (below −80 dBFS).
fn longest_silence(heard: &[f32]) -> f64 {
    let mut runs = heard.chunks(2).scan(0usize, |run, frame| {
        *run = if frame.iter().all(|sample| sample.abs() < 1e-4) { *run + 1 } else { 0 };
        Some(*run)
    });
    runs.by_ref().max().unwrap_or(0) as f64 / RATE as f64
}

fn assert_survived(path: &Path, what: &str) {
    let length = probe(path).map_or(LENGTH as f64, |facts| facts.duration.as_secs_f64().clamp(0.1, LENGTH as f64));
    let _tried = Stream::open(path, Duration::from_millis(2_600)).map(|mut stream| stream.next(&mut Vec::new()));
    let after =
        Piece { join: Join::Crossfade(Duration::from_millis(length.min(2.0) as u64 * 500)), ..bed(length * 0.75) };
    let mut offline = Offline::new();
    offline.follow(&cue(&plan(vec![file(path, 0.0, Some(length), Join::Gapless), after]), 1), seconds(0.0));
    let heard = pull(&mut offline, 5.5);
    assert!(heard.iter().all(|sample| sample.is_finite() && sample.abs() <= 1.0), "{what}: out of range");
    let silence = longest_silence(&heard);
    assert!(silence <= 3.0, "{what}: {silence:.2} s of silence");
}

#[test]
fn damaged_files_neither_stop_the_player_nor_silence_it() {
    let rounds = std::env::var("HOLDSPACE_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(FEW);
    let folder = tempfile::tempdir().unwrap();
    let good = good(folder.path());
    for path in &good {
        assert_survived(path, "a good file");
    }
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let endings = ["wav", "flac", "mp3", "ogg", "opus", "m4a", "aac", "aiff", "txt"];
    for round in 0..rounds {
        let from = &good[if round < good.len() { round } else { dice.below(good.len()) }];
        let mut bytes = std::fs::read(from).unwrap();
        let mut kinds = Vec::new();
        for _ in 0..1 + dice.below(2) {
            if !bytes.is_empty() {
                kinds.push(damage(&mut bytes, &mut dice));
            }
        }
        let own = from.extension().unwrap().to_str().unwrap();
        let ending = if dice.below(5) == 0 { endings[dice.below(endings.len())] } else { own };
        let path = folder.path().join(format!("damaged.{ending}"));
        std::fs::write(&path, bytes).unwrap();
        assert_survived(&path, &format!("round {round}: {} with {kinds:?} as {ending}", from.display()));
        std::fs::remove_file(&path).unwrap();
    }
}
