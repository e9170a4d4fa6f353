//! A finished session for people and systems.

pub mod archive;
pub mod carry;
pub mod csv;
pub mod drawing;
pub mod export;
pub mod facts;
pub mod fhir;
pub mod json;
mod legible;
pub mod markdown;
mod page;
pub mod pdf;
mod picture;
mod practice;
mod section;
pub mod story;
pub mod timeline;
mod trail;
