//! A finished session for people and systems.

pub mod carry;
pub mod export;
pub mod facts;
pub mod json;
pub mod markdown;
mod page;
pub mod story;
