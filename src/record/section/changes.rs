//! Every correction, every entry taken back, and everything added after sealing: both values kept.

use super::seen::in_words;
use super::{Cell, Section};
use crate::record::page::Page;
use crate::session::event::{Correction, Event, EventId, Stamped};

pub(in crate::record) fn changes(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let (what, own) = what(page, entry)?;
        let said = page.explained(entry.id);
        let reason = [own, said].into_iter().flatten().filter(|reason| !reason.is_empty());
        let reason = reason.collect::<Vec<_>>().join("; ");
        Some(page.row(entry, [page.when(entry), what, Cell::words(reason), page.by(entry).into()]))
    });
    Section::new("Corrections", &["time", "what", "reason", "by"], rows)
}

fn what<'a>(page: &Page, entry: &'a Stamped) -> Option<(Cell, Option<&'a str>)> {
    Some(match &entry.event {
        Event::Corrected { of, correction, reason } => {
            let right = match correction {
                Correction::At(at) => format!("happened at {}", page.time(*at)),
                Correction::Text(text) => format!("reads: {text}"),
                Correction::Vitals(measured) => format!("is {}", in_words(*measured)),
                Correction::Rating(value) => format!("is {value} of 10"),
            };
            (format!("{}: {right}", name(page, *of)).into(), Some(reason.as_str()))
        }
        Event::Undone { of, reason } => (format!("{}: taken back", name(page, *of)).into(), Some(reason.as_str())),
        // It stands beside what it explains; alone only if that is not here.
        Event::Explained { of, reason } if page.is_undone(entry) || !page.has(*of) => {
            (format!("{}: why", name(page, *of)).into(), Some(reason.as_str()))
        }
        Event::T0Corrected { dose, from, to } => {
            let dose = if *dose == 0 { "T0".to_owned() } else { format!("taking of dose {}", u16::from(*dose) + 1) };
            (format!("{dose}: from {} to {}", page.time(*from), page.time(*to)).into(), None)
        }
        Event::AmendmentStarted { record, last_h, .. } => {
            let code = last_h.get(..8).unwrap_or(last_h);
            (format!("added to the sealed record {record}, whose last entry has the hash {code}…").into(), None)
        }
        _ => return None,
    })
}

impl Page<'_> {
    fn has(&self, id: EventId) -> bool {
        self.entries().any(|entry| entry.id == id)
    }
}

/// What an entry is called where another speaks of it.
pub(in crate::record) fn name(page: &Page, of: EventId) -> String {
    let Some(entry) = page.entries().find(|entry| entry.id == of) else {
        return format!("entry {}", uuid::Uuid::from_u128(of.0));
    };
    let what = match &entry.event {
        Event::Observed { chip } => format!("observation \"{}\"", page.chip(chip)),
        Event::StateEnded { chip, .. } => format!("end of \"{}\"", page.chip(chip)),
        Event::Note { text, .. } => format!("note \"{}\"", short(text)),
        Event::IntentionWritten { text } => format!("intention \"{}\"", short(text)),
        Event::Rating { item, value } => format!("rating {} {value}", page.scale(item)),
        Event::Vitals(entered) => format!("vital signs {}", in_words(*entered)),
        Event::Undone { .. } => "taking back".to_owned(),
        Event::Corrected { .. } | Event::T0Corrected { .. } => "correction".to_owned(),
        Event::TabletTaken { .. } => "tablet in mouth".to_owned(),
        Event::HoldEnded { .. } => "end of the hold".to_owned(),
        Event::PrescriptionConfirmed { .. } => "prescription".to_owned(),
        Event::Checked => "quiet visual check".to_owned(),
        Event::Declined => "declined".to_owned(),
        Event::PhaseEntered { phase } => format!("phase {}", phase.label()),
        Event::GateItem { item, .. } => format!("answer \"{}\"", page.arrival_line(item)),
        Event::ReleaseItem { item, .. } => format!("answer \"{}\"", page.release_line(item)),
        Event::Released { .. } => "release".to_owned(),
        _ => "entry".to_owned(),
    };
    match page.added(entry) {
        Some(wall) => format!("{what} added {}", wall.format("%Y-%m-%d %H:%M:%S")),
        None => format!("{what} of {}", page.time(entry.at)),
    }
}

/// The beginning of words that stand whole in their own section.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
