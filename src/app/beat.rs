//! When the next second of a shown figure begins: so that figures change on their second, with one wake-up for each.

use std::time::Duration;

use crate::screen::Shown;
use crate::session::Phase;
use crate::units::Moment;

/// Two seconds that begin as near as this to each other are one.
const TOGETHER: Duration = Duration::from_millis(50);
const SECOND_MS: u64 = 1_000;

/// The moments whose distance to now stands on the glass with its seconds.
///
/// Most of the time that is one; another where a booster is counted beside the first dose.
pub(super) fn counted(shown: &Shown<'_>) -> Vec<Moment> {
    let people = shown.session.participants();
    let own = shown.session.participant(shown.person);
    let of_phase = shown.session.visits().iter().rev().find(|(phase, _)| *phase == Phase::Journey).map(|(_, at)| *at);
    let first =
        if shown.is_group() { people.iter().filter_map(|who| who.t0()).min() } else { own.and_then(|who| who.t0()) };
    let holds = people.iter().filter_map(|who| who.holding()).filter_map(|(_, dose)| dose.hold_ends());
    let last = own.and_then(|who| who.later_dose());
    let mut all: Vec<Moment> = first.or(of_phase).into_iter().chain(last).chain(holds).collect();
    if all.is_empty() {
        all.push(Moment::START);
    }
    all
}

/// How long in the world until the next of those seconds begins; a second at most, and so a leap of several where time
/// runs faster than the world.
pub(super) fn next(now: Moment, counted: &[Moment], speed: f64) -> Duration {
    let leap = SECOND_MS * (speed.max(1.0) as u64);
    let into = |of: &Moment| match (now.millis(), of.millis()) {
        (now, of) if now >= of => (now - of) % SECOND_MS,
        (now, of) => (SECOND_MS - (of - now) % SECOND_MS) % SECOND_MS,
    };
    let waits = counted.iter().map(|of| Duration::from_millis(leap - into(of)));
    let soonest = waits.clone().min().unwrap_or(Duration::from_millis(leap));
    let together = waits.filter(|wait| wait.saturating_sub(soonest) <= TOGETHER).max();
    together.unwrap_or(soonest).div_f64(speed.max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where in its second a figure stands when the tick comes, in ms of the world.
    fn late(now: u64, of: u64, speed: f64) -> f64 {
        let wait = next(Moment::from_millis(now), &[Moment::from_millis(of)], speed);
        let then = now as f64 + wait.as_secs_f64() * 1e3 * speed;
        let apart = (then - of as f64).rem_euclid(1e3);
        apart.min(1e3 - apart) / speed
    }

    #[test]
    fn a_tick_comes_when_a_second_begins_whatever_the_phase_and_the_speed() {
        let mut seed = 7_u64;
        let mut random = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..20_000 {
            let (now, of, speed) = (random(9_000_000), random(9_000_000), 1.0 + random(600) as f64 / 10.0);
            let wait = next(Moment::from_millis(now), &[Moment::from_millis(of)], speed);
            assert!(late(now, of, speed) < 1.0, "{now} {of} {speed}: {}", late(now, of, speed));
            assert!(wait > Duration::ZERO && wait <= Duration::from_secs(1), "{wait:?}");
            assert!(wait >= Duration::from_secs_f64(0.5 / speed) || speed < 2.0, "one a second: {wait:?} at {speed}");
        }
    }

    #[test]
    fn a_whole_minute_of_ticks_is_sixty_and_each_is_a_second_after_the_one_before() {
        let (t0, mut now) = (Moment::from_millis(12_345), Moment::from_millis(60_789));
        let mut ticks = 0;
        while now < Moment::from_millis(120_789) {
            now = now.plus(next(now, &[t0], 1.0)).plus(Duration::from_millis(2));
            assert_eq!(now.since(t0).as_millis() % 1_000, 2);
            ticks += 1;
        }
        assert!((60..=61).contains(&ticks), "{ticks}");
    }

    #[test]
    fn figures_whose_seconds_begin_together_are_one_tick() {
        let counted = [0, 990, 1_020].map(Moment::from_millis);
        let wait = next(Moment::from_millis(5_500), &counted, 1.0);
        assert_eq!(wait, Duration::from_millis(520), "all three have changed then");
    }
}
