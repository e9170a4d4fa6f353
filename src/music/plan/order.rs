//! In which order the tracks of a list may play, and where in the journey each belongs.

use std::time::Duration;

use super::Wishes;
use super::material::{Usable, intensity_of, runs};
use crate::cue::Stage;

/// What is placed as one: a track, or a gapless run.
#[derive(Clone, Debug)]
pub struct Block {
    /// Indices among the usable tracks, in order.
    pub members: std::ops::Range<usize>,
    /// Seconds, all members.
    pub length: f64,
    /// Seconds of the first and the last member: what a crossfade is measured against.
    pub ends: [f64; 2],
    /// The stage the list gives it.
    pub stage: Option<Stage>,
    pub intensity: f64,
    /// When it should play, in seconds; `None` if it may play at any time.
    pub window: Option<[f64; 2]>,
    pub pinned: bool,
    /// Built-in music: may be longer or shorter.
    pub elastic: bool,
}

/// The blocks in the order in which they may play, and whether the planner chose it.
pub fn blocks(usable: &[Usable<'_>], wishes: &Wishes) -> (Vec<Block>, bool) {
    let mut blocks: Vec<Block> = runs(usable).into_iter().filter_map(|run| block(usable, run)).collect();
    let hinted = usable.iter().any(|one| one.hinted);
    if !wishes.order.is_empty() {
        let place = |block: &Block| {
            let members = usable.get(block.members.clone()).unwrap_or_default();
            let wished = |one: &Usable<'_>| wishes.order.iter().position(|track| *track == one.track);
            members.iter().filter_map(wished).min().unwrap_or(usize::MAX)
        };
        blocks.sort_by_cached_key(place);
        return (blocks, false);
    }
    if hinted {
        by_stage(&mut blocks, &wishes.stages);
    }
    (blocks, hinted)
}

fn block(usable: &[Usable<'_>], members: std::ops::Range<usize>) -> Option<Block> {
    let tracks = usable.get(members.clone())?;
    let (first, last) = tracks.first().zip(tracks.last())?;
    let length: f64 = tracks.iter().map(|one| one.length.as_secs_f64()).sum();
    let weighted: f64 = tracks.iter().map(|one| one.intensity * one.length.as_secs_f64()).sum();
    Some(Block {
        members,
        length,
        ends: [first.length.as_secs_f64(), last.length.as_secs_f64()],
        stage: tracks.iter().find_map(|one| one.stage),
        intensity: weighted / length.max(f64::MIN_POSITIVE),
        window: None,
        pinned: tracks.iter().any(|one| one.pinned),
        elastic: tracks.iter().any(|one| !one.is_file()),
    })
}

struct Window {
    stage: Stage,
    from: f64,
    to: f64,
    /// Seconds of music that belong here so far.
    filled: f64,
}

/// Gives each block the window of its stage, or of the stage that fits its intensity and is filled least; sorts by it.
fn by_stage(blocks: &mut Vec<Block>, stages: &[(Duration, Stage)]) {
    let ends = stages.iter().skip(1).map(|(end, _)| end.as_secs_f64());
    let windows = stages.iter().zip(ends).map(|((from, stage), to)| (*stage, from.as_secs_f64(), to));
    let mut windows: Vec<Window> = windows
        .filter(|(_, from, to)| to - from > 1.0)
        .map(|(stage, from, to)| Window { stage, from, to, filled: 0.0 })
        .collect();
    let Some(last) = windows.len().checked_sub(1) else { return };
    let named = |windows: &[Window], stage: Stage| {
        let same = windows.iter().position(|window| window.stage == stage);
        same.or_else(|| windows.iter().position(|window| window.stage > stage)).unwrap_or(last)
    };
    let mut places: Vec<Option<usize>> = Vec::new();
    for block in blocks.iter() {
        let place = block.stage.map(|stage| named(&windows, stage));
        if let Some(window) = place.and_then(|place| windows.get_mut(place)) {
            window.filled += block.length;
        }
        places.push(place);
    }
    let mut keyed: Vec<(usize, f64, Block)> = Vec::new();
    for (block, place) in blocks.drain(..).zip(places) {
        let place = place.unwrap_or_else(|| {
            let far = |window: &Window| {
                let away = (intensity_of(window.stage) - block.intensity).abs();
                away + 1.5 * window.filled / (window.to - window.from)
            };
            let nearest = windows.iter().enumerate().min_by(|(_, one), (_, other)| far(one).total_cmp(&far(other)));
            let place = nearest.map_or(0, |(place, _)| place);
            if let Some(window) = windows.get_mut(place) {
                window.filled += block.length;
            }
            place
        });
        let window = windows.get(place).map(|window| [window.from, window.to]);
        let rising = windows.get(place).is_some_and(|window| window.stage <= Stage::Peak);
        let within = if rising { block.intensity } else { -block.intensity };
        keyed.push((place, within, Block { window, ..block }));
    }
    keyed.sort_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
    blocks.extend(keyed.into_iter().map(|(_, _, block)| block));
}
