//! A playlist, in TOML, as another player wrote it, or a folder of music.

pub(super) mod line;

use std::path::Path;
use std::time::Duration;

use super::log::Log;
use super::problem::Problem;
use super::source::{Source, bytes};
use super::table::Table;
use super::{folder, m3u, pls, xspf};
use crate::cue::Stage;
use crate::music::playlist::{Playlist, SOUNDSCAPES, Track, TrackSource};
use crate::units::counted;

/// First line of the file.
pub const FORMAT: &str = "holdspace-playlist 1";

/// The most tracks of one list.
pub const MOST_TRACKS: usize = 2000;

/// Endings of playlists.
pub const LISTS: [&str; 5] = ["toml", "m3u", "m3u8", "pls", "xspf"];

/// A file's ending in small letters.
#[must_use]
pub fn ending(file: &Path) -> Option<String> {
    file.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

/// A list under a file's name, with nothing in it yet.
pub(super) fn empty(file: &Path) -> Playlist {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Playlist { name: stem.clone(), title: stem, file: file.to_owned(), tracks: Vec::new() }
}

/// Reads any playlist: a folder of music, the list of another player by its ending, else TOML.
///
/// # Errors
/// Every problem of the file, in its order.
pub fn read_file(file: &Path) -> Result<Playlist, Vec<Problem>> {
    if file.is_dir() {
        return folder::read(file);
    }
    let read = match ending(file).as_deref() {
        Some("m3u" | "m3u8") => m3u::read,
        Some("pls") => pls::read,
        Some("xspf") => xspf::read,
        _ => return read(&Source::read(file).map_err(|problem| vec![problem])?),
    };
    read(file, &bytes(file).map_err(|problem| vec![problem])?)
}

/// Reads a TOML playlist; files are relative to it.
///
/// # Errors
/// Every problem of the file, in its order.
pub fn read(source: &Source) -> Result<Playlist, Vec<Problem>> {
    let (log, document) = Log::parse(source);
    let root = Table::root(&log, &document, FORMAT);
    let example = "name = \"Evening field\"";
    let title = root.require("name", root.text("name", example), example);
    let example = "[[track]] and below it file = \"01.flac\" or soundscape = \"tidewater\"";
    let tracks = root.require("track", root.tables("track"), example);
    if let Some(tracks) = &tracks
        && (tracks.is_empty() || tracks.len() > MOST_TRACKS)
    {
        let what = format!("this list has {}", counted(tracks.len(), "track", "tracks"));
        log.tell(root.at("track"), what, format!("write 1 to {MOST_TRACKS} [[track]] parts"));
    }
    let folder = source.file.parent().unwrap_or(Path::new(""));
    let tracks =
        tracks.map(|tracks| tracks.into_iter().take(MOST_TRACKS).filter_map(|table| track(table, folder)).collect());
    root.finish();
    let problems = log.finish();
    match (title, tracks) {
        (Some(title), Some(tracks)) if problems.is_empty() => {
            Ok(Playlist { name: source.stem(), title, file: source.file.clone(), tracks })
        }
        _ => Err(problems),
    }
}

/// What can be said of a broken list: its name for people.
#[must_use]
pub fn title(source: &Source) -> Option<String> {
    let (_log, document) = Log::parse(source);
    let name = document.get_ref().iter().find(|(key, _)| key.get_ref() == "name");
    name.and_then(|(_, value)| value.get_ref().as_str().map(str::to_owned))
}

fn track(table: Table<'_>, folder: &Path) -> Option<Track> {
    let file = table.text("file", "file = \"01.flac\"");
    let soundscape = table.text("soundscape", "soundscape = \"tidewater\"");
    let seed = table.whole("seed", (0, u32::MAX), "seed = 11");
    let source = match (table.has("file"), table.has("soundscape")) {
        (true, false) => {
            if seed.is_some() {
                table.log().tell(table.at("seed"), "seed belongs to a soundscape, not to a file", "take the line out");
            }
            file.map(|file| TrackSource::File(folder.join(file)))
        }
        (false, true) => soundscape.and_then(|name| piece(&table, name, seed)),
        (both, _) => {
            let what = if both { "this track names a file and a soundscape" } else { "this track names no sound" };
            table.log().tell(
                table.at("soundscape"),
                what,
                "write either file = \"01.flac\" or soundscape = \"tidewater\"",
            );
            None
        }
    };
    let stages = Stage::ALL.map(|stage| (stage.key(), stage));
    let stage = table.choice("stage", &stages);
    let intensity = table.number("intensity", (0.0, 10.0), "intensity = 4").map(|number| number as f32);
    let title = table.text("title", "title = \"Still water\"");
    let gapless = table.flag("gapless").unwrap_or(false);
    let trim = |key, example| table.seconds(key, (0.0, 3600.0), example).unwrap_or(Duration::ZERO);
    let (trim_start, trim_end) = (trim("trim_start_s", "trim_start_s = 1.5"), trim("trim_end_s", "trim_end_s = 4"));
    let place = table.log().place(table.at(if table.has("file") { "file" } else { "soundscape" }));
    table.finish();
    Some(Track { title, stage, intensity, gapless, trim_start, trim_end, ..Track::plain(source?, place) })
}

fn piece(table: &Table<'_>, name: String, seed: Option<u32>) -> Option<TrackSource> {
    let Some((_, _, own)) = SOUNDSCAPES.iter().find(|(known, ..)| *known == name) else {
        let known: Vec<_> = SOUNDSCAPES.iter().map(|(known, ..)| *known).collect();
        let what = format!("there is no built-in piece {name:?}");
        table.log().tell(table.at("soundscape"), what, format!("write one of: {}", known.join(", ")));
        return None;
    };
    Some(TrackSource::Soundscape { seed: seed.map_or(*own, u64::from), name })
}
