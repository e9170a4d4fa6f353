//! A file that is missing or breaks off is crossed over, told, and never heard as silence.

use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::audio::Report;
use holdspace::audio::decode::probe;
use holdspace::audio::offline::Offline;
use holdspace::cue::Join;

use super::material::{bed, cue, encode, file, levels, plan, pull, recording, seconds, tone, wav};

/// A good file of 14 s, crossed over into `bad` at 8 s, into a good one at 34 s.
fn play(bad: &Path, folder: &Path, lasts: f64) -> (Vec<f32>, Vec<Report>) {
    let good = folder.join("good.wav");
    wav(&good, &tone(14.0, 440.0, 0.1), 48_000, 2);
    let cross = Join::Crossfade(Duration::from_secs(6));
    let pieces = vec![
        file(&good, 0.0, Some(14.0), Join::Gapless),
        file(bad, 8.0, Some(32.0), cross),
        file(&good, 34.0, Some(14.0), cross),
        bed(42.0),
    ];
    let mut offline = Offline::new();
    offline.follow(&cue(&plan(pieces), 1), seconds(0.0));
    let heard = pull(&mut offline, lasts);
    (heard, offline.reports())
}

fn assert_never_silent(heard: &[f32], what: &str) {
    for (index, level) in levels(heard, 50).iter().enumerate().skip(70) {
        assert!(*level > -60.0, "{what}: {level:.0} dBFS at {:.2} s", index as f64 * 0.05);
    }
}

fn failures(reports: &[Report]) -> Vec<(usize, String)> {
    let failure = |report: &Report| match report {
        Report::PieceFailed { piece, reason } => Some((*piece, reason.clone())),
        _ => None,
    };
    reports.iter().filter_map(failure).collect()
}

/// Writes a file of these bytes.
fn make(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn assert_crossed_over_and_told(bad: &Path, folder: &Path, lasts: f64) {
    let name = bad.file_name().unwrap().to_string_lossy().into_owned();
    let (heard, reports) = play(bad, folder, lasts);
    assert_never_silent(&heard, &name);
    let failed = failures(&reports);
    assert_eq!(failed.len(), 1, "{name}: {failed:?}");
    assert_eq!(failed[0].0, 1, "{name}");
    assert!(failed[0].1.contains(&name), "{}", failed[0].1);
}

#[test]
fn files_that_break_off_are_crossed_over_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.wav");
    wav(&whole, &recording(32 * 48_000, 48_000), 48_000, 2);
    for (name, whole) in [("cut.flac", encode(&whole, "flac")), ("cut.ogg", encode(&whole, "ogg")), ("cut.wav", whole)]
    {
        let bytes = std::fs::read(whole).unwrap();
        let bad = make(folder.path(), name, &bytes[..bytes.len() / 3]);
        assert_crossed_over_and_told(&bad, folder.path(), 31.0);
    }
}

#[test]
fn files_of_nonsense_and_files_that_are_not_there_are_crossed_over_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.wav");
    wav(&whole, &recording(32 * 48_000, 48_000), 48_000, 2);
    let mut garbage = std::fs::read(encode(&whole, "flac")).unwrap();
    let middle = garbage.len() / 3;
    for (index, byte) in garbage[middle..middle + 30_000].iter_mut().enumerate() {
        *byte = (index * 31 % 251) as u8;
    }
    let text = b"this is no music at all, whatever its name says. ".repeat(400);
    for (name, bytes) in [("garbage.flac", &*garbage), ("text.mp3", &*text), ("empty.flac", b"")] {
        assert_crossed_over_and_told(&make(folder.path(), name, bytes), folder.path(), 31.0);
    }
    assert_crossed_over_and_told(&folder.path().join("missing.flac"), folder.path(), 46.0);
    let nested = folder.path().join("folder.flac");
    std::fs::create_dir(&nested).unwrap();
    assert_crossed_over_and_told(&nested, folder.path(), 46.0);
    let pipe = folder.path().join("pipe.flac");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_crossed_over_and_told(&pipe, folder.path(), 46.0);
}

#[test]
fn a_broken_follower_in_a_gapless_row_is_crossed_over() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.wav");
    wav(&good, &tone(10.0, 440.0, 0.1), 48_000, 2);
    let missing = folder.path().join("missing.wav");
    let pieces = vec![
        file(&good, 0.0, Some(10.0), Join::Gapless),
        file(&missing, 10.0, Some(10.0), Join::Gapless),
        file(&good, 20.0, Some(10.0), Join::Gapless),
        bed(26.0),
    ];
    let mut offline = Offline::new();
    offline.follow(&cue(&plan(pieces), 1), seconds(0.0));
    let heard = pull(&mut offline, 40.0);
    assert_never_silent(&heard, "row");
    assert_eq!(failures(&offline.reports()).len(), 1);
}

#[test]
fn a_file_that_shrinks_while_it_plays_is_left_within_the_time_it_was_decoded_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shrinks.wav");
    wav(&path, &tone(60.0, 440.0, 0.1), 48_000, 2);
    let plan = plan(vec![file(&path, 0.0, Some(60.0), Join::Gapless), bed(55.0)]);
    let mut offline = Offline::new();
    offline.follow(&cue(&plan, 1), seconds(0.0));
    let mut heard = pull(&mut offline, 10.0);
    std::fs::File::options().write(true).open(&path).unwrap().set_len(1_000_000).unwrap();
    heard.extend(pull(&mut offline, 30.0));
    assert_never_silent(&heard, "shrinks");
    assert_eq!(failures(&offline.reports()).len(), 1);
}

#[test]
fn crossing_from_what_broke_is_over_as_soon_as_the_rule_allows() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.wav");
    wav(&whole, &tone(60.0, 440.0, 0.1), 48_000, 2);
    let bytes = std::fs::read(&whole).unwrap();
    let bad = make(folder.path(), "cut.wav", &bytes[..44 + 20 * 48_000 * 4]);
    let plan = plan(vec![file(&bad, 0.0, Some(60.0), Join::Gapless), bed(55.0)]);
    let mut offline = Offline::new();
    offline.follow(&cue(&plan, 1), seconds(0.0));
    let heard = pull(&mut offline, 30.0);
    assert_never_silent(&heard, "cut");
    // The share of the old tone: from whole to nothing in the last 4.6 s of what the file holds.
    let share = |at: f64| {
        let from = (at * 48_000.0) as usize;
        let wave = |n: usize, turn: f64| ((from + n) as f64 * 440.0 / 48_000.0 * std::f64::consts::TAU + turn).sin();
        let part = |turn: f64| -> f64 {
            (0..9_600).map(|n| f64::from(heard[(from + n) * 2]) * wave(n, turn)).sum::<f64>() / 4_800.0
        };
        part(0.0).hypot(part(std::f64::consts::FRAC_PI_2)) / 0.1
    };
    assert!(share(15.0) > 0.98, "{:.3}", share(15.0));
    assert!(share(19.7) < 0.15, "{:.3}", share(19.7));
}

#[test]
fn a_plan_whose_files_are_all_gone_is_carried_by_the_built_in_music() {
    let folder = tempfile::tempdir().unwrap();
    let gone = |name: &str| folder.path().join(name);
    let pieces = vec![
        file(&gone("a.flac"), 0.0, Some(20.0), Join::Gapless),
        file(&gone("b.flac"), 20.0, Some(20.0), Join::Gapless),
    ];
    let mut offline = Offline::new();
    offline.follow(&cue(&plan(pieces), 1), seconds(0.0));
    let heard = pull(&mut offline, 50.0);
    assert_never_silent(&heard, "all gone");
    assert_eq!(failures(&offline.reports()).len(), 2);
}

#[test]
fn a_probe_refuses_what_breaks_off_and_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.wav");
    wav(&whole, &recording(4 * 48_000, 48_000), 48_000, 2);
    let flac = encode(&whole, "flac");
    assert_eq!(probe(&flac).unwrap().frames, 4 * 48_000);
    for path in [whole, flac] {
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        let said = probe(&path).unwrap_err().to_string();
        assert!(said.contains(path.to_str().unwrap()), "{said}");
    }
}
