//! The head of the first page: whose, when, and the figures that are looked for first.

use super::paper::WIDTH;
use super::wrap::{base, lines, put};
use crate::journal::reader::Record;
use crate::record::page::dose::Told;
use crate::record::page::{Page, lasting};
use crate::record::picture::faces::Faces;
use crate::record::picture::{Anchor, Face, Ink, Picture, Style};
use crate::record::practice::{amount, way};
use crate::record::section::clock;
use crate::record::section::dose::ended;
use crate::record::section::head::{amended, closed, closing_code};
use crate::session::event::Event;
use crate::theme::print;
use crate::units::counted;

/// Which session of the course it was.
fn course_words(page: &Page) -> String {
    match page.course() {
        Some((number, Some(of))) => format!("session {number} of {of}"),
        Some((number, None)) => format!("session {number} of the course"),
        None => "number in the course not recorded".to_owned(),
    }
}

/// One figure with what it is and what belongs to it.
struct Figure {
    name: String,
    value: String,
    below: Vec<String>,
}

/// The whole head.
pub(super) fn head(page: &Page, faces: &Faces, id: &str, record: &Record, amendments: &[Record]) -> Picture {
    let mut sheet = Picture::new(WIDTH, 0.0);
    sheet.words((0.0, 7.0), "Session record", Style::SMALL);
    sheet.anchored((WIDTH, 7.0), "Closing code", Style::SMALL, Anchor::End);
    let title = Style { face: Face::SemiBold, size: print::TITLE, ink: Ink::Black };
    let code = lines(faces, &[(page.code().to_owned(), title)], WIDTH - 130.0);
    let mut y = 13.0;
    for line in &code {
        put(&mut sheet, line, (0.0, y + base(line, title)), false);
        y += print::TITLE * 1.2;
    }
    let closing = Style { face: Face::Medium, size: print::FIGURE, ink: Ink::Black };
    sheet.anchored((WIDTH, 13.0 + print::TITLE * 1.02), closing_code(record), closing, Anchor::End);
    y += 2.0;
    for sentence in sentences(page, id, record, amendments) {
        for line in lines(faces, &[(sentence, Style::BODY)], WIDTH) {
            put(&mut sheet, &line, (0.0, y + base(&line, Style::BODY)), false);
            y += print::BODY * print::LEADING;
        }
    }
    y += 7.0;
    for row in rows(page) {
        sheet.line(&[(0.0, y), (WIDTH, y)], Ink::Line, print::HAIR);
        y = figures(&mut sheet, faces, &row, y + 5.0);
    }
    sheet.line(&[(0.0, y), (WIDTH, y)], Ink::Line, print::HAIR);
    sheet.height = y + 10.0;
    sheet
}

fn sentences(page: &Page, id: &str, record: &Record, amendments: &[Record]) -> Vec<String> {
    let day = |format: &str| page.wall(page.began()).map(|wall| wall.format(format).to_string()).unwrap_or_default();
    let until = closed(page).map_or("not closed yet".to_owned(), |closed| format!("closed {closed}"));
    let mut all = vec![format!("{}, {} (UTC{}) · {until}", day("%A, %-d %B %Y"), day("%H:%M:%S"), day("%:z"))];
    if let Some(protocol) = page.protocol() {
        let sha = protocol.sha256.get(..12).unwrap_or(&protocol.sha256);
        all.push(format!("Protocol {} ({}, SHA-256 {sha}…) · {}", protocol.title, protocol.name, course_words(page)));
    }
    all.extend(clock::sentences(page));
    if let Some(people) = record.owner.as_ref().map(|owner| owner.people).filter(|people| *people > 1) {
        all.push(format!("A sitting of {people} participants; this record is of one of them."));
    }
    if !record.is_complete() {
        all.push(format!(
            "This record is not sealed yet: it may still grow. {} so far, in {id}.",
            counted(record.lines.len(), "entry", "entries")
        ));
    }
    let damaged = record.damage.len() + record.missing.len();
    if damaged > 0 {
        all.push(format!("Damaged: {damaged} places of the record cannot be read; they are named at the end."));
    }
    let added = |(told, code): (String, String)| format!("Added after sealing: {told}, closing code {code}.");
    all.extend(amended(amendments).into_iter().map(added));
    all
}

/// A row of figures for each dose, then one for the body and the leaving.
fn rows(page: &Page) -> Vec<Vec<Figure>> {
    let mut rows: Vec<Vec<Figure>> = page.doses().iter().map(|told| dose(page, told)).collect();
    let declined = page.standing().filter(|entry| entry.event == Event::Declined).last();
    let mut last = vec![pressure(page), released(page)];
    if let Some(entry) = declined {
        let below = vec!["by the client; no tablet".to_owned()];
        last.insert(0, Figure { name: "Declined".to_owned(), value: page.time(page.at(entry)), below });
    }
    match rows.first_mut() {
        Some(first) => first.extend(last),
        None => rows.push(last),
    }
    rows
}

fn dose(page: &Page, told: &Told) -> Vec<Figure> {
    let of = if told.number == 0 { String::new() } else { format!(", dose {}", u16::from(told.number) + 1) };
    let mut figures = Vec::new();
    let prescribed = told.prescription.map_or_else(
        || Figure { name: format!("Prescribed{of}"), value: "–".to_owned(), below: vec!["not recorded".to_owned()] },
        |prescription| {
            let mut below = vec![way(prescription)];
            below
                .extend(Some(prescription.prescriber.clone()).filter(|by| !by.is_empty()).map(|by| format!("by {by}")));
            Figure { name: format!("Prescribed{of}"), value: amount(prescription), below }
        },
    );
    figures.push(prescribed);
    let name = if told.number == 0 { "Taken, T0".to_owned() } else { format!("Taken{of}") };
    figures.push(match told.taken {
        None => Figure { name, value: "not taken".to_owned(), below: Vec::new() },
        Some((at, entry)) if at != entry.at => {
            let below = vec![format!("corrected; was {}", page.time(entry.at)), "as tapped".to_owned()];
            Figure { name, value: page.time(at), below }
        }
        Some((at, _)) => Figure { name, value: page.time(at), below: vec!["as tapped".to_owned()] },
    });
    let planned = told.prescription.map(|prescription| format!("of {} planned", lasting(prescription.hold)));
    if let Some((taken, _)) = told.taken.filter(|_| page.form(told.number).is_held()) {
        let (value, how) = match told.ended {
            Some((at, ending)) => (lasting(at.since(taken)), ended(ending)),
            None => ("–".to_owned(), "its end was not recorded"),
        };
        let below = planned.into_iter().chain([how.to_owned()]).collect();
        figures.push(Figure { name: format!("Held{of}"), value, below });
    }
    figures
}

fn pressure(page: &Page) -> Figure {
    let measured = page.standing().filter_map(|entry| match &entry.event {
        Event::Vitals(entered) => page.remeasured(entry).unwrap_or(*entered).pressure,
        _ => None,
    });
    let all: Vec<_> = measured.collect();
    let (first, peak) = (all.first(), all.iter().max_by_key(|(over, _)| *over));
    let value = peak.map_or("–".to_owned(), |(over, under)| format!("{}/{}", over.0, under.0));
    let mut below = Vec::new();
    below.extend(first.map(|(over, under)| format!("mmHg, from {}/{}", over.0, under.0)));
    below.extend(page.protocol().map(|protocol| {
        let ceiling = page.ceiling().unwrap_or(&protocol.ceiling);
        format!("ceiling {}/{}", ceiling.systolic.0, ceiling.diastolic.0)
    }));
    Figure { name: "Highest pressure".to_owned(), value, below }
}

fn released(page: &Page) -> Figure {
    let name = "Released".to_owned();
    let last = page.standing().filter_map(|entry| match &entry.event {
        Event::Released { missing, reason } => Some((page.at(entry), missing, reason)),
        _ => None,
    });
    let Some((at, missing, reason)) = last.last() else {
        return Figure { name, value: "–".to_owned(), below: vec!["not recorded".to_owned()] };
    };
    let below = match (missing.len(), reason) {
        (0, None) => vec!["nothing was missing".to_owned()],
        (0, Some(_)) => vec!["with a reason".to_owned(), "see Release".to_owned()],
        (count, _) => vec![counted(count, "line was missing", "lines were missing"), "see Release".to_owned()],
    };
    Figure { name, value: page.time(at), below }
}

/// Draws a row of figures and returns where it ends.
fn figures(sheet: &mut Picture, faces: &Faces, row: &[Figure], top: f32) -> f32 {
    let width = WIDTH / row.len().max(4) as f32;
    let mut bottom = top;
    for (number, figure) in row.iter().enumerate() {
        let x = number as f32 * width;
        sheet.words((x, top + print::SMALL), figure.name.clone(), Style::SMALL);
        let style = Style { face: Face::Medium, size: print::FIGURE, ink: Ink::Black };
        sheet.words((x, top + print::SMALL + 15.0), figure.value.clone(), style);
        let mut y = top + print::SMALL + 19.0;
        for below in &figure.below {
            for line in lines(faces, &[(below.clone(), Style::SMALL)], width - 8.0) {
                put(sheet, &line, (x, y + base(&line, Style::SMALL)), false);
                y += print::SMALL * print::LEADING;
            }
        }
        bottom = bottom.max(y);
    }
    bottom + 5.0
}
