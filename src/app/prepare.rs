//! What must be ready before a session: the music, listened through and planned from a playlist.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::audio::decode::{self, DecodeError, Stream};
use crate::config::problem::Problem;
use crate::cue::Material;
use crate::music::library::{self, Cache, Cancelled, Collection, Heard, TrackFacts, Watch};
use crate::music::loudness::Meter;
use crate::music::plan::{self, Planned, Wishes};
use crate::music::playlist::{Playlist, TrackSource};

/// Samples of both channels that go from decoding to measuring at once; below what an allocator asks the system for.
const BLOCK: usize = 1 << 14;
/// Blocks that may wait to be measured.
const WAITING: usize = 16;
/// It is told how much of a file was heard whenever so much more was.
const STEP: Duration = Duration::from_secs(15);

/// The folder in which is kept what was heard of files, in the folder of all data.
#[must_use]
pub fn library_folder(data: &Path) -> PathBuf {
    data.join("library")
}

/// The music of `playlist` for `target`, with another seed for built-in music if one is given.
///
/// Decodes every file to its end that is not known from `library_folder`, so it takes a while where there are files.
///
/// # Errors
///
/// A sentence that names what cannot be played.
pub fn plan(
    playlist: &Playlist,
    target: Duration,
    seed: Option<u64>,
    library_folder: Option<&Path>,
) -> Result<Planned, String> {
    let collection = collect(playlist, library_folder, &|_| true).map_err(|cancelled| cancelled.to_string())?;
    let mut planned = plan::plan(&collection, &Wishes::lasting(target)).map_err(|problem| problem.to_string())?;
    for piece in &mut planned.plan.pieces {
        if let (Material::Soundscape { seed: own, .. }, Some(seed)) = (&mut piece.material, seed) {
            *own = seed;
        }
    }
    Ok(planned)
}

/// Listens through the files of a list that are not known from `library_folder`, on all cores.
///
/// A folder that cannot be written is as good as none.
///
/// # Errors
///
/// [`Cancelled`], as soon as `watch` says `false`.
pub fn collect(playlist: &Playlist, library_folder: Option<&Path>, watch: Watch<'_>) -> Result<Collection, Cancelled> {
    let has_files = takes_a_while(playlist);
    let cache = library_folder.filter(|_| has_files).and_then(Cache::open);
    let found = library::scan(playlist, &probe, cache.as_ref(), watch)?;
    Ok(Collection { playlist: playlist.clone(), found })
}

/// Whether planning has to decode files.
#[must_use]
pub fn takes_a_while(playlist: &Playlist) -> bool {
    playlist.tracks.iter().any(|track| matches!(track.source, TrackSource::File(_)))
}

/// Decodes a file to its end and measures it, on two cores.
///
/// # Errors
///
/// What is wrong with it, in words that begin with its name; or that nobody waited.
pub fn probe(path: &Path, heard: Heard<'_>) -> Result<TrackFacts, String> {
    let mut stream = Stream::open(path, Duration::ZERO).map_err(|error| error.to_string())?;
    let rate = stream.rate();
    let tags = decode::tags(path);
    let mut meter = Meter::new(rate)?;
    let (decoded, channels) = thread::scope(|scope| {
        let (send, blocks) = mpsc::sync_channel(WAITING);
        let decoding = thread::Builder::new()
            .name("decoder".to_owned())
            .spawn_scoped(scope, move || (give(&mut stream, &send), stream.channels()))
            .map_err(|error| format!("{} cannot be decoded now ({error})", path.display()))?;
        measure(&mut meter, blocks, rate, heard)?;
        decoding.join().map_err(|_| format!("{} cannot be decoded (the decoder gave up)", path.display()))
    })?;
    decoded.map_err(|error| error.to_string())?;
    let frames = meter.frames();
    if frames == 0 {
        return Err(DecodeError::Empty { path: path.to_owned() }.to_string());
    }
    Ok(TrackFacts {
        rate,
        channels,
        frames,
        duration: Duration::from_secs_f64(frames as f64 / f64::from(rate)),
        title: tags.title,
        artist: tags.artist,
        album: tags.album,
        replay_gain: tags.replay_gain,
        loudness: meter.finish(),
    })
}

/// Ends early, without an error, when nobody takes the blocks any more.
fn give(stream: &mut Stream, send: &mpsc::SyncSender<Vec<f32>>) -> Result<(), DecodeError> {
    let mut block = Vec::with_capacity(BLOCK);
    loop {
        let more = stream.next(&mut block)?;
        if block.len() + BLOCK / 4 >= BLOCK || !more {
            let full = std::mem::replace(&mut block, Vec::with_capacity(BLOCK));
            if send.send(full).is_err() || !more {
                return Ok(());
            }
        }
    }
}

fn measure(meter: &mut Meter, blocks: mpsc::Receiver<Vec<f32>>, rate: u32, heard: Heard<'_>) -> Result<(), String> {
    let mut told = Duration::ZERO;
    for block in blocks {
        meter.add(&block);
        let now = Duration::from_secs(meter.frames() / u64::from(rate.max(1)));
        if now >= told + STEP {
            told = now;
            if !heard(now) {
                return Err("nobody waited for the rest".to_owned());
            }
        }
    }
    Ok(())
}

/// Problems as lines.
#[must_use]
pub fn lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
