//! Music that only passes, for a session in virtual time: where it would be, without a sound.

use std::time::Duration;

use crate::audio::Report;
use crate::cue::{Cue, Music, Position};
use crate::units::Moment;

/// Reports come in this rhythm, as those of a real output do.
const REPORT_EVERY: Duration = Duration::from_secs(1);

/// Keeps account of what would be heard.
#[derive(Debug, Default)]
pub(super) struct Imagined {
    generation: Option<u64>,
    time: Duration,
    last: Moment,
    reported: Moment,
    reports: Vec<Report>,
}

impl Imagined {
    /// Lets the time since the last call pass, and follows the cue from now on.
    pub(super) fn follow(&mut self, cue: &Cue, now: Moment) {
        let passed = now.since(self.last);
        self.last = now;
        let Some(music) = &cue.music else { return };
        if self.generation != Some(music.generation) {
            self.generation = Some(music.generation);
            self.time = music.plan.time_of(music.from);
            self.reported = now;
        } else if music.faded.is_none() {
            self.time += passed;
        }
        if now.since(self.reported) >= REPORT_EVERY && music.faded.is_none() {
            self.reported = now;
            self.reports.push(Report::Heard { generation: music.generation, position: self.position(music) });
        }
    }

    /// What would have been reported.
    pub(super) fn reports(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.reports)
    }

    fn position(&self, music: &Music) -> Position {
        music.plan.position_at(self.time)
    }
}
