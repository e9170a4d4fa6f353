//! When nothing was recorded, and when nothing sounded.

use super::Scene;
use super::lanes::{Marked, part as laid};
use crate::record::page::span;
use crate::record::picture::{Ink, Picture};
use crate::session::event::Event;
use crate::units::Moment;

pub(super) fn part(scene: &Scene<'_>) -> Option<Picture> {
    let mut marks = Vec::new();
    let mut lost: Option<Moment> = None;
    for entry in scene.page.standing() {
        let at = scene.page.at(entry);
        let (from, words) = match &entry.event {
            Event::Resumed { away } => (Some(at.minus(*away)), format!("program away {} min", span(*away))),
            Event::OutputBack => (lost.take(), "no sound output".to_owned()),
            Event::ClockJumped { by_ms } => (None, format!("wall clock jumped {:+.1} s", *by_ms as f64 / 1e3)),
            Event::OutputLost => {
                lost = Some(at);
                continue;
            }
            _ => continue,
        };
        let to = from.map(|_| at);
        marks.push(Marked { from: from.unwrap_or(at), to, words, ink: Ink::Accent });
    }
    if let Some(from) = lost {
        let (to, words) = (Some(scene.page.ended()), "no sound output".to_owned());
        marks.push(Marked { from, to, words, ink: Ink::Accent });
    }
    laid(scene, "Gaps", &marks)
}
