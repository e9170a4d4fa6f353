//! The music as it was heard: its arc, its stages, and how it was steered.

use std::sync::Arc;

use super::Scene;
use super::lanes::{Marked, part as laid};
use crate::cue::{Plan, Stage};
use crate::record::picture::{Anchor, Ink, Picture, Place, Style};
use crate::record::section::music::steered;
use crate::session::event::Event;
use crate::theme::print;
use crate::units::Moment;

const ARC: f32 = 34.0;
/// Positions are recorded every 10 s; after a longer pause nothing was heard.
const PAUSE_MS: u64 = 30_000;

/// A place that was heard.
struct Heard {
    at: Moment,
    level: f32,
    stage: Stage,
}

pub(super) fn part(scene: &Scene<'_>) -> Option<Picture> {
    let steering = scene.page.standing().filter_map(|entry| {
        let words = steered(&entry.event)?;
        Some(Marked { from: scene.page.at(entry), to: None, words, ink: Ink::Dim })
    });
    let steering = laid(scene, "", &steering.collect::<Vec<_>>());
    let heard = heard(scene);
    if heard.is_empty() && steering.is_none() {
        return None;
    }
    let mut sheet = scene.sheet("Music", 0.0);
    if !heard.is_empty() {
        let low = heard.iter().map(|one| one.level).fold(f32::MAX, f32::min);
        let high = heard.iter().map(|one| one.level).fold(f32::MIN, f32::max);
        let y = |level: f32| ARC - 4.0 - (ARC - 10.0) * (level - low) / (high - low).max(1.0);
        for stretch in stretches(&heard) {
            arc(scene, &mut sheet, stretch, &y);
        }
        stages(scene, &mut sheet, &heard);
        sheet.height = ARC + 10.0;
    }
    if let Some(steering) = steering {
        let height = steering.height;
        sheet.put((0.0, sheet.height + 2.0), steering);
        sheet.height += height + 2.0;
    }
    Some(sheet)
}

fn heard(scene: &Scene<'_>) -> Vec<Heard> {
    let mut plan: Option<&Arc<Plan>> = None;
    let mut heard = Vec::new();
    for entry in scene.page.standing() {
        match &entry.event {
            Event::MusicPlanned { plan: new } => plan = Some(new),
            Event::Heard { position, .. } => {
                let Some(plan) = plan else { continue };
                let since = plan.time_of(*position);
                let level = plan.level_at(since).0;
                let level = if level.is_finite() { level.clamp(-60.0, 12.0) } else { -60.0 };
                heard.push(Heard { at: entry.at, level, stage: plan.stage_at(since) });
            }
            _ => {}
        }
    }
    heard.sort_by_key(|one| one.at);
    heard
}

fn stretches(heard: &[Heard]) -> Vec<&[Heard]> {
    heard.chunk_by(|one, next| next.at.millis() - one.at.millis() <= PAUSE_MS).collect()
}

fn arc(scene: &Scene<'_>, sheet: &mut Picture, stretch: &[Heard], y: &dyn Fn(f32) -> f32) {
    let mut line: Vec<Place> = Vec::new();
    for one in stretch {
        let place = (scene.axis.x(one.at), y(one.level));
        // A line every half point is as fine as a printer draws.
        if line.last().is_none_or(|last| place.0 - last.0 >= 0.5) {
            line.push(place);
        }
    }
    let Some((first, last)) = line.first().copied().zip(line.last().copied()) else { return };
    let mut area = line.clone();
    area.extend([(last.0, ARC), (first.0, ARC)]);
    sheet.area(area, Ink::Faint);
    sheet.line(&line, Ink::Dim, print::STROKE);
}

fn stages(scene: &Scene<'_>, sheet: &mut Picture, heard: &[Heard]) {
    let base = ARC + print::SMALL + 1.0;
    let mut free = scene.axis.left;
    for same in heard.chunk_by(|one, next| one.stage == next.stage) {
        let Some((first, last)) = same.first().zip(same.last()) else { continue };
        let (from, to) = (scene.axis.x(first.at), scene.axis.x(last.at));
        sheet.line(&[(from, ARC), (from, ARC + 3.0)], Ink::Dim, print::HAIR);
        let words = first.stage.label();
        let width = scene.faces.width(words, Style::SMALL);
        if width <= to - from && from >= free {
            scene.over(sheet, ((from + to) / 2.0, base), words, (Style::SMALL.ink(Ink::Black), Anchor::Middle));
        } else if from >= free && from + width <= scene.axis.right {
            scene.over(sheet, (from + 1.5, base), words, (Style::SMALL.ink(Ink::Black), Anchor::Start));
            free = from + width + 6.0;
        }
    }
    sheet.line(&[(scene.axis.left, ARC), (scene.axis.right, ARC)], Ink::Line, print::HAIR);
}
