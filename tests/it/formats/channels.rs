//! From one channel to eight, from 8 kHz to 384 kHz.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::audio::decode::{Stream, probe};
use holdspace::audio::plain;

use super::sources::{decode, ffmpeg};
use crate::sound::material::wav;

/// Half a second for each channel.
const TURN: usize = 24_000;

/// A recording in which one channel sounds after the other.
fn one_after_the_other(channels: usize) -> Vec<f32> {
    let tone = |n: usize| (n as f32 * 440.0 / 48_000.0 * std::f32::consts::TAU).sin() * 0.5;
    let frame = move |n: usize| (0..channels).map(move |channel| if n / TURN == channel { tone(n) } else { 0.0 });
    (0..channels * TURN).flat_map(frame).collect()
}

/// How loud left and right are while each channel has its turn, against the channel itself.
fn heard(path: &Path, channels: usize) -> Vec<[f32; 2]> {
    let all = decode(path, Duration::ZERO).unwrap();
    assert!((all.len() / 2).abs_diff(channels * TURN) <= 1, "{}: {}", path.display(), all.len() / 2);
    let turn = |channel: usize| {
        let middle = &all[(channel * TURN + 4_000) * 2..(channel * TURN + 20_000) * 2];
        let side = |side: usize| {
            let power: f32 = middle.iter().skip(side).step_by(2).map(|sample| sample * sample).sum();
            (power / 16_000.0).sqrt() / (0.5 * std::f32::consts::FRAC_1_SQRT_2)
        };
        [side(0), side(1)]
    };
    (0..channels).map(turn).collect()
}

/// ITU-R BS.775 in ffmpeg's order of channels, scaled so that all of them together do not overload.
fn wanted(layout: &str) -> Vec<[f32; 2]> {
    let (near, half) = (1.0, std::f32::consts::FRAC_1_SQRT_2);
    let front = [[near, 0.0], [0.0, near]];
    let centre = [[half, half], [0.0, 0.0]];
    let around = [[half, 0.0], [0.0, half]];
    let (weights, sum) = match layout {
        "mono" => (vec![[1.0, 1.0]], 1.0),
        "stereo" => (front.to_vec(), 1.0),
        "quad" => ([front, around].concat(), near + half),
        "5.1" => ([front, centre, around].concat(), near + 2.0 * half),
        "7.1" => ([front, centre, around, around].concat(), near + 3.0 * half),
        other => panic!("{other}"),
    };
    weights.iter().map(|pair: &[f32; 2]| pair.map(|weight| weight / sum)).collect()
}

#[test]
fn every_layout_is_mixed_down_the_same_whatever_the_format_calls_its_channels() {
    let folder = tempfile::tempdir().unwrap();
    for (layout, channels) in [("mono", 1), ("stereo", 2), ("quad", 4), ("5.1", 6), ("7.1", 8)] {
        let samples = one_after_the_other(channels);
        for (ending, words) in [
            ("wav", &["-c:a", "pcm_s24le"][..]),
            ("flac", &["-c:a", "flac"]),
            ("m4a", &["-c:a", "alac"]),
            ("ogg", &["-c:a", "libvorbis", "-q:a", "6"]),
            ("opus", &["-c:a", "libopus", "-b:a", "160k", "-mapping_family", "1"]),
            ("mp3", &["-c:a", "libmp3lame", "-b:a", "192k"]),
            ("aac.m4a", &["-c:a", "aac", "-b:a", "192k"]),
        ] {
            let too_many = ending.starts_with("mp3") || ending.starts_with("aac");
            if (too_many && channels > 2) || (ending == "m4a" && ["quad", "7.1"].contains(&layout)) {
                continue;
            }
            let path = folder.path().join(format!("{layout}.{ending}"));
            ffmpeg(&samples, 48_000, layout, words, &path);
            let found = heard(&path, channels);
            for (index, (found, wanted)) in found.iter().zip(wanted(layout)).enumerate() {
                let worst = found.iter().zip(wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
                assert!(worst < 0.03, "{layout} {ending}, channel {index}: {found:?} instead of {wanted:?}");
            }
            let stream = Stream::open(&path, Duration::ZERO).unwrap();
            assert_eq!(usize::from(stream.channels()), channels, "{layout} {ending}");
        }
    }
}

fn joined(path: PathBuf) -> Vec<f32> {
    let mut all = Vec::new();
    let mut keep = |frames: &[f32]| {
        all.extend_from_slice(frames);
        Ok(())
    };
    let _count = plain(&[path], &mut keep).unwrap();
    all
}

#[test]
fn every_rate_arrives_at_48_khz_with_its_length_and_its_tone() {
    let folder = tempfile::tempdir().unwrap();
    for rate in
        [8_000u32, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 352_800, 384_000]
    {
        let path = folder.path().join(format!("{rate}.wav"));
        let frames = rate as usize + 77;
        let tone =
            |n: usize, rate: u32| (n as f64 * 997.0 * std::f64::consts::TAU / f64::from(rate)).sin() as f32 * 0.5;
        wav(&path, &(0..frames).flat_map(|n| [tone(n, rate), -tone(n, rate)]).collect::<Vec<_>>(), rate, 2);
        assert_eq!(probe(&path).unwrap().rate, rate);
        let all = joined(path);
        assert_eq!(all.len() / 2, (frames as f64 * 48_000.0 / f64::from(rate)).round() as usize, "{rate}");
        let worst = (6_500..41_000).map(|n| (all[n * 2] - tone(n, 48_000)).abs()).fold(0.0, f32::max);
        // A 16-bit file is exact to half a step.
        assert!(worst < 5e-5, "{rate}: {worst}");
    }
}
