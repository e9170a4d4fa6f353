//! The list that a plan might have been made from, where the real one is not at hand.

use crate::cue::{Join, Material, Plan};
use crate::music::library::{Collection, Found, TrackFacts};
use crate::music::playlist::{Playlist, Track, TrackSource};

/// Each file of a plan once, as long as the plan plays it, with a tag that gives it the plan's gain.
pub fn collection(plan: &Plan) -> Collection {
    let mut tracks: Vec<Track> = Vec::new();
    let mut found = Vec::new();
    for piece in &plan.pieces {
        let Material::File { path, sha256 } = &piece.material else { continue };
        let source = TrackSource::File(path.clone());
        let duration = piece.trim + piece.length.unwrap_or_default();
        let known = tracks.iter().position(|track| track.source == source);
        if let Some(Found::File { facts, .. }) = known.and_then(|known| found.get_mut(known)) {
            facts.duration = facts.duration.max(duration);
            continue;
        }
        // A tag is read as ReplayGain, whose reference lies 2 dB above ours.
        let replay_gain = Some(piece.gain.0 + 2.0);
        let facts = TrackFacts { duration, replay_gain, ..TrackFacts::default() };
        found.push(Found::File { sha256: sha256.clone(), facts });
        tracks.push(Track {
            title: Some(piece.title.clone()),
            stage: Some(plan.stage_at(piece.start)),
            gapless: piece.join == Join::Gapless && !tracks.is_empty(),
            trim_start: piece.trim,
            ..Track::plain(source, (1, 1))
        });
    }
    let name = plan.playlist.clone();
    let playlist = Playlist { title: name.clone(), file: name.clone().into(), name, tracks };
    Collection { playlist, found }
}
