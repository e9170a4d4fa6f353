//! The tracks of a list that can play: how long, how intense, how loud, and which of them belong together.

use std::time::Duration;

use super::{LeftOut, SHORTEST_SOUNDSCAPE, Wishes};
use crate::cue::{Join, Material, Piece, Stage};
use crate::music::library::{Collection, Found, Loudness, TrackFacts};
use crate::music::playlist::{Playlist, Track, TrackSource};
use crate::units::Decibels;

/// Every piece is brought to this integrated loudness, in LUFS, before the arc.
pub const TARGET_LUFS: f32 = -20.0;
/// The gain of a piece stays within these, in dB.
const GAINS: [f32; 2] = [-24.0, 12.0];
/// What ReplayGain 2 brings a track to, in LUFS.
const REPLAY_GAIN_LUFS: f32 = -18.0;
/// Silence that may stay at either end of a track.
const SILENCE_KEPT: Duration = Duration::from_millis(500);
/// Nothing shorter than this plays.
const SHORTEST: Duration = Duration::from_millis(100);

/// A track that plays.
#[derive(Clone, Debug)]
pub struct Usable<'a> {
    /// Its index in the list.
    pub track: usize,
    pub title: String,
    pub material: Material,
    /// The stage the list gives it.
    pub stage: Option<Stage>,
    /// From 0 to 10: the list's own figure, the stage's, or an estimate.
    pub intensity: f64,
    /// Whether the list says anything of its place in the journey.
    pub hinted: bool,
    /// Joins the usable track before it, which is also the one before it in the list.
    pub gapless: bool,
    pub trim: Duration,
    /// Without trims.
    pub whole: Duration,
    /// With trims, and without the silence at its ends.
    pub length: Duration,
    pub gain: Decibels,
    pub facts: Option<&'a TrackFacts>,
    pub pinned: bool,
}

impl Usable<'_> {
    pub fn piece(&self, start: Duration, length: Duration, join: Join, trim: Duration) -> Piece {
        let (title, material) = (self.title.clone(), self.material.clone());
        Piece { title, material, start, length: Some(length), trim, gain: self.gain, join }
    }

    pub fn is_file(&self) -> bool {
        matches!(self.material, Material::File { .. })
    }

    /// How loud it is, if that was measured.
    pub fn loudness(&self) -> Option<&Loudness> {
        self.facts.map(|facts| &facts.loudness).filter(|loudness| measured(loudness))
    }
}

/// Whether a file was measured at all.
pub fn measured(loudness: &Loudness) -> bool {
    loudness.integrated != 0.0 || !loudness.strip.is_empty()
}

/// The middle of the intensity that a stage asks for, 0 to 10.
pub fn intensity_of(stage: Stage) -> f64 {
    match stage {
        Stage::Hold | Stage::Return => 1.5,
        Stage::Onset => 3.0,
        Stage::Building => 5.0,
        Stage::Peak => 6.5,
        Stage::Reentry => 3.5,
        Stage::Bed => 1.0,
    }
}

/// The tracks that can play, ready to be placed, and those that cannot.
pub fn usable<'a>(collection: &'a Collection, wishes: &Wishes) -> (Vec<Usable<'a>>, Vec<LeftOut>) {
    let (mut usable, mut left_out) = sift(&collection.playlist, &collection.found, |track| {
        wishes.dropped.contains(&track).then(|| "was taken out by hand".to_owned())
    });
    for one in &mut usable {
        one.pinned = wishes.pinned.contains(&one.track);
    }
    left_out.extend(without_silence(&mut usable, &collection.playlist));
    level(&mut usable);
    estimate(&mut usable);
    share(&mut usable, wishes.target);
    (usable, left_out)
}

/// The tracks that can play as they are written, and those that cannot; `refuse` says why one must not.
pub fn sift<'a>(
    playlist: &Playlist,
    found: &'a [Found],
    refuse: impl Fn(usize) -> Option<String>,
) -> (Vec<Usable<'a>>, Vec<LeftOut>) {
    let mut usable: Vec<Usable<'a>> = Vec::new();
    let mut left_out = Vec::new();
    let mut before_can_be_joined = false;
    for (index, track) in playlist.tracks.iter().enumerate() {
        let one = match refuse(index) {
            Some(reason) => Err(reason),
            None => usable_track(index, track, found.get(index)),
        };
        match one {
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

fn usable_track<'a>(index: usize, track: &Track, found: Option<&'a Found>) -> Result<Usable<'a>, String> {
    let (material, whole, facts) = match (&track.source, found) {
        (TrackSource::Soundscape { name, seed }, _) => {
            (Material::Soundscape { name: name.clone(), seed: *seed }, Duration::ZERO, None)
        }
        (TrackSource::File(path), Some(Found::File { sha256, facts })) => {
            let material = Material::File { path: path.clone(), sha256: sha256.clone() };
            (material, facts.duration, Some(facts))
        }
        (TrackSource::File(_), Some(Found::Unusable(reason))) => return Err(reason.clone()),
        (TrackSource::File(_), Some(Found::Soundscape) | None) => return Err("was not looked at".to_owned()),
    };
    let length = whole.saturating_sub(track.trim_start + track.trim_end);
    if matches!(material, Material::File { .. }) && length < SHORTEST {
        return Err("has nothing left between its trims".to_owned());
    }
    let stem = || match &track.source {
        TrackSource::File(path) => path.file_stem().map(|stem| stem.to_string_lossy().into_owned()),
        TrackSource::Soundscape { .. } => Some(track.source.shown()),
    };
    let tagged = || facts.and_then(|facts| facts.title.clone());
    let title = track.title.clone().or_else(tagged).or_else(stem).unwrap_or_default();
    Ok(Usable {
        track: index,
        title,
        material,
        stage: track.stage,
        intensity: track.intensity.map(f64::from).or(track.stage.map(intensity_of)).unwrap_or_default(),
        hinted: track.intensity.is_some() || track.stage.is_some(),
        gapless: false,
        trim: track.trim_start,
        whole,
        length,
        gain: Decibels::UNITY,
        facts,
        pinned: false,
    })
}

/// Indices of the tracks that belong together: each a run of gapless joins, mostly of one.
pub fn runs(usable: &[Usable<'_>]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, one) in usable.iter().enumerate() {
        match runs.last_mut() {
            Some(run) if one.gapless => run.end = index + 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

/// Leaves out the silence before and after each run; what is only silence is left out whole.
fn without_silence(usable: &mut Vec<Usable<'_>>, playlist: &Playlist) -> Vec<LeftOut> {
    let mut silent = Vec::new();
    for run in runs(usable) {
        let (first, last) = (run.start, run.end - 1);
        for index in run {
            let Some(one) = usable.get_mut(index) else { continue };
            let Some(loudness) = one.facts.map(|facts| &facts.loudness) else { continue };
            let end = one.trim + one.length;
            let head = if index == first { loudness.head.saturating_sub(SILENCE_KEPT) } else { Duration::ZERO };
            let tail = if index == last { loudness.tail.saturating_sub(SILENCE_KEPT) } else { Duration::ZERO };
            let begin = one.trim.max(head);
            let end = end.min(one.whole.saturating_sub(tail));
            if end.saturating_sub(begin) >= SHORTEST {
                (one.trim, one.length) = (begin, end - begin);
            } else if first == last {
                silent.push(one.track);
            }
        }
    }
    usable.retain(|one| !silent.contains(&one.track));
    let name = |track: usize| playlist.tracks.get(track).map(|track| track.source.shown()).unwrap_or_default();
    silent.iter().map(|track| LeftOut { track: *track, name: name(*track), reason: "is silent".to_owned() }).collect()
}

/// Gives each run the gain that brings it to [`TARGET_LUFS`].
fn level(usable: &mut [Usable<'_>]) {
    for run in runs(usable) {
        let members = usable.get(run.clone()).unwrap_or_default();
        let gain = gain_of(members.iter().filter_map(|one| one.facts));
        for one in usable.get_mut(run).unwrap_or_default() {
            one.gain = gain;
        }
    }
}

/// One gain for tracks that belong together: by their loudness, weighted by energy, else by their tags.
pub fn gain_of<'a>(facts: impl Iterator<Item = &'a TrackFacts>) -> Decibels {
    let (mut energy, mut length) = (0.0, 0.0);
    let mut tagged: Option<f32> = None;
    for facts in facts {
        if measured(&facts.loudness) {
            let seconds = facts.duration.as_secs_f64();
            energy += seconds * 10f64.powf(f64::from(facts.loudness.integrated) / 10.0);
            length += seconds;
        }
        tagged = tagged.or(facts.replay_gain);
    }
    let gain = if length > 0.0 {
        TARGET_LUFS - (10.0 * (energy / length).log10()) as f32
    } else {
        tagged.map_or(0.0, |gain| gain + TARGET_LUFS - REPLAY_GAIN_LUFS)
    };
    Decibels(gain.clamp(GAINS[0], GAINS[1]))
}

/// How intense those are of which the list says nothing: by loudness and range among the others, else by place.
fn estimate(usable: &mut [Usable<'_>]) {
    let median = |figure: &dyn Fn(&Loudness) -> f32| {
        let mut known: Vec<f32> = usable.iter().filter_map(Usable::loudness).map(figure).collect();
        known.sort_by(f32::total_cmp);
        known.get(known.len() / 2).copied().unwrap_or_default()
    };
    let (loud, wide) = (median(&|loudness| loudness.integrated), median(&|loudness| loudness.range));
    let count = usable.len().max(1) as f64;
    let mut neighbour = usable.iter().find(|one| one.hinted).map(|one| one.intensity);
    for (place, one) in usable.iter_mut().enumerate() {
        if one.hinted {
            neighbour = Some(one.intensity);
        } else if let Some(loudness) = one.loudness() {
            let (louder, wider) = (f64::from(loudness.integrated - loud), f64::from(loudness.range - wide));
            one.intensity = (4.0 + louder / 3.0 + wider / 4.0).clamp(1.0, 7.0);
        } else {
            let way = (place as f64 + 0.5) / count;
            let rise = if way < 0.55 { way / 0.55 } else { (1.0 - way) / 0.45 };
            one.intensity = neighbour.unwrap_or(1.0 + 6.0 * rise);
        }
    }
}

/// Built-in music of a list shares what its files leave of the target.
fn share(usable: &mut [Usable<'_>], target: Duration) {
    let files: Duration = usable.iter().map(|one| one.length).sum();
    let count = usable.iter().filter(|one| !one.is_file()).count();
    let share = target.saturating_sub(files) / u32::try_from(count.max(1)).unwrap_or(u32::MAX);
    for one in usable.iter_mut().filter(|one| !one.is_file()) {
        one.length = share.max(SHORTEST_SOUNDSCAPE);
    }
}
