//! What was prescribed, what was taken and how the hold ended.

use super::{Cell, Section};
use crate::record::page::dose::{Told, about};
use crate::record::page::{Page, lasting};
use crate::record::practice::{self, amount};
use crate::session::dose::{Ending, Prescription};
use crate::session::event::{Event, Stamped};

/// One section a dose, with every entry about it and, below, what stands in the end.
pub(in crate::record) fn doses(page: &Page) -> Vec<Section> {
    page.doses().iter().map(|told| one(page, told)).collect()
}

/// The declining, if the client declined.
pub(in crate::record) fn declined(page: &Page) -> Section {
    let entries = page.entries().filter(|entry| entry.event == Event::Declined);
    let rows = entries.map(|entry| page.row(entry, [page.when(entry), "the client declined the tablet".into()]));
    Section::new("Declined", &["time", "what"], rows)
}

fn one(page: &Page, told: &Told) -> Section {
    let title = match told.number {
        0 => "First dose".to_owned(),
        number => format!("Dose {}", u16::from(number) + 1),
    };
    let own = page.entries().filter(|entry| about(&entry.event) == Some(told.number));
    let rows = own.map(|entry| page.row(entry, [page.when(entry), what(page, entry), told_by(page, entry)]));
    let mut section = Section::new(title, &["time", "what", "by"], rows);
    section.below = summary(page, told);
    section
}

/// Who said so, where that was neither the therapist nor the clock of the hold.
fn told_by(page: &Page, entry: &Stamped) -> Cell {
    if matches!(entry.event, Event::SpitCued { .. }) { Cell::default() } else { page.by(entry).into() }
}

fn what(page: &Page, entry: &Stamped) -> Cell {
    match &entry.event {
        Event::PrescriptionConfirmed { prescription, .. } => {
            format!("prescription confirmed: {}", prescribed(prescription)).into()
        }
        Event::TabletTaken { dose: 0 } => "tablet in mouth (T0 as tapped)".into(),
        Event::TabletTaken { .. } => "tablet in mouth".into(),
        Event::Given { dose } => {
            format!("{}{}", page.form(*dose).given(), if *dose == 0 { " (T0 as tapped)" } else { "" }).into()
        }
        Event::SpitCued { .. } => "end of the planned hold".into(),
        Event::HoldEnded { ending, .. } => ended(*ending).into(),
        Event::T0Corrected { from, to, .. } => {
            let reason = page.explained(entry.id).map(|reason| format!("; reason: {reason}")).unwrap_or_default();
            format!("time of taking corrected from {} to {}{reason}", page.time(*from), page.time(*to)).into()
        }
        _ => Cell::default(),
    }
}

/// A prescription as a sentence.
pub(in crate::record) fn prescribed(prescription: &Prescription) -> String {
    let by = match prescription.prescriber.as_str() {
        "" => String::new(),
        prescriber => format!(", prescribed by {prescriber}"),
    };
    format!("{}, {}{by}", amount(prescription), practice::way(prescription))
}

/// How a hold ended.
pub(in crate::record) fn ended(ending: Ending) -> &'static str {
    match ending {
        Ending::Spat => "spat",
        Ending::SwallowedSome => "swallowed some, spat the rest",
        Ending::SwallowedAll => "swallowed all",
    }
}

/// The hold as planned and as it was, and T0 with both values.
fn summary(page: &Page, told: &Told) -> Vec<String> {
    let Some((taken, entry)) = told.taken else { return Vec::new() };
    let name = if told.number == 0 { "T0" } else { "Taken" };
    let was = if taken == entry.at { String::new() } else { format!(" (was {} as tapped)", page.time(entry.at)) };
    let mut lines = vec![format!("{name}: {}{was}", page.time(taken))];
    if !page.form(told.number).is_held() {
        return lines;
    }
    if let Some(prescription) = told.prescription {
        lines.push(format!("Hold planned: {}", lasting(prescription.hold)));
    }
    lines.push(match told.ended {
        Some((at, ending)) => format!("Hold actual: {}, {}", lasting(at.since(taken)), ended(ending)),
        None => "Hold actual: its end was not recorded".to_owned(),
    });
    lines
}
