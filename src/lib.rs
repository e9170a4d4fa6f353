//! Holdspace: the in-session companion for ketamine-assisted psychotherapy.
//!
//! One flow runs through the whole crate:
//!
//! ```text
//! touch, key, tick, audio report
//!    └▶ Message ▶ screen.update ▶ Action::Ask(Command) ▶ Session::decide ▶ Ok([Event]) | Err(Refusal)
//! [Event] stamped by app::perform ▶ Session::apply ▶ view(&session, now)
//!         └▶ journal writer thread: one write + one fdatasync ▶ "saved"
//! session.cue(now)      ▶ audio.follow(cue)      sound is derived from state, never commanded
//! session.deadline(now) ▶ subscription(tick)     asks for the next moment something is due
//! ```
//!
//! [`session`] is pure: no clock, file, thread, window or sound. Start reading there.
//! What each layer may not mention is a table in `tests/it/tidy.rs`, and a test.

pub mod app;
pub mod audio;
pub mod cli;
pub mod clock;
pub mod compositor;
pub mod config;
pub mod course;
pub mod cue;
pub mod journal;
pub mod kiosk;
pub mod music;
pub mod record;
pub mod screen;
pub mod session;
pub mod theme;
pub mod units;
pub mod widget;
