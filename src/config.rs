//! All files people write: settings, protocols, playlists, questionnaires, scripts.
//!
//! Every problem is told, not just the first, each with file, line, column, what is wrong and what to write instead.
//! The app always starts: broken settings fall back to their defaults with a mark; a broken protocol or playlist is
//! listed as unusable with its reason and never replaced by another.

use std::path::{Path, PathBuf};

use crate::music::playlist::Playlist;
use crate::session::protocol::Protocol;
use crate::session::questionnaire::Questionnaire;
use crate::units::counted;

pub mod check;
pub mod folder;
pub mod log;
pub mod m3u;
pub mod playlist;
pub mod pls;
pub mod problem;
pub mod protocol;
pub mod questionnaire;
pub mod script;
pub mod settings;
pub mod shipped;
pub mod source;
pub mod table;
pub mod xspf;

use problem::Problem;
use settings::Settings;
use source::Source;

/// Name of the settings file in the configuration folder.
pub const SETTINGS_FILE: &str = "holdspace.toml";

/// All that was found in the configuration folder and in the program.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The settings, with defaults where the file is missing or broken.
    pub settings: Settings,
    /// All protocols, the default one first, then by name.
    pub protocols: Vec<Listed<Protocol>>,
    /// All playlists, the default one first, then by name.
    pub playlists: Vec<Listed<Playlist>>,
    /// All questionnaires, by name.
    pub questionnaires: Vec<Listed<Questionnaire>>,
    /// What is wrong with the settings or the folder; a mark shows that there is something.
    pub problems: Vec<Problem>,
    folder: PathBuf,
}

/// A protocol, playlist or questionnaire that can be chosen, or cannot and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    /// The name a command line uses.
    pub name: String,
    /// The name on the screen.
    pub title: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Itself, or what is wrong with it.
    pub what: Result<T, Vec<Problem>>,
}

/// Where a protocol, playlist or questionnaire comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Part of the program.
    Shipped,
    /// A file of the user; it hides a shipped one of the same name.
    User(PathBuf),
}

/// Reads everything in a configuration folder; a folder that is not there is an empty one.
#[must_use]
pub fn load(folder: &Path) -> Loaded {
    let (settings, mut problems) = settings_in(folder);
    let mut protocols = protocols(folder, &mut problems);
    let mut playlists = playlists(folder, &mut problems);
    let questionnaires = questionnaire::all(folder, &mut problems);
    list_file(&mut protocols, &settings.protocol, |file| user_protocol(file, folder));
    list_file(&mut playlists, &settings.playlist, user_playlist);
    let folder = folder.to_owned();
    let mut loaded = Loaded { settings, protocols, playlists, questionnaires, problems, folder };
    let missing = check::missing_defaults(&loaded);
    loaded.problems.extend(missing);
    let (protocol, playlist) = (loaded.settings.protocol.clone(), loaded.settings.playlist.clone());
    loaded.protocols.sort_by_key(|listed| (listed.name != protocol, listed.name.clone()));
    loaded.playlists.sort_by_key(|listed| (listed.name != playlist, listed.name.clone()));
    loaded
}

/// Lists the file that the settings propose, under the name they give it.
fn list_file<T>(all: &mut Vec<Listed<T>>, name: &str, read: impl Fn(PathBuf) -> Listed<T>) {
    if is_file(name) && !all.iter().any(|listed| listed.name == name) {
        all.push(Listed { name: name.to_owned(), ..read(PathBuf::from(name)) });
    }
}

/// Finds a protocol by its name or file.
///
/// # Errors
/// What is wrong with it, or that there is none of that name and which there are.
pub fn find_protocol(loaded: &Loaded, name: &str) -> Result<Protocol, Vec<Problem>> {
    if !is_file(name) || loaded.protocols.iter().any(|listed| listed.name == name) {
        return chosen(&loaded.protocols, name, "protocol");
    }
    let source = Source::read(Path::new(name)).map_err(|problem| vec![problem])?;
    protocol_of(&source, &loaded.folder, &[])
}

/// Finds a playlist by its name or file.
///
/// # Errors
/// What is wrong with it, or that there is none of that name and which there are.
pub fn find_playlist(loaded: &Loaded, name: &str) -> Result<Playlist, Vec<Problem>> {
    let listed = loaded.playlists.iter().any(|listed| listed.name == name);
    if is_file(name) && !listed {
        playlist::read_file(Path::new(name))
    } else {
        chosen(&loaded.playlists, name, "playlist")
    }
}

/// Finds a questionnaire by its name or file.
///
/// # Errors
/// What is wrong with it, or that there is none of that name and which there are.
pub fn find_questionnaire(loaded: &Loaded, name: &str) -> Result<Questionnaire, Vec<Problem>> {
    let listed = loaded.questionnaires.iter().any(|listed| listed.name == name);
    if is_file(name) && !listed {
        questionnaire::read(&Source::read(Path::new(name)).map_err(|problem| vec![problem])?)
    } else {
        chosen(&loaded.questionnaires, name, "questionnaire")
    }
}

/// Whether a word names a file: it holds a `/` or has an ending.
#[must_use]
pub fn is_file(name: &str) -> bool {
    name.contains('/') || Path::new(name).extension().is_some()
}

fn chosen<T: Clone>(all: &[Listed<T>], name: &str, kind: &str) -> Result<T, Vec<Problem>> {
    if let Some(listed) = all.iter().find(|listed| listed.name == name) {
        return listed.what.clone();
    }
    let names: Vec<_> = all.iter().map(|listed| listed.name.as_str()).collect();
    let remedy = format!("name one of: {}; or a file, with its ending", names.join(", "));
    Err(vec![Problem::of_file(name, format!("there is no {kind} {name:?}"), remedy)])
}

fn settings_in(folder: &Path) -> (Settings, Vec<Problem>) {
    let file = folder.join(SETTINGS_FILE);
    if !file.exists() {
        return settings::read(&Source::shipped("holdspace.toml", shipped::SETTINGS));
    }
    match Source::read(&file) {
        Ok(source) => settings::read(&source),
        // Nobody knows what stands in it: nothing is kept of a client until it can be read.
        Err(problem) => (Settings { course: Vec::new(), ..Settings::default() }, vec![problem]),
    }
}

fn protocols(folder: &Path, problems: &mut Vec<Problem>) -> Vec<Listed<Protocol>> {
    let user = files_in(&folder.join("protocols"), &["toml"], problems);
    let mut all: Vec<_> = user.into_iter().map(|file| user_protocol(file, folder)).collect();
    for (name, text) in shipped::PROTOCOLS {
        if !all.iter().any(|listed| listed.name == name) {
            let source = shipped_protocol(name, text);
            let what = protocol_of(&source, folder, &[]);
            all.push(listed(
                name.to_owned(),
                Origin::Shipped,
                what,
                |protocol| &protocol.title,
                protocol::title(&source),
            ));
        }
    }
    all
}

fn user_protocol(file: PathBuf, folder: &Path) -> Listed<Protocol> {
    let name = stem(&file);
    let (what, title) = match Source::read(&file) {
        Ok(source) => (protocol_of(&source, folder, &[]), protocol::title(&source)),
        Err(problem) => (Err(vec![problem]), None),
    };
    listed(name, Origin::User(file), what, |protocol| &protocol.title, title)
}

fn playlists(folder: &Path, problems: &mut Vec<Problem>) -> Vec<Listed<Playlist>> {
    let user = files_in(&folder.join("playlists"), &playlist::LISTS, problems);
    let mut all: Vec<_> = user.into_iter().map(user_playlist).collect();
    for music in folder::in_folder(&folder.join("playlists")) {
        let mut list = user_playlist(music);
        // A list beside a folder of the same name usually names what is in it.
        if all.iter().any(|listed| listed.name == list.name) {
            list.name.push('/');
        }
        all.push(list);
    }
    for (name, text) in shipped::PLAYLISTS {
        if !all.iter().any(|listed| listed.name == name) {
            let source = Source::shipped(&format!("playlists/{name}.toml"), text);
            let what = playlist::read(&source);
            all.push(listed(name.to_owned(), Origin::Shipped, what, |list| &list.title, playlist::title(&source)));
        }
    }
    all
}

fn user_playlist(file: PathBuf) -> Listed<Playlist> {
    let what = playlist::read_file(&file);
    let (name, title) = if file.is_dir() || playlist::ending(&file).is_none_or(|ending| ending != "toml") {
        (file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(), None)
    } else {
        (stem(&file), Source::read(&file).ok().and_then(|source| playlist::title(&source)))
    };
    listed(name, Origin::User(file), what, |list| &list.title, title)
}

fn listed<T>(
    name: String,
    origin: Origin,
    what: Result<T, Vec<Problem>>,
    title_of: impl Fn(&T) -> &String,
    title: Option<String>,
) -> Listed<T> {
    let title = what.as_ref().ok().map(title_of).cloned().or(title).unwrap_or_else(|| name.clone());
    Listed { name, title, origin, what }
}

/// Reads a protocol; `above` are the files that inherit from it, so that none inherits from itself.
fn protocol_of(source: &Source, folder: &Path, above: &[PathBuf]) -> Result<Protocol, Vec<Problem>> {
    let mut above = above.to_vec();
    above.push(source.file.clone());
    let form = |name: &str| protocol::found_form(name, folder);
    let parent = |name: &str| {
        let parent = parent_of(source, name, folder, &above)?;
        if above.contains(&parent.file) || above.len() > 8 {
            return Err(format!("inherits from {name:?} leads back to this file"));
        }
        protocol_of(&parent, folder, &above).map_err(|problems| {
            format!("inherits from {name:?}, which has {} of its own", counted(problems.len(), "problem", "problems"))
        })
    };
    protocol::read_with(source, &parent, &form)
}

fn parent_of(source: &Source, name: &str, folder: &Path, above: &[PathBuf]) -> Result<Source, String> {
    let unreadable = |problem: Problem| format!("inherits from {name:?}: {}", problem.what);
    if is_file(name) {
        return Source::read(&source.file.parent().unwrap_or(Path::new("")).join(name)).map_err(unreadable);
    }
    // A user's file may inherit from the shipped one that it hides.
    let user = folder.join("protocols").join(format!("{name}.toml"));
    if user.exists() && !above.contains(&user) {
        return Source::read(&user).map_err(unreadable);
    }
    let shipped = shipped::PROTOCOLS.iter().find(|(known, _)| *known == name);
    let (name, text) = shipped.ok_or_else(|| format!("inherits from {name:?}, and there is no such protocol"))?;
    Ok(shipped_protocol(name, text))
}

fn shipped_protocol(name: &str, text: &str) -> Source {
    Source::shipped(&format!("protocols/{name}.toml"), text)
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The files of a folder with one of these endings, by name; hidden files are not meant.
fn files_in(folder: &Path, endings: &[&str], problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            let what = format!("this folder cannot be read ({error})");
            problems.push(Problem::of_file(folder, what, "make it a folder that you may read"));
            return Vec::new();
        }
    };
    let hidden = |file: &Path| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let meant =
        |file: &PathBuf| !hidden(file) && playlist::ending(file).is_some_and(|it| endings.contains(&it.as_str()));
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(meant).collect();
    files.sort();
    files
}
