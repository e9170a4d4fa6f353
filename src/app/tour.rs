//! The tour: by itself once, on the very first start, and from the start screen whenever it is wanted.

use std::path::Path;

use super::App;
use crate::screen::tour::Tour;

/// A file of this name in the data folder says that the tour was shown.
const SHOWN: &str = "tour-shown";

impl App {
    /// The app as it opens on a device for the first time: with the tour, unless somebody waits.
    ///
    /// Never over a session that is unfinished or goes on, behind a PIN, or where the records' folder cannot be opened.
    #[must_use]
    pub fn welcoming(mut self) -> Self {
        let waits = self.room.live.is_some() || !self.unfinished.is_empty() || self.room.doors.is_set();
        if !waits && self.trouble.is_none() && !self.places.data.join(SHOWN).exists() {
            self.room.tour = Some(Tour::default());
        }
        self
    }

    /// Opens the tour, or puts it away for good.
    pub(super) fn tour(&mut self, open: bool) {
        self.room.tour = open.then(Tour::default);
        if !open {
            remember(&self.places.data);
        }
    }
}

/// Where that cannot be kept, the tour is shown once more.
fn remember(data: &Path) {
    if let Err(error) = std::fs::write(data.join(SHOWN), "") {
        tracing::info!("the tour will be shown again: {error}");
    }
}
