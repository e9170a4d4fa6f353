//! From a list, what is known of its files, and a target length: what plays when.
//!
//! The planner chooses whole tracks and orders them by stage and intensity, or keeps an order made on purpose;
//! crossfades, cuts at quiet places and built-in music bring them to the target. The last piece is endless: the bed.
//!
//! `material` says what can play, `order` where it belongs, `choose` which of it plays, `fit` and `cut` make it exact.

mod choose;
mod compose;
mod cut;
mod fit;
mod material;
mod minutes;
mod order;
mod refit;
mod told;

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use super::arc::{arc_of, stages};
use super::library::{Collection, Found};
use super::playlist::Playlist;
use crate::cue::{Join, Piece, Plan, Stage};

pub(super) use self::compose::{Draft, Lead};
pub(super) use self::fit::{INSIDE, Over, Slot};
pub use self::material::TARGET_LUFS;
use self::material::sift;
pub(super) use self::material::{Usable, intensity_of};
pub use self::minutes::extremes;
pub use self::refit::refit;
pub(super) use self::refit::slot_of;

/// The shortest and the longest music a plan can be made for.
pub const TARGETS: [Duration; 2] = [Duration::from_secs(60), Duration::from_secs(180 * 60)];

/// Crossfade inside a stage, where nothing has to be stretched.
pub const INSIDE_STAGE: Duration = Duration::from_secs(8);
/// Crossfade between stages, and into the bed.
pub const BETWEEN_STAGES: Duration = Duration::from_secs(16);
/// A piece that would sound for less than this before the target is not begun.
pub const SHORTEST_STRETCH: Duration = Duration::from_secs(30);
/// The least that built-in music plays between files, or before the bed.
pub const SHORTEST_SOUNDSCAPE: Duration = Duration::from_secs(120);

/// A plan with what had to be left out of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// What plays.
    pub plan: Plan,
    /// Tracks of the list that cannot play, or found no place.
    pub left_out: Vec<LeftOut>,
    /// Why the plan is as it is, one sentence each, for the therapist.
    pub notes: Vec<String>,
}

/// What is asked of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Wishes {
    /// Anchor to the beginning of the bed.
    pub target: Duration,
    /// Where the stages begin: the first at zero, the last one, the bed, at `target`.
    pub stages: Vec<(Duration, Stage)>,
    /// Tracks (by their index in the list) that must play, if they can.
    pub pinned: BTreeSet<usize>,
    /// Tracks that must not play.
    pub dropped: BTreeSet<usize>,
    /// Tracks in the order in which they are to play; empty leaves the order to the planner.
    pub order: Vec<usize>,
}

impl Wishes {
    /// Nothing but a length.
    #[must_use]
    pub fn lasting(target: Duration) -> Self {
        Self { target, stages: stages(target), pinned: BTreeSet::new(), dropped: BTreeSet::new(), order: Vec::new() }
    }
}

/// A track that does not play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its index in the list.
    pub track: usize,
    /// Its name for people.
    pub name: String,
    /// Why, as the end of a sentence that begins with its name.
    pub reason: String,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}; it is left out", self.name, self.reason)
    }
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanProblem {
    /// The length asked for is not from 1 to 180 minutes.
    Target(Duration),
    /// No track of this list can play.
    NothingPlays {
        /// The list's name for people.
        playlist: String,
        /// All its tracks.
        left_out: Vec<LeftOut>,
    },
}

impl fmt::Display for PlanProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(target) => {
                write!(f, "music of {:.1} minutes cannot be planned; ask for 1 to 180", target.as_secs_f64() / 60.0)
            }
            Self::NothingPlays { playlist, left_out } => {
                let first =
                    left_out.first().map_or(String::new(), |first| format!(" ({} {})", first.name, first.reason));
                write!(f, "no track of the playlist {playlist} can be played{first}; mend it or choose another")
            }
        }
    }
}

impl std::error::Error for PlanProblem {}

/// Makes the plan of a list as it is wished.
///
/// # Errors
/// [`PlanProblem`], when there is nothing to play or the length is out of bounds.
pub fn plan(collection: &Collection, wishes: &Wishes) -> Result<Planned, PlanProblem> {
    let target = wishes.target;
    if target < TARGETS[0] || target > TARGETS[1] {
        return Err(PlanProblem::Target(target));
    }
    let wishes = Wishes { stages: in_order(&wishes.stages, target), ..wishes.clone() };
    let draft = Draft::of(collection, &wishes);
    if draft.usable.is_empty() {
        let playlist = collection.playlist.title.clone();
        return Err(PlanProblem::NothingPlays { playlist, left_out: draft.left_out });
    }
    let fitted = draft.compose(Lead::nothing(), &wishes);
    let notes = told::notes(&draft, &fitted, target, Duration::ZERO);
    let left_out = draft.left_out(&[&fitted.tracks]);
    let plan = Plan {
        target,
        pieces: fitted.pieces,
        arc: arc_of(&wishes.stages),
        stages: wishes.stages,
        playlist: collection.playlist.name.clone(),
        nudges: Vec::new(),
    };
    Ok(Planned { plan, left_out, notes })
}

/// Stages in order of time from zero, the bed at the target; the usual ones where nothing is asked for.
pub(super) fn in_order(wished: &[(Duration, Stage)], target: Duration) -> Vec<(Duration, Stage)> {
    let mut stages: Vec<_> =
        wished.iter().copied().filter(|(start, stage)| *stage != Stage::Bed && *start < target).collect();
    if stages.is_empty() {
        return super::arc::stages(target);
    }
    stages.sort_by_key(|(start, _)| *start);
    if let Some(first) = stages.first_mut() {
        first.0 = Duration::ZERO;
    }
    stages.push((target, Stage::Bed));
    stages
}

/// The files of a list joined with nothing but gapless joins: no trim, fade, level or bed.
///
/// Its last piece is not endless and its arc is empty; for listening to files as they are.
///
/// # Errors
/// [`PlanProblem::NothingPlays`], when no file of the list can play.
pub fn plain(playlist: &Playlist, found: &[Found]) -> Result<Planned, PlanProblem> {
    let (usable, left_out) = sift(playlist, found, |_| None);
    let mut pieces: Vec<Piece> = Vec::new();
    for one in usable.iter().filter(|one| one.is_file()) {
        let start = pieces.last().map_or(Duration::ZERO, end_of);
        pieces.push(one.piece(start, one.whole, Join::Gapless, Duration::ZERO));
    }
    if pieces.is_empty() {
        return Err(PlanProblem::NothingPlays { playlist: playlist.title.clone(), left_out });
    }
    let target = pieces.last().map_or(Duration::ZERO, end_of);
    Ok(Planned {
        plan: Plan {
            target,
            pieces,
            arc: Vec::new(),
            stages: Vec::new(),
            playlist: playlist.name.clone(),
            nudges: Vec::new(),
        },
        left_out,
        notes: Vec::new(),
    })
}

fn end_of(piece: &Piece) -> Duration {
    piece.start + piece.length.unwrap_or_default()
}

#[cfg(test)]
mod tests;
