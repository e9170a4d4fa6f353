//! What was asked before the dose and before the client left.

use super::page::{Page, plain, table};
use crate::session::event::Event;
use crate::session::protocol::{Item, Protocol};

pub(super) fn arrival(page: &Page) -> String {
    let items = |protocol: &'_ Protocol| -> Vec<Item> { [&protocol.gate[..], &protocol.room].concat() };
    let rows = page.entries().filter_map(|entry| {
        let what = match &entry.event {
            Event::GateItem { item, met } => ticked(page, items, item, *met),
            Event::GateOverridden { missing, reason } => overridden(page, items, missing, reason),
            _ => return None,
        };
        Some(page.row(entry, &[page.when(entry), what]))
    });
    table("Before the dose", &["time", "what"], rows)
}

pub(super) fn release(page: &Page) -> String {
    let items = |protocol: &'_ Protocol| protocol.release.clone();
    let rows = page.entries().filter_map(|entry| {
        let what = match &entry.event {
            Event::ReleaseItem { item, met } => ticked(page, items, item, *met),
            Event::Released { missing, reason } if missing.is_empty() && reason.is_none() => {
                "**released**, nothing was missing".to_owned()
            }
            Event::Released { missing, reason } => {
                let reason = reason.as_deref().unwrap_or("no reason given");
                format!("**released**; {}", overridden(page, items, missing, reason))
            }
            _ => return None,
        };
        Some(page.row(entry, &[page.when(entry), what]))
    });
    table("Release", &["time", "what"], rows)
}

fn ticked(page: &Page, items: impl Fn(&Protocol) -> Vec<Item>, key: &str, met: bool) -> String {
    format!("{}: {}", label(page, items, key), if met { "met" } else { "not met" })
}

fn overridden(page: &Page, items: impl Fn(&Protocol) -> Vec<Item> + Copy, missing: &[String], reason: &str) -> String {
    let missing: Vec<_> = missing.iter().map(|key| label(page, items, key)).collect();
    format!("**went on without** {}; reason: {}", missing.join(", "), plain(reason))
}

fn label(page: &Page, items: impl Fn(&Protocol) -> Vec<Item>, key: &str) -> String {
    let items = page.protocol().map(items).unwrap_or_default();
    plain(items.iter().find(|item| item.key == key).map_or(key, |item| &item.label))
}
