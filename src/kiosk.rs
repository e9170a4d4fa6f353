//! What a device needs beside the session: a display, staying awake, the lock of its screen, and that nothing leaks when
//! the program falls.

pub mod awake;
pub mod display;
pub mod guard;
pub mod hush;
pub mod pin;
pub mod throttle;
