//! Whom and what the record is about: client, device, visit, session.

use super::code::{AMBULATORY, RECORD, SESSION, SITTING};
use super::element::{Annotation, Coding, Concept, Identifier, Period, text};
use super::frame::Frame;
use super::resource::{Device, DeviceName, DeviceVersion, Encounter, Patient, Procedure, Resource};
use crate::record::section::clock;
use crate::session::event::Event;
use crate::session::outcome::Way;
use crate::units::Moment;

pub(super) fn resources(frame: &Frame) -> Vec<Resource> {
    vec![
        Resource::Patient(Patient { id: frame.patient.clone(), identifier: vec![frame.client()] }),
        Resource::Device(device(frame)),
        Resource::Encounter(Box::new(encounter(frame))),
        Resource::Procedure(Box::new(procedure(frame))),
    ]
}

fn device(frame: &Frame) -> Device {
    let first = frame.trail.record.lines.first();
    let program = first.and_then(|line| serde_json::from_str::<serde_json::Value>(&line.text).ok());
    let program = program.and_then(|line| line.get("program")?.as_str().and_then(text));
    Device {
        id: frame.device.clone(),
        identifier: vec![frame.device()],
        device_name: vec![DeviceName { name: "Holdspace", kind: "user-friendly-name" }],
        version: program.map(|value| DeviceVersion { value }).into_iter().collect(),
    }
}

fn period(frame: &Frame) -> Option<Period> {
    let end = frame.closed.and_then(|at| frame.trail.wall(at));
    Period::of(frame.trail.wall(Moment::START), end)
}

fn encounter(frame: &Frame) -> Encounter {
    let sitting = frame.trail.entries().find_map(|(_, entry)| match &entry.event {
        Event::SessionStarted { session, .. } | Event::AmendmentStarted { session, .. } => Some(*session),
        _ => None,
    });
    let record = Identifier { system: RECORD, value: frame.trail.id.to_owned() };
    let sitting = sitting.map(|id| Identifier { system: SITTING, value: super::name::written(id) });
    let status = match frame.closed {
        Some(_) => "finished",
        None if frame.is_running() => "in-progress",
        None => "unknown",
    };
    Encounter {
        id: frame.encounter.clone(),
        identifier: [record].into_iter().chain(sitting).collect(),
        status,
        class: Coding::of(AMBULATORY),
        kind: vec![Concept::of(SESSION)],
        subject: frame.subject(),
        period: period(frame),
    }
}

fn procedure(frame: &Frame) -> Procedure {
    let page = &frame.trail.page;
    let status = match page.outcome().map(|outcome| outcome.way) {
        Some(Way::Complete) => "completed",
        Some(Way::Declined | Way::WithoutDose) => "not-done",
        Some(
            Way::EndedEarly
            | Way::EndedByClient
            | Way::SeriousEvent
            | Way::Hospital
            | Way::LeftBeforeStay
            | Way::NotReleased,
        ) => "stopped",
        None if frame.is_running() => "in-progress",
        None => "unknown",
    };
    let headline = page.headline();
    let reason = headline.as_deref().filter(|_| status != "completed");
    let people = frame.trail.record.owner.as_ref().map_or(1, |owner| owner.people);
    let group = (people > 1).then(|| format!("A group of {people}; this is the record of one of them."));
    let protocol = frame.trail.page.protocol().map(|protocol| {
        let title = if protocol.title.is_empty() { &protocol.name } else { &protocol.title };
        format!("Protocol: {title} ({}, SHA-256 {}).", protocol.name, protocol.sha256)
    });
    let notes = [protocol, group].into_iter().flatten().chain(clock::sentences(&frame.trail.page));
    Procedure {
        id: frame.procedure.clone(),
        identifier: vec![Identifier { system: RECORD, value: frame.trail.id.to_owned() }],
        status,
        status_reason: reason.and_then(Concept::words),
        code: Concept::of(SESSION),
        subject: frame.subject(),
        encounter: frame.visit(),
        performed_period: period(frame),
        outcome: headline.as_deref().and_then(Concept::words),
        note: notes.filter_map(|words| Annotation::of(&words)).collect(),
    }
}
