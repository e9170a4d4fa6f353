//! Taking records out: in which forms, to which place, how far it is, and when the stick may be taken out.

use std::path::PathBuf;

use clap::ValueEnum as _;
use std::hash::Hash;

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::list::{bar, columns};
use super::{Message, Place, Shown};
use crate::record::export::Form;
use crate::screen::action::ShelfAsk;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::counted;
use crate::widget::Element;
use crate::widget::button::{filled, quiet, surface};
use crate::widget::elided::elided;
use crate::widget::icon::icon;
use crate::widget::mark::slip;
use crate::widget::text::{body, heading, label, strong, words};
use crate::widget::touchable::{Face, touchable};

/// Forms beside each other.
const ACROSS: usize = 2;
/// Places that have room.
const PLACES: usize = 3;

/// What is chosen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Export {
    ids: Vec<String>,
    forms: Vec<Form>,
    place: Option<PathBuf>,
}

impl Export {
    pub fn new(ids: Vec<String>) -> Self {
        let first = Form::value_variants().first().copied();
        Self { ids, forms: first.into_iter().collect(), place: None }
    }

    pub fn choose_form(&mut self, form: Form) {
        match self.forms.iter().position(|other| *other == form) {
            Some(place) => drop(self.forms.remove(place)),
            None => self.forms.push(form),
        }
    }

    pub fn choose_place(&mut self, path: PathBuf) {
        self.place = Some(path);
    }

    /// "12 records".
    pub fn what(&self) -> String {
        counted(self.ids.len(), "record", "records")
    }

    /// What begins it, once everything is chosen.
    pub fn carry(&self, shown: &Shown<'_>) -> Option<ShelfAsk> {
        let place = self.place(shown)?.path.clone();
        let may = !self.forms.is_empty() && shown.carrying.is_none();
        may.then(|| ShelfAsk::Carry { ids: self.ids.clone(), forms: self.forms.clone(), place })
    }

    /// The place that was chosen, else the first that can be written to.
    fn place<'a>(&self, shown: &Shown<'a>) -> Option<&'a Place> {
        let mut places = shown.places?.iter().filter(|place| !place.read_only);
        match &self.place {
            Some(path) => places.find(|place| place.path == *path),
            None => places.next(),
        }
    }

    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let to_read = match (shown.carrying, shown.carried) {
            (Some((done, of, name)), _) => on_the_way(done, of, name),
            (None, Some(Ok(said))) => over(said, true),
            (None, Some(Err(said))) => over(said, false),
            (None, None) => self.choices(shown),
        };
        columns(shown, to_read, self.aside(shown))
    }

    fn choices<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let mut forms = Column::new().spacing(measure::GAP);
        let mut left: Vec<Element<'a, Message>> =
            Form::value_variants().iter().map(|form| choice_of_form(*form, self.forms.contains(form))).collect();
        while !left.is_empty() {
            let rest = left.split_off(ACROSS.min(left.len()));
            left.resize_with(ACROSS, || Space::new().width(Length::Fill).into());
            forms = forms.push(iced::widget::Row::with_children(left).spacing(measure::GAP));
            left = rest;
        }
        let here = self.place(shown).map(|place| &place.path);
        let places: Element<'a, Message> = match shown.places {
            None => label("Looking for places").into(),
            Some(places) => {
                let tiles = places.iter().take(PLACES).map(|place| choice_of_place(place, here == Some(&place.path)));
                Column::with_children(tiles).spacing(measure::GAP).into()
            }
        };
        let again = quiet("Look again").icon(Icon::ArrowCounterClockwise).on_press(Message::LookForPlaces);
        let head = row![heading("Where"), Space::new().width(Length::Fill), again].align_y(Alignment::Center);
        column![heading("In which form"), forms, Space::new().height(measure::XXS), head, places]
            .spacing(measure::GAP)
            .into()
    }

    fn aside<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let said = match self.forms.len() {
            0 => "Choose a form first.",
            _ if self.place(shown).is_none() => "Choose a place first.",
            _ => "Files are named by the record, never by a person. They can be read by whoever has the stick.",
        };
        let act: Element<'a, Message> = match (shown.carrying, shown.carried) {
            (Some(_), _) => surface("Stop").icon(Icon::Stop).large().width(Length::Fill).on_press(Message::Stop).into(),
            (None, Some(_)) => surface("Done").large().width(Length::Fill).on_press(Message::Back).into(),
            (None, None) => {
                let may = self.carry(shown).map(|_| Message::Carry);
                filled("Export").large().width(Length::Fill).on_press_maybe(may).into()
            }
        };
        let quiet = shown.carrying.is_none() && shown.carried.is_none();
        column![
            words(role::FIGURE, Ink::Text, self.what()),
            label(self.forms.iter().map(|form| name(*form)).collect::<Vec<_>>().join(", ")),
            Space::new().height(Length::Fill),
            quiet.then(|| label(said)),
            act,
        ]
        .spacing(measure::GAP)
        .into()
    }
}

/// The name of a form, as the command line says it.
fn name(form: Form) -> String {
    form.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn choice_of_form<'a>(form: Form, chosen: bool) -> Element<'a, Message> {
    let help = form.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string));
    let names = column![strong(name(form)), elided(role::LABEL, Ink::Dim, help.unwrap_or_default())];
    tile(name(form), names.into(), chosen, Some(Message::Form(form)))
}

fn choice_of_place<'a>(place: &'a Place, chosen: bool) -> Element<'a, Message> {
    let free = match place.free {
        _ if place.read_only => "nothing can be written to it".to_owned(),
        free if free >= 1_000_000_000 => format!("{:.1} GB free", free as f64 / 1e9),
        free => format!("{:.0} MB free", free as f64 / 1e6),
    };
    let kind = if place.removable { "stick or drive" } else { "folder on this device" };
    let names = column![
        elided(role::BODY_STRONG, if place.read_only { Ink::Dim } else { Ink::Text }, &place.name),
        elided(role::LABEL, Ink::Dim, format!("{kind}, {free}"))
    ];
    tile(&place.path, names.into(), chosen, (!place.read_only).then(|| Message::Place(place.path.clone())))
}

fn tile<'a>(
    act: impl Hash,
    names: Element<'a, Message>,
    chosen: bool,
    message: Option<Message>,
) -> Element<'a, Message> {
    let tick = chosen.then(|| icon(Icon::Check, measure::ICON, Ink::Accent));
    let face = match (chosen, message.is_some()) {
        (_, false) => Face::Plain,
        (true, true) => Face::Selected,
        (false, true) => Face::Surface,
    };
    let content = row![container(names).width(Length::Fill).clip(true)].push(tick);
    let shape = touchable(content.spacing(measure::GAP).align_y(Alignment::Center))
        .face(face)
        .radius(measure::RADIUS_TILE)
        .width(Length::Fill)
        .height(measure::BUTTON)
        .padding(Padding::ZERO.horizontal(measure::ICON_SMALL))
        .align_x(Alignment::Start);
    match message {
        Some(message) => shape.on_tap(("choice", act), move |_| message.clone()).into(),
        None => shape.into(),
    }
}

fn on_the_way<'a>(done: usize, of: usize, name: &'a str) -> Element<'a, Message> {
    let said = format!("{done} of {} there, each of them whole", counted(of, "record is", "records are"));
    column![
        strong("Taking the records out"),
        bar(done as f32 / (of as f32).max(1.0)),
        body(said),
        elided(role::LABEL, Ink::Dim, name),
    ]
    .spacing(measure::GAP)
    .into()
}

fn over<'a>(said: &'a str, well: bool) -> Element<'a, Message> {
    if !well {
        return slip(said, "What is there is whole; nothing is lost on this device.");
    }
    row![icon(Icon::Check, measure::ICON_KEY, Ink::Accent), words(role::READING, Ink::Text, said)]
        .spacing(measure::S)
        .into()
}
