//! Each dose: taken, declined, or confirmed and not taken.

use serde_json::Number;

use super::code::{BUCCAL, Code, DECLINED, INTRAMUSCULAR, KETAMINE, MG, NASAL, NOT_TAKEN, SUBLINGUAL};
use super::element::{Annotation, Concept, Period, Quantity, text};
use super::frame::{About, Frame};
use super::resource::{Dosage, MedicationAdministration, Resource};
use crate::record::page::lasting;
use crate::record::practice;
use crate::record::trail::Step;
use crate::session::dose::{Ending, Form, Prescription};
use crate::session::event::{Event, Stamped};

/// A dose as the record tells it, in the order of its entries.
struct Told<'a> {
    dose: u8,
    step: &'a Step<'a>,
    entry: &'a Stamped,
    prescription: Option<&'a Prescription>,
    ended: Option<(&'a Stamped, Ending)>,
}

pub(super) fn administrations(frame: &Frame) -> (Vec<Resource>, About) {
    let (mut taken, mut refused) = (Vec::<Told>::new(), Vec::<Told>::new());
    let mut confirmed: Vec<Told> = Vec::new();
    let mut about = About::new();
    for (step, entry) in frame.trail.entries() {
        let stands = !frame.trail.page.is_undone(entry);
        let (dose, prescription) = match &entry.event {
            Event::PrescriptionConfirmed { dose, prescription } => {
                confirmed.retain(|told| told.dose != *dose);
                confirmed.push(Told { dose: *dose, step, entry, prescription: Some(prescription), ended: None });
                continue;
            }
            Event::HoldEnded { dose, ending } => {
                let held = taken.iter_mut().rev().find(|told| told.dose == *dose);
                let Some(held) = held else { continue };
                held.ended = if stands { Some((entry, *ending)) } else { held.ended };
                let _ = about.insert(entry.id, frame.named(held.step, "dose").0);
                continue;
            }
            Event::T0Corrected { dose, .. } => {
                let held = taken.iter().rev().find(|told| told.dose == *dose);
                about.extend(held.map(|held| (entry.id, frame.named(held.step, "dose").0)));
                continue;
            }
            Event::TabletTaken { dose } => (*dose, confirmed.iter().find(|told| told.dose == *dose)),
            // The doses of a sequence have one prescription: the last that was confirmed before.
            Event::Given { dose } => (*dose, confirmed.iter().rfind(|told| told.dose <= *dose)),
            Event::Declined => {
                let next = taken.iter().filter(|told| !frame.trail.page.is_undone(told.entry)).count();
                let dose = u8::try_from(next).unwrap_or(u8::MAX);
                (dose, confirmed.iter().find(|told| told.dose == dose))
            }
            _ => continue,
        };
        let prescription = prescription.and_then(|told| told.prescription);
        let told = Told { dose, step, entry, prescription, ended: None };
        let _ = about.insert(entry.id, frame.named(step, "dose").0);
        if matches!(entry.event, Event::Declined) { refused.push(told) } else { taken.push(told) }
    }
    let stands = |of: &Told, list: &[Told]| {
        list.iter().any(|told| told.dose == of.dose && !frame.trail.page.is_undone(told.entry))
    };
    confirmed.retain(|of| frame.closed.is_some() && !stands(of, &taken) && !stands(of, &refused));
    let taken = taken.iter().map(|told| of_taken(frame, told));
    let refused = refused.iter().map(|told| not_done(frame, told, Concept::of(DECLINED), "dose"));
    let left = confirmed.iter().map(|told| not_done(frame, told, Concept::of(NOT_TAKEN), "not-taken"));
    let all = taken.chain(refused).chain(left).map(|it| Resource::MedicationAdministration(Box::new(it)));
    (all.collect(), about)
}

fn of_taken(frame: &Frame, told: &Told) -> MedicationAdministration {
    let trail = frame.trail;
    let at = trail.at(told.entry);
    let status = match told.ended {
        _ if trail.page.is_undone(told.entry) => "entered-in-error",
        None if frame.is_running() && trail.page.form(told.dose).is_held() => "in-progress",
        Some(_) | None => "completed",
    };
    let until = told.ended.map(|(entry, ending)| {
        let held = trail.at(entry).since(at);
        (trail.wall(trail.at(entry)), format!("held {}, {}", lasting(held), ended(ending)))
    });
    let form = told.prescription.map_or_else(|| trail.page.form(told.dose), |prescription| prescription.form);
    let hold = match &until {
        Some((_, words)) => words.clone(),
        None if form.is_held() => "the end of the hold is not in the record".to_owned(),
        None => "as recorded".to_owned(),
    };
    let dosage = told.prescription.map(|prescription| Dosage {
        text: text(&format!("Prescribed: {}. Taken: {hold}.", prescribed(prescription))),
        route: Concept::of(route(form)),
        dose: Some(Quantity::of(milligrams(prescription), MG)),
    });
    let moved = (at != told.entry.at).then(|| format!("As entered: taken at {}.", wall(frame, told.entry)));
    let unsaid = told.prescription.is_none().then(|| format!("The prescription is not in the record; {hold}."));
    let (effective_date_time, effective_period) = match until {
        Some((end, _)) => (None, Period::of(trail.wall(at), end)),
        None => (trail.wall(at), None),
    };
    MedicationAdministration {
        effective_date_time,
        effective_period,
        note: [moved, unsaid].into_iter().flatten().filter_map(|words| Annotation::of(&words)).collect(),
        dosage,
        ..blank(frame, told.step, "dose", status)
    }
}

fn not_done(frame: &Frame, told: &Told, why: Concept, part: &str) -> MedicationAdministration {
    let status = if frame.trail.page.is_undone(told.entry) { "entered-in-error" } else { "not-done" };
    let words = told.prescription.map(|prescription| format!("Prescribed: {}.", prescribed(prescription)));
    MedicationAdministration {
        status_reason: vec![why],
        effective_date_time: frame.when(told.entry),
        note: words.and_then(|words| Annotation::of(&words)).into_iter().collect(),
        ..blank(frame, told.step, part, status)
    }
}

fn blank(frame: &Frame, step: &Step, part: &str, status: &'static str) -> MedicationAdministration {
    let (id, identifier) = frame.named(step, part);
    MedicationAdministration {
        id,
        identifier: vec![identifier],
        status,
        status_reason: Vec::new(),
        medication_codeable_concept: Concept::of(KETAMINE),
        subject: frame.subject(),
        context: frame.visit(),
        effective_date_time: None,
        effective_period: None,
        part_of: frame.part_of(),
        note: Vec::new(),
        dosage: None,
    }
}

fn wall(frame: &Frame, entry: &Stamped) -> String {
    frame.trail.wall(entry.at).unwrap_or_default()
}

/// Milligrams as prescribed; half tablets can make half milligrams.
fn milligrams(prescription: &Prescription) -> Number {
    let halves = u64::from(prescription.tablets.halves) * u64::from(prescription.each.0);
    let half = || Number::from_f64(halves as f64 / 2.0);
    if halves.is_multiple_of(2) { Number::from(halves / 2) } else { half().unwrap_or_else(|| Number::from(halves / 2)) }
}

pub(super) fn prescribed(prescription: &Prescription) -> String {
    let by = match prescription.prescriber.as_str() {
        "" => String::new(),
        prescriber => format!(", by {prescriber}"),
    };
    format!("{}, {}{by}", practice::amount(prescription), practice::way(prescription))
}

/// By which way the medicine goes in.
fn route(form: Form) -> Code {
    match form {
        Form::Tablet => SUBLINGUAL,
        Form::Lozenge | Form::Troche => BUCCAL,
        Form::Spray => NASAL,
        Form::Injection => INTRAMUSCULAR,
    }
}

fn ended(ending: Ending) -> &'static str {
    match ending {
        Ending::Spat => "spat",
        Ending::SwallowedSome => "swallowed some, spat the rest",
        Ending::SwallowedAll => "swallowed all",
    }
}
