//! Phases, what was seen, measured, said, and what was changed afterwards.

use super::text::{plain, table};
use crate::record::page::{Page, span};
use crate::session::event::{Correction, Event, EventId, NoteKind, Stamped};
use crate::session::vitals::{Breathing, Measured};
use crate::units::Moment;

pub(super) fn phases(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| match &entry.event {
        Event::PhaseEntered { phase } => {
            let into = span(entry.at.since(Moment::START));
            Some(page.row(entry, &[page.when(entry), into, page.since_t0(entry.at), phase.label().to_owned()]))
        }
        _ => None,
    });
    table("Phases", &["time", "into", "since T0", "phase"], rows)
}

pub(super) fn intention(page: &Page) -> String {
    let texts = page.entries().filter_map(|entry| match &entry.event {
        Event::IntentionWritten { text } if text.is_empty() => Some((entry, "(without an intention)".to_owned())),
        Event::IntentionWritten { text } => Some((entry, page.words(entry, text))),
        _ => None,
    });
    let rows = texts.map(|(entry, text)| page.row(entry, &[page.when(entry), text]));
    table("Intention", &["time", "in the client's words"], rows)
}

pub(super) fn breathing(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| {
        let what = match &entry.event {
            Event::BreathingStarted { pattern, cycles } => {
                format!("{} began, {cycles} breaths planned", plain(&pattern.label))
            }
            Event::BreathingEnded { cycles } => format!("ended after {cycles} breaths"),
            _ => return None,
        };
        Some(page.row(entry, &[page.when(entry), what]))
    });
    table("Breathing", &["time", "what"], rows)
}

pub(super) fn vitals(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| {
        let Event::Vitals(entered) = &entry.event else { return None };
        let measured = page.remeasured(entry).unwrap_or(*entered);
        let pressure = measured.pressure.map(|(over, under)| format!("{}/{}", over.0, under.0));
        let rate = measured.heart_rate.map(|rate| rate.0.to_string());
        let saturation = measured.saturation.map(|part| part.0.to_string());
        let breathing = match measured.breathing {
            Breathing::Before => "before",
            Breathing::After => "after",
        };
        let [pressure, rate, saturation] = [pressure, rate, saturation].map(|value| value.unwrap_or("–".to_owned()));
        let at = page.at(entry);
        let (when, by) = (page.when(entry), page.by(entry).to_owned());
        Some(page.row(entry, &[when, page.since_t0(at), pressure, rate, saturation, breathing.to_owned(), by]))
    });
    let heads = ["time", "since T0", "BP mmHg", "HR /min", "SpO₂ %", "slow breathing", ""];
    table("Vital signs", &heads, rows)
}

pub(super) fn observations(page: &Page) -> String {
    let ends: Vec<(EventId, Moment)> =
        page.entries().filter(|entry| !page.is_undone(entry)).filter_map(end_of(page)).collect();
    let rows = page.entries().filter_map(|entry| {
        let (what, lasted) = match &entry.event {
            Event::Observed { chip } => {
                let end = ends.iter().find(|(began, _)| *began == entry.id);
                let lasted =
                    end.map(|(_, end)| format!("{} min, until {}", span(end.since(page.at(entry))), page.time(*end)));
                (plain(page.chip(chip)), lasted.unwrap_or_default())
            }
            Event::StateEnded { chip, .. } if page.is_undone(entry) => {
                (format!("{} ended", plain(page.chip(chip))), String::new())
            }
            Event::Checked => ("quiet visual check".to_owned(), String::new()),
            _ => return None,
        };
        let (when, since, by) = (page.when(entry), page.since_t0(page.at(entry)), page.by(entry).to_owned());
        Some(page.row(entry, &[when, since, what, lasted, by]))
    });
    table("Observations", &["time", "since T0", "what", "lasted", ""], rows)
}

fn end_of<'a>(page: &'a Page) -> impl Fn(&Stamped) -> Option<(EventId, Moment)> + 'a {
    |entry| match &entry.event {
        Event::StateEnded { began, .. } => Some((*began, page.at(entry))),
        _ => None,
    }
}

pub(super) fn ratings(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| {
        let Event::Rating { item, value } = &entry.event else { return None };
        let given = match page.rerated(entry) {
            Some(right) => format!("{right} of 10 (was {value})"),
            None => format!("{value} of 10"),
        };
        Some(page.row(entry, &[page.when(entry), page.since_t0(page.at(entry)), plain(page.scale(item)), given]))
    });
    table("Ratings", &["time", "since T0", "what", "value"], rows)
}

pub(super) fn notes(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| {
        let Event::Note { kind, text } = &entry.event else { return None };
        let whose = match kind {
            NoteKind::Note => "therapist",
            NoteKind::FirstWords => "client, first words",
            NoteKind::Client => "client",
        };
        let (when, since) = (page.when(entry), page.since_t0(page.at(entry)));
        Some(page.row(entry, &[when, since, whose.to_owned(), page.words(entry, text)]))
    });
    table("Notes", &["time", "since T0", "whose", "words"], rows)
}

pub(super) fn gaps(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| {
        let what = match &entry.event {
            Event::Resumed { away } => format!("resumed after {} min without the program", span(*away)),
            Event::ClockJumped { by_ms } => {
                format!("the wall clock jumped by {:+.1} s; timers did not", *by_ms as f64 / 1e3)
            }
            Event::NotRecorded { reason } => format!("from here on nothing reached the disk: {}", plain(reason)),
            Event::RecordedAgain => "everything is on the disk again, what came before included".to_owned(),
            _ => return None,
        };
        Some(page.row(entry, &[page.when(entry), what]))
    });
    table("Gaps and clocks", &["time", "what"], rows)
}

/// Every correction and every entry taken back, both values kept.
pub(super) fn changes(page: &Page) -> String {
    let rows = page.entries().filter_map(|entry| {
        let (what, reason) = match &entry.event {
            Event::Corrected { of, correction, reason } => {
                let right = match correction {
                    Correction::At(at) => format!("happened at {}", page.time(*at)),
                    Correction::Text(text) => format!("reads: {}", plain(text)),
                    Correction::Vitals(measured) => format!("is {}", measured_words(*measured)),
                    Correction::Rating(value) => format!("is {value} of 10"),
                };
                (format!("{}: {right}", name(page, *of)), plain(reason))
            }
            Event::Undone { of } => (format!("{}: taken back", name(page, *of)), String::new()),
            Event::Explained { of, reason } => (format!("{}: why", name(page, *of)), plain(reason)),
            Event::T0Corrected { dose, from, to } => {
                let dose =
                    if *dose == 0 { "T0".to_owned() } else { format!("taking of dose {}", u16::from(*dose) + 1) };
                (format!("{dose}: from {} to {}", page.time(*from), page.time(*to)), String::new())
            }
            _ => return None,
        };
        Some(page.row(entry, &[page.when(entry), what, reason]))
    });
    table("Corrections", &["time", "what", "reason"], rows)
}

/// Vital signs as `128/82 mmHg, 71 /min, 97 %`; what was not measured is left out.
fn measured_words(measured: Measured) -> String {
    let pressure = measured.pressure.map(|(over, under)| format!("{}/{} mmHg", over.0, under.0));
    let rate = measured.heart_rate.map(|rate| format!("{} /min", rate.0));
    let saturation = measured.saturation.map(|part| format!("{} %", part.0));
    [pressure, rate, saturation].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(super) fn name(page: &Page, of: EventId) -> String {
    let Some(entry) = page.entries().find(|entry| entry.id == of) else {
        return format!("entry {}", uuid::Uuid::from_u128(of.0));
    };
    let what = match &entry.event {
        Event::Observed { chip } | Event::StateEnded { chip, .. } => {
            format!("observation \"{}\"", plain(page.chip(chip)))
        }
        Event::Note { text, .. } => format!("note \"{}\"", plain(text)),
        Event::IntentionWritten { text } => format!("intention \"{}\"", plain(text)),
        Event::Rating { item, value } => format!("rating {} {value}", plain(item)),
        Event::Vitals(entered) => format!("vital signs {}", measured_words(*entered)),
        Event::Undone { .. } => "taking back".to_owned(),
        Event::Corrected { .. } | Event::T0Corrected { .. } => "correction".to_owned(),
        Event::TabletTaken { .. } => "tablet in mouth".to_owned(),
        Event::HoldEnded { .. } => "end of the hold".to_owned(),
        Event::Checked => "quiet visual check".to_owned(),
        Event::Declined => "declined".to_owned(),
        _ => "entry".to_owned(),
    };
    format!("{what} of {}", page.time(entry.at))
}
