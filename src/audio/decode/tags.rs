//! What a file says of itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use lofty::config::{ParseOptions, ParsingMode};
use lofty::file::TaggedFileExt;
use lofty::probe::Probe;
use lofty::tag::{ItemKey, Tag};

/// Letters kept of a tag.
const LONGEST: usize = 300;

/// Title, artist, album and gain, where a file names them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags {
    /// Title.
    pub title: Option<String>,
    /// Artist.
    pub artist: Option<String>,
    /// Album.
    pub album: Option<String>,
    /// ReplayGain of the track in dB, towards −18 LUFS.
    pub replay_gain: Option<f32>,
}

/// Reads the tags of a file; nothing where there are none or they make no sense.
#[must_use]
pub fn tags(path: &Path) -> Tags {
    catch_unwind(AssertUnwindSafe(|| read(path))).ok().flatten().unwrap_or_default()
}

fn read(path: &Path) -> Option<Tags> {
    let mut options = ParseOptions::new();
    let options = options.read_properties(false).read_cover_art(false).parsing_mode(ParsingMode::Relaxed);
    let file = Probe::open(path).ok()?.options(options).guess_file_type().ok()?.read().ok()?;
    let text = |key: ItemKey| ordered(&file).find_map(|tag| tag.get_string(key).and_then(tidy));
    let gain = |key: ItemKey| ordered(&file).find_map(|tag| tag.get_string(key).and_then(number));
    // R128 gains are in 1/256 dB towards −23 LUFS (RFC 7845).
    let r128 = || gain(ItemKey::R128TrackGain).map(|steps| steps / 256.0 + 5.0);
    Some(Tags {
        title: text(ItemKey::TrackTitle),
        artist: text(ItemKey::TrackArtist),
        album: text(ItemKey::AlbumTitle),
        replay_gain: gain(ItemKey::ReplayGainTrackGain).or_else(r128).filter(|gain| gain.abs() <= 60.0),
    })
}

/// The tag usual for the format first.
fn ordered<F: TaggedFileExt>(file: &F) -> impl Iterator<Item = &Tag> {
    file.primary_tag().into_iter().chain(file.tags())
}

fn tidy(text: &str) -> Option<String> {
    let text: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(LONGEST).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The number that “-6.5 dB” begins with.
fn number(text: &str) -> Option<f32> {
    let end = text.trim().find(|letter: char| !"+-.0123456789".contains(letter)).unwrap_or(text.trim().len());
    text.trim().get(..end)?.parse().ok().filter(|number: &f32| number.is_finite())
}
