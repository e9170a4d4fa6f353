//! Playlists: every slip told with its place, names and paths, and lists of other players.

use std::time::Duration;

use holdspace::config;
use holdspace::config::{find_playlist, load, playlist};
use holdspace::music::library::{Collection, Found, scan};
use holdspace::music::plan::{Wishes, plan};
use holdspace::music::playlist::TrackSource;

use super::{folder, m3u_of, one, playlist_problems, sounds};

#[test]
fn the_format_line_comes_first_and_is_known() {
    one(
        &playlist_problems("name = \"x\"\n[[track]]\nsoundscape = \"cedar\"\n"),
        (1, 1),
        "missing",
        "holdspace-playlist 1",
    );
    let late = "name = \"x\"\nformat = \"holdspace-playlist 1\"\n[[track]]\nsoundscape = \"cedar\"\n";
    one(&playlist_problems(late), (2, 10), "first", "holdspace-playlist 1");
    let newer = "format = \"holdspace-playlist 2\"\nname = \"x\"\n[[track]]\nsoundscape = \"cedar\"\n";
    one(&playlist_problems(newer), (1, 10), "format", "holdspace-playlist 1");
}

#[test]
fn every_slip_in_a_playlist_has_its_place_and_a_remedy() {
    let with = |lines: &str| {
        playlist_problems(&format!("format = \"holdspace-playlist 1\"\nname = \"x\"\n[[track]]\n{lines}\n"))
    };
    assert_eq!(with("file = \"a.flac\"\nstage = \"peak\"\nintensity = 6.5\ngapless = true\ntrim_start_s = 1"), []);
    one(&with("soundscape = \"dusk\""), (4, 14), "no built-in piece", "tidewater");
    one(&with(""), (3, 1), "no sound", "file = ");
    one(&with("file = \"a\"\nsoundscape = \"cedar\""), (5, 14), "a file and a soundscape", "either");
    one(&with("file = \"a\"\nseed = 4"), (5, 8), "seed", "take the line out");
    one(&with("file = \"a\"\nstage = \"top\""), (5, 9), "top", "peak");
    one(&with("file = \"a\"\nintensity = 11"), (5, 13), "11", "from 0 to 10");
    one(&with("file = \"a\"\ngapless = \"yes\""), (5, 11), "true or false", "gapless = true");
    one(&with("file = \"a\"\ntrim_end_s = -1"), (5, 14), "-1", "from 0");
    one(&with("file = 3"), (4, 8), "must be text", "01.flac");
    one(
        &playlist_problems("format = \"holdspace-playlist 1\"\nname = \"x\"\n"),
        (1, 1),
        "track is missing",
        "[[track]]",
    );
    one(
        &playlist_problems("format = \"holdspace-playlist 1\"\nname = \"x\"\ntrack = []\n"),
        (3, 9),
        "0 tracks",
        "[[track]]",
    );
}

#[test]
fn a_name_is_looked_up_and_a_path_is_read() {
    let list = b"format = \"holdspace-playlist 1\"\nname = \"Evening\"\n[[track]]\nfile = \"a.flac\"\n";
    let folder = folder(&[("playlists/evening.toml", list), ("playlists/old.m3u", b"a.mp3\n"), ("l.m3u8", b"b.mp3\n")]);
    let loaded = load(folder.path());
    let evening = find_playlist(&loaded, "evening").unwrap();
    assert_eq!(evening.tracks[0].source, TrackSource::File(folder.path().join("playlists/a.flac")));
    assert_eq!(find_playlist(&loaded, "old.m3u").unwrap().tracks.len(), 1);
    let path = folder.path().join("l.m3u8");
    assert_eq!(find_playlist(&loaded, path.to_str().unwrap()).unwrap().name, "l");
    let error = find_playlist(&loaded, "nothing").unwrap_err();
    assert!(error[0].remedy.contains("tidewater"), "{}", error[0]);
    assert!(find_playlist(&loaded, "nothing.toml").unwrap_err()[0].what.contains("cannot be read"));
    assert!(config::is_file("./x") && config::is_file("x.toml") && !config::is_file("x"));
}

#[test]
fn an_m3u_list_is_a_playlist_in_utf_8_or_windows_1252() {
    let old = m3u_of(b"#EXTM3U\r\n#EXTINF:12,Bj\xf6rk \x96 Caf\xe9\r\nsub\\M\xfcsik \x80.mp3\r\n\r\n/abs/b.flac\r\n")
        .unwrap();
    assert_eq!(old.tracks[0].source, TrackSource::File("/music/sub/Müsik €.mp3".into()));
    assert_eq!(old.tracks[0].title.as_deref(), Some("Björk – Café"));
    assert_eq!(old.tracks[1].source, TrackSource::File("/abs/b.flac".into()));
    assert_eq!((old.tracks[1].title.as_deref(), old.tracks[1].place), (None, (5, 1)));
    let new =
        m3u_of("\u{feff}#EXTM3U\n#PLAYLIST:Stille\nfile:///music/a%20b%C3%BC.ogg\n100%.ogg\n".as_bytes()).unwrap();
    assert_eq!(new.title, "Stille");
    assert_eq!(new.tracks[0].source, TrackSource::File("/music/a bü.ogg".into()));
    assert_eq!(new.tracks[1].source, TrackSource::File("/music/100%.ogg".into()));
}

#[test]
fn a_list_in_a_list_a_stream_and_an_empty_list_are_problems() {
    let problems = m3u_of(b"a.mp3\n  b.M3U8\nhttp://radio/x.mp3\n").unwrap_err();
    assert_eq!((problems[0].line, problems[0].column), (2, 3));
    assert!(problems[0].what.contains("list inside a list"), "{}", problems[0]);
    assert!(problems[1].what.contains("not on this device"), "{}", problems[1]);
    one(&m3u_of(b"#EXTM3U\n").unwrap_err(), (1, 1), "0 tracks", "file names");
}

#[test]
fn tracks_that_are_missing_are_left_out_of_the_plan_and_named() {
    let list = b"format = \"holdspace-playlist 1\"\nname = \"x\"\n[[track]]\nfile = \"a.flac\"\n[[track]]\nfile = \"b.flac\"\n";
    let folder = folder(&[("l.toml", list), ("a.flac", b"abc")]);
    let list = playlist::read_file(&folder.path().join("l.toml")).unwrap();
    let found = scan(&list, &sounds, None, &|_| true).unwrap();
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert!(matches!(&found[0], Found::File { sha256, .. } if sha256 == abc), "{found:?}");
    let collection = Collection { playlist: list, found };
    let planned = plan(&collection, &Wishes::lasting(Duration::from_secs(3600))).unwrap();
    assert_eq!((planned.plan.pieces.len(), planned.left_out[0].name.as_str()), (2, "b.flac"));
}
