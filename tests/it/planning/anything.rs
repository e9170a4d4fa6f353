//! Whatever the list, the plan is whole and as long as it should be.
//!
//! 500 lists; as many as `HOLDSPACE_PLANS` says where that is set.

use std::collections::BTreeSet;
use std::time::Duration;

use holdspace::cue::Stage;
use holdspace::music::arc;
use holdspace::music::library::{Collection, Found, Loudness};
use holdspace::music::plan::{PlanProblem, Wishes, plan, refit};
use holdspace::music::playlist::Track;
use holdspace::music::steer::{Turn, turn};
use proptest::prelude::*;

use super::made_up::{Line, known, list, soundscape};
use super::valid::{chosen, is_file, playing, reaches, whole};

fn cases() -> u32 {
    let asked = ["HOLDSPACE_PLANS", "PROPTEST_CASES"].into_iter().find_map(|name| std::env::var(name).ok());
    asked.and_then(|count| count.parse().ok()).unwrap_or(500)
}

fn settings() -> ProptestConfig {
    ProptestConfig { cases: cases(), failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() }
}

fn any_file() -> impl Strategy<Value = Line> {
    let length = prop_oneof![1 => 5.0f64..30.0, 8 => 30.0f64..900.0, 1 => 900.0f64..7200.0];
    let hints = (proptest::option::of(0..7usize), proptest::option::of(0.0f32..10.0));
    let ends = (prop_oneof![4 => Just(0.0f64), 1 => 0.0f64..20.0], prop_oneof![4 => Just(0.0f64), 1 => 0.0f64..20.0]);
    let trims = (prop_oneof![4 => Just(0u64), 1 => 0u64..20], prop_oneof![4 => Just(0u64), 1 => 0u64..20]);
    let measured = proptest::option::weighted(0.7, (-32.0f32..-8.0, 0.0f32..18.0, any::<u32>()));
    (length, hints, ends, trims, measured, proptest::bool::weighted(0.2), 0..20u8).prop_map(
        |(seconds, (stage, intensity), (head, tail), (start, end), measured, gapless, luck)| {
            let loudness = measured.map_or(Loudness::default(), |(integrated, range, seed)| Loudness {
                integrated,
                range,
                true_peak: integrated + 14.0,
                clipped: 0,
                head: Duration::from_secs_f64(head.min(seconds)),
                tail: Duration::from_secs_f64(tail.min(seconds - head).max(0.0)),
                strip: (0..seconds.ceil() as u32)
                    .map(|second| {
                        let swing = (second.wrapping_mul(2_654_435_761).wrapping_add(seed) >> 24) % 16;
                        (integrated as i8).saturating_sub(swing as i8 - 4).clamp(-70, 0)
                    })
                    .collect(),
            });
            let (track, found) = known("?", seconds, loudness);
            let stage = stage.map(|index| Stage::ALL[index]);
            let (trim_start, trim_end) = (Duration::from_secs(start), Duration::from_secs(end));
            let track = Track { stage, intensity, gapless, trim_start, trim_end, ..track };
            (track, if luck == 0 { Found::Unusable("is not there".to_owned()) } else { found })
        },
    )
}

/// Lists of 1 to 500 lines, some without any hint, some with a few, some with many.
fn any_collection() -> impl Strategy<Value = Collection> {
    let line = prop_oneof![30 => any_file(), 1 => Just(soundscape("cedar"))];
    let size = prop_oneof![8 => 1..25usize, 3 => 25..120usize, 1 => 120..500usize];
    let lines = size.prop_flat_map(move |size| proptest::collection::vec(line.clone(), size));
    (lines, 0..4u8, 0..3u8).prop_map(|(lines, hints, joins)| {
        let mut collection = list(lines);
        for (index, track) in collection.playlist.tracks.iter_mut().enumerate() {
            if let holdspace::music::playlist::TrackSource::File(path) = &mut track.source {
                *path = format!("{index}.flac").into();
            }
            if hints & 1 == 0 {
                track.stage = None;
            }
            if hints & 2 == 0 {
                track.intensity = None;
            }
            track.gapless &= joins == 0;
        }
        collection
    })
}

fn any_wishes() -> impl Strategy<Value = Wishes> {
    let target = prop_oneof![4 => 60 * 60..=75 * 60u64, 1 => 60..=180 * 60u64];
    let some = || proptest::collection::btree_set(0..40usize, 0..4);
    let order = prop_oneof![3 => Just(Vec::new()), 1 => proptest::collection::vec(0..30usize, 1..12)];
    let moved = proptest::option::of(proptest::collection::vec(0.0f64..1.0, 6));
    (target, some(), some(), order, moved).prop_map(|(target, pinned, dropped, order, moved)| {
        let target = Duration::from_secs(target);
        let mut stages = arc::stages(target);
        if let Some(mut moved) = moved {
            moved.sort_by(f64::total_cmp);
            moved[0] = 0.0;
            for (stage, part) in stages.iter_mut().zip(moved) {
                stage.0 = target.mul_f64(part);
            }
        }
        Wishes { target, stages, pinned, dropped, order }
    })
}

fn fine(result: Result<(), String>) -> Result<(), TestCaseError> {
    result.map_err(TestCaseError::fail)
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn every_plan_is_whole_and_as_long_as_wished((collection, wishes) in (any_collection(), any_wishes())) {
        let planned = match plan(&collection, &wishes) {
            Ok(planned) => planned,
            Err(problem) => {
                let nothing = matches!(problem, PlanProblem::NothingPlays { .. });
                prop_assert!(nothing);
                return Ok(());
            }
        };
        prop_assert_eq!(&planned, &plan(&collection, &wishes).unwrap(), "the same again");
        prop_assert_eq!(planned.plan.target, wishes.target);
        prop_assert_eq!(planned.plan.pieces[0].start, Duration::ZERO);
        fine(whole(&planned.plan, &collection, 0))?;
        fine(reaches(&planned.plan))?;
        fine(chosen(&planned.plan, &collection, &wishes.dropped))?;
        let played = playing(&collection, &planned.plan);
        let told: BTreeSet<usize> = planned.left_out.iter().map(|left| left.track).chain(played.iter().copied()).collect();
        let files = (0..collection.found.len()).filter(|index| !matches!(collection.found[*index], Found::Soundscape));
        prop_assert!(files.into_iter().all(|index| told.contains(&index)), "each plays, or is told");
        if !wishes.order.is_empty() && !collection.playlist.tracks.iter().any(|track| track.gapless) {
            let places = played.iter().filter_map(|track| wishes.order.iter().position(|wished| wished == track));
            prop_assert!(places.is_sorted(), "the wished order");
        }
        prop_assert!(!planned.notes.is_empty());
    }

    #[test]
    fn what_has_begun_stays_when_the_rest_is_planned_anew(
        (collection, wishes, other, at) in (any_collection(), any_wishes(), any_wishes(), 0.01f64..1.1)
    ) {
        let Ok(before) = plan(&collection, &wishes) else { return Ok(()) };
        let horizon = wishes.target.mul_f64(at);
        let after = refit(&before.plan, horizon, &collection, &other).unwrap();
        prop_assert_eq!(&after, &refit(&before.plan, horizon, &collection, &other).unwrap(), "the same again");
        let kept = fine_prefix(&before.plan, &after.plan, horizon)?;
        fine(whole(&after.plan, &collection, kept))?;
        let bed = after.plan.pieces.last().unwrap().start;
        // What has begun may leave less room than the shortest crossfade takes: seen once, 3 s late of 70 minutes.
        let late = Duration::from_secs(6);
        prop_assert!(bed <= after.plan.target.max(horizon) + late, "{:?} {:?}", bed, after.plan.target);
        let heard: BTreeSet<usize> = playing(&collection, &before.plan).into_iter().collect();
        let played = playing(&collection, &after.plan);
        let once: BTreeSet<usize> = played.iter().copied().collect();
        prop_assert_eq!(once.len(), played.len(), "nothing is heard twice");
        let new = once.difference(&heard).any(|track| other.dropped.contains(track));
        prop_assert!(!new, "a dropped track plays");
    }

    #[test]
    fn every_turn_keeps_what_has_begun_and_leaves_a_whole_plan(
        (collection, wishes, turns) in
            (any_collection(), any_wishes(), proptest::collection::vec((0..5usize, 0.002f64..0.4), 1..6))
    ) {
        let Ok(planned) = plan(&collection, &wishes) else { return Ok(()) };
        let mut plan = planned.plan;
        let mut horizon = Duration::ZERO;
        for (which, later) in turns {
            let way = [Turn::Next, Turn::Back, Turn::Deeper, Turn::Lighter, Turn::Stay][which];
            horizon += wishes.target.mul_f64(later);
            let Ok(turned) = turn(&plan, horizon, Some(&collection), way) else { continue };
            prop_assert_eq!(&turned, &turn(&plan, horizon, Some(&collection), way).unwrap(), "the same again");
            let kept = fine_prefix(&plan, &turned.plan, horizon)?;
            fine(whole(&turned.plan, &collection, kept))?;
            let bed = turned.plan.pieces.last().unwrap().start;
            prop_assert!(bed <= turned.plan.target.max(horizon) + Duration::from_secs(1), "{way:?}: {:?} {:?}", bed, turned.plan.target);
            let new = turned.plan.pieces.get(kept + 1);
            let at_once = way == Turn::Stay || plan.pieces == turned.plan.pieces || new.is_some_and(|new| new.start == horizon)
                || turned.plan.stages != plan.stages;
            prop_assert!(at_once, "{way:?} at {horizon:?}: {:?}", new);
            let reached = (turned.plan.level_at(horizon).0 - plan.level_at(horizon).0).abs();
            prop_assert!(reached < 0.01, "the level jumps by {}", reached);
            plan = turned.plan;
        }
    }
}

/// All pieces that begin before the horizon are the same; the index of the last of them.
fn fine_prefix(
    before: &holdspace::cue::Plan,
    after: &holdspace::cue::Plan,
    horizon: Duration,
) -> Result<usize, TestCaseError> {
    let begun = before.pieces.iter().filter(|piece| piece.start < horizon).count();
    let still = after.pieces.iter().filter(|piece| piece.start < horizon).count();
    prop_assert_eq!(begun, still, "nothing new before the horizon");
    for (old, new) in before.pieces.iter().zip(&after.pieces).take(begun) {
        let part =
            |piece: &holdspace::cue::Piece| (piece.material.clone(), piece.start, piece.trim, piece.gain, piece.join);
        prop_assert_eq!(part(old), part(new));
        prop_assert!(!is_file(new) || new.length.is_some());
    }
    let index = begun.saturating_sub(1);
    if let Some(length) = after.pieces.get(index).and_then(|head| head.length) {
        prop_assert!(
            after.pieces[index].start + length >= horizon.min(after.pieces[index].start + length),
            "it sounds on"
        );
    }
    Ok(index)
}
