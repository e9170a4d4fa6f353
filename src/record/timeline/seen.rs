//! What was seen and what was rated.

use std::collections::HashMap;

use super::lanes::{Marked, part};
use super::{CORRECTED, Scene};
use crate::record::picture::{Ink, Picture};
use crate::session::event::{Event, EventId, NoteKind};
use crate::units::Moment;

pub(super) fn observed(scene: &Scene<'_>) -> Option<Picture> {
    let page = scene.page;
    let ends: HashMap<EventId, Moment> = page.ends();
    let marks = page.standing().filter_map(|entry| {
        let (words, to, ink) = match &entry.event {
            Event::Observed { chip } => (page.chip(chip).to_owned(), ends.get(&entry.id).copied(), Ink::Black),
            Event::Checked => ("check".to_owned(), None, Ink::Line),
            Event::Note { kind: NoteKind::FirstWords, .. } => ("first words".to_owned(), None, Ink::Accent),
            Event::Note { kind: NoteKind::Note | NoteKind::Client, .. } => ("note".to_owned(), None, Ink::Dim),
            _ => return None,
        };
        let from = page.at(entry);
        let corrected = from != entry.at || page.reworded(entry).is_some();
        let words = format!("{words}{}", if corrected { CORRECTED } else { "" });
        Some(Marked { from, to, words, ink })
    });
    part(scene, "Observed", &marks.collect::<Vec<_>>())
}

pub(super) fn rated(scene: &Scene<'_>) -> Option<Picture> {
    let page = scene.page;
    let marks = page.standing().filter_map(|entry| match &entry.event {
        Event::Rating { item, value } => {
            let right = page.rerated(entry);
            let mark = if right.is_some() { CORRECTED } else { "" };
            let words = format!("{} {}{mark}", page.scale(item), right.unwrap_or(*value));
            Some(Marked { from: page.at(entry), to: None, words, ink: Ink::Black })
        }
        _ => None,
    });
    part(scene, "Rated 0–10", &marks.collect::<Vec<_>>())
}
