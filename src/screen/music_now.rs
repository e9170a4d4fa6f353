//! Where the music is now, as far as it is known between two reports of what was heard.

use std::time::Duration;

use super::Shown;
use crate::cue::{Piece, Plan, Stage, Turn};
use crate::session::Session;
use crate::session::event::{Event, Steer};
use crate::widget::arc_chart::{self, ArcChart, Steered};

/// What was heard is recorded every 8 s; music that was not heard of for longer does not run.
const BELIEVED: Duration = Duration::from_secs(10);
/// The bed is endless; so much of it is drawn, in parts of the music before it.
const BED_SHOWN: u32 = 6;
/// The bed's level is drawn this much of the whole height above the base.
const LOWEST: f32 = 0.22;

/// The music at one moment.
#[derive(Clone, Copy, Debug)]
pub struct MusicNow<'a> {
    /// What plays.
    pub plan: &'a Plan,
    /// How far it has come, in plan time.
    pub at: Duration,
    /// It has begun.
    pub begun: bool,
    /// It waits: faded to silence, or nothing can be heard.
    pub waits: bool,
    /// The session it belongs to, for what was steered in it.
    session: Option<&'a Session>,
}

impl<'a> MusicNow<'a> {
    /// The music of this session; `None` without a plan.
    #[must_use]
    pub fn of(shown: &Shown<'a>) -> Option<Self> {
        let music = shown.session.music();
        let plan = music.plan.as_deref()?;
        let waits = music.faded.is_some() || shown.silent_since().is_some();
        let Some(anchor) = music.anchor else {
            return Some(Self { plan, at: Duration::ZERO, begun: false, waits, session: Some(shown.session) });
        };
        let real = |span: Duration| span.div_f64(shown.speed.max(1.0));
        let until = shown.silent_since().unwrap_or(shown.now);
        let until = music.faded.map_or(until, |(at, over)| until.min(at.plus(over)));
        let ran = music.ran(shown.now).map(|_| {
            let (then, position) = music.heard.unwrap_or((anchor, music.from));
            plan.time_of(position) + real(shown.now.since(then))
        });
        let waits = waits && ran.is_none();
        let at = match music.heard {
            _ if ran.is_some() => ran.unwrap_or_default(),
            Some((then, position)) => plan.time_of(position) + real(until.since(then)).min(BELIEVED),
            None => plan.time_of(music.from) + real(until.since(anchor)),
        };
        Some(Self { plan, at, begun: true, waits, session: Some(shown.session) })
    }

    /// A plan outside a session, heard at a time if it is.
    #[must_use]
    pub fn of_plan(plan: &'a Plan, at: Option<Duration>) -> Self {
        Self { plan, at: at.unwrap_or_default(), begun: at.is_some(), waits: false, session: None }
    }

    /// How much is left before the bed; `None` in the bed.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        self.plan.target.checked_sub(self.at).filter(|left| !left.is_zero())
    }

    /// How long the bed has lasted; `None` before it.
    #[must_use]
    pub fn bed(&self) -> Option<Duration> {
        self.at.checked_sub(self.plan.target)
    }

    /// The piece that sounds.
    #[must_use]
    pub fn piece(&self) -> Option<&'a Piece> {
        self.plan.pieces.get(self.plan.position_at(self.at).piece)
    }

    /// What comes next, and in how long.
    #[must_use]
    pub fn next(&self) -> Option<(&'a Piece, Duration)> {
        let next = self.plan.pieces.get(self.plan.position_at(self.at).piece + 1)?;
        Some((next, next.start.saturating_sub(self.at)))
    }

    /// What was turned, and in which minute of the music.
    fn steered(&self) -> Vec<(f32, Steered)> {
        let (mut plan, mut at) = (None, Duration::ZERO);
        let mut steered = Vec::new();
        let Some(session) = self.session else { return steered };
        for entry in session.log().iter().filter(|entry| !session.is_undone(entry.id)) {
            match &entry.event {
                Event::MusicPlanned { plan: new } => plan = Some(new),
                Event::Heard { position, .. } => at = plan.map_or(at, |plan| plan.time_of(*position)),
                Event::MusicSteered(Steer::Turned(turn)) => {
                    let mark = match turn {
                        Turn::Lighter => Some(Steered::Lighter),
                        Turn::Deeper => Some(Steered::Deeper),
                        Turn::Stay => Some(Steered::Stay),
                        Turn::Next | Turn::Back => None,
                    };
                    steered.extend(mark.map(|mark| (minutes(at), mark)));
                }
                _ => {}
            }
        }
        steered
    }

    /// The arc as it is drawn.
    #[must_use]
    pub fn chart(&self) -> ArcChart {
        let plan = self.plan;
        let end = plan.target + plan.target / BED_SHOWN;
        let starts = plan.stages.iter().map(|(start, _)| *start);
        let ends = starts.clone().skip(1).chain(std::iter::once(end));
        let spans: Vec<(Duration, Duration, Stage)> =
            starts.zip(ends).zip(&plan.stages).map(|((from, to), (_, stage))| (from, to, *stage)).collect();
        let knots = std::iter::once(Duration::ZERO)
            .chain(spans.iter().map(|(from, to, _)| (*from + *to) / 2))
            .chain(std::iter::once(end));
        let levels: Vec<(f32, f32)> = knots.map(|at| (minutes(at), plan.level_at(at).0)).collect();
        let low = levels.iter().map(|(_, level)| *level).fold(f32::MAX, f32::min);
        let high = levels.iter().map(|(_, level)| *level).fold(f32::MIN, f32::max);
        let base = low - (high - low).max(1.0) * LOWEST;
        ArcChart {
            stages: spans
                .iter()
                .map(|(from, to, stage)| arc_chart::Stage {
                    from: minutes(*from),
                    to: minutes(*to),
                    word: stage.label().to_owned(),
                })
                .collect(),
            points: levels.into_iter().map(|(minute, level)| (minute, level - base)).collect(),
            now: self.begun.then(|| minutes(self.at.min(end))),
            waiting: self.waits,
            steered: self.steered(),
        }
    }
}

fn minutes(span: Duration) -> f32 {
    span.as_secs_f32() / 60.0
}
