//! The speaker in the room: how it sounds, what is kept of that, and whether it is there.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::App;
use crate::audio::room::{RoomHealth, RoomWanted};
use crate::config::settings::{RoomSettings, keep_room};
use crate::screen::action::RoomAsk;
use crate::screen::shown::{RoomMark, RoomShown};
use crate::screen::{Screen, Shown};
use crate::session::event::MusicPlace;
use crate::units::Decibels;

/// The speaker as the app knows it.
#[derive(Default)]
pub(super) struct Speaker {
    health: Option<RoomHealth>,
    /// It is the call of remote sessions, not a speaker that is set by ear.
    calls: bool,
    click: bool,
}

/// Writes settings apart, one after the other.
pub(super) struct Keeper {
    keep: Sender<RoomSettings>,
    failed: Receiver<String>,
}

impl Keeper {
    /// One that writes into a configuration folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        let (keep, asked) = channel();
        let (telling, failed) = channel();
        let work = move || {
            while let Ok(first) = asked.recv() {
                let newest = asked.try_iter().last().unwrap_or(first);
                if let Err(sentence) = keep_room(&folder, newest) {
                    let _nobody_listens = telling.send(sentence);
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("settings".to_owned()).spawn(work) {
            tracing::error!("the thread that keeps settings cannot be started: {error}");
        }
        Self { keep, failed }
    }

    fn keep(&self, room: RoomSettings) -> Result<(), String> {
        self.keep.send(room).map_err(|_| "The room's settings are not kept; they hold until the app ends.".to_owned())
    }
}

impl Speaker {
    /// What the screens may know of it; `None` without one.
    pub(super) fn shown(&self, settings: RoomSettings) -> Option<RoomShown> {
        self.health.filter(|_| !self.calls).map(|health| RoomShown { settings, lost: health.lost })
    }

    fn mark(&self, wanted: bool) -> RoomMark {
        match self.health {
            Some(health) if health.lost && wanted && self.calls => RoomMark::CallLost,
            Some(health) if health.lost && wanted => RoomMark::Lost,
            Some(_) if self.calls => RoomMark::Quiet,
            Some(health) if health.sounding && !health.lost => RoomMark::Sounds,
            Some(_) | None => RoomMark::Quiet,
        }
    }
}

impl App {
    /// Does what was asked about the room.
    pub(super) fn ask_room(&mut self, ask: RoomAsk) {
        match ask {
            RoomAsk::Try(room) => return self.set_room(room),
            RoomAsk::Set(room) => {
                self.room.loaded.settings.room = room.within_limits();
                if let Err(sentence) = self.keeper.keep(room) {
                    self.say(sentence);
                }
            }
            RoomAsk::Click(click) => self.room.speaker.click = click,
        }
        self.set_room(self.room.loaded.settings.room);
    }

    fn set_room(&self, room: RoomSettings) {
        let RoomSettings { on, volume, delay } = self.beside(room);
        self.audio.set_room(RoomWanted { on, volume, delay, click: self.room.speaker.click });
    }

    /// How the output beside the headphones sounds: the room as it is set; the call as loud as the headphones, while the
    /// client hears the music there.
    fn beside(&self, room: RoomSettings) -> RoomSettings {
        if self.room.loaded.settings.call_output.is_none() {
            return room.within_limits();
        }
        let there = self.room.live.as_ref().map(|live| live.session.music().place_heard);
        RoomSettings { on: there == Some(MusicPlace::Call), volume: Decibels::UNITY, delay: 0 }
    }

    /// The room sounds as it was kept.
    pub(super) fn open_room(&mut self) {
        self.set_room(self.room.loaded.settings.room);
        self.hear_the_room();
    }

    /// Looks how the room does, and ends what is only for setting it as soon as nobody sets it any more.
    pub(super) fn hear_the_room(&mut self) {
        if self.room.loaded.settings.call_output.is_some() {
            self.set_room(self.room.loaded.settings.room);
        }
        self.room.speaker.calls = self.room.loaded.settings.call_output.is_some();
        self.room.speaker.health = self.audio.room();
        let wanted = self.beside(self.room.loaded.settings.room).on;
        self.room.marks.room = self.room.speaker.mark(wanted);
        for sentence in self.keeper.failed.try_iter().collect::<Vec<_>>() {
            self.say(sentence);
        }
        if let (Screen::Arrival(arrival), true) =
            (&mut self.screen, self.room.covered || self.room.emergency || self.room.doors.is_shut())
        {
            arrival.put_the_room_away();
        }
        let before_music = |shown: Shown<'_>| shown.session.music().anchor.is_none();
        let setting = matches!(&self.screen, Screen::Arrival(arrival) if arrival.sets_the_room())
            && self.room.shown().is_some_and(before_music);
        if self.room.speaker.click && !setting {
            self.ask_room(RoomAsk::Click(false));
        }
    }
}
