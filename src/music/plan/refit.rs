//! A plan that goes on otherwise: what has begun stays, what remains is planned anew.

use std::time::Duration;

use super::compose::{Draft, Lead};
use super::fit::{Over, Slot};
use super::{PlanProblem, Planned, TARGETS, Wishes, in_order, told};
use crate::cue::{Join, Material, Piece, Plan, Stage};
use crate::music::arc::arc_from;
use crate::music::library::Collection;

/// The usual crossfade out of a piece that sounds, in seconds.
const USUAL_OUT: f64 = 16.0;

/// Plans what remains after `horizon` anew; pieces that begin before it stay as they are, index for index.
///
/// The piece that sounds then plays to its end if that fits, and a gapless run goes on. What was heard is not chosen
/// again. A target that has passed stays where the music is: the bed begins at the horizon at the earliest.
///
/// # Errors
/// [`PlanProblem::Target`], when the length asked for is out of bounds.
pub fn refit(old: &Plan, horizon: Duration, collection: &Collection, wishes: &Wishes) -> Result<Planned, PlanProblem> {
    if wishes.target < TARGETS[0] || wishes.target > TARGETS[1] {
        return Err(PlanProblem::Target(wishes.target));
    }
    let Some(index) = old.pieces.iter().rposition(|piece| piece.start < horizon) else {
        return super::plan(collection, wishes);
    };
    let target =
        if old.target <= horizon && wishes.target <= horizon { old.target } else { wishes.target.max(horizon) };
    let stages = stages_after(old, horizon, &wishes.stages, target);
    let wishes = Wishes { target, stages, ..wishes.clone() };
    let draft = Draft::of(collection, &wishes);
    let kept = old.pieces.get(..index).unwrap_or_default();
    let rest = old.pieces.get(index..).unwrap_or_default();
    let mut heard: Vec<Material> = old.pieces.iter().take(index + 1).map(|piece| piece.material.clone()).collect();
    let slots = slots_of(&draft, rest, horizon);
    heard.extend(slots.iter().map(|slot| slot.piece.material.clone()));
    heard.retain(|material| matches!(material, Material::File { .. }));

    let head = rest.first().filter(|head| head.length.is_none());
    let goes_on = target <= horizon || {
        let (blocks, _) = draft.unheard(&wishes, &heard);
        let wanted = target > old.target || blocks.iter().any(|block| block.pinned);
        !wanted || blocks.iter().all(|block| block.elastic)
    };
    let mut pieces = kept.to_vec();
    let before: Vec<Option<usize>> =
        kept.iter().map(|piece| draft.find(&piece.material).map(|one| one.track)).collect();
    let (notes, tracks) = match head.filter(|_| goes_on) {
        Some(head) => {
            pieces.push(head.clone());
            (vec![format!("{} goes on.", head.title)], Vec::new())
        }
        None => {
            let stage = old.stage_at(rest.first().map_or(horizon, |head| head.start));
            let start = rest.first().map_or(horizon, |head| head.start);
            let fitted = draft.compose(Lead { start, slots, stage, heard }, &wishes);
            let notes = told::notes(&draft, &fitted, target, horizon);
            pieces.extend(fitted.pieces);
            (notes, fitted.tracks)
        }
    };
    let level = old.level_at(horizon);
    let plan = Plan {
        target,
        pieces,
        arc: arc_from(&old.arc, level, horizon, &wishes.stages),
        stages: wishes.stages,
        playlist: collection.playlist.name.clone(),
        nudges: old.nudges.clone(),
    };
    Ok(Planned { plan, left_out: draft.left_out(&[&before, &tracks]), notes })
}

/// The slots that go on from the first of `rest`, which sounds at `horizon`: itself, its loops and its gapless run.
pub fn slots_of<'a>(draft: &Draft<'a>, rest: &[Piece], horizon: Duration) -> Vec<Slot<'a>> {
    let mut slots: Vec<Slot<'a>> = Vec::new();
    let mut pieces = rest.iter().peekable();
    while let Some(piece) = pieces.next() {
        let head = slots.is_empty();
        let looped = pieces.peek().is_some_and(|next| is_file(piece) && next.material == piece.material);
        let joined = pieces.peek().is_some_and(|next| is_file(piece) && next.join == Join::Gapless);
        let mut slot = slot_of(draft, piece, looped);
        if head {
            slot.alone = horizon.saturating_sub(piece.start);
            slot.lead = true;
            let sounded = slot.alone.as_secs_f64();
            slot.least = slot.alone + Duration::from_secs_f64(USUAL_OUT.min(sounded / 2.0));
            if piece.length.is_none() {
                slot.length = slot.least;
            }
            if !slot.elastic {
                slot.least = slot.least.min(slot.length);
            }
        }
        slots.push(slot);
        if !looped && !joined {
            break;
        }
    }
    slots
}

fn is_file(piece: &Piece) -> bool {
    matches!(piece.material, Material::File { .. })
}

/// A piece of a plan as a slot that ends where its file does, or, before a loop, where it ended.
pub fn slot_of<'a>(draft: &Draft<'a>, piece: &Piece, looped: bool) -> Slot<'a> {
    let over = match piece.join {
        Join::Gapless => Over::Gapless,
        Join::Crossfade(over) => Over::Fixed(over),
    };
    let planned = piece.length.unwrap_or_default();
    let Some(one) = draft.find(&piece.material).filter(|one| one.is_file()) else {
        let elastic = !is_file(piece);
        let bridge = draft.bridge(planned, over);
        return Slot { piece: piece.clone(), elastic, least: Duration::ZERO, ..bridge };
    };
    let natural = (one.trim + one.length).saturating_sub(piece.trim);
    let length = if looped { planned } else { natural.max(planned.min(one.whole.saturating_sub(piece.trim))) };
    let least = if let Over::Fixed(over) = over { (over * 3).min(length) } else { Duration::ZERO };
    Slot { piece: piece.clone(), length, whole: length, least, ..draft.slot(one, over) }
}

/// The stages as wished, except that what has begun cannot begin at another time.
fn stages_after(
    old: &Plan,
    horizon: Duration,
    wished: &[(Duration, Stage)],
    target: Duration,
) -> Vec<(Duration, Stage)> {
    if target <= horizon && target == old.target {
        return old.stages.clone();
    }
    let mut stages: Vec<_> =
        old.stages.iter().copied().filter(|(start, stage)| *start < horizon && *stage != Stage::Bed).collect();
    let present = stages.last().map(|(_, stage)| *stage);
    let later = in_order(wished, target).into_iter().filter(|(_, stage)| present.is_none_or(|now| *stage > now));
    stages.extend(later.map(|(start, stage)| (start.max(horizon), stage)));
    in_order(&stages, target)
}
