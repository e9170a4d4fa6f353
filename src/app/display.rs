//! Whether there is a display to open a window on.

use std::env;

/// Looks for a display before the toolkit does, so that a person gets a sentence instead of a backtrace.
///
/// # Errors
///
/// How to get a display.
pub fn display_is_there() -> Result<(), String> {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    if set("DISPLAY") || set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") {
        return Ok(());
    }
    let sentence = "There is no display here. Start Holdspace from a desktop session, or on a bare screen with \
                    `cage -- holdspace`; to look at it without a screen: `xvfb-run -s \"-screen 0 1280x800x24\" \
                    holdspace --windowed`.";
    Err(sentence.to_owned())
}
