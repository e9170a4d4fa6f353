//! What was asked before the dose and before the client left.

use super::{Cell, Section};
use crate::record::page::Page;
use crate::session::event::Event;

pub(in crate::record) fn arrival(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let (what, answer) = match &entry.event {
            Event::GateItem { item, met, answer } => {
                (page.arrival_line(item).into(), answered(*met, &page.answer_words(item, answer.as_ref())))
            }
            Event::GateOverridden { missing, reason } => {
                let missing = missing.iter().map(|key| page.arrival_line(key));
                (Cell::decision("went on without what was missing"), overridden(missing, reason))
            }
            _ => return None,
        };
        Some(page.row(entry, [page.when(entry), what, answer]))
    });
    Section::new("Before the dose", &["time", "what", "answer"], rows)
}

pub(in crate::record) fn release(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let (what, answer) = match &entry.event {
            Event::ReleaseItem { item, met, answer } => {
                (page.release_line(item).into(), answered(*met, &page.answer_words(item, answer.as_ref())))
            }
            Event::Released { missing, reason } if missing.is_empty() && reason.is_none() => {
                (Cell::decision("released"), "nothing was missing".into())
            }
            Event::Released { missing, reason } => {
                let missing = missing.iter().map(|key| page.release_line(key));
                let reason = reason.as_deref().unwrap_or("no reason given");
                (Cell::decision("released all the same"), overridden(missing, reason))
            }
            _ => return None,
        };
        Some(page.row(entry, [page.when(entry), what, answer]))
    });
    Section::new("Release", &["time", "what", "answer"], rows)
}

fn answered(met: bool, answer: &str) -> Cell {
    let answer = if answer.is_empty() { String::new() } else { format!(": {answer}") };
    if met { format!("met{answer}").into() } else { Cell::strong(format!("not met{answer}")) }
}

fn overridden<'a>(missing: impl Iterator<Item = &'a str>, reason: &str) -> Cell {
    let missing: Vec<_> = missing.collect();
    let without = if missing.is_empty() { String::new() } else { format!("without {}; ", missing.join(", ")) };
    format!("{without}reason: {reason}").into()
}
