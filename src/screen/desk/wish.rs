//! What is asked of the plan, changed by one tap.

use std::time::Duration;

use super::Shown;
use crate::cue::Stage;
use crate::music::arc;
use crate::music::plan::Wishes;

/// One step of a length or a boundary, and the shortest stage.
pub(super) const MINUTE: Duration = Duration::from_secs(60);
/// The shortest and the longest music that can be asked for here.
const LENGTHS: [Duration; 2] = [Duration::from_secs(60 * 60), Duration::from_secs(75 * 60)];

/// What is asked of the plan now.
pub(super) fn present(shown: &Shown<'_>) -> Option<Wishes> {
    let of_plan = || {
        let plan = &shown.planned?.plan;
        Some(Wishes { stages: plan.stages.clone(), ..Wishes::lasting(plan.target) })
    };
    shown.wishes.cloned().or_else(of_plan)
}

/// A minute less and a minute more of music, where that may be asked.
pub(super) fn lengths(wishes: &Wishes, fixed: Duration) -> (Option<Duration>, Option<Duration>) {
    let (less, more) = steps(wishes.target);
    let room = |target: &Duration| *target >= LENGTHS[0] && *target <= LENGTHS[1] && *target > fixed + MINUTE;
    (less.filter(room), Some(more).filter(room))
}

/// A minute earlier and a minute later for the beginning of a stage, where order and length of its neighbours allow.
pub(super) fn starts(wishes: &Wishes, stage: usize, fixed: Duration) -> (Option<Duration>, Option<Duration>) {
    let start = |stage: usize| wishes.stages.get(stage).map(|(start, _)| *start);
    let (Some(before), Some(here)) = (stage.checked_sub(1).and_then(start), start(stage)) else { return (None, None) };
    if here < fixed {
        return (None, None);
    }
    let bed = start(stage + 1).is_none();
    let least = (before + MINUTE).max(fixed).max(if bed { LENGTHS[0] } else { Duration::ZERO });
    let most = start(stage + 1).map_or(LENGTHS[1], |after| after.saturating_sub(MINUTE));
    let (less, more) = steps(here);
    let room = |start: &Duration| *start >= least && *start <= most;
    (less.filter(room), Some(more).filter(room))
}

/// The whole minutes before and after.
fn steps(at: Duration) -> (Option<Duration>, Duration) {
    let whole = |minutes: u64| Duration::from_secs(minutes * 60);
    let minutes = at.as_secs() / 60;
    let under = if at > whole(minutes) { Some(minutes) } else { minutes.checked_sub(1) };
    (under.map(whole), whole(minutes + 1))
}

/// Of another length: what has not begun of the stages is stretched with it.
pub(super) fn lasting(wishes: Wishes, target: Duration, fixed: Duration) -> Wishes {
    let (from, old) = (fixed.min(wishes.target), wishes.target);
    if target <= from || old <= from {
        return wishes;
    }
    let factor = (target - from).as_secs_f64() / (old - from).as_secs_f64();
    let stretched = |start: Duration| match start {
        start if start <= from => start,
        start if start >= old => target,
        start => from + Duration::from_millis(((start - from).as_secs_f64() * factor * 1000.0).round() as u64),
    };
    let proposed = from.is_zero() && wishes.stages == arc::stages(old);
    let stages = if proposed {
        arc::stages(target)
    } else {
        wishes.stages.iter().map(|(start, stage)| (stretched(*start), *stage)).collect()
    };
    Wishes { target, stages, ..wishes }
}

/// A stage begins then; where it is the bed, so much longer or shorter is the music.
pub(super) fn bounded(mut wishes: Wishes, stage: usize, start: Duration) -> Wishes {
    let last = wishes.stages.len().saturating_sub(1);
    if stage == last {
        wishes.target = start;
    }
    if let Some((from, _)) = wishes.stages.get_mut(stage) {
        *from = start;
    }
    wishes
}

/// The stages as they are proposed for this length.
pub(super) fn as_proposed(wishes: Wishes) -> Wishes {
    Wishes { stages: arc::stages(wishes.target), ..wishes }
}

/// Whether the stages are others than the proposed ones.
pub(super) fn is_own(wishes: &Wishes) -> bool {
    wishes.stages != arc::stages(wishes.target)
}

/// A track must play, or need not.
pub(super) fn pinned(mut wishes: Wishes, track: usize, on: bool) -> Wishes {
    let _ = if on { wishes.pinned.insert(track) } else { wishes.pinned.remove(&track) };
    if on {
        let _ = wishes.dropped.remove(&track);
    }
    wishes
}

/// A track must not play, or may.
pub(super) fn dropped(mut wishes: Wishes, track: usize, on: bool) -> Wishes {
    let _ = if on { wishes.dropped.insert(track) } else { wishes.dropped.remove(&track) };
    if on {
        let _ = wishes.pinned.remove(&track);
        wishes.order.retain(|known| *known != track);
    }
    wishes
}

/// A track changes its place with another in the order of all that play.
pub(super) fn swapped(wishes: Wishes, with: Option<(Vec<usize>, usize)>, track: usize) -> Wishes {
    let Some((order, other)) = with else { return wishes };
    let exchanged = |one: usize| match one {
        one if one == track => other,
        one if one == other => track,
        one => one,
    };
    Wishes { order: order.into_iter().map(exchanged).collect(), ..wishes }
}

/// Where a stage ends; `None` for the bed.
pub(super) fn end_of(wishes: &Wishes, stage: usize) -> Option<Duration> {
    wishes.stages.get(stage + 1).map(|(start, _)| *start)
}

/// The stage of that index with its beginning.
pub(super) fn stage(wishes: &Wishes, stage: usize) -> Option<(Duration, Stage)> {
    wishes.stages.get(stage).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(count: u64) -> Duration {
        Duration::from_secs(count * 60)
    }

    fn lasts_a_minute_at_least(wishes: &Wishes) -> bool {
        let starts = || wishes.stages.iter().map(|(start, _)| *start);
        starts().zip(starts().skip(1)).all(|(from, to)| to >= from + MINUTE)
    }

    #[test]
    fn a_boundary_goes_by_whole_minutes_and_leaves_its_neighbours_a_minute() {
        for stage in 1..7 {
            for later in [false, true] {
                let mut wishes = Wishes::lasting(minutes(68));
                let mut steps = 0;
                loop {
                    let (less, more) = starts(&wishes, stage, Duration::ZERO);
                    let Some(start) = (if later { more } else { less }) else { break };
                    assert_eq!(start.as_secs() % 60, 0, "stage {stage}");
                    wishes = bounded(wishes, stage, start);
                    assert!(lasts_a_minute_at_least(&wishes), "stage {stage} at {start:?}");
                    steps += 1;
                    assert!(steps < 100, "stage {stage} has no end");
                }
                assert!(steps > 3, "stage {stage} cannot be moved");
                assert!(wishes.target >= LENGTHS[0] && wishes.target <= LENGTHS[1]);
            }
        }
        assert_eq!(starts(&Wishes::lasting(minutes(68)), 0, Duration::ZERO), (None, None));
    }

    #[test]
    fn what_has_begun_stays_when_the_length_changes() {
        let wishes = Wishes::lasting(minutes(68));
        let fixed = minutes(30);
        let longer = lasting(wishes.clone(), minutes(75), fixed);
        assert_eq!(longer.stages.get(..4), wishes.stages.get(..4));
        assert_eq!(longer.stages.last(), Some(&(minutes(75), Stage::Bed)));
        assert!(longer.stages.iter().zip(&wishes.stages).skip(4).all(|((new, _), (old, _))| new > old));
        assert_eq!(starts(&wishes, 3, fixed), (None, None));
        assert_eq!(lengths(&wishes, minutes(67)), (None, Some(minutes(69))));
    }

    #[test]
    fn proposed_stages_stay_the_proposed_ones_and_own_ones_are_stretched() {
        let other = lasting(Wishes::lasting(minutes(68)), minutes(60), Duration::ZERO);
        assert_eq!(other, Wishes::lasting(minutes(60)));
        let own = bounded(Wishes::lasting(minutes(60)), 3, minutes(30));
        let longer = lasting(own, minutes(75), Duration::ZERO);
        assert_eq!(stage(&longer, 3), Some((Duration::from_secs(2250), Stage::Peak)));
        assert!(is_own(&longer));
        assert!(!is_own(&as_proposed(longer)));
    }
}
