//! `check`: what is wrong with the files people write, before a session.

use std::io::Write;
use std::path::PathBuf;

use super::{Failure, Places};
use crate::app::prepare;
use crate::config;

pub(super) fn run(paths: &[PathBuf], places: &Places, out: &mut dyn Write) -> Result<(), Failure> {
    let report = config::check::check(paths, &places.config, &prepare::probe);
    for note in &report.notes {
        writeln!(out, "{note}").map_err(Failure::found)?;
    }
    for problem in &report.problems {
        writeln!(out, "{problem}").map_err(Failure::found)?;
    }
    if report.problems.is_empty() { Ok(()) } else { Err(Failure::Found(String::new())) }
}
