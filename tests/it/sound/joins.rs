//! Files that belong together are heard as one.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use holdspace::audio::decode::probe;
use holdspace::audio::offline::Offline;
use holdspace::audio::plain;
use holdspace::audio::timeline::Timeline;
use holdspace::cue::{Join, Position};

use super::material::{RATE, bed, cue, encode, file, plan, pull, recording, seconds, tone, wav};

const CUTS: [usize; 5] = [0, 100_003, 180_000, 290_001, 400_007];

/// The whole recording, and the paths of its four parts.
fn parts(folder: &tempfile::TempDir, rate: u32, ending: &str) -> (Vec<f32>, Vec<PathBuf>) {
    let whole = recording(CUTS[4], rate);
    let part = |(index, cut): (usize, &[usize])| {
        let path = folder.path().join(format!("part{index}.wav"));
        wav(&path, &whole[cut[0] * 2..cut[1] * 2], rate, 2);
        if ending == "wav" { path } else { encode(&path, ending) }
    };
    let paths = CUTS.windows(2).enumerate().map(part).collect();
    (whole, paths)
}

fn joined(paths: &[PathBuf]) -> Vec<f32> {
    let mut all = Vec::new();
    let mut keep = |frames: &[f32]| {
        all.extend_from_slice(frames);
        Ok(())
    };
    let count = plain(paths, &mut keep).unwrap();
    assert_eq!(count as usize * 2, all.len());
    all
}

fn worst(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn lossless_parts_equal_the_whole_sample_for_sample() {
    for ending in ["wav", "flac"] {
        let folder = tempfile::tempdir().unwrap();
        let (whole, paths) = parts(&folder, 48_000, ending);
        assert!(joined(&paths) == whole, "{ending} parts differ from the whole");
    }
}

#[test]
fn parts_of_another_rate_go_through_one_resampler() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, paths) = parts(&folder, 44_100, "flac");
    let path = folder.path().join("whole.wav");
    wav(&path, &whole, 44_100, 2);
    let (parts, one) = (joined(&paths), joined(&[path]));
    assert_eq!(parts.len(), one.len());
    assert_eq!(one.len() / 2, (CUTS[4] as f64 * 48_000.0 / 44_100.0).round() as usize);
    assert!(worst(&parts, &one) < 1e-4);
}

#[test]
fn lossy_parts_lie_exactly_where_they_belong() {
    for ending in ["ogg", "mp3"] {
        let folder = tempfile::tempdir().unwrap();
        let (whole, paths) = parts(&folder, 48_000, ending);
        let all = joined(&paths);
        assert_eq!(all.len(), whole.len(), "{ending}");
        for cut in &CUTS[1..4] {
            for from in [cut - 6_000, cut + 2_000] {
                let shift = best_shift(&whole, &all, from, 4_000);
                assert_eq!(shift, 0, "{ending} near frame {cut}");
            }
        }
        let error: f64 = all.iter().zip(&whole).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>();
        let power: f64 = whole.iter().map(|sample| f64::from(*sample).powi(2)).sum();
        assert!(10.0 * (error / power).log10() < -18.0, "{ending}: {:.1} dB", 10.0 * (error / power).log10());
    }
}

/// The shift in frames at which `b` fits `a` best around a frame.
fn best_shift(a: &[f32], b: &[f32], from: usize, frames: usize) -> i64 {
    let fit = |shift: i64| -> f64 {
        let other = (from as i64 + shift) as usize;
        (0..frames).map(|n| f64::from(a[(from + n) * 2]) * f64::from(b[(other + n) * 2])).sum()
    };
    (-1_200..=1_200).max_by(|a, b| fit(*a).total_cmp(&fit(*b))).unwrap()
}

#[test]
fn a_plan_joins_gaplessly_too_and_seeks_exactly() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, paths) = parts(&folder, 48_000, "flac");
    let start = |index: usize| CUTS[index] as f64 / RATE as f64;
    let length = |index: usize| Some(start(index + 1) - start(index));
    let pieces = paths.iter().enumerate().map(|(n, path)| file(path, start(n), length(n), Join::Gapless));
    let plan = plan(pieces.chain([bed(60.0)]).collect());
    let mut offline = Offline::new();
    let mut cue = cue(&plan, 1);
    let music = cue.music.as_mut().unwrap();
    music.from = Position { piece: 1, offset: Duration::from_millis(250) };
    music.fade_in = Duration::from_millis(1);
    offline.follow(&cue, seconds(0.0));
    let heard = pull(&mut offline, 4.9);
    let first = CUTS[1] + 12_000;
    // The fade-in is over after 3.4 s, and the crossfade to the bed begins 4.6 s before the end.
    let steady = &whole[(first + 3 * RATE) * 2..];
    assert_eq!(best_shift(steady, &heard[3 * RATE * 2..], 2_000, 4_000), 0);
}

#[test]
fn a_file_resumes_exactly_where_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let whole = recording(30 * RATE, 48_000);
    let path = folder.path().join("whole.wav");
    wav(&path, &whole, 48_000, 2);
    for ending in ["wav", "flac", "ogg", "mp3"] {
        let path = if ending == "wav" { path.clone() } else { encode(&path, ending) };
        let plan = plan(vec![file(&path, 0.0, Some(30.0), Join::Gapless), bed(60.0)]);
        for millis in [4_321u64, 7_300, 17_003] {
            let from = Position { piece: 0, offset: Duration::from_millis(millis) };
            let mut heard = vec![0.0; RATE];
            let place = Timeline::new(Arc::clone(&plan), from).fill(&mut heard);
            assert_eq!(place.offset, millis * 48);
            let there = &whole[(millis as usize * 48) * 2..];
            if ending == "wav" || ending == "flac" {
                assert!(heard == there[..RATE], "{ending} from {millis} ms");
            }
            assert_eq!(best_shift(there, &heard, 4_000, 8_000), 0, "{ending} from {millis} ms");
        }
    }
}

#[test]
fn crossfades_keep_the_power() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one.wav"), folder.path().join("two.wav"));
    wav(&one, &tone(24.0, 440.0, 0.2), 48_000, 2);
    wav(&two, &tone(30.0, 557.0, 0.2), 48_000, 2);
    let cross = Join::Crossfade(Duration::from_secs(8));
    let plan = plan(vec![file(&one, 0.0, Some(24.0), Join::Gapless), file(&two, 12.0, Some(30.0), cross), bed(60.0)]);
    let mut offline = Offline::new();
    offline.follow(&cue(&plan, 1), seconds(0.0));
    let heard = pull(&mut offline, 24.0);
    let steady = &heard[5 * RATE * 2..];
    let levels = super::material::levels(steady, 200);
    let (low, high) = levels.iter().fold((0.0f64, -90.0f64), |(low, high), level| (low.min(*level), high.max(*level)));
    assert!(high - low < 0.3, "{low:.2} to {high:.2} dB");
    super::material::assert_gentle(&heard, "crossfade");
}

#[test]
fn a_probe_tells_what_a_file_holds() {
    let folder = tempfile::tempdir().unwrap();
    let (_, paths) = parts(&folder, 44_100, "mp3");
    let probed = probe(&paths[0]).unwrap();
    assert_eq!((probed.rate, probed.channels, probed.frames), (44_100, 2, 100_003));
}

#[test]
fn one_channel_and_six_are_heard_on_both_sides() {
    let folder = tempfile::tempdir().unwrap();
    for channels in [1u16, 6] {
        let path = folder.path().join(format!("{channels}.wav"));
        let mono = tone(1.0, 440.0, 0.2);
        let many: Vec<f32> = mono.chunks(2).flat_map(|frame| vec![frame[0]; usize::from(channels)]).collect();
        wav(&path, &many, 48_000, channels);
        let all = joined(&[path]);
        assert_eq!(all.len(), mono.len());
        let (left, right) = (all[20_000], all[20_001]);
        assert!((left - right).abs() < 1e-6 && (left - mono[20_000]).abs() < 0.01, "{channels}: {left} {right}");
    }
}
