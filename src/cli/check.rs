//! `check`: what is wrong with the files people write, before a session.

use std::io::Write;
use std::path::PathBuf;

use super::{Failure, Places};
use crate::app::prepare;
use crate::clock;
use crate::config;
use crate::music::library::Cache;
use crate::theme::scripts::{SystemFonts, missing_words};
use crate::units::counted;

pub(super) fn run(paths: &[PathBuf], places: &Places, out: &mut dyn Write) -> Result<(), Failure> {
    let cache = Cache::open(&prepare::library_folder(&places.data));
    let report = config::check::check(paths, &places.config, &prepare::probe, cache.as_ref());
    for note in &report.notes {
        writeln!(out, "note: {note}").map_err(Failure::found)?;
    }
    if let Some(sentence) = missing_words(SystemFonts::load().missing()) {
        writeln!(out, "note: {sentence}").map_err(Failure::found)?;
    }
    for problem in &report.problems {
        writeln!(out, "{problem}").map_err(Failure::found)?;
    }
    let zone = clock::zone_trouble().filter(|_| paths.is_empty());
    if let Some(trouble) = &zone {
        writeln!(out, "{trouble}; set TZ to a name such as Europe/Berlin").map_err(Failure::found)?;
    }
    if zone.is_some() || !report.problems.is_empty() {
        return Err(Failure::Found(String::new()));
    }
    let files = counted(report.files, "file", "files");
    let what = if paths.is_empty() { " (settings, protocols, playlists, questionnaires)" } else { "" };
    let music = counted(report.music, "file of music", "files of music");
    writeln!(out, "All is well: looked at {files}{what}, listened through {music}.").map_err(Failure::found)
}
