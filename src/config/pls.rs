//! PLS lists, as Winamp began them: `File1=`, `Title1=`.

use std::collections::BTreeMap;
use std::path::Path;

use super::log::MOST_PROBLEMS;
use super::playlist::line::{decode, entry, finish};
use super::problem::Problem;
use crate::music::playlist::{Playlist, Track, TrackSource};

/// Reads a list; its entries are relative to it and play in the order of their numbers.
///
/// # Errors
/// Every problem of the list, in its order.
pub fn read(file: &Path, bytes: &[u8]) -> Result<Playlist, Vec<Problem>> {
    let mut list = super::playlist::empty(file);
    let folder = file.parent().unwrap_or(Path::new(""));
    let (mut tracks, mut titles) = (BTreeMap::new(), BTreeMap::new());
    let mut problems = Vec::new();
    let mut begun = false;
    let text = decode(bytes);
    for (index, line) in text.lines().enumerate() {
        if problems.len() >= MOST_PROBLEMS {
            break;
        }
        let column = line.chars().take_while(|letter| letter.is_whitespace()).count() + 1;
        let place = (index + 1, column);
        let line = line.trim();
        if line.is_empty() || line.starts_with([';', '#']) {
            continue;
        }
        if !begun {
            begun = true;
            if line.eq_ignore_ascii_case("[playlist]") {
                continue;
            }
            problems.push(told(file, place, "this is no PLS list".to_owned(), "write [playlist] in the first line"));
        }
        match pair(line) {
            Ok(Pair::File(number, name)) => match entry(name) {
                Ok(_) if tracks.contains_key(&number) => {
                    let what = format!("File{number} stands here a second time");
                    problems.push(told(file, place, what, "give each file a number of its own"));
                }
                Ok(name) => {
                    let _ = tracks.insert(number, Track::plain(TrackSource::File(folder.join(name)), place));
                }
                Err((what, remedy)) => problems.push(told(file, place, what, remedy)),
            },
            Ok(Pair::Title(number, title)) => {
                let _ = titles.insert(number, title.to_owned());
            }
            Ok(Pair::Other) => {}
            Err(what) => problems.push(told(file, place, what, "write File1=music.flac, File2=… below each other")),
        }
    }
    list.tracks = tracks
        .into_iter()
        .map(|(number, track)| Track { title: titles.remove(&number).filter(|title| !title.is_empty()), ..track })
        .collect();
    finish(list, problems, "lines File1=…, File2=…")
}

enum Pair<'a> {
    File(u32, &'a str),
    Title(u32, &'a str),
    Other,
}

fn pair(line: &str) -> Result<Pair<'_>, String> {
    let (key, value) = line.split_once('=').ok_or_else(|| "this line is not Key=Value".to_owned())?;
    let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
    let number = |digits: &str| digits.parse().map_err(|_| format!("{key:?} has no number that counts"));
    match (key.strip_prefix("file"), key.strip_prefix("title")) {
        (Some(_), _) if value.is_empty() => Err("this line names no file".to_owned()),
        (Some(digits), _) => Ok(Pair::File(number(digits)?, value)),
        (_, Some(digits)) => Ok(Pair::Title(number(digits)?, value)),
        _ => Ok(Pair::Other),
    }
}

fn told(file: &Path, (line, column): (usize, usize), what: String, remedy: &str) -> Problem {
    Problem { file: file.to_owned(), line, column, what, remedy: remedy.to_owned() }
}
