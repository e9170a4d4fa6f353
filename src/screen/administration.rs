//! Administration: prescription, tablet in mouth, hold, spit; or sprays and injections, one after the other.

mod before;
mod figures;
mod group;
pub use figures::{Chosen, Figure, Set};
mod over;
mod panels;
mod remembered;
mod sequence;

use std::time::Duration;

use iced::Element;

use super::entries::{self, Entries};
use super::entry;
use super::frame::{Bar, Frame};
use super::hold::{self, HoldFace};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::roster::{self, Pressed};
use super::shown::Whom;
use super::writing::{self, Writing};
use super::{Action, Shown};
use crate::session::dose::{Dose, Prescription};
use crate::session::event::EventId;
use crate::session::field::Field;
use crate::session::participant::Participant;
use crate::session::timer::Hold;
use crate::session::{Command, Phase};
use figures::Draft;
use remembered::remembered;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Administration {
    frame: Frame,
    draft: Draft,
    /// The protocol has a booster policy.
    booster: bool,
    layer: Layer,
    hold: HoldFace,
    /// In a group, one person's own page lies over everyone's.
    alone: bool,
}

/// What lies in the right column, or over everything.
#[derive(Clone, Debug)]
enum Layer {
    /// The disc.
    None,
    /// A figure of the sentence is set.
    Figure(Figure),
    /// Who prescribed it is written.
    Writing(Writing),
    /// Vital signs are being typed.
    Vitals(KeypadPanel),
    /// After the medicine: what was recorded.
    Entries(Entries),
    /// The client ends here: why.
    Stopping,
}

/// What can be done on it.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// Set a figure of the sentence.
    Open(Figure),
    /// A figure is set.
    Set(Set),
    /// Write who prescribed it.
    Prescriber,
    /// While writing.
    Writing(writing::Message),
    /// Type vital signs.
    Vitals,
    /// While typing.
    Keypad(keypad_panel::Message),
    /// Read against the label.
    Read,
    /// Back to the disc.
    Close,
    /// Tablet in mouth; boot time of the touch-down.
    Tablet(Duration),
    /// A spray or an injection given; boot time of the touch-down.
    Given(Duration),
    /// The client declines today.
    Decline,
    /// On the face of the hold.
    Hold(hold::Message),
    /// The client ends here: ask why.
    OpenStop,
    /// The client ends here, for that reason.
    Stop(&'static str),
    /// Take that entry back.
    Undo(EventId),
    /// Look at all entries.
    OpenEntries,
    /// In the entries.
    Entries(entries::Message),
    /// To a phase.
    Enter(Phase),
    /// In a row of a group.
    Roster(Pressed),
    /// One person's own page, or back to everyone's.
    Alone(bool),
    /// Tablet in mouth for all who are ready; boot time of the touch-down.
    Everyone(Duration),
    /// This person takes it later than the others.
    Postpone,
}

impl Administration {
    /// The screen as it opens: figures that were confirmed before, or of last time; blanks where there are none.
    #[must_use]
    pub fn new(shown: &Shown<'_>) -> Self {
        let medicine = &shown.session.protocol().practice.medicine;
        let known = pending(shown).map(|dose| dose.prescription.clone()).or_else(|| remembered(shown));
        let draft = known.map_or_else(|| Draft::blank(medicine), |known| Draft::of(&known, medicine));
        let booster = shown.session.protocol().practice.booster.is_some() && draft.form.is_held();
        Self { frame: Frame::default(), draft, booster, layer: Layer::None, hold: HoldFace::default(), alone: false }
    }

    /// The same for another person of the group.
    #[must_use]
    pub fn turned(&self, shown: &Shown<'_>) -> Self {
        // What is written for one is not seen under another.
        let layer = if matches!(self.layer, Layer::Writing(_)) { Layer::None } else { self.layer.clone() };
        Self { alone: self.alone, layer, ..Self::new(shown) }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        let person = shown.person;
        match message {
            Message::Bar(bar) => {
                if matches!(bar, Bar::For(_)) {
                    self.layer = Layer::None;
                }
                self.frame.act(bar, shown)
            }
            Message::Open(figure) => self.open(Layer::Figure(figure)),
            Message::Set(set) => {
                let done = self.draft.set(set);
                if done { self.open(Layer::None) } else { Action::None }
            }
            Message::Prescriber => {
                self.open(Layer::Writing(Writing::reason("Who prescribed it").in_field(Field::new("prescriber"))))
            }
            Message::Writing(message) => self.write(message),
            Message::Vitals => self.open(Layer::Vitals(KeypadPanel::new())),
            Message::Keypad(message) => self.type_vitals(message, shown),
            Message::Read => self.read(shown),
            Message::Close => self.open(Layer::None),
            Message::Tablet(boot) => {
                self.back_to_all();
                Action::Ask(roster::take(shown, person, boot))
            }
            Message::Decline => Action::Ask(Command::Decline(person)),
            Message::Given(boot) => Action::Ask(Command::Give(person, shown.moment_of(boot))),
            Message::Hold(message) => self.hold.update(message, shown),
            Message::OpenStop => self.open(Layer::Stopping),
            Message::Stop(reason) => {
                self.layer = Layer::None;
                Action::Ask(Command::Stop(person, reason.to_owned()))
            }
            Message::Undo(id) => Action::Ask(entry::take_back(shown, id)),
            Message::OpenEntries => self.open(Layer::Entries(Entries::new())),
            Message::Entries(message) => self.look_at_entries(message, shown),
            Message::Enter(phase) => Action::Ask(Command::Enter(phase)),
            Message::Roster(pressed) => self.press(pressed),
            Message::Alone(alone) => {
                self.alone = alone;
                self.open(Layer::None)
            }
            Message::Everyone(boot) => group::take_all(shown, boot),
            Message::Postpone => Action::Ask(Command::Postpone(person)),
        }
    }

    fn press(&mut self, pressed: Pressed) -> Action {
        self.layer = Layer::None;
        match pressed {
            Pressed::Person(person) => Action::For(Whom::One(person)),
            Pressed::Vitals(person) => {
                self.layer = Layer::Vitals(KeypadPanel::new());
                Action::For(Whom::One(person))
            }
            Pressed::Check(person) => Action::Ask(Command::Check(person)),
        }
    }

    fn back_to_all(&mut self) {
        self.layer = Layer::None;
        self.alone = false;
    }

    /// Whether the rail is seen, and not the face of a hold.
    #[must_use]
    pub fn has_rail(&self, shown: &Shown<'_>) -> bool {
        shown.is_group() || self.hold.view(shown).is_none()
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if shown.is_group() {
            return self.frame.page(shown, self.of_many(shown), Message::Bar);
        }
        if let Some(face) = self.hold.view(shown) {
            return face.map(Message::Hold);
        }
        let hold = who(shown).and_then(|who| who.hold(shown.now));
        let given = who(shown).is_some_and(|who| who.taken() > 0);
        let content = match hold {
            Some(Hold::Over { since, at, ending }) => self.over(shown, since, (at, ending)),
            Some(Hold::Holding { .. } | Hold::Due { .. }) | None if given => self.sequence(shown),
            Some(Hold::Holding { .. } | Hold::Due { .. }) | None => self.before(shown),
        };
        self.frame.page(shown, content, Message::Bar)
    }

    /// In a group everyone stays in sight, also while some hold; a person's own page lies over it.
    fn of_many<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let awaits = who(shown).is_some_and(|who| who.taken() == 0 && who.takes_part());
        if self.alone && awaits { self.alone(shown) } else { self.together(shown) }
    }

    fn open(&mut self, layer: Layer) -> Action {
        self.layer = layer;
        Action::None
    }

    fn write(&mut self, message: writing::Message) -> Action {
        let Layer::Writing(writing) = &mut self.layer else { return Action::None };
        match writing.update(message) {
            writing::Outcome::Writing => Action::None,
            writing::Outcome::Left => self.open(Layer::None),
            writing::Outcome::Kept(name, _) => {
                self.draft.prescriber = name;
                self.open(Layer::None)
            }
        }
    }

    fn type_vitals(&mut self, message: keypad_panel::Message, shown: &Shown<'_>) -> Action {
        let Layer::Vitals(keypad) = &mut self.layer else { return Action::None };
        match keypad.update(message, shown) {
            Answer::Stay => Action::None,
            Answer::Keep(command) => Action::Ask(command),
            Answer::Close => self.open(Layer::None),
        }
    }

    fn look_at_entries(&mut self, message: entries::Message, shown: &Shown<'_>) -> Action {
        let Layer::Entries(entries) = &mut self.layer else { return Action::None };
        match entries.update(message, shown) {
            entries::Answer::Stay => Action::None,
            entries::Answer::Ask(command) => Action::Ask(command),
            entries::Answer::Close => self.open(Layer::None),
        }
    }

    fn read(&mut self, shown: &Shown<'_>) -> Action {
        self.back_to_all();
        match self.draft.prescription() {
            Some(prescription) => Action::Ask(Command::ConfirmPrescription(shown.person, prescription)),
            None => Action::None,
        }
    }

    /// What is written on it.
    pub(super) fn written(&mut self) -> Option<&mut Writing> {
        match &mut self.layer {
            Layer::Writing(writing) => Some(writing),
            Layer::Entries(entries) => entries.written(),
            Layer::None | Layer::Figure(_) | Layer::Vitals(_) | Layer::Stopping => None,
        }
    }
}

fn who<'a>(shown: &Shown<'a>) -> Option<&'a Participant> {
    shown.session.participant(shown.person)
}

/// The dose that is confirmed and not yet taken.
fn pending<'a>(shown: &Shown<'a>) -> Option<&'a Dose> {
    who(shown).and_then(|who| who.doses.get(who.taken()))
}

/// What is confirmed for the tablet to come.
fn confirmed<'a>(shown: &Shown<'a>) -> Option<&'a Prescription> {
    pending(shown).map(|dose| &dose.prescription)
}
