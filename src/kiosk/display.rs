//! The display a window is opened on, reached over this device's own sockets.

use std::env;
use std::ffi::OsString;
use std::io;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use x11rb::rust_connection::RustConnection;

/// Where to start instead.
const ELSEWHERE: &str = "Start Holdspace from a desktop session, or on a bare screen with `cage -- holdspace`; to look at \
                         it without a screen: `xvfb-run -s \"-screen 0 1280x800x24\" holdspace --windowed`.";

/// Looks for a display that answers before the toolkit does, so that a person gets a sentence instead of a backtrace.
///
/// # Errors
///
/// What is wrong with the one that is named, and how to get one.
pub fn answers() -> Result<(), String> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    // In the order in which the toolkit chooses.
    match (set("WAYLAND_DISPLAY"), set("WAYLAND_SOCKET"), set("DISPLAY")) {
        // The socket is handed over open, and can be used only once.
        (_, Some(_), _) => Ok(()),
        (Some(name), None, _) => compositor(&name).map(drop).map_err(|error| {
            let name = name.display();
            format!("No compositor answers at WAYLAND_DISPLAY “{name}” ({error}). {ELSEWHERE}")
        }),
        (None, None, Some(name)) => x_server().map(drop).map_err(|error| {
            let name = name.display();
            format!("No X server answers at DISPLAY “{name}” ({error}). {ELSEWHERE}")
        }),
        (None, None, None) => Err(format!("There is no display here. {ELSEWHERE}")),
    }
}

/// A connection of its own to the X server.
pub(super) fn x_server() -> Result<RustConnection, String> {
    let named = env::var("DISPLAY").unwrap_or_default();
    // Without a host, never over the network: an X server of this device has a socket.
    let own = if named.starts_with(':') { format!("unix/{named}") } else { named };
    RustConnection::connect(Some(&own)).map(|(server, _)| server).map_err(|error| error.to_string())
}

fn compositor(name: &OsString) -> io::Result<UnixStream> {
    let folder = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).unwrap_or_default();
    UnixStream::connect(folder.join(name))
}
