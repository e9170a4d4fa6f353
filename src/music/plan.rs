//! From a list, what is known of its files, and a target length: what plays when.
//!
//! Pieces play in the order of the list from the anchor. Files that are longer than the target are cut there;
//! where they end sooner, the built-in music bridges to the target. Either way the last piece is endless: the bed.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use super::arc::{arc, stages};
use super::library::{Collection, Found};
use super::playlist::{Playlist, SOUNDSCAPES, Track, TrackSource};
use crate::cue::{Join, Material, Piece, Plan, Stage};
use crate::units::Decibels;

/// The shortest and the longest music a plan can be made for.
pub const TARGETS: [Duration; 2] = [Duration::from_secs(60), Duration::from_secs(180 * 60)];

/// Crossfade inside a stage.
pub const INSIDE_STAGE: Duration = Duration::from_secs(8);
/// Crossfade between stages, and into the bed.
pub const BETWEEN_STAGES: Duration = Duration::from_secs(16);
/// A piece that would sound for less than this before the target is not begun.
pub const SHORTEST_STRETCH: Duration = Duration::from_secs(30);
/// The least that built-in music plays between files.
const SHORTEST_SOUNDSCAPE: Duration = Duration::from_secs(120);

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

/// A track that cannot play.
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
    let (playlist, found, target) = (&collection.playlist, &collection.found, wishes.target);
    if target < TARGETS[0] || target > TARGETS[1] {
        return Err(PlanProblem::Target(target));
    }
    let (usable, left_out) = sift(playlist, found);
    if usable.is_empty() {
        return Err(PlanProblem::NothingPlays { playlist: playlist.title.clone(), left_out });
    }
    let stages = wishes.stages.clone();
    let usable = with_soundscapes_measured(usable, target);
    let mut pieces = place(&usable, target, &stages);
    end_in_the_bed(&mut pieces, target);
    Ok(Planned {
        plan: Plan { target, pieces, arc: arc(target), stages, playlist: playlist.name.clone(), nudges: Vec::new() },
        left_out,
        notes: Vec::new(),
    })
}

/// The files of a list joined with nothing but gapless joins: no trim, fade, level or bed.
///
/// Its last piece is not endless and its arc is empty; for listening to files as they are.
///
/// # Errors
/// [`PlanProblem::NothingPlays`], when no file of the list can play.
pub fn plain(playlist: &Playlist, found: &[Found]) -> Result<Planned, PlanProblem> {
    let (usable, left_out) = sift(playlist, found);
    let mut pieces: Vec<Piece> = Vec::new();
    for one in usable.iter().filter(|one| matches!(one.material, Material::File { .. })) {
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

/// A track that plays.
#[derive(Clone, Debug)]
struct Usable {
    title: String,
    material: Material,
    stage: Option<Stage>,
    /// Joins the usable track before it, which is also the one before it in the list.
    gapless: bool,
    trim: Duration,
    /// Without trims.
    whole: Duration,
    /// With trims.
    length: Duration,
}

impl Usable {
    fn piece(&self, start: Duration, length: Duration, join: Join, trim: Duration) -> Piece {
        let (title, material) = (self.title.clone(), self.material.clone());
        Piece { title, material, start, length: Some(length), trim, gain: Decibels::UNITY, join }
    }

    fn is_file(&self) -> bool {
        matches!(self.material, Material::File { .. })
    }
}

fn sift(playlist: &Playlist, found: &[Found]) -> (Vec<Usable>, Vec<LeftOut>) {
    let mut usable: Vec<Usable> = Vec::new();
    let mut left_out = Vec::new();
    let mut before_can_be_joined = false;
    for (index, track) in playlist.tracks.iter().enumerate() {
        match usable_track(track, found.get(index)) {
            Ok(mut one) => {
                one.gapless = track.gapless && before_can_be_joined && one.is_file();
                before_can_be_joined = one.is_file() && track.trim_end.is_zero();
                usable.push(one);
            }
            Err(reason) => {
                before_can_be_joined = false;
                left_out.push(LeftOut { track: index, name: track.source.shown(), reason });
            }
        }
    }
    (usable, left_out)
}

fn usable_track(track: &Track, found: Option<&Found>) -> Result<Usable, String> {
    let (material, whole, tagged) = match (&track.source, found) {
        (TrackSource::Soundscape { name, seed }, _) => {
            (Material::Soundscape { name: name.clone(), seed: *seed }, Duration::ZERO, None)
        }
        (TrackSource::File(path), Some(Found::File { sha256, facts })) => {
            let material = Material::File { path: path.clone(), sha256: sha256.clone() };
            (material, facts.duration, facts.title.clone())
        }
        (TrackSource::File(_), Some(Found::Unusable(reason))) => return Err(reason.clone()),
        (TrackSource::File(_), Some(Found::Soundscape) | None) => return Err("was not looked at".to_owned()),
    };
    let length = whole.saturating_sub(track.trim_start + track.trim_end);
    if matches!(material, Material::File { .. }) && length < Duration::from_millis(100) {
        return Err("has nothing left between its trims".to_owned());
    }
    let stem = || match &track.source {
        TrackSource::File(path) => path.file_stem().map(|stem| stem.to_string_lossy().into_owned()),
        TrackSource::Soundscape { .. } => Some(track.source.shown()),
    };
    let title = track.title.clone().or(tagged).or_else(stem).unwrap_or_default();
    Ok(Usable { title, material, stage: track.stage, gapless: false, trim: track.trim_start, whole, length })
}

/// Built-in music shares what the files leave of the target.
fn with_soundscapes_measured(mut usable: Vec<Usable>, target: Duration) -> Vec<Usable> {
    let files: Duration = usable.iter().map(|one| one.length).sum();
    let count = usable.iter().filter(|one| !one.is_file()).count();
    let share = target.saturating_sub(files) / u32::try_from(count.max(1)).unwrap_or(u32::MAX);
    for one in usable.iter_mut().filter(|one| !one.is_file()) {
        one.length = share.max(SHORTEST_SOUNDSCAPE);
    }
    usable
}

/// Pieces in order until the target or the end of the list; none is endless yet.
fn place(usable: &[Usable], target: Duration, stages: &[(Duration, Stage)]) -> Vec<Piece> {
    let stage_at = |at: Duration| stages.iter().rev().find(|(start, _)| *start <= at).map(|(_, stage)| *stage);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut before: Option<&Usable> = None;
    for one in usable {
        let end = pieces.last().map_or(Duration::ZERO, end_of);
        let join = match before {
            Some(_) if one.gapless => Join::Gapless,
            None => Join::Gapless,
            Some(before) => {
                let began = pieces.last().map_or(Duration::ZERO, |piece| piece.start);
                let same = before.stage.or(stage_at(began)) == one.stage.or(stage_at(end));
                let wanted = if same { INSIDE_STAGE } else { BETWEEN_STAGES };
                Join::Crossfade(wanted.min(before.length / 3).min(one.length / 3))
            }
        };
        let start = end.saturating_sub(overlap(join));
        if !pieces.is_empty() && start + SHORTEST_STRETCH > target {
            break;
        }
        // Built-in music is a function of plan time, so that the arc of its score goes on wherever it begins.
        let trim = if one.is_file() { one.trim } else { start };
        pieces.push(one.piece(start, one.length, join, trim));
        before = Some(one);
    }
    pieces
}

/// Makes the last piece endless: itself if it is built-in music, else a bed that follows it.
fn end_in_the_bed(pieces: &mut Vec<Piece>, target: Duration) {
    let Some(last) = pieces.last_mut() else { return };
    if matches!(last.material, Material::Soundscape { .. }) {
        last.length = None;
        return;
    }
    let ending = end_of(last);
    let fade = BETWEEN_STAGES.min((ending - last.start) / 3);
    let start = target.min(ending - fade);
    last.length = Some(start + fade - last.start);
    let (name, title, seed) = SOUNDSCAPES[0];
    pieces.push(Piece {
        title: title.to_owned(),
        material: Material::Soundscape { name: name.to_owned(), seed },
        start,
        length: None,
        trim: start,
        gain: Decibels::UNITY,
        join: Join::Crossfade(fade),
    });
}

fn overlap(join: Join) -> Duration {
    match join {
        Join::Gapless => Duration::ZERO,
        Join::Crossfade(over) => over,
    }
}

fn end_of(piece: &Piece) -> Duration {
    piece.start + piece.length.unwrap_or_default()
}

/// x
///
/// # Errors
/// x
pub fn refit(
    _old: &Plan,
    _horizon: Duration,
    collection: &Collection,
    wishes: &Wishes,
) -> Result<Planned, PlanProblem> {
    plan(collection, wishes)
}
/// x
#[must_use]
pub fn extremes(_plan: &Plan, _collection: &Collection) -> (crate::cue::Position, crate::cue::Position) {
    Default::default()
}

#[cfg(test)]
mod tests;
