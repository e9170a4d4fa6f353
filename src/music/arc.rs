//! The shape of an hour: stages and level, scaled to the length of the music.

use std::time::Duration;

use crate::cue::Stage;
use crate::units::Decibels;

/// Minutes of the journey that the figures below are written for.
pub const WRITTEN_FOR: f64 = 75.0;

/// Minutes and level against the peak, for an RDT: half a minute to 2½ minutes from one stage to the next.
const LEVELS: [(f64, f32); 13] = [
    (0.0, -9.0),
    (9.5, -9.0),
    (11.0, -6.0),
    (19.5, -6.0),
    (21.5, -3.0),
    (29.5, -3.0),
    (31.5, 0.0),
    (49.5, 0.0),
    (52.0, -4.0),
    (64.0, -4.0),
    (66.5, -8.0),
    (74.5, -8.0),
    (77.0, -12.0),
];

/// Minutes at which the stages begin; after Bonny and Pahnke 1972, for an RDT.
const STAGES: [(f64, Stage); 7] = [
    (0.0, Stage::Hold),
    (10.0, Stage::Onset),
    (20.0, Stage::Building),
    (30.0, Stage::Peak),
    (50.0, Stage::Reentry),
    (65.0, Stage::Return),
    (75.0, Stage::Bed),
];

/// Level against the peak for music of that length; a raised cosine between points.
#[must_use]
pub fn arc(target: Duration) -> Vec<(Duration, Decibels)> {
    LEVELS.iter().map(|(minute, level)| (scaled(target, *minute), Decibels(*level))).collect()
}

/// Where the stages of music of that length begin; the bed begins at `target`.
#[must_use]
pub fn stages(target: Duration) -> Vec<(Duration, Stage)> {
    STAGES.iter().map(|(minute, stage)| (scaled(target, *minute), *stage)).collect()
}

/// The minute at which a stage begins in music of [`WRITTEN_FOR`] minutes.
#[must_use]
pub fn first_minute(stage: Stage) -> f64 {
    STAGES.iter().find(|(_, known)| *known == stage).map_or(WRITTEN_FOR, |(minute, _)| *minute)
}

fn scaled(target: Duration, minute: f64) -> Duration {
    Duration::from_millis((target.as_secs_f64() * 1000.0 * minute / WRITTEN_FOR).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_and_a_quarter_has_the_stages_as_written_and_the_peak_is_the_cap() {
        let target = Duration::from_secs(75 * 60);
        let minutes: Vec<u64> = stages(target).iter().map(|(start, _)| start.as_secs() / 60).collect();
        assert_eq!(minutes, [0, 10, 20, 30, 50, 65, 75]);
        let loudest = arc(target).iter().map(|(_, level)| level.0).fold(-99.0, f32::max);
        assert_eq!(loudest, 0.0);
    }

    #[test]
    fn the_arc_scales_with_the_target_and_the_bed_is_the_softest() {
        let minutes = |count: u64| Duration::from_secs(count * 60);
        let (written, short) = (arc(minutes(75)), arc(minutes(60)));
        assert_eq!(written.first(), Some(&(Duration::ZERO, Decibels(-9.0))));
        assert_eq!(written.last(), Some(&(minutes(77), Decibels(-12.0))));
        for ((long, level), (short, same)) in written.iter().zip(&short) {
            assert_eq!((level, long.mul_f64(0.8)), (same, *short));
        }
    }

    #[test]
    fn the_bed_begins_at_the_target() {
        for target in [1, 60, 68, 75, 180].map(|minutes| Duration::from_secs(minutes * 60)) {
            let stages = stages(target);
            assert!(stages.iter().map(|(_, stage)| *stage).eq(Stage::ALL));
            assert!(stages.is_sorted_by_key(|(start, _)| *start));
            assert_eq!(stages.last(), Some(&(target, Stage::Bed)));
        }
    }
}
