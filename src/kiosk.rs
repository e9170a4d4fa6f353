//! What a device needs beside the session: the lock of its screen, and that nothing leaks when the program falls.

pub mod guard;
pub mod hush;
pub mod pin;
pub mod throttle;
