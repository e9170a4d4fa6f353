//! End to end: the real window, a real sound server, real files, a real kill -9.
//!
//! Targets are found by laying out the same view in this process at the same size; the product has no test hook.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod awake;
mod desk;
mod ending;
mod group;
mod keyboard;
mod lived;
mod login;
mod mirror;
mod monkey;
mod patience;
mod remote;
mod resume;
mod room;
mod second;
mod session;
mod speaker;
mod spit;
mod sway;
mod touch;
mod window;
