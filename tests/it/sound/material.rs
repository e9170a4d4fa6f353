//! Sounds to test with, made here and encoded by the usual tools.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use holdspace::audio::offline::Offline;
use holdspace::cue::{Cue, Join, Material, Music, Piece, Plan, Position};
use holdspace::units::{Decibels, Moment};

pub const RATE: usize = 48_000;

/// Something like music: gliding tones and a little noise, never the same twice.
pub fn recording(frames: usize, rate: u32) -> Vec<f32> {
    let mut seed = 12345u32;
    let mut out = Vec::with_capacity(frames * 2);
    let (mut low, mut phase) = (0.0f64, 0.0f64);
    for n in 0..frames {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = f64::from(seed >> 8) / f64::from(1 << 23) - 1.0;
        low += 0.05 * (noise - low);
        let t = n as f64 / f64::from(rate);
        phase += (300.0 + 200.0 * (t * 0.9).sin()) / f64::from(rate) * std::f64::consts::TAU;
        let left = 0.25 * phase.sin() + 0.3 * low;
        let right = 0.25 * (phase * 1.5).sin() - 0.3 * low;
        out.push(left as f32);
        out.push(right as f32);
    }
    // As 16 bits hold it, so that lossless files can be compared exactly.
    out.iter().map(|sample| (sample * 32_767.0).round() / 32_768.0).collect()
}

/// A steady tone on both sides.
pub fn tone(seconds: f64, hertz: f64, amplitude: f64) -> Vec<f32> {
    let frames = (seconds * RATE as f64) as usize;
    let at = |n: usize| (n as f64 / RATE as f64 * hertz * std::f64::consts::TAU).sin() * amplitude;
    (0..frames).flat_map(|n| [at(n) as f32; 2]).collect()
}

/// Writes a WAV file of 16 bits.
pub fn wav(path: &Path, samples: &[f32], rate: u32, channels: u16) {
    let bytes = samples.len() as u32 * 2;
    let mut out = Vec::new();
    out.extend_from_slice(b"RIFF");
    out.extend_from_slice(&(36 + bytes).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt ");
    out.extend_from_slice(&16u32.to_le_bytes());
    out.extend_from_slice(&1u16.to_le_bytes());
    out.extend_from_slice(&channels.to_le_bytes());
    out.extend_from_slice(&rate.to_le_bytes());
    out.extend_from_slice(&(rate * u32::from(channels) * 2).to_le_bytes());
    out.extend_from_slice(&(channels * 2).to_le_bytes());
    out.extend_from_slice(&16u16.to_le_bytes());
    out.extend_from_slice(b"data");
    out.extend_from_slice(&bytes.to_le_bytes());
    for sample in samples {
        out.extend_from_slice(&((sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16).to_le_bytes());
    }
    std::fs::write(path, out).unwrap();
}

/// Encodes a WAV file beside itself; says clearly which tool is missing.
pub fn encode(wav: &Path, ending: &str) -> PathBuf {
    let to = wav.with_extension(ending);
    let (from_name, to_name) = (wav.to_str().unwrap(), to.to_str().unwrap());
    let words = match ending {
        "flac" => vec!["flac", "--silent", "--force", "-o", to_name, from_name],
        "ogg" => vec!["oggenc", "--quiet", "-q", "6", "-o", to_name, from_name],
        "mp3" => vec!["lame", "--quiet", "-b", "256", from_name, to_name],
        other => panic!("no encoder for {other}"),
    };
    let done = Command::new(words[0]).args(&words[1..]).status();
    let done = done.unwrap_or_else(|error| panic!("this test needs the program {} ({error})", words[0]));
    assert!(done.success(), "{words:?} failed");
    to
}

pub fn file(path: &Path, start: f64, length: Option<f64>, join: Join) -> Piece {
    Piece {
        title: path.file_name().unwrap().to_string_lossy().into_owned(),
        material: Material::File { path: path.to_owned(), sha256: String::new() },
        start: Duration::from_secs_f64(start),
        length: length.map(Duration::from_secs_f64),
        trim: Duration::ZERO,
        gain: Decibels::UNITY,
        join,
    }
}

pub fn bed(start: f64) -> Piece {
    Piece {
        title: "bed".to_owned(),
        material: Material::Soundscape { name: "tidewater".to_owned(), seed: 11 },
        start: Duration::from_secs_f64(start),
        length: None,
        trim: Duration::from_secs_f64(start),
        gain: Decibels::UNITY,
        join: Join::Crossfade(Duration::from_secs(6)),
    }
}

pub fn plan(pieces: Vec<Piece>) -> Arc<Plan> {
    Arc::new(Plan {
        target: Duration::from_secs(3600),
        pieces,
        arc: Vec::new(),
        stages: holdspace::music::arc::stages(Duration::from_secs(3600)),
        playlist: String::new(),
        nudges: Vec::new(),
    })
}

pub fn cue(plan: &Arc<Plan>, generation: u64) -> Cue {
    let music =
        Music { generation, plan: Arc::clone(plan), from: Position::default(), fade_in: Duration::ZERO, faded: None };
    Cue { music: Some(music), volume: Decibels::UNITY, duck: false, chimes: Vec::new() }
}

pub fn seconds(seconds: f64) -> Moment {
    Moment::from_millis((seconds * 1000.0).round() as u64)
}

/// Pulls so many seconds of stereo frames.
pub fn pull(offline: &mut Offline, seconds: f64) -> Vec<f32> {
    let mut out = vec![0.0; (seconds * RATE as f64).round() as usize * 2];
    offline.pull(&mut out);
    out
}

/// Levels in dBFS of windows of so many milliseconds, both sides together.
pub fn levels(frames: &[f32], millis: usize) -> Vec<f64> {
    let level = |window: &[f32]| {
        let power: f64 = window.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / window.len() as f64;
        10.0 * power.max(1e-15).log10()
    };
    frames.chunks_exact(RATE * millis / 1000 * 2).map(level).collect()
}

/// Fails if the level of a steady sound moves faster than 3 dB in 100 ms where it is above −60 dBFS.
pub fn assert_gentle(frames: &[f32], what: &str) {
    let levels = levels(frames, 20);
    for (index, pair) in levels.windows(6).enumerate() {
        if pair[0] > -60.0 && pair[5] > -60.0 {
            let step = (pair[5] - pair[0]).abs();
            assert!(step <= 3.05, "{what}: {step:.2} dB in 100 ms at {:.2} s", index as f64 * 0.02);
        }
    }
}
