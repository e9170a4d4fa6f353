//! Settings: broken values fall back one by one, and what they propose is looked up.

use std::fs;

use holdspace::config::settings::{Palette, Settings, Side};
use holdspace::config::{find_playlist, load};

use super::{folder, one, settings_of};

#[test]
fn broken_settings_fall_back_value_by_value_and_keep_their_mark() {
    let text = "format = \"holdspace-settings 1\"\npalette = \"nigth\"\nthumb = \"left\"\njourney_minutes = nan\n\
                [[emergency.number]]\nwho = \"Dr K\"\nnumber = 555\n[[emergency.number]]\nwho = \"Me\"\nnumber = \"1\"\n";
    let (settings, problems) = settings_of(text);
    assert_eq!((settings.palette, settings.thumb, settings.journey), (Palette::Dusk, Side::Left, None));
    assert_eq!(settings.emergency.numbers.len(), 1);
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2, 4, 7]);
    let (settings, problems) = settings_of("format = \"holdspace-settings 1\"\npalette = \n");
    assert_eq!(settings, Settings::default());
    assert_eq!(problems[0].line, 2, "{problems:?}");
}

#[test]
fn settings_that_propose_what_is_not_there_say_so_at_that_line() {
    let folder = folder(&[("holdspace.toml", b"format = \"holdspace-settings 1\"\nprotocol = \"rdt-group\"\n")]);
    one(&load(folder.path()).problems, (2, 12), "no protocol \"rdt-group\"", "rdt-individual");
}

#[test]
fn a_file_that_the_settings_propose_is_listed_first() {
    let list = "format = \"holdspace-playlist 1\"\nname = \"Evening\"\n[[track]]\nfile = \"a.flac\"\n";
    let folder = folder(&[("elsewhere/evening.toml", list.as_bytes())]);
    let file = folder.path().join("elsewhere/evening.toml").display().to_string();
    let propose = |file: &str| {
        let settings = format!("format = \"holdspace-settings 1\"\nplaylist = \"{file}\"\n");
        fs::write(folder.path().join("holdspace.toml"), settings).unwrap();
        load(folder.path())
    };
    let loaded = propose(&file);
    assert_eq!((loaded.playlists[0].name.as_str(), loaded.playlists[0].title.as_str()), (file.as_str(), "Evening"));
    assert_eq!((find_playlist(&loaded, &file).unwrap().name.as_str(), loaded.problems.len()), ("evening", 0));
    one(&propose("/gone.m3u").problems, (2, 12), "not usable", "name another");
}
