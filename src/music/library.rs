//! What is known of the files of a list before it plays.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::playlist::{Playlist, TrackSource};
use crate::config::source::hex;

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

/// Asks the audio side about a file; an error is a plain sentence without the file's name.
pub type Probe<'a> = &'a dyn Fn(&Path) -> Result<TrackFacts, String>;

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
    /// A file that does not play, and why.
    Unusable(String),
}

/// Looks at every track of a list, in order. Reads each file once for its hash and once for its facts.
#[must_use]
pub fn scan(playlist: &Playlist, probe: Probe<'_>) -> Vec<Found> {
    let look = |source: &TrackSource| match source {
        TrackSource::Soundscape { .. } => Found::Soundscape,
        TrackSource::File(path) => look(path, probe).unwrap_or_else(Found::Unusable),
    };
    playlist.tracks.iter().map(|track| look(&track.source)).collect()
}

fn look(path: &Path, probe: Probe<'_>) -> Result<Found, String> {
    let facts = facts(path, probe)?;
    let sha256 = hash(path).map_err(|error| format!("cannot be read ({error})"))?;
    Ok(Found::File { sha256, facts })
}

/// What is known of one file: that it is there, decodes and is not empty.
///
/// # Errors
/// Why it cannot be played, as the end of a sentence that begins with its name.
pub fn facts(path: &Path, probe: Probe<'_>) -> Result<TrackFacts, String> {
    let about = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "is not there".to_owned(),
        _ => format!("cannot be read ({error})"),
    })?;
    if !about.is_file() {
        return Err("is not a file".to_owned());
    }
    let facts = probe(path).map_err(|reason| format!("cannot be played ({reason})"))?;
    if facts.duration.is_zero() {
        return Err("holds no sound".to_owned());
    }
    Ok(facts)
}

fn hash(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(block.get(..read).unwrap_or_default()),
        }
    }
}

/// x
#[expect(missing_docs, reason = "x")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
    pub name: String,
}
