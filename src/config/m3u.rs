//! M3U and M3U8 lists, as every music player writes them.

use std::path::Path;

use super::log::MOST_PROBLEMS;
use super::playlist::line::{decode, entry, finish};
use super::problem::Problem;
use crate::music::playlist::{Playlist, Track, TrackSource};

/// Reads a list; its entries are relative to it.
///
/// # Errors
/// Every problem of the list, in its order.
pub fn read(file: &Path, bytes: &[u8]) -> Result<Playlist, Vec<Problem>> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut list = super::playlist::empty(file);
    let mut problems = Vec::new();
    let mut title = None;
    let text = decode(bytes);
    for (index, line) in text.lines().enumerate() {
        if problems.len() >= MOST_PROBLEMS {
            break;
        }
        let column = line.chars().take_while(|letter| letter.is_whitespace()).count() + 1;
        let place = (index + 1, column);
        let line = line.trim();
        if let Some(words) = line.strip_prefix("#PLAYLIST:").map(str::trim).filter(|words| !words.is_empty()) {
            words.clone_into(&mut list.title);
        } else if let Some((_, words)) = line.strip_prefix("#EXTINF:").and_then(|about| about.split_once(',')) {
            title = Some(words.trim().to_owned()).filter(|title| !title.is_empty());
        } else if !line.is_empty() && !line.starts_with('#') {
            match entry(line) {
                Ok(name) => {
                    let track = Track::plain(TrackSource::File(folder.join(name)), place);
                    list.tracks.push(Track { title: title.take(), ..track });
                }
                Err((what, remedy)) => {
                    let (file, (line, column)) = (file.to_owned(), place);
                    problems.push(Problem { file, line, column, what, remedy: remedy.to_owned() });
                }
            }
        }
    }
    finish(list, problems, "file names, one on each line")
}
