//! Keeps the device awake while a session or a rehearsal lives.

use std::sync::Arc;

use iced::{Task, window};

use super::{App, Message};
use crate::kiosk::awake::look;

impl App {
    /// Takes or lets go what keeps the device awake, and notes what is not ensured. The window itself is looked at on
    /// its own thread, as soon as there is one.
    pub(super) fn keep_awake(&mut self) -> Task<Message> {
        let lives = self.room.live.is_some();
        let unseen = self.awake.follow(lives, self.room.reading.boot);
        self.room.marks.unkept = self.awake.unkept().cloned();
        if !unseen {
            return Task::none();
        }
        let slot = self.awake.slot();
        let seen = window::oldest().and_then(move |id| {
            let slot = Arc::clone(&slot);
            window::run(id, move |window| look(window, &slot))
        });
        seen.map(Message::Window)
    }
}
