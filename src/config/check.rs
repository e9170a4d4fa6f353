//! `holdspace check`: every problem of every file, and every track probed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::log::in_one_line;
use super::problem::Problem;
use super::settings::Emergency;
use super::source::Source;
use super::{
    Listed, Loaded, Origin, SETTINGS_FILE, folder, load, playlist, protocol, protocol_of, questionnaire, script,
    settings, shipped,
};
use crate::music::library::{Cache, Found, Probe, Severity, complaints, look_at};
use crate::music::playlist::{Playlist, Track, TrackSource};

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
    /// How many files of music were listened through.
    pub music: usize,
}

/// Checks files and folders; without any, the settings, the user's files and the shipped ones.
///
/// Music is listened through on all cores, unless `cache` knows it.
#[must_use]
pub fn check(paths: &[PathBuf], folder: &Path, probe: Probe<'_>, cache: Option<&Cache>) -> CheckReport {
    let mut checker = Checker { folder, looked_at: Vec::new(), report: CheckReport::default() };
    if paths.is_empty() {
        checker.everything();
    }
    for path in paths {
        if path.is_dir() { checker.walk(path, 0) } else { checker.file(path, true) }
    }
    checker.listen(probe, cache)
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
    /// In the order in which it is told.
    looked_at: Vec<LookedAt>,
    report: CheckReport,
}

/// What reading a file gave.
enum LookedAt {
    Problems(Vec<Problem>),
    List(Playlist),
    Music(PathBuf),
    /// The file that names it, and where.
    Recording(PathBuf, Track),
}

impl Checker<'_> {
    fn everything(&mut self) {
        let loaded = load(self.folder);
        self.report.files += 1 + loaded.protocols.len() + loaded.playlists.len() + loaded.questionnaires.len();
        self.problems(loaded.problems.clone());
        self.note_card(&self.folder.join(SETTINGS_FILE), &loaded.settings.emergency);
        for listed in &loaded.protocols {
            self.note_hidden(&listed.name, &listed.origin, &shipped::PROTOCOLS.map(|(name, _)| name), "protocol");
            self.problems(listed.what.clone().err().unwrap_or_default());
            if let Origin::User(file) = &listed.origin
                && let Ok(source) = Source::read(file)
            {
                self.recording(&source);
            }
        }
        for listed in &loaded.playlists {
            self.note_hidden(&listed.name, &listed.origin, &shipped::PLAYLISTS.map(|(name, _)| name), "playlist");
            self.list(listed.what.clone());
        }
        for listed in &loaded.questionnaires {
            let known = shipped::QUESTIONNAIRES.map(|(name, _)| name);
            self.note_hidden(&listed.name, &listed.origin, &known, "questionnaire");
            self.problems(listed.what.clone().err().unwrap_or_default());
        }
    }

    /// What is missing of the emergency card is no mistake of the file, but good to know before it is needed.
    fn note_card(&mut self, file: &Path, card: &Emergency) {
        let missing = card.missing();
        if !missing.is_empty() {
            let (file, missing) = (file.display(), missing.join(", "));
            let remedy =
                "write address and one [[emergency.number]] for each, the prescriber's with role = \"prescriber\"";
            self.report.notes.push(format!("{file}: the emergency card has {missing}; {remedy}"));
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
                return self.problems(vec![Problem::of_file(folder, what, "give yourself the right to read it")]);
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
        match playlist::ending(path).as_deref() {
            Some("toml") => self.toml(path),
            Some(ending) if playlist::LISTS.contains(&ending) => self.playlist(playlist::read_file(path)),
            _ if folder::is_music(path) => {
                self.report.files += 1;
                self.looked_at.push(LookedAt::Music(path.to_owned()));
            }
            _ if named && !path.exists() => self.toml(path),
            _ if named => {
                let what = "this is no kind of file that can be checked";
                let remedy = format!("name a .{} or music file", playlist::LISTS.join(", ."));
                self.problems(vec![Problem::of_file(path, what, remedy)]);
            }
            _ => {}
        }
    }

    fn toml(&mut self, path: &Path) {
        let source = match Source::read(path) {
            Ok(source) => source,
            Err(problem) => {
                self.report.files += 1;
                return self.problems(vec![problem]);
            }
        };
        let format = format_of(&source);
        if format.starts_with("holdspace-playlist") {
            return self.playlist(playlist::read(&source));
        }
        self.report.files += 1;
        let problems = if format.starts_with("holdspace-protocol") {
            self.recording(&source);
            protocol_of(&source, self.folder, &[]).err().unwrap_or_default()
        } else if format.starts_with("holdspace-questionnaire") {
            questionnaire::read(&source).err().unwrap_or_default()
        } else if format.starts_with("holdspace-settings") {
            let (settings, problems) = settings::read(&source);
            self.note_card(path, &settings.emergency);
            problems
        } else if format.starts_with("holdspace-script") {
            script::read(&source).err().unwrap_or_default()
        } else {
            vec![unknown(&source)]
        };
        self.problems(problems);
    }

    /// The recording of a meditation is listened to as well.
    fn recording(&mut self, source: &Source) {
        if let Some((path, place)) = protocol::recording(source) {
            let track = Track::plain(TrackSource::File(path), place);
            self.looked_at.push(LookedAt::Recording(source.file.clone(), track));
        }
    }

    fn playlist(&mut self, read: Result<Playlist, Vec<Problem>>) {
        self.report.files += 1;
        self.list(read);
    }

    fn list(&mut self, read: Result<Playlist, Vec<Problem>>) {
        self.looked_at.push(read.map_or_else(LookedAt::Problems, LookedAt::List));
    }

    fn problems(&mut self, problems: Vec<Problem>) {
        self.looked_at.push(LookedAt::Problems(problems));
    }

    /// Listens through all music that was named, and tells everything in order.
    fn listen(self, probe: Probe<'_>, cache: Option<&Cache>) -> CheckReport {
        let Self { looked_at, mut report, .. } = self;
        let listed: BTreeSet<PathBuf> = looked_at.iter().flat_map(files_of).collect();
        let alone = looked_at.iter().filter_map(|one| match one {
            LookedAt::Music(path) => Some(path.clone()),
            LookedAt::List(_) | LookedAt::Problems(_) | LookedAt::Recording(..) => None,
        });
        let files: Vec<PathBuf> = listed.iter().cloned().chain(alone).collect();
        report.music = files.iter().collect::<BTreeSet<_>>().len();
        let found = look_at(files, probe, cache, &|_| true).unwrap_or_default();
        for one in looked_at {
            match one {
                LookedAt::Problems(problems) => report.problems.extend(problems),
                LookedAt::List(list) => {
                    for track in &list.tracks {
                        let TrackSource::File(path) = &track.source else { continue };
                        let subject = format!("the track {}", path.display());
                        report.tell(&list.file, &subject, found.get(path), track);
                    }
                }
                LookedAt::Recording(file, track) => {
                    let TrackSource::File(path) = &track.source else { continue };
                    let notes = report.notes.len();
                    report.tell(&file, &format!("the recording {}", path.display()), found.get(path), &track);
                    // How long and how loud it is, is its own affair.
                    report.notes.truncate(notes);
                }
                LookedAt::Music(path) => {
                    let track = Track::plain(TrackSource::File(path.clone()), (1, 1));
                    let notes = report.notes.len();
                    report.tell(&path, "this music", found.get(&path), &track);
                    if listed.contains(&path) {
                        report.notes.truncate(notes);
                    }
                }
            }
        }
        report
    }
}

impl CheckReport {
    fn tell(&mut self, file: &Path, subject: &str, found: Option<&Found>, track: &Track) {
        let (line, column) = track.place;
        for complaint in found.map(|found| complaints(found, track)).unwrap_or_default() {
            let (file, what) = (file.to_owned(), format!("{subject} {complaint}"));
            let problem = Problem { file, line, column, what, remedy: complaint.remedy() };
            match complaint.severity() {
                Severity::CannotPlay => self.problems.push(problem),
                Severity::WorthKnowing => self.notes.push(problem.to_string()),
            }
        }
    }
}

fn files_of(one: &LookedAt) -> Vec<PathBuf> {
    let tracks: &[Track] = match one {
        LookedAt::List(list) => &list.tracks,
        LookedAt::Recording(_, track) => std::slice::from_ref(track),
        LookedAt::Problems(_) | LookedAt::Music(_) => &[],
    };
    let files = tracks.iter().filter_map(|track| match &track.source {
        TrackSource::File(path) => Some(path.clone()),
        TrackSource::Soundscape { .. } => None,
    });
    files.collect()
}

/// What a TOML file says it is; by its own format line, or by the folder it lies in if that is broken.
fn format_of(source: &Source) -> String {
    let document = DeTable::parse_recoverable(&source.text).0.into_inner();
    let format = document.iter().find(|(key, _)| key.get_ref() == "format");
    let said = format.and_then(|(_, value)| value.get_ref().as_str().map(str::to_owned));
    let kinds = ["playlist", "protocol", "questionnaire", "settings", "script"];
    let known = kinds.map(|kind| format!("holdspace-{kind}"));
    if let Some(said) = said.filter(|said| known.iter().any(|known| said.starts_with(known.as_str()))) {
        return said;
    }
    let name_of = |path: Option<&Path>| path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    match (name_of(source.file.parent()).as_deref(), name_of(Some(&source.file)).as_deref()) {
        (_, Some(SETTINGS_FILE)) => settings::FORMAT.to_owned(),
        (Some("protocols"), _) => protocol::FORMAT.to_owned(),
        (Some("playlists"), _) => playlist::FORMAT.to_owned(),
        (Some("questionnaires"), _) => questionnaire::FORMAT.to_owned(),
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
    let formats = [settings::FORMAT, protocol::FORMAT, playlist::FORMAT, questionnaire::FORMAT, script::FORMAT];
    let remedy = formats.map(|it| format!("format = \"{it}\""));
    Problem::of_file(&source.file, what, format!("write one of: {}", remedy.join(", ")))
}
