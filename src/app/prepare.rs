//! What must be ready before a session: the music, planned from a playlist.

use std::path::Path;
use std::time::Duration;

use crate::audio::decode;
use crate::config::problem::Problem;
use crate::cue::Material;
use crate::music::library::{self, Collection, TrackFacts};
use crate::music::plan::{self, Planned, Wishes};
use crate::music::playlist::{Playlist, TrackSource};

/// The music of `playlist` for `target`, with another seed for built-in music if one is given.
///
/// Decodes every file to its end, so it takes a while where there are files.
///
/// # Errors
///
/// A sentence that names what cannot be played.
pub fn plan(playlist: &Playlist, target: Duration, seed: Option<u64>) -> Result<Planned, String> {
    let collection = Collection { playlist: playlist.clone(), found: library::scan(playlist, &probe) };
    let mut planned = plan::plan(&collection, &Wishes::lasting(target)).map_err(|problem| problem.to_string())?;
    for piece in &mut planned.plan.pieces {
        if let (Material::Soundscape { seed: own, .. }, Some(seed)) = (&mut piece.material, seed) {
            *own = seed;
        }
    }
    Ok(planned)
}

/// Whether planning has to decode files.
#[must_use]
pub fn takes_a_while(playlist: &Playlist) -> bool {
    playlist.tracks.iter().any(|track| matches!(track.source, TrackSource::File(_)))
}

/// Decodes a file to its end.
///
/// # Errors
///
/// What is wrong with it, in words.
pub fn probe(path: &Path) -> Result<TrackFacts, String> {
    let probed = decode::probe(path).map_err(|error| error.to_string())?;
    Ok(TrackFacts {
        rate: probed.rate,
        channels: probed.channels,
        frames: probed.frames,
        duration: probed.duration,
        title: probed.tags.title,
        artist: probed.tags.artist,
        album: probed.tags.album,
        replay_gain: probed.tags.replay_gain,
        ..TrackFacts::default()
    })
}

/// Problems as lines.
#[must_use]
pub fn lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
