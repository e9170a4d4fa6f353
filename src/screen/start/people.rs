//! Who comes: one client, or the people of a group, each with a code of their own.

use iced::widget::{Column, Row, Space, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::Message;
use crate::config::Loaded;
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::button::outlined;
use crate::widget::elided::elided;
use crate::widget::icon::icon;
use crate::widget::text::{heading, words};
use crate::widget::touchable::{Face, touchable};

/// People beside each other.
const ACROSS: usize = 2;

/// The codes that were typed, and for how many the protocol is.
#[derive(Clone, Debug)]
pub(super) struct People {
    codes: Vec<String>,
    few: usize,
    most: usize,
    known: Vec<(String, (u8, u8))>,
}

impl People {
    /// Nobody yet, for the protocol of that name.
    pub(super) fn of(loaded: &Loaded, protocol: &str) -> Self {
        let people = loaded.protocols.iter().filter_map(|listed| {
            let practice = &listed.what.as_ref().ok()?.practice;
            Some((listed.name.clone(), practice.people))
        });
        let mut all = Self { codes: Vec::new(), few: 1, most: 1, known: people.collect() };
        all.choose(protocol);
        all
    }

    /// For the protocol of that name; what was typed stays.
    pub(super) fn choose(&mut self, protocol: &str) {
        let known = self.known.iter().find(|(name, _)| name == protocol);
        let (few, most) = known.map_or((1, 1), |(_, people)| *people);
        self.few = usize::from(few).max(1);
        self.most = usize::from(most).max(self.few);
        self.tidy();
    }

    pub(super) fn is_group(&self) -> bool {
        self.most > 1
    }

    pub(super) fn code(&self, number: usize) -> &str {
        self.codes.get(number).map_or("", String::as_str)
    }

    /// Room for one more; its number.
    pub(super) fn add(&mut self) -> usize {
        if self.codes.len() < self.most {
            self.codes.push(String::new());
        }
        self.codes.len().saturating_sub(1)
    }

    pub(super) fn set(&mut self, number: usize, code: String) {
        if let Some(own) = self.codes.get_mut(number) {
            *own = code;
        }
        self.tidy();
    }

    pub(super) fn remove(&mut self, number: usize) {
        if number < self.codes.len() {
            let _ = self.codes.remove(number);
        }
        self.tidy();
    }

    /// As many places as the protocol needs at least, and none beyond them that is empty.
    pub(super) fn tidy(&mut self) {
        let few = self.few;
        let mut number = 0;
        self.codes.retain(|code| {
            number += 1;
            number <= few || !code.is_empty()
        });
        self.codes.resize(self.codes.len().max(few), String::new());
    }

    /// The codes that were typed so far, each once.
    pub(super) fn typed(&self) -> Vec<String> {
        let mut typed: Vec<String> = Vec::new();
        for code in self.codes.iter().take(self.most).filter(|code| !code.is_empty()) {
            if !typed.contains(code) {
                typed.push(code.clone());
            }
        }
        typed
    }

    /// The codes to begin with, or what is missing.
    pub(super) fn codes(&self) -> Result<Vec<String>, &'static str> {
        let codes: Vec<String> = self.codes.iter().take(self.most).cloned().collect();
        if codes.iter().any(String::is_empty) {
            let group = "First type a code for each person.";
            return Err(if self.is_group() { group } else { "First touch the field and type a code." });
        }
        let twice = |(number, code): (usize, &String)| codes.iter().take(number).any(|other| other == code);
        if codes.iter().enumerate().any(twice) {
            return Err("Two people have the same code; change one.");
        }
        Ok(codes)
    }

    /// The places side by side, each with its cross, and one more where there is room.
    pub(super) fn view<'a>(&'a self) -> Element<'a, Message> {
        let count = self.codes.len().min(self.most);
        let mut places: Vec<Element<'a, Message>> = (0..count).map(|number| self.place(number)).collect();
        if count < self.most {
            let add = outlined("Add").icon(Icon::Plus).width(Length::Fill).height(measure::TARGET);
            places.push(add.on_press(Message::Add).into());
        }
        let mut rows = Column::new().spacing(measure::GAP);
        while !places.is_empty() {
            let rest = places.split_off(ACROSS.min(places.len()));
            let missing = ACROSS - places.len();
            let line = Row::with_children(places).extend((0..missing).map(|_| Space::new().width(Length::Fill).into()));
            rows = rows.push(line.spacing(measure::GAP));
            places = rest;
        }
        let title = if self.few == self.most {
            format!("Clients, {}", self.few)
        } else {
            format!("Clients, {} to {}", self.few, self.most)
        };
        column![heading(title), rows].spacing(measure::GAP).into()
    }

    fn place<'a>(&'a self, number: usize) -> Element<'a, Message> {
        let code = self.code(number);
        let said: Element<'a, Message> = if code.is_empty() {
            words(role::BODY, Ink::Dim, "Code").into()
        } else {
            elided(role::WRITTEN_SMALL, Ink::Text, code)
        };
        let field = touchable(container(said).clip(true))
            .face(Face::Raised)
            .radius(measure::RADIUS_TILE)
            .width(Length::Fill)
            .height(measure::TARGET)
            .padding(Padding::ZERO.horizontal(measure::S))
            .align_x(Alignment::Start)
            .on_tap(("person", number), move |_| Message::Person(number));
        let may_go = !code.is_empty() || number >= self.few;
        let cross = may_go.then(|| {
            touchable(icon(Icon::X, measure::ICON_SMALL, Ink::Dim))
                .face(Face::Plain)
                .width(measure::TARGET)
                .height(measure::TARGET)
                .on_tap(("remove", number), move |_| Message::Remove(number))
        });
        row![field].push(cross.map(Element::from)).width(Length::Fill).into()
    }
}
