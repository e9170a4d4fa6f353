//! A scan tells how far it is, can be ended, and hears each file once.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use holdspace::app::prepare;
use holdspace::music::library::{Cancelled, Found, Heard, Progress, TrackFacts, scan};

use super::{Ears, files, list_of, sound};

#[test]
fn each_file_is_heard_once_told_by_name_and_found_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = files(folder.path(), &["a", "bb", "bad", "ccc"]);
    all.push(all[1].clone());
    all.push(folder.path().join("gone.flac"));
    let (ears, told) = (Ears::default(), Mutex::new(Vec::new()));
    let watch = |progress: Progress| {
        told.lock().unwrap().push(progress);
        true
    };
    let found = scan(&list_of(&all), &|path, heard| ears.listen(path, heard), None, &watch).unwrap();
    assert_eq!(ears.count(), 4);
    assert_eq!((found.len(), &found[1]), (6, &found[4]));
    assert_ne!(found[0], found[1]);
    assert!(matches!((&found[2], &found[5]), (Found::Unusable(_), Found::Unusable(_))));
    let told = told.into_inner().unwrap();
    assert_eq!(told.iter().map(|progress| progress.done).max(), Some(5));
    assert!(told.iter().all(|progress| progress.total == 5));
    let names: BTreeSet<_> = told.iter().map(|progress| progress.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["0.flac", "1.flac", "2.flac", "3.flac", "gone.flac"]));
}

#[test]
fn a_scan_ends_when_nobody_waits_for_it_between_files_and_inside_one() {
    let folder = tempfile::tempdir().unwrap();
    let words: Vec<String> = (0..200).map(|number| number.to_string()).collect();
    let all = files(folder.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
    let (ears, asked) = (Ears::default(), AtomicUsize::new(0));
    let watch = |_: Progress| asked.fetch_add(1, Ordering::SeqCst) < 20;
    assert_eq!(scan(&list_of(&all), &|path, heard| ears.listen(path, heard), None, &watch), Err(Cancelled));
    assert!(ears.count() <= 20, "{}", ears.count());

    // A file that is longer than anybody's patience.
    let asked = AtomicUsize::new(0);
    let endless = |_: &std::path::Path, heard: Heard<'_>| -> Result<TrackFacts, String> {
        for second in 0..10_000_000 {
            if !heard(Duration::from_secs(second)) {
                return Err("nobody waited".to_owned());
            }
        }
        panic!("nobody ended it");
    };
    let watch = |progress: Progress| {
        let _ = asked.fetch_add(1, Ordering::SeqCst);
        progress.heard < Duration::from_secs(50)
    };
    assert_eq!(scan(&list_of(&all[..1]), &endless, None, &watch), Err(Cancelled));
    assert_eq!(asked.into_inner(), 52);
}

#[test]
fn a_long_recording_tells_how_much_of_it_was_heard_and_can_be_ended_inside() {
    let folder = tempfile::tempdir().unwrap();
    let list = list_of(&[sound(folder.path(), "long.flac", "0.1*sin(2*PI*300*t)|0", 8_000, 100)]);
    let heard = Mutex::new(Vec::new());
    let watch = |progress: Progress| {
        heard.lock().unwrap().push(progress.heard.as_secs());
        true
    };
    let whole = prepare::collect(&list, None, &watch).unwrap();
    assert!(matches!(&whole.found[0], Found::File { facts, .. } if facts.frames == 800_000));
    let heard = heard.into_inner().unwrap();
    assert!(heard.len() >= 7 && heard.is_sorted() && heard.last() == Some(&100), "{heard:?}");
    assert_eq!(prepare::collect(&list, None, &|progress| progress.heard.as_secs() < 40), Err(Cancelled));
}
