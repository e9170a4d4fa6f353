//! Records read again: their story, the way out to a stick, and the app that opens them.

mod app;
mod carrying;
mod story;
