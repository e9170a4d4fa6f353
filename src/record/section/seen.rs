//! Phases, breathing, what was measured, seen and rated.

use super::{Cell, Section};
use crate::record::page::{Page, lasting, span};
use crate::session::event::{Event, Stamped};
use crate::session::vitals::{Breathing, Measured};
use crate::units::Moment;

impl Page<'_> {
    /// Since T0, corrections included; empty for what was added after sealing.
    pub(in crate::record) fn since(&self, entry: &Stamped) -> Cell {
        if self.added(entry).is_some() { Cell::default() } else { self.since_t0(self.at(entry)).into() }
    }
}

pub(in crate::record) fn phases(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| match &entry.event {
        Event::PhaseEntered { phase } => {
            let into = span(entry.at.since(Moment::START));
            Some(page.row(entry, [page.when(entry), into.into(), page.since(entry), phase.label().into()]))
        }
        _ => None,
    });
    Section::new("Phases", &["time", "into", "since T0", "phase"], rows)
}

pub(in crate::record) fn breathing(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let what = match &entry.event {
            Event::BreathingStarted { pattern, cycles } => format!("{} began, {cycles} breaths planned", pattern.label),
            Event::BreathingEnded { cycles } => format!("ended after {cycles} breaths"),
            _ => return None,
        };
        Some(page.row(entry, [page.when(entry), what.into()]))
    });
    Section::new("Breathing", &["time", "what"], rows)
}

pub(in crate::record) fn vitals(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let Event::Vitals(entered) = &entry.event else { return None };
        let right = page.remeasured(entry).unwrap_or(*entered);
        let both = |figure: fn(&Measured) -> String| Cell::corrected(figure(&right), figure(entered));
        let (when, since, by) = (page.when(entry), page.since(entry), page.by(entry).into());
        Some(page.row(entry, [when, since, both(pressure), both(rate), both(saturation), both(breath), by]))
    });
    let heads = ["time", "since T0", "BP mmHg", "HR /min", "SpO2 %", "slow breathing", "by"];
    let mut section = Section::new("Vital signs", &heads, rows);
    if let Some(protocol) = page.protocol().filter(|_| !section.is_empty()) {
        let ceiling = page.ceiling().unwrap_or(&protocol.ceiling);
        let (over, under, rate) = (ceiling.systolic.0, ceiling.diastolic.0, ceiling.heart_rate.0);
        let source = if ceiling.source.is_empty() { String::new() } else { format!(" ({})", ceiling.source) };
        section.below.push(format!("Ceiling: {over}/{under} mmHg, heart rate {rate} /min{source}."));
    }
    section
}

fn pressure(measured: &Measured) -> String {
    measured.pressure.map_or("–".to_owned(), |(over, under)| format!("{}/{}", over.0, under.0))
}

fn rate(measured: &Measured) -> String {
    measured.heart_rate.map_or("–".to_owned(), |rate| rate.0.to_string())
}

fn saturation(measured: &Measured) -> String {
    measured.saturation.map_or("–".to_owned(), |part| part.0.to_string())
}

fn breath(measured: &Measured) -> String {
    match measured.breathing {
        Breathing::Before => "before".to_owned(),
        Breathing::After => "after".to_owned(),
    }
}

pub(in crate::record) fn observations(page: &Page) -> Section {
    let ends = page.ends();
    let rows = page.entries().filter_map(|entry| {
        let (what, lasted) = match &entry.event {
            Event::Observed { chip } => {
                let words = |end: &Moment| lasting(end.since(page.at(entry)));
                let open = if page.lasts(chip) && !page.is_undone(entry) { "end not recorded" } else { "" };
                (page.chip(chip).to_owned(), ends.get(&entry.id).map_or(open.to_owned(), words))
            }
            Event::StateEnded { chip, .. } if page.is_undone(entry) => {
                (format!("{} ended", page.chip(chip)), String::new())
            }
            Event::Checked => ("quiet visual check".to_owned(), String::new()),
            _ => return None,
        };
        let (when, since, by) = (page.when(entry), page.since(entry), page.by(entry).into());
        Some(page.row(entry, [when, since, what.into(), lasted.into(), by]))
    });
    let mut section = Section::new("Observations", &["time", "since T0", "what", "lasted", "by"], rows);
    section.below = course_of_effects(page);
    section
}

/// The chip whose first stamp is the onset.
const ONSET: &str = "first_effects";
/// The chip whose first stamp is the end of the effects.
const BASELINE: &str = "back_to_baseline";

/// Onset and duration, where both are known from the record.
fn course_of_effects(page: &Page) -> Vec<String> {
    let Some((t0, _)) = page.taken(0) else { return Vec::new() };
    let stamped = |chip: &str| {
        let mut own =
            page.standing().filter(|entry| matches!(&entry.event, Event::Observed { chip: of } if of == chip));
        own.next().map(|entry| page.at(entry))
    };
    let (onset, back) = (stamped(ONSET), stamped(BASELINE));
    let mut lines = Vec::new();
    lines.extend(onset.map(|at| format!("Onset: {} after T0", lasting(at.since(t0)))));
    lines.extend(back.map(|at| format!("Back to baseline: {} after T0", lasting(at.since(t0)))));
    let both = onset.zip(back).filter(|(onset, back)| back >= onset);
    lines.extend(both.map(|(onset, back)| format!("Duration of effects: {}", lasting(back.since(onset)))));
    lines
}

pub(in crate::record) fn ratings(page: &Page) -> Section {
    let rows = page.entries().filter_map(|entry| {
        let Event::Rating { item, value } = &entry.event else { return None };
        let right = page.rerated(entry).unwrap_or(*value);
        let given = Cell::corrected(format!("{right} of 10"), format!("{value} of 10"));
        let (when, since, by) = (page.when(entry), page.since(entry), page.by(entry).into());
        Some(page.row(entry, [when, since, page.scale(item).into(), given, by]))
    });
    Section::new("Ratings", &["time", "since T0", "what", "value", "by"], rows)
}

/// Vital signs as `128/82 mmHg, 71 /min, 97 %`; what was not measured is left out.
pub(in crate::record) fn in_words(measured: Measured) -> String {
    let pressure = measured.pressure.map(|(over, under)| format!("{}/{} mmHg", over.0, under.0));
    let rate = measured.heart_rate.map(|rate| format!("{} /min", rate.0));
    let saturation = measured.saturation.map(|part| format!("{} %", part.0));
    [pressure, rate, saturation].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
