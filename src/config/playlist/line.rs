//! What the lists of other players have in common: how they name a file.

use std::path::Path;

use super::{LISTS, MOST_TRACKS, ending};
use crate::config::problem::Problem;
use crate::music::playlist::Playlist;
use crate::units::counted;

/// The file a list names, which may be relative to the list; else what is wrong with the name and what to do.
pub fn entry(line: &str) -> Result<String, (String, &'static str)> {
    if line.chars().any(char::is_control) {
        return Err(("this line holds control characters".to_owned(), "save the list as plain UTF-8 text"));
    }
    let name = match local(line)? {
        Some(path) => path,
        None => line.to_owned(),
    };
    // Lists from Windows separate folders the other way round.
    let name = if name.contains('/') { name } else { name.replace('\\', "/") };
    no_list(line, name)
}

/// The file a URI names, as [`entry`]; one without a scheme is relative, and percent signs are always escapes.
pub fn uri(uri: &str) -> Result<String, (String, &'static str)> {
    let name = match local(uri)? {
        Some(path) => path,
        None => unescape(uri),
    };
    if name.contains('\0') {
        return Err((format!("{uri:?} holds control characters"), "write the name of a file"));
    }
    no_list(uri, name)
}

/// The path of a `file:` URI, or `None` if there is no scheme.
fn local(name: &str) -> Result<Option<String>, (String, &'static str)> {
    match name.split_once("://") {
        Some((scheme, path)) if scheme.eq_ignore_ascii_case("file") => {
            Ok(Some(unescape(path.strip_prefix("localhost").unwrap_or(path))))
        }
        Some((scheme, _)) if scheme.chars().all(|letter| letter.is_ascii_alphanumeric()) => {
            Err((format!("{name:?} is not on this device"), "copy the music here and write its file name"))
        }
        _ => Ok(None),
    }
}

fn no_list(said: &str, name: String) -> Result<String, (String, &'static str)> {
    match ending(Path::new(&name)).as_deref() {
        Some(ending) if ending == "cue" || LISTS.contains(&ending) => {
            Err((format!("{said:?} is a list inside a list"), "write the names of its tracks here instead"))
        }
        _ => Ok(name),
    }
}

/// A list whose number of tracks is right, or everything that is wrong with it.
pub fn finish(list: Playlist, mut problems: Vec<Problem>, tracks: &str) -> Result<Playlist, Vec<Problem>> {
    if problems.is_empty() && (list.tracks.is_empty() || list.tracks.len() > MOST_TRACKS) {
        let what = format!("this list has {}", counted(list.tracks.len(), "track", "tracks"));
        problems.push(Problem::of_file(&list.file, what, format!("write 1 to {MOST_TRACKS} {tracks}")));
    }
    if problems.is_empty() { Ok(list) } else { Err(problems) }
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
pub fn decode(bytes: &[u8]) -> String {
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
