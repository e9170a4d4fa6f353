//! Made-up lists with a plan, as a desk needs them.

use std::path::PathBuf;
use std::time::Duration;

use chrono::DateTime;
use holdspace::config::settings::Side;
use holdspace::cue::{Join, Material, Piece, Plan};
use holdspace::music::arc;
use holdspace::music::library::{Collection, Found, Loudness, TrackFacts};
use holdspace::music::plan::{LeftOut, Planned, Wishes};
use holdspace::music::playlist::{Playlist, Track, TrackSource};
use holdspace::screen::desk::{Look, Shown};
use holdspace::screen::shown::RoomMark;
use holdspace::screen::{Marks, Saved};
use holdspace::theme::Shade;
use holdspace::units::Decibels;

/// The length of all music here.
pub const TARGET: Duration = Duration::from_secs(68 * 60);
/// What crosses over between two tracks.
pub const FADE: Duration = Duration::from_secs(12);

/// A desk with everything it borrows.
pub struct MadeUp {
    pub collection: Option<Collection>,
    pub progress: Option<(usize, usize, String)>,
    pub planned: Option<Planned>,
    pub wishes: Option<Wishes>,
    pub trouble: Option<String>,
    pub at: Option<Duration>,
    pub fixed: Duration,
    pub in_session: bool,
    pub auditioning: bool,
    pub may_audition: bool,
    pub look: Option<Look>,
    pub shade: Shade,
    pub thumb: Side,
    pub marks: Marks,
}

pub fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// Loudness that swells and sinks, one value a second.
fn strip(seconds: u64, seed: usize) -> Vec<i8> {
    let level = |second: u64| {
        let t = second as f64 + seed as f64 * 37.0;
        let swell = (t / 41.0).sin() * 6.0 + (t / 13.0).sin() * 3.0 + (t * 1.7).sin() * 2.0;
        let ends = (second.min(seconds - second) as f64 / 12.0).min(1.0) * 14.0 - 14.0;
        (-24.0 + swell + ends) as i8
    };
    (0..seconds).map(level).collect()
}

pub fn facts(title: &str, artist: &str, seconds: u64, seed: usize) -> TrackFacts {
    TrackFacts {
        rate: 48_000,
        channels: 2,
        frames: seconds * 48_000,
        duration: secs(seconds),
        title: Some(title.to_owned()),
        artist: Some(artist.to_owned()),
        album: None,
        replay_gain: None,
        loudness: Loudness {
            integrated: -16.8 - seed as f32,
            range: 7.0,
            true_peak: -1.2,
            strip: strip(seconds, seed),
            ..Loudness::default()
        },
    }
}

fn path(index: usize) -> PathBuf {
    PathBuf::from(format!("music/{index:03}.flac"))
}

/// Tracks with these titles and lengths in seconds; of the first ones as many play as the target holds.
fn made(titles: &[(String, &str, u64)]) -> (Collection, Planned) {
    let mut tracks = Vec::new();
    let mut found = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut left_out = Vec::new();
    for (index, (title, artist, seconds)) in titles.iter().enumerate() {
        tracks.push(Track::plain(TrackSource::File(path(index)), (index + 1, 1)));
        found.push(Found::File { sha256: index.to_string(), facts: facts(title, artist, *seconds, index % 7) });
        let end = pieces.last().map_or(Duration::ZERO, |piece| piece.start + piece.length.unwrap_or_default());
        if end >= TARGET {
            let reason = "found no place: the music is long enough without it".to_owned();
            left_out.push(LeftOut { track: index, name: title.clone(), reason });
            continue;
        }
        let start = end.saturating_sub(if index == 0 { Duration::ZERO } else { FADE });
        let trim = if index % 3 == 1 { secs(18) } else { Duration::ZERO };
        pieces.push(Piece {
            title: title.clone(),
            material: Material::File { path: path(index), sha256: index.to_string() },
            start,
            length: Some((secs(*seconds) - trim).min(TARGET + FADE - start)),
            trim,
            gain: Decibels(-3.2 + (index % 7) as f32),
            join: if index == 0 { Join::Gapless } else { Join::Crossfade(FADE) },
        });
    }
    pieces.push(bed());
    let stages = arc::stages(TARGET);
    let plan =
        Plan { target: TARGET, pieces, arc: arc::arc(TARGET), stages, playlist: "evening".into(), nudges: Vec::new() };
    let playlist = Playlist {
        name: "evening".to_owned(),
        title: "Evening river".to_owned(),
        file: PathBuf::from("evening.m3u8"),
        tracks,
    };
    let notes = vec![
        "The tracks of the list fill 68 minutes with one to spare.".to_owned(),
        "\u{201c}Still water\u{201d} begins the peak: it is the longest and the most even.".to_owned(),
        "Tidewater, built in, goes on from minute 68 until you end it.".to_owned(),
    ];
    (Collection { playlist, found }, Planned { plan, left_out, notes })
}

fn bed() -> Piece {
    Piece {
        title: "Tidewater".to_owned(),
        material: Material::Soundscape { name: "tidewater".to_owned(), seed: 11 },
        start: TARGET,
        length: None,
        trim: TARGET,
        gain: Decibels::UNITY,
        join: Join::Crossfade(FADE),
    }
}

impl MadeUp {
    fn of(titles: &[(String, &str, u64)]) -> Self {
        let (collection, planned) = made(titles);
        Self {
            collection: Some(collection),
            planned: Some(planned),
            wishes: Some(Wishes::lasting(TARGET)),
            ..Self::empty()
        }
    }

    /// Nothing is known yet.
    pub fn empty() -> Self {
        Self {
            collection: None,
            progress: None,
            planned: None,
            wishes: None,
            trouble: None,
            at: None,
            fixed: Duration::ZERO,
            in_session: false,
            auditioning: false,
            may_audition: true,
            look: None,
            shade: Shade::Dusk,
            thumb: Side::Right,
            marks: Marks {
                saved: Saved::Yes,
                no_sound: None,
                room: RoomMark::Quiet,
                unkept: None,
                said: None,
                rehearsal: false,
            },
        }
    }

    /// Nine tracks that play, one that found no place, one that cannot play, one that is clipped.
    pub fn evening() -> Self {
        let titles = [
            ("Mist over the weir", "Anna Holm", 424),
            ("Long river", "Anna Holm", 506),
            ("Low lamps", "The Quiet Choir", 389),
            ("Still water", "Ivo Brandt", 762),
            ("The far bank", "Ivo Brandt", 531),
            ("Embers", "Sofia Lind & the Northern Strings", 447),
            ("Evening field", "Anna Holm", 498),
            ("Coming in", "Marek Duda", 353),
            ("Small bells", "The Quiet Choir", 402),
            ("Heron", "Marek Duda", 275),
        ];
        let titles: Vec<(String, &str, u64)> =
            titles.iter().map(|(title, artist, long)| ((*title).to_owned(), *artist, *long)).collect();
        let mut made = Self::of(&titles);
        let (collection, planned) = (made.collection.as_mut().unwrap(), made.planned.as_mut().unwrap());
        let Some(Found::File { facts, .. }) = collection.found.get_mut(5) else { panic!("no sixth track") };
        facts.loudness.clipped = 12;
        let index = collection.playlist.tracks.len();
        let source = TrackSource::File("music/Lost song.mp3".into());
        collection.playlist.tracks.push(Track::plain(source, (index + 1, 1)));
        collection.found.push(Found::Unusable("is not there".to_owned()));
        let (name, reason) = ("Lost song.mp3".to_owned(), "is not there".to_owned());
        planned.left_out.push(LeftOut { track: index, name, reason });
        made
    }

    /// As many tracks as anybody has, with the longest and the strangest titles.
    pub fn many() -> Self {
        let titles: Vec<(String, &str, u64)> = (0..500)
            .map(|index| match index % 5 {
                0 => (format!("{index} {}", "a very long title ".repeat(12)), "Somebody", 260),
                1 => (format!("\u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{5e8}\u{5d1} {index}"), "\u{5d0}\u{5d5}\u{5e8}", 240),
                2 => (format!("\u{1f30a}\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} wave\u{7}{index}"), "", 250),
                3 => ("W".repeat(200), "", 255),
                _ => (format!("Plain {index}"), "Nobody", 245),
            })
            .collect();
        Self::of(&titles)
    }

    /// A list of built-in music alone.
    pub fn built_in() -> Self {
        let mut made = Self::of(&[]);
        let collection = made.collection.as_mut().unwrap();
        let source = TrackSource::Soundscape { name: "tidewater".to_owned(), seed: 11 };
        collection.playlist.tracks = vec![Track::plain(source, (1, 1))];
        collection.playlist.title = "Tidewater".to_owned();
        collection.found = vec![Found::Soundscape];
        let plan = &mut made.planned.as_mut().unwrap().plan;
        plan.pieces = vec![Piece { start: Duration::ZERO, trim: Duration::ZERO, join: Join::Gapless, ..bed() }];
        made
    }

    pub fn shown(&self) -> Shown<'_> {
        Shown {
            collection: self.collection.as_ref(),
            progress: self.progress.as_ref().map(|(done, of, name)| (*done, *of, name.as_str())),
            planned: self.planned.as_ref(),
            wishes: self.wishes.as_ref(),
            trouble: self.trouble.as_deref(),
            at: self.at,
            fixed: self.fixed,
            in_session: self.in_session,
            auditioning: self.auditioning,
            may_audition: self.may_audition,
            look: self.look.as_ref(),
            shade: self.shade,
            thumb: self.thumb,
            locks: false,
            marks: &self.marks,
            wall: DateTime::parse_from_rfc3339("2026-11-22T09:42:00+01:00").unwrap(),
        }
    }
}

/// A folder with so many folders and two lists in it.
pub fn look(folders: usize) -> Look {
    Look {
        here: "Evening music".to_owned(),
        parent: Some(PathBuf::from("places")),
        folders: (0..folders)
            .map(|index| (format!("Album {index}"), PathBuf::from(format!("places/evening/{index}"))))
            .collect(),
        lists: ["slow.m3u8", "deep.xspf"]
            .map(|name| (name.to_owned(), PathBuf::from("places/evening").join(name)))
            .into(),
        music: 12,
        path: PathBuf::from("places/evening"),
    }
}
