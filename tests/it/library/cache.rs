//! What was heard once is kept by content, and never trusted further than it goes.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use holdspace::app::prepare;
use holdspace::music::library::{Cache, Found, scan};

use super::{Ears, files, list_of, sound};

fn look(ears: &Ears, cache: Option<&Cache>, all: &[PathBuf]) -> Vec<Found> {
    scan(&list_of(all), &|path, heard| ears.listen(path, heard), cache, &|_| true).unwrap()
}

fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for name in ["facts", "seen"] {
        all.extend(fs::read_dir(folder.join(name)).unwrap().map(|entry| entry.unwrap().path()));
    }
    all.sort();
    all
}

fn set_time(file: &Path, seconds: u64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    fs::File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

#[test]
fn a_file_is_listened_to_once_and_hashed_once_until_it_changes() {
    let (music, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let cache = Cache::open(&library.path().join("library"));
    let (ears, all) = (Ears::default(), files(music.path(), &["one", "two", "bad", "one"]));
    all.iter().for_each(|file| set_time(file, 1000));
    let first = look(&ears, cache.as_ref(), &all);
    assert!((3..=4).contains(&ears.count()), "{}", ears.count());
    assert_eq!(first[2], Found::Unusable("cannot be played (no frames)".to_owned()));
    let before = ears.count();
    assert_eq!(look(&ears, cache.as_ref(), &all), first);
    assert_eq!(ears.count(), before + 1, "only the broken file is tried again");

    // Same path, size and time: not even read. Another time: read, and another content: heard.
    fs::write(&all[0], "ONE").unwrap();
    set_time(&all[0], 1000);
    assert_eq!(look(&ears, cache.as_ref(), &all[..1]), first[..1]);
    set_time(&all[0], 1001);
    assert_ne!(look(&ears, cache.as_ref(), &all[..1]), first[..1]);
    assert_eq!(ears.count(), before + 2);

    // The content is what counts, wherever it lies.
    let moved = music.path().join("moved.flac");
    fs::rename(&all[1], &moved).unwrap();
    assert_eq!(look(&ears, cache.as_ref(), &[moved]), first[1..2]);
    assert_eq!(ears.count(), before + 2);
    let gone = Found::Unusable("is not there".to_owned());
    assert_eq!(look(&ears, cache.as_ref(), &all[1..2]), [gone]);
}

#[test]
fn what_is_kept_is_private_and_lies_there_whole() {
    let (music, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = library.path().join("library");
    let cache = Cache::open(&folder);
    let _ = look(&Ears::default(), cache.as_ref(), &files(music.path(), &["one", "two"]));
    let kept = everything_in(&folder);
    assert_eq!(kept.len(), 4, "{kept:?}");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert!(kept.iter().all(|file| mode(file) == 0o600));
    assert!([folder.clone(), folder.join("facts"), folder.join("seen")].iter().all(|folder| mode(folder) == 0o700));
}

#[test]
fn a_kept_file_that_is_cut_anywhere_or_of_another_version_is_made_again() {
    let (music, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let cache = Cache::open(library.path());
    let all = files(music.path(), &["one"]);
    let right = look(&Ears::default(), cache.as_ref(), &all);
    for kept in everything_in(library.path()) {
        let whole = fs::read(&kept).unwrap();
        let newer = String::from_utf8(whole.clone()).unwrap().replace("library 1", "library 2").into_bytes();
        let cuts = (0..whole.len() - 1).map(|length| whole[..length].to_vec());
        for broken in cuts.chain([newer, b"[[[[".repeat(50_000)]) {
            fs::write(&kept, &broken).unwrap();
            let ears = Ears::default();
            assert_eq!(look(&ears, cache.as_ref(), &all), right);
            assert_eq!(ears.count(), usize::from(kept.parent().unwrap().ends_with("facts")));
            assert_eq!(fs::read(&kept).unwrap(), whole);
        }
    }
}

#[test]
fn two_scans_at_once_do_not_hurt_each_other() {
    let (music, library) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let words: Vec<String> = (0..60).map(|number| format!("music {number}")).collect();
    let all = files(music.path(), &words.iter().map(String::as_str).collect::<Vec<_>>());
    let right = look(&Ears::default(), None, &all);
    std::thread::scope(|scope| {
        let scan = || look(&Ears::default(), Cache::open(library.path()).as_ref(), &all);
        let all: Vec<_> = (0..3).map(|_| scope.spawn(scan)).collect();
        assert!(all.into_iter().all(|one| one.join().unwrap() == right));
    });
    let ears = Ears::default();
    assert_eq!(look(&ears, Cache::open(library.path()).as_ref(), &all), right);
    assert_eq!((ears.count(), everything_in(library.path()).len()), (0, 120));
}

#[test]
fn without_a_folder_to_keep_it_in_everything_is_heard_again() {
    let folder = tempfile::tempdir().unwrap();
    let not_a_folder = folder.path().join("file");
    fs::write(&not_a_folder, "x").unwrap();
    assert!(Cache::open(&not_a_folder.join("library")).is_none());
    let file = sound(folder.path(), "a.wav", "0.1*sin(2*PI*300*t)", 48_000, 1);
    let list = list_of(&[file]);
    let with = |library: &Path| prepare::collect(&list, Some(library), &|_| true).unwrap();
    let kept = folder.path().join("library");
    let all = [with(&not_a_folder.join("library")), with(&kept), with(&kept)];
    assert!(all.iter().all(|one| *one == all[0]), "what is kept is what was measured");
    assert_eq!(everything_in(&kept).len(), 2);
    // A kept folder that vanishes under way is no matter.
    let (cache, ears) = (Cache::open(&kept), Ears::default());
    fs::remove_dir_all(&kept).unwrap();
    assert_eq!(look(&ears, cache.as_ref(), &files(folder.path(), &["one"])).len(), 1);
}
