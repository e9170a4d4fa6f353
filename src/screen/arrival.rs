//! Arrival: settling, sound check, go/no-go gate.

mod lists;
mod reasons;
mod tiles;

use iced::Element;
use iced::widget::{Space, row};
use iced::{Alignment, Length};

use super::action::{Extreme, MusicAsk};
use super::frame::{self, Bar, Frame};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::room::{self, RoomPanel};
use super::writing::{self, Writing};
use super::{Action, Shown};
use crate::session::{Command, Phase};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Decibels;
use crate::widget::button::quiet;
use crate::widget::icon::icon;
use crate::widget::text::words;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Arrival {
    frame: Frame,
    layer: Layer,
}

/// What lies in the right column, or over everything.
#[derive(Clone, Debug)]
enum Layer {
    /// Vital signs, distress, sound check.
    Tiles,
    /// Vital signs are being typed.
    Vitals(KeypadPanel),
    /// The speaker in the room is set by ear.
    Room(RoomPanel),
    /// A number from 0 to 10 is chosen on the scale of that key.
    Rating(String),
    /// A reason to go on is chosen.
    Reasons,
    /// A reason is written.
    Writing(Writing),
}

/// What can be done on it.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// A line of a list is turned over.
    Item(String, bool),
    /// Type vital signs.
    Vitals,
    /// While typing.
    Keypad(keypad_panel::Message),
    /// Set the speaker in the room.
    RoomSpeaker,
    /// While setting it.
    Room(room::Message),
    /// Choose a number on that scale.
    Rating(String),
    /// This number.
    Rate(u8),
    /// The sound check plays that minute.
    Check(Extreme),
    /// Softer or louder, to this.
    Volume(Decibels),
    /// Heard well at this volume.
    Heard(Decibels),
    /// Choose a reason to go on.
    Reasons,
    /// This reason.
    Reason(String),
    /// Write another reason.
    Write,
    /// While writing.
    Writing(writing::Message),
    /// Back to the tiles.
    Leave,
    /// On to a phase.
    Enter(Phase),
}

impl Arrival {
    /// The screen as it opens.
    #[must_use]
    pub fn new(_shown: &Shown<'_>) -> Self {
        Self { frame: Frame::default(), layer: Layer::Tiles }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        let person = shown.person;
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Item(item, met) => Action::Ask(Command::SetGateItem(person, item, met)),
            Message::Vitals => self.open(Layer::Vitals(KeypadPanel::new())),
            Message::Keypad(message) => self.type_vitals(message, shown),
            Message::RoomSpeaker => self.open_room(shown),
            Message::Room(message) => self.set_room(message, shown),
            Message::Rating(scale) => self.open(Layer::Rating(scale)),
            Message::Rate(value) => self.rate(value, shown),
            Message::Check(minute) => Action::Music(MusicAsk::SoundCheck(minute)),
            Message::Volume(volume) => Action::Ask(Command::SetVolume(volume)),
            Message::Heard(volume) => Action::Ask(Command::KeepSoundCheck(volume)),
            Message::Reasons => self.open(Layer::Reasons),
            Message::Reason(reason) => self.go_on(reason, shown),
            Message::Write => self.open(Layer::Writing(Writing::reason("Why one goes on all the same"))),
            Message::Writing(message) => self.write(message, shown),
            Message::Leave => self.open(Layer::Tiles),
            Message::Enter(phase) => Action::Ask(Command::Enter(phase)),
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let content = match &self.layer {
            Layer::Writing(writing) => writing.view(shown.shade).map(Message::Writing),
            Layer::Vitals(keypad) if !keypad.is_done(shown) => {
                frame::columns(shown, lists::lists(shown), keypad.view(shown).map(Message::Keypad))
            }
            Layer::Room(panel) if let Some(room) = shown.room => {
                frame::columns(shown, lists::lists(shown), panel.view(shown, room.lost).map(Message::Room))
            }
            Layer::Tiles | Layer::Vitals(_) | Layer::Room(_) => with_foot(shown, tiles::tiles(shown)),
            Layer::Rating(scale) => with_foot(shown, tiles::numbers(shown, scale)),
            Layer::Reasons => with_foot(shown, reasons::reasons(shown)),
        };
        self.frame.page(shown, content, Message::Bar)
    }

    fn open(&mut self, layer: Layer) -> Action {
        self.layer = layer;
        Action::None
    }

    fn open_room(&mut self, shown: &Shown<'_>) -> Action {
        match shown.room {
            Some(room) => self.open(Layer::Room(RoomPanel::new(room.settings))),
            None => Action::None,
        }
    }

    fn set_room(&mut self, message: room::Message, shown: &Shown<'_>) -> Action {
        let Layer::Room(panel) = &mut self.layer else { return Action::None };
        let action = panel.update(message, shown);
        if message == room::Message::Done {
            self.layer = Layer::Tiles;
        }
        action
    }

    /// Whether the speaker in the room is being set.
    #[must_use]
    pub fn sets_the_room(&self) -> bool {
        matches!(self.layer, Layer::Room(_))
    }

    /// Something covers the screen: the speaker in the room is set later.
    pub fn put_the_room_away(&mut self) {
        if self.sets_the_room() {
            self.layer = Layer::Tiles;
        }
    }

    fn type_vitals(&mut self, message: keypad_panel::Message, shown: &Shown<'_>) -> Action {
        let Layer::Vitals(keypad) = &mut self.layer else { return Action::None };
        match keypad.update(message, shown) {
            Answer::Stay => Action::None,
            Answer::Keep(command) => Action::Ask(command),
            Answer::Close => self.open(Layer::Tiles),
        }
    }

    fn rate(&mut self, value: u8, shown: &Shown<'_>) -> Action {
        match std::mem::replace(&mut self.layer, Layer::Tiles) {
            Layer::Rating(scale) => Action::Ask(Command::Rate(shown.person, scale, value)),
            Layer::Tiles | Layer::Vitals(_) | Layer::Room(_) | Layer::Reasons | Layer::Writing(_) => Action::None,
        }
    }

    fn write(&mut self, message: writing::Message, shown: &Shown<'_>) -> Action {
        let Layer::Writing(writing) = &mut self.layer else { return Action::None };
        match writing.update(message) {
            writing::Outcome::Writing => Action::None,
            writing::Outcome::Left => self.open(Layer::Reasons),
            writing::Outcome::Kept(reason, _) => self.go_on(reason, shown),
        }
    }

    /// Going on with a reason is the reason, and then the next phase.
    fn go_on(&mut self, reason: String, shown: &Shown<'_>) -> Action {
        self.layer = Layer::Tiles;
        let mut asked = vec![Command::OverrideGate(shown.person, reason)];
        asked.extend(shown.proposed().map(Command::Enter));
        Action::AskAll(asked)
    }
}

fn with_foot<'a>(shown: &Shown<'a>, right: Element<'a, Message>) -> Element<'a, Message> {
    frame::with_foot(frame::columns(shown, lists::lists(shown), right), foot(shown))
}

/// What is still open, and the two ways on.
fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let open: Vec<String> = shown.session.gate_open(shown.person).into_iter().map(|open| open.label).collect();
    let overridden = shown.session.participant(shown.person).and_then(|who| who.overridden.as_ref());
    let met = open.is_empty();
    let (drawing, ink) = if met { (Icon::Tick, Ink::Accent) } else { (Icon::DashedRing, Ink::Caution) };
    let said = match overridden {
        Some((at, _, reason)) if !met => format!("Going on since {}: {reason}", shown.time_of(*at)),
        Some(_) | None => open_words(&open),
    };
    let mut line = row![
        icon(drawing, measure::ICON_BAR, ink),
        words(role::BODY, Ink::Text, said).width(Length::Fill),
        Space::new().width(measure::S),
    ];
    if !met && overridden.is_none() {
        line = line.push(quiet("Go on with a reason").on_press(Message::Reasons));
    }
    let ready = met || overridden.is_some();
    line.push(frame::way_on(shown, ready, Message::Enter))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center)
        .into()
}

/// What is open as a sentence of one line: "Two are open: fasting, escort home".
fn open_words(open: &[String]) -> String {
    let count = match open.len() {
        0 => return "Nothing is open".to_owned(),
        1 => "One is open",
        2 => "Two are open",
        3 => "Three are open",
        // One line has no room for more names; the lists above show them all.
        4 => "Four lines are open",
        5 => "Five lines are open",
        6 => "Six lines are open",
        7 => "Seven lines are open",
        8 => "Eight lines are open",
        _ => "Many lines are open",
    };
    match (open.first(), open.len() > 3) {
        (Some(first), true) => format!("{count}, {} first", first.to_lowercase()),
        _ => format!("{count}: {}", open.join(", ")),
    }
}
