//! Plans of made-up lists.

use proptest::prelude::*;

use super::*;
use crate::cue::Material;
use crate::music::arc::arc;
use crate::music::library::TrackFacts;
use crate::music::playlist::{Track, TrackSource};

const HOUR: Duration = Duration::from_secs(68 * 60);

fn file(name: &str) -> Track {
    Track::plain(TrackSource::File(name.into()), (1, 1))
}

fn soundscape(name: &str) -> Track {
    Track::plain(TrackSource::Soundscape { name: name.to_owned(), seed: 7 }, (1, 1))
}

fn lasting(secs: f64) -> Found {
    let duration = Duration::from_secs_f64(secs);
    let frames = (secs * 48_000.0) as u64;
    Found::File {
        sha256: "00".repeat(32),
        facts: TrackFacts { rate: 48_000, channels: 2, frames, duration, ..TrackFacts::default() },
    }
}

fn list(tracks: Vec<Track>) -> Playlist {
    Playlist { name: "list".to_owned(), title: "List".to_owned(), file: "list.toml".into(), tracks }
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

fn of(playlist: Playlist, found: &[Found]) -> Collection {
    Collection { playlist, found: found.to_vec() }
}

fn planned(tracks: Vec<Track>, found: &[Found], target: Duration) -> Plan {
    plan(&of(list(tracks), found), &Wishes::lasting(target)).unwrap().plan
}

#[test]
fn one_built_in_piece_plays_from_the_anchor_without_end() {
    let plan = planned(vec![soundscape("tidewater")], &[Found::Soundscape], HOUR);
    assert_eq!(plan.pieces.len(), 1);
    let piece = &plan.pieces[0];
    assert_eq!((piece.start, piece.length, piece.trim), (Duration::ZERO, None, Duration::ZERO));
    assert_eq!(plan.target, HOUR);
    assert_eq!(plan.stage_at(HOUR), Stage::Bed);
    assert_eq!(plan.level_at(HOUR / 2).0, 0.0);
}

#[test]
fn files_longer_than_the_target_are_cut_there_under_a_crossfade_into_the_bed() {
    let tracks = vec![file("a.flac"), file("b.flac"), file("c.flac")];
    let plan = planned(tracks, &[lasting(1800.0), lasting(1800.0), lasting(1800.0)], HOUR);
    let bed = plan.pieces.last().unwrap();
    assert_eq!(bed.start, HOUR);
    assert_eq!((bed.length, bed.trim, bed.join), (None, HOUR, Join::Crossfade(BETWEEN_STAGES)));
    assert_eq!(end_of(&plan.pieces[2]), HOUR + BETWEEN_STAGES);
}

#[test]
fn where_files_end_before_the_target_built_in_music_bridges() {
    let plan = planned(vec![file("a.flac")], &[lasting(600.0)], HOUR);
    let bridge = plan.pieces.last().unwrap();
    assert_eq!(bridge.start, Duration::from_secs(600 - 16));
    assert_eq!(bridge.trim, bridge.start);
    assert_eq!(bridge.material, Material::Soundscape { name: "tidewater".to_owned(), seed: 11 });
}

#[test]
fn pieces_cross_over_in_8_s_inside_a_stage_and_16_s_between_stages() {
    let staged = |name: &str, stage| Track { stage: Some(stage), ..file(name) };
    let tracks = vec![staged("a", Stage::Hold), staged("b", Stage::Hold), staged("c", Stage::Onset), file("d")];
    let plan = planned(tracks, &[lasting(300.0), lasting(300.0), lasting(30.0), lasting(300.0)], HOUR);
    let joins: Vec<Join> = plan.pieces.iter().skip(1).map(|piece| piece.join).collect();
    assert_eq!(joins[0], Join::Crossfade(INSIDE_STAGE));
    assert_eq!(joins[1], Join::Crossfade(Duration::from_secs(10)), "a third of the shorter one");
}

#[test]
fn gapless_tracks_join_at_the_sample_but_not_over_a_missing_one_or_a_trimmed_end() {
    let gapless = |name: &str| Track { gapless: true, ..file(name) };
    let trimmed = Track { trim_end: Duration::from_secs(2), ..gapless("e") };
    let tracks = vec![gapless("a"), gapless("b"), gapless("c"), gapless("d"), trimmed, gapless("f")];
    let missing = Found::Unusable("is not there".to_owned());
    let found = [lasting(300.0), lasting(300.0), missing, lasting(300.0), lasting(300.0), lasting(300.0)];
    let planned = plan(&of(list(tracks), &found), &Wishes::lasting(minutes(60))).unwrap();
    let joins: Vec<bool> = planned.plan.pieces.iter().map(|piece| piece.join == Join::Gapless).collect();
    assert_eq!(joins, [true, true, false, true, false, false]);
    assert_eq!(planned.left_out[0].to_string(), "c is not there; it is left out");
}

#[test]
fn built_in_music_between_files_shares_what_they_leave() {
    let tracks = vec![soundscape("cedar"), file("a.flac"), soundscape("lantern")];
    let plan = planned(tracks, &[Found::Soundscape, lasting(1200.0), Found::Soundscape], minutes(60));
    assert_eq!(plan.pieces[0].length, Some(minutes(20)));
    assert_eq!(plan.pieces[2].length, None);
    assert_eq!(plan.pieces[2].trim, plan.pieces[2].start);
}

#[test]
fn a_list_of_which_nothing_plays_has_no_plan_and_says_why() {
    let error =
        plan(&of(list(vec![file("a.flac")]), &[Found::Unusable("is not there".to_owned())]), &Wishes::lasting(HOUR))
            .unwrap_err();
    assert!(error.to_string().contains("a.flac is not there"), "{error}");
    let error =
        plan(&of(list(vec![soundscape("cedar")]), &[Found::Soundscape]), &Wishes::lasting(Duration::from_secs(3)))
            .unwrap_err();
    assert!(error.to_string().contains("1 to 180"), "{error}");
}

#[test]
fn plain_joins_files_end_to_end_with_nothing_between() {
    let tracks = vec![file("a"), Track { trim_start: Duration::from_secs(3), ..file("b") }];
    let plan = plain(&list(tracks), &[lasting(10.0), lasting(20.0)]).unwrap().plan;
    assert_eq!(plan.target, Duration::from_secs(30));
    assert!(plan.pieces.iter().all(|piece| piece.join == Join::Gapless && piece.trim.is_zero()));
}

fn overlap(join: Join) -> Duration {
    match join {
        Join::Gapless => Duration::ZERO,
        Join::Crossfade(over) => over,
    }
}

fn any_track() -> impl Strategy<Value = (Track, Found)> {
    let stage = proptest::option::of(0..7usize).prop_map(|index| index.map(|index| Stage::ALL[index]));
    let any_file = (0.05f64..4000.0, stage, any::<bool>(), 0u64..40, 0u64..40, 0..10u8);
    let any_file = any_file.prop_map(|(secs, stage, gapless, start, end, luck)| {
        let (trim_start, trim_end) = (Duration::from_secs(start / 20), Duration::from_secs(end / 30));
        let track = Track { stage, gapless, trim_start, trim_end, ..file("x.flac") };
        (track, if luck == 0 { Found::Unusable("is not there".to_owned()) } else { lasting(secs) })
    });
    prop_oneof![6 => any_file, 1 => Just((soundscape("cedar"), Found::Soundscape))]
}

proptest! {
    #[test]
    fn every_plan_is_whole(pairs in proptest::collection::vec(any_track(), 1..30), secs in 60u64..=10_800) {
        let (tracks, found): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let target = Duration::from_secs(secs);
        let wishes = Wishes::lasting(target);
        let Ok(Planned { plan, left_out, .. }) = plan(&of(list(tracks.clone()), &found), &wishes) else { return Ok(()) };
        prop_assert_eq!(plan.target, target);
        prop_assert_eq!(plan.pieces[0].start, Duration::ZERO);
        let last = plan.pieces.last().unwrap();
        prop_assert!(last.length.is_none(), "the last is endless");
        prop_assert!(last.start <= target, "the bed has begun by the target");
        let built_in = matches!(last.material, Material::Soundscape { .. });
        prop_assert!(built_in, "the bed is built-in music");
        prop_assert!(left_out.len() < tracks.len());
        for pair in plan.pieces.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            prop_assert!(before.start < after.start, "starts grow");
            prop_assert!(before.length.is_some(), "only the last is endless");
            prop_assert_eq!(end_of(before), after.start + overlap(after.join), "no gap, and the crossfade fits exactly");
            prop_assert!(after.start >= before.start + overlap(before.join), "two crossfades never overlap");
        }
        for piece in plan.pieces.iter().filter(|piece| matches!(piece.material, Material::Soundscape { .. })) {
            prop_assert_eq!(piece.trim, piece.start, "built-in music goes on with plan time");
        }
    }

    #[test]
    fn the_arc_and_the_stages_scale_with_the_target(secs in 60u64..=10_800) {
        let target = Duration::from_secs(secs);
        let (levels, stages) = (arc(target), stages(target));
        prop_assert!(levels.windows(2).all(|pair| pair[0].0 < pair[1].0));
        prop_assert!(stages.windows(2).all(|pair| pair[0].0 < pair[1].0));
        prop_assert_eq!(stages.last(), Some(&(target, Stage::Bed)));
        prop_assert!(levels.iter().all(|(_, level)| level.0 <= 0.0));
    }
}
