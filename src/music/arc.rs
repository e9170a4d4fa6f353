//! The shape of an hour: stages and level, scaled to the length of the music.

use std::time::Duration;

use crate::cue::Stage;
use crate::units::Decibels;

/// Minutes of the journey that the figures below are written for.
pub const WRITTEN_FOR: f64 = 75.0;

/// Level against the peak in each stage, and minutes before and after its beginning in which that level is reached.
const LEVELS: [(Stage, f32, f64, f64); 7] = [
    (Stage::Hold, -9.0, 0.0, 0.0),
    (Stage::Onset, -6.0, 0.5, 1.0),
    (Stage::Building, -3.0, 0.5, 1.5),
    (Stage::Peak, 0.0, 0.5, 1.5),
    (Stage::Reentry, -4.0, 0.5, 2.0),
    (Stage::Return, -8.0, 1.0, 1.5),
    (Stage::Bed, -12.0, 0.5, 2.0),
];

/// The most points of an arc.
pub const MOST_POINTS: usize = 64;

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
    arc_of(&stages(target))
}

/// Level against the peak for stages that begin at these times, in order; a raised cosine between points.
///
/// A glide takes at most a quarter of the stage before it and half of its own stage. At most [`MOST_POINTS`].
#[must_use]
pub fn arc_of(stages: &[(Duration, Stage)]) -> Vec<(Duration, Decibels)> {
    let scale = stages.last().map_or(0.0, |(bed, _)| bed.as_secs_f64() / WRITTEN_FOR);
    let mut points: Vec<(Duration, Decibels)> = Vec::new();
    let mut before: Option<(Duration, Decibels)> = None;
    for (number, (start, stage)) in stages.iter().enumerate() {
        let end = stages.get(number + 1).map(|(end, _)| *end);
        let length = end.map_or(f64::INFINITY, |end| end.saturating_sub(*start).as_secs_f64());
        if length <= 0.0 {
            continue;
        }
        let (level, lead, lag) = glide(*stage);
        let (from, to) = match before {
            None => (*start, *start),
            Some((began, _)) => {
                let past = start.saturating_sub(began).as_secs_f64();
                let lead = (lead * scale).min(past / 4.0);
                (start.saturating_sub(seconds(lead)), *start + seconds((lag * scale).min(length / 2.0)))
            }
        };
        let was = before.map_or(level, |(_, level)| level);
        points.extend([(from, was), (to, level)]);
        before = Some((*start, level));
    }
    points.truncate(MOST_POINTS);
    ascending(points)
}

/// The arc of `stages` from `from` on; before it what `old` was, so that nothing jumps and no past changes.
#[must_use]
pub fn arc_from(
    old: &[(Duration, Decibels)],
    level: Decibels,
    from: Duration,
    stages: &[(Duration, Stage)],
) -> Vec<(Duration, Decibels)> {
    let whole = arc_of(stages);
    if old.is_empty() || whole == old {
        return whole;
    }
    let mut points: Vec<_> = old.iter().copied().filter(|(at, _)| *at < from).collect();
    points.push((from, level));
    let later: Vec<_> = whole.into_iter().filter(|(at, _)| *at > from).collect();
    if later.first().is_none_or(|(_, next)| *next != level) {
        // What the new arc would have reached by now is reached as softly as between any two stages.
        let now = stages.iter().rev().find(|(start, _)| *start <= from).map_or(Stage::Hold, |(_, stage)| *stage);
        let (goal, _, lag) = glide(now);
        let scale = stages.last().map_or(0.0, |(bed, _)| bed.as_secs_f64() / WRITTEN_FOR);
        let arrived = from + seconds((lag.max(1.0) * scale).max(2.0));
        if later.first().is_none_or(|(at, _)| arrived < *at) {
            points.push((arrived, goal));
        }
    }
    points.extend(later);
    let surplus = points.len().saturating_sub(MOST_POINTS);
    ascending(points.split_off(surplus))
}

fn glide(stage: Stage) -> (Decibels, f64, f64) {
    let known = LEVELS.iter().find(|(of, ..)| *of == stage);
    known.map_or((Decibels::UNITY, 0.0, 0.0), |(_, level, lead, lag)| (Decibels(*level), *lead, *lag))
}

/// Whole milliseconds.
fn seconds(seconds: f64) -> Duration {
    Duration::from_millis((seconds.max(0.0) * 1000.0).round() as u64)
}

/// Points whose times grow; of two at one time the later one counts.
fn ascending(points: Vec<(Duration, Decibels)>) -> Vec<(Duration, Decibels)> {
    let mut kept: Vec<(Duration, Decibels)> = Vec::new();
    for point in points {
        while kept.last().is_some_and(|last| last.0 >= point.0) {
            let _ = kept.pop();
        }
        kept.push(point);
    }
    kept
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
