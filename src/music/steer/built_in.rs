//! Turning the built-in music: its stages move, its intensity and warmth are nudged.

use std::time::Duration;

use super::files;
use super::{JUST_BEGUN, LONGER, Now, OVER_ITSELF, Turn, Turned};
use crate::cue::{Join, Material, Nudge, Piece, Plan, Stage};
use crate::music::arc::arc_from;
use crate::music::plan::{Draft, Wishes, in_order};
use crate::units::counted;

/// One tap of deeper: intensity and warmth.
const NUDGE: [f32; 2] = [0.1, 0.15];
/// The most of both.
const MOST: [f32; 2] = [0.2, 0.3];
/// A stage that has lasted for less is not begun again by Back: the one before it is.
const JUST_ENTERED: Duration = Duration::from_secs(60);

pub(super) fn turn(now: &Now<'_>, turn: Turn) -> Result<Turned, String> {
    match turn {
        Turn::Next => next(now),
        Turn::Back => back(now),
        Turn::Deeper => nudge(now, 1.0),
        Turn::Lighter => nudge(now, -1.0),
        Turn::Stay => stay(now),
    }
}

/// The time of the score at the horizon; behind the plan's after a Back.
fn score(now: &Now<'_>) -> Duration {
    now.piece.trim + now.sounded
}

/// The index of the stage that the score is in.
fn place(now: &Now<'_>) -> usize {
    let score = score(now);
    now.plan.stages.iter().rposition(|(start, _)| *start <= score).unwrap_or(0)
}

fn wishes(plan: &Plan) -> Wishes {
    Wishes { stages: in_order(&plan.stages, plan.target), ..Wishes::lasting(plan.target) }
}

/// The next track if one follows, else the next stage of the score.
fn next(now: &Now<'_>) -> Result<Turned, String> {
    if now.following().next().is_some() {
        let wishes = wishes(now.plan);
        let draft = Draft::of(now.collection, &wishes);
        return files::next(now, &draft, wishes);
    }
    next_stage(now)
}

fn next_stage(now: &Now<'_>) -> Result<Turned, String> {
    let (place, score) = (place(now), score(now));
    let mut stages = now.plan.stages.clone();
    let Some((_, stage)) = stages.get(place + 1).copied() else {
        return Err("This is the bed; it lasts until you end it.".to_owned());
    };
    for (start, _) in stages.iter_mut().take(place + 2).skip(place + 1) {
        *start = score;
    }
    let target = stages.last().map_or(now.plan.target, |(start, _)| *start);
    let plan = Plan { target, arc: arc(now, &stages), stages, ..now.plan.clone() };
    Ok(Turned { plan, said: format!("Next: the {} begins.", stage.label()) })
}

fn arc(now: &Now<'_>, stages: &[(Duration, Stage)]) -> Vec<(Duration, crate::units::Decibels)> {
    arc_from(&now.plan.arc, now.plan.level_at(now.horizon), now.horizon, stages)
}

/// Crosses over into the beginning of this stage of the score, or of the one before.
fn back(now: &Now<'_>) -> Result<Turned, String> {
    let file = now.before().filter(|before| matches!(before.material, Material::File { .. }));
    if now.sounded <= JUST_BEGUN && file.is_some() {
        let wishes = wishes(now.plan);
        let draft = Draft::of(now.collection, &wishes);
        return files::back(now, &draft, wishes);
    }
    let (place, score) = (place(now), score(now));
    let stages = &now.plan.stages;
    let begin = |place: usize| stages.get(place).copied().unwrap_or((Duration::ZERO, Stage::Hold));
    let entered = score.saturating_sub(begin(place).0);
    let place = if entered < JUST_ENTERED { place.saturating_sub(1) } else { place };
    let (start, stage) = begin(place);
    if score.saturating_sub(start) < JUST_BEGUN {
        return Err("This is the beginning; nothing came before it.".to_owned());
    }
    let said = format!("Back: the {} begins again.", stage.label());
    let over = OVER_ITSELF.min(now.sounded / 2);
    let length = now.sounded + over;
    let mut pieces: Vec<Piece> = now.plan.pieces.iter().take(now.index).cloned().collect();
    pieces.push(Piece { length: Some(length), ..now.piece.clone() });
    let again =
        Piece { start: now.horizon, trim: start, length: None, join: Join::Crossfade(over), ..now.piece.clone() };
    match now.piece.length {
        None => pieces.push(again),
        Some(whole) => {
            let left = whole.saturating_sub(now.sounded);
            let next = now.plan.pieces.get(now.index + 1).map(|next| next.join);
            let most = if let Some(Join::Crossfade(next)) = next { over.max(next) } else { over };
            if left < most * 3 {
                return Err("Something else begins in a moment.".to_owned());
            }
            pieces.push(Piece { length: Some(left), ..again });
            pieces.extend(now.plan.pieces.iter().skip(now.index + 1).cloned());
        }
    }
    Ok(Turned { plan: Plan { pieces, ..now.plan.clone() }, said })
}

/// Deeper or lighter by one step; at the limit by one stage, where a stage leads there.
fn nudge(now: &Now<'_>, sign: f32) -> Result<Turned, String> {
    let score = score(now);
    let last = now.plan.nudges.iter().rev().find(|nudge| nudge.at <= score);
    let [intensity, warmth] = last.map_or([0.0; 2], |last| [last.intensity, last.warmth]);
    let step = |value: f32, by: f32, most: f32| {
        let stepped = (value + sign * by).clamp(-most, most);
        (stepped * 1000.0).round() / 1000.0
    };
    let new = [step(intensity, NUDGE[0], MOST[0]), step(warmth, NUDGE[1], MOST[1])];
    if (new[0] - intensity).abs() < 1e-4 && (new[1] - warmth).abs() < 1e-4 {
        return beyond(now, sign);
    }
    let mut nudges: Vec<Nudge> = now.plan.nudges.iter().copied().filter(|nudge| nudge.at < score).collect();
    nudges.push(Nudge { at: score, intensity: new[0], warmth: new[1] });
    let said = if sign > 0.0 { "Deeper." } else { "Lighter." };
    Ok(Turned { plan: Plan { nudges, ..now.plan.clone() }, said: said.to_owned() })
}

fn beyond(now: &Now<'_>, sign: f32) -> Result<Turned, String> {
    let stage = now.plan.stages.get(place(now)).map_or(Stage::Hold, |(_, stage)| *stage);
    let (leads, word, limit) = if sign > 0.0 {
        (stage < Stage::Peak, "Deeper", "It is as deep as it goes.")
    } else {
        (stage >= Stage::Peak && stage < Stage::Bed, "Lighter", "It is as light as it goes.")
    };
    if !leads || now.following().next().is_some() {
        return Err(limit.to_owned());
    }
    let turned = next_stage(now)?;
    Ok(Turned { said: turned.said.replacen("Next", word, 1), ..turned })
}

/// This stage lasts longer, and all after it comes later.
fn stay(now: &Now<'_>) -> Result<Turned, String> {
    let place = place(now);
    if place + 1 >= now.plan.stages.len() {
        return Err("This is the bed; it lasts until you end it.".to_owned());
    }
    let mut stages = now.plan.stages.clone();
    for (start, _) in stages.iter_mut().skip(place + 1) {
        *start += LONGER;
    }
    let target = now.plan.target + LONGER;
    let mut plan = Plan { target, arc: arc(now, &stages), stages, ..now.plan.clone() };
    if let Some(piece) = plan.pieces.get_mut(now.index)
        && let Some(length) = &mut piece.length
    {
        *length += LONGER;
        for later in plan.pieces.iter_mut().skip(now.index + 1) {
            let built_in = matches!(later.material, Material::Soundscape { .. });
            later.start += LONGER;
            if built_in {
                later.trim += LONGER;
            }
        }
    }
    let minutes = LONGER.as_secs() / 60;
    Ok(Turned { plan, said: format!("Longer here, about {}.", counted(minutes, "minute", "minutes")) })
}
