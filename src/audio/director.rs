//! Reads a cue and says what the feeder and the mixer have to do about it.

use std::sync::Arc;
use std::time::Duration;

use super::feeder::Request;
use crate::cue::{Chime, ChimeAt, Cue, Plan};
use crate::units::{Decibels, Moment};

/// Points of an arc that the mixer holds.
pub const ARC_POINTS: usize = 64;
/// Chimes that may wait at once.
pub const CHIMES: usize = 8;
/// A preview of the volume ends by itself after this.
const PREVIEW: Duration = Duration::from_secs(10);
/// A chime's moment is only moved when it is off by more than this.
const JITTER: Duration = Duration::from_millis(3);
/// How long the ramp to no music takes, in seconds.
const TO_NOTHING: f32 = 3.0;
/// How long the ramp out of an old generation takes, in seconds, where the rule allows it.
const TO_OTHER: f32 = 1.5;

/// How late a chime is still sounded.
#[must_use]
pub const fn patience(chime: Chime) -> Duration {
    match chime {
        Chime::Spit => Duration::from_secs(60),
        Chime::BreathIn | Chime::BreathOut | Chime::Swish | Chime::OneMinute | Chime::TenSeconds => {
            // A device may ask 170 ms after the moment and be heard 370 ms after that.
            Duration::from_millis(600)
        }
    }
}

/// A chime on the machine's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which one, and its name.
    pub chime: ChimeAt,
    /// When it is heard, since boot.
    pub at: Duration,
}

/// The arc as the mixer holds it: seconds since the anchor and dB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc64 {
    points: [(f32, f32); ARC_POINTS],
    count: usize,
}

impl Arc64 {
    /// No change anywhere.
    pub const FLAT: Self = Self { points: [(0.0, 0.0); ARC_POINTS], count: 0 };

    /// The arc of a plan; one with more points than we hold is sampled evenly.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut arc = Self::FLAT;
        let last = plan.arc.last().map_or(Duration::ZERO, |point| point.0);
        let sampled = (0..ARC_POINTS as u32).map(|n| last * n / (ARC_POINTS as u32 - 1));
        let points: Vec<(Duration, Decibels)> = if plan.arc.len() <= ARC_POINTS {
            plan.arc.clone()
        } else {
            sampled.map(|at| (at, plan.level_at(at))).collect()
        };
        for (slot, (at, level)) in arc.points.iter_mut().zip(&points) {
            *slot = (at.as_secs_f32(), level.0);
        }
        arc.count = points.len().min(ARC_POINTS);
        arc
    }

    /// The level in dB at seconds since the anchor.
    #[must_use]
    pub fn level(&self, seconds: f32) -> f32 {
        let points = self.points.get(..self.count).unwrap_or_default();
        let Some((first, last)) = points.first().zip(points.last()) else { return 0.0 };
        if seconds <= first.0 {
            return first.1;
        }
        let pair = points.iter().zip(points.iter().skip(1)).find(|(_, to)| seconds < to.0);
        let Some((from, to)) = pair else { return last.1 };
        let part = (seconds - from.0) / (to.0 - from.0);
        from.1 + (to.1 - from.1) * (0.5 - 0.5 * (std::f32::consts::PI * part).cos())
    }
}

/// All that the mixer has to know; the newest counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Which blocks may sound.
    pub epoch: u64,
    /// Whether music should be heard; if not, it waits.
    pub playing: bool,
    /// Seconds the way to silence takes.
    pub out_over: f32,
    /// Seconds the way out of silence takes.
    pub fade_in: f32,
    /// The therapist's volume in dB.
    pub volume: f32,
    /// The music steps back.
    pub duck: bool,
    /// The level over the plan.
    pub arc: Arc64,
    /// What sounds over it.
    pub chimes: [Option<Due>; CHIMES],
}

impl Wanted {
    /// Nothing.
    pub const NOTHING: Self = Self {
        epoch: 0,
        playing: false,
        out_over: TO_NOTHING,
        fade_in: 0.0,
        volume: Decibels::BEFORE_SOUND_CHECK.0,
        duck: false,
        arc: Arc64::FLAT,
        chimes: [None; CHIMES],
    };
}

/// Remembers what was asked before, so that the same cue twice asks for nothing.
#[derive(Debug)]
pub struct Director {
    generation: Option<u64>,
    plan: Option<Arc<Plan>>,
    preview: Option<Preview>,
    wanted: Wanted,
}

#[derive(Debug)]
struct Preview {
    volume: Decibels,
    before: Decibels,
    until: Duration,
}

impl Default for Director {
    fn default() -> Self {
        Self { generation: None, plan: None, preview: None, wanted: Wanted::NOTHING }
    }
}

impl Director {
    /// What the mixer should do now.
    #[must_use]
    pub const fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// Follows a cue that was made at `now`, which is `boot` on the machine's clock.
    pub fn follow(&mut self, cue: &Cue, now: Moment, boot: Duration) -> Option<Request> {
        self.wanted.volume = self.volume(cue.volume, boot).0;
        self.wanted.duck = cue.duck;
        self.wanted.chimes = self.dues(&cue.chimes, now, boot);
        let Some(music) = &cue.music else {
            // What comes after may count its generations anew.
            self.generation = None;
            self.wanted.playing = false;
            self.wanted.out_over = TO_NOTHING;
            return None;
        };
        self.wanted.playing = music.faded.is_none();
        self.wanted.out_over = music.faded.map_or(TO_OTHER, |over| over.as_secs_f32());
        self.wanted.fade_in = music.fade_in.as_secs_f32();
        let known = self.plan.as_ref().is_some_and(|plan| Arc::ptr_eq(plan, &music.plan) || *plan == music.plan);
        if !known {
            self.wanted.arc = Arc64::of(&music.plan);
            self.plan = Some(Arc::clone(&music.plan));
        }
        if self.generation == Some(music.generation) {
            return (!known).then(|| Request::Adopt { plan: Arc::clone(&music.plan) });
        }
        self.generation = Some(music.generation);
        self.wanted.epoch += 1;
        Some(Request::Play {
            epoch: self.wanted.epoch,
            generation: music.generation,
            plan: Arc::clone(&music.plan),
            from: music.from,
        })
    }

    /// A volume that is being tried and not yet kept.
    pub fn preview(&mut self, volume: Decibels, boot: Duration) {
        let before = self.preview.as_ref().map_or(Decibels(self.wanted.volume), |preview| preview.before);
        self.preview = Some(Preview { volume, before, until: boot + PREVIEW });
        self.wanted.volume = volume.0;
    }

    fn volume(&mut self, kept: Decibels, boot: Duration) -> Decibels {
        let valid = self.preview.as_ref().filter(|preview| preview.before == kept && boot < preview.until);
        if let Some(preview) = valid {
            return preview.volume;
        }
        self.preview = None;
        kept
    }

    fn dues(&self, chimes: &[ChimeAt], now: Moment, boot: Duration) -> [Option<Due>; CHIMES] {
        let mut dues = [None; CHIMES];
        let alive = |chime: &&ChimeAt| now.since(chime.at) <= patience(chime.chime) + Duration::from_secs(1);
        for (slot, chime) in dues.iter_mut().zip(chimes.iter().filter(alive)) {
            let at = (boot + chime.at.since(now)).saturating_sub(now.since(chime.at));
            let before = self.wanted.chimes.iter().flatten().find(|due| due.chime == *chime);
            let steady = before.filter(|due| due.at.abs_diff(at) <= JITTER);
            *slot = Some(steady.copied().unwrap_or(Due { chime: *chime, at }));
        }
        dues
    }
}
