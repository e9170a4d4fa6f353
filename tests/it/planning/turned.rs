//! The therapist turns the music.

use std::time::Duration;

use holdspace::cue::{Join, Plan, Stage};
use holdspace::music::library::{Collection, Found};
use holdspace::music::plan::{Wishes, plan};
use holdspace::music::steer::{Turn, Turned, turn, without};

use super::made_up::{file, list, minutes, seconds, soundscape, staged, unmeasured};
use super::valid::track_of;

fn album() -> (Collection, Plan) {
    let tracks = (0..16).map(|index| {
        let stage = [Stage::Hold, Stage::Onset, Stage::Building, Stage::Peak][index / 4];
        staged(file(&format!("{index}"), 500.0, -18.0), stage, index as f32 / 2.0)
    });
    let collection = list(tracks.collect());
    let plan = plan(&collection, &Wishes::lasting(minutes(68))).unwrap().plan;
    (collection, plan)
}

fn built_in() -> (Collection, Plan) {
    let collection = list(vec![soundscape("cedar")]);
    let plan = plan(&collection, &Wishes::lasting(minutes(75))).unwrap().plan;
    (collection, plan)
}

fn turned(plan: &Plan, at: Duration, collection: &Collection, way: Turn) -> Turned {
    turn(plan, at, Some(collection), way).unwrap()
}

#[test]
fn next_begins_the_following_track_at_the_horizon_and_back_takes_it_back() {
    let (collection, plan) = album();
    let at = plan.pieces[2].start + seconds(100);
    let next = turned(&plan, at, &collection, Turn::Next);
    let new = &next.plan.pieces[3];
    assert_eq!((new.start, &new.material), (at, &plan.pieces[3].material));
    assert_eq!(new.join, Join::Crossfade(seconds(8)));
    assert_eq!(next.said, format!("Next: “{}”.", new.title));
    assert_eq!(next.plan.target, plan.target);
    let back = turned(&next.plan, at + seconds(10), &collection, Turn::Back);
    assert_eq!(back.plan.pieces[4].material, plan.pieces[2].material, "it had just begun: the one before");
    let again = turned(&next.plan, at + seconds(40), &collection, Turn::Back);
    assert_eq!(again.plan.pieces[4].material, new.material, "it sounds long enough to begin again");
    assert_eq!(again.plan.pieces[4].trim, new.trim);
}

#[test]
fn deeper_and_lighter_go_to_the_nearest_more_or_less_intense_track() {
    let (collection, plan) = album();
    let at = plan.pieces[3].start + seconds(100);
    let intensity = |plan: &Plan, piece: usize| {
        collection.playlist.tracks[track_of(&collection, &plan.pieces[piece]).unwrap()].intensity.unwrap()
    };
    let deeper = turned(&plan, at, &collection, Turn::Deeper);
    assert_eq!(deeper.plan.pieces[4].start, at);
    assert_eq!(intensity(&deeper.plan, 4), intensity(&plan, 3) + 0.5);
    assert!(deeper.said.starts_with("Deeper: “"));
    let lighter = turned(&plan, at, &collection, Turn::Lighter);
    assert!(intensity(&lighter.plan, 4) < intensity(&plan, 3));
}

#[test]
fn lighter_than_everything_is_built_in_music_with_a_nudge() {
    let collection = list(vec![staged(file("a", 1800.0, -18.0), Stage::Hold, 1.0)]);
    let plan = plan(&collection, &Wishes::lasting(minutes(60))).unwrap().plan;
    let lighter = turned(&plan, minutes(5), &collection, Turn::Lighter);
    let bridge = &lighter.plan.pieces[1];
    assert_eq!((bridge.start, bridge.trim, bridge.title.as_str()), (minutes(5), minutes(5), "Tidewater"));
    assert_eq!(lighter.plan.nudges[0].intensity, -0.1);
}

#[test]
fn stay_goes_round_in_the_track_at_like_places() {
    let (collection, plan) = album();
    let at = plan.pieces[2].start + seconds(250);
    let longer = turned(&plan, at, &collection, Turn::Stay);
    let (before, after) = (&longer.plan.pieces[2], &longer.plan.pieces[3]);
    assert_eq!(before.material, after.material);
    let leaves = before.trim + (after.start - before.start);
    assert!(after.start >= at && leaves > after.trim + seconds(60));
    let Found::File { facts, .. } = &collection.found[track_of(&collection, after).unwrap()] else { panic!() };
    let around = |place: Duration| {
        let second = place.as_secs() as usize;
        facts.loudness.strip[second - 5..=second + 5].to_vec()
    };
    assert_eq!(around(leaves), around(after.trim), "it sounds alike at both places");
    assert_eq!(after.join, Join::Crossfade(seconds(12)));
    assert!(longer.said.starts_with("Longer here, about "), "{}", longer.said);
}

#[test]
fn stay_in_an_unmeasured_track_repeats_it_and_moves_the_target_where_it_must() {
    let collection = list(vec![unmeasured("a", 900.0), unmeasured("b", 2800.0)]);
    let plan = plan(&collection, &Wishes::lasting(minutes(60))).unwrap().plan;
    let longer = turned(&plan, minutes(50), &collection, Turn::Stay);
    assert!(longer.plan.target > plan.target, "there is no room before the old target");
    assert!(longer.said.contains("The bed begins at "), "{}", longer.said);
    assert_eq!(longer.plan.stages.last(), Some(&(longer.plan.target, Stage::Bed)));
}

#[test]
fn without_the_list_a_turn_goes_on_with_what_the_plan_holds() {
    let (_, plan) = album();
    let at = plan.pieces[2].start + seconds(100);
    let next = turn(&plan, at, None, Turn::Next).unwrap().plan;
    assert_eq!((next.pieces[3].start, &next.pieces[3].material), (at, &plan.pieces[3].material));
    assert!((next.pieces[3].gain.0 - plan.pieces[3].gain.0).abs() < 0.01);
}

#[test]
fn next_in_built_in_music_moves_a_stage_and_from_the_last_one_the_bed_begins() {
    let (collection, plan) = built_in();
    let next = turned(&plan, minutes(13), &collection, Turn::Next);
    assert_eq!(next.plan.pieces, plan.pieces, "the score goes on");
    assert_eq!(next.plan.stages[2], (minutes(13), Stage::Building));
    assert_eq!(next.plan.stages[3], plan.stages[3]);
    assert_eq!(next.said, "Next: the building begins.");
    assert_eq!(next.plan.level_at(minutes(13)), plan.level_at(minutes(13)));
    assert_eq!(next.plan.level_at(minutes(16)).0, -3.0);
    let bed = turned(&plan, minutes(70), &collection, Turn::Next).plan;
    assert_eq!((bed.target, bed.stage_at(minutes(70))), (minutes(70), Stage::Bed));
    assert!(turn(&bed, minutes(71), Some(&collection), Turn::Next).unwrap_err().contains("bed"));
}

#[test]
fn stay_in_built_in_music_moves_all_that_follows() {
    let (collection, plan) = built_in();
    let longer = turned(&plan, minutes(35), &collection, Turn::Stay).plan;
    assert_eq!(longer.target, minutes(80));
    assert_eq!(longer.stages[3], plan.stages[3]);
    assert_eq!(longer.stages[4].0, plan.stages[4].0 + minutes(5));
    assert_eq!(longer.level_at(minutes(51)).0, 0.0);
}

#[test]
fn back_in_built_in_music_begins_the_stage_again() {
    let (collection, plan) = built_in();
    let back = turned(&plan, minutes(35), &collection, Turn::Back).plan;
    assert_eq!((back.pieces[1].start, back.pieces[1].trim), (minutes(35), minutes(30)));
    assert_eq!((back.pieces[1].join, back.pieces[1].length), (Join::Crossfade(seconds(12)), None));
    let early = turned(&plan, minutes(30) + seconds(30), &collection, Turn::Back).plan;
    assert_eq!(early.pieces[1].trim, minutes(20), "the peak has just begun: the stage before");
    assert!(turn(&plan, seconds(8), Some(&collection), Turn::Back).is_err());
}

#[test]
fn lighter_undoes_deeper_and_both_have_an_end() {
    let (collection, plan) = built_in();
    let deeper = turned(&plan, minutes(35), &collection, Turn::Deeper).plan;
    assert_eq!((deeper.nudges[0].intensity, deeper.nudges[0].warmth), (0.1, 0.15));
    let undone = turned(&deeper, minutes(36), &collection, Turn::Lighter).plan;
    assert_eq!((undone.nudges[1].intensity, undone.nudges[1].warmth), (0.0, 0.0));
    let deepest = turned(&deeper, minutes(36), &collection, Turn::Deeper).plan;
    assert_eq!((deepest.nudges[1].intensity, deepest.nudges[1].warmth), (0.2, 0.3));
    let error = turn(&deepest, minutes(37), Some(&collection), Turn::Deeper).unwrap_err();
    assert_eq!(error, "It is as deep as it goes.");
    assert_eq!(deepest.pieces, plan.pieces);
}

#[test]
fn what_was_taken_out_by_hand_does_not_come_back_by_a_turn() {
    let (collection, plan) = album();
    let at = plan.pieces[2].start + seconds(100);
    let next = track_of(&collection, &plan.pieces[3]).unwrap();
    let allowed = without(&collection, &[next].into());
    let turned = turned(&plan, at, &allowed, Turn::Next).plan;
    assert!(turned.pieces.iter().all(|piece| track_of(&collection, piece) != Some(next)));
    assert_eq!(turned.pieces[3].start, at);
}
