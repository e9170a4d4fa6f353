//! A record as one FHIR R4 (4.0.1) Bundle, for health records (<https://hl7.org/fhir/R4/bundle.html>).
//!
//! | here | there |
//! | --- | --- |
//! | the client's code | Patient, by its code alone |
//! | the device | Device |
//! | the session | Encounter, and a Procedure that everything is part of |
//! | a dose | MedicationAdministration; declined or not taken: `not-done` |
//! | a serious or uncommon chip | AdverseEvent, with the last dose before it |
//! | vital signs | Observation: LOINC and UCUM |
//! | chips, ratings, words, phases, music, gaps | Observation, in code systems of our own |
//! | gate and release checklist, questionnaires | QuestionnaireResponse |
//! | corrected, taken back, added after sealing, sealed | status of what it concerns, and a Provenance |
//! | what cannot be read | Observation `record-damage` |
//!
//! The bundle is a `transaction`. Each resource is put under an id that is made from the entry it comes from, so that
//! the same record gives the same bytes and sending it twice changes nothing. Only the Patient, who may have been there
//! before, is made if none has that code. The clock is not read. What the heard position of the music was every ten
//! seconds stays in the record.

mod adverse;
mod checklist;
mod code;
mod dose;
mod element;
mod frame;
mod name;
mod observation;
mod provenance;
mod questionnaire;
mod resource;
mod subject;
mod vitals;

use std::collections::HashSet;

use super::export::ExportError;
use super::trail::Trail;
use crate::journal::reader::Record;

use code::RECORD;
use element::Identifier;
use frame::Frame;
use name::name;
use resource::{Bundle, Entry, Request, Resource};

/// Writes the bundle of a record and of the amendments to it, oldest first.
///
/// # Errors
/// If a value cannot be written, which would be a mistake in this module.
pub fn write(id: &str, record: &Record, amendments: &[Record]) -> Result<String, ExportError> {
    let record = &record.counted();
    let trail = Trail::of(id, record, amendments);
    let frame = Frame::of(&trail);
    let (doses, doses_about) = dose::administrations(&frame);
    let (checklists, checklists_about) = checklist::responses(&frame);
    let (questions, questions_about) = questionnaire::responses(&frame);
    let (observations, observations_about) = observation::observations(&frame);
    let adverse = adverse::events(&frame, &doses_about);
    let about = [doses_about, checklists_about, questions_about, observations_about].into_iter().flatten().collect();
    let changes = provenance::provenances(&frame, &about);
    let parts = [subject::resources(&frame), doses, adverse, checklists, questions, observations, changes];
    let mut known = HashSet::new();
    let resources = parts.into_iter().flatten().filter(|resource| known.insert(resource.name().1.to_owned()));
    let last = trail.steps.last().and_then(|step| frame.recorded(step));
    let bundle = Bundle {
        resource_type: "Bundle",
        id: name(&[id, "bundle"]),
        identifier: Identifier { system: RECORD, value: id.to_owned() },
        kind: "transaction",
        timestamp: last,
        entry: resources.map(|resource| entry(&frame, resource)).collect(),
    };
    let text = serde_json::to_string_pretty(&bundle);
    text.map(|text| text + "\n").map_err(|error| ExportError(format!("The bundle could not be written: {error}.")))
}

fn entry(frame: &Frame, resource: Resource) -> Entry {
    let (kind, id) = resource.name();
    let (full_url, url) = (format!("urn:uuid:{id}"), format!("{kind}/{id}"));
    let request = match resource {
        Resource::Patient(_) => {
            Request { method: "POST", url: kind.to_owned(), if_none_exist: Some(frame.patient_query()) }
        }
        _ => Request { method: "PUT", url, if_none_exist: None },
    };
    Entry { full_url, resource, request }
}
