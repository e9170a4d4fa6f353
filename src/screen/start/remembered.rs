//! From last time: one quiet line under the code, and the panel with each thing that is kept.

use iced::widget::{Column, Space, column, container, row, scrollable};
use iced::{Alignment, Element, Length, Padding};

use super::{Message, Shown, Start};
use crate::config::Loaded;
use crate::course::{Memory, Part};
use crate::screen::remembered::{Client, Remembered};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::button::{quiet, surface};
use crate::widget::mark::hairline;
use crate::widget::text::{heading, label, words};

impl Start {
    /// The music of last time is proposed, unless some was chosen by hand already.
    pub fn remember(&mut self, memory: &Memory, loaded: &Loaded) {
        if !self.chose_music {
            self.propose_music(memory, loaded);
        }
    }

    /// The music of last time, chosen.
    pub fn propose_music(&mut self, memory: &Memory, loaded: &Loaded) {
        let usable = loaded.playlists.iter().filter(|listed| listed.what.is_ok());
        let named = usable.into_iter().find(|listed| Some(&listed.title) == memory.playlist.as_ref());
        if let Some(listed) = named {
            self.playlist = Some(listed.name.clone());
        }
        memory.minutes.into_iter().for_each(|minutes| self.choose_minutes(minutes));
    }

    /// The line of a client; nothing where nothing is known and nobody asked.
    pub(super) fn remembered<'a>(&self, code: &str, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        let client = shown.clients.iter().find(|client| client.code == code)?;
        let code = client.code.clone();
        let line = |said: String, button: Option<(&'a str, Message)>| {
            let button = button.map(|(word, message)| quiet(word).on_press(message));
            row![words(role::LABEL, Ink::Dim, said).width(Length::Fill)]
                .push(button)
                .spacing(measure::XS)
                .align_y(Alignment::Center)
                .into()
        };
        match &client.what {
            Remembered::Known(memory) => {
                Some(line(memory.line(shown.wall.date_naive()), Some(("Look", Message::LastTime(Some(code))))))
            }
            Remembered::BehindPin => Some(line("From last time".to_owned(), Some(("Look", Message::LookUp(code))))),
            Remembered::Nothing { asked_for: true } => Some(line("Nothing is kept from before.".to_owned(), None)),
            Remembered::Looking { asked_for: true } => Some(line("Looking".to_owned(), None)),
            Remembered::Trouble(sentence) => Some(line(sentence.clone(), None)),
            Remembered::Nothing { asked_for: false } | Remembered::Looking { asked_for: false } => None,
        }
    }

    /// Everything that is kept of the client who is looked at.
    pub(super) fn last_time<'a>(&'a self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        let code = self.looking.as_ref()?;
        let client = shown.clients.iter().find(|client| client.code == *code)?;
        let memory = client.memory()?;
        let head = row![
            heading(format!("From last time, {code}")),
            Space::new().width(Length::Fill),
            quiet("Done").icon(Icon::Check).height(measure::TARGET).on_press(Message::LastTime(None)),
        ];
        let today = shown.wall.date_naive();
        let told = Part::ALL.into_iter().filter_map(|part| Some((part, memory.told(part, today)?)));
        let mut lines = Column::new().spacing(measure::XS);
        for (part, (name, said)) in told {
            lines = lines.push(hairline()).push(kept(client, part, name, said));
        }
        let lines = scrollable(lines).direction(scrollable::Direction::Vertical(scrollable::Scrollbar::hidden()));
        let panel = column![
            head.align_y(Alignment::Center),
            lines.height(Length::Fill),
            label("What is used is proposed in the session, and confirmed there. Nothing is taken over by itself."),
        ];
        let panel = panel.spacing(measure::GAP).padding(Padding::ZERO.horizontal(measure::XL).bottom(measure::M));
        Some(container(panel).width(Length::Fill).height(Length::Fill).into())
    }
}

/// One thing that is kept, and whether it is to be proposed.
fn kept<'a>(client: &Client, part: Part, name: &'a str, said: String) -> Element<'a, Message> {
    let uses = client.uses(part);
    let choice = |word: &'a str, used: bool| {
        let message = Message::Use(client.code.clone(), part, used);
        surface(word).height(measure::TARGET).active(uses == used).on_press(message)
    };
    let ink = if uses { Ink::Text } else { Ink::Dim };
    row![
        container(heading(name)).width(measure::TITLE),
        words(role::BODY, ink, said).width(Length::Fill),
        choice("Use", true),
        choice("Leave", false),
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .into()
}
