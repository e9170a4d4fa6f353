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
