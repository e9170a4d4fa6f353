//! Lists of other players, and folders of music.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use holdspace::config::{find_playlist, load, m3u, playlist, pls, xspf};
use holdspace::music::playlist::{Playlist, TrackSource};
use proptest::prelude::*;

use super::{folder, listed, one};

fn pls_of(text: &str) -> Result<Playlist, Vec<holdspace::config::problem::Problem>> {
    pls::read(Path::new("/music/list.pls"), text.as_bytes())
}

fn xspf_of(text: &str) -> Result<Playlist, Vec<holdspace::config::problem::Problem>> {
    xspf::read(Path::new("/music/list.xspf"), text.as_bytes())
}

fn sources(list: &Playlist) -> Vec<PathBuf> {
    let path = |source: &TrackSource| match source {
        TrackSource::File(path) => path.clone(),
        TrackSource::Soundscape { name, .. } => name.into(),
    };
    list.tracks.iter().map(|track| path(&track.source)).collect()
}

#[test]
fn a_pls_list_plays_in_the_order_of_its_numbers() {
    let list = pls_of(
        "\u{feff}; made elsewhere\r\n[Playlist]\r\nNumberOfEntries=3\r\nFile10=c.ogg\r\nFile2=sub\\b=1.mp3\r\n\
         Title2=The second\r\nLength2=-1\r\nfile1=file:///abs/a%20b.flac\r\nTitle1=\r\nVersion=2\r\n",
    )
    .unwrap();
    assert_eq!(sources(&list), ["/abs/a b.flac", "/music/sub/b=1.mp3", "/music/c.ogg"].map(PathBuf::from));
    assert_eq!(list.tracks[1].title.as_deref(), Some("The second"));
    assert_eq!((list.tracks[0].title.as_deref(), list.tracks[0].place), (None, (8, 1)));
    assert_eq!((list.name.as_str(), list.title.as_str()), ("list", "list"));
}

#[test]
fn every_slip_in_a_pls_list_has_its_place_and_a_remedy() {
    let with = |lines: &str| pls_of(&format!("[playlist]\n{lines}\n")).err().unwrap_or_default();
    one(&pls_of("File1=a.mp3\n").unwrap_err(), (1, 1), "no PLS list", "[playlist]");
    one(&with("File1=a.mp3\n  FILE1=b.mp3"), (3, 3), "second time", "number");
    one(&with("File1=http://radio/x.mp3"), (2, 1), "not on this device", "copy the music here");
    one(&with("File1=b.pls"), (2, 1), "list inside a list", "tracks");
    one(&with("File1="), (2, 1), "names no file", "File1=");
    one(&with("File=x.mp3"), (2, 1), "no number", "File1=");
    one(&with("File99999999999=x.mp3"), (2, 1), "no number", "File1=");
    one(&with("hello"), (2, 1), "not Key=Value", "File1=");
    one(&with("NumberOfEntries=0"), (1, 1), "0 tracks", "File1=");
    one(&pls_of("").unwrap_err(), (1, 1), "0 tracks", "File1=");
}

const HEAD: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">\n";

#[test]
fn an_xspf_list_names_files_by_uri() {
    let list = xspf_of(&format!(
        "{HEAD}<title>Stille &amp; Nacht</title><trackList>\n\
         <track><title>Erstes</title><location>file:///m/a%20b%C3%BC.ogg</location></track>\n\
         <track><location> sub/100%25.flac </location><creator>x</creator></track>\n\
         <track><location>http://radio/x</location><location>here.mp3</location></track>\n\
         <track><location><![CDATA[FILE://localhost/m/c&d.wav]]></location></track>\n\
         </trackList></playlist>"
    ))
    .unwrap();
    assert_eq!(list.title, "Stille & Nacht");
    let expected = ["/m/a bü.ogg", "/music/sub/100%.flac", "/music/here.mp3", "/m/c&d.wav"];
    assert_eq!(sources(&list), expected.map(PathBuf::from));
    assert_eq!(list.tracks[0].title.as_deref(), Some("Erstes"));
    assert_eq!(list.tracks[1].place, (5, 8));
}

#[test]
fn every_slip_in_an_xspf_list_has_its_place_and_a_remedy() {
    let with = |tracks: &str| {
        xspf_of(&format!("{HEAD}<trackList>\n{tracks}\n</trackList></playlist>")).err().unwrap_or_default()
    };
    one(&with("  <track><location>https://x/y.mp3</location></track>"), (4, 10), "not on this device", "copy");
    one(&with("<track><location>b.m3u8</location></track>"), (4, 8), "list inside a list", "tracks");
    one(&with("<track><title>x</title></track>"), (4, 1), "names no file", "<location>");
    one(&with("<track><location/></track>"), (4, 8), "empty", "name of a file");
    one(&with("<track><location>a%00b</location></track>"), (4, 8), "control", "name of a file");
    one(&with(""), (1, 1), "0 tracks", "<track>");
    one(&xspf_of("<html></html>").unwrap_err(), (1, 1), "no XSPF", "XSPF");
    one(&with("<track>"), (5, 1), "not XML", "XSPF");
    one(&xspf_of("").unwrap_err(), (1, 1), "not XML", "XSPF");
    let bomb = "<!DOCTYPE x [<!ENTITY a \"&a;&a;\">]><playlist>&a;</playlist>";
    one(&xspf_of(bomb).unwrap_err(), (1, 1), "not XML", "XSPF");
    let not_utf_8 = xspf::read(Path::new("x.xspf"), b"<playlist>\n\xff</playlist>").unwrap_err();
    one(&not_utf_8, (2, 1), "UTF-8", "UTF-8");
}

#[test]
fn a_list_nested_without_end_is_refused_without_harm() {
    for open in ["<a>", "<a x=\"/>\">", "<a><![CDATA[</a>]]>", "<a><!--</a>-->", "<a><?x </a>?>", "<a b='>' c='/'>"] {
        let deep = format!("{HEAD}{}", open.repeat(300_000 / open.len()));
        let problems = xspf_of(&deep).unwrap_err();
        assert!(problems.len() == 1 && problems[0].what.contains("nested too deep"), "{open}: {problems:?}");
    }
    let extended = format!(
        "{HEAD}<trackList><track><location>a.mp3</location></track></trackList><extension>{}{}</extension></playlist>",
        "<a>".repeat(40),
        "</a>".repeat(40)
    );
    assert_eq!(xspf_of(&extended).unwrap().tracks.len(), 1);
}

#[test]
fn a_folder_plays_its_music_in_the_order_of_people() {
    let music = folder(&[
        ("CD 10/1.flac", b""),
        ("CD 2/b.mp3", b""),
        ("CD 2/A.mp3", b""),
        ("CD 2/x/y/deep.ogg", b""),
        ("CD 2/x/y/z/too deep.ogg", b""),
        ("10 end.flac", b""),
        ("2 middle.FLAC", b""),
        ("02 other.wav", b""),
        ("1.flac", b""),
        ("cover.jpg", b""),
        ("list.m3u", b"1.flac\n"),
        (".hidden.flac", b""),
        (".trash/x.flac", b""),
        ("protected.wma", b""),
    ]);
    symlink(music.path(), music.path().join("CD 2/round")).unwrap();
    let list = playlist::read_file(music.path()).unwrap();
    let names: Vec<String> = sources(&list)
        .iter()
        .map(|path| path.strip_prefix(music.path()).unwrap().to_string_lossy().into_owned())
        .collect();
    let expected = [
        "1.flac",
        "2 middle.FLAC",
        "02 other.wav",
        "10 end.flac",
        "protected.wma",
        "CD 2/A.mp3",
        "CD 2/b.mp3",
        "CD 2/x/y/deep.ogg",
        "CD 10/1.flac",
    ];
    assert_eq!(names, expected);
    assert!(list.tracks.iter().all(|track| !track.gapless), "nothing is guessed");
    assert_eq!(list.title, music.path().file_name().unwrap().to_string_lossy());
}

#[test]
fn the_playlists_folder_may_hold_lists_of_every_kind_and_folders() {
    let elsewhere = folder(&[("song.mp3", b"")]);
    let list = b"format = \"holdspace-playlist 1\"\nname = \"Evening\"\n[[track]]\nfile = \"evening/a.flac\"\n";
    let config = folder(&[
        ("playlists/evening.toml", list),
        ("playlists/evening/a.flac", b""),
        ("playlists/walk/b.flac", b""),
        ("playlists/covers/a.jpg", b""),
        ("playlists/old.pls", b"[playlist]\nFile1=a.mp3\n"),
        (
            "playlists/new.xspf",
            b"<playlist><trackList><track><location>a.mp3</location></track></trackList></playlist>",
        ),
        ("playlists/broken.xspf", b"<playlist>"),
    ]);
    symlink(elsewhere.path(), config.path().join("playlists/linked")).unwrap();
    let loaded = load(config.path());
    let mut own: Vec<&str> = loaded.playlists.iter().map(|listed| listed.name.as_str()).collect();
    own.retain(|name| holdspace::config::shipped::PLAYLISTS.iter().all(|(known, _)| known != name));
    assert_eq!(own, ["broken.xspf", "evening", "evening/", "linked", "new.xspf", "old.pls", "walk"]);
    assert!(listed(&loaded.playlists, "broken.xspf").what.is_err());
    for name in ["evening", "evening/", "linked", "new.xspf", "old.pls", "walk"] {
        assert_eq!(find_playlist(&loaded, name).unwrap().tracks.len(), 1, "{name}");
    }
    let path = elsewhere.path().to_str().unwrap();
    assert_eq!(sources(&find_playlist(&loaded, path).unwrap()), [elsewhere.path().join("song.mp3")]);
    fs::remove_file(elsewhere.path().join("song.mp3")).unwrap();
    one(&find_playlist(&loaded, path).unwrap_err(), (1, 1), "no music", "music files");
}

#[test]
fn a_list_over_1_mib_is_refused_unread() {
    let large = b"#".repeat(1024 * 1024 + 1);
    let lists = folder(&[("a.pls", &large), ("a.xspf", &large), ("a.m3u", &large)]);
    for name in ["a.pls", "a.xspf", "a.m3u"] {
        one(&playlist::read_file(&lists.path().join(name)).unwrap_err(), (1, 1), "1 MiB", "shorter");
    }
}

fn in_every_reader(bytes: &[u8]) {
    for read in [m3u::read, pls::read, xspf::read] {
        match read(Path::new("/music/list"), bytes) {
            Ok(list) => assert!(!list.tracks.is_empty()),
            Err(problems) => assert!((1..=200).contains(&problems.len()), "{}", problems.len()),
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_list_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        in_every_reader(&bytes);
    }

    #[test]
    fn no_words_of_lists_make_one_panic(words in proptest::collection::vec(prop_oneof![
        Just("<playlist>".to_owned()), Just("</playlist>".to_owned()), Just("<trackList>".to_owned()),
        Just("</trackList>".to_owned()), Just("<track>".to_owned()), Just("</track>".to_owned()),
        Just("<location>".to_owned()), Just("</location>".to_owned()), Just("<title>".to_owned()),
        Just("</title>".to_owned()), Just("<![CDATA[".to_owned()), Just("]]>".to_owned()), Just("&amp;".to_owned()),
        Just("[playlist]".to_owned()), Just("File1=".to_owned()), Just("Title1=".to_owned()), Just("\n".to_owned()),
        Just("\r".to_owned()), Just("file://".to_owned()), Just("%".to_owned()), Just("%c".to_owned()),
        Just("%C3".to_owned()), Just("é".to_owned()), Just("://".to_owned()), Just(".m3u".to_owned()), ".{0,6}",
    ], 0..40)) {
        in_every_reader(words.concat().as_bytes());
    }
}
