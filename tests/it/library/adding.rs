//! Adding music from the app writes a list that a clinician can read and go on with.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::time::Duration;

use holdspace::config::folder::{add, look};
use holdspace::config::{find_playlist, load, playlist};
use holdspace::cue::Stage;
use holdspace::music::playlist::TrackSource;

fn make(folder: &Path, names: &[&str]) {
    for name in names {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, b"x").unwrap();
    }
}

#[test]
fn a_folder_with_odd_names_becomes_a_list_of_exactly_its_files() {
    let (music, config) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let odd =
        ["1 \"quoted\".flac", "2 back\\slash.flac", "3 per%20cent.flac", "4 # no 'remark'.flac", "5 = [[track]].flac"];
    let folder = music.path().join("Evening \"Field\" # II");
    make(&folder, &odd);
    make(&folder, &["10 ü 🌊.flac", "notes.txt", ".hidden.flac"]);
    let name = add(config.path(), &folder).unwrap();
    assert_eq!(name, "evening-field-ii");
    let file = config.path().join("playlists/evening-field-ii.toml");
    let list = playlist::read_file(&file).unwrap();
    assert_eq!(list.title, "Evening \"Field\" # II");
    let own = playlist::read_file(&folder).unwrap();
    let sources = |list: &holdspace::music::playlist::Playlist| {
        list.tracks.iter().map(|track| track.source.clone()).collect::<Vec<_>>()
    };
    assert_eq!(sources(&list), sources(&own));
    assert_eq!(list.tracks.len(), 6);
    assert_eq!(list.tracks[5].source, TrackSource::File(folder.join("10 ü 🌊.flac")));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("stage = ") && text.contains("intensity = "), "{text}");
    // The same again, and what the program brings along, stay as they are.
    assert_eq!(add(config.path(), &folder).unwrap(), "evening-field-ii-2");
    make(music.path(), &["Tidewater/a.mp3"]);
    assert_eq!(add(config.path(), &music.path().join("Tidewater")).unwrap(), "tidewater-2");
    assert!(find_playlist(&load(config.path()), "tidewater-2").is_ok());
}

#[test]
fn a_list_keeps_what_it_says_of_its_tracks() {
    let (music, config) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let text = "format = \"holdspace-playlist 1\"\nname = \"Valley\"\n[[track]]\nfile = \"../a.flac\"\nstage = \"peak\"\n\
                intensity = 6.5\ntrim_start_s = 2.25\ngapless = true\ntitle = \"Still \\\"water\\\"\"\n\
                [[track]]\nsoundscape = \"cedar\"\nseed = 7\n";
    make(music.path(), &["lists/x"]);
    fs::write(music.path().join("lists/v.toml"), text).unwrap();
    let name = add(config.path(), &music.path().join("lists/v.toml")).unwrap();
    let list = find_playlist(&load(config.path()), &name).unwrap();
    let track = &list.tracks[0];
    assert_eq!(track.source, TrackSource::File(music.path().join("a.flac")));
    assert_eq!((track.stage, track.intensity, track.gapless), (Some(Stage::Peak), Some(6.5), true));
    assert_eq!((track.trim_start, track.title.as_deref()), (Duration::from_millis(2250), Some("Still \"water\"")));
    assert_eq!(list.tracks[1].source, TrackSource::Soundscape { name: "cedar".to_owned(), seed: 7 });
    fs::write(music.path().join("lists/p.pls"), "[playlist]\nFile1=b.mp3\nTitle1=B\n").unwrap();
    assert_eq!(add(config.path(), &music.path().join("lists/p.pls")).unwrap(), "p");
    make(music.path(), &["One song.mp3"]);
    assert_eq!(add(config.path(), &music.path().join("One song.mp3")).unwrap(), "one-song");
}

#[test]
fn what_cannot_be_added_is_said_and_nothing_is_written() {
    let (music, config) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    make(music.path(), &["empty/notes.txt", "stream.m3u", "odd/a\nb.flac", "odd/c.flac"]);
    fs::write(music.path().join("stream.m3u"), "http://radio/x\nhttp://radio/y\n").unwrap();
    for (name, expected) in [
        ("empty", "holds no music"),
        ("empty/notes.txt", "is no music"),
        ("gone", "is no music"),
        ("stream.m3u", "and 1 more"),
        ("gone.m3u", "cannot be read"),
        ("odd/a\nb.flac", "is not plain UTF-8 text; rename the file"),
        ("odd", "is not plain UTF-8 text; rename the file"),
    ] {
        let said = add(config.path(), &music.path().join(name)).unwrap_err();
        assert!(said.contains(expected), "{name}: {said}");
    }
    assert!(!config.path().join("playlists").exists());
    make(music.path(), &["file", "a.mp3"]);
    let said = add(&music.path().join("file"), &music.path().join("a.mp3")).unwrap_err();
    assert!(said.contains("could not be written"), "{said}");
}

#[test]
fn looking_around_shows_folders_lists_and_how_much_music_there_is() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), &["b 10/x.flac", "b 9/y.mp3", ".secret/z.flac", "a.m3u", "c.xspf", "1.flac", "read me.txt"]);
    symlink(folder.path(), folder.path().join("b 9/round")).unwrap();
    let seen = look(Some(&folder.path().join("b 9/../.")));
    assert_eq!(seen.here, folder.path());
    assert_eq!(seen.parent.as_deref(), folder.path().parent());
    assert_eq!(seen.folders, [folder.path().join("b 9"), folder.path().join("b 10")]);
    assert_eq!(seen.lists, [folder.path().join("a.m3u"), folder.path().join("c.xspf")]);
    assert_eq!((seen.music_count, seen.trouble), (3, None));
    let gone = look(Some(&folder.path().join("gone")));
    assert!(gone.trouble.unwrap().contains("cannot be looked into"));
    let home = look(None);
    assert!(home.here.is_absolute() && home.places.iter().all(|place| place.is_dir()));
}
