//! A list of music: what plays, in which order, and how pieces join.

use std::path::PathBuf;
use std::time::Duration;

use crate::cue::Stage;

/// The built-in pieces: name, title, and the seed it was measured with; the first plays unless another is chosen.
pub const SOUNDSCAPES: [(&str, &str, u64); 6] = [
    ("tidewater", "Tidewater", 11),
    ("undertow", "Undertow", 29),
    ("first-light", "First Light", 53),
    ("cedar", "Cedar", 71),
    ("lantern", "Lantern", 97),
    ("long-valley", "Long Valley", 113),
];

/// A list of music as somebody wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct Playlist {
    /// The name a command line uses.
    pub name: String,
    /// The name on the screen.
    pub title: String,
    /// Where it lies, or `shipped/…`; tracks are reported under it.
    pub file: PathBuf,
    /// What plays, in order; at least one.
    pub tracks: Vec<Track>,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Where its sound comes from.
    pub source: TrackSource,
    /// A title given by the list.
    pub title: Option<String>,
    /// The stage it was chosen for.
    pub stage: Option<Stage>,
    /// How intense it is, 0 to 10.
    pub intensity: Option<f32>,
    /// Joins the track before it sample after sample.
    pub gapless: bool,
    /// Left out at its beginning.
    pub trim_start: Duration,
    /// Left out at its end.
    pub trim_end: Duration,
    /// Line and column at which the list names it, from 1.
    pub place: (usize, usize),
}

impl Track {
    /// A track with nothing said about it.
    #[must_use]
    pub fn plain(source: TrackSource, place: (usize, usize)) -> Self {
        Self {
            source,
            title: None,
            stage: None,
            intensity: None,
            gapless: false,
            trim_start: Duration::ZERO,
            trim_end: Duration::ZERO,
            place,
        }
    }
}

/// Where a track's sound comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrackSource {
    /// A file.
    File(PathBuf),
    /// The built-in music.
    Soundscape {
        /// One of [`SOUNDSCAPES`].
        name: String,
        /// Seed of what chance decides in it.
        seed: u64,
    },
}

impl TrackSource {
    /// Its name for people: the file's, or the piece's title.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => {
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
            }
            Self::Soundscape { name, .. } => {
                let known = SOUNDSCAPES.iter().find(|(known, ..)| known == name);
                known.map_or_else(|| name.clone(), |(_, title, _)| (*title).to_owned())
            }
        }
    }
}
