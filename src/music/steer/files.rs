//! Turning music that comes from files.

use std::time::Duration;

use super::loops;
use super::{JUST_BEGUN, LONGER, Now, OVER_ITSELF, TURN_OVER, Turn, Turned};
use crate::cue::{Join, Material, Nudge, Piece, Plan};
use crate::music::arc::arc_from;
use crate::music::plan::{
    BETWEEN_STAGES, Draft, INSIDE, Lead, Over, SHORTEST_STRETCH, Slot, Usable, Wishes, in_order, intensity_of, slot_of,
};
use crate::units::{clock_face, counted};

/// Two tracks that differ by less are equally intense.
const NOTICEABLE: f64 = 0.25;
/// A way back must add at least this to be worth it, else it is gone twice or three times.
const WORTH_IT: u64 = 180;

pub(super) fn turn(now: &Now<'_>, turn: Turn) -> Result<Turned, String> {
    let wishes = wishes(now);
    let draft = Draft::of(now.collection, &wishes);
    match turn {
        Turn::Next => next(now, &draft, wishes),
        Turn::Back => back(now, &draft, wishes),
        Turn::Deeper => other(now, &draft, wishes, 1.0),
        Turn::Lighter => other(now, &draft, wishes, -1.0),
        Turn::Stay => stay(now, &draft, wishes),
    }
}

/// The plan's own target, and what was still to come in its order, where the planner would choose another.
fn wishes(now: &Now<'_>) -> Wishes {
    let target = now.plan.target;
    let mut wishes = Wishes { stages: in_order(&now.plan.stages, target), ..Wishes::lasting(target) };
    let draft = Draft::of(now.collection, &wishes);
    let to_come: Vec<usize> =
        now.following().filter_map(|piece| draft.find(&piece.material)).map(|one| one.track).collect();
    let (blocks, _) = draft.unheard(&wishes, &[]);
    let own = blocks.iter().flat_map(|block| block.members.clone()).filter_map(|member| draft.usable.get(member));
    let own: Vec<usize> = own.map(|one| one.track).collect();
    let places = to_come.iter().map(|track| own.iter().position(|known| known == track));
    if !places.is_sorted() {
        wishes.order = to_come;
    }
    wishes
}

/// The piece that sounds, ending under a crossfade that begins at the horizon, and that crossfade.
fn leaving<'a>(now: &Now<'_>, draft: &Draft<'a>, into: Duration) -> (Slot<'a>, Duration) {
    let whole = slot_of(draft, now.piece, false);
    let left = whole.length.saturating_sub(now.sounded);
    let most = (now.sounded / 2).min(into / 3);
    let most = if whole.elastic { most } else { most.min(left) };
    let over = Duration::from_secs_f64(TURN_OVER).min(most);
    let length = now.sounded + over;
    (Slot { length, whole: length, least: length, elastic: false, lead: true, ..whole }, over)
}

/// Goes from the piece that sounds into `first`, which begins at the horizon, then `then`, then what fits.
pub(super) fn into<'a>(
    now: &Now<'_>,
    draft: &Draft<'a>,
    wishes: Wishes,
    first: Slot<'a>,
    then: Vec<Slot<'a>>,
    heard: Vec<Material>,
) -> Turned {
    let (head, over) = leaving(now, draft, first.length);
    let first = Slot { over: Over::Fixed(over), lead: true, least: first.least.max(over * 3), ..first };
    let slots = [head, first].into_iter().chain(then).collect();
    finish(now, draft, wishes, slots, heard)
}

/// The plan of which these slots are the next, with what fits after them.
fn finish<'a>(
    now: &Now<'_>,
    draft: &Draft<'a>,
    mut wishes: Wishes,
    slots: Vec<Slot<'a>>,
    mut heard: Vec<Material>,
) -> Turned {
    let old = now.plan;
    if wishes.target < now.horizon + SHORTEST_STRETCH {
        // Too late to go into the bed at the target: what begins now plays, and the bed waits for it.
        let fresh = slots.iter().skip(1).filter(|slot| !slot.elastic).map(|slot| slot.length).sum::<Duration>();
        if !fresh.is_zero() {
            let end = now.horizon + fresh;
            wishes.target = end.saturating_sub(BETWEEN_STAGES.min(fresh / 3)).max(wishes.target);
        }
    }
    let target = wishes.target.max(now.horizon);
    wishes = Wishes { target, stages: in_order(&wishes.stages, target), ..wishes };
    heard.extend(slots.iter().skip(1).map(|slot| slot.piece.material.clone()));
    heard.retain(|material| matches!(material, Material::File { .. }));
    let lead = Lead { start: now.piece.start, slots, stage: now.stage(), heard };
    let fitted = draft.compose(lead, &wishes);
    let mut pieces: Vec<Piece> = old.pieces.iter().take(now.index).cloned().collect();
    pieces.extend(fitted.pieces);
    let arc = arc_from(&old.arc, old.level_at(now.horizon), now.horizon, &wishes.stages);
    let moved = target > old.target + Duration::from_secs(1);
    let said = if moved { format!(" The bed begins at {}.", clock_face(target)) } else { String::new() };
    let plan = Plan { target, pieces, arc, stages: wishes.stages, ..old.clone() };
    Turned { plan, said }
}

/// The files that began before the horizon, the one that sounds included.
fn heard(now: &Now<'_>) -> Vec<Material> {
    now.plan.pieces.iter().take(now.index + 1).map(|piece| piece.material.clone()).collect()
}

/// The slots of a track and of all that run on from it without a gap.
fn run_from<'a>(draft: &Draft<'a>, one: &Usable<'a>) -> (Slot<'a>, Vec<Slot<'a>>) {
    let at = draft.usable.iter().position(|known| known.track == one.track).unwrap_or_default();
    let rest = draft.usable.iter().skip(at + 1).take_while(|next| next.gapless);
    (draft.slot(one, Over::Gapless), rest.map(|next| draft.slot(next, Over::Gapless)).collect())
}

pub(super) fn next(now: &Now<'_>, draft: &Draft<'_>, wishes: Wishes) -> Result<Turned, String> {
    let following = now.following().next().ok_or("Nothing follows this.")?;
    let heard = heard(now);
    let planned = draft.find(&following.material).filter(|one| one.is_file());
    let unheard = || {
        let (blocks, _) = draft.unheard(&wishes, &heard);
        let intensity = intensity_of(now.stage());
        let far = |block: f64| (block - intensity).abs();
        let files = blocks.iter().filter(|block| !block.elastic);
        let nearest = files.min_by(|one, other| far(one.intensity).total_cmp(&far(other.intensity)));
        nearest.and_then(|block| draft.usable.get(block.members.start))
    };
    let late = now.plan.target < now.horizon + SHORTEST_STRETCH;
    let one = if is_last(now, following) && late { None } else { planned.or_else(unheard) };
    if let Some(one) = one {
        let (first, then) = run_from(draft, one);
        let turned = into(now, draft, wishes, first, then, heard);
        return Ok(Turned { said: format!("Next: “{}”.{}", one.title, turned.said), ..turned });
    }
    let title = following.title.clone();
    let turned = into_built_in(now, draft, wishes, following, now.horizon, heard);
    Ok(Turned { said: format!("Next: {title}.{}", turned.said), ..turned })
}

fn is_last(now: &Now<'_>, piece: &Piece) -> bool {
    now.plan.pieces.last().is_some_and(|last| last == piece)
}

/// Built-in music like that of `piece` from the horizon on, at a time of its score.
pub(super) fn into_built_in<'a>(
    now: &Now<'_>,
    draft: &Draft<'a>,
    wishes: Wishes,
    piece: &Piece,
    score: Duration,
    heard: Vec<Material>,
) -> Turned {
    let left = now.plan.target.saturating_sub(now.horizon);
    let bridge = draft.bridge(left.min(LONGER), Over::Gapless);
    let own = Piece { trim: score, ..piece.clone() };
    let (head, over) = leaving(now, draft, Duration::MAX);
    let alone = Duration::from_secs_f64(TURN_OVER);
    let first = Slot { piece: own, over: Over::Fixed(over), least: bridge.least, alone, lead: true, ..bridge };
    finish(now, draft, wishes, vec![head, first], heard)
}

pub(super) fn back(now: &Now<'_>, draft: &Draft<'_>, mut wishes: Wishes) -> Result<Turned, String> {
    if now.sounded > JUST_BEGUN {
        let again = slot_of(draft, now.piece, false);
        let then = running_on(now, draft);
        let turned = into(now, draft, wishes, again, then, heard(now));
        return Ok(Turned { said: format!("Again: “{}”.{}", now.piece.title, turned.said), ..turned });
    }
    let before = now.before().ok_or("This is the beginning; nothing came before it.")?;
    // What had hardly begun may come again.
    let mut heard = heard(now);
    heard.retain(|material| *material != now.piece.material);
    if !wishes.order.is_empty() {
        let again = draft.find(&now.piece.material).map(|one| one.track);
        wishes.order = again.into_iter().chain(wishes.order).collect();
    }
    let title = before.title.clone();
    let turned = match draft.find(&before.material).filter(|one| one.is_file()) {
        Some(one) => {
            let (_, then) = run_from(draft, one);
            into(now, draft, wishes, slot_of(draft, before, false), then, heard)
        }
        None if matches!(before.material, Material::File { .. }) => {
            into(now, draft, wishes, slot_of(draft, before, false), Vec::new(), heard)
        }
        None => into_built_in(now, draft, wishes, before, before.trim, heard),
    };
    Ok(Turned { said: format!("Back: “{title}”.{}", turned.said), ..turned })
}

/// What runs on from the piece that sounds without a gap.
fn running_on<'a>(now: &Now<'_>, draft: &Draft<'a>) -> Vec<Slot<'a>> {
    draft.find(&now.piece.material).map(|one| run_from(draft, one).1).unwrap_or_default()
}

/// Deeper or lighter: the unheard track that is the next more or less intense.
fn other(now: &Now<'_>, draft: &Draft<'_>, wishes: Wishes, sign: f64) -> Result<Turned, String> {
    let word = if sign > 0.0 { "Deeper" } else { "Lighter" };
    let heard = heard(now);
    let present = draft.find(&now.piece.material);
    let intensity = present.map_or_else(|| intensity_of(now.stage()), |one| one.intensity);
    let stage = now.stage();
    let (blocks, _) = draft.unheard(&wishes, &heard);
    let far = |block: f64| (block - intensity) * sign;
    let away = |stage_of: Option<crate::cue::Stage>| {
        stage_of.map_or(0, |other| (other as usize).abs_diff(stage as usize)).saturating_sub(1)
    };
    let fitting = blocks.iter().filter(|block| !block.elastic && far(block.intensity) > NOTICEABLE);
    let nearest = fitting.min_by(|one, other| {
        let stages = away(one.stage).cmp(&away(other.stage));
        stages.then(far(one.intensity).total_cmp(&far(other.intensity)))
    });
    if let Some(one) = nearest.and_then(|block| draft.usable.get(block.members.start)) {
        let (first, then) = run_from(draft, one);
        let turned = into(now, draft, wishes, first, then, heard);
        return Ok(Turned { said: format!("{word}: “{}”.{}", one.title, turned.said), ..turned });
    }
    let (title, material) = draft.bed.clone();
    let built_in = draft.bridge(LONGER, Over::Gapless).piece;
    let piece = Piece { title: title.clone(), material, join: Join::Gapless, ..built_in };
    let turned = into_built_in(now, draft, wishes, &piece, now.horizon, heard);
    let sign = sign as f32;
    let nudge = Nudge { at: now.horizon, intensity: 0.1 * sign, warmth: 0.15 * sign };
    let mut nudges: Vec<Nudge> = turned.plan.nudges.iter().copied().filter(|nudge| nudge.at < now.horizon).collect();
    nudges.push(nudge);
    let plan = Plan { nudges, ..turned.plan };
    Ok(Turned { plan, said: format!("{word}: {title}.{}", turned.said) })
}

/// Goes round in the track, or repeats a neighbour after it.
fn stay(now: &Now<'_>, draft: &Draft<'_>, mut wishes: Wishes) -> Result<Turned, String> {
    let whole = slot_of(draft, now.piece, false);
    let (begin, end) = (whole.piece.trim.as_secs() as usize, (whole.piece.trim + whole.length).as_secs() as usize);
    let from = (whole.piece.trim + now.sounded.max(OVER_ITSELF * 2)).as_secs() as usize + 2;
    let margin = OVER_ITSELF.as_secs() as usize + 1;
    let place = whole.loudness.and_then(|known| loops::place(known, begin, from, end.saturating_sub(margin)));
    let mut slots = Vec::new();
    let head = Slot { lead: true, pinned: true, alone: now.sounded, least: now.sounded, ..whole.clone() };
    if let Some((leave, enter)) = place {
        let (leave, enter) = (Duration::from_secs(leave as u64), Duration::from_secs(enter as u64));
        let round = leave.saturating_sub(enter);
        let rounds = WORTH_IT.div_ceil(round.as_secs().max(1)).clamp(1, 3);
        let length = leave.saturating_sub(whole.piece.trim) + OVER_ITSELF;
        slots.push(Slot { length, whole: length, least: length, ..head });
        for number in 1..=rounds {
            let length = if number < rounds {
                round + OVER_ITSELF
            } else {
                (whole.piece.trim + whole.length).saturating_sub(enter)
            };
            let piece = Piece { trim: enter, ..whole.piece.clone() };
            let over = Over::Fixed(OVER_ITSELF);
            let least = OVER_ITSELF * 3;
            slots.push(Slot { piece, over, least, length, whole: length, lead: true, pinned: true, ..whole.clone() });
        }
        slots.extend(running_on(now, draft));
    } else {
        slots.push(head);
        slots.extend(running_on(now, draft));
        let stage_of = |piece: &Piece| now.plan.stage_at(piece.start);
        let same = |before: &&Piece| {
            matches!(before.material, Material::File { .. }) && stage_of(before) == stage_of(now.piece)
        };
        let neighbour = now.before().filter(same).filter(|before| before.material != now.piece.material);
        let over = Over::Range(INSIDE);
        let again = |piece: &Piece| Slot { over, lead: true, pinned: true, ..slot_of(draft, piece, false) };
        let mut longer = Duration::ZERO;
        for piece in [neighbour.unwrap_or(now.piece), now.piece, now.piece] {
            if longer.as_secs() < WORTH_IT {
                let slot = again(piece);
                longer += slot.length.saturating_sub(Duration::from_secs_f64(TURN_OVER));
                slots.push(slot);
            }
        }
    }
    let end = music_ends(now, &slots);
    let gained = end.saturating_sub(now.piece.start + whole.length);
    let last = slots.last().map_or(Duration::ZERO, |slot| slot.length);
    let bed = end.saturating_sub(BETWEEN_STAGES.min(last / 3));
    wishes.target = wishes.target.max(bed);
    let minutes = ((gained.as_secs() + 30) / 60).max(1);
    let turned = finish(now, draft, wishes, slots, heard(now));
    Ok(Turned {
        said: format!("Longer here, about {}.{}", counted(minutes, "minute", "minutes"), turned.said),
        ..turned
    })
}

/// When the last of these slots ends.
fn music_ends(now: &Now<'_>, slots: &[Slot<'_>]) -> Duration {
    let mut end = now.piece.start;
    for (number, slot) in slots.iter().enumerate() {
        let over = match slot.over {
            Over::Fixed(over) if number > 0 => over,
            Over::Range([_, usual, _]) => Duration::from_secs_f64(usual).min(slot.length / 3),
            _ => Duration::ZERO,
        };
        end = end.saturating_sub(over) + slot.length;
    }
    end
}
