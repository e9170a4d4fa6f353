//! Playing on from anywhere is the same as having played up to there.

use holdspace::music::soundscape::{Score, Shape, Soundscape};

use super::{RATE, minutes, play, tidewater};

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
