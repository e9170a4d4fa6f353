//! `check`: what is wrong with the files people write, before a session.

use std::io::Write;
use std::path::PathBuf;

use super::{Failure, Places};
use crate::app::prepare;
use crate::config;
use crate::music::library::Cache;

pub(super) fn run(paths: &[PathBuf], places: &Places, out: &mut dyn Write) -> Result<(), Failure> {
    let cache = Cache::open(&prepare::library_folder(&places.data));
    let report = config::check::check(paths, &places.config, &prepare::probe, cache.as_ref());
    for note in &report.notes {
        writeln!(out, "note: {note}").map_err(Failure::found)?;
    }
    for problem in &report.problems {
        writeln!(out, "{problem}").map_err(Failure::found)?;
    }
    if report.problems.is_empty() { Ok(()) } else { Err(Failure::Found(String::new())) }
}
