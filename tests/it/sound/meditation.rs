//! A recording that is played once is heard to its end, and silence follows it.

use std::sync::Arc;

use holdspace::audio::offline::Offline;
use holdspace::audio::timeline::Timeline;
use holdspace::cue::{Join, Position};

use super::material::{RATE, assert_gentle, cue, file, levels, plan, pull, recording, seconds, tone, wav};

#[test]
fn the_recording_is_whole_and_nothing_stands_in_for_what_comes_after() {
    let folder = tempfile::tempdir().unwrap();
    let (path, whole) = (folder.path().join("arriving.wav"), recording(RATE * 9, 48_000));
    wav(&path, &whole, 48_000, 2);
    let plan = plan(vec![file(&path, 0.0, Some(300.0), Join::Gapless)]);
    let mut timeline = Timeline::new(Arc::clone(&plan), Position::default());
    let mut heard = vec![1.0; RATE * 2 * 20];
    for block in heard.chunks_mut(512) {
        let _place = timeline.fill(block);
    }
    let (sounding, after) = heard.split_at(whole.len());
    let off = sounding.iter().zip(&whole).position(|(a, b)| (a - b).abs() > 1e-6);
    assert_eq!(off, None, "every sample of it");
    assert!(after.iter().all(|sample| *sample == 0.0), "and then nothing at all");
    assert_eq!(timeline.reports().count(), 0);
}

#[test]
fn ended_by_hand_it_fades_to_silence_and_the_music_comes_up_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("arriving.wav");
    wav(&path, &tone(30.0, 220.0, 0.1), 48_000, 2);
    let played = plan(vec![file(&path, 0.0, Some(300.0), Join::Gapless)]);
    let music = plan(vec![super::material::bed(0.0)]);
    let mut offline = Offline::default();
    offline.follow(&cue(&played, u64::MAX), seconds(0.0));
    let mut heard = pull(&mut offline, 8.0);
    offline.follow(&holdspace::cue::Cue { music: None, ..cue(&played, u64::MAX) }, seconds(8.0));
    heard.extend(pull(&mut offline, 8.0));
    assert_gentle(&heard, "from the recording to silence");
    let quiet = levels(&heard, 500);
    assert!(quiet.last().is_some_and(|level| *level < -90.0), "{:?}", quiet.last());
    offline.follow(&cue(&music, 7), seconds(16.0));
    heard.extend(pull(&mut offline, 20.0));
    assert!(levels(&heard, 1000).last().is_some_and(|level| *level > -60.0), "the music sounds");
}
