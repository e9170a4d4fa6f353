//! Parts of a recording lie where they belong to the sample, and so does every place that is sought.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::audio::decode::{Stream, probe};
use holdspace::audio::plain;

use super::sources::{FORMATS, best_shift, decode, encode, run};
use crate::sound::material::{recording, wav};

const CUTS: [usize; 4] = [0, 100_003, 190_001, 270_011];

/// The whole recording, and the paths of its parts.
fn parts(folder: &Path, rate: u32, ending: &str) -> (Vec<f32>, Vec<PathBuf>) {
    let whole = recording(CUTS[3], rate);
    let part = |(index, cut): (usize, &[usize])| {
        let path = folder.join(format!("part{index}.wav"));
        wav(&path, &whole[cut[0] * 2..cut[1] * 2], rate, 2);
        encode(&path, ending)
    };
    let paths = CUTS.windows(2).enumerate().map(part).collect();
    (whole, paths)
}

/// The error of `b` against `a` in dB of the power of `a`.
fn error(a: &[f32], b: &[f32]) -> f64 {
    let error: f64 = a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2)).sum();
    let power: f64 = a.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    10.0 * (error / power).log10()
}

fn assert_in_place(whole: &[f32], parts: &[Vec<f32>], what: &str) {
    let mut all: Vec<f32> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let (first, last) = (all.len() / 2, (all.len() + part.len()) / 2);
        all.extend_from_slice(part);
        for from in [first, last - 3_000] {
            let here = best_shift(&whole[first * 2..last * 2], part, from - first, 3_000);
            assert_eq!(here, 0, "{what}: part {index} near frame {from}");
        }
    }
    assert_eq!(all.len(), whole.len(), "{what}");
    assert!(error(whole, &all) < -18.0, "{what}: {:.1} dB", error(whole, &all));
}

#[test]
fn parts_of_every_format_are_the_whole_again() {
    for rate in [44_100, 48_000] {
        for format in FORMATS {
            let folder = tempfile::tempdir().unwrap();
            let (whole, paths) = parts(folder.path(), rate, format.ending);
            let what = format!("{} at {rate}", format.ending);
            let decoded: Vec<Vec<f32>> = paths.iter().map(|path| decode(path, Duration::ZERO).unwrap()).collect();
            if format.lossless {
                assert!(decoded.concat() == whole, "{what}");
            } else if format.ending == "opus" && rate != 48_000 {
                // Opus is always at 48 kHz: its encoder has resampled each part.
                for (cut, part) in CUTS.windows(2).zip(&decoded) {
                    let wanted = (cut[1] - cut[0]) as f64 * 48_000.0 / f64::from(rate);
                    assert!((part.len() as f64 / 2.0 - wanted).abs() <= 1.0, "{what}: {} for {wanted}", part.len() / 2);
                    let path = folder.path().join("original.wav");
                    wav(&path, &whole[cut[0] * 2..cut[1] * 2], rate, 2);
                    let original = joined(&[path]);
                    for from in [0, original.len() / 2 - 4_000] {
                        assert_eq!(best_shift(&original, part, from, 3_000), 0, "{what} near {from}");
                    }
                }
            } else {
                assert_in_place(&whole, &decoded, &what);
            }
            let frames: u64 = paths.iter().map(|path| probe(path).unwrap().frames).sum();
            assert_eq!(frames as usize * 2, decoded.iter().map(Vec::len).sum::<usize>(), "{what}");
            let heard = joined(&paths).len() as f64 / 2.0;
            let wanted = CUTS[3] as f64 * 48_000.0 / f64::from(rate);
            assert!((heard - wanted).abs() <= if format.ending == "opus" { 3.0 } else { 0.5 }, "{what}: {heard}");
        }
    }
}

fn joined(paths: &[PathBuf]) -> Vec<f32> {
    let mut all = Vec::new();
    let mut keep = |frames: &[f32]| {
        all.extend_from_slice(frames);
        Ok(())
    };
    let _count = plain(paths, &mut keep).unwrap();
    all
}

#[test]
fn every_place_is_reached_to_the_sample() {
    let rate = 44_100;
    for format in FORMATS.map(|format| format.ending).into_iter().chain(["aac"]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("whole.wav");
        wav(&path, &recording(12 * 44_100 + 77, rate), rate, 2);
        let path = encode(&path, format);
        let all = decode(&path, Duration::ZERO).unwrap();
        let rate = Stream::open(&path, Duration::ZERO).unwrap().rate();
        let frames = all.len() / 2;
        let lossless = FORMATS.iter().any(|other| other.ending == format && other.lossless);
        for frame in [0, 1, 40_000, 91_001, 123_457, 300_001, 450_000, frames - 70_000, frames - 999, frames - 1] {
            let there = decode(&path, Duration::from_secs_f64(frame as f64 / f64::from(rate))).unwrap();
            assert_eq!(there.len() / 2, frames - frame, "{format} from {frame}");
            let worst = there.iter().zip(&all[frame * 2..]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(worst <= if lossless { 0.0 } else { 1e-4 }, "{format} from {frame}: {worst}");
        }
        let beyond = decode(&path, Duration::from_secs(100)).unwrap();
        assert!(beyond.is_empty(), "{format}");
    }
}

#[test]
fn aac_is_trimmed_by_what_its_encoder_states() {
    let folder = tempfile::tempdir().unwrap();
    let whole = recording(100_003, 44_100);
    let path = folder.path().join("whole.wav");
    wav(&path, &whole, 44_100, 2);
    let bare = folder.path().join("bare.m4a");
    let (from, to) = (path.to_str().unwrap(), bare.to_str().unwrap());
    run(&["ffmpeg", "-v", "error", "-y", "-i", from, "-c:a", "aac", "-b:a", "224k", "-use_editlist", "0", to]);
    let untrimmed = decode(&bare, Duration::ZERO).unwrap();
    assert_eq!(best_shift(&whole, &untrimmed, 20_000, 3_000), 1_024, "nothing says what to trim");
    state(&bare, " 00000000 00000400 0000015D 00000000000186A3 00000000 00000000");
    assert_in_place(&whole, &[decode(&bare, Duration::ZERO).unwrap()], "iTunSMPB");
}

/// Writes an iTunSMPB field.
fn state(path: &Path, text: &str) {
    use lofty::config::WriteOptions;
    use lofty::mp4::{Atom, AtomData, AtomIdent, Ilst};
    use lofty::tag::TagExt;
    let mut fields = Ilst::new();
    let name = AtomIdent::Freeform { mean: "com.apple.iTunes".into(), name: "iTunSMPB".into() };
    fields.insert(Atom::new(name, AtomData::UTF8(text.to_owned())));
    fields.save_to_path(path, WriteOptions::new()).unwrap();
}

#[test]
fn a_header_that_knows_no_length_or_a_wrong_one_does_not_lose_music() {
    let folder = tempfile::tempdir().unwrap();
    let whole = recording(200_003, 44_100);
    let path = folder.path().join("whole.wav");
    wav(&path, &whole, 44_100, 2);
    let from = path.to_str().unwrap();
    let shell = |command: String| run(&["sh", "-c", &command]);
    let piped = folder.path().join("piped");
    let to = piped.to_str().unwrap();
    for (ending, format) in [("wav", "wav"), ("flac", "flac")] {
        shell(format!("ffmpeg -v error -i '{from}' -f {format} - | cat > '{to}.{ending}'"));
        let path = piped.with_extension(ending);
        assert!(decode(&path, Duration::ZERO).unwrap() == whole, "{ending}");
        assert_eq!(probe(&path).unwrap().frames, 200_003);
    }
    shell(format!("lame --quiet -b 128 '{from}' '{to}.mp3'; cat '{to}.mp3' '{to}.mp3' > '{to}2.mp3'"));
    let twice = decode(&folder.path().join("piped2.mp3"), Duration::ZERO).unwrap().len() / 2;
    assert!(twice.abs_diff(2 * 200_003) < 5_000, "{twice}");
    shell(format!("lame --quiet -t -V 5 '{from}' '{to}.mp3'"));
    let bare = probe(&piped.with_extension("mp3")).unwrap().frames;
    assert!(bare.abs_diff(200_003) < 3_000, "{bare}");
    shell(format!("tail -c +20000 '{to}.mp3' > '{to}3.mp3'"));
    let cut = probe(&folder.path().join("piped3.mp3")).unwrap().frames;
    assert!((80_000..bare).contains(&cut), "{cut}");
}
