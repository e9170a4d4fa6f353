//! What a therapist should know of a track before it plays, in plain words.

use std::time::Duration;

use crate::music::library::Found;
use crate::music::playlist::Track;

/// A track shorter than this hardly carries anybody.
const SHORT: Duration = Duration::from_secs(45);
/// Silence longer than this at an end is heard as a hole.
const HOLE: Duration = Duration::from_secs(4);
/// Softer than this no gain brings it up without its noise, LUFS.
const SOFT: f32 = -38.0;
/// More than this from soft to loud startles, LU.
const WIDE: f32 = 20.0;
/// The loudness of what never passes the gate, LUFS.
const GATE: f32 = -70.0;

/// What is wrong with a track, one short sentence each, the gravest first.
pub(super) fn warnings(found: &Found, track: &Track) -> Vec<String> {
    let facts = match found {
        Found::Unusable(reason) => return vec![reason.clone()],
        Found::Soundscape => return Vec::new(),
        Found::File { facts, .. } => facts,
    };
    let mut said = Vec::new();
    let loudness = &facts.loudness;
    let measured = !loudness.strip.is_empty();
    if measured && loudness.integrated <= GATE {
        said.push("Silent from beginning to end".to_owned());
        return said;
    }
    match loudness.clipped {
        0 => {}
        1 => said.push("Clipped in one place".to_owned()),
        places => said.push(format!("Clipped in {places} places")),
    }
    if facts.duration < SHORT {
        said.push(format!("Only {} s long", facts.duration.as_secs()));
    }
    if loudness.head > HOLE + track.trim_start {
        said.push(format!("Begins with {} s of silence", loudness.head.as_secs()));
    }
    if loudness.tail > HOLE + track.trim_end {
        said.push(format!("Ends with {} s of silence", loudness.tail.as_secs()));
    }
    if measured && loudness.integrated < SOFT {
        said.push(format!("Very soft, {:.0} LUFS", loudness.integrated).replace('-', "\u{2212}"));
    }
    if measured && loudness.range > WIDE {
        said.push(format!("Very soft and very loud, {:.0} LU apart", loudness.range));
    }
    said
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::music::library::{Loudness, TrackFacts};
    use crate::music::playlist::TrackSource;

    fn said(change: impl FnOnce(&mut TrackFacts)) -> Vec<String> {
        let loudness = Loudness { integrated: -20.0, strip: vec![-20; 300], ..Loudness::default() };
        let mut facts = TrackFacts { duration: Duration::from_secs(300), loudness, ..TrackFacts::default() };
        change(&mut facts);
        let track = Track::plain(TrackSource::File(PathBuf::from("a.flac")), (1, 1));
        warnings(&Found::File { sha256: String::new(), facts }, &track)
    }

    #[test]
    fn a_sound_track_has_no_warning_and_an_unsound_one_says_each() {
        assert!(said(|_| ()).is_empty());
        assert_eq!(said(|facts| facts.duration = Duration::from_secs(12)), ["Only 12 s long"]);
        let ends = said(|facts| {
            facts.loudness.clipped = 3;
            facts.loudness.tail = Duration::from_secs(9);
        });
        assert_eq!(ends, ["Clipped in 3 places", "Ends with 9 s of silence"]);
        assert_eq!(said(|facts| facts.loudness.integrated = -70.0), ["Silent from beginning to end"]);
        assert_eq!(said(|facts| facts.loudness.integrated = -44.0), ["Very soft, \u{2212}44 LUFS"]);
    }

    #[test]
    fn what_was_not_measured_is_not_blamed() {
        assert!(said(|facts| facts.loudness = Loudness { integrated: -70.0, ..Loudness::default() }).is_empty());
    }
}
