//! A folder of music as a playlist, and how music is added from the app.

mod adding;

use std::cmp::Ordering;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

pub use adding::{Look, add, look};

use super::playlist::{MOST_TRACKS, ending};
use super::problem::Problem;
use crate::music::playlist::{Playlist, Track, TrackSource};

/// Endings of files that are music; some of them cannot be played, and are named for that.
const MUSIC: [&str; 24] = [
    "flac", "mp3", "ogg", "oga", "opus", "m4a", "m4b", "mp4", "aac", "wav", "aif", "aiff", "aifc", "caf", "mp2", "mka",
    "wma", "m4p", "ape", "wv", "mpc", "dsf", "dff", "aax",
];

/// Folders inside folders are looked into so deep.
const DEEPEST: usize = 3;

/// Whether a file's ending says that it is music.
#[must_use]
pub fn is_music(file: &Path) -> bool {
    ending(file).is_some_and(|ending| MUSIC.contains(&ending.as_str()))
}

/// All music of a folder: by name, 2 before 10, its own files before those of its folders, to a depth of 3.
///
/// # Errors
/// One problem: it cannot be read, or holds no music or too much.
pub fn read(folder: &Path) -> Result<Playlist, Vec<Problem>> {
    let mut files = Vec::new();
    collect(folder, 0, &mut files).map_err(|error| {
        let what = format!("this folder cannot be read ({error})");
        vec![Problem::of_file(folder, what, "give yourself the right to read it")]
    })?;
    let remedy = format!("name a folder with 1 to {MOST_TRACKS} music files");
    if files.is_empty() {
        return Err(vec![Problem::of_file(folder, "this folder holds no music", remedy)]);
    }
    if files.len() > MOST_TRACKS {
        let what = format!("this folder holds more than {MOST_TRACKS} music files");
        return Err(vec![Problem::of_file(folder, what, remedy)]);
    }
    let name = shown(folder);
    let tracks = files.into_iter().map(|file| Track::plain(TrackSource::File(file), (1, 1))).collect();
    Ok(Playlist { name: name.clone(), title: name, file: folder.to_owned(), tracks })
}

/// The folders in a folder that hold music; a link to a folder is one.
pub(super) fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).map(|entries| sorted(entries, true)).unwrap_or_default();
    let holds_music = |folder: &PathBuf| {
        let mut files = Vec::new();
        folder.is_dir() && collect(folder, 0, &mut files).is_ok() && !files.is_empty()
    };
    all.into_iter().filter(holds_music).collect()
}

/// Collects music files until there are too many.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut folders = Vec::new();
    // A link to a folder may lead round in a circle.
    for path in sorted(std::fs::read_dir(folder)?, false) {
        if path.is_dir() {
            folders.push(path);
        } else if is_music(&path) && files.len() <= MOST_TRACKS {
            files.push(path);
        }
    }
    for folder in folders {
        if depth < DEEPEST && files.len() <= MOST_TRACKS {
            // What cannot be read inside is left out, as what is hidden.
            let _left_out = collect(&folder, depth + 1, files);
        }
    }
    Ok(())
}

/// What is not hidden, in the order of people.
fn sorted(entries: std::fs::ReadDir, folder_links: bool) -> Vec<PathBuf> {
    let meant = |path: &PathBuf| {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        !hidden && (folder_links || !(path.is_symlink() && path.is_dir()))
    };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(meant).collect();
    paths.sort_by(|one, other| by_name(one, other));
    paths
}

/// Numbers by their size, letters whatever their case.
fn by_name(one: &Path, other: &Path) -> Ordering {
    let name = |path: &Path| path.file_name().map(OsString::from).unwrap_or_default();
    let parts = |path: &Path| parts(&name(path).to_string_lossy());
    parts(one).cmp(&parts(other)).then_with(|| name(one).cmp(&name(other)))
}

/// A stretch of a name: numbers come before words.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// How many digits, then which.
    Number(usize, String),
    Words(String),
}

fn parts(name: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|letter: char| letter.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push(if digits {
            let number = part.trim_start_matches('0');
            Part::Number(number.len(), number.to_owned())
        } else {
            Part::Words(part.to_lowercase())
        });
        rest = after;
    }
    parts
}

/// A folder's or file's name for people.
fn shown(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    whole.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
