//! Arrival: settling, sound check, go/no-go gate.

mod call;
mod ceiling;
mod foot;
mod lists;
mod reasons;
mod remembered;
mod tiles;

pub use ceiling::Message as CeilingMessage;

use iced::Element;

use super::action::{Extreme, MusicAsk};
use super::answering::{self, Answering};
use super::frame::{self, Bar, Frame};
use super::inquiry::{self, Inquiry};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::questionnaire;
use super::room::{self, RoomPanel};
use super::writing::{self, Writing};
use super::{Action, Shown};
use crate::session::event::{CallOutcome, MusicPlace};
use crate::session::field::Field;
use crate::session::{Command, Phase};
use crate::units::Decibels;
use ceiling::CeilingPanel;

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
    /// A line that asks more than met or not is answered.
    Answering(Box<Answering>),
    /// This client's ceiling is set.
    Ceiling(CeilingPanel),
    /// The prescriber is called.
    Call,
    /// A questionnaire is asked.
    Inquiry(Inquiry),
}

/// What can be done on it.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// A line of a list is turned over.
    Item(String, bool),
    /// Answer the line of that key.
    Open(String),
    /// While answering it.
    Answering(answering::Message),
    /// Set this client's ceiling.
    Ceiling,
    /// While setting it.
    Setting(CeilingMessage),
    /// This client's ceiling is the one of last time.
    SameCeiling,
    /// Call the prescriber.
    Call,
    /// This came of it.
    Called(CallOutcome),
    /// Ask the questionnaire of that key.
    Ask(String),
    /// In the questionnaire.
    Inquiry(questionnaire::Message),
    /// The client hears the music there.
    Place(MusicPlace),
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
            Message::Open(item) => self.open_line(&item, shown),
            Message::Answering(message) => self.answer(message, shown),
            Message::Ceiling => self.open(Layer::Ceiling(CeilingPanel::new(shown))),
            Message::Setting(message) => self.set_ceiling(message, shown),
            Message::SameCeiling => remembered::set_ceiling(shown),
            Message::Call => self.open(Layer::Call),
            Message::Called(outcome) => self.called(outcome, shown),
            Message::Ask(key) => {
                self.layer = Inquiry::open(&key, shown).map_or(Layer::Tiles, Layer::Inquiry);
                Action::None
            }
            Message::Inquiry(message) => self.inquire(message, shown),
            Message::Place(place) => Action::Ask(Command::PlaceMusic(place)),
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
            Message::Write => {
                let reason = Writing::reason("Why one goes on all the same").in_field(Field::new("override"));
                self.open(Layer::Writing(reason))
            }
            Message::Writing(message) => self.write(message, shown),
            Message::Leave => self.open(Layer::Tiles),
            Message::Enter(phase) => Action::Ask(Command::Enter(phase)),
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let aside = |right| frame::columns(shown, lists::lists(shown), right);
        let content = match &self.layer {
            Layer::Writing(writing) => writing.view(shown.shade).map(Message::Writing),
            Layer::Vitals(keypad) if !keypad.is_done(shown) => aside(keypad.view(shown).map(Message::Keypad)),
            Layer::Room(panel) if let Some(room) = shown.room => aside(panel.view(shown, room.lost).map(Message::Room)),
            Layer::Tiles | Layer::Vitals(_) | Layer::Room(_) => with_foot(shown, tiles::tiles(shown)),
            Layer::Rating(scale) => with_foot(shown, tiles::numbers(shown, scale)),
            Layer::Reasons => with_foot(shown, reasons::reasons(shown)),
            Layer::Call => with_foot(shown, call::call(shown)),
            Layer::Answering(panel) => match panel.writing(shown) {
                Some(writing) => writing.map(Message::Answering),
                None => aside(panel.view(shown, None).map(Message::Answering)),
            },
            Layer::Ceiling(panel) => match panel.writing(shown) {
                Some(writing) => writing.map(Message::Setting),
                None => aside(panel.view().map(Message::Setting)),
            },
            Layer::Inquiry(inquiry) => return inquiry.view(shown, Message::Inquiry, Message::Bar),
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

    /// Whether the rail is seen, and not a face for the client.
    #[must_use]
    pub fn has_rail(&self) -> bool {
        !matches!(self.layer, Layer::Inquiry(_))
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

    fn open_line(&mut self, key: &str, shown: &Shown<'_>) -> Action {
        let protocol = shown.session.protocol();
        let item = protocol.gate.iter().chain(&protocol.room).find(|item| item.key == key);
        let Some((item, who)) = item.zip(shown.session.participant(shown.person)) else { return Action::None };
        self.open(Layer::Answering(Box::new(Answering::new(item, who.gate_met(key), who.answers.get(key)))))
    }

    fn answer(&mut self, message: answering::Message, shown: &Shown<'_>) -> Action {
        let Layer::Answering(panel) = &mut self.layer else { return Action::None };
        let command = match panel.update(message, shown) {
            answering::Outcome::Stay => return Action::None,
            answering::Outcome::Close => return self.open(Layer::Tiles),
            answering::Outcome::Answered(item, answer) => Command::AnswerGate(shown.person, item, answer),
            answering::Outcome::Ticked(item, met) => Command::SetGateItem(shown.person, item, met),
        };
        self.layer = Layer::Tiles;
        Action::Ask(command)
    }

    fn set_ceiling(&mut self, message: CeilingMessage, shown: &Shown<'_>) -> Action {
        let Layer::Ceiling(panel) = &mut self.layer else { return Action::None };
        match panel.update(message) {
            ceiling::Outcome::Stay => Action::None,
            ceiling::Outcome::Close => self.open(Layer::Tiles),
            ceiling::Outcome::Set(ceiling) => {
                self.layer = Layer::Tiles;
                Action::Ask(Command::SetCeiling(shown.person, ceiling))
            }
        }
    }

    /// After a yes it is asked why one goes on; the call itself is kept in any case.
    fn called(&mut self, outcome: CallOutcome, shown: &Shown<'_>) -> Action {
        self.layer = match outcome {
            CallOutcome::Agreed => Layer::Reasons,
            CallOutcome::Declined => Layer::Tiles,
            CallOutcome::NotReached => Layer::Call,
        };
        Action::Ask(Command::CallPrescriber(shown.person, outcome))
    }

    fn inquire(&mut self, message: questionnaire::Message, shown: &Shown<'_>) -> Action {
        let Layer::Inquiry(inquiry) = &mut self.layer else { return Action::None };
        match inquiry.update(message, shown) {
            inquiry::Outcome::Stay => Action::None,
            inquiry::Outcome::Ask(command) => Action::Ask(command),
            inquiry::Outcome::Close => self.open(Layer::Tiles),
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
            Layer::Tiles
            | Layer::Vitals(_)
            | Layer::Room(_)
            | Layer::Reasons
            | Layer::Writing(_)
            | Layer::Answering(_)
            | Layer::Ceiling(_)
            | Layer::Call
            | Layer::Inquiry(_) => Action::None,
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

    /// Going on with a reason is the reason, and then the next phase; in a group, once nothing is open for the others.
    fn go_on(&mut self, reason: String, shown: &Shown<'_>) -> Action {
        self.layer = Layer::Tiles;
        let mut asked = vec![Command::OverrideGate(shown.person, reason)];
        let open = |person| {
            let passed = shown.session.participant(person).is_some_and(|who| who.overridden.is_some());
            person != shown.person && !passed && !shown.session.gate_open(person).is_empty()
        };
        let waits = shown.people().any(open);
        asked.extend(shown.proposed().filter(|_| !waits).map(Command::Enter));
        Action::AskAll(asked)
    }

    /// Opens a field again; `false` if it is not on this screen.
    pub(super) fn go_on_writing(&mut self, field: &Field, shown: &Shown<'_>) -> bool {
        let here = field.name() == "override";
        if here {
            let _ = self.update(Message::Write, shown);
        }
        here
    }

    /// What is written on it.
    pub(super) fn written(&mut self) -> Option<&mut Writing> {
        match &mut self.layer {
            Layer::Writing(writing) => Some(writing),
            Layer::Answering(panel) => panel.written(),
            Layer::Ceiling(panel) => panel.written(),
            Layer::Tiles
            | Layer::Vitals(_)
            | Layer::Rating(_)
            | Layer::Room(_)
            | Layer::Reasons
            | Layer::Call
            | Layer::Inquiry(_) => None,
        }
    }
}

fn with_foot<'a>(shown: &Shown<'a>, right: Element<'a, Message>) -> Element<'a, Message> {
    frame::with_foot(frame::columns(shown, lists::lists(shown), right), foot::foot(shown))
}
