//! One test binary: everything that needs more than one module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]
mod clocks;
mod commands;
mod course;
mod formats;
mod fuzz;
mod journal;
mod library;
mod papers;
mod planning;
mod privacy;
mod records;
mod rules;
mod screens;
mod shipped_files;
mod simulated;
mod sound;
mod soundscape;
mod steered;
mod systems;
mod tidy;
mod whole_session;
mod window;
