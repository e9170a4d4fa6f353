//! Steering: another shape from now on, nothing of what was heard touched.

use std::time::Duration;

use holdspace::cue::{Nudge, Stage};
use holdspace::music::soundscape::{PadNote, Score, Shape, Soundscape};

use super::{RATE, minutes, play, tidewater};

/// Seconds from what is rendered to what a turn may change.
const HORIZON: u64 = 5;

/// The next stage begins at a second; those after it keep their lengths.
fn next_at(shape: &Shape, second: u64) -> Shape {
    let now = Duration::from_secs(second);
    let coming = shape.stages.iter().position(|(start, _)| *start > now).unwrap();
    let sooner = shape.stages[coming].0 - now;
    moved(shape, coming, |start| start - sooner)
}

/// The stage of that second lasts five minutes longer, and so do all after it begin later.
fn stay_at(shape: &Shape, second: u64) -> Shape {
    let now = Duration::from_secs(second);
    let coming = shape.stages.iter().position(|(start, _)| *start > now).unwrap();
    moved(shape, coming, |start| start + minutes(5))
}

fn moved(shape: &Shape, from: usize, to: impl Fn(Duration) -> Duration) -> Shape {
    let mut shape = shape.clone();
    shape.stages.iter_mut().skip(from).for_each(|(start, _)| *start = to(*start));
    shape
}

fn nudged_at(shape: &Shape, second: u64, intensity: f32, warmth: f32) -> Shape {
    let mut shape = shape.clone();
    shape.nudges.push(Nudge { at: Duration::from_secs(second), intensity, warmth });
    shape
}

fn score(shape: &Shape) -> Score {
    Soundscape::new("tidewater", 11, shape).unwrap().score().clone()
}

/// Notes that were heard to begin before a time; one that goes on after it may end elsewhere.
fn heard(score: &Score, before: f64) -> Vec<PadNote> {
    let begun = score.pads.iter().take_while(|note| note.start < before).cloned();
    begun
        .map(|mut note| {
            note.end = note.end.min(before);
            note
        })
        .collect()
}

#[test]
fn a_turn_changes_no_note_that_began_before_it() {
    let plain = Shape::lasting(minutes(68));
    let before = score(&plain);
    for second in (20..4_000).step_by(173) {
        for after in [next_at(&plain, second), stay_at(&plain, second), nudged_at(&plain, second, 0.2, -0.3)] {
            let (turned, at) = (score(&after), second as f64);
            assert!(heard(&before, at) == heard(&turned, at), "a pad note at {second} s: {:?}", after.stages);
            let bells =
                |score: &Score| score.bells.iter().take_while(|note| note.start < at).cloned().collect::<Vec<_>>();
            assert!(bells(&before) == bells(&turned), "a struck note at {second} s: {:?}", after.stages);
        }
    }
}

#[test]
fn the_next_stage_is_heard_to_begin_within_nine_seconds() {
    let plain = Shape::lasting(minutes(68));
    for second in (20..4_000).step_by(61) {
        let after = next_at(&plain, second);
        let stage = after.stages.iter().rev().find(|(start, _)| start.as_secs() <= second).unwrap().1;
        let score = score(&after);
        let chord = score.chords.iter().find(|chord| chord.end > second as f64 + 9.0).unwrap();
        assert_eq!(chord.section.stage(), stage, "at {second} s");
    }
}

#[test]
fn a_stage_that_lasts_longer_goes_on_with_its_own_phrases() {
    let plain = Shape::lasting(minutes(75));
    let longer = score(&stay_at(&plain, 1_700));
    let building = |score: &Score| score.chords.iter().filter(|chord| chord.section.stage() == Stage::Building).count();
    assert!(building(&longer) >= building(&score(&plain)) + 12);
    let chord = longer.chords.iter().find(|chord| chord.start > 2_050.0).unwrap();
    assert_eq!(chord.section.stage(), Stage::Building);
}

#[test]
fn a_turn_while_it_plays_is_bit_equal_to_having_known_it_from_the_start() {
    let plain = Shape::lasting(minutes(75));
    let louder = nudged_at(&plain, 640, 0.2, 0.15);
    let turns = [
        (&plain, next_at(&plain, 648), 648),
        (&plain, stay_at(&plain, 1_800), 1_800),
        (&plain, nudged_at(&plain, 2_635, -0.2, 0.3), 2_635),
        (&louder, nudged_at(&louder, 647, -0.1, 0.0), 647),
        (&louder, next_at(&louder, 3_530), 3_530),
    ];
    for (before, after, second) in turns {
        let change = (second - HORIZON) * RATE - 77;
        // From a change of the tank on, where the run-up is shortest.
        let from = change / (64 * RATE) * 64 * RATE;
        let mut playing = Soundscape::new("tidewater", 11, before).unwrap();
        playing.seek(from);
        let mut heard = play(&mut playing, (change - from) as usize);
        playing.reshape(&after);
        heard.extend(play(&mut playing, 25 * RATE as usize));
        let mut resumed = Soundscape::new("tidewater", 11, &after).unwrap();
        resumed.seek(from);
        let expected = play(&mut resumed, heard.len() / 2);
        let differs = heard.iter().zip(&expected).position(|(one, other)| one != other);
        assert_eq!(differs.map(|sample| from + sample as u64 / 2), None, "turned at {second} s");
    }
}

#[test]
fn a_shape_that_differs_in_the_past_is_crossed_into_without_a_step_and_is_soon_bit_equal() {
    let plain = Shape::lasting(minutes(75));
    let other = next_at(&plain, 1_500);
    let from = 26 * 64 * RATE;
    let mut music = Soundscape::new("tidewater", 11, &plain).unwrap();
    music.seek(from);
    let mut unturned = Soundscape::new("tidewater", 11, &plain).unwrap();
    unturned.seek(from);
    let leg = 64 * RATE as usize;
    let (mut heard, before) = (play(&mut music, leg - 500), play(&mut unturned, leg));
    music.reshape(&other);
    heard.extend(play(&mut music, 500));
    let step = heard.iter().zip(&before).skip(heard.len() - 1_000).map(|(one, other)| (one - other).abs());
    let step = step.fold(0f32, f32::max);
    assert!(step > 0.0 && step < 1e-4, "{step} within 10 ms");
    // Once more at once, while it crosses over: still no step.
    let mut again = heard[heard.len() - 2..].to_vec();
    music.reshape(&plain);
    again.extend(play(&mut music, 500));
    let jump = again.windows(3).map(|pair| (pair[2] - pair[0]).abs()).fold(0f32, f32::max);
    assert!(jump < 0.05, "{jump} from one sample to the next");
    let _rest = play(&mut music, 2 * leg - 500);
    let mut resumed = tidewater(minutes(75));
    resumed.seek(from + 3 * leg as u64);
    assert!(play(&mut music, 4_800) == play(&mut resumed, 4_800));
}

#[test]
fn strange_stages_play_too() {
    let at = |second: u64, stage| (Duration::from_secs(second), stage);
    let strange = [
        vec![],
        vec![at(0, Stage::Bed)],
        vec![at(900, Stage::Peak)],
        vec![at(0, Stage::Hold), at(0, Stage::Onset), at(1, Stage::Building), at(2, Stage::Peak), at(2, Stage::Return)],
        vec![
            at(600, Stage::Peak),
            at(0, Stage::Reentry),
            at(300, Stage::Hold),
            at(900, Stage::Peak),
            at(901, Stage::Peak),
        ],
        vec![at(0, Stage::Hold), (Duration::MAX, Stage::Bed)],
    ];
    for stages in strange {
        let nudges = vec![
            Nudge { at: Duration::MAX, intensity: f32::NAN, warmth: 9.0 },
            Nudge { at: Duration::ZERO, intensity: -9.0, warmth: f32::INFINITY },
            Nudge { at: Duration::ZERO, intensity: 9.0, warmth: f32::NEG_INFINITY },
        ];
        let mut music = Soundscape::new("tidewater", 11, &Shape { stages: stages.clone(), nudges }).unwrap();
        music.seek(960 * RATE);
        let heard = play(&mut music, 4 * RATE as usize);
        assert!(heard.iter().all(|sample| sample.abs() < 0.7), "{stages:?}");
        assert!(heard.iter().any(|sample| sample.abs() > 0.01), "{stages:?}");
    }
}
