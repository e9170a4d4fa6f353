//! What was prescribed, what was taken and how the hold ended.

use super::text::{plain, table};
use crate::record::page::{Page, span};
use crate::session::dose::{Ending, HoldEnd, Prescription};
use crate::session::event::{Event, Stamped};

pub(super) fn doses(page: &Page) -> String {
    let entries: Vec<_> = page.entries().filter_map(|entry| about_dose(entry).map(|dose| (dose, entry))).collect();
    let last = entries.iter().map(|(dose, _)| *dose).max();
    let mut text: String = last.into_iter().flat_map(|last| 0..=last).map(|dose| one(page, dose, &entries)).collect();
    for entry in page.entries().filter(|entry| entry.event == Event::Declined) {
        text.push_str(&format!(
            "\n- {}\n",
            page.struck(entry, &format!("{}: the client declined the tablet", page.when(entry)))
        ));
    }
    if text.is_empty() { text } else { format!("## Dose\n{text}") }
}

fn about_dose(entry: &Stamped) -> Option<u8> {
    match &entry.event {
        Event::PrescriptionConfirmed { dose, .. }
        | Event::TabletTaken { dose }
        | Event::SpitCued { dose }
        | Event::HoldEnded { dose, .. }
        | Event::T0Corrected { dose, .. } => Some(*dose),
        _ => None,
    }
}

fn one(page: &Page, dose: u8, entries: &[(u8, &Stamped)]) -> String {
    let title = if dose == 0 { "First dose".to_owned() } else { format!("Dose {}", u16::from(dose) + 1) };
    let own: Vec<&Stamped> = entries.iter().filter(|(of, _)| *of == dose).map(|(_, entry)| *entry).collect();
    let rows = own.iter().map(|entry| page.row(entry, &[page.when(entry), what(page, entry)]));
    let table = table(&title, &["time", "what"], rows);
    format!("\n#{table}\n{}", summary(page, dose, &own))
}

fn what(page: &Page, entry: &Stamped) -> String {
    match &entry.event {
        Event::PrescriptionConfirmed { prescription, .. } => {
            format!("prescription confirmed: {}", prescribed(prescription))
        }
        Event::TabletTaken { dose: 0 } => "tablet in mouth (T0 as tapped)".to_owned(),
        Event::TabletTaken { .. } => "tablet in mouth".to_owned(),
        Event::SpitCued { .. } => "end of the planned hold".to_owned(),
        Event::HoldEnded { ending, .. } => ended(*ending).to_owned(),
        Event::T0Corrected { from, to, .. } => {
            format!("time of taking corrected from {} to {}", page.time(*from), page.time(*to))
        }
        _ => String::new(),
    }
}

fn prescribed(prescription: &Prescription) -> String {
    let Prescription { tablets, each, hold, end, prescriber } = prescription;
    let end = match end {
        HoldEnd::Spit => "then spit",
        HoldEnd::Swallow => "then swallow",
    };
    let by = if prescriber.is_empty() { String::new() } else { format!(", prescribed by {}", plain(prescriber)) };
    format!("{tablets} × {} mg, hold {} min, {end}{by}", each.0, span(*hold))
}

fn ended(ending: Ending) -> &'static str {
    match ending {
        Ending::Spat => "spat",
        Ending::SwallowedSome => "swallowed some, spat the rest",
        Ending::SwallowedAll => "swallowed all",
    }
}

/// The hold as planned and as it was, and T0 with both values.
fn summary(page: &Page, dose: u8, own: &[&Stamped]) -> String {
    let Some((taken, entry)) = page.taken(dose) else { return String::new() };
    let standing = || own.iter().rev().filter(|entry| !page.is_undone(entry));
    let planned = standing().find_map(|entry| match &entry.event {
        Event::PrescriptionConfirmed { prescription, .. } => Some(prescription.hold),
        _ => None,
    });
    let ending = standing().find_map(|entry| match &entry.event {
        Event::HoldEnded { ending, .. } => Some((page.at(entry), *ending)),
        _ => None,
    });
    let name = if dose == 0 { "T0" } else { "Taken" };
    let was = if taken == entry.at { String::new() } else { format!(" (tapped {})", page.time(entry.at)) };
    let mut text = format!("- {name}: **{}**{was}\n", page.time(taken));
    if let Some(planned) = planned {
        text.push_str(&format!("- Hold planned: {} min\n", span(planned)));
    }
    if let Some((at, ending)) = ending {
        text.push_str(&format!("- Hold actual: **{} min**, {}\n", span(at.since(taken)), ended(ending)));
    }
    text
}
