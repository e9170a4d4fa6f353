//! The loudest and the softest minute of a plan, for the sound check.

use std::time::Duration;

use super::material::{TARGET_LUFS, measured};
use crate::cue::{Material, Plan, Position};
use crate::music::library::{Collection, Found, Loudness};
use crate::music::playlist::TrackSource;

/// Seconds of a minute.
const MINUTE: usize = 60;

/// Where the loudest and the softest minute before the bed begin, as heard: the strip, the gain and the arc.
///
/// Built-in music and files that were not measured count as −20 LUFS.
#[must_use]
pub fn extremes(plan: &Plan, collection: &Collection) -> (Position, Position) {
    let known: Vec<Option<&Loudness>> = plan.pieces.iter().map(|piece| loudness(collection, &piece.material)).collect();
    let mut powers = Vec::new();
    let mut index = 0;
    for second in 0..plan.target.as_secs() {
        let now = Duration::from_secs(second);
        while plan.pieces.get(index + 1).is_some_and(|next| next.start <= now) {
            index += 1;
        }
        let Some(piece) = plan.pieces.get(index) else { break };
        let place = (piece.trim + now.saturating_sub(piece.start)).as_secs() as usize;
        let own = known.get(index).copied().flatten().and_then(|known| known.strip.get(place));
        let level = own.map_or(TARGET_LUFS, |level| f32::from(*level) + piece.gain.0) + plan.level_at(now).0;
        powers.push(10f64.powf(f64::from(level) / 10.0));
    }
    let window = MINUTE.min(powers.len().max(1));
    let mut sum: f64 = powers.iter().take(window).sum();
    let (mut loudest, mut softest) = ((sum, 0), (sum, 0));
    for (start, (gone, come)) in powers.iter().zip(powers.iter().skip(window)).enumerate() {
        sum += come - gone;
        if sum > loudest.0 {
            loudest = (sum, start + 1);
        }
        if sum < softest.0 {
            softest = (sum, start + 1);
        }
    }
    let position = |start: usize| plan.position_at(Duration::from_secs(start as u64));
    (position(loudest.1), position(softest.1))
}

/// How loud the file of a piece is, if that was measured.
pub fn loudness<'a>(collection: &'a Collection, material: &Material) -> Option<&'a Loudness> {
    let Material::File { path, .. } = material else { return None };
    let pairs = collection.playlist.tracks.iter().zip(&collection.found);
    pairs.into_iter().find_map(|(track, found)| match (&track.source, found) {
        (TrackSource::File(known), Found::File { facts, .. }) if known == path && measured(&facts.loudness) => {
            Some(&facts.loudness)
        }
        _ => None,
    })
}
