//! What `check` tells, and what it makes of files that nobody wrote.

use std::path::Path;

use holdspace::config;
use holdspace::config::check::check;
use holdspace::config::problem::Problem;
use holdspace::config::settings::Settings;
use holdspace::config::source::{LARGEST, Source};
use holdspace::config::{load, playlist, script, settings};
use holdspace::music::library::Heard;

use super::{folder, listed, m3u_of, sounds};

#[test]
fn files_that_nobody_wrote_are_refused_and_the_app_still_starts() {
    let large = vec![b'#'; 10_000_000];
    let cases: [(&[u8], (usize, usize), &str); 4] = [
        (&large, (1, 1), "1 MiB"),
        (b"format = \"\xff\"", (1, 11), "UTF-8"),
        (b"", (1, 1), "missing"),
        (b"# \xc3\xa9\n x = \"\xe9\"", (2, 7), "UTF-8"),
    ];
    for (bytes, place, what) in cases {
        let folder = folder(&[("holdspace.toml", bytes), ("protocols/p.toml", bytes), ("playlists/l.toml", bytes)]);
        let loaded = load(folder.path());
        // What nobody could read allows nothing to be kept of a client.
        let course = if bytes.is_empty() { Settings::default().course } else { Vec::new() };
        assert_eq!(loaded.settings, Settings { course, ..Settings::default() });
        let broken = [
            loaded.problems[0].clone(),
            listed(&loaded.protocols, "p").what.as_ref().unwrap_err()[0].clone(),
            listed(&loaded.playlists, "l").what.as_ref().unwrap_err()[0].clone(),
        ];
        for problem in broken {
            assert_eq!((problem.line, problem.column), place, "{problem}");
            assert!(problem.what.contains(what) && !problem.remedy.is_empty(), "{problem}");
        }
        assert!(check(&[], folder.path(), &sounds, None).problems.len() >= 3);
        assert!(check(&[folder.path().to_owned()], Path::new("/nowhere"), &sounds, None).problems.len() >= 3);
    }
    assert_eq!(LARGEST, 1_048_576);
}

#[test]
fn pages_of_nonsense_are_told_in_a_bounded_number_of_problems() {
    for unit in [
        "[",
        "a=1\n",
        "[[track]]\n",
        "[[step]]\n",
        "[[level]]\nvalue=1\n",
        "[[gate]]\n",
        "é",
        "a.",
        "\"",
        "[[gate]]\nx=1\n",
        "x={",
        "http://x\n",
    ] {
        let text = format!("format = \"holdspace-protocol 1\"\n{}", unit.repeat(200_000 / unit.len()));
        let source = Source::decode(Path::new("x.toml"), text.as_bytes()).unwrap();
        let results = [
            config::protocol::read(&source, &|_| Err(String::new())).err(),
            config::questionnaire::read(&source).err(),
            playlist::read(&source).err(),
            script::read(&source).err(),
            Some(settings::read(&source).1),
        ];
        for problems in results {
            assert!((1..=200).contains(&problems.unwrap().len()), "{unit:?}");
        }
        assert!(m3u_of(text.as_bytes()).err().is_none_or(|problems| problems.len() <= 200), "{unit:?}");
    }
}

#[test]
fn check_probes_every_track_and_tells_where_the_list_names_it() {
    let list = b"format = \"holdspace-playlist 1\"\nname = \"x\"\n[[track]]\nfile = \"a.flac\"\n[[track]]\nfile = \"b.flac\"\n";
    let trimmed =
        b"format = \"holdspace-playlist 1\"\nname = \"x\"\n[[track]]\nfile = \"x/a.flac\"\ntrim_start_s = 12\n";
    let folder = folder(&[
        ("x/l.toml", list),
        ("x/a.flac", b"good"),
        ("x/c.mp3", b"bad"),
        ("x/d.m3u", b"\nc.mp3\n"),
        ("z.toml", trimmed),
    ]);
    let probe = |path: &Path, heard: Heard<'_>| {
        if path.ends_with("c.mp3") { Err("no frames".to_owned()) } else { sounds(path, heard) }
    };
    let report = check(&[folder.path().to_owned()], Path::new("/nowhere"), &probe, None);
    let told: Vec<String> = report.problems.iter().map(Problem::to_string).collect();
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(told[3].contains("z.toml:4:8: the track ") && told[3].contains("lasts 10.0 s"), "{}", told[3]);
    assert!(told[0].contains("c.mp3:1:1: this music cannot be played (no frames); put a whole file"), "{}", told[0]);
    assert!(told[1].contains("d.m3u:2:1: the track ") && told[1].contains("no frames"), "{}", told[1]);
    assert!(told[2].contains("l.toml:6:8: the track ") && told[2].contains("b.flac is not there"), "{}", told[2]);
}

#[test]
fn what_plays_but_is_worth_knowing_is_a_note_and_told_once() {
    let folder = folder(&[("l.pls", b"[playlist]\n\nFile1=a.flac\n"), ("a.flac", b"x"), ("b.flac", b"x")]);
    let report = check(&[folder.path().to_owned()], Path::new("/nowhere"), &sounds, None);
    assert_eq!((report.problems, report.files), (vec![], 3));
    let place = |name: &str| folder.path().join(name).display().to_string();
    let length = "lasts only 10.0 s; put longer music in its place, or leave it as a bridge";
    let alone = format!("{}:1:1: this music {length}", place("b.flac"));
    assert_eq!(report.notes, [alone, format!("{}:3:1: the track {} {length}", place("l.pls"), place("a.flac"))]);
}

#[test]
fn check_says_so_when_a_path_is_not_there_or_of_no_known_kind() {
    let folder = folder(&[("x.txt", b"hello"), ("x.toml", b"a = 1\n")]);
    let paths = ["x.txt", "x.toml", "gone"].map(|name| folder.path().join(name));
    let report = check(&paths, folder.path(), &sounds, None);
    assert_eq!(report.problems.len(), 3, "{:#?}", report.problems);
}
