//! A session. Read this first.

pub mod breathing;
pub mod command;
pub mod dose;
pub mod event;
pub mod phase;
pub mod protocol;
pub mod vitals;
