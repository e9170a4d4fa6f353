//! The phases, one after the other.

use super::Scene;
use crate::record::picture::{Anchor, Face, Ink, Picture, Style};
use crate::session::event::Event;
use crate::session::phase::Phase;
use crate::theme::print;
use crate::units::Moment;

const HEIGHT: f32 = 13.0;
/// The height of the words of bars too short for them.
const BELOW: f32 = 9.0;

pub(super) fn part(scene: &Scene<'_>) -> Option<Picture> {
    let page = scene.page;
    let visits: Vec<(Moment, Phase)> = page
        .standing()
        .filter_map(|entry| match &entry.event {
            Event::PhaseEntered { phase } => Some((page.at(entry), *phase)),
            _ => None,
        })
        .collect();
    let ends = visits.iter().skip(1).map(|(at, _)| *at).chain([page.ended()]);
    let mut sheet = scene.sheet("Phases", HEIGHT);
    let style = Style::SMALL.face(Face::Medium).ink(Ink::Black);
    let mut free = vec![scene.axis.left];
    for ((from, phase), to) in visits.iter().zip(ends) {
        let (from, to) = (scene.axis.x(*from), scene.axis.x(to));
        let ink = if *phase == Phase::Journey { Ink::Wash } else { Ink::Faint };
        sheet.block((from + 0.4, 0.0), ((to - 0.4).max(from + 0.8), HEIGHT), ink);
        let width = scene.faces.width(phase.label(), style);
        if width + 6.0 <= to - from {
            sheet.words((from + 3.5, HEIGHT / 2.0 + print::SMALL * 0.36), phase.label(), style);
            continue;
        }
        // Words that do not fit stand below, each under its bar, in the first line where there is room.
        let middle = ((from + to) / 2.0).clamp(scene.axis.left + width / 2.0, scene.axis.right - width / 2.0);
        let line = free.iter().position(|until| *until <= middle - width / 2.0).unwrap_or(free.len());
        if free.len() == line {
            free.push(0.0);
        }
        if let Some(until) = free.get_mut(line) {
            *until = middle + width / 2.0 + 5.0;
        }
        let base = HEIGHT + BELOW * (line + 1) as f32 - 1.5;
        sheet.line(
            &[((from + to) / 2.0, HEIGHT), ((from + to) / 2.0, base - print::SMALL + 1.0)],
            Ink::Line,
            print::HAIR,
        );
        scene.over(&mut sheet, (middle, base), phase.label(), (style, Anchor::Middle));
        sheet.height = sheet.height.max(base + 2.0);
    }
    (!visits.is_empty()).then_some(sheet)
}
