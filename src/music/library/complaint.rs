//! What to say of a track before the session, in plain words.

use std::fmt;
use std::time::Duration;

use super::{Found, TrackFacts};
use crate::music::loudness::{SILENCE, SOFTEST};
use crate::music::playlist::Track;

/// A shorter track is hardly one.
const SHORT: Duration = Duration::from_secs(30);
/// Silence is worth a word when it is longer.
const LONG_SILENCE: Duration = Duration::from_secs(3);
/// The least that must be left between the trims.
const LEAST_LEFT: Duration = Duration::from_millis(100);
/// In LUFS: below this, bringing music to a usual level brings up its noise.
const QUIET: f32 = -40.0;
/// In samples per second: below this, music has no air.
const DULL_RATE: u32 = 32_000;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It plays; somebody may want to know.
    WorthKnowing,
    /// It cannot play as it is written.
    CannotPlay,
}

/// One thing to say of a track; shown as the end of a sentence that begins with its name.
#[derive(Clone, Debug, PartialEq)]
pub enum Complaint {
    /// It is missing, broken, protected or of an unknown kind; the words say which.
    Unusable(String),
    /// The trims leave nothing of so long a file.
    NothingLeft(Duration),
    /// It is not over −60 dBFS anywhere.
    Silent,
    /// It lasts less than 30 s.
    Short(Duration),
    /// So much silence is at its beginning, beyond its trim.
    SilentHead(Duration),
    /// So much silence is at its end, beyond its trim.
    SilentTail(Duration),
    /// So many places are clipped.
    Clipped(u32),
    /// Its true peak is over full scale, in dBTP.
    Over(f32),
    /// It is very soft, in LUFS.
    Quiet(f32),
    /// It has one channel.
    Mono,
    /// It has so few samples per second.
    LowRate(u32),
}

impl Complaint {
    /// How much it matters.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Unusable(_) | Self::NothingLeft(_) => Severity::CannotPlay,
            Self::Silent
            | Self::Short(_)
            | Self::SilentHead(_)
            | Self::SilentTail(_)
            | Self::Clipped(_)
            | Self::Over(_)
            | Self::Quiet(_)
            | Self::Mono
            | Self::LowRate(_) => Severity::WorthKnowing,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::Unusable(reason) if reason == "is not there" => "put the file there, or take it out of the list",
            // These words say already what to do.
            Self::Unusable(reason) if reason.contains("; ") => "or take it out of the list",
            Self::Unusable(_) => "put a whole file in its place, or take it out of the list",
            Self::NothingLeft(_) => "write a smaller trim_start_s or trim_end_s",
            Self::Silent => "take it out of the list, unless silence is meant",
            Self::Short(_) => "put longer music in its place, or leave it as a bridge",
            Self::SilentHead(length) => return format!("trim_start_s = {} leaves it out", tenths(*length)),
            Self::SilentTail(length) => return format!("trim_end_s = {} leaves it out", tenths(*length)),
            Self::Clipped(_) => "listen to it; another edition may be cleaner",
            Self::Over(_) => "nothing to do: the limiter keeps it at -2 dBTP",
            Self::Quiet(_) => "listen to it: what brings it up brings up its noise",
            Self::Mono => "nothing to do, if that is meant",
            Self::LowRate(_) => "look for a better copy",
        }
        .to_owned()
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable(reason) => f.write_str(reason),
            Self::NothingLeft(length) => {
                write!(f, "lasts {:.1} s and nothing is left of it between its trims", length.as_secs_f64())
            }
            Self::Silent => f.write_str("is silent from its beginning to its end"),
            Self::Short(length) => write!(f, "lasts only {:.1} s", length.as_secs_f64()),
            Self::SilentHead(length) => write!(f, "begins with {} s of silence", tenths(*length)),
            Self::SilentTail(length) => write!(f, "ends with {} s of silence", tenths(*length)),
            Self::Clipped(1) => f.write_str("is clipped in one place"),
            Self::Clipped(places) => write!(f, "is clipped in {places} places"),
            Self::Over(peak) => write!(f, "peaks {peak:.1} dB over full scale between its samples"),
            Self::Quiet(loudness) => write!(f, "is very soft ({loudness:.0} LUFS)"),
            Self::Mono => f.write_str("is mono, the same on both sides"),
            Self::LowRate(rate) => write!(f, "has only {rate} samples per second and sounds dull"),
        }
    }
}

/// All there is to say of a track, the worst first.
#[must_use]
pub fn complaints(found: &Found, track: &Track) -> Vec<Complaint> {
    match found {
        Found::Soundscape => Vec::new(),
        Found::Unusable(reason) => vec![Complaint::Unusable(reason.clone())],
        Found::File { facts, .. } => of_facts(facts, track),
    }
}

fn of_facts(facts: &TrackFacts, track: &Track) -> Vec<Complaint> {
    let left = facts.duration.saturating_sub(track.trim_start + track.trim_end);
    if left < LEAST_LEFT {
        return vec![Complaint::NothingLeft(facts.duration)];
    }
    let mut all = Vec::new();
    let mut say = |when: bool, complaint: Complaint| all.extend(when.then_some(complaint));
    let loudness = &facts.loudness;
    // What was not measured has no strip.
    let measured = !loudness.strip.is_empty();
    let gated = facts.duration > Duration::from_secs(1) && loudness.integrated <= SOFTEST;
    let nothing = gated || loudness.true_peak <= 20.0 * SILENCE.log10();
    say(left < SHORT, Complaint::Short(left));
    if measured && nothing {
        say(true, Complaint::Silent);
    } else if measured {
        // A join goes through silence as it goes through sound.
        let head = if track.gapless { Duration::ZERO } else { loudness.head };
        say(head.saturating_sub(track.trim_start) > LONG_SILENCE, Complaint::SilentHead(head));
        say(loudness.tail.saturating_sub(track.trim_end) > LONG_SILENCE, Complaint::SilentTail(loudness.tail));
        say(loudness.clipped > 0, Complaint::Clipped(loudness.clipped));
        say(loudness.true_peak > 0.0, Complaint::Over(loudness.true_peak));
        say(loudness.integrated < QUIET, Complaint::Quiet(loudness.integrated));
    }
    say(facts.channels == 1, Complaint::Mono);
    say(facts.rate > 0 && facts.rate < DULL_RATE, Complaint::LowRate(facts.rate));
    all
}

/// Seconds, rounded down so that a trim of so much takes no sound.
fn tenths(time: Duration) -> String {
    format!("{:.1}", (time.as_millis() / 100) as f64 / 10.0)
}
