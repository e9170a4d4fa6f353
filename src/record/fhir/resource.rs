//! The bundle and its resources (<https://hl7.org/fhir/R4/resourcelist.html>): only what a record fills.

use serde::Serialize;
use serde_json::Number;

use super::element::{Annotation, Coding, Concept, Identifier, Period, Quantity, Reference};

/// All resources of a record, to be taken in together or not at all.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bundle {
    pub resource_type: &'static str,
    pub id: String,
    pub identifier: Identifier,
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    pub entry: Vec<Entry>,
}

/// A resource and what is to be done with it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry {
    pub full_url: String,
    pub resource: Resource,
    pub request: Request,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request {
    pub method: &'static str,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_none_exist: Option<String>,
}

/// One of the kinds of resource a record becomes.
#[derive(Debug, Serialize)]
#[serde(tag = "resourceType")]
pub(super) enum Resource {
    Patient(Patient),
    Device(Device),
    Encounter(Box<Encounter>),
    Procedure(Box<Procedure>),
    MedicationAdministration(Box<MedicationAdministration>),
    Observation(Box<Observation>),
    AdverseEvent(Box<AdverseEvent>),
    QuestionnaireResponse(Box<QuestionnaireResponse>),
    Provenance(Box<Provenance>),
}

impl Resource {
    /// Its type and its id.
    pub fn name(&self) -> (&'static str, &str) {
        match self {
            Self::Patient(it) => ("Patient", &it.id),
            Self::Device(it) => ("Device", &it.id),
            Self::Encounter(it) => ("Encounter", &it.id),
            Self::Procedure(it) => ("Procedure", &it.id),
            Self::MedicationAdministration(it) => ("MedicationAdministration", &it.id),
            Self::Observation(it) => ("Observation", &it.id),
            Self::AdverseEvent(it) => ("AdverseEvent", &it.id),
            Self::QuestionnaireResponse(it) => ("QuestionnaireResponse", &it.id),
            Self::Provenance(it) => ("Provenance", &it.id),
        }
    }
}

/// The client: a code, never a name.
#[derive(Debug, Serialize)]
pub(super) struct Patient {
    pub id: String,
    pub identifier: Vec<Identifier>,
}

/// The tablet or mini-PC.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Device {
    pub id: String,
    pub identifier: Vec<Identifier>,
    pub device_name: Vec<DeviceName>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub version: Vec<DeviceVersion>,
}

#[derive(Debug, Serialize)]
pub(super) struct DeviceName {
    pub name: &'static str,
    #[serde(rename = "type")]
    pub kind: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct DeviceVersion {
    pub value: String,
}

/// The visit.
#[derive(Debug, Serialize)]
pub(super) struct Encounter {
    pub id: String,
    pub identifier: Vec<Identifier>,
    pub status: &'static str,
    pub class: Coding,
    #[serde(rename = "type")]
    pub kind: Vec<Concept>,
    pub subject: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

/// The session as a whole.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Procedure {
    pub id: String,
    pub identifier: Vec<Identifier>,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<Concept>,
    pub code: Concept,
    pub subject: Reference,
    pub encounter: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performed_period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Concept>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Annotation>,
}

/// Something serious or uncommon that was seen.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdverseEvent {
    pub id: String,
    pub identifier: Identifier,
    pub actuality: &'static str,
    pub event: Concept,
    pub subject: Reference,
    pub encounter: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_date: Option<String>,
    pub seriousness: Concept,
    pub outcome: Concept,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suspect_entity: Vec<Suspect>,
}

/// What may have brought it about.
#[derive(Debug, Serialize)]
pub(super) struct Suspect {
    pub instance: Reference,
}

/// A dose, taken or not.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MedicationAdministration {
    pub id: String,
    pub identifier: Vec<Identifier>,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status_reason: Vec<Concept>,
    pub medication_codeable_concept: Concept,
    pub subject: Reference,
    pub context: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_period: Option<Period>,
    pub part_of: Vec<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Annotation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dosage: Option<Dosage>,
}

#[derive(Debug, Serialize)]
pub(super) struct Dosage {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub route: Concept,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dose: Option<Quantity>,
}

/// Something measured, seen or said.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Observation {
    pub id: String,
    pub identifier: Vec<Identifier>,
    pub part_of: Vec<Reference>,
    pub status: &'static str,
    pub category: Vec<Concept>,
    pub code: Concept,
    pub subject: Reference,
    pub encounter: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_period: Option<Period>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub performer: Vec<Reference>,
    #[serde(flatten)]
    pub value: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Annotation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub component: Vec<Component>,
}

/// What was found: at most one of these; with none, the components say it.
#[derive(Debug, Serialize)]
pub(super) enum Value {
    #[serde(rename = "valueQuantity")]
    Quantity(Quantity),
    #[serde(rename = "valueInteger")]
    Integer(Number),
    #[serde(rename = "valueBoolean")]
    Boolean(bool),
    #[serde(rename = "valueString")]
    String(String),
    #[serde(rename = "valueCodeableConcept")]
    CodeableConcept(Concept),
    #[serde(rename = "dataAbsentReason")]
    Absent(Concept),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Component {
    pub code: Concept,
    pub value_quantity: Quantity,
}

/// A checklist as it was answered.
#[derive(Debug, Serialize)]
pub(super) struct QuestionnaireResponse {
    pub id: String,
    pub identifier: Identifier,
    #[serde(rename = "partOf")]
    pub part_of: Vec<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questionnaire: Option<String>,
    pub status: &'static str,
    pub subject: Reference,
    pub encounter: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authored: Option<String>,
    pub item: Vec<Item>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    pub link_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answer: Vec<Answer>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub item: Vec<Item>,
}

#[derive(Debug, Serialize)]
pub(super) enum Answer {
    #[serde(rename = "valueBoolean")]
    Boolean(bool),
    #[serde(rename = "valueString")]
    String(String),
    #[serde(rename = "valueDateTime")]
    DateTime(String),
}

/// Who changed what, when and why.
#[derive(Debug, Serialize)]
pub(super) struct Provenance {
    pub id: String,
    pub target: Vec<Reference>,
    pub recorded: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reason: Vec<Concept>,
    pub activity: Concept,
    pub agent: Vec<Agent>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entity: Vec<Source>,
}

#[derive(Debug, Serialize)]
pub(super) struct Agent {
    #[serde(rename = "type")]
    pub kind: Concept,
    pub who: Reference,
}

#[derive(Debug, Serialize)]
pub(super) struct Source {
    pub role: &'static str,
    pub what: Named,
}

/// Points at something outside by its identifier.
#[derive(Debug, Serialize)]
pub(super) struct Named {
    pub identifier: Identifier,
}
