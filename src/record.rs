//! A finished session for people and systems.

pub mod csv;
pub mod export;
pub mod facts;
pub mod fhir;
pub mod json;
pub mod markdown;
mod page;
mod trail;
