//! Adding music from the app: looking around, and writing a list of what was chosen.

use std::fmt::Write as _;
use std::fs::DirBuilder;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::{collect, is_music, shown, sorted};
use crate::config::playlist::{LISTS, ending, read_file};
use crate::config::shipped;
use crate::music::playlist::{Playlist, Track, TrackSource};

/// Where disks and sticks appear.
const MOUNTS: [&str; 2] = ["/media", "/mnt"];
/// Where they appear below the name of who is logged in.
const OWN_MOUNTS: [&str; 2] = ["/run/media", "/media"];
/// Names tried before giving up.
const MOST_NAMES: u32 = 1000;

/// What there is to choose from in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The folder.
    pub here: PathBuf,
    /// The folder above it.
    pub parent: Option<PathBuf>,
    /// Its folders, in the order of people.
    pub folders: Vec<PathBuf>,
    /// Its playlists.
    pub lists: Vec<PathBuf>,
    /// Music files in it and its folders, to a depth of 3: what adding this folder would add.
    pub music_count: usize,
    /// Other places to begin at: home, its music, disks and sticks.
    pub places: Vec<PathBuf>,
    /// Why it cannot be looked into, as a sentence.
    pub trouble: Option<String>,
}

/// Looks into a folder; without one, into the music of the home folder, or that itself.
#[must_use]
pub fn look(path: Option<&Path>) -> Look {
    let places = places();
    let home = places.first().cloned().unwrap_or_else(|| PathBuf::from("/"));
    let here = path.map_or_else(|| places.get(1).filter(|it| is_home_music(it, &home)).cloned().unwrap_or(home), plain);
    let parent = here.parent().map(Path::to_owned);
    let entries = match std::fs::read_dir(&here) {
        Ok(entries) => sorted(entries, true),
        Err(error) => {
            let trouble = Some(format!("{} cannot be looked into ({error}).", here.display()));
            return Look { here, parent, places, trouble, ..Look::default() };
        }
    };
    let mut music = Vec::new();
    let trouble = collect(&here, 0, &mut music).err().map(|error| format!("Not all music can be seen ({error})."));
    let (folders, files): (Vec<_>, Vec<_>) = entries.into_iter().partition(|path| path.is_dir());
    let lists = files.into_iter().filter(|file| is_list(file)).collect();
    Look { here, parent, folders, lists, music_count: music.len(), places, trouble }
}

/// Writes `playlists/NAME.toml` for a folder, a list or one file of music, and returns NAME.
///
/// Files are named by their whole path; what a list says of its tracks is kept.
///
/// # Errors
/// A sentence: what was chosen cannot be read or holds no music, or the list cannot be written.
pub fn add(config: &Path, chosen: &Path) -> Result<String, String> {
    let list = read(&plain(chosen))?;
    let text = text(&list, chosen)?;
    let folder = config.join("playlists");
    let unwritable =
        |error: std::io::Error| format!("The playlist could not be written to {} ({error}).", folder.display());
    DirBuilder::new().recursive(true).create(&folder).map_err(unwritable)?;
    let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(unwritable)?;
    file.write_all(text.as_bytes()).map_err(unwritable)?;
    file.as_file().sync_all().map_err(unwritable)?;
    let stem = name_of(&list.title);
    for number in 1..MOST_NAMES {
        let name = if number == 1 { stem.clone() } else { format!("{stem}-{number}") };
        if shipped::PLAYLISTS.iter().any(|(known, _)| *known == name) || folder.join(&name).exists() {
            continue;
        }
        match file.persist_noclobber(folder.join(format!("{name}.toml"))) {
            Ok(_) => return Ok(name),
            Err(taken) if taken.error.kind() == std::io::ErrorKind::AlreadyExists => file = taken.file,
            Err(failed) => return Err(unwritable(failed.error)),
        }
    }
    Err(format!("There are too many playlists named {stem}; delete some in {}.", folder.display()))
}

fn is_list(file: &Path) -> bool {
    ending(file).is_some_and(|ending| LISTS.contains(&ending.as_str()))
}

fn is_home_music(place: &Path, home: &Path) -> bool {
    place.starts_with(home)
}

/// Home first, then its music if there is any, then disks and sticks.
fn places() -> Vec<PathBuf> {
    let user = directories::UserDirs::new();
    let home = user.as_ref().map(|user| user.home_dir().to_owned());
    let music = user.as_ref().and_then(|user| user.audio_dir()).map(Path::to_owned);
    let music = music.or_else(|| Some(home.as_ref()?.join("Music")));
    let who = home.as_ref().and_then(|home| home.file_name()).map(std::ffi::OsStr::to_owned);
    let own = who.into_iter().flat_map(|who| OWN_MOUNTS.map(|mounts| Path::new(mounts).join(&who)));
    let mounts: Vec<PathBuf> = own.chain(MOUNTS.map(PathBuf::from)).collect();
    let disks =
        mounts.iter().flat_map(|folder| std::fs::read_dir(folder).map(|it| sorted(it, true)).unwrap_or_default());
    let mut places: Vec<PathBuf> = Vec::new();
    for place in home.into_iter().chain(music).chain(disks) {
        if place.is_dir() && !places.contains(&place) && !mounts.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// A whole path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in whole.components() {
        match part {
            // As people mean it: where a link leads does not matter.
            Component::ParentDir => {
                let _at_the_top = plain.pop();
            }
            Component::CurDir => {}
            part @ (Component::Prefix(_) | Component::RootDir | Component::Normal(_)) => plain.push(part),
        }
    }
    plain
}

fn read(chosen: &Path) -> Result<Playlist, String> {
    if is_music(chosen) && chosen.is_file() {
        let track = Track::plain(TrackSource::File(chosen.to_owned()), (1, 1));
        let stem = chosen.file_stem().unwrap_or(chosen.as_os_str()).to_string_lossy().into_owned();
        return Ok(Playlist { name: stem.clone(), title: stem, file: chosen.to_owned(), tracks: vec![track] });
    }
    if !chosen.is_dir() && !is_list(chosen) {
        return Err(format!("{} is no music; choose a folder, a list or a music file.", shown(chosen)));
    }
    read_file(chosen).map_err(|problems| match problems.as_slice() {
        [] => format!("{} cannot be read.", shown(chosen)),
        [one] => format!("{one}."),
        [first, rest @ ..] => format!("{first}; and {} more.", rest.len()),
    })
}

/// The list in TOML, with room for what a clinician wants to add.
fn text(list: &Playlist, chosen: &Path) -> Result<String, String> {
    let one_line = |words: &str| words.replace(char::is_control, " ");
    let mut text = format!("format = \"holdspace-playlist 1\"\nname = {}\n\n", quoted(&one_line(&list.title)));
    let from = one_line(&chosen.to_string_lossy());
    let _ = writeln!(text, "# Made from {from}");
    text.push_str(
        "#\n# Below the file of a track you may write, each on a line of its own:\n\
         #   stage = \"peak\"        hold, onset, building, peak, reentry, return or bed\n\
         #   intensity = 6         0 to 10: how strongly it carries\n\
         #   trim_start_s = 2.5    leaves out its beginning; trim_end_s its end\n\
         #   gapless = true        goes on from the track before without any join\n",
    );
    for track in &list.tracks {
        text.push_str("\n[[track]]\n");
        match &track.source {
            TrackSource::File(file) => {
                let file = plain(file);
                let words = file.to_str().filter(|words| !words.contains(char::is_control)).ok_or_else(|| {
                    let shown = one_line(&file.to_string_lossy());
                    format!("The name of {shown} is not plain UTF-8 text; rename the file, and add it again.")
                })?;
                let _ = writeln!(text, "file = {}", quoted(words));
            }
            TrackSource::Soundscape { name, seed } => {
                let _ = writeln!(text, "soundscape = {}\nseed = {seed}", quoted(name));
            }
        }
        if let Some(title) = &track.title {
            let _ = writeln!(text, "title = {}", quoted(&one_line(title)));
        }
        about(&mut text, track);
    }
    Ok(text)
}

fn about(text: &mut String, track: &Track) {
    if let Some(stage) = track.stage {
        let _ = writeln!(text, "stage = {}", quoted(stage.key()));
    }
    if let Some(intensity) = track.intensity {
        let _ = writeln!(text, "intensity = {intensity}");
    }
    for (key, trim) in [("trim_start_s", track.trim_start), ("trim_end_s", track.trim_end)] {
        if trim > Duration::ZERO {
            let _ = writeln!(text, "{key} = {}", trim.as_secs_f64());
        }
    }
    if track.gapless {
        text.push_str("gapless = true\n");
    }
}

/// A basic string of TOML, of words without control characters.
fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A name for the command line: small letters, digits and hyphens.
fn name_of(title: &str) -> String {
    let words = title.to_lowercase();
    let words: Vec<&str> =
        words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(60).collect();
    if name.is_empty() { "music".to_owned() } else { name }
}
