//! What every section needs: times, marks and tables.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::journal::reader::Record;
use crate::session::event::{Correction, Event, EventId, Stamped, Who};
use crate::session::protocol::{Item, Protocol};
use crate::units::Moment;

/// A record with its corrections worked out.
pub(super) struct Page<'a> {
    entries: Vec<&'a Stamped>,
    start: Option<DateTime<FixedOffset>>,
    last: Moment,
    undone: HashSet<EventId>,
    corrected: HashMap<EventId, Vec<&'a Correction>>,
    t0: Option<Moment>,
}

impl<'a> Page<'a> {
    pub fn of(record: &'a Record) -> Self {
        let entries: Vec<_> = record.events().collect();
        // What takes something back can itself be taken back: the last word counts.
        let mut undone = HashSet::new();
        for entry in entries.iter().rev() {
            match &entry.event {
                Event::Undone { of } if !undone.contains(&entry.id) => drop(undone.insert(*of)),
                _ => {}
            }
        }
        let mut corrected: HashMap<EventId, Vec<&Correction>> = HashMap::new();
        for entry in entries.iter().filter(|entry| !undone.contains(&entry.id)) {
            if let Event::Corrected { of, correction, .. } = &entry.event {
                corrected.entry(*of).or_default().push(correction);
            }
        }
        let first = record.lines.first();
        let start = first.map(|line| line.recorded.wall - span_of(line.at.since(Moment::START)));
        let last = record.lines.last().zip(start).map(|(line, start)| line.recorded.wall - start);
        let last = last.and_then(|last| last.to_std().ok()).unwrap_or_default();
        let mut page = Self { entries, start, last: Moment::START.plus(last), undone, corrected, t0: None };
        page.t0 = page.taken(0).map(|(at, _)| at);
        page
    }

    pub fn entries(&self) -> impl Iterator<Item = &'a Stamped> + '_ {
        self.entries.iter().copied()
    }

    pub fn protocol(&self) -> Option<&'a Protocol> {
        self.entries().find_map(|entry| match &entry.event {
            Event::SessionStarted { protocol, .. } => Some(protocol.as_ref()),
            _ => None,
        })
    }

    pub fn code(&self) -> &'a str {
        let code = self.entries().find_map(|entry| match &entry.event {
            Event::SessionStarted { codes, .. } => codes.iter().find(|code| !code.is_empty()),
            _ => None,
        });
        code.map_or("without a code", String::as_str)
    }

    pub fn began(&self) -> Moment {
        Moment::START
    }

    pub fn ended(&self) -> Moment {
        self.last
    }

    /// When a dose was taken, corrections included, and the entry that says so.
    pub fn taken(&self, of: u8) -> Option<(Moment, &'a Stamped)> {
        let is_taken = |entry: &&Stamped| matches!(entry.event, Event::TabletTaken { dose } if dose == of);
        let entry = self.entries().filter(is_taken).filter(|entry| !self.is_undone(entry)).last()?;
        let since = self.entries().skip_while(|other| other.id != entry.id);
        let moved = since.filter(|entry| !self.is_undone(entry)).filter_map(|other| match &other.event {
            Event::T0Corrected { dose, to, .. } if *dose == of => Some(*to),
            _ => None,
        });
        Some((moved.last().unwrap_or_else(|| self.at(entry)), entry))
    }

    pub fn is_undone(&self, entry: &Stamped) -> bool {
        self.undone.contains(&entry.id)
    }

    /// When it happened, by the last correction.
    pub fn at(&self, entry: &Stamped) -> Moment {
        let corrections = self.corrected.get(&entry.id).into_iter().flatten().rev();
        let moved = corrections.filter_map(|correction| match correction {
            Correction::At(at) => Some(*at),
            Correction::Text(_) => None,
        });
        moved.into_iter().next().unwrap_or(entry.at)
    }

    /// Wall time, with what it was before a correction and who reported it.
    pub fn when(&self, entry: &Stamped) -> String {
        let at = self.at(entry);
        let was = if at == entry.at { String::new() } else { format!(" (was {})", self.time(entry.at)) };
        format!("{}{was}", self.time(at))
    }

    /// The words as corrected, with what they were.
    pub fn words(&self, entry: &Stamped, written: &str) -> String {
        let corrections = self.corrected.get(&entry.id).into_iter().flatten().rev();
        let texts = corrections.filter_map(|correction| match correction {
            Correction::Text(text) => Some(text),
            Correction::At(_) => None,
        });
        match texts.into_iter().next() {
            Some(text) => format!("{} (was: {})", plain(text), plain(written)),
            None => plain(written),
        }
    }

    /// The text, struck out if the entry was taken back.
    pub fn struck(&self, entry: &Stamped, text: &str) -> String {
        if self.is_undone(entry) && !text.is_empty() { format!("~~{text}~~") } else { text.to_owned() }
    }

    /// A row of a table about an entry: struck out if it was taken back.
    pub fn row(&self, entry: &Stamped, cells: &[String]) -> String {
        row(&cells.iter().map(|cell| self.struck(entry, cell)).collect::<Vec<_>>())
    }

    /// "reported by" where it was not the therapist's own.
    pub fn by(&self, entry: &Stamped) -> &'static str {
        match entry.who {
            Who::Therapist => "",
            Who::System => "noticed by the device",
            Who::Chaperone => "reported by the chaperone",
            Who::Provider => "by the medical provider",
        }
    }

    pub fn wall(&self, at: Moment) -> Option<DateTime<FixedOffset>> {
        self.start?.checked_add_signed(span_of(at.since(Moment::START)))
    }

    pub fn time(&self, at: Moment) -> String {
        self.wall(at).map(|wall| wall.format("%H:%M:%S").to_string()).unwrap_or_default()
    }

    pub fn date_and_time(&self, at: Moment) -> String {
        self.wall(at).map(|wall| wall.format("%Y-%m-%d %H:%M:%S %:z").to_string()).unwrap_or_default()
    }

    /// Since T0, signed; empty without a T0.
    pub fn since_t0(&self, at: Moment) -> String {
        match self.t0 {
            None => String::new(),
            Some(t0) if at < t0 => format!("−{}", span(t0.since(at))),
            Some(t0) => format!("+{}", span(at.since(t0))),
        }
    }

    /// The words on the chip, or its key where the protocol does not say.
    pub fn chip(&self, key: &str) -> String {
        let chips = self.protocol().map(|protocol| &protocol.chips[..]).unwrap_or_default();
        plain(chips.iter().find(|chip| chip.key == key).map_or(key, |chip| &chip.label))
    }

    /// The words of a line of a checklist or a scale, or its key.
    pub fn item(&self, of: impl Fn(&Protocol) -> Vec<&Item>, key: &str) -> String {
        let items = self.protocol().map(of).unwrap_or_default();
        plain(items.into_iter().find(|item| item.key == key).map_or(key, |item| &item.label))
    }
}

/// A section with a table; empty without rows.
pub(super) fn table(title: &str, heads: &[&str], rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let rule = row(&vec!["---".to_owned(); heads.len()]);
    format!("## {title}\n\n{}{rule}{}", row(&heads), rows)
}

pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Somebody's words inside a table: on one line, and no sign of them is taken for a mark.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' => plain.push_str("<br>"),
            '\r' => {}
            '\\' | '|' | '*' | '_' | '`' | '~' | '<' | '[' | '#' => plain.extend(['\\', sign]),
            other => plain.push(other),
        }
    }
    plain
}

/// A span as `1:05:30` or `9:58`.
pub(super) fn span(span: Duration) -> String {
    let secs = (span.as_millis() + 500) / 1000;
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{secs:02}") } else { format!("{minutes}:{secs:02}") }
}

fn span_of(span: Duration) -> TimeDelta {
    TimeDelta::from_std(span).unwrap_or(TimeDelta::MAX)
}
