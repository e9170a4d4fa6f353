//! A finished session for people and systems.

pub mod archive;
pub mod export;
pub mod json;
pub mod markdown;
mod page;
