//! Which pixels are to be painted again.

use super::area::{Area, Canvas};
use super::piece::{Piece, Sorted};

/// Two parts become one where that costs no more pixels than this; a part costs about as much by itself.
const WASTE: i64 = 20_000;
/// From so many hundredths of the window on all of it is repainted.
const MOST: i64 = 70;

/// The parts of the window in which `new` may look unlike `old`, each of which can be repainted by itself.
pub(super) fn between(old: &[Sorted], new: &[Sorted], canvas: Canvas) -> Vec<Area> {
    let mut parts = Vec::new();
    if old.len() == new.len() {
        for (old, new) in old.iter().flatten().zip(new.iter().flatten()) {
            differences(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>(), &mut parts);
        }
    } else {
        let all = |layers: &'_ [Sorted]| layers.iter().flatten().flatten().cloned().collect::<Vec<Piece>>();
        let (old, new) = (all(old), all(new));
        differences(&old.iter().collect::<Vec<_>>(), &new.iter().collect::<Vec<_>>(), &mut parts);
    }
    let parts = parts.into_iter().map(|part: Area| part.widened().and(canvas.window)).collect();
    settle(parts, new, canvas)
}

/// The ink of all that is not painted alike, in the same order, by both.
///
/// Every pixel outside is painted by the same pieces in the same order, and so looks the same.
fn differences(old: &[&Piece], new: &[&Piece], parts: &mut Vec<Area>) {
    if old.len() == new.len() {
        let unlike = old.iter().zip(new).filter(|(old, new)| old != new);
        parts.extend(unlike.flat_map(|(old, new)| [old.ink, new.ink]));
        return;
    }
    let alike = |(old, new): &(&&Piece, &&Piece)| old == new;
    let before = old.iter().zip(new).take_while(alike).count();
    let most = old.len().min(new.len()) - before;
    let after = old.iter().rev().zip(new.iter().rev()).take(most).take_while(alike).count();
    for side in [old, new] {
        parts.extend(side.iter().take(side.len() - after).skip(before).map(|piece| piece.ink));
    }
}

/// Grows the parts until every piece comes out right in each, and no two meet.
fn settle(parts: Vec<Area>, pieces: &[Sorted], canvas: Canvas) -> Vec<Area> {
    let mut parts = joined(parts);
    loop {
        let mut grown = Vec::with_capacity(parts.len());
        for part in &parts {
            let mut part = *part;
            for piece in pieces.iter().flatten().flatten() {
                part = piece.grow(part, canvas);
            }
            grown.push(part);
        }
        let grown = joined(grown);
        let most: i64 = grown.iter().map(|part| part.count()).sum();
        if most * 100 > canvas.window.count() * MOST {
            return vec![canvas.window];
        }
        if grown == parts {
            return parts;
        }
        parts = grown;
    }
}

/// Joins what meets, and what lies close together.
fn joined(parts: Vec<Area>) -> Vec<Area> {
    let mut kept: Vec<Area> = Vec::new();
    for mut part in parts {
        if part.is_empty() {
            continue;
        }
        while let Some(near) = kept.iter().position(|other| near(*other, part)) {
            part = part.with(kept.swap_remove(near));
        }
        kept.push(part);
    }
    kept
}

fn near(one: Area, other: Area) -> bool {
    one.meets(other) || one.with(other).count() - one.count() - other.count() <= WASTE
}
