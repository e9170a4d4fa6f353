//! What is known of the files of a list before it plays.

mod cache;
mod complaint;
mod scan;

use std::path::Path;
use std::time::Duration;

pub use cache::Cache;
pub use complaint::{Complaint, Severity, complaints};
pub use scan::{Cancelled, Progress, Watch, look_at, scan};

use super::playlist::Playlist;

/// What decoding a file to its end tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrackFacts {
    /// Samples per second.
    pub rate: u32,
    /// Channels.
    pub channels: u16,
    /// Samples in each channel, encoder delay and padding left out.
    pub frames: u64,
    /// How long it is.
    pub duration: Duration,
    /// The title in its tags.
    pub title: Option<String>,
    /// The artist in its tags.
    pub artist: Option<String>,
    /// The album in its tags.
    pub album: Option<String>,
    /// The gain its tags ask for (ReplayGain, track), in dB.
    pub replay_gain: Option<f32>,
    /// How loud it is, when, and where it is silent.
    pub loudness: Loudness,
}

/// How loud a file is (EBU R128), after the downmix to stereo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loudness {
    /// Integrated loudness in LUFS; −70 where nothing passes the gate.
    pub integrated: f32,
    /// Loudness range in LU (EBU Tech 3342).
    pub range: f32,
    /// Highest true peak of both channels in dBTP.
    pub true_peak: f32,
    /// Runs of three or more samples at full scale.
    pub clipped: u32,
    /// Silence (below −60 dBFS) before the first sound.
    pub head: Duration,
    /// Silence (below −60 dBFS) after the last sound.
    pub tail: Duration,
    /// Loudness of each begun second in whole LUFS, −70 to 0: the strip on the screen, quiet places, places to loop.
    pub strip: Vec<i8>,
}

/// A list with what is known of each of its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// The list.
    pub playlist: Playlist,
    /// What is known of its tracks, in the same order.
    pub found: Vec<Found>,
}

/// Asks the audio side about a file, which tells how much of it was heard; an error is a plain sentence.
pub type Probe<'a> = &'a (dyn Fn(&Path, Heard<'_>) -> Result<TrackFacts, String> + Sync);

/// Told now and then how much of a file was heard; `false` says that nobody waits for the rest.
pub type Heard<'a> = &'a (dyn Fn(Duration) -> bool + Sync);

/// What is known of one line of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A file that plays.
    File {
        /// SHA-256 of its bytes, lower-case hex.
        sha256: String,
        /// What decoding it tells.
        facts: TrackFacts,
    },
    /// Built-in music, which is always there.
    Soundscape,
    /// A file that does not play, and why: the end of a sentence that begins with its name.
    Unusable(String),
}
