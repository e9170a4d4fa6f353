//! Administration: prescription, tablet in mouth, hold, spit; or sprays and injections, one after the other.

mod before;
mod figures;
pub use figures::{Chosen, Figure, Set};
mod over;
mod panels;
mod sequence;

use std::time::Duration;

use iced::Element;

use super::entries::{self, Entries};
use super::frame::{Bar, Frame};
use super::hold::{self, HoldFace};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::writing::{self, Writing};
use super::{Action, Shown};
use crate::session::dose::{Dose, Prescription};
use crate::session::event::EventId;
use crate::session::participant::Participant;
use crate::session::timer::Hold;
use crate::session::{Command, Phase};
use figures::Draft;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Administration {
    frame: Frame,
    draft: Draft,
    /// The protocol has a booster policy.
    booster: bool,
    layer: Layer,
    hold: HoldFace,
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
}

impl Administration {
    /// The screen as it opens: figures that were confirmed before, blanks where there are none.
    #[must_use]
    pub fn new(shown: &Shown<'_>) -> Self {
        let medicine = &shown.session.protocol().practice.medicine;
        let draft = pending(shown).map(|dose| Draft::of(&dose.prescription, medicine));
        let draft = draft.unwrap_or_else(|| Draft::blank(medicine));
        let booster = shown.session.protocol().practice.booster.is_some() && draft.form.is_held();
        Self { frame: Frame::default(), draft, booster, layer: Layer::None, hold: HoldFace::default() }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        let person = shown.person;
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Open(figure) => self.open(Layer::Figure(figure)),
            Message::Set(set) => {
                let done = self.draft.set(set);
                if done { self.open(Layer::None) } else { Action::None }
            }
            Message::Prescriber => self.open(Layer::Writing(Writing::reason("Who prescribed it"))),
            Message::Writing(message) => self.write(message),
            Message::Vitals => self.open(Layer::Vitals(KeypadPanel::new())),
            Message::Keypad(message) => self.type_vitals(message, shown),
            Message::Read => self.read(shown),
            Message::Close => self.open(Layer::None),
            Message::Tablet(boot) => {
                self.layer = Layer::None;
                Action::Ask(Command::TakeTablet(person, shown.moment_of(boot)))
            }
            Message::Decline => Action::Ask(Command::Decline(person)),
            Message::Given(boot) => Action::Ask(Command::Give(person, shown.moment_of(boot))),
            Message::Hold(message) => self.hold.update(message, shown),
            Message::OpenStop => self.open(Layer::Stopping),
            Message::Stop(reason) => {
                self.layer = Layer::None;
                Action::Ask(Command::Stop(person, reason.to_owned()))
            }
            Message::Undo(id) => Action::Ask(Command::Undo(Some(id))),
            Message::OpenEntries => self.open(Layer::Entries(Entries::new())),
            Message::Entries(message) => self.look_at_entries(message, shown),
            Message::Enter(phase) => Action::Ask(Command::Enter(phase)),
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
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
        self.layer = Layer::None;
        match self.draft.prescription() {
            Some(prescription) => Action::Ask(Command::ConfirmPrescription(shown.person, prescription)),
            None => Action::None,
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
