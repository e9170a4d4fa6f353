//! Changing what plays while it plays: each change is another plan of which all that sounds already is a part.

mod built_in;
mod files;
mod imagined;
mod loops;

use std::collections::BTreeSet;
use std::time::Duration;

use super::library::{Collection, Found};
use super::playlist::TrackSource;
use crate::cue::{Material, Piece, Plan, Stage};

pub use crate::cue::Turn;

/// The music after a turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Turned {
    /// The new plan; what begins before the horizon is the same in it, index for index.
    pub plan: Plan,
    /// What was done, a short plain sentence.
    pub said: String,
}

/// A track that has sounded for less is not begun again by Back: the one before it is.
const JUST_BEGUN: Duration = Duration::from_secs(20);
/// How long the music of this moment goes on by Stay.
const LONGER: Duration = Duration::from_secs(300);
/// The crossfade of a turn into other music, in seconds.
const TURN_OVER: f64 = 8.0;
/// The crossfade of music into itself.
const OVER_ITSELF: Duration = Duration::from_secs(12);

/// Turns the music of `plan` from `horizon` on; new music begins there.
///
/// `collection` is what may play, [`without`] what was taken out by hand; if there is none, what the plan itself holds.
///
/// # Errors
/// One sentence that says why nothing can be changed.
pub fn turn(plan: &Plan, horizon: Duration, collection: Option<&Collection>, turn: Turn) -> Result<Turned, String> {
    let begun = plan.pieces.iter().enumerate().rfind(|(_, piece)| piece.start < horizon);
    let Some((index, piece)) = begun else {
        return Err("The music has not begun yet.".to_owned());
    };
    let own;
    let collection = match collection {
        Some(collection) => collection,
        None => {
            own = imagined::collection(plan);
            &own
        }
    };
    let now = Now { plan, horizon, collection, index, piece, sounded: horizon.saturating_sub(piece.start) };
    match piece.material {
        Material::File { .. } => files::turn(&now, turn),
        Material::Soundscape { .. } => built_in::turn(&now, turn),
    }
}

/// The same list, of which these tracks (by index) cannot play.
#[must_use]
pub fn without(collection: &Collection, dropped: &BTreeSet<usize>) -> Collection {
    let mut collection = collection.clone();
    for (index, found) in collection.found.iter_mut().enumerate() {
        let file =
            collection.playlist.tracks.get(index).is_some_and(|track| matches!(track.source, TrackSource::File(_)));
        if file && dropped.contains(&index) {
            *found = Found::Unusable("was taken out by hand".to_owned());
        }
    }
    collection
}

/// Where the music is when it is turned.
struct Now<'a> {
    plan: &'a Plan,
    horizon: Duration,
    collection: &'a Collection,
    index: usize,
    /// What sounds at the horizon.
    piece: &'a Piece,
    /// For how long it has sounded then.
    sounded: Duration,
}

impl Now<'_> {
    fn stage(&self) -> Stage {
        self.plan.stage_at(self.horizon)
    }

    fn before(&self) -> Option<&Piece> {
        self.index.checked_sub(1).and_then(|index| self.plan.pieces.get(index))
    }

    /// The pieces after the one that sounds, without what only lengthens it.
    fn following(&self) -> impl Iterator<Item = &Piece> {
        let rest = self.plan.pieces.iter().skip(self.index + 1);
        rest.skip_while(|piece| piece.material == self.piece.material && piece.length.is_some())
    }
}
