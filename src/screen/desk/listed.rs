//! The rows of the list: the pieces in the order of the plan, then what found no place in it.

use std::collections::HashMap;
use std::time::Duration;

use super::{Chosen, Shown};
use crate::cue::{Material, Piece};
use crate::music::library::{Found, TrackFacts, complaints};
use crate::music::playlist::{Track, TrackSource};
use crate::units::Decibels;

/// A row: a piece of the plan, a track of the list, mostly both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) piece: Option<usize>,
    pub(super) track: Option<usize>,
}

/// All rows.
pub(super) fn rows(shown: &Shown<'_>) -> Vec<Row> {
    let tracks = tracks_of_pieces(shown);
    let count = shown.collection.map_or(0, |collection| collection.playlist.tracks.len());
    let mut played = vec![false; count];
    for track in tracks.iter().flatten() {
        played.iter_mut().skip(*track).take(1).for_each(|played| *played = true);
    }
    let planned = tracks.into_iter().enumerate().map(|(piece, track)| Row { piece: Some(piece), track });
    let others = played.into_iter().enumerate().filter(|(_, played)| !played);
    planned.chain(others.map(|(track, _)| Row { piece: None, track: Some(track) })).collect()
}

/// For each piece the track it was made from; one file listed twice counts once for each time.
fn tracks_of_pieces(shown: &Shown<'_>) -> Vec<Option<usize>> {
    let pieces = shown.planned.map_or(&[][..], |planned| &planned.plan.pieces);
    let mut known: HashMap<Key<'_>, Vec<usize>> = HashMap::new();
    let dropped = |track: &usize| shown.wishes.is_some_and(|wishes| wishes.dropped.contains(track));
    let tracks = shown.collection.map_or(&[][..], |collection| &collection.playlist.tracks);
    for (index, track) in tracks.iter().enumerate().filter(|(index, _)| !dropped(index)) {
        known.entry(Key::of_track(track)).or_default().push(index);
    }
    let mut seen: HashMap<Key<'_>, usize> = HashMap::new();
    let track_of = |piece| {
        let key = Key::of_piece(piece);
        let tracks = known.get(&key)?;
        let times = seen.entry(key).or_default();
        *times += 1;
        tracks.get(*times - 1).or(tracks.last()).copied()
    };
    pieces.iter().map(track_of).collect()
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    File(&'a std::path::Path),
    Built(&'a str, u64),
}

impl<'a> Key<'a> {
    fn of_track(track: &'a Track) -> Self {
        match &track.source {
            TrackSource::File(path) => Self::File(path),
            TrackSource::Soundscape { name, seed } => Self::Built(name, *seed),
        }
    }

    fn of_piece(piece: &'a Piece) -> Self {
        match &piece.material {
            Material::File { path, .. } => Self::File(path),
            Material::Soundscape { name, seed } => Self::Built(name, *seed),
        }
    }
}

/// What is chosen as it stands in the plan of now; `None` if it is gone.
pub(super) fn resolved(chosen: Chosen, rows: &[Row], shown: &Shown<'_>) -> Option<Chosen> {
    match chosen {
        Chosen::Stage(stage) => {
            let wishes = super::wish::present(shown)?;
            (stage < wishes.stages.len()).then_some(chosen)
        }
        Chosen::Row { piece, track } => {
            let same = rows.iter().find(|row| row.piece == piece && row.track == track);
            let moved = || rows.iter().find(|row| track.is_some() && row.track == track);
            same.or_else(moved).map(|row| Chosen::Row { piece: row.piece, track: row.track })
        }
    }
}

/// The track that plays next to this one and may change its place with it, within the order of all that play.
pub(super) fn neighbour(track: usize, before: bool, shown: &Shown<'_>) -> Option<(Vec<usize>, usize)> {
    let rows = rows(shown);
    let mut order: Vec<Row> = Vec::new();
    for row in rows.into_iter().filter(|row| row.piece.is_some() && row.track.is_some()) {
        if !order.iter().any(|known| known.track == row.track) {
            order.push(row);
        }
    }
    let here = order.iter().position(|row| row.track == Some(track))?;
    let there = if before { here.checked_sub(1)? } else { here + 1 };
    let both = [order.get(here)?, order.get(there)?];
    if both.iter().any(|row| Detail::of(**row, shown).is_some_and(|detail| detail.fixed)) {
        return None;
    }
    let other = order.get(there)?.track?;
    Some((order.iter().filter_map(|row| row.track).collect(), other))
}

/// Everything a row has to say.
pub(super) struct Detail<'a> {
    pub(super) title: String,
    pub(super) second: String,
    pub(super) piece: Option<&'a Piece>,
    pub(super) facts: Option<&'a TrackFacts>,
    pub(super) warnings: Vec<String>,
    /// Why it does not play, as the end of a sentence that begins with its name.
    pub(super) out: Option<String>,
    pub(super) pinned: bool,
    pub(super) dropped: bool,
    /// It has begun in the session.
    pub(super) fixed: bool,
    /// It is heard now.
    pub(super) sounds: bool,
    /// Plan time up to which it has been heard, since its start.
    pub(super) heard: Option<Duration>,
}

impl<'a> Detail<'a> {
    pub(super) fn of(row: Row, shown: &Shown<'a>) -> Option<Self> {
        let plan = shown.planned.map(|planned| &planned.plan);
        let piece = row.piece.and_then(|piece| plan?.pieces.get(piece));
        let track = row.track.and_then(|track| shown.collection?.playlist.tracks.get(track));
        let found = row.track.and_then(|track| shown.collection?.found.get(track));
        let facts = match found {
            Some(Found::File { facts, .. }) => Some(facts),
            Some(Found::Soundscape | Found::Unusable(_)) | None => None,
        };
        let tagged = || facts.and_then(|facts| facts.title.clone());
        let listed = || track.and_then(|track| track.title.clone().or_else(tagged));
        let title = piece.map(|piece| piece.title.clone()).or_else(listed);
        let title = title.filter(|title| !title.trim().is_empty()).or_else(|| Some(track?.source.shown()))?;
        let built_in = match (piece, track) {
            (Some(piece), _) => matches!(piece.material, Material::Soundscape { .. }),
            (None, Some(track)) => matches!(track.source, TrackSource::Soundscape { .. }),
            (None, None) => false,
        };
        let artist = facts.and_then(|facts| facts.artist.clone().or_else(|| facts.album.clone()));
        let second = match (built_in, piece) {
            (true, Some(Piece { length: None, .. })) => "built in, until you end it".to_owned(),
            (true, _) => "built in".to_owned(),
            (false, _) => artist.unwrap_or_default(),
        };
        let wished = |track: usize| shown.wishes.map(|wishes| (&wishes.pinned, &wishes.dropped, track));
        let in_either = row.track.and_then(wished);
        let dropped = in_either.is_some_and(|(_, dropped, track)| dropped.contains(&track));
        let now = shown.at.zip(plan).map(|(at, plan)| (plan.position_at(at).piece, at));
        let sounds = now.is_some_and(|(sounding, _)| Some(sounding) == row.piece);
        let warnings = match (found, track) {
            (Some(found), Some(track)) => complaints(found, track).iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        Some(Self {
            title,
            second,
            piece,
            facts,
            warnings,
            out: (row.piece.is_none() && plan.is_some()).then(|| why_out(row, dropped, shown)),
            pinned: in_either.is_some_and(|(pinned, _, track)| pinned.contains(&track)),
            dropped,
            fixed: shown.in_session && piece.is_some_and(|piece| piece.start < shown.fixed),
            sounds,
            heard: now.filter(|_| sounds).zip(piece).map(|((_, at), piece)| at.saturating_sub(piece.start)),
        })
    }

    /// How long all of it is, if it is a file.
    pub(super) fn whole(&self) -> Option<Duration> {
        self.facts.map(|facts| facts.duration)
    }

    /// 4:10 of 4:34; 4:34 where all of it plays.
    pub(super) fn length(&self) -> String {
        let written = crate::units::clock_face;
        match (self.piece.map(|piece| piece.length), self.whole()) {
            (Some(None), _) | (None, None) => String::new(),
            (None, Some(whole)) => written(whole),
            (Some(Some(planned)), Some(whole)) if written(planned) != written(whole) => {
                format!("{} of {}", written(planned), written(whole))
            }
            (Some(Some(planned)), _) => written(planned),
        }
    }

    /// −3.2 dB: the gain it gets before the arc.
    pub(super) fn gain(&self) -> Option<String> {
        self.piece.filter(|_| self.facts.is_some()).map(|piece| in_decibels(piece.gain))
    }
}

/// A gain with a tenth: −3.2 dB, +1.0 dB, 0.0 dB.
fn in_decibels(gain: Decibels) -> String {
    let tenths = (gain.0 * 10.0).round() / 10.0;
    if tenths == 0.0 { "0.0 dB".to_owned() } else { format!("{tenths:+.1} dB").replace('-', "\u{2212}") }
}

fn why_out(row: Row, dropped: bool, shown: &Shown<'_>) -> String {
    let known = shown.planned.and_then(|planned| planned.left_out.iter().find(|left| Some(left.track) == row.track));
    match known {
        _ if dropped => "was dropped".to_owned(),
        Some(left) => left.reason.clone(),
        None => "found no place".to_owned(),
    }
}
