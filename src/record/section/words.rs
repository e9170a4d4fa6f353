//! What was said: intention and notes.

use super::Section;
use crate::record::page::Page;
use crate::session::event::{Event, NoteKind};

pub(in crate::record) fn intention(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| match &entry.event {
        Event::IntentionWritten { text } if text.is_empty() && page.reworded(entry).is_none() => {
            Some(page.row(entry, [page.when(entry), "(without an intention)".into()]))
        }
        Event::IntentionWritten { text } => Some(page.row(entry, [page.when(entry), page.said(entry, text)])),
        _ => None,
    });
    Section::new("Intention", &["time", "in the client's words"], rows)
}

pub(in crate::record) fn notes(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let Event::Note { kind, text } = &entry.event else { return None };
        let whose = match kind {
            NoteKind::Note => "therapist",
            NoteKind::FirstWords => "client, first words",
            NoteKind::Client => "client",
            NoteKind::Unwelcome => "what was unwelcome",
        };
        let whose =
            if page.added(entry).is_some() { format!("{whose}, added after sealing") } else { whose.to_owned() };
        Some(page.row(entry, [page.when(entry), page.since(entry), whose.into(), page.said(entry, text)]))
    });
    Section::new("Notes", &["time", "since T0", "whose", "words"], rows)
}
