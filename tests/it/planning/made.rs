//! What the planner does with lists that are easy to picture.

use std::time::Duration;

use holdspace::cue::{Join, Stage};
use holdspace::music::arc;
use holdspace::music::library::Loudness;
use holdspace::music::plan::{TARGET_LUFS, Wishes, extremes, plan, refit};

use super::made_up::{file, joined, known, list, minutes, seconds, soundscape, staged, unmeasured};
use super::valid::{end_of, is_file, playing};

#[test]
fn tracks_are_chosen_whole_and_crossfades_make_the_rest_exact() {
    let tracks = (0..14).map(|index| file(&format!("{index}"), 300.0 + 7.0 * f64::from(index), -18.0));
    let collection = list(tracks.collect());
    let planned = plan(&collection, &Wishes::lasting(minutes(60))).unwrap();
    let files: Vec<_> = planned.plan.pieces.iter().filter(|piece| is_file(piece)).collect();
    assert_eq!(planned.plan.pieces.last().unwrap().start, minutes(60));
    for (piece, track) in files.iter().zip(playing(&collection, &planned.plan)) {
        let whole = Duration::from_secs_f64(300.0 + 7.0 * track as f64);
        assert!(whole.saturating_sub(piece.length.unwrap()) < Duration::from_millis(1), "{piece:?} is whole");
    }
    assert!(playing(&collection, &planned.plan).is_sorted(), "a list without hints keeps its order");
    for piece in planned.plan.pieces.iter().skip(1) {
        let Join::Crossfade(over) = piece.join else { panic!("{piece:?}") };
        assert!((6..=20).contains(&over.as_secs()), "{over:?}");
    }
    assert_eq!(planned.left_out.len() + files.len(), 14);
    assert!(planned.left_out[0].reason.starts_with("found no place: "), "{:?}", planned.left_out);
}

#[test]
fn tracks_play_in_their_stages_and_built_in_music_holds_the_place_of_a_stage_without_any() {
    let hour = minutes(75);
    let tracks = vec![
        staged(file("home", 700.0, -20.0), Stage::Return, 1.0),
        staged(file("deep", 1200.0, -16.0), Stage::Peak, 7.0),
        staged(file("rise", 600.0, -18.0), Stage::Building, 5.0),
        staged(file("back", 900.0, -18.0), Stage::Reentry, 4.0),
    ];
    let collection = list(tracks);
    let planned = plan(&collection, &Wishes::lasting(hour)).unwrap();
    assert_eq!(playing(&collection, &planned.plan), [2, 1, 3, 0]);
    assert!(!is_file(&planned.plan.pieces[0]), "hold and onset have no track");
    for (piece, minute) in planned.plan.pieces.iter().zip([0.0, 20.0, 30.0, 50.0, 65.0]) {
        assert!((piece.start.as_secs_f64() / 60.0 - minute).abs() < 4.0, "{piece:?}");
    }
}

#[test]
fn what_is_too_long_ends_at_a_quiet_place_and_says_so() {
    let tracks = (0..4).map(|index| file(&format!("{index}"), 1065.0, -18.0));
    let planned = plan(&list(tracks.collect()), &Wishes::lasting(minutes(68))).unwrap();
    let cut: Vec<_> =
        planned.plan.pieces.iter().filter(|piece| is_file(piece) && piece.length < Some(seconds(1064))).collect();
    assert_eq!(cut.len(), 1, "one is cut: {:?}", planned.notes);
    let end = cut[0].length.unwrap().as_secs_f64();
    assert!(end > 1065.0 * 0.75, "at most a quarter");
    assert!((end - 0.001) as usize % 60 >= 56, "the strip is soft in the last seconds of each minute: {end}");
    let said = format!("“{}” ends ", cut[0].title);
    assert!(
        planned.notes.iter().any(|note| note.starts_with(&said) && note.contains("at a quiet place")),
        "{:?}",
        planned.notes
    );
}

#[test]
fn what_is_too_short_is_bridged_for_two_minutes_at_least() {
    for length in [3000.0, 3480.0, 3560.0] {
        let planned = plan(&list(vec![file("a", length, -18.0)]), &Wishes::lasting(minutes(60))).unwrap();
        let bed = planned.plan.pieces.last().unwrap();
        assert!(minutes(60) - bed.start >= seconds(120), "{length}: {:?}", bed.start);
        assert!(planned.notes[0].contains("Tidewater bridges"), "{:?}", planned.notes);
    }
    let own = plan(&list(vec![file("a", 600.0, -18.0), soundscape("lantern")]), &Wishes::lasting(minutes(60))).unwrap();
    assert!(own.notes[0].contains("Lantern bridges"), "{:?}", own.notes);
}

#[test]
fn pinned_tracks_play_dropped_ones_do_not_and_a_wished_order_is_kept() {
    let tracks = || (0..30).map(|index| file(&format!("{index}"), 400.0, -18.0)).collect();
    let mut wishes = Wishes::lasting(minutes(60));
    wishes.pinned.extend([25, 28]);
    wishes.dropped.extend([0, 1]);
    let collection = list(tracks());
    let planned = plan(&collection, &wishes).unwrap();
    let played = playing(&collection, &planned.plan);
    assert!(played.contains(&25) && played.contains(&28) && !played.contains(&0) && !played.contains(&1), "{played:?}");
    assert!(planned.left_out[0].to_string().contains("was taken out by hand"));
    let wishes = Wishes { order: vec![7, 3, 20, 5], ..Wishes::lasting(minutes(60)) };
    let played = playing(&collection, &plan(&collection, &wishes).unwrap().plan);
    assert!(played.starts_with(&[7, 3, 20, 5]), "{played:?}");
}

#[test]
fn silence_at_the_ends_does_not_play() {
    let loudness = Loudness {
        integrated: -18.0,
        head: seconds(9),
        tail: seconds(14),
        strip: vec![-18; 600],
        ..Loudness::default()
    };
    let planned = plan(&list(vec![known("a", 600.0, loudness)]), &Wishes::lasting(minutes(60))).unwrap();
    assert_eq!(planned.plan.pieces[0].trim, Duration::from_millis(8500));
    assert_eq!(planned.plan.pieces[0].length, Some(Duration::from_millis(600_000 - 8_500 - 13_500)));
}

#[test]
fn each_track_is_brought_to_the_target_and_a_gapless_run_by_one_gain() {
    let tagged = {
        let (track, found) = unmeasured("tagged", 300.0);
        let holdspace::music::library::Found::File { sha256, facts } = found else { unreachable!() };
        let facts = holdspace::music::library::TrackFacts { replay_gain: Some(-7.0), ..facts };
        (track, holdspace::music::library::Found::File { sha256, facts })
    };
    let tracks = vec![
        file("loud", 300.0, -9.0),
        file("soft", 300.0, -45.0),
        unmeasured("unknown", 300.0),
        tagged,
        file("one", 300.0, -14.0),
        joined(file("two", 300.0, -24.0)),
        soundscape("cedar"),
    ];
    let planned = plan(&list(tracks), &Wishes::lasting(minutes(60))).unwrap();
    let gains: Vec<f32> = planned.plan.pieces.iter().map(|piece| piece.gain.0).collect();
    assert_eq!(gains[..4], [TARGET_LUFS + 9.0, 12.0, 0.0, -9.0]);
    let run = TARGET_LUFS - (10.0 * ((10f32.powf(-1.4) + 10f32.powf(-2.4)) / 2.0).log10());
    assert!((gains[4] - run).abs() < 0.01 && gains[4] == gains[5], "{gains:?}");
    assert_eq!(gains[6], 0.0, "built-in music is level already");
    let peaks = plan(
        &list(vec![known("hot", 300.0, Loudness { integrated: -20.0, true_peak: 0.5, ..Loudness::default() })]),
        &Wishes::lasting(minutes(60)),
    );
    assert!(peaks.unwrap().notes.iter().any(|note| note.contains("would peak at +0.5 dBTP")));
}

#[test]
fn the_arc_follows_moved_stages_and_the_loudest_minute_lies_under_its_top() {
    for target in [60, 68, 75].map(minutes) {
        assert_eq!(arc::arc_of(&arc::stages(target)), arc::arc(target));
    }
    let mut stages = arc::stages(minutes(75));
    stages[3].0 = minutes(22);
    let moved = arc::arc_of(&stages);
    let plan = plan(&list(vec![soundscape("cedar")]), &Wishes { stages, ..Wishes::lasting(minutes(75)) }).unwrap().plan;
    assert_eq!(plan.arc, moved);
    assert_eq!(plan.level_at(minutes(24)).0, 0.0, "the peak has come");
    let (loudest, softest) = extremes(&plan, &list(vec![soundscape("cedar")]));
    assert!((minutes(22)..minutes(50)).contains(&plan.time_of(loudest)), "{loudest:?}");
    assert!(plan.time_of(softest) < minutes(10), "{softest:?}");
}

#[test]
fn a_new_wish_changes_only_what_has_not_begun() {
    let tracks = (0..20).map(|index| file(&format!("{index}"), 400.0, -18.0));
    let collection = list(tracks.collect());
    let before = plan(&collection, &Wishes::lasting(minutes(60))).unwrap().plan;
    let mut wishes = Wishes::lasting(minutes(70));
    wishes.pinned.insert(19).then_some(()).unwrap();
    let after = refit(&before, minutes(20), &collection, &wishes).unwrap();
    let played = playing(&collection, &after.plan);
    assert_eq!(played[..4], playing(&collection, &before)[..4]);
    assert!(played.contains(&19), "{played:?}");
    let (head, next) = (&after.plan.pieces[3], &after.plan.pieces[4]);
    assert_eq!(head.length, Some(seconds(400)), "what sounds plays to its end");
    assert!(next.start >= minutes(20) && end_of(head) > next.start);
    assert_eq!(after.plan.pieces.last().unwrap().start, minutes(70));
    assert_eq!(after.plan.level_at(minutes(20)), before.level_at(minutes(20)));
}
