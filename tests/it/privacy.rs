//! Who can see and reach what: the lock, its PIN, other sessions, the files.
mod card;
pub mod glass;
mod group;
mod hush;
pub mod lock;
mod others;
mod pin;
mod random;
mod sealed;
mod settings;
