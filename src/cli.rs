//! The subcommands, thin over the library.

mod amend;
mod check;
mod course;
mod forget;
mod imagined;
mod records;
mod render;
mod simulate;
mod typical;

use std::io::Write;
use std::path::PathBuf;

use crate::app::prepare::lines;
use crate::config::problem::Problem;
use crate::record::export::Form;

use clap::{Args, Parser, Subcommand};

/// The in-session companion for ketamine-assisted psychotherapy. Without a command it opens the app.
#[derive(Debug, Parser)]
#[command(name = "holdspace", version)]
pub struct Arguments {
    /// Where settings, protocols and playlists lie.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub config: Option<PathBuf>,
    /// Where the records lie.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// In a window instead of full screen.
    #[arg(long)]
    pub windowed: bool,
    /// What to do instead of opening the app.
    #[command(subcommand)]
    pub command: Option<Sub>,
}

/// What can be done without opening the app, and the rehearsal.
#[derive(Debug, Subcommand)]
pub enum Sub {
    /// Reads settings, protocols and playlists and probes every track; says what is wrong and what to write instead.
    Check {
        /// Files or folders; without any, everything that is found and shipped.
        paths: Vec<PathBuf>,
    },
    /// Runs a whole session in virtual time through the same core and record.
    Simulate(Simulate),
    /// Writes the music of a session to a file.
    Render(Render),
    /// Reads the records.
    Records {
        /// What to do with them.
        #[command(subcommand)]
        what: Records,
    },
    /// What is kept of clients from one session to the next.
    Course {
        /// What to do with it.
        #[command(subcommand)]
        what: Course,
    },
    /// The app on a faster clock, recording nothing.
    Rehearse {
        /// How many times as fast as the world.
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u8).range(1..=60))]
        speed: u8,
        /// In a window instead of full screen.
        #[arg(long)]
        windowed: bool,
    },
}

/// What `simulate` takes.
#[derive(Debug, Args)]
pub struct Simulate {
    /// Name or file of the protocol.
    #[arg(long, value_name = "P")]
    pub protocol: Option<String>,
    /// Name or file of the playlist.
    #[arg(long, value_name = "L")]
    pub playlist: Option<String>,
    /// Length of the music from the anchor to the bed.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=180))]
    pub minutes: Option<u16>,
    /// What happens when; without it, a typical complete session.
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// Seed of what the typical session leaves to chance.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many people take part; without it, as many as the protocol takes.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=6))]
    pub people: Option<u8>,
    /// Also writes everything the client hears.
    #[arg(long, value_name = "OUT.wav")]
    pub render: Option<PathBuf>,
}

/// What `render` takes.
#[derive(Debug, Args)]
pub struct Render {
    /// Name or file of the playlist.
    #[arg(long, value_name = "L")]
    pub playlist: Option<String>,
    /// Length in minutes.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=180))]
    pub minutes: Option<u16>,
    /// Seed of the built-in music.
    #[arg(long)]
    pub seed: Option<u64>,
    /// The files joined with nothing but gapless joins: no lead-in, fade, trim or level.
    #[arg(long)]
    pub plain: bool,
    /// The file to write: 48 kHz, 2 channels, 32-bit float.
    #[arg(short, value_name = "OUT.wav")]
    pub output: PathBuf,
}

pub use amend::{Amend, Right};

/// What can be done with the records.
#[derive(Debug, Subcommand)]
pub enum Records {
    /// One line a record.
    List,
    /// A record for people.
    Show {
        /// The folder's name or any unambiguous part of it.
        id: String,
        /// One line an entry, with the number that `records amend` takes.
        #[arg(long)]
        numbered: bool,
    },
    /// Checks that a record is what was written.
    Verify {
        /// The folder's name or any unambiguous part of it.
        id: String,
    },
    /// Removes a sealed record from this device; its encrypted copy stays.
    Forget {
        /// The folder's name or any unambiguous part of it.
        id: String,
        /// Yes, only the clinic's keys open it afterwards.
        #[arg(long)]
        yes: bool,
    },
    /// Adds a note or a correction to a sealed record, in a record of its own beside it.
    Amend(amend::Amend),
    /// Writes a record for people or systems.
    Export {
        /// The folder's name or any unambiguous part of it.
        id: String,
        /// In which form.
        #[arg(long, value_enum)]
        format: Form,
        /// The folder to write to.
        #[arg(short, value_name = "DIR")]
        output: PathBuf,
    },
}

/// What can be done with courses. There is no list of them.
#[derive(Debug, Subcommand)]
pub enum Course {
    /// Removes what is kept of the client with this code, or of everybody.
    Forget {
        /// The client's code.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        code: Option<String>,
        /// Of everybody.
        #[arg(long)]
        all: bool,
    },
}

/// Where everything lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Settings, protocols, playlists.
    pub config: PathBuf,
    /// Records.
    pub data: PathBuf,
}

impl Places {
    /// The folders that were asked for, else those this system uses.
    ///
    /// # Errors
    ///
    /// A sentence, if the system names no home and a folder was not given.
    pub fn of(arguments: &Arguments) -> Result<Self, Failure> {
        let home = directories::ProjectDirs::from("org", "holdspace", "holdspace");
        let place = |given: &Option<PathBuf>, own: Option<PathBuf>, option: &str| {
            let sentence = format!("This system names no home folder; say where with {option} FOLDER.");
            given.clone().or(own).ok_or(Failure::Found(sentence))
        };
        Ok(Self {
            config: place(&arguments.config, home.as_ref().map(|it| it.config_dir().to_owned()), "--config")?,
            data: place(&arguments.data, home.as_ref().map(|it| it.data_dir().to_owned()), "--data")?,
        })
    }
}

/// Why a command did not end well; decides the exit code.
#[derive(Debug)]
pub enum Failure {
    /// Problems were found or something was refused: exit 1. The sentence may be empty if it was printed already.
    Found(String),
    /// It was asked for wrongly: exit 2.
    Usage(String),
}

impl Failure {
    /// The exit code.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Found(_) => 1,
            Self::Usage(_) => 2,
        }
    }

    /// One plain sentence.
    #[must_use]
    pub fn sentence(&self) -> &str {
        match self {
            Self::Found(sentence) | Self::Usage(sentence) => sentence,
        }
    }

    fn problems(problems: Vec<Problem>) -> Self {
        Self::Found(lines(&problems))
    }

    fn found(error: impl std::fmt::Display) -> Self {
        Self::Found(error.to_string())
    }
}

/// Runs a command that does not open the app.
///
/// # Errors
///
/// A [`Failure`] with its sentence and exit code.
pub fn run(command: &Sub, places: &Places, out: &mut dyn Write) -> Result<(), Failure> {
    match command {
        Sub::Check { paths } => check::run(paths, places, out),
        Sub::Simulate(arguments) => simulate::run(arguments, places, out),
        Sub::Render(arguments) => render::run(arguments, places, out),
        Sub::Records { what } => records::run(what, places, out),
        Sub::Course { what } => course::run(what, places, out),
        Sub::Rehearse { .. } => Err(Failure::Usage("A rehearsal opens the app; it needs a screen.".to_owned())),
    }
}
