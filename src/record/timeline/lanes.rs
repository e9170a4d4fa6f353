//! Marks with words, laid out so that no word lies on another.

use super::Scene;
use crate::record::picture::{Anchor, Ink, Picture, Style};
use crate::theme::print;
use crate::units::Moment;

/// The height of a lane.
pub(super) const LANE: f32 = 10.0;
/// Between a mark and its words, and between words and the next mark.
const BESIDE: f32 = 4.0;
/// No part has more lanes than these; how many marks did not find one is said.
const MOST: usize = 24;

/// Something with words: a point, or a bar if it lasted.
pub(super) struct Marked {
    pub from: Moment,
    pub to: Option<Moment>,
    pub words: String,
    pub ink: Ink,
}

struct Lane {
    free_from: f32,
}

/// Draws marks into as few lanes as they need.
pub(super) fn part(scene: &Scene<'_>, name: &str, marks: &[Marked]) -> Option<Picture> {
    if marks.is_empty() {
        return None;
    }
    let mut sheet = scene.sheet(name, 0.0);
    let mut lanes: Vec<Lane> = Vec::new();
    let mut without = 0usize;
    let mut marks: Vec<&Marked> = marks.iter().collect();
    marks.sort_by_key(|mark| mark.from);
    for mark in marks {
        let width = scene.faces.width(&mark.words, Style::SMALL);
        let (from, to) = (scene.axis.x(mark.from), scene.axis.x(mark.to.unwrap_or(mark.from)));
        let leftwards = to + BESIDE + width > scene.axis.right;
        let begins = if leftwards { from - BESIDE - width } else { from - 2.0 };
        let ends = if leftwards { to + 2.0 } else { to + BESIDE + width } + BESIDE;
        let free = lanes.iter().position(|lane| lane.free_from <= begins);
        let Some(number) = free.or((lanes.len() < MOST).then_some(lanes.len())) else {
            without += 1;
            continue;
        };
        match lanes.get_mut(number) {
            Some(lane) => lane.free_from = ends,
            None => lanes.push(Lane { free_from: ends }),
        }
        draw(scene, &mut sheet, mark, (from, to), (number as f32 * LANE + LANE / 2.0, leftwards));
    }
    sheet.height = lanes.len() as f32 * LANE;
    if without > 0 {
        let said = format!("{without} more than can be drawn here; they are in the lists");
        sheet.words((scene.axis.left, sheet.height + print::SMALL), said, Style::SMALL);
        sheet.height += LANE;
    }
    Some(sheet)
}

fn draw(scene: &Scene<'_>, sheet: &mut Picture, mark: &Marked, (from, to): (f32, f32), (y, leftwards): (f32, bool)) {
    let style = Style::SMALL.ink(Ink::Black);
    let base = y + print::SMALL * 0.35;
    let (x, anchor) = if leftwards { (from - BESIDE, Anchor::End) } else { (to + BESIDE, Anchor::Start) };
    scene.over(sheet, (x, base), &mark.words, (style, anchor));
    if mark.to.is_some() {
        sheet.line(&[(from, y), (to.max(from + 0.8), y)], mark.ink, 3.0);
    } else {
        sheet.dot((from, y), 1.7, mark.ink);
    }
}
