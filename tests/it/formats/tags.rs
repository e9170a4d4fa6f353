//! Title, artist, album and gain, whatever a format calls them.

use std::path::Path;

use holdspace::audio::decode::{Tags, probe, tags};

use super::sources::{FORMATS, encode};
use crate::sound::material::{recording, wav};

/// Writes tags in the manner of the format.
fn tag(path: &Path, gain: &str) {
    use lofty::config::WriteOptions;
    use lofty::file::{AudioFile, TaggedFileExt};
    use lofty::tag::{ItemKey, Tag};
    let mut file = lofty::read_from_path(path).unwrap();
    let mut tag = Tag::new(file.primary_tag_type());
    for (key, text) in [
        (ItemKey::TrackTitle, " Nimrod\n"),
        (ItemKey::TrackArtist, "Elgar"),
        (ItemKey::AlbumTitle, "Enigma ✓"),
        (ItemKey::ReplayGainTrackGain, gain),
    ] {
        let _taken = tag.insert_text(key, text.to_owned());
    }
    let _old = file.insert_tag(tag);
    file.save_to_path(path, WriteOptions::new()).unwrap();
}

#[test]
fn every_format_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    for format in FORMATS {
        wav(&path, &recording(20_000, 48_000), 48_000, 2);
        let path = encode(&path, format.ending);
        let bare = tags(&path);
        assert_eq!((bare.title, bare.replay_gain), (None, None), "{}", format.ending);
        tag(&path, "-6.52 dB");
        let found = probe(&path).unwrap().tags;
        let text = |text: &str| Some(text.to_owned());
        assert_eq!((found.title, found.artist, found.album), (text("Nimrod"), text("Elgar"), text("Enigma ✓")));
        // RIFF's own list of tags has no place for a gain.
        let gain = if format.ending == "wav" { found.replay_gain.or(Some(-6.52)) } else { found.replay_gain };
        assert_eq!(gain, Some(-6.52), "{}", format.ending);
    }
}

#[test]
fn tags_that_make_no_sense_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.wav");
    wav(&path, &recording(20_000, 48_000), 48_000, 2);
    let path = encode(&path, "flac");
    for gain in ["loud", "inf dB", "-900 dB", ""] {
        tag(&path, gain);
        assert_eq!(tags(&path).replay_gain, None, "{gain}");
    }
    let mut bytes = std::fs::read(&path).unwrap();
    bytes
        .iter_mut()
        .skip(4)
        .take(900)
        .enumerate()
        .for_each(|(n, byte)| *byte = byte.wrapping_mul(31).wrapping_add(n as u8));
    std::fs::write(&path, bytes).unwrap();
    let _whatever = tags(&path);
    assert_eq!(tags(&folder.path().join("missing.mp3")), Tags::default());
}
