//! A finished session for people and systems.

pub mod export;
pub mod json;
mod legible;
pub mod markdown;
mod page;
pub mod pdf;
mod picture;
mod section;
pub mod timeline;
