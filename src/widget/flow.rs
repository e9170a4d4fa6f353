//! A stretch of time that widgets read by themselves, so that they move without messages.

use std::time::Duration;

use iced::advanced::Shell;
use iced::window;

/// 30 frames a second: what breathes and what is pressed.
pub const FRAME: Duration = Duration::from_millis(33);
/// 4 frames a second: the hold ring.
pub const QUARTER: Duration = Duration::from_millis(250);

/// Time that has been running since somewhere, readable at any boot time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// The boot time of the reading this is made from.
    pub anchor: Duration,
    /// What had elapsed at the anchor.
    pub elapsed: Duration,
    /// How fast time runs: 1 but in rehearsals; 0 stands still.
    pub speed: f64,
}

impl Flow {
    /// A stretch that begins at this boot time.
    #[must_use]
    pub const fn starting(boot: Duration) -> Self {
        Self { anchor: boot, elapsed: Duration::ZERO, speed: 1.0 }
    }

    /// A stretch of which `elapsed` had passed at `boot`.
    #[must_use]
    pub const fn at(boot: Duration, elapsed: Duration) -> Self {
        Self { anchor: boot, elapsed, speed: 1.0 }
    }

    /// The same, `speed` times as fast.
    #[must_use]
    pub const fn at_speed(self, speed: f64) -> Self {
        Self { speed, ..self }
    }

    /// What has elapsed at this boot time.
    #[must_use]
    pub fn elapsed(&self, boot: Duration) -> Duration {
        self.elapsed + boot.saturating_sub(self.anchor).mul_f64(self.speed.max(0.0))
    }
}

/// Asks to be drawn again after `pause`, each time it is drawn.
pub(super) fn again<Message>(event: &iced::Event, pause: Duration, shell: &mut Shell<'_, Message>) {
    if let iced::Event::Window(window::Event::RedrawRequested(now)) = event {
        shell.request_redraw_at(*now + pause);
    }
}
