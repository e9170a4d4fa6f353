//! What should be audible now: the one type that session and audio share.
//!
//! The session derives a [`Cue`] from its state; the audio side makes the sound follow it. A cue never says
//! "do this now", it says "this is how it should be", so that hearing the same cue twice changes nothing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::units::{Decibels, Moment};

/// Everything that should be audible at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// The music; `None` is silence, reached by a ramp.
    pub music: Option<Music>,
    /// The therapist's volume, in dB, never above the cap of the sound check.
    pub volume: Decibels,
    /// The music steps back so that somebody can be heard.
    pub duck: bool,
    /// What sounds over the music next, in order of time and ahead of it. Each is played once.
    pub chimes: Vec<ChimeAt>,
}

impl Cue {
    /// Nothing sounds and nothing is due.
    #[must_use]
    pub fn silence() -> Self {
        Self { music: None, volume: Decibels::BEFORE_SOUND_CHECK, duck: false, chimes: Vec::new() }
    }
}

/// Which music, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Music {
    /// Changes exactly when the audio side must seek; while it stays, the output's own clock leads.
    pub generation: u64,
    /// What plays, piece after piece.
    pub plan: Arc<Plan>,
    /// Where this generation begins.
    pub from: Position,
    /// How long the fade-in of this generation takes.
    pub fade_in: Duration,
    /// `Some(over)`: faded to silence, or on the way there, within `over`; the music waits, it does not run on.
    pub faded: Option<Duration>,
}

/// A place in a plan: which piece, and how far into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Index into [`Plan::pieces`].
    pub piece: usize,
    /// Time since the piece's own start in the plan (its trimmed beginning, not the file's).
    pub offset: Duration,
}

/// The music of one session, from the anchor to the bed that lasts until it is ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Anchor to the beginning of the bed.
    pub target: Duration,
    /// What plays, in order; the last one is endless.
    pub pieces: Vec<Piece>,
    /// The arc: level against the peak at points of plan time, a raised cosine between points.
    pub arc: Vec<(Duration, Decibels)>,
    /// Where the stages begin, in plan time, in order.
    pub stages: Vec<(Duration, Stage)>,
    /// Name of the playlist it was made from; empty if there is none.
    pub playlist: String,
    /// What the therapist changed in the built-in music, in order of time.
    pub nudges: Vec<Nudge>,
}

/// From a moment on, the built-in music is more or less intense or warm than written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nudge {
    /// Plan time at which the change begins; it takes 3 s.
    pub at: Duration,
    /// Offset to the written intensity (0 to 1) from then on, −0.2 to 0.2; not added to earlier ones.
    pub intensity: f32,
    /// Offset to the written warmth (0 to 1) from then on, −0.3 to 0.3; not added to earlier ones.
    pub warmth: f32,
}

impl Plan {
    /// The time since the anchor at which `position` is reached if nothing is steered.
    #[must_use]
    pub fn time_of(&self, position: Position) -> Duration {
        self.pieces.get(position.piece).map_or(Duration::ZERO, |piece| piece.start.saturating_add(position.offset))
    }

    /// Where the music is `since` the anchor if nothing is steered.
    #[must_use]
    pub fn position_at(&self, since: Duration) -> Position {
        let piece = self.pieces.iter().rposition(|piece| piece.start <= since).unwrap_or(0);
        let start = self.pieces.get(piece).map_or(Duration::ZERO, |piece| piece.start);
        Position { piece, offset: since.saturating_sub(start) }
    }

    /// Whether music that follows `old` and sounds in its piece of that index can follow this plan without a seek.
    #[must_use]
    pub fn goes_on_from(&self, old: &Self, piece: usize) -> bool {
        let same =
            |(new, old): (&Piece, &Piece)| (&new.material, new.start, new.trim) == (&old.material, old.start, old.trim);
        let known = old.pieces.len().min(self.pieces.len()) > piece;
        known && self.pieces.iter().zip(&old.pieces).take(piece + 1).all(same)
    }

    /// The stage at a time since the anchor.
    #[must_use]
    pub fn stage_at(&self, since: Duration) -> Stage {
        self.stages.iter().rev().find(|(start, _)| *start <= since).map_or(Stage::Hold, |(_, stage)| *stage)
    }

    /// The arc's level at a time since the anchor.
    #[must_use]
    pub fn level_at(&self, since: Duration) -> Decibels {
        let Some((first, last)) = self.arc.first().zip(self.arc.last()) else { return Decibels::UNITY };
        if since <= first.0 {
            return first.1;
        }
        let next = self.arc.iter().zip(self.arc.iter().skip(1)).find(|(_, to)| since < to.0);
        let Some((from, to)) = next else { return last.1 };
        let span = (to.0 - from.0).as_secs_f64();
        let part = (since - from.0).as_secs_f64() / span;
        let eased = 0.5 - 0.5 * (std::f64::consts::PI * part).cos();
        Decibels(from.1.0 + (to.1.0 - from.1.0) * eased as f32)
    }
}

/// How the therapist turns the music to other material.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// On to the next track, or the next stage of the built-in music.
    Next,
    /// To the beginning of this track, or, near it, to the track before.
    Back,
    /// To more intense music.
    Deeper,
    /// To less intense music.
    Lighter,
    /// Longer here: the music of this moment goes on.
    Stay,
}

impl Turn {
    /// All of them, in the order of the buttons.
    pub const ALL: [Self; 5] = [Self::Deeper, Self::Lighter, Self::Stay, Self::Next, Self::Back];

    /// The word in files and records.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Back => "back",
            Self::Deeper => "deeper",
            Self::Lighter => "lighter",
            Self::Stay => "stay",
        }
    }

    /// The words on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Next => "Next",
            Self::Back => "Back",
            Self::Deeper => "Deeper",
            Self::Lighter => "Lighter",
            Self::Stay => "Stay here",
        }
    }
}

/// One stretch of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What is shown to the therapist.
    pub title: String,
    /// Where the sound comes from.
    pub material: Material,
    /// When it begins, since the anchor.
    pub start: Duration,
    /// How long it is in the plan; `None` is endless. A gapless piece plays to its file's own end.
    pub length: Option<Duration>,
    /// How much of a file's beginning is left out; for built-in music, the time of its score with which it begins.
    pub trim: Duration,
    /// Gain of this piece before the arc.
    pub gain: Decibels,
    /// How it joins the piece before it.
    pub join: Join,
}

/// Where a piece's sound comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Material {
    /// A file that was decoded and hashed when the plan was made.
    File {
        /// Where it lies.
        path: PathBuf,
        /// SHA-256 of its bytes, lower-case hex.
        sha256: String,
    },
    /// The built-in music: a pure function of name, seed and plan time.
    Soundscape {
        /// Name of the piece, such as `tidewater`.
        name: String,
        /// Seed of everything chance decides in it.
        seed: u64,
    },
}

/// How a piece joins the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// Sample after sample, nothing between.
    Gapless,
    /// Equal-power crossfade of this length, which begins at the piece's start.
    Crossfade(Duration),
}

/// The part of the journey that the music carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Tablet in the mouth, before effects.
    Hold,
    /// First effects.
    Onset,
    /// Effects grow.
    Building,
    /// The plateau.
    Peak,
    /// Effects wane.
    Reentry,
    /// Nearly back.
    Return,
    /// The overrun bed, until it is ended.
    Bed,
}

impl Stage {
    /// All stages in order.
    pub const ALL: [Self; 7] =
        [Self::Hold, Self::Onset, Self::Building, Self::Peak, Self::Reentry, Self::Return, Self::Bed];

    /// The word in files and records.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Onset => "onset",
            Self::Building => "building",
            Self::Peak => "peak",
            Self::Reentry => "reentry",
            Self::Return => "return",
            Self::Bed => "bed",
        }
    }

    /// The word on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Reentry => "re-entry",
            other => other.key(),
        }
    }
}

/// A soft sound over the music.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chime {
    /// A breath in begins.
    BreathIn,
    /// A breath out begins.
    BreathOut,
    /// Swish gently.
    Swish,
    /// One minute of the hold is left.
    OneMinute,
    /// Ten seconds of the hold are left.
    TenSeconds,
    /// Spit now.
    Spit,
}

/// A chime with the moment at which its sound begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChimeAt {
    /// When it begins to be heard.
    pub at: Moment,
    /// Which one.
    pub chime: Chime,
}
