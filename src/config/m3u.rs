//! M3U and M3U8 lists, as every music player writes them.

use std::path::Path;

use super::log::MOST_PROBLEMS;
use super::playlist::MOST_TRACKS;
use super::problem::Problem;
use crate::music::playlist::{Playlist, Track, TrackSource};

/// Whether a file's ending says that it is such a list.
#[must_use]
pub fn is_m3u(file: &Path) -> bool {
    ending(file).is_some_and(|ending| matches!(ending.as_str(), "m3u" | "m3u8"))
}

/// A file's ending in small letters.
#[must_use]
pub fn ending(file: &Path) -> Option<String> {
    file.extension().map(|ending| ending.to_string_lossy().to_lowercase())
}

/// Reads a list; its entries are relative to it.
///
/// # Errors
/// Every problem of the list, in its order.
pub fn read(file: &Path, bytes: &[u8]) -> Result<Playlist, Vec<Problem>> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut list = Playlist { name: stem.clone(), title: stem, file: file.to_owned(), tracks: Vec::new() };
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
    if problems.is_empty() && (list.tracks.is_empty() || list.tracks.len() > MOST_TRACKS) {
        let what = format!("this list has {} tracks", list.tracks.len());
        problems.push(Problem::of_file(file, what, format!("write 1 to {MOST_TRACKS} file names, one on each line")));
    }
    if problems.is_empty() { Ok(list) } else { Err(problems) }
}

fn entry(line: &str) -> Result<String, (String, &'static str)> {
    if line.chars().any(char::is_control) {
        return Err(("this line holds control characters".to_owned(), "save the list as plain UTF-8 text"));
    }
    let name = match line.split_once("://") {
        Some(("file", path)) => unescape(path.strip_prefix("localhost").unwrap_or(path)),
        Some((scheme, _)) if scheme.chars().all(|letter| letter.is_ascii_alphanumeric()) => {
            return Err((format!("{line:?} is not on this device"), "copy the music here and write its file name"));
        }
        _ => line.to_owned(),
    };
    // Lists from Windows separate folders the other way round.
    let name = if name.contains('/') { name } else { name.replace('\\', "/") };
    match ending(Path::new(&name)).as_deref() {
        Some("m3u" | "m3u8" | "pls" | "xspf" | "cue") => {
            Err((format!("{line:?} is a list inside a list"), "write the names of its tracks here instead"))
        }
        _ => Ok(name),
    }
}

fn unescape(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let code = rest.get(1..3).filter(|_| first == '%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let mut buffer = [0; 4];
        match code {
            Some(code) => bytes.push(code),
            None => bytes.extend_from_slice(first.encode_utf8(&mut buffer).as_bytes()),
        }
        rest = rest.get(if code.is_some() { 3 } else { first.len_utf8() }..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// UTF-8 if it is, else Windows-1252.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    }
}

/// The letters that Windows-1252 puts where Latin-1 has control characters, 0x80 to 0x9F.
const UPPER: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => UPPER.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::from(byte)),
        _ => char::from(byte),
    }
}
