//! What systems get of a record: tables and a FHIR bundle.

mod bundle;
mod sitting;
mod tables;
