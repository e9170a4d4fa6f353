//! `holdspace check`: every problem of every file, and every track probed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::de::DeTable;

use super::log::in_one_line;
use super::problem::Problem;
use super::source::Source;
use super::{
    Listed, Loaded, Origin, SETTINGS_FILE, load, m3u, playlist, protocol, protocol_of, script, settings, shipped,
};
use crate::music::library::{Probe, facts};
use crate::music::playlist::{Playlist, TrackSource};

/// Endings of files that may be music.
const MUSIC: [&str; 11] = ["flac", "mp3", "ogg", "oga", "opus", "m4a", "mp4", "aac", "wav", "aif", "aiff"];

/// The deepest folder that is walked into.
const DEEPEST: usize = 16;

/// What `check` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// What must be put right.
    pub problems: Vec<Problem>,
    /// What is good to know.
    pub notes: Vec<String>,
    /// How many files were looked at.
    pub files: usize,
}

/// Checks files and folders; without any, the settings, the user's files and the shipped ones.
#[must_use]
pub fn check(paths: &[PathBuf], folder: &Path, probe: Probe<'_>) -> CheckReport {
    let mut checker = Checker { folder, probe, probed: BTreeMap::new(), report: CheckReport::default() };
    if paths.is_empty() {
        checker.everything();
    }
    for path in paths {
        if path.is_dir() { checker.walk(path, 0) } else { checker.file(path, true) }
    }
    checker.report
}

/// What the settings propose although it is not there or not usable.
pub(super) fn missing_defaults(loaded: &Loaded) -> Vec<Problem> {
    let file = loaded.folder.join(SETTINGS_FILE);
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let protocol = missing("protocol", &loaded.settings.protocol, &loaded.protocols);
    let playlist = missing("playlist", &loaded.settings.playlist, &loaded.playlists);
    let told = [("protocol", protocol), ("playlist", playlist)].into_iter();
    told.filter_map(|(key, trouble)| {
        let (what, remedy) = trouble?;
        let document = DeTable::parse_recoverable(&text).0.into_inner();
        let value = document.iter().find(|(name, _)| name.get_ref() == key).map_or(0, |(_, value)| value.span().start);
        let (line, column) = super::problem::place(&text, value);
        Some(Problem { file: file.clone(), line, column, what, remedy })
    })
    .collect()
}

fn missing<T>(kind: &str, name: &str, all: &[Listed<T>]) -> Option<(String, String)> {
    let found = all.iter().find(|listed| listed.name == name);
    match found {
        Some(listed) if listed.what.is_err() => {
            Some((format!("the {kind} {name:?} is not usable"), "put its file right, or name another".to_owned()))
        }
        Some(_) => None,
        None => {
            let names: Vec<_> = all.iter().map(|listed| listed.name.as_str()).collect();
            Some((format!("there is no {kind} {name:?}"), format!("write one of: {}", names.join(", "))))
        }
    }
}

struct Checker<'a> {
    folder: &'a Path,
    probe: Probe<'a>,
    probed: BTreeMap<PathBuf, Result<Duration, String>>,
    report: CheckReport,
}

impl Checker<'_> {
    fn everything(&mut self) {
        let loaded = load(self.folder);
        self.report.files += 1 + loaded.protocols.len() + loaded.playlists.len();
        self.report.problems.extend(loaded.problems.clone());
        for listed in &loaded.protocols {
            self.note_hidden(&listed.name, &listed.origin, &shipped::PROTOCOLS.map(|(name, _)| name), "protocol");
            self.report.problems.extend(listed.what.clone().err().into_iter().flatten());
        }
        for listed in &loaded.playlists {
            self.note_hidden(&listed.name, &listed.origin, &shipped::PLAYLISTS.map(|(name, _)| name), "playlist");
            match &listed.what {
                Ok(playlist) => self.tracks(playlist),
                Err(problems) => self.report.problems.extend(problems.clone()),
            }
        }
    }

    fn note_hidden(&mut self, name: &str, origin: &Origin, shipped: &[&str], kind: &str) {
        if let Origin::User(file) = origin
            && shipped.contains(&name)
        {
            let note = format!("{} is used instead of the shipped {kind} {name:?}", file.display());
            self.report.notes.push(note);
        }
    }

    fn walk(&mut self, folder: &Path, depth: usize) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let what = format!("this folder cannot be read ({error})");
                return self.report.problems.push(Problem::of_file(folder, what, "give yourself the right to read it"));
            }
        };
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            match path.symlink_metadata() {
                _ if hidden => {}
                // A link to a folder may lead round in a circle.
                Ok(about) if about.is_dir() && depth < DEEPEST => self.walk(&path, depth + 1),
                _ if path.is_dir() => {}
                _ => self.file(&path, false),
            }
        }
    }

    /// Checks one file by its ending and first line; `named` by the user, so that an unknown kind is a problem.
    fn file(&mut self, path: &Path, named: bool) {
        match m3u::ending(path).as_deref() {
            Some("toml") => self.toml(path),
            Some("m3u" | "m3u8") => self.playlist(playlist::read_file(path)),
            Some(ending) if MUSIC.contains(&ending) => self.music(path),
            _ if named && !path.exists() => self.toml(path),
            _ if named => {
                let what = "this is no kind of file that can be checked";
                self.report.problems.push(Problem::of_file(path, what, "name a .toml, .m3u, .m3u8 or music file"));
            }
            _ => {}
        }
    }

    fn toml(&mut self, path: &Path) {
        let source = match Source::read(path) {
            Ok(source) => source,
            Err(problem) => {
                self.report.files += 1;
                return self.report.problems.push(problem);
            }
        };
        let format = format_of(&source);
        if format.starts_with("holdspace-playlist") {
            return self.playlist(playlist::read(&source));
        }
        self.report.files += 1;
        let problems = if format.starts_with("holdspace-protocol") {
            protocol_of(&source, self.folder, &[]).err().unwrap_or_default()
        } else if format.starts_with("holdspace-settings") {
            settings::read(&source).1
        } else if format.starts_with("holdspace-script") {
            script::read(&source).err().unwrap_or_default()
        } else {
            vec![unknown(&source)]
        };
        self.report.problems.extend(problems);
    }

    fn playlist(&mut self, read: Result<Playlist, Vec<Problem>>) {
        self.report.files += 1;
        match read {
            Ok(playlist) => self.tracks(&playlist),
            Err(problems) => self.report.problems.extend(problems),
        }
    }

    fn tracks(&mut self, playlist: &Playlist) {
        for track in &playlist.tracks {
            let TrackSource::File(path) = &track.source else { continue };
            let name = path.display();
            let trims = track.trim_start + track.trim_end;
            match self.length(path) {
                Ok(length) if length > trims => {}
                Ok(length) => {
                    let what =
                        format!("the track {name} lasts {:.1} s and nothing is left of it", length.as_secs_f64());
                    self.tell(&playlist.file, track.place, what, "write a smaller trim_start_s or trim_end_s");
                }
                Err(reason) => {
                    let what = format!("the track {name} {reason}");
                    self.tell(&playlist.file, track.place, what, "put the file there, or take it out of the list");
                }
            }
        }
    }

    fn music(&mut self, path: &Path) {
        self.report.files += 1;
        if let Err(reason) = self.length(path) {
            self.tell(path, (1, 1), format!("this music {reason}"), "put a whole file in its place");
        }
    }

    fn tell(&mut self, file: &Path, (line, column): (usize, usize), what: String, remedy: &str) {
        let (file, remedy) = (file.to_owned(), remedy.to_owned());
        self.report.problems.push(Problem { file, line, column, what, remedy });
    }

    /// How long a track is; each file is decoded once, however many lists name it.
    fn length(&mut self, path: &Path) -> Result<Duration, String> {
        if let Some(known) = self.probed.get(path) {
            return known.clone();
        }
        let length = facts(path, self.probe).map(|facts| facts.duration);
        let _ = self.probed.insert(path.to_owned(), length.clone());
        length
    }
}

/// What a TOML file says it is; by its own format line, or by the folder it lies in if that is broken.
fn format_of(source: &Source) -> String {
    let document = DeTable::parse_recoverable(&source.text).0.into_inner();
    let format = document.iter().find(|(key, _)| key.get_ref() == "format");
    let said = format.and_then(|(_, value)| value.get_ref().as_str().map(str::to_owned));
    let known = ["holdspace-playlist", "holdspace-protocol", "holdspace-settings", "holdspace-script"];
    if let Some(said) = said.filter(|said| known.iter().any(|known| said.starts_with(known))) {
        return said;
    }
    let name_of = |path: Option<&Path>| path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    match (name_of(source.file.parent()).as_deref(), name_of(Some(&source.file)).as_deref()) {
        (_, Some(SETTINGS_FILE)) => settings::FORMAT.to_owned(),
        (Some("protocols"), _) => protocol::FORMAT.to_owned(),
        (Some("playlists"), _) => playlist::FORMAT.to_owned(),
        _ => String::new(),
    }
}

fn unknown(source: &Source) -> Problem {
    let (_, errors) = DeTable::parse_recoverable(&source.text);
    let what = match errors.first() {
        Some(error) => {
            let byte = error.span().map_or(0, |span| span.start);
            let (line, column) = super::problem::place(&source.text, byte);
            let what = format!("this is not TOML: {}", in_one_line(error.message()));
            let remedy = "begin with format = \"holdspace-protocol 1\" or another format".to_owned();
            return Problem { file: source.file.clone(), line, column, what, remedy };
        }
        None => "the first line does not say what this file is",
    };
    let remedy =
        [settings::FORMAT, protocol::FORMAT, playlist::FORMAT, script::FORMAT].map(|it| format!("format = \"{it}\""));
    Problem::of_file(&source.file, what, format!("write one of: {}", remedy.join(", ")))
}
