//! What is on the glass: the screen of the phase, or what covers it.

use iced::{Element, Theme};

use super::{App, Message};
use crate::compositor::Root;
use crate::screen::{Screen, away, calm, diagnostics, emergency, start};
use crate::theme;
use crate::theme::scripts::missing_fonts;
use crate::units::Moment;
use crate::widget::touch::{Act, surface, within};

impl App {
    /// What the window shows: the view, which tells how large the window is.
    pub fn root(&self) -> Root<'_, Message> {
        Root::new(self.view(), self.room.surface.size(), Message::Resized)
    }

    /// The view of this moment, under the one law of touch.
    pub fn view(&self) -> Element<'_, Message> {
        surface(self.uncovered(), |at, message| Message::Touched(at, Box::new(message)))
    }

    fn uncovered(&self) -> Element<'_, Message> {
        if let Some(locked) = self.locked_view() {
            return within(Act::named("lock"), locked);
        }
        let Some(shown) = self.room.shown() else {
            if let Some(panel) = self.pin_view() {
                return within(Act::named("pin"), panel);
            }
            if self.room.emergency {
                let card = emergency::alone(&self.room.loaded.settings.emergency).map(Message::Emergency);
                return within(Act::named("card"), card);
            }
            if let Some(tour) = &self.room.tour {
                return within(Act::named("tour"), tour.view().map(Message::Tour));
            }
            if let Some(counted) = &self.room.diagnostics {
                return within(Act::named("counted"), diagnostics::view(counted).map(Message::Diagnostics));
            }
            if let Some(desk) = self.room.music.desk() {
                return within(Act::named("desk"), desk.view(&self.room.on_desk()).map(Message::Desk));
            }
            if let Some(records) = self.room.records() {
                return within(Act::named("records"), records.view(&self.room.on_shelf()).map(Message::Records));
            }
            let Screen::Start(screen) = &self.screen else { return iced::widget::space().into() };
            let unfinished = self.unfinished_lines();
            return screen
                .view(start::Shown {
                    loaded: &self.room.loaded,
                    unfinished,
                    wall: self.room.reading.wall,
                    shade: self.room.shade,
                    thumb: self.room.loaded.settings.thumb,
                    marks: &self.room.marks,
                    trouble: self.trouble.as_deref(),
                    locks: self.room.doors.is_set(),
                    unencrypted: self.sealer.trouble(),
                    disk: self.of_the_disk.as_deref(),
                    fonts: missing_fonts(),
                    clock: self.clock_trouble(),
                    zone: self.zone.as_deref(),
                    clients: self.room.course.clients(),
                })
                .map(Message::Start);
        };
        if self.room.emergency {
            return within(Act::named("card"), emergency::view(&shown).map(Message::Emergency));
        }
        if self.room.covered {
            return within(Act::named("calm"), calm::view(&shown).map(Message::Calm));
        }
        if let Some(counted) = &self.room.diagnostics {
            return within(Act::named("counted"), diagnostics::view(counted).map(Message::Diagnostics));
        }
        if let Some(desk) = self.room.music.desk() {
            return within(Act::named("desk"), desk.view(&self.room.on_desk()).map(Message::Desk));
        }
        if self.room.asks_away
            && let Some(doubt) = shown.away
        {
            return within(Act::named("away"), away::view(doubt, &shown).map(Message::Away));
        }
        match &self.screen {
            Screen::Start(_) => iced::widget::space().into(),
            Screen::Arrival(screen) => screen.view(&shown).map(Message::Arrival),
            Screen::Intention(screen) => screen.view(&shown).map(Message::Intention),
            Screen::Breathing(screen) => screen.view(&shown).map(Message::Breathing),
            Screen::Administration(screen) => screen.view(&shown).map(Message::Administration),
            Screen::Journey(screen) => screen.view(&shown).map(Message::Journey),
            Screen::Returning(screen) => screen.view(&shown).map(Message::Returning),
            Screen::Closing(screen) => screen.view(&shown).map(Message::Closing),
        }
    }

    /// The palette as a theme of the toolkit.
    #[must_use]
    pub fn theme(&self) -> Theme {
        theme::theme(self.room.shade)
    }

    /// Everything is drawn for 1280×800 and scaled as a whole.
    #[must_use]
    pub fn scale(&self) -> f32 {
        self.room.surface.scale()
    }

    /// "unfinished, yesterday 14:05": neither code nor words.
    fn unfinished_lines(&self) -> Vec<start::Left> {
        let today = self.room.reading.wall.date_naive();
        let line = |left: &crate::journal::recovery::Unfinished| {
            let began = left.clock.wall(Moment::START).unwrap_or(left.started.wall);
            let day = match (today - began.date_naive()).num_days() {
                0 => "today".to_owned(),
                1 => "yesterday".to_owned(),
                _ => began.format("%-d %B").to_string(),
            };
            let when = format!("{day} {}", began.format("%-H:%M"));
            start::Left { when, clocks_tell: left.age(&self.room.reading).is_some() }
        };
        self.unfinished.iter().map(line).collect()
    }
}
