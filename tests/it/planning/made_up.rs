//! Lists that do not exist, of files that were never recorded.

use std::time::Duration;

use holdspace::cue::Stage;
use holdspace::music::library::{Collection, Found, Loudness, TrackFacts};
use holdspace::music::playlist::{Playlist, Track, TrackSource};

/// A track with what is known of it.
pub type Line = (Track, Found);

/// A file of so many seconds, measured at so many LUFS: a strip that swells and sinks, softest at each minute's end.
pub fn file(name: &str, seconds: f64, lufs: f32) -> Line {
    let strip = (0..seconds.ceil() as usize).map(|second| {
        let depth = if second % 60 >= 56 { 12.0 } else { 3.0 * ((second % 60) as f32 / 60.0) };
        (lufs - depth + 1.0).clamp(-70.0, 0.0) as i8
    });
    let loudness = Loudness {
        integrated: lufs,
        range: 6.0,
        true_peak: lufs + 12.0,
        strip: strip.collect(),
        ..Loudness::default()
    };
    known(name, seconds, loudness)
}

/// A file that was not measured.
pub fn unmeasured(name: &str, seconds: f64) -> Line {
    known(name, seconds, Loudness::default())
}

pub fn known(name: &str, seconds: f64, loudness: Loudness) -> Line {
    let duration = Duration::from_secs_f64(seconds);
    let frames = (seconds * 48_000.0) as u64;
    let facts = TrackFacts { rate: 48_000, channels: 2, frames, duration, loudness, ..TrackFacts::default() };
    (Track::plain(TrackSource::File(name.into()), (1, 1)), Found::File { sha256: format!("{name:0>64}"), facts })
}

pub fn soundscape(name: &str) -> Line {
    (Track::plain(TrackSource::Soundscape { name: name.to_owned(), seed: 7 }, (1, 1)), Found::Soundscape)
}

pub fn staged((track, found): Line, stage: Stage, intensity: f32) -> Line {
    (Track { stage: Some(stage), intensity: Some(intensity), ..track }, found)
}

pub fn joined((track, found): Line) -> Line {
    (Track { gapless: true, ..track }, found)
}

pub fn list(lines: Vec<Line>) -> Collection {
    let (tracks, found) = lines.into_iter().unzip();
    let playlist = Playlist { name: "list".to_owned(), title: "List".to_owned(), file: "list.toml".into(), tracks };
    Collection { playlist, found }
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}
