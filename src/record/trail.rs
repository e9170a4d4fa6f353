//! Every line of a record and of what was added to it, with the changes to each: what forms for systems are made of.

use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, FixedOffset, SecondsFormat};

use super::page::Page;
use crate::journal::path;
use crate::journal::reader::Record;
use crate::journal::record::Line;
use crate::session::event::{Event, EventId, Stamped};
use crate::session::vitals::Measured;
use crate::units::Moment;

/// A record and its amendments, line by line.
pub(in crate::record) struct Trail<'a> {
    /// The name of the record's folder.
    pub id: &'a str,
    pub record: &'a Record,
    pub page: Page<'a>,
    pub steps: Vec<Step<'a>>,
    /// T0, corrections included.
    pub t0: Option<Moment>,
    /// What cannot be read, and in which folder.
    pub flaws: Vec<(String, Flaw)>,
    /// What was done to an entry later, by the number of its step.
    changes: HashMap<EventId, Vec<(usize, &'a Stamped)>>,
}

/// Something of a folder that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::record) enum Flaw {
    Damage(String),
    Missing(u64),
}

/// What an entry is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::record) enum Standing {
    AsEntered,
    /// Corrected while the record was written.
    Corrected,
    /// Corrected after it was sealed.
    Amended,
    Undone,
}

/// A line, and the folder it stands in.
pub(in crate::record) struct Step<'a> {
    pub folder: String,
    pub line: &'a Line,
}

impl<'a> Trail<'a> {
    /// Of a sealed or live record and of its amendments, oldest first.
    pub fn of(id: &'a str, record: &'a Record, amendments: &'a [Record]) -> Self {
        let own = record.lines.iter().map(|line| Step { folder: id.to_owned(), line });
        let added = amendments.iter().flat_map(|added| {
            let folder = path::record_id(&added.folder);
            added.lines.iter().map(move |line| Step { folder: folder.clone(), line })
        });
        let steps: Vec<_> = own.chain(added).collect();
        let mut changes: HashMap<EventId, Vec<(usize, &Stamped)>> = HashMap::new();
        for (number, step) in steps.iter().enumerate() {
            let Some(entry) = &step.line.entry else { continue };
            if let Event::Corrected { of, .. } | Event::Undone { of, .. } | Event::Explained { of, .. } = &entry.event {
                changes.entry(*of).or_default().push((number, entry));
            }
        }
        let page = Page::of(record, amendments);
        let t0 = page.taken(0).map(|(at, _)| at);
        let added = amendments.iter().flat_map(|added| flaws(path::record_id(&added.folder), added));
        let flaws = flaws(id.to_owned(), record).into_iter().chain(added).collect();
        Self { id, record, page, steps, t0, flaws, changes }
    }

    /// The lines this version understands.
    pub fn entries(&self) -> impl Iterator<Item = (&Step<'a>, &'a Stamped)> {
        self.steps.iter().filter_map(|step| step.line.entry.as_ref().map(|entry| (step, entry)))
    }

    /// The code of the client; empty if there is none, or none that can be read.
    pub fn code(&self) -> &'a str {
        let code = self.entries().find_map(|(_, entry)| match &entry.event {
            Event::SessionStarted { codes, .. } => codes.iter().find(|code| !code.is_empty()).map(String::as_str),
            Event::AmendmentStarted { code, .. } => Some(code.as_str()).filter(|code| !code.is_empty()),
            _ => None,
        });
        code.unwrap_or_default()
    }

    /// The entry of that name.
    pub fn entry(&self, id: EventId) -> Option<&'a Stamped> {
        self.entries().map(|(_, entry)| entry).find(|entry| entry.id == id)
    }

    /// When it happened by the last correction, of T0 too.
    pub fn at(&self, entry: &Stamped) -> Moment {
        match &entry.event {
            Event::TabletTaken { dose } | Event::Given { dose } => {
                let taken = self.page.taken(*dose).filter(|(_, taken)| taken.id == entry.id);
                taken.map_or_else(|| self.page.at(entry), |(at, _)| at)
            }
            _ => self.page.at(entry),
        }
    }

    /// A moment on the wall clock, as ISO 8601 with ms and offset; `None` where there is no clock to go by.
    pub fn wall(&self, at: Moment) -> Option<String> {
        self.page.wall(at).and_then(|wall| instant(&wall))
    }

    /// The same of a moment that belongs to an entry.
    pub fn wall_of(&self, entry: &Stamped, at: Moment) -> Option<String> {
        self.page.wall_of(entry, at).and_then(|wall| instant(&wall))
    }

    /// What an entry is worth now.
    pub fn standing(&self, entry: &Stamped) -> Standing {
        if self.page.is_undone(entry) {
            return Standing::Undone;
        }
        let stands = |change: &&(usize, &Stamped)| {
            matches!(change.1.event, Event::Corrected { .. }) && !self.page.is_undone(change.1)
        };
        match self.changes.get(&entry.id).into_iter().flatten().rfind(stands) {
            None => Standing::AsEntered,
            Some((number, _)) if *number < self.record.lines.len() => Standing::Corrected,
            Some(_) => Standing::Amended,
        }
    }

    /// Why an entry was changed, or why this change was made: every reason that stands, in order.
    pub fn reasons(&self, id: EventId) -> Vec<&'a str> {
        let own = self.entry(id).and_then(|entry| reason(&entry.event));
        let changes = |of| self.changes.get(&of).into_iter().flatten().map(|(_, change)| *change);
        let later = changes(id).filter(|change| !self.page.is_undone(change));
        let told = later.flat_map(|change| {
            let explained = |why: &&Stamped| matches!(why.event, Event::Explained { .. }) && !self.page.is_undone(why);
            reason(&change.event)
                .into_iter()
                .chain(changes(change.id).filter(explained).filter_map(|it| reason(&it.event)))
        });
        own.into_iter().chain(told).collect()
    }
}

fn flaws(folder: String, record: &Record) -> Vec<(String, Flaw)> {
    let damage = record.damage.iter().map(|damage| Flaw::Damage(damage.to_string()));
    let missing = record.missing.iter().map(|n| Flaw::Missing(*n));
    damage.chain(missing).map(|flaw| (folder.clone(), flaw)).collect()
}

fn reason(event: &Event) -> Option<&str> {
    match event {
        Event::Corrected { reason, .. }
        | Event::Undone { reason, .. }
        | Event::Explained { reason, .. }
        | Event::GateOverridden { reason, .. }
        | Event::PieceFailed { reason, .. } => Some(reason.as_str()).filter(|reason| !reason.is_empty()),
        Event::Released { reason, .. } => reason.as_deref(),
        _ => None,
    }
}

/// ISO 8601 with ms and offset; `None` for a year that others cannot read.
pub(in crate::record) fn instant(wall: &DateTime<FixedOffset>) -> Option<String> {
    (1..=9999).contains(&wall.year()).then(|| wall.to_rfc3339_opts(SecondsFormat::Millis, false))
}

/// Seconds from one moment to another, negative if it lies before.
pub(in crate::record) fn secs_since(at: Moment, from: Moment) -> f64 {
    let (at, from) = (at.millis(), from.millis());
    let span = at.abs_diff(from) as f64 / 1e3;
    if at < from { -span } else { span }
}

/// Vital signs as `128/82 mmHg, 71 /min, 97 %`; what was not measured is left out.
pub(in crate::record) fn measured_words(measured: Measured) -> String {
    let pressure = measured.pressure.map(|(over, under)| format!("{}/{} mmHg", over.0, under.0));
    let rate = measured.heart_rate.map(|rate| format!("{} /min", rate.0));
    let saturation = measured.saturation.map(|part| format!("{} %", part.0));
    [pressure, rate, saturation].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
