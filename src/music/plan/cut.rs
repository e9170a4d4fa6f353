//! Where the end of a track may be cut: at a quiet place, and never more than a quarter of it if that can be helped.

use std::time::Duration;

use super::SHORTEST_STRETCH;
use super::fit::{Sequence, Slot};
use crate::music::library::Loudness;

/// A second this far below a track's integrated loudness is a quiet place, in LU.
pub const QUIET: f32 = 6.0;
/// Seconds on either side in which a local minimum has no softer one.
const NEIGHBOURHOOD: usize = 5;
/// A quiet place is looked for so many seconds beyond what must be cut before a bridge.
const LOOKED_FOR: f64 = 45.0;

/// A track that ends sooner than its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// The track's title.
    pub title: String,
    /// How much sooner.
    pub by: Duration,
    /// Whether it ends at a quiet place.
    pub quiet: bool,
}

/// How well a track can end at a second of its file; less is better.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    badness: f64,
    quiet: bool,
}

fn place(loudness: Option<&Loudness>, second: f64) -> Place {
    let strip = loudness.map(|loudness| (loudness, loudness.strip.as_slice()));
    let at = second.max(0.0) as usize;
    let Some((loudness, level, strip)) =
        strip.and_then(|(loudness, strip)| strip.get(at).map(|level| (loudness, *level, strip)))
    else {
        return Place { badness: 6.0, quiet: false };
    };
    let above = f32::from(level) - loudness.integrated + QUIET;
    if above <= 0.0 {
        return Place { badness: 0.0, quiet: true };
    }
    let around = strip.iter().skip(at.saturating_sub(NEIGHBOURHOOD)).take(2 * NEIGHBOURHOOD + 1);
    let (softest, loudest) = around.fold((i8::MAX, i8::MIN), |(low, high), one| (low.min(*one), high.max(*one)));
    let minimum = level == softest && level < loudest;
    let badness = if minimum { 3.0 } else { 8.0 } + 0.5 * f64::from(above);
    Place { badness, quiet: minimum }
}

impl Sequence<'_> {
    /// Cuts one track so that crossfades can do the rest; `None` if no track can be cut as much.
    pub fn cut_to(&mut self, goal: f64) -> Option<Cut> {
        let [least, usual, most] = [1.0, 0.0, -1.0].map(|stretch| self.bed_start(stretch) - goal);
        let between = [least, usual.max(least), most];
        let count = self.slots.len();
        let quarter = |slot: &Slot<'_>| slot.whole.as_secs_f64() / 4.0 - (slot.whole - slot.length).as_secs_f64();
        let gently = (0..count).filter_map(|index| self.best_place(index, between, quarter));
        let gently = gently.min_by(|one, other| one.2.badness.total_cmp(&other.2.badness));
        let last = count.checked_sub(1)?;
        let chosen = gently.or_else(|| {
            self.best_place(last, between, |slot| slot.seconds() - SHORTEST_STRETCH.as_secs_f64().min(slot.seconds()))
        });
        let (index, cut, place) = chosen?;
        self.cut(index, cut, place)
    }

    /// Cuts the last track by at least so many seconds, for a bridge that is long enough.
    pub fn cut_for_bridge(&mut self, seconds: f64) -> Option<Cut> {
        let last = self.slots.len().checked_sub(1)?;
        let least = seconds + 0.01;
        let between = [least, least, seconds + LOOKED_FOR];
        let quarter = |slot: &Slot<'_>| slot.whole.as_secs_f64() / 4.0 - (slot.whole - slot.length).as_secs_f64();
        let far = |slot: &Slot<'_>| slot.seconds() - SHORTEST_STRETCH.as_secs_f64();
        let chosen = self.best_place(last, between, quarter).or_else(|| self.best_place(last, between, far));
        let (index, cut, place) = chosen?;
        self.cut(index, cut, place)
    }

    fn best_place(
        &self,
        index: usize,
        [least, usual, most]: [f64; 3],
        limit: impl Fn(&Slot<'_>) -> f64,
    ) -> Option<(usize, f64, Place)> {
        let slot = self.slots.get(index).filter(|slot| !slot.elastic && self.ends_freely(index))?;
        let most = most.min(limit(slot)).min(slot.seconds() - slot.least.as_secs_f64());
        if least > most {
            return None;
        }
        let end = slot.piece.trim.as_secs_f64() + slot.seconds();
        let seconds = (most - least) as usize;
        let cuts =
            (0..=seconds).map(|second| least + second as f64).chain([usual].into_iter().filter(|cut| *cut <= most));
        let mut best: Option<(f64, Place)> = None;
        for cut in cuts {
            let found = place(slot.loudness, end - cut - 0.001);
            let badness =
                found.badness + 0.02 * (cut - usual).abs() + if slot.pinned || slot.lead { 100.0 } else { 0.0 };
            if best.is_none_or(|(_, known)| badness < known.badness) {
                best = Some((cut, Place { badness, ..found }));
            }
        }
        let rather_late = if index + 1 == self.slots.len() { 0.0 } else { 0.5 };
        best.map(|(cut, place)| (index, cut, Place { badness: place.badness + rather_late, ..place }))
    }

    fn cut(&mut self, index: usize, cut: f64, place: Place) -> Option<Cut> {
        let slot = self.slots.get_mut(index)?;
        slot.length = slot.length.saturating_sub(Duration::from_secs_f64(cut));
        let by = slot.whole.saturating_sub(slot.length);
        Some(Cut { title: slot.piece.title.clone(), by, quiet: place.quiet })
    }
}
