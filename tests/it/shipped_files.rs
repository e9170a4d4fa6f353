//! Files people write: the shipped ones are clean, and every slip is told with its place and a remedy.

mod check;
mod lists;
mod playlist;
mod protocol;
mod questionnaire;
mod script;
mod settings;
mod shipped;

use std::fs;
use std::path::Path;
use std::time::Duration;

use holdspace::config::problem::Problem;
use holdspace::config::settings::Settings;
use holdspace::config::source::Source;
use holdspace::config::{self, Listed, Loaded, find_protocol, load, m3u};
use holdspace::music::library::{Heard, TrackFacts};
use holdspace::music::playlist::Playlist;
use holdspace::session::protocol::Protocol;
use tempfile::TempDir;

fn nowhere() -> Loaded {
    load(Path::new("/nowhere/at/all"))
}

fn default_protocol() -> Protocol {
    find_protocol(&nowhere(), "rdt-individual").unwrap()
}

/// A configuration folder with these files in it.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    folder
}

fn sounds(_: &Path, _: Heard<'_>) -> Result<TrackFacts, String> {
    Ok(TrackFacts {
        rate: 48_000,
        channels: 2,
        frames: 480_000,
        duration: Duration::from_secs(10),
        ..TrackFacts::default()
    })
}

fn listed<'a, T>(all: &'a [Listed<T>], name: &str) -> &'a Listed<T> {
    all.iter().find(|listed| listed.name == name).unwrap()
}

fn protocol_problems(text: &str) -> Vec<Problem> {
    let folder = folder(&[("protocols/mine.toml", text.as_bytes())]);
    listed(&load(folder.path()).protocols, "mine").what.clone().err().unwrap_or_default()
}

fn playlist_problems(text: &str) -> Vec<Problem> {
    config::playlist::read(&Source::decode(Path::new("lists/mine.toml"), text.as_bytes()).unwrap())
        .err()
        .unwrap_or_default()
}

fn settings_of(text: &str) -> (Settings, Vec<Problem>) {
    config::settings::read(&Source::decode(Path::new("holdspace.toml"), text.as_bytes()).unwrap())
}

/// Exactly one problem, at this place, whose words hold these.
#[track_caller]
fn one(problems: &[Problem], place: (usize, usize), what: &str, remedy: &str) {
    let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
    assert_eq!(problems.len(), 1, "{told:#?}");
    let problem = &problems[0];
    assert_eq!((problem.line, problem.column), place, "{problem}");
    assert!(problem.what.contains(what), "{problem}");
    assert!(problem.remedy.contains(remedy), "{problem}");
}

fn m3u_of(bytes: &[u8]) -> Result<Playlist, Vec<Problem>> {
    m3u::read(Path::new("/music/list.m3u"), bytes)
}
