//! What was recorded, in the right column: every entry can be looked at, corrected or taken back, and both values stay.

mod list;
mod one;
mod why;

use std::time::Duration;

use super::Shown;
use super::keypad_panel::{self, KeypadPanel};
use super::writing::{self, Outcome, Writing};
use crate::session::event::Correction;
use crate::session::field::Field;
use crate::session::{Command, Event, EventId, Stamped};
use crate::units::Moment;
use crate::widget::Element;

pub use why::{Reason, reasons};

/// The panel: the list, or one entry of it.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    page: usize,
    open: Option<One>,
}

/// One entry, looked at.
#[derive(Clone, Debug)]
struct One {
    of: EventId,
    /// How many changes it had when one was asked for: one more, and it is asked why.
    asked: Option<usize>,
    /// By so much it is to be later, ms.
    later: i64,
    /// What stands in place of its facts.
    layer: Layer,
}

#[derive(Clone, Debug)]
enum Layer {
    Facts,
    Vitals(KeypadPanel),
    Rating,
    Words(Box<Writing>),
    Reason(Box<Writing>),
    /// A dose is to be voided; why.
    Void,
    /// The same, in own words.
    VoidReason(Box<Writing>),
}

/// What can be done in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// So many rows from the newest are skipped.
    Page(usize),
    /// Look at this entry.
    Open(EventId),
    /// Back: from what is being set to the facts, from them to the list.
    Back,
    /// Put the panel away.
    Close,
    /// It happened so many seconds later; earlier below zero.
    Later(i64),
    /// Keep the time that is shown.
    KeepTime,
    /// Set its values, its number or its words.
    Change,
    /// On the keypad.
    Keypad(keypad_panel::Message),
    /// This is the rating.
    Number(u8),
    /// In what is written.
    Writing(writing::Message),
    /// Take it back.
    TakeBack,
    /// Say of a dose that it was a mistake.
    Void,
    /// It was, because.
    VoidBecause(&'static str),
    /// It was, because of something else.
    VoidOtherwise,
    /// Why it was changed.
    Why(EventId, &'static str),
    /// Why, in own words.
    OtherReason,
    /// Nobody needs to know why.
    NoReason,
}

/// What the screen that shows the panel does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Nothing.
    Stay,
    /// Put this to the session.
    Ask(Command),
    /// Put the panel away.
    Close,
}

impl Entries {
    /// The list from its beginning.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Answer {
        match message {
            Message::Page(page) => self.page = page,
            Message::Open(of) => self.open = Some(One::new(of)),
            Message::Back => self.back(),
            Message::Close => return Answer::Close,
            Message::NoReason => self.open = None,
            Message::Later(secs) => self.shift(secs, shown),
            Message::KeepTime => return self.keep_time(shown),
            Message::Change => self.change(shown),
            Message::Keypad(message) => return self.type_vitals(message, shown),
            Message::Number(value) => return self.correct(Correction::Rating(value), shown),
            Message::Writing(message) => return self.write(message, shown),
            Message::TakeBack => return self.ask(|of| Command::Undo(Some(of)), shown),
            Message::Void => self.lay(Layer::Void),
            Message::VoidBecause(reason) => return self.void(reason.to_owned()),
            Message::VoidOtherwise => self.lay(Layer::VoidReason(self.void_reason())),
            Message::Why(change, reason) => {
                self.open = None;
                return Answer::Ask(Command::Explain(change, reason.to_owned()));
            }
            Message::OtherReason => self.lay(Layer::Reason(self.reason())),
        }
        Answer::Stay
    }

    /// The right column.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let Some((one, entry)) = self.opened(shown) else { return list::list(shown, self.page) };
        if let Some(change) = one.made(shown) {
            return why::why(shown, entry, change);
        }
        match &one.layer {
            Layer::Vitals(keypad) => keypad.view(shown).map(Message::Keypad),
            Layer::Rating => one::numbers(shown, entry),
            Layer::Void => why::void(shown, entry),
            Layer::Facts | Layer::Words(_) | Layer::Reason(_) | Layer::VoidReason(_) => {
                one::one(shown, entry, one.at(entry, shown))
            }
        }
    }

    /// What is written, which fills everything below the bar; `None` while nothing is.
    #[must_use]
    pub fn writing<'a>(&'a self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        let (one, _) = self.opened(shown)?;
        match &one.layer {
            Layer::Words(words) if one.made(shown).is_none() => Some(words.view(shown.shade).map(Message::Writing)),
            Layer::Reason(words) | Layer::VoidReason(words) => Some(words.view(shown.shade).map(Message::Writing)),
            Layer::Facts | Layer::Vitals(_) | Layer::Rating | Layer::Words(_) | Layer::Void => None,
        }
    }

    fn opened<'a, 's>(&'a self, shown: &Shown<'s>) -> Option<(&'a One, &'s Stamped)> {
        let one = self.open.as_ref()?;
        Some((one, shown.session.event(one.of)?))
    }

    fn back(&mut self) {
        match &mut self.open {
            Some(One { layer: Layer::Facts, .. }) | None => self.open = None,
            Some(one) => one.layer = Layer::Facts,
        }
    }

    fn lay(&mut self, layer: Layer) {
        if let Some(one) = &mut self.open {
            one.layer = layer;
        }
    }

    fn shift(&mut self, secs: i64, shown: &Shown<'_>) {
        let Some((_, entry)) = self.opened(shown) else { return };
        if let Some(one) = &mut self.open {
            one.later += secs * 1000;
            // Nothing happens in the future, nor before the session began.
            let stands = shown.session.as_corrected(entry).at;
            let room = |until: Moment, from: Moment| i64::try_from(until.since(from).as_millis()).unwrap_or(i64::MAX);
            one.later = one.later.clamp(-room(stands, Moment::START), room(shown.now, stands));
        }
    }

    fn keep_time(&mut self, shown: &Shown<'_>) -> Answer {
        let Some((one, entry)) = self.opened(shown) else { return Answer::Stay };
        let at = one.at(entry, shown);
        self.correct(Correction::At(at), shown)
    }

    fn change(&mut self, shown: &Shown<'_>) {
        let Some((_, entry)) = self.opened(shown) else { return };
        let stands = shown.session.as_corrected(entry).event;
        if let Event::Vitals(measured) = stands {
            self.lay(Layer::Vitals(KeypadPanel::correcting(&measured)));
        } else if let Event::Rating { .. } = stands {
            self.lay(Layer::Rating);
        } else if let Event::Note { text, .. } = stands {
            let words = words_of("The words as they should be", text, shown);
            self.lay(Layer::Words(Box::new(words.in_field(Field::of("correct", entry.id.0)))));
        } else if let Event::IntentionWritten { text } = stands {
            let words = Writing::theirs("In the client's words", text);
            self.lay(Layer::Words(Box::new(words.in_field(Field::of("correct", entry.id.0)))));
        }
    }

    fn type_vitals(&mut self, message: keypad_panel::Message, shown: &Shown<'_>) -> Answer {
        let Some((_, entry)) = self.opened(shown) else { return Answer::Stay };
        let Event::Vitals(first) = entry.event else { return Answer::Stay };
        let Some(One { layer: Layer::Vitals(keypad), .. }) = &mut self.open else { return Answer::Stay };
        match keypad.update(message, shown) {
            keypad_panel::Answer::Keep(Command::KeepVitals(_, mut measured, _)) => {
                measured.breathing = first.breathing;
                self.correct(Correction::Vitals(measured), shown)
            }
            keypad_panel::Answer::Stay | keypad_panel::Answer::Keep(_) => Answer::Stay,
            keypad_panel::Answer::Close => {
                self.lay(Layer::Facts);
                Answer::Stay
            }
        }
    }

    fn write(&mut self, message: writing::Message, shown: &Shown<'_>) -> Answer {
        let Some(One { of, layer, .. }) = &mut self.open else { return Answer::Stay };
        let (Layer::Words(words) | Layer::Reason(words) | Layer::VoidReason(words)) = layer else {
            return Answer::Stay;
        };
        let of = *of;
        let text = match words.update(message) {
            Outcome::Writing => return Answer::Stay,
            Outcome::Left => {
                self.lay(Layer::Facts);
                return Answer::Stay;
            }
            Outcome::Kept(text, _) => text,
        };
        if matches!(self.open, Some(One { layer: Layer::VoidReason(_), .. })) {
            return self.void(text);
        }
        if !matches!(self.open, Some(One { layer: Layer::Reason(_), .. })) {
            return self.correct(Correction::Text(text), shown);
        }
        self.open = None;
        let change = shown.session.changes(of).last();
        change.map_or(Answer::Stay, |change| Answer::Ask(Command::Explain(change.id, text)))
    }

    /// The reason is said with it, so nobody asks why.
    fn void(&mut self, reason: String) -> Answer {
        self.open.take().map_or(Answer::Stay, |one| Answer::Ask(Command::VoidDose(one.of, reason)))
    }

    fn void_reason(&self) -> Box<Writing> {
        let of = self.open.as_ref().map_or(0, |one| one.of.0);
        Box::new(Writing::reason("A mistake, because").in_field(Field::of("void", of)))
    }

    fn reason(&self) -> Box<Writing> {
        let of = self.open.as_ref().map_or(0, |one| one.of.0);
        Box::new(Writing::reason("Changed, because").in_field(Field::of("why", of)))
    }

    /// What is written in it.
    pub(super) fn written(&mut self) -> Option<&mut Writing> {
        match &mut self.open.as_mut()?.layer {
            Layer::Words(words) | Layer::Reason(words) | Layer::VoidReason(words) => Some(words),
            Layer::Facts | Layer::Vitals(_) | Layer::Rating | Layer::Void => None,
        }
    }

    fn correct(&mut self, correction: Correction, shown: &Shown<'_>) -> Answer {
        self.ask(|of| Command::Correct(of, correction, String::new()), shown)
    }

    fn ask(&mut self, command: impl FnOnce(EventId) -> Command, shown: &Shown<'_>) -> Answer {
        let Some(one) = &mut self.open else { return Answer::Stay };
        one.asked = Some(shown.session.changes(one.of).count());
        Answer::Ask(command(one.of))
    }
}

impl One {
    fn new(of: EventId) -> Self {
        Self { of, asked: None, later: 0, layer: Layer::Facts }
    }

    /// The time that is shown: as it stands, with what it is shifted by.
    fn at(&self, entry: &Stamped, shown: &Shown<'_>) -> Moment {
        let stands = shown.session.as_corrected(entry).at;
        let by = Duration::from_millis(self.later.unsigned_abs());
        if self.later < 0 { stands.minus(by) } else { stands.plus(by) }
    }

    /// The change that was asked for, once the session has made it.
    fn made<'s>(&self, shown: &Shown<'s>) -> Option<&'s Stamped> {
        let changes = shown.session.changes(self.of);
        changes.skip(self.asked?).last()
    }
}

fn words_of(title: &str, text: String, shown: &Shown<'_>) -> Writing {
    Writing::reason(title).knowing(shown.session, shown.person).beginning(text)
}
