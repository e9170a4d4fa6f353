//! The screen saver of X11, on a connection of its own.

use x11rb::connection::{Connection, RequestConnection as _};
use x11rb::protocol::screensaver::ConnectionExt as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ScreenSaver};
use x11rb::rust_connection::RustConnection;

use super::Answer;
use crate::kiosk::display;

/// Tells the X server that somebody is there.
#[derive(Default)]
pub(super) struct Saver {
    server: Option<RustConnection>,
}

impl Saver {
    /// Suspends the server's own saver and its power saving for as long as the connection lives, and sets the time
    /// without a touch to nothing, by which programs like xautolock go.
    pub(super) fn round(&mut self) -> Answer {
        match self.reset() {
            Ok(()) => Answer::Kept,
            Err(why) => {
                self.server = None;
                Answer::Refused(why)
            }
        }
    }

    fn reset(&mut self) -> Result<(), String> {
        let server = match self.server.take() {
            Some(server) => server,
            None => suspended()?,
        };
        let asked = server.force_screen_saver(ScreenSaver::RESET).map_err(|error| error.to_string())?;
        asked.check().map_err(|error| error.to_string())?;
        self.server = Some(server);
        Ok(())
    }
}

fn suspended() -> Result<RustConnection, String> {
    let server = display::x_server()?;
    let known = server.extension_information(x11rb::protocol::screensaver::X11_EXTENSION_NAME);
    // A server without the extension knows the reset all the same.
    if known.is_ok_and(|known| known.is_some()) {
        let version = server.screensaver_query_version(1, 1).map_err(|error| error.to_string())?;
        let version = version.reply().map_err(|error| error.to_string())?;
        if (version.server_major_version, version.server_minor_version) >= (1, 1) {
            let asked = server.screensaver_suspend(1).map_err(|error| error.to_string())?;
            asked.check().map_err(|error| error.to_string())?;
        }
    }
    server.flush().map_err(|error| error.to_string())?;
    Ok(server)
}
