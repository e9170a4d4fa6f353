//! Administration: prescription, tablet in mouth, hold, spit.

mod before;
mod figures;
pub use figures::{Chosen, Figure, Set};
mod hold;
mod over;
mod remembered;

use std::time::Duration;

use iced::Element;

use super::entries::{self, Entries};
use super::frame::{self, Bar, Frame};
use super::keypad_panel::{self, Answer, KeypadPanel};
use super::writing::{self, Writing};
use super::{Action, Shown};
use crate::session::dose::{Dose, Ending, Prescription};
use crate::session::event::EventId;
use crate::session::participant::Participant;
use crate::session::timer::Hold;
use crate::session::{Command, Phase};
use figures::Draft;
use remembered::remembered;

/// How long "not yet" keeps the call away.
const NOT_YET: Duration = Duration::from_secs(30);

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Administration {
    frame: Frame,
    draft: Draft,
    layer: Layer,
    quiet_until: Option<crate::units::Moment>,
}

/// What lies in the right column, over everything, or in the strip of the hold.
#[derive(Clone, Debug)]
enum Layer {
    /// The disc, or the strip as it is.
    None,
    /// A figure of the sentence is set.
    Figure(Figure),
    /// Who prescribed it is written.
    Writing(Writing),
    /// Vital signs are being typed.
    Vitals(KeypadPanel),
    /// The time of the tablet is corrected, by so many seconds earlier.
    Correcting(u64),
    /// After the hold: what was recorded.
    Entries(Entries),
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
    /// Back to the disc or the strip.
    Close,
    /// Tablet in mouth; boot time of the touch-down.
    Tablet(Duration),
    /// The client declines today.
    Decline,
    /// The hold ended like this.
    End(Ending),
    /// The call may wait a little.
    NotYet,
    /// Correct the time of the tablet.
    Correct,
    /// So many seconds earlier still.
    Earlier(u64),
    /// Keep the corrected time.
    KeepTime,
    /// Stop here: the hold ends, and the session goes to its closing.
    Stop,
    /// Take that entry back.
    Undo(EventId),
    /// Why that change was made.
    Why(EventId, &'static str),
    /// Look at all entries.
    OpenEntries,
    /// In the entries.
    Entries(entries::Message),
    /// To a phase.
    Enter(Phase),
}

impl Administration {
    /// The screen as it opens: figures that were confirmed before, or of last time; blanks where there are none.
    #[must_use]
    pub fn new(shown: &Shown<'_>) -> Self {
        let known = pending(shown).map(|dose| dose.prescription.clone()).or_else(|| remembered(shown));
        let draft = known.as_ref().map(Draft::of).unwrap_or_default();
        Self { frame: Frame::default(), draft, layer: Layer::None, quiet_until: None }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        let (person, now) = (shown.person, shown.now);
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
            Message::End(ending) => {
                self.layer = Layer::None;
                Action::Ask(Command::EndHold(person, ending, now))
            }
            Message::NotYet => {
                self.quiet_until = Some(now.plus(NOT_YET));
                Action::None
            }
            Message::Correct => self.open(Layer::Correcting(0)),
            Message::Earlier(secs) => {
                if let Layer::Correcting(earlier) = &mut self.layer {
                    *earlier += secs;
                }
                Action::None
            }
            Message::KeepTime => self.keep_time(shown),
            Message::Stop => {
                let spat = Command::EndHold(person, Ending::Spat, now);
                Action::AskAll(vec![spat, Command::Enter(Phase::Closing)])
            }
            Message::Undo(id) => Action::Ask(Command::Undo(Some(id))),
            Message::Why(change, reason) => Action::Ask(Command::Explain(change, reason.to_owned())),
            Message::OpenEntries => self.open(Layer::Entries(Entries::new())),
            Message::Entries(message) => self.look_at_entries(message, shown),
            Message::Enter(phase) => Action::Ask(Command::Enter(phase)),
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        match who(shown).and_then(|who| who.hold(shown.now)) {
            Some(Hold::Holding { since, ends }) => {
                frame::calm_page(shown, self.holding(shown, since, ends), Message::Bar)
            }
            Some(Hold::Due { since, ended }) => frame::calm_page(shown, self.due(shown, since, ended), Message::Bar),
            Some(Hold::Over { since, at, ending }) => {
                self.frame.page(shown, self.over(shown, since, (at, ending)), Message::Bar)
            }
            None => self.frame.page(shown, self.before(shown), Message::Bar),
        }
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

    fn keep_time(&mut self, shown: &Shown<'_>) -> Action {
        let earlier = match std::mem::replace(&mut self.layer, Layer::None) {
            Layer::Correcting(earlier) => Duration::from_secs(earlier),
            Layer::None | Layer::Figure(_) | Layer::Writing(_) | Layer::Vitals(_) | Layer::Entries(_) => {
                return Action::None;
            }
        };
        match who(shown).and_then(Participant::last_dose) {
            Some(taken) if !earlier.is_zero() => Action::Ask(Command::CorrectT0(shown.person, taken.minus(earlier))),
            Some(_) | None => Action::None,
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
