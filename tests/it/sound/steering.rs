//! Another plan under the same number: what sounds goes on, and crosses over to what the new plan has next.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use holdspace::audio::Report;
use holdspace::audio::offline::Offline;
use holdspace::cue::{Cue, Join, Nudge, Piece, Plan};

use super::material::{RATE, assert_gentle, bed, cue, file, levels, plan, pull, seconds, tone, wav};

/// What steering may count on: four seconds in the ring, and a report that may be a second old.
const HORIZON: f64 = 5.0;
const AMPLITUDE: f64 = 0.2;

/// A tone of the left or the right side only, so that it can be told what is heard.
fn one_sided(folder: &Path, name: &str, lasts: f64, hertz: f64, side: usize) -> PathBuf {
    let path = folder.join(name);
    let mut samples = tone(lasts, hertz, AMPLITUDE);
    samples.iter_mut().skip(1 - side).step_by(2).for_each(|other| *other = 0.0);
    wav(&path, &samples, 48_000, 2);
    path
}

fn crossed(path: &Path, start: f64, over: f64) -> Piece {
    file(path, start, Some(60.0), Join::Crossfade(Duration::from_secs_f64(over)))
}

/// One side as both, so that the usual measures can be taken of it.
fn side(frames: &[f32], side: usize) -> Vec<f32> {
    frames.chunks_exact(2).flat_map(|frame| [frame[side]; 2]).collect()
}

fn playing(pieces: Vec<Piece>, lasts: f64) -> (Offline, Cue) {
    let mut offline = Offline::new();
    let cue = cue(&plan(pieces), 1);
    offline.follow(&cue, seconds(0.0));
    let _heard = pull(&mut offline, lasts);
    (offline, cue)
}

/// Follows the new plan under the same number and pulls.
fn turned(offline: &mut Offline, cue: &mut Cue, pieces: Vec<Piece>, now: f64, lasts: f64) -> Vec<f32> {
    cue.music.as_mut().unwrap().plan = plan(pieces);
    offline.follow(cue, seconds(now));
    pull(offline, lasts)
}

/// Seconds until this side is first heard.
fn first_heard(frames: &[f32], side: usize) -> f64 {
    let first = frames.chunks_exact(2).position(|frame| frame[side] != 0.0);
    first.expect("it is heard") as f64 / RATE as f64
}

/// Never silent, no step, no gain faster than the rule, and the power of both sides together stays.
fn assert_seamless(heard: &[f32], what: &str) {
    for one in [side(heard, 0), side(heard, 1)] {
        assert_gentle(&one, what);
    }
    let steepest = AMPLITUDE * std::f64::consts::TAU * 700.0 / RATE as f64;
    let step = heard.windows(3).map(|three| f64::from(three[2] - three[0]).abs()).fold(0.0, f64::max);
    assert!(step < steepest, "{what}: a step of {step:.4}");
    let run = heard.chunks_exact(2).map(|frame| frame == [0.0, 0.0]);
    let (longest, _) = run.fold((0, 0), |(longest, run), zero| {
        let run = if zero { run + 1 } else { 0 };
        (run.max(longest), run)
    });
    assert!(longest <= 1, "{what}: {longest} frames of silence");
    let levels = levels(heard, 200);
    let (low, high) = levels.iter().fold((0.0f64, -90.0f64), |(low, high), level| (low.min(*level), high.max(*level)));
    assert!(high - low < 1.0, "{what}: {low:.2} to {high:.2} dB");
}

#[test]
fn given_a_full_ring_when_the_plan_turns_then_other_music_is_heard_within_ten_seconds_and_without_a_seam() {
    let folder = tempfile::tempdir().unwrap();
    let first = one_sided(folder.path(), "first.wav", 120.0, 440.0, 0);
    let other = one_sided(folder.path(), "other.wav", 60.0, 557.0, 1);
    let before = || file(&first, 0.0, Some(120.0), Join::Gapless);
    // As it should be, and so late that the turn lies before what was already rendered.
    for after in [HORIZON, 1.0, -3.0] {
        let (mut offline, mut cue) = playing(vec![before(), bed(110.0)], 20.0);
        let pieces = vec![before(), crossed(&other, 20.0 + after, 6.0), bed(75.0)];
        let heard = turned(&mut offline, &mut cue, pieces, 20.0, 30.0);
        let begins = first_heard(&heard, 1);
        assert!((3.9..=HORIZON + 0.01).contains(&begins), "after {begins:.2} s");
        assert_seamless(&heard, &format!("turn {after} s ahead"));
        let old = levels(&side(&heard, 0), 100);
        let gone = (begins + 6.2) * 10.0;
        assert!(old[gone as usize] < -90.0, "the old has gone: {:.1}", old[gone as usize]);
    }
}

#[test]
fn given_a_crossfade_under_way_when_the_plan_turns_again_then_a_third_music_comes_over_both() {
    let folder = tempfile::tempdir().unwrap();
    let first = one_sided(folder.path(), "first.wav", 120.0, 440.0, 0);
    let second = one_sided(folder.path(), "second.wav", 60.0, 557.0, 1);
    let third = one_sided(folder.path(), "third.wav", 60.0, 660.0, 0);
    let before = || file(&first, 0.0, Some(120.0), Join::Gapless);
    let (mut offline, mut cue) = playing(vec![before(), bed(110.0)], 20.0);
    let once = vec![before(), crossed(&second, 25.0, 8.0), bed(75.0)];
    let mut heard = turned(&mut offline, &mut cue, once, 20.0, 2.0);
    let twice = vec![before(), crossed(&second, 25.0, 8.0), crossed(&third, 27.0, 8.0), bed(77.0)];
    heard.extend(turned(&mut offline, &mut cue, twice, 22.0, 25.0));
    assert_gentle(&side(&heard, 1), "twice");
    let levels: Vec<f64> = levels(&heard, 400);
    let (low, high) = levels.iter().fold((0.0f64, -90.0f64), |(low, high), level| (low.min(*level), high.max(*level)));
    assert!(high - low < 1.0, "{low:.2} to {high:.2} dB");
    let middle = super::material::levels(&side(&heard, 1), 100);
    assert!(middle.iter().any(|level| *level > -40.0), "the second was heard");
    assert!(*middle.last().unwrap() < -90.0, "and has gone");
}

#[test]
fn given_the_same_file_again_further_back_then_it_crosses_into_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("both.wav");
    let mut samples = tone(120.0, 440.0, AMPLITUDE);
    // On the left for 50 s, then on the right.
    for (n, frame) in samples.chunks_exact_mut(2).enumerate() {
        frame[usize::from(n < 50 * RATE)] = 0.0;
    }
    wav(&path, &samples, 48_000, 2);
    let before = || file(&path, 0.0, Some(120.0), Join::Gapless);
    let (mut offline, mut cue) = playing(vec![before(), bed(110.0)], 40.0);
    let mut again = crossed(&path, 45.0, 4.3);
    again.trim = Duration::from_secs(20);
    let heard = turned(&mut offline, &mut cue, vec![before(), again.clone(), bed(110.0)], 40.0, 20.0);
    assert!(side(&heard, 1).iter().all(|sample| *sample == 0.0), "what lies behind the turn is not heard");
    assert!(levels(&side(&heard, 0), 100).iter().all(|level| *level > -25.0));
    // And once more by the same piece: told from the first by its place in the plan.
    assert!(!offline.reports().is_empty());
    let mut more = again.clone();
    more.start = Duration::from_secs(65);
    let heard = turned(&mut offline, &mut cue, vec![before(), again, more, bed(110.0)], 60.0, 20.0);
    assert!(side(&heard, 1).iter().all(|sample| *sample == 0.0));
    let position = offline.reports().into_iter().rev().find_map(|report| match report {
        Report::Heard { position, .. } => Some(position),
        _ => None,
    });
    assert_eq!(position.map(|position| position.piece), Some(2));
}

#[test]
fn given_a_follower_that_was_decoded_ahead_when_it_is_dropped_then_it_goes_with_the_crossfade() {
    let folder = tempfile::tempdir().unwrap();
    let first = one_sided(folder.path(), "first.wav", 24.0, 440.0, 0);
    let dropped = one_sided(folder.path(), "dropped.wav", 24.0, 557.0, 1);
    let instead = one_sided(folder.path(), "instead.wav", 60.0, 660.0, 0);
    let before = || file(&first, 0.0, Some(24.0), Join::Gapless);
    let row = vec![before(), file(&dropped, 24.0, Some(24.0), Join::Gapless), bed(44.0)];
    let (mut offline, mut cue) = playing(row, 18.0);
    let pieces = vec![before(), crossed(&instead, 23.5, 6.0), bed(70.0)];
    let heard = turned(&mut offline, &mut cue, pieces, 18.0, 20.0);
    let levels: Vec<f64> = levels(&heard, 400);
    let (low, high) = levels.iter().fold((0.0f64, -90.0f64), |(low, high), level| (low.min(*level), high.max(*level)));
    assert!(high - low < 1.0, "{low:.2} to {high:.2} dB");
    assert!(side(&heard[10 * RATE * 2..], 1).iter().all(|sample| *sample == 0.0));
    assert!(!offline.reports().iter().any(|report| matches!(report, Report::PieceFailed { .. })));
}

#[test]
fn given_a_later_end_then_the_file_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let first = one_sided(folder.path(), "first.wav", 120.0, 440.0, 0);
    let other = one_sided(folder.path(), "other.wav", 60.0, 557.0, 1);
    let before = || file(&first, 0.0, Some(120.0), Join::Gapless);
    let (mut offline, mut cue) = playing(vec![before(), crossed(&other, 25.5, 6.0), bed(80.0)], 20.0);
    let pieces = vec![before(), crossed(&other, 40.0, 6.0), bed(90.0)];
    let heard = turned(&mut offline, &mut cue, pieces, 20.0, 30.0);
    let begins = first_heard(&heard, 1);
    assert!((begins - 20.0).abs() < 0.01, "{begins:.2} s");
    assert_seamless(&heard, "later");
}

#[test]
fn given_a_plan_without_what_sounds_then_it_crosses_to_what_the_plan_has_there() {
    let folder = tempfile::tempdir().unwrap();
    let first = one_sided(folder.path(), "first.wav", 120.0, 440.0, 0);
    let other = one_sided(folder.path(), "other.wav", 60.0, 557.0, 1);
    let (mut offline, mut cue) = playing(vec![file(&first, 0.0, Some(120.0), Join::Gapless), bed(110.0)], 20.0);
    let heard = turned(&mut offline, &mut cue, vec![crossed(&other, 0.0, 6.0), bed(110.0)], 20.0, 20.0);
    assert!(first_heard(&heard, 1) < HORIZON);
    assert_seamless(&heard, "elsewhere");
}

#[test]
fn given_the_built_in_music_when_its_shape_changes_then_nothing_changes_before_that() {
    let (mut one, mut other) = (Offline::new(), Offline::new());
    let mut cue = cue(&plan(vec![bed(0.0)]), 1);
    for offline in [&mut one, &mut other] {
        offline.follow(&cue, seconds(0.0));
        let _heard = pull(offline, 10.0);
    }
    let mut nudged: Plan = (*cue.music.as_ref().unwrap().plan).clone();
    nudged.nudges.push(Nudge { at: Duration::from_secs(15), intensity: 0.2, warmth: -0.3 });
    cue.music.as_mut().unwrap().plan = Arc::new(nudged);
    other.follow(&cue, seconds(10.0));
    let (one, other) = (pull(&mut one, 5.0), pull(&mut other, 5.0));
    let worst = one.iter().zip(&other).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(worst < 1e-4, "{worst}");
    assert!(levels(&other, 100).iter().all(|level| *level > -60.0));
}
