//! When nothing was recorded, and when nothing sounded.

use super::Scene;
use super::lanes::{Marked, part as laid};
use crate::record::page::lasting;
use crate::record::picture::{Ink, Picture};
use crate::session::event::Event;
use crate::units::Moment;

const SILENT: &str = "no sound output";
const UNSAVED: &str = "not recorded to disk";

pub(super) fn part(scene: &Scene<'_>) -> Option<Picture> {
    let mut marks = Vec::new();
    let (mut lost, mut unsaved): (Option<Moment>, Option<Moment>) = (None, None);
    for entry in scene.page.standing() {
        let at = scene.page.at(entry);
        let (from, words) = match &entry.event {
            Event::Resumed { away } => (Some(at.minus(*away)), format!("program away {}", lasting(*away))),
            Event::OutputBack => (lost.take(), SILENT.to_owned()),
            Event::ClockJumped { by_ms } => (None, format!("wall clock jumped {:+.1} s", *by_ms as f64 / 1e3)),
            Event::ClockDoubted { .. } => (None, "clock cannot be true".to_owned()),
            Event::RecordedAgain => (unsaved.take(), UNSAVED.to_owned()),
            Event::OutputLost => {
                lost = Some(at);
                continue;
            }
            Event::NotRecorded { .. } => {
                unsaved = unsaved.or(Some(at));
                continue;
            }
            _ => continue,
        };
        let to = from.map(|_| at);
        marks.push(Marked { from: from.unwrap_or(at), to, words, ink: Ink::Accent });
    }
    let open = [(lost, SILENT), (unsaved, UNSAVED)].into_iter().filter_map(|(from, words)| Some((from?, words)));
    for (from, words) in open {
        marks.push(Marked { from, to: Some(scene.page.ended()), words: words.to_owned(), ink: Ink::Accent });
    }
    laid(scene, "Gaps", &marks)
}
