//! Writing back the few settings that are set by ear, and leaving every other byte of the file as it is.

use std::io::Write;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{RoomSettings, read};
use crate::config::SETTINGS_FILE;
use crate::config::shipped::SETTINGS;
use crate::config::source::Source;

/// Keeps how the room sounds in the settings file of a configuration folder; a folder without one gets the shipped one.
///
/// # Errors
/// One sentence: the file cannot be read or written, or it is broken and must be mended first.
pub fn keep_room(folder: &Path, room: RoomSettings) -> Result<(), String> {
    let file = folder.join(SETTINGS_FILE);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => SETTINGS.to_owned(),
        Err(error) => return Err(format!("{} cannot be read ({error})", file.display())),
    };
    let failed = |error: std::io::Error| format!("{} cannot be written ({error})", file.display());
    let room = room.within_limits();
    let kept = with_room(&text, room).filter(|kept| holds(kept, room));
    let broken = || format!("{} has slips and was not changed; `holdspace check` tells of them", file.display());
    let kept = kept.ok_or_else(broken)?;
    if kept == text && file.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(failed)?;
    // A link stays a link: what it leads to is replaced.
    let file = std::fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
    let mut draft = tempfile::NamedTempFile::new_in(file.parent().unwrap_or(folder)).map_err(failed)?;
    draft.write_all(kept.as_bytes()).map_err(failed)?;
    if let Ok(about) = std::fs::metadata(&file) {
        draft.as_file().set_permissions(about.permissions()).map_err(failed)?;
    }
    draft.as_file().sync_all().map_err(failed)?;
    let _ = draft.persist(&file).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Whether a text says just this about the room.
fn holds(text: &str, room: RoomSettings) -> bool {
    read(&Source::shipped(SETTINGS_FILE, text)).0.room == room
}

/// The text with its values for the room replaced, or added before the first part; `None` if it is no TOML.
fn with_room(text: &str, room: RoomSettings) -> Option<String> {
    let (_, rest) = text.split_at(if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 });
    let mark = text.len() - rest.len();
    let document = DeTable::parse(rest).ok()?;
    let values = [
        ("room_on", room.on.to_string()),
        ("room_volume_db", room.volume.0.to_string()),
        ("room_delay_ms", room.delay.to_string()),
    ];
    let mut changes: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut added = String::new();
    let newline = if rest.contains("\r\n") { "\r\n" } else { "\n" };
    for (key, value) in values {
        match document.get_ref().iter().find(|(name, _)| name.get_ref() == key) {
            Some((_, old)) => changes.push((old.span(), value)),
            None => added.push_str(&format!("{key} = {value}{newline}")),
        }
    }
    if !added.is_empty() {
        let at = above_the_first_part(rest, document.get_ref());
        let whole_line = at == 0 || rest.get(..at)?.ends_with('\n');
        changes.push((at..at, if whole_line { added } else { format!("{newline}{added}") }));
    }
    changes.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut kept = rest.to_owned();
    for (place, value) in changes {
        kept.replace_range(place, &value);
    }
    Some(format!("{}{kept}", text.get(..mark)?))
}

/// The byte after the line on which the last value outside any part ends.
fn above_the_first_part(text: &str, document: &DeTable<'_>) -> usize {
    let plain = |value: &DeValue<'_>| match value {
        DeValue::Table(_) => false,
        DeValue::Array(values) => !values.iter().any(|value| matches!(value.get_ref(), DeValue::Table(_))),
        _ => true,
    };
    let ends = document.iter().filter(|(_, value)| plain(value.get_ref())).map(|(_, value)| value.span().end);
    let last = ends.max().unwrap_or(0);
    let rest = text.get(last..).unwrap_or_default();
    last + rest.find('\n').map_or(rest.len(), |newline| newline + 1)
}
