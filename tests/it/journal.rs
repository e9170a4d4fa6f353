//! The record on disk survives what a device meets.

mod agree;
mod amending;
mod damage;
mod disk;
pub mod format;
mod index;
mod old;
mod pinned;
mod reading;
mod resume;
pub mod sample;
mod sealing;
mod second;
mod sweep;
