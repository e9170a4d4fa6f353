//! The loudest and the softest minute of a plan as it will be heard.

use std::time::Duration;

use crate::cue::{Material, Piece, Plan, Position};
use crate::music::library::{Collection, Found, TrackFacts};

/// What is compared, and how far apart two of them begin.
const WINDOW: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_secs(10);
/// Loudness of the built-in music, LUFS.
const BUILT_IN: f32 = -20.0;

/// Where the loudest and the softest minute begin, gain and arc included.
pub(super) fn extremes(plan: &Plan, collection: &Collection) -> (Position, Position) {
    let facts: Vec<Option<&TrackFacts>> = plan.pieces.iter().map(|piece| facts_of(piece, collection)).collect();
    let last = plan.target.saturating_sub(WINDOW).as_secs();
    let (mut loudest, mut softest) = ((f32::MIN, Duration::ZERO), (f32::MAX, Duration::ZERO));
    for second in (0..=last).step_by(STEP.as_secs() as usize) {
        let from = Duration::from_secs(second);
        let level = level(plan, &facts, from);
        if level > loudest.0 {
            loudest = (level, from);
        }
        if level < softest.0 {
            softest = (level, from);
        }
    }
    (plan.position_at(loudest.1), plan.position_at(softest.1))
}

fn facts_of<'a>(piece: &Piece, collection: &'a Collection) -> Option<&'a TrackFacts> {
    let Material::File { sha256: of, .. } = &piece.material else { return None };
    collection.found.iter().find_map(|found| match found {
        Found::File { sha256, facts } if sha256 == of => Some(facts),
        Found::File { .. } | Found::Soundscape | Found::Unusable(_) => None,
    })
}

/// Mean power of the minute from there on, in dB.
fn level(plan: &Plan, facts: &[Option<&TrackFacts>], from: Duration) -> f32 {
    let seconds = || (0..WINDOW.as_secs()).step_by(STEP.as_secs() as usize / 5);
    let power: f32 = seconds()
        .map(|second| {
            let at = from + Duration::from_secs(second);
            let position = plan.position_at(at);
            let Some(piece) = plan.pieces.get(position.piece) else { return 0.0 };
            let heard = facts.get(position.piece).copied().flatten().and_then(|facts| {
                let place = (piece.trim + position.offset).as_secs() as usize;
                facts.loudness.strip.get(place).map(|level| f32::from(*level))
            });
            10f32.powf((heard.unwrap_or(BUILT_IN) + piece.gain.0 + plan.level_at(at).0) / 10.0)
        })
        .sum();
    10.0 * (power / seconds().count().max(1) as f32).max(1e-12).log10()
}
