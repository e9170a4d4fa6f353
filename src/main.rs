//! Arguments, log, one-instance lock, run; no logic.

use std::process::ExitCode;

use clap::Parser;

use holdspace::app::{self, App, Opening, Window};
use holdspace::audio::{Audio, Output};
use holdspace::cli::{self, Arguments, Failure, Places, Sub};
use holdspace::config;
use holdspace::journal::{DataDir, lock};
use holdspace::kiosk;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    kiosk::hush::hush();
    let _ = rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("HOLDSPACE_LOG"))
        .with_writer(std::io::stderr)
        .init();
    match Places::of(&arguments).and_then(|places| run(&arguments, places)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.sentence().is_empty() {
                eprintln!("{}", failure.sentence());
            }
            ExitCode::from(failure.code())
        }
    }
}

fn run(arguments: &Arguments, places: Places) -> Result<(), Failure> {
    match &arguments.command {
        None => open(places, None, arguments.windowed),
        Some(Sub::Rehearse { speed, windowed }) => {
            open(places, Some(f64::from(*speed)), *windowed || arguments.windowed)
        }
        Some(command) => cli::run(command, &places, &mut std::io::stdout().lock()),
    }
}

fn open(places: Places, rehearsal: Option<f64>, windowed: bool) -> Result<(), Failure> {
    kiosk::display::answers().map_err(Failure::Found)?;
    let _lock = match (DataDir::open(&places.data), rehearsal) {
        (Ok(data), None) => Some(lock::acquire(&data).map_err(|held| Failure::Found(held.to_string()))?),
        _ => None,
    };
    let window = if windowed { Window::Windowed } else { Window::FullScreen };
    let opening = Opening { places, rehearsal };
    let fresh = move || {
        let settings = config::load(&opening.places.config).settings;
        let room = settings.room_output.or(settings.call_output).map(|name| Output::Device { name: Some(name) });
        App::new(opening.clone(), Audio::start_beside(Output::Device { name: None }, room)).welcoming()
    };
    app::run(fresh, window).map_err(Failure::Found)
}
