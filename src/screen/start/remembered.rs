//! The course of a client: one quiet line under the code, and the panel with each thing that is kept from last time.

use iced::widget::{Column, Row, Space, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::{Message, SHORTEST, Shown, Start};
use crate::config::Loaded;
use crate::course::{Memory, Part};
use crate::screen::remembered::{Client, Remembered};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::button::{quiet, surface};
use crate::widget::mark::hairline;
use crate::widget::scroll::scroll;
use crate::widget::segment::segment;
use crate::widget::slider::stepper;
use crate::widget::text::{heading, label, words};
use crate::widget::touchable::Face;

/// No course is longer.
const MOST: u16 = 99;

impl Start {
    /// The music of last time is proposed, unless some was chosen by hand already. Several people hear the same.
    pub fn remember(&mut self, memory: &Memory, loaded: &Loaded) {
        if !self.chose_music && !self.people.is_group() {
            self.propose_music(memory, loaded);
        }
    }

    /// The music of last time, as it was asked for.
    pub fn propose_music(&mut self, memory: &Memory, loaded: &Loaded) {
        let usable = loaded.playlists.iter().filter(|listed| listed.what.is_ok());
        let named = usable.into_iter().find(|listed| Some(&listed.title) == memory.playlist.as_ref());
        if let Some(listed) = named {
            self.playlist = Some(listed.name.clone());
        }
        let minutes = memory.minutes.map(|minutes| minutes.clamp(SHORTEST, super::LONGEST));
        self.minutes = minutes.unwrap_or(self.minutes);
    }

    /// Music that was proposed and not chosen by hand is that of the settings again.
    pub fn leave_music(&mut self) {
        if !self.chose_music {
            (self.playlist, self.minutes) = self.usual.clone();
        }
    }

    /// What is known of those who come, in one line, and the way to all of it. The same whether or not something is.
    pub(super) fn course_line<'a>(&self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        let first = shown.clients.first()?;
        let said = match (&first.what, shown.clients.len()) {
            (Remembered::Known(memory), 1) => memory.line(shown.wall.date_naive()),
            (Remembered::Trouble(sentence), _) => sentence.clone(),
            (Remembered::BehindPin | Remembered::Looking | Remembered::Nothing, 1) => String::new(),
            _ => {
                let known = shown.clients.iter().filter(|client| client.memory().is_some());
                let codes: Vec<&str> = known.map(|client| client.code.as_str()).collect();
                if codes.is_empty() { String::new() } else { format!("From last time: {}", codes.join(", ")) }
            }
        };
        let line = row![
            words(role::LABEL, Ink::Dim, said).width(Length::Fill),
            quiet("Course").height(measure::TARGET).on_press(Message::Course),
        ];
        Some(line.spacing(measure::XS).align_y(Alignment::Center).into())
    }

    /// "Begins session 4 of 8", which is noted with it.
    pub(super) fn begins<'a>(&self, shown: &Shown<'a>) -> String {
        let sessions: Vec<(u16, Option<u16>)> = shown.clients.iter().filter_map(Client::session).collect();
        match sessions.as_slice() {
            [] => String::new(),
            [(number, of)] => format!("Begins {}", session_words(*number, *of).to_lowercase()),
            several => {
                let numbers: Vec<String> = several.iter().map(|(number, _)| number.to_string()).collect();
                format!("Begins sessions {} of their courses", numbers.join(", "))
            }
        }
    }

    /// The course of those who come, one at a time.
    pub(super) fn course<'a>(&'a self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        let chosen = self.course?.min(shown.clients.len().checked_sub(1)?);
        let client = shown.clients.get(chosen)?;
        let title = format!("Course of {}", client.code);
        let head = row![
            heading(title),
            Space::new().width(Length::Fill),
            quiet("Done").icon(Icon::Check).height(measure::TARGET).on_press(Message::CourseOf(None)),
        ];
        let codes = shown.clients.iter().map(|client| client.code.as_str());
        let several =
            (shown.clients.len() > 1).then(|| segment(codes, chosen, |number| Message::CourseOf(Some(number))));
        let mut lines = Column::new().spacing(measure::XS).push(numbers(client));
        let today = shown.wall.date_naive();
        for part in Part::ALL.into_iter().filter(|part| *part != Part::Number) {
            let told = client.memory().and_then(|memory| memory.told(part, today));
            lines = lines.extend(told.into_iter().flat_map(|(name, said)| {
                let line: [Element<'a, Message>; 2] = [hairline(), kept(client, part, name, said)];
                line
            }));
        }
        let lines = scroll(("kept of", client.code.as_str()), lines);
        let foot = match &client.what {
            Remembered::Known(_) => "What is used is proposed in the session and confirmed there, nothing by itself.",
            Remembered::Trouble(sentence) => sentence,
            Remembered::BehindPin => "What is kept from last time is looked up with the PIN only.",
            Remembered::Looking | Remembered::Nothing => "",
        };
        let panel = Column::new()
            .push(head.height(measure::TARGET).align_y(Alignment::Center))
            .push(several)
            .push(lines.height(Length::Fill))
            .push(label(foot))
            .spacing(measure::GAP)
            .padding(Padding::ZERO.horizontal(measure::XL).bottom(measure::M));
        Some(container(panel).width(Length::Fill).height(Length::Fill).into())
    }
}

/// "Session 4 of 8", or "Session 4".
fn session_words(number: u16, of: Option<u16>) -> String {
    let of = of.map(|of| format!(" of {of}")).unwrap_or_default();
    format!("Session {number}{of}")
}

/// Which session this is, counted up and down, and of how many.
fn numbers<'a>(client: &Client) -> Element<'a, Message> {
    let session = client.session();
    let (number, of) = session.unwrap_or((1, None));
    let say = |number: u16, of: Option<u16>| {
        let of = of.filter(|of| *of >= number);
        Message::Session(client.code.clone(), number, of)
    };
    let fewer = (number > 1).then(|| say(number.saturating_sub(1), of));
    let more = (number < MOST).then(|| say(number.saturating_add(1), of));
    let shorter = of.map(|of| say(number, of.checked_sub(1)));
    let longer = of.map_or(Some(number), |of| (of < MOST).then(|| of.saturating_add(1)));
    let longer = longer.map(|of| say(number, Some(of)));
    let ink = if session.is_some() { Ink::Text } else { Ink::Dim };
    let said = if session.is_some() { session_words(number, of) } else { "Not noted".to_owned() };
    let leave = session.map(|_| Message::Use(client.code.clone(), Part::Number, false));
    row![
        container(heading("Session")).width(measure::TITLE),
        words(role::BODY, ink, said).width(Length::Fill),
        stepper(fewer, more, Face::Surface),
        heading("of"),
        stepper(shorter, longer, Face::Surface),
        surface("Leave").height(measure::TARGET).active(session.is_none()).on_press_maybe(leave),
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .into()
}

/// One thing that is kept, and whether it is to be proposed.
fn kept<'a>(client: &Client, part: Part, name: &'a str, said: String) -> Element<'a, Message> {
    let uses = client.uses(part);
    let choice = |word: &'a str, used: bool| -> Element<'a, Message> {
        let message = Message::Use(client.code.clone(), part, used);
        surface(word).height(measure::TARGET).active(uses == used).on_press(message).into()
    };
    let ink = if uses { Ink::Text } else { Ink::Dim };
    let content = row![
        container(heading(name)).width(measure::TITLE),
        words(role::BODY, ink, said).width(Length::Fill),
        Row::with_children([choice("Use", true), choice("Leave", false)]).spacing(measure::GAP),
    ];
    content.spacing(measure::GAP).align_y(Alignment::Center).into()
}
