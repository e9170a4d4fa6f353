//! Settings: broken values fall back one by one, and what they propose is looked up.

use std::fs;

use holdspace::config::settings::{Palette, RoomSettings, Settings, Side, keep_room};
use holdspace::config::{find_playlist, load};
use holdspace::units::Decibels;

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

#[test]
fn a_second_place_is_a_whole_path_or_none() {
    let (settings, problems) = settings_of("format = \"holdspace-settings 1\"\nsecond_place = \"/media/usb\"\n");
    assert_eq!((settings.second_place.as_deref(), problems.len()), (Some(std::path::Path::new("/media/usb")), 0));
    let (settings, problems) = settings_of("format = \"holdspace-settings 1\"\nsecond_place = \"usb\"\n");
    assert_eq!(settings.second_place, None);
    one(&problems, (2, 16), "no whole path", "/media/usb");
}

#[test]
fn how_the_room_sounds_is_read_within_limits() {
    let (settings, problems) = settings_of(
        "format = \"holdspace-settings 1\"\nroom_output = \"Speaker\"\nroom_on = false\nroom_volume_db = -12.5\nroom_delay_ms = -40\n",
    );
    assert_eq!((settings.room_output.as_deref(), problems.len()), (Some("Speaker"), 0));
    assert_eq!(settings.room, RoomSettings { on: false, volume: Decibels(-12.5), delay: -40 });
    let (settings, problems) =
        settings_of("format = \"holdspace-settings 1\"\nroom_volume_db = 3\nroom_delay_ms = 900\nroom_on = 1\n");
    assert_eq!(settings.room, RoomSettings::default());
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn a_room_and_a_call_beside_the_headphones_are_one_too_many() {
    let both = "format = \"holdspace-settings 1\"\nroom_output = \"Speaker\"\ncall_output = \"Cable\"\n";
    let (settings, problems) = settings_of(both);
    assert_eq!((settings.room_output.as_deref(), settings.call_output), (Some("Speaker"), None));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].what.contains("call_output") && problems[0].line == 3, "{problems:?}");
}

#[test]
fn keeping_the_room_changes_its_values_and_no_other_byte() {
    let room = RoomSettings { on: false, volume: Decibels(-12.5), delay: -40 };
    let kept = |text: &str| {
        let folder = folder(&[("holdspace.toml", text.as_bytes())]);
        keep_room(folder.path(), room).map(|()| fs::read_to_string(folder.path().join("holdspace.toml")).unwrap())
    };
    let text = "format = \"holdspace-settings 1\" # first\r\nroom_on   =  true # the speaker\r\nthumb = \"left\"\r\n\r\n# card\r\n\
                [emergency]\r\nlines = [\"a\"] # room_delay_ms = 3\r\n";
    let wanted = "format = \"holdspace-settings 1\" # first\r\nroom_on   =  false # the speaker\r\nthumb = \"left\"\r\n\
                  room_volume_db = -12.5\r\nroom_delay_ms = -40\r\n\r\n# card\r\n[emergency]\r\nlines = [\"a\"] # room_delay_ms = 3\r\n";
    assert_eq!(kept(text).unwrap(), wanted);
    assert_eq!(kept(wanted).unwrap(), wanted, "and once more changes nothing");
    assert!(
        kept("format = \"holdspace-settings 1\"")
            .unwrap()
            .ends_with("\nroom_on = false\nroom_volume_db = -12.5\nroom_delay_ms = -40\n")
    );
    for broken in ["format = \n", "format = \"holdspace-settings 1\"\npalette = 'x\n"] {
        let folder = folder(&[("holdspace.toml", broken.as_bytes())]);
        let trouble = keep_room(folder.path(), room).unwrap_err();
        assert!(trouble.contains("was not changed"), "{trouble}");
        assert_eq!(fs::read_to_string(folder.path().join("holdspace.toml")).unwrap(), broken);
    }
    let empty = folder(&[]);
    keep_room(&empty.path().join("new"), room).unwrap();
    let loaded = load(&empty.path().join("new"));
    assert_eq!((loaded.settings.room, loaded.problems.len()), (room, 0));
}
