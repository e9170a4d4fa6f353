//! Where the sections lie in time, and which minute of the written journey it is.
//!
//! Everything here is causal: what holds at a time depends on the stages that began up to then and on nothing
//! that comes later. A stage that is moved while it is still to come changes nothing that was heard.
//!
//! Within a stage the written minutes pass at its pace, then stand still at its end: a stage that lasts longer
//! goes on with its own phrases. Where a stage ends sooner, its missing minutes pass within one minute.

use std::time::Duration;

use super::Shape;
use super::air::ease;
use crate::cue::{Nudge, Stage};
use crate::music::arc::first_minute;

/// One breath in seconds, half in, half out; everything slow hangs on it.
pub const BREATH: f64 = 11.0;
/// The written minute at which the second half of the peak begins.
const SECOND_HALF: f64 = 40.0;
/// Seconds of a written minute in a journey of 75 minutes.
const MINUTE: f64 = 60.0;
/// The quickest and the slowest pace, against the written one.
const PACES: (f64, f64) = (0.2, 3.0);
/// How long a nudge takes, in seconds.
const NUDGE: f64 = 3.0;
/// No stage begins later than this, in seconds: a day.
const LATEST: f64 = 86_400.0;

/// A part of the journey with a grammar of its own: a stage, or half of the peak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Waiting, without a third.
    Hold,
    /// First effects: the key appears.
    Onset,
    /// Growth by chords and register.
    Building,
    /// The peak's first half, one fifth down.
    PeakA,
    /// The peak's second half, the lowest place.
    PeakB,
    /// The way back, with a harp.
    Reentry,
    /// Home.
    Return,
    /// Endless.
    Bed,
}

impl Section {
    /// All sections in order.
    pub const ALL: [Self; 8] =
        [Self::Hold, Self::Onset, Self::Building, Self::PeakA, Self::PeakB, Self::Reentry, Self::Return, Self::Bed];

    /// Whether this is one of the peak's halves.
    #[must_use]
    pub fn is_peak(self) -> bool {
        matches!(self, Self::PeakA | Self::PeakB)
    }

    /// The stage it belongs to.
    #[must_use]
    pub fn stage(self) -> Stage {
        match self {
            Self::Hold => Stage::Hold,
            Self::Onset => Stage::Onset,
            Self::Building => Stage::Building,
            Self::PeakA | Self::PeakB => Stage::Peak,
            Self::Reentry => Stage::Reentry,
            Self::Return => Stage::Return,
            Self::Bed => Stage::Bed,
        }
    }

    /// The section with which a stage begins.
    fn opening(stage: Stage) -> Self {
        match stage {
            Stage::Hold => Self::Hold,
            Stage::Onset => Self::Onset,
            Stage::Building => Self::Building,
            Stage::Peak => Self::PeakA,
            Stage::Reentry => Self::Reentry,
            Stage::Return => Self::Return,
            Stage::Bed => Self::Bed,
        }
    }
}

/// The way from the anchor to the bed, through the stages of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    legs: Vec<Leg>,
    nudges: Vec<Offset>,
}

/// A stage as it lies in time.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Leg {
    /// Seconds since the anchor.
    start: f64,
    stage: Stage,
    /// The written minute at which it begins, and that of the stage after it.
    minutes: (f64, f64),
    /// Seconds of a written minute.
    pace: f64,
    /// Minutes by which the stage before it fell short of its end.
    behind: f64,
}

impl Leg {
    /// The stage from `start` on, entered at the written minute `from`, or without any before it.
    fn new(stage: Stage, start: f64, from: Option<f64>) -> Self {
        let first = first_minute(stage);
        let next = Stage::ALL.get(stage as usize + 1).map_or(f64::INFINITY, |next| first_minute(*next));
        // As fast as everything up to here went on average; nothing went yet before the first stage.
        let pace = if first > 0.0 { (start / first / MINUTE).clamp(PACES.0, PACES.1) } else { 1.0 };
        let behind = from.map_or(0.0, |from| first - from);
        Self { start, stage, minutes: (first, next), pace: pace * MINUTE, behind }
    }

    /// The written minute at a time in it.
    fn minute(&self, time: f64) -> f64 {
        let (first, next) = self.minutes;
        let passed = (time - self.start) / self.pace;
        (first + passed).min(next) - self.behind * (1.0 - ease(passed))
    }
}

/// Offsets to intensity and warmth from a time on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Offset {
    /// Seconds since the anchor.
    at: f64,
    from: (f64, f64),
    to: (f64, f64),
}

impl Offset {
    fn value(&self, time: f64) -> (f64, f64) {
        let part = ease((time - self.at) / NUDGE);
        let between = |from: f64, to: f64| from + (to - from) * part;
        (between(self.from.0, self.to.0), between(self.from.1, self.to.1))
    }
}

impl Journey {
    /// The journey of a shape. Stages need not be complete nor in order; without any the bed plays from the start.
    pub fn new(shape: &Shape) -> Self {
        Self { legs: legs(&shape.stages), nudges: offsets(&shape.nudges) }
    }

    /// The written minute at a time in seconds.
    pub fn minute(&self, time: f64) -> f64 {
        let begun = self.legs.partition_point(|leg| leg.start <= time);
        self.legs.get(begun.saturating_sub(1)).map_or(0.0, |leg| leg.minute(time))
    }

    /// What the therapist adds to intensity and warmth at a time in seconds.
    pub fn nudged(&self, time: f64) -> (f64, f64) {
        let begun = self.nudges.partition_point(|offset| offset.at <= time);
        begun.checked_sub(1).and_then(|last| self.nudges.get(last)).map_or((0.0, 0.0), |offset| offset.value(time))
    }

    /// The sections and when they begin, in seconds; the first begins at the anchor, the last is endless.
    pub fn sections(&self) -> Vec<(f64, Section)> {
        let mut sections = Vec::new();
        for (number, leg) in self.legs.iter().enumerate() {
            sections.push((leg.start, Section::opening(leg.stage)));
            let second = leg.start + (SECOND_HALF - leg.minutes.0) * leg.pace;
            let end = self.legs.get(number + 1).map_or(f64::INFINITY, |next| next.start);
            if leg.stage == Stage::Peak && second < end {
                sections.push((second, Section::PeakB));
            }
        }
        sections
    }

    /// When the last section begins, in seconds.
    pub fn last(&self) -> f64 {
        self.sections().last().map_or(0.0, |(start, _)| *start)
    }

    /// How many seconds a written minute takes at a time in seconds.
    pub fn pace(&self, time: f64) -> f64 {
        let begun = self.legs.partition_point(|leg| leg.start <= time);
        self.legs.get(begun.saturating_sub(1)).map_or(MINUTE, |leg| leg.pace)
    }

    /// Whether the other journey is the same up to a time in seconds.
    pub fn agrees(&self, other: &Self, until: f64) -> bool {
        let legs = |of: &Self| of.legs.iter().take_while(|leg| leg.start < until).copied().collect::<Vec<_>>();
        let nudges = |of: &Self| of.nudges.iter().take_while(|offset| offset.at < until).copied().collect::<Vec<_>>();
        legs(self) == legs(other) && nudges(self) == nudges(other)
    }
}

fn legs(stages: &[(Duration, Stage)]) -> Vec<Leg> {
    let mut stages: Vec<(f64, Stage)> =
        stages.iter().map(|(start, stage)| (start.as_secs_f64().min(LATEST), *stage)).collect();
    stages.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut legs: Vec<Leg> = Vec::new();
    for (number, (start, stage)) in stages.iter().enumerate() {
        // Of stages that begin at once the last one plays; a stage that follows itself goes on.
        let replaced = stages.get(number + 1).is_some_and(|(next, _)| next == start);
        let before = legs.last();
        if replaced || before.is_some_and(|before| before.stage == *stage) {
            continue;
        }
        let start = if before.is_some() { *start } else { 0.0 };
        let from = before.map(|before| before.minute(start));
        legs.push(Leg::new(*stage, start, from));
    }
    if legs.is_empty() {
        legs.push(Leg::new(Stage::Bed, 0.0, None));
    }
    legs
}

fn offsets(nudges: &[Nudge]) -> Vec<Offset> {
    let mut nudges = nudges.to_vec();
    nudges.sort_by_key(|nudge| nudge.at);
    let mut offsets: Vec<Offset> = Vec::new();
    for nudge in nudges {
        let at = nudge.at.as_secs_f64();
        let within = |value: f32, most: f32| if value.is_nan() { 0.0 } else { f64::from(value.clamp(-most, most)) };
        let from = offsets.last().map_or((0.0, 0.0), |before| before.value(at));
        offsets.push(Offset { at, from, to: (within(nudge.intensity, 0.2), within(nudge.warmth, 0.3)) });
    }
    offsets
}
