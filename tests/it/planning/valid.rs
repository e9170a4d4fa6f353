//! What holds of every plan.

use std::collections::BTreeSet;
use std::time::Duration;

use holdspace::cue::{Join, Material, Piece, Plan};
use holdspace::music::library::{Collection, Found};
use holdspace::music::plan::SHORTEST_SOUNDSCAPE;
use holdspace::music::playlist::{Track, TrackSource};

/// What a span may be off by rounding.
const ROUNDING: Duration = Duration::from_millis(1);

pub fn end_of(piece: &Piece) -> Duration {
    piece.start + piece.length.unwrap_or_default()
}

pub fn overlap(piece: &Piece) -> Duration {
    match piece.join {
        Join::Gapless => Duration::ZERO,
        Join::Crossfade(over) => over,
    }
}

pub fn is_file(piece: &Piece) -> bool {
    matches!(piece.material, Material::File { .. })
}

/// The index in the list of the file that a piece plays.
pub fn track_of(collection: &Collection, piece: &Piece) -> Option<usize> {
    let Material::File { path, .. } = &piece.material else { return None };
    let same = |track: &Track| matches!(&track.source, TrackSource::File(known) if known == path);
    collection.playlist.tracks.iter().position(same)
}

/// The tracks that play, in order.
pub fn playing(collection: &Collection, plan: &Plan) -> Vec<usize> {
    plan.pieces.iter().filter_map(|piece| track_of(collection, piece)).collect()
}

/// What is wrong with the pieces from `from` on, in words.
pub fn whole(plan: &Plan, collection: &Collection, from: usize) -> Result<(), String> {
    let last = plan.pieces.last().ok_or("no pieces")?;
    if last.length.is_some() || is_file(last) {
        return Err("the last piece is not an endless bed".to_owned());
    }
    if !plan.stages.is_sorted_by_key(|(start, _)| *start)
        || plan.stages.last().map(|(start, _)| *start) != Some(plan.target)
    {
        return Err(format!("stages {:?} for {:?}", plan.stages, plan.target));
    }
    if plan.arc.len() > 64 || !plan.arc.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return Err(format!("arc {:?}", plan.arc));
    }
    for (index, pair) in plan.pieces.windows(2).enumerate() {
        let (before, after) = (&pair[0], &pair[1]);
        let over = overlap(after);
        if before.start >= after.start || before.length.is_none() {
            return Err(format!("piece {index} does not end, or begins after the next"));
        }
        if end_of(before).abs_diff(after.start + over) > ROUNDING {
            return Err(format!(
                "piece {index} ends at {:?}, the next begins at {:?} over {over:?}",
                end_of(before),
                after.start
            ));
        }
        let own = after.length.unwrap_or(Duration::MAX);
        if index >= from && over > before.length.unwrap_or_default().min(own) / 3 + ROUNDING {
            return Err(format!("piece {index} ({before:?}) crosses over for {over:?} into {after:?}"));
        }
    }
    for piece in plan.pieces.iter().filter(|piece| is_file(piece)) {
        let index = track_of(collection, piece).ok_or("a file that is not of the list")?;
        let (track, Found::File { facts, .. }) = (&collection.playlist.tracks[index], &collection.found[index]) else {
            return Err("plays what cannot play".to_owned());
        };
        if piece.trim < track.trim_start
            || piece.trim + piece.length.unwrap() > facts.duration - track.trim_end + ROUNDING
        {
            return Err(format!("{piece:?} plays more than there is ({:?})", facts.duration));
        }
        if !(-24.0..=12.0).contains(&piece.gain.0) {
            return Err(format!("{piece:?} is far too soft or loud"));
        }
    }
    Ok(())
}

/// What is wrong with the length: the bed begins at the target, or built-in music bridges to it.
pub fn reaches(plan: &Plan) -> Result<(), String> {
    let bed = plan.pieces.last().ok_or("no pieces")?.start;
    let early = plan.target.saturating_sub(bed);
    if bed > plan.target + Duration::from_secs(1) {
        return Err(format!("the bed begins at {bed:?}, the target is {:?}", plan.target));
    }
    let lone = plan.pieces.len() <= 2;
    if early > Duration::from_secs(1) && early < SHORTEST_SOUNDSCAPE - Duration::from_secs(1) && !lone {
        return Err(format!("a bridge of {early:?} only"));
    }
    Ok(())
}

/// What is wrong with the choice: twice the same, or a gapless run that is torn.
pub fn chosen(plan: &Plan, collection: &Collection, dropped: &BTreeSet<usize>) -> Result<(), String> {
    let played = playing(collection, plan);
    let once: BTreeSet<usize> = played.iter().copied().collect();
    if once.len() != played.len() {
        return Err(format!("something plays twice: {played:?}"));
    }
    if once.iter().any(|track| dropped.contains(track)) {
        return Err("a dropped track plays".to_owned());
    }
    let usable = |track: usize| {
        let Found::File { facts, .. } = &collection.found[track] else { return false };
        let own = &collection.playlist.tracks[track];
        facts.duration.saturating_sub(own.trim_start + own.trim_end) >= Duration::from_millis(100)
            && !dropped.contains(&track)
    };
    let joins = |track: usize| {
        let own = &collection.playlist.tracks[track];
        track > 0
            && own.gapless
            && usable(track)
            && usable(track - 1)
            && collection.playlist.tracks[track - 1].trim_end.is_zero()
    };
    let tracks: Vec<Option<usize>> = plan.pieces.iter().map(|piece| track_of(collection, piece)).collect();
    for (index, piece) in plan.pieces.iter().enumerate().filter(|(_, piece)| is_file(piece)) {
        let Some(track) = tracks[index] else { continue };
        if joins(track) {
            let before = index.checked_sub(1).and_then(|before| tracks[before]);
            if before != Some(track - 1) || piece.join != Join::Gapless {
                return Err(format!("track {track} is torn from the one it runs on from"));
            }
        }
        let runs_on = track + 1 < collection.playlist.tracks.len() && joins(track + 1);
        let next = tracks.get(index + 1).copied().flatten();
        if runs_on && next.is_some() && next != Some(track + 1) {
            return Err(format!("track {track} is torn from the one that runs on from it"));
        }
    }
    Ok(())
}
