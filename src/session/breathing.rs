//! Paced breathing: patterns, and where in the breath a moment lies.

use std::time::Duration;

use crate::cue::{Chime, ChimeAt};
use crate::units::Moment;

/// A way of breathing, repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The word in files and records.
    pub key: String,
    /// The words on the screen.
    pub label: String,
    /// One whole cycle.
    pub steps: Vec<Step>,
    /// What to beware of; `None` where there is nothing.
    pub caution: Option<String>,
}

/// A part of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub breath: Breath,
    /// For how long.
    pub lasts: Duration,
}

/// What is done in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breath {
    /// Breathe in.
    In,
    /// Hold the breath.
    Hold,
    /// Breathe out.
    Out,
}

/// Where in the exercise a moment lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Whole cycles done.
    pub done: u16,
    /// What is being done.
    pub breath: Breath,
    /// How much of this step has passed, 0 to 1.
    pub part: f32,
    /// How full the lungs are, 0 to 1, with soft turns.
    pub fullness: f32,
}

impl Pattern {
    /// The length of one whole cycle.
    #[must_use]
    pub fn cycle(&self) -> Duration {
        self.steps.iter().fold(Duration::ZERO, |sum, step| sum.saturating_add(step.lasts))
    }

    /// The length of so many whole cycles.
    #[must_use]
    pub fn cycles(&self, count: u16) -> Duration {
        self.cycle().saturating_mul(u32::from(count))
    }

    /// Where in the exercise one is, `since` its start.
    #[must_use]
    pub fn place(&self, since: Duration) -> Place {
        let cycle = self.cycle().as_nanos().max(1);
        let done = u16::try_from(since.as_nanos() / cycle).unwrap_or(u16::MAX);
        let mut left = since.saturating_sub(self.cycle().saturating_mul(u32::from(done)));
        let inhaled: Duration = self.time_in(Breath::In).max(Duration::from_millis(1));
        let exhaled: Duration = self.time_in(Breath::Out).max(Duration::from_millis(1));
        let mut full = 0.0f32;
        for step in &self.steps {
            let through = left.min(step.lasts);
            let part = through.as_secs_f32() / step.lasts.as_secs_f32().max(0.001);
            let here = match step.breath {
                Breath::In => full + (step.lasts.as_secs_f32() / inhaled.as_secs_f32()) * eased(part),
                Breath::Out => full - (step.lasts.as_secs_f32() / exhaled.as_secs_f32()) * eased(part),
                Breath::Hold => full,
            };
            if left < step.lasts {
                return Place { done, breath: step.breath, part, fullness: here.clamp(0.0, 1.0) };
            }
            full = here;
            left -= step.lasts;
        }
        Place { done, breath: Breath::Out, part: 1.0, fullness: 0.0 }
    }

    /// The chimes of an exercise begun at `start`, from `from` on, of `cycles` cycles, at most `most` of them.
    #[must_use]
    pub fn chimes(&self, start: Moment, cycles: u16, from: Moment, most: usize) -> Vec<ChimeAt> {
        let done = self.place(from.since(start)).done.saturating_sub(1);
        let mut chimes = Vec::new();
        for cycle in done..cycles {
            let mut at = start.plus(self.cycles(cycle));
            let mut before = None;
            for step in &self.steps {
                let chime = match step.breath {
                    Breath::In if before != Some(Breath::In) => Some(Chime::BreathIn),
                    Breath::Out if before != Some(Breath::Out) => Some(Chime::BreathOut),
                    Breath::In | Breath::Out | Breath::Hold => None,
                };
                chimes.extend(chime.filter(|_| at >= from).map(|chime| ChimeAt { at, chime }));
                before = Some(step.breath);
                at = at.plus(step.lasts);
            }
            if chimes.len() >= most {
                break;
            }
        }
        chimes.truncate(most);
        chimes
    }

    fn time_in(&self, breath: Breath) -> Duration {
        let steps = self.steps.iter().filter(|step| step.breath == breath);
        steps.fold(Duration::ZERO, |sum, step| sum.saturating_add(step.lasts))
    }
}

fn eased(part: f32) -> f32 {
    0.5 - 0.5 * (std::f32::consts::PI * part).cos()
}
