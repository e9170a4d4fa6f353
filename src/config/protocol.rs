//! A protocol file: how one practice works, for a clinician to read and change.
//!
//! A file either says everything or `inherits` from another protocol and says only what differs. A list that is
//! written replaces the whole inherited list.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::log::Log;
use super::problem::Problem;
use super::source::Source;
use super::table::Table;
use crate::session::breathing::Pattern;
use crate::session::dose::Prescription;
use crate::session::practice::Practice;
use crate::session::protocol::{Anchor, Ceiling, Item, Protocol};
use crate::units::{BeatsPerMinute, Decibels, MmHg};

mod asking;
mod lists;
mod practice;

pub use asking::Find;
pub(super) use asking::found as found_form;

use lists::{CHIP, PHASES, PROMPTS, chips, items, patterns, phases, prompts};

/// First line of the file.
pub const FORMAT: &str = "holdspace-protocol 1";

const MINUTES_OF_MUSIC: (f64, f64) = (1.0, 180.0);

/// Reads a protocol that names only shipped questionnaires; `parent` finds the one it inherits from.
///
/// # Errors
/// Every problem of the file, in its order.
pub fn read(source: &Source, parent: &dyn Fn(&str) -> Result<Protocol, String>) -> Result<Protocol, Vec<Problem>> {
    read_with(source, parent, &|name| found_form(name, Path::new("")))
}

/// Reads a protocol; `parent` finds the one it inherits from, and `find` the questionnaires it names.
///
/// # Errors
/// Every problem of the file, in its order.
pub fn read_with(
    source: &Source,
    parent: &dyn Fn(&str) -> Result<Protocol, String>,
    find: Find<'_>,
) -> Result<Protocol, Vec<Problem>> {
    let (log, document) = Log::parse(source);
    let root = Table::root(&log, &document, FORMAT);
    let base = inherited(&root, parent);
    let built = build(&root, &base, source, find);
    root.finish();
    let problems = log.finish();
    match built {
        Some(protocol) if problems.is_empty() => Ok(protocol),
        Some(_) => Err(problems),
        None if problems.is_empty() => {
            Err(vec![Problem::of_file(&source.file, "this protocol says too little", "inherit from rdt-individual")])
        }
        None => Err(problems),
    }
}

/// What can be said of a broken protocol: its title.
#[must_use]
pub fn title(source: &Source) -> Option<String> {
    let (_log, document) = Log::parse(source);
    let title = document.get_ref().iter().find(|(key, _)| key.get_ref() == "title");
    title.and_then(|(_, value)| value.get_ref().as_str().map(str::to_owned))
}

/// The recording of a meditation that a protocol file itself names: the file, and line and column of its name.
#[must_use]
pub fn recording(source: &Source) -> Option<(PathBuf, (usize, usize))> {
    let (log, document) = Log::parse(source);
    let meditation = document.get_ref().iter().find(|(key, _)| key.get_ref() == "meditation")?.1.get_ref();
    let (_, value) = meditation.as_table()?.iter().find(|(key, _)| key.get_ref() == "recording")?;
    let file = practice::beside(value.get_ref().as_str()?, &source.file);
    Some((PathBuf::from(file), log.place(value.span().start)))
}

/// Where a protocol takes what it does not say.
enum Base {
    /// Nowhere: it must say everything.
    Nothing,
    /// From another protocol.
    Protocol(Box<Protocol>),
    /// The other protocol is not usable, so nothing is said to be missing.
    Broken,
}

fn inherited(root: &Table<'_>, parent: &dyn Fn(&str) -> Result<Protocol, String>) -> Base {
    match root.text("inherits", "inherits = \"rdt-individual\"") {
        None if root.has("inherits") => Base::Broken,
        None => Base::Nothing,
        Some(name) => match parent(&name) {
            Ok(protocol) => Base::Protocol(Box::new(protocol)),
            Err(reason) => {
                let remedy = "inherit from a protocol that is whole, such as \"rdt-individual\"";
                root.log().tell(root.at("inherits"), reason, remedy);
                Base::Broken
            }
        },
    }
}

/// One part of the file with what it falls back to; without a heading it is the file's beginning.
struct Part<'p, 'a> {
    root: &'p Table<'a>,
    table: Option<Table<'a>>,
    heading: &'static str,
    base: &'p Base,
}

impl<'p, 'a> Part<'p, 'a> {
    fn top(root: &'p Table<'a>, base: &'p Base) -> Self {
        Self { root, table: None, heading: "", base }
    }

    fn under(heading: &'static str, root: &'p Table<'a>, base: &'p Base) -> Self {
        Self { root, table: root.table(heading), heading, base }
    }

    fn table(&self) -> Option<&Table<'a>> {
        if self.heading.is_empty() { Some(self.root) } else { self.table.as_ref() }
    }

    fn take<T>(
        &self,
        key: &'static str,
        example: &str,
        read: impl FnOnce(&Table<'a>, &'static str) -> Option<T>,
        inherit: impl FnOnce(&Protocol) -> T,
    ) -> Option<T> {
        let said = self.table().and_then(|table| read(table, key));
        match (said, self.base, self.table()) {
            (Some(said), ..) => Some(said),
            (None, Base::Protocol(base), _) => Some(inherit(base)),
            (None, Base::Broken, _) => None,
            (None, Base::Nothing, Some(table)) => table.require(key, None, example),
            (None, Base::Nothing, None) => {
                let below = format!("[{}] and below it {example}", self.heading);
                if !self.root.has(self.heading) {
                    self.root.miss(&format!("{}.{key}", self.heading), &below);
                }
                None
            }
        }
    }

    fn time(
        &self,
        key: &'static str,
        limits: (f64, f64),
        example: &str,
        inherit: impl FnOnce(&Protocol) -> Duration,
    ) -> Option<Duration> {
        let read = |table: &Table<'a>, key| {
            if example.contains("_seconds") {
                table.seconds(key, limits, example)
            } else {
                table.minutes(key, limits, example)
            }
        };
        self.take(key, example, read, inherit)
    }

    fn items(&self, key: &'static str, inherit: impl FnOnce(&Protocol) -> &Vec<Item>) -> Option<Vec<Item>> {
        let example = format!("[[{key}]] and below it key = \"…\" and label = \"…\"");
        self.take(key, &example, items, |base| inherit(base).clone())
    }

    fn finish(self) {
        if let Some(table) = self.table {
            table.finish();
        }
    }
}

const TITLE: &str = "title = \"RDT, individual\"";

fn build(root: &Table<'_>, base: &Base, source: &Source, find: Find<'_>) -> Option<Protocol> {
    let title = root.require("title", root.text("title", TITLE), TITLE);
    let top = Part::top(root, base);
    let phases = top.take("phases", PHASES, phases, |base| base.phases.clone());
    let booked = top.time("booked_minutes", (10.0, 720.0), "booked_minutes = 180", |base| base.booked);
    let quiet_check_every =
        top.time("quiet_check_minutes", (1.0, 60.0), "quiet_check_minutes = 15", |base| base.quiet_check_every);
    let minimum_stay =
        top.time("minimum_stay_minutes", (0.0, 480.0), "minimum_stay_minutes = 120", |base| base.minimum_stay);
    let prompts = top.take("prompts", PROMPTS, prompts, |base| base.prompts.clone());
    let gate = top.items("gate", |base| &base.gate);
    let room = top.items("room", |base| &base.room);
    let ratings = top.items("rating", |base| &base.ratings);
    let release = top.items("release", |base| &base.release);
    let chips = top.take("chip", CHIP, chips, |base| base.chips.clone());
    let ceiling = ceiling(Part::under("ceiling", root, base));
    let breathing = breathing(Part::under("breathing", root, base));
    let hold = hold(Part::under("hold", root, base));
    let music = music(Part::under("music", root, base));
    let practice = practice::practice(root, base, source);
    let questionnaires = asking::questionnaires(root, base, phases.as_ref(), find);
    let ((patterns, cycles), (hold_presets, swish_every)) = (breathing?, hold?);
    let ((anchor, journey, end_fade), music_level) = music?;
    Some(Protocol {
        name: source.stem(),
        title: title?,
        sha256: source.sha256.clone(),
        phases: phases?,
        booked: booked?,
        gate: gate?,
        room: room?,
        ceiling: ceiling?,
        prompts: prompts?,
        patterns,
        cycles,
        hold_presets,
        swish_every,
        anchor,
        journey,
        quiet_check_every: quiet_check_every?,
        chips: chips?,
        ratings: ratings?,
        release: release?,
        minimum_stay: minimum_stay?,
        end_fade,
        practice: Practice { music_level, questionnaires, ..practice },
    })
}

fn ceiling(part: Part<'_, '_>) -> Option<Ceiling> {
    let whole = |key, limits, example: &str, inherit: fn(&Ceiling) -> u16| {
        let read = |table: &Table<'_>, key| table.whole(key, limits, example).map(|number| number as u16);
        part.take(key, example, read, |base| inherit(&base.ceiling))
    };
    let systolic = whole("systolic", (80, 220), "systolic = 160", |ceiling| ceiling.systolic.0);
    let diastolic = whole("diastolic", (40, 140), "diastolic = 90", |ceiling| ceiling.diastolic.0);
    let heart_rate = whole("heart_rate", (50, 200), "heart_rate = 100", |ceiling| ceiling.heart_rate.0);
    let example = "source = \"who set these numbers\"";
    let source =
        part.take("source", example, |table, key| table.text(key, example), |base| base.ceiling.source.clone());
    if let (Some(table), Some(systolic), Some(diastolic)) = (part.table(), systolic, diastolic)
        && diastolic >= systolic
    {
        let what = format!("ceiling.diastolic is {diastolic}, which is not below ceiling.systolic, {systolic}");
        table.log().tell(table.at("diastolic"), what, "write the smaller number as diastolic");
    }
    part.finish();
    Some(Ceiling {
        systolic: MmHg(systolic?),
        diastolic: MmHg(diastolic?),
        heart_rate: BeatsPerMinute(heart_rate?),
        source: source?,
    })
}

fn breathing(part: Part<'_, '_>) -> Option<(Vec<Pattern>, u16)> {
    let read = |table: &Table<'_>, key| table.whole(key, (1, 200), "cycles = 16").map(|cycles| cycles as u16);
    let cycles = part.take("cycles", "cycles = 16", read, |base| base.cycles);
    let example = "[[breathing.pattern]] and below it key, label and steps";
    let patterns = part.take("pattern", example, patterns, |base| base.patterns.clone());
    part.finish();
    Some((patterns?, cycles?))
}

fn hold(part: Part<'_, '_>) -> Option<(Vec<Duration>, Duration)> {
    let limits = [Prescription::SHORTEST_HOLD, Prescription::LONGEST_HOLD].map(|hold| hold.as_secs_f64() / 60.0);
    let example = "presets_minutes = [7, 10, 12, 15]";
    let read = |table: &Table<'_>, key| {
        let minutes = table.numbers(key, (limits[0], limits[1]), example)?;
        if minutes.is_empty() || minutes.windows(2).any(|pair| pair.first() >= pair.last()) {
            let what = "hold.presets_minutes must be some numbers that grow";
            table.log().tell(table.at(key), what, format!("write {example}"));
            return None;
        }
        Some(minutes.into_iter().map(|minutes| Duration::from_secs_f64(minutes * 60.0)).collect())
    };
    let presets = part.take("presets_minutes", example, read, |base| base.hold_presets.clone());
    let swish = part.time("swish_every_seconds", (15.0, 600.0), "swish_every_seconds = 60", |base| base.swish_every);
    part.finish();
    Some((presets?, swish?))
}

fn music(part: Part<'_, '_>) -> Option<((Anchor, Duration, Duration), Decibels)> {
    let anchors = [("t0", Anchor::T0), ("spit", Anchor::Spit), ("journey", Anchor::JourneyStart)];
    let anchor = part.take("anchor", "anchor = \"t0\"", |table, key| table.choice(key, &anchors), |base| base.anchor);
    let journey = part.time("minutes", MINUTES_OF_MUSIC, "minutes = 68", |base| base.journey);
    let fade = part.time("end_fade_seconds", (60.0, 600.0), "end_fade_seconds = 60", |base| base.end_fade);
    let level = practice::music_level(&part);
    part.finish();
    Some(((anchor?, journey?, fade?), level))
}
