//! Where a track can go back to an earlier place of itself without anybody noticing.

use crate::music::library::Loudness;

/// The nearest and the farthest way back, in seconds.
const BACK: [usize; 2] = [60, 360];
/// A way back of at least this is better, in seconds.
const LONG_ENOUGH: f64 = 180.0;
/// Seconds around both places that are compared.
const AROUND: usize = 5;
/// Places that differ more than this on average are not alike, in LU.
const ALIKE: f64 = 4.0;

/// The second to leave at, from `from` to `to`, and the earlier second, not before `first`, to go on from.
pub fn place(loudness: &Loudness, first: usize, from: usize, to: usize) -> Option<(usize, usize)> {
    let strip = loudness.strip.as_slice();
    let mut best: Option<(f64, usize, usize)> = None;
    for leave in from.max(AROUND)..to.min(strip.len().saturating_sub(AROUND)) {
        let Some(there) = strip.get(leave - AROUND..=leave + AROUND) else { continue };
        let earliest = first.max(leave.saturating_sub(BACK[1])).max(AROUND);
        for enter in earliest..(leave + 1).saturating_sub(BACK[0]) {
            let Some(here) = strip.get(enter - AROUND..=enter + AROUND) else { continue };
            let differ: u32 = there.iter().zip(here).map(|(one, other)| u32::from(one.abs_diff(*other))).sum();
            let differ = f64::from(differ) / (2 * AROUND + 1) as f64;
            let short = (LONG_ENOUGH - (leave - enter) as f64).max(0.0);
            let cost = differ + short / 60.0;
            if differ <= ALIKE && best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, leave, enter));
            }
        }
    }
    best.map(|(_, leave, enter)| (leave, enter))
}
