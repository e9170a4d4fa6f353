//! A finished session for people and systems.

pub mod json;
pub mod markdown;
