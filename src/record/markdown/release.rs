//! What was asked before the dose and before the client left.

use super::text::{plain, table};
use crate::record::page::Page;
use crate::session::event::Event;

pub(super) fn arrival(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| {
        let what = match &entry.event {
            Event::GateItem { item, met } => ticked(page.arrival_line(item), *met),
            Event::GateOverridden { missing, reason } => {
                overridden(missing.iter().map(|key| page.arrival_line(key)), reason)
            }
            _ => return None,
        };
        Some(page.row(entry, &[page.when(entry), what]))
    });
    table("Before the dose", &["time", "what"], rows)
}

pub(super) fn release(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| {
        let what = match &entry.event {
            Event::ReleaseItem { item, met } => ticked(page.release_line(item), *met),
            Event::Released { missing, reason } if missing.is_empty() && reason.is_none() => {
                "**released**, nothing was missing".to_owned()
            }
            Event::Released { missing, reason } => {
                let reason = reason.as_deref().unwrap_or("no reason given");
                format!("**released**; {}", overridden(missing.iter().map(|key| page.release_line(key)), reason))
            }
            _ => return None,
        };
        Some(page.row(entry, &[page.when(entry), what]))
    });
    table("Release", &["time", "what"], rows)
}

fn ticked(line: &str, met: bool) -> String {
    format!("{}: {}", plain(line), if met { "met" } else { "not met" })
}

fn overridden<'a>(missing: impl Iterator<Item = &'a str>, reason: &str) -> String {
    let missing: Vec<_> = missing.map(plain).collect();
    format!("**went on without** {}; reason: {}", missing.join(", "), plain(reason))
}
