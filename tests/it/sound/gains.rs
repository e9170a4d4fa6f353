//! Nothing we do to the level is sudden, and nothing leaves too loud.

use std::sync::Arc;
use std::time::Duration;

use ebur128::{EbuR128, Mode};
use holdspace::audio::Report;
use holdspace::audio::limiter::Limiter;
use holdspace::audio::offline::Offline;
use holdspace::cue::{Cue, Join, Plan};
use holdspace::units::Decibels;

use super::material::{RATE, assert_gentle, bed, cue, file, levels, plan, pull, recording, seconds, tone, wav};

/// A steady tone for two minutes.
fn steady(folder: &tempfile::TempDir) -> Arc<Plan> {
    let path = folder.path().join("tone.wav");
    wav(&path, &tone(120.0, 440.0, 0.5), 48_000, 2);
    plan(vec![file(&path, 0.0, Some(120.0), Join::Gapless), bed(110.0)])
}

fn playing(offline: &mut Offline, plan: &Arc<Plan>) -> Cue {
    let cue = cue(plan, 1);
    offline.follow(&cue, seconds(0.0));
    cue
}

#[test]
fn volume_duck_silence_and_a_new_generation_never_move_fast() {
    let folder = tempfile::tempdir().unwrap();
    let plan = steady(&folder);
    let mut offline = Offline::new();
    let mut cue = playing(&mut offline, &plan);
    let mut heard = pull(&mut offline, 5.0);
    let mut at = 5.0;
    let mut then = |offline: &mut Offline, cue: &Cue, lasts: f64| {
        offline.follow(cue, seconds(at));
        heard.extend(pull(offline, lasts));
        at += lasts;
    };
    cue.volume = Decibels(-20.0);
    then(&mut offline, &cue, 2.5);
    cue.duck = true;
    then(&mut offline, &cue, 4.0);
    cue.duck = false;
    cue.volume = Decibels(0.0);
    then(&mut offline, &cue, 4.0);
    cue.music.as_mut().unwrap().generation = 2;
    cue.music.as_mut().unwrap().fade_in = Duration::from_secs(2);
    then(&mut offline, &cue, 9.0);
    cue.duck = true;
    cue.music.as_mut().unwrap().faded = Some(Duration::from_secs(1));
    then(&mut offline, &cue, 5.0);
    cue.duck = false;
    cue.music.as_mut().unwrap().faded = None;
    then(&mut offline, &cue, 5.0);
    let music = cue.music.take();
    then(&mut offline, &cue, 6.0);
    assert_gentle(&heard, "everything");
    let levels = levels(&heard, 100);
    let level = |second: f64| levels[(second * 10.0) as usize];
    assert!((level(4.5) + 9.0).abs() < 0.1, "full: {:.2}", level(4.5));
    assert!((level(7.2) + 29.0).abs() < 0.1, "softer by 20 dB: {:.2}", level(7.2));
    assert!((level(11.2) + 41.0).abs() < 0.1, "ducked by 12 dB: {:.2}", level(11.2));
    assert!(level(24.0) > -9.2, "the new generation is there: {:.2}", level(24.0));
    assert!(level(29.2) < -90.0, "faded: {:.2}", level(29.2));
    assert!(level(40.2) < -90.0, "no music: {:.2}", level(40.2));
    assert!(music.is_some());
}

#[test]
fn faded_music_waits_and_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let plan = steady(&folder);
    let mut offline = Offline::new();
    let mut cue = playing(&mut offline, &plan);
    let _heard = pull(&mut offline, 6.0);
    cue.music.as_mut().unwrap().faded = Some(Duration::from_secs(4));
    offline.follow(&cue, seconds(6.0));
    let _heard = pull(&mut offline, 5.0);
    let before = position(&mut offline);
    let silence = pull(&mut offline, 30.0);
    assert!(silence.iter().all(|sample| *sample == 0.0));
    assert!(offline.reports().is_empty(), "the music does not run on");
    cue.music.as_mut().unwrap().faded = None;
    offline.follow(&cue, seconds(41.0));
    let _heard = pull(&mut offline, 1.1);
    let after = position(&mut offline);
    let between = after.as_secs_f64() - before.as_secs_f64();
    assert!((0.0..1.3).contains(&between), "{between} s passed in the music");
}

fn position(offline: &mut Offline) -> Duration {
    let last = offline.reports().into_iter().rev().find_map(|report| match report {
        Report::Heard { position, .. } => Some(position.offset),
        _ => None,
    });
    last.expect("something was heard")
}

#[test]
fn the_level_follows_the_arc_behind_the_ring() {
    let folder = tempfile::tempdir().unwrap();
    let mut plan = (*steady(&folder)).clone();
    plan.arc = vec![(Duration::ZERO, Decibels(-9.0)), (Duration::from_secs(20), Decibels(0.0))];
    let mut offline = Offline::new();
    let mut cue = playing(&mut offline, &Arc::new(plan.clone()));
    let heard = levels(&pull(&mut offline, 10.0), 100);
    assert!((heard[99] + 9.0 + 4.5).abs() < 0.2, "{:.2}", heard[99]);
    plan.arc = vec![(Duration::ZERO, Decibels(-12.0))];
    cue.music.as_mut().unwrap().plan = Arc::new(plan);
    offline.follow(&cue, seconds(10.0));
    let heard = levels(&pull(&mut offline, 3.0), 100);
    assert!((heard[29] + 9.0 + 12.0).abs() < 0.2, "{:.2}", heard[29]);
}

#[test]
fn following_the_same_cue_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let plan = steady(&folder);
    let (mut once, mut often) = (Offline::new(), Offline::new());
    let cue = playing(&mut once, &plan);
    let mut all = Vec::new();
    for n in 0..30 {
        often.follow(&cue, seconds(f64::from(n) * 0.2));
        all.extend(pull(&mut often, 0.2));
    }
    assert!(all == pull(&mut once, 6.0));
}

#[test]
fn a_preview_of_the_volume_is_heard_and_forgotten_when_it_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let plan = steady(&folder);
    let mut offline = Offline::new();
    let mut cue = playing(&mut offline, &plan);
    let _heard = pull(&mut offline, 5.0);
    offline.preview_volume(Decibels(-10.0));
    offline.follow(&cue, seconds(5.0));
    let heard = levels(&pull(&mut offline, 2.0), 100);
    assert!((heard[19] + 19.0).abs() < 0.2);
    cue.volume = Decibels(-4.0);
    offline.follow(&cue, seconds(7.0));
    let heard = levels(&pull(&mut offline, 2.0), 100);
    assert!((heard[19] + 13.0).abs() < 0.2);
}

#[test]
fn nothing_is_louder_than_the_ceiling() {
    let mut material = recording(6 * RATE, 48_000);
    material.iter_mut().for_each(|sample| *sample *= 4.0);
    // A tone at a quarter of the rate, whose peaks all lie between the samples.
    material.extend((0..RATE).flat_map(|n| {
        let value = ((n as f64 + 0.5) * std::f64::consts::FRAC_PI_2).sin() * 4.0;
        [value as f32, -value as f32]
    }));
    let mut limiter = Limiter::default();
    limiter.run(&mut material);
    let mut meter = EbuR128::new(2, 48_000, Mode::TRUE_PEAK).unwrap();
    meter.add_frames_f32(&material).unwrap();
    for side in 0..2 {
        let peak = 20.0 * meter.true_peak(side).unwrap().log10();
        assert!(peak <= -2.0, "{peak:.2} dBTP");
        assert!(peak > -3.5, "needlessly soft: {peak:.2} dBTP");
    }
}

#[test]
fn the_limiter_leaves_soft_music_alone() {
    let material = recording(RATE, 48_000);
    let mut limited = material.clone();
    Limiter::default().run(&mut limited);
    let late = holdspace::audio::limiter::LOOKAHEAD * 2;
    assert!(limited[late..] == material[..material.len() - late]);
}
