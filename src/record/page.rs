//! A record with its corrections worked out: what every form of it needs.

pub(in crate::record) mod dose;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::clock::{AwayDoubt, AwayWatch, WallClock};
use crate::journal::reader::Record;
use crate::session::event::{Correction, Event, EventId, Stamped, Who};
use crate::session::gate::VITALS_ITEM;
use crate::session::outcome;
use crate::session::protocol::{ChipKind, Protocol};
use crate::session::vitals::Measured;
use crate::units::Moment;

/// A record with its corrections worked out.
pub(in crate::record) struct Page<'a> {
    entries: Vec<&'a Stamped>,
    clock: WallClock,
    away: Option<AwayDoubt>,
    last: Moment,
    undone: HashSet<EventId>,
    corrected: HashMap<EventId, Vec<&'a Correction>>,
    /// When what was added after sealing was recorded.
    added: HashMap<EventId, DateTime<FixedOffset>>,
    t0: Option<Moment>,
}

impl<'a> Page<'a> {
    /// Of a sealed or live record and of what was added to it after it was sealed, oldest first.
    pub fn of(record: &'a Record, amendments: &'a [Record]) -> Self {
        let added = amendments.iter().flat_map(|amendment| amendment.events());
        let entries: Vec<_> = record.events().chain(added).collect();
        // What takes something back can itself be taken back: the last word counts.
        let mut undone = HashSet::new();
        for entry in entries.iter().rev() {
            match &entry.event {
                Event::Undone { of, .. } if !undone.contains(&entry.id) => drop(undone.insert(*of)),
                _ => {}
            }
        }
        let mut corrected: HashMap<EventId, Vec<&Correction>> = HashMap::new();
        for entry in entries.iter().filter(|entry| !undone.contains(&entry.id)) {
            if let Event::Corrected { of, correction, .. } = &entry.event {
                corrected.entry(*of).or_default().push(correction);
            }
        }
        // Not by the wall clock of the last line: that may have jumped.
        let last = record.lines.iter().map(|line| line.at).max().unwrap_or_default();
        let later = amendments.iter().flat_map(|amendment| &amendment.lines);
        let added = later.map(|line| (line.id, line.recorded.wall)).collect();
        let (clock, away) = (record.clock(), away(record));
        let mut page = Self { entries, clock, away, last, undone, corrected, added, t0: None };
        page.t0 = page.taken(0).map(|(at, _)| at);
        page
    }

    pub fn entries(&self) -> impl Iterator<Item = &'a Stamped> + '_ {
        self.entries.iter().copied()
    }

    /// The entries that were not taken back.
    pub fn standing(&self) -> impl Iterator<Item = &'a Stamped> + '_ {
        self.entries().filter(|entry| !self.is_undone(entry))
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
        let is_taken =
            |entry: &&Stamped| matches!(entry.event, Event::TabletTaken { dose } | Event::Given { dose } if dose == of);
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
        let moved = self.corrections(entry).find_map(|correction| match correction {
            Correction::At(at) => Some(*at),
            Correction::Text(_) | Correction::Vitals(_) | Correction::Rating(_) => None,
        });
        moved.unwrap_or(entry.at)
    }

    /// The words as corrected last; `None` if they stand as they were written.
    pub fn reworded(&self, entry: &Stamped) -> Option<&'a str> {
        self.corrections(entry).find_map(|correction| match correction {
            Correction::Text(text) => Some(text.as_str()),
            Correction::At(_) | Correction::Vitals(_) | Correction::Rating(_) => None,
        })
    }

    /// The vital signs of an entry as corrected last; `None` if they stand as they were entered.
    pub fn remeasured(&self, entry: &Stamped) -> Option<Measured> {
        self.corrections(entry).find_map(|correction| match correction {
            Correction::Vitals(measured) => Some(*measured),
            Correction::At(_) | Correction::Text(_) | Correction::Rating(_) => None,
        })
    }

    /// The rating of an entry as corrected last; `None` if it stands as it was given.
    pub fn rerated(&self, entry: &Stamped) -> Option<u8> {
        self.corrections(entry).find_map(|correction| match correction {
            Correction::Rating(value) => Some(*value),
            Correction::At(_) | Correction::Text(_) | Correction::Vitals(_) => None,
        })
    }

    /// The corrections of an entry that stand, the last first.
    fn corrections(&self, entry: &Stamped) -> impl Iterator<Item = &'a Correction> + '_ {
        self.corrected.get(&entry.id).into_iter().flatten().rev().copied()
    }

    /// When the states that have ended did so, by the entry that began them.
    pub fn ends(&self) -> HashMap<EventId, Moment> {
        let ends = self.standing().filter_map(|entry| match &entry.event {
            Event::StateEnded { began, .. } => Some((*began, self.at(entry))),
            _ => None,
        });
        ends.collect()
    }

    /// When an entry was added after the record was sealed; `None` if it belongs to the session itself.
    pub fn added(&self, entry: &Stamped) -> Option<DateTime<FixedOffset>> {
        self.added.get(&entry.id).copied()
    }

    /// Why an entry was taken back or corrected, if that was said afterwards.
    pub fn explained(&self, of: EventId) -> Option<&'a str> {
        let said = self.standing().filter_map(|entry| match &entry.event {
            Event::Explained { of: about, reason } if *about == of => Some(reason.as_str()),
            _ => None,
        });
        said.last().filter(|reason| !reason.is_empty())
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

    /// Which wall time moments have, and how the clock was set.
    pub fn clock(&self) -> &WallClock {
        &self.clock
    }

    /// Two times for which the app may have been away, where nobody said which is right.
    pub fn away(&self) -> Option<AwayDoubt> {
        self.away
    }

    /// The wall time of a moment of the session: the same on every paper, and on the glass.
    pub fn wall(&self, at: Moment) -> Option<DateTime<FixedOffset>> {
        self.clock.wall(at)
    }

    /// The wall time of a moment that belongs to an entry: what was added later has that of its own recording.
    pub fn wall_of(&self, entry: &Stamped, at: Moment) -> Option<DateTime<FixedOffset>> {
        self.added(entry).filter(|_| at == entry.at).or_else(|| self.wall(at))
    }

    pub fn time(&self, at: Moment) -> String {
        self.wall(at).map(|wall| wall.format("%H:%M:%S").to_string()).unwrap_or_default()
    }

    /// The time, with its day where that is not the day of the beginning.
    pub fn day_and_time(&self, at: Moment) -> String {
        let day = |at: Moment| self.wall(at).map(|wall| wall.date_naive());
        if day(at) == day(self.began()) {
            return self.time(at);
        }
        self.wall(at).map(|wall| wall.format("%-d %B, %H:%M:%S").to_string()).unwrap_or_default()
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
    pub fn chip<'b>(&self, key: &'b str) -> &'b str
    where
        'a: 'b,
    {
        let chips = self.protocol().map(|protocol| &protocol.chips[..]).unwrap_or_default();
        chips.iter().find(|chip| chip.key == key).map_or(key, |chip| &chip.label)
    }

    /// Whether a chip is for a state, which begins and ends.
    pub fn lasts(&self, key: &str) -> bool {
        let chips = self.protocol().map(|protocol| &protocol.chips[..]).unwrap_or_default();
        chips.iter().any(|chip| chip.key == key && chip.kind == ChipKind::State)
    }

    /// The words of a scale, or its key.
    pub fn scale<'b>(&self, key: &'b str) -> &'b str
    where
        'a: 'b,
    {
        let scales = self.protocol().map(|protocol| &protocol.ratings[..]).unwrap_or_default();
        scales.iter().find(|scale| scale.key == key).map_or(key, |scale| &scale.label)
    }

    /// The words of a line of arrival's checklists, or its key.
    pub fn arrival_line<'b>(&self, key: &'b str) -> &'b str
    where
        'a: 'b,
    {
        let mut lines = self.protocol().into_iter().flat_map(|protocol| protocol.gate.iter().chain(&protocol.room));
        let unlisted = if key == VITALS_ITEM {
            "pressure and heart rate within the ceiling"
        } else {
            outcome::unlisted(key).unwrap_or(key)
        };
        lines.find(|line| line.key == key).map_or(unlisted, |line| &line.label)
    }

    /// The words of a line of the release checklist, or its key.
    pub fn release_line<'b>(&self, key: &'b str) -> &'b str
    where
        'a: 'b,
    {
        let mut lines = self.protocol().into_iter().flat_map(|protocol| &protocol.release);
        let unlisted = outcome::unlisted(key).unwrap_or(key);
        lines.find(|line| line.key == key).map_or(unlisted, |line| &line.label)
    }
}

fn away(record: &Record) -> Option<AwayDoubt> {
    let mut watch = AwayWatch::default();
    let entries = record.lines.iter().filter_map(|line| Some((line.entry.as_ref()?, &line.recorded)));
    entries.for_each(|(entry, reading)| watch.note(entry, reading));
    watch.doubt()
}

/// A span as `1:05:30` or `9:58`.
pub(in crate::record) fn span(span: Duration) -> String {
    let secs = (span.as_millis() + 500) / 1000;
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{secs:02}") } else { format!("{minutes}:{secs:02}") }
}

/// The same with its unit: 1:04 min, and 1:08:00 h from an hour on.
pub(in crate::record) fn lasting(length: Duration) -> String {
    let unit = if (length.as_millis() + 500) / 1000 >= 3600 { "h" } else { "min" };
    format!("{} {unit}", span(length))
}
