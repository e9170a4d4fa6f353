//! The rules of a session, given, when, then.
//!
//! One chained sentence per rule; after every step the scene also proves that the log replays to the same state.
#![expect(unused_results, reason = "a chained sentence ends where it has said what it has to say")]

mod absent;
mod breathing;
mod chance;
mod clinic;
mod correcting;
mod doses;
mod due;
mod entries;
pub mod framework;
mod gate;
mod group;
mod hold;
mod many;
mod music;
mod outcome;
mod phases;
mod recording;
mod release;
mod remote;
mod replay;
mod t0;
mod table;
mod undo;
