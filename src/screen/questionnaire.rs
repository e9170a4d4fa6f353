//! A questionnaire on the glass: one item at a time, an answer is one tap, and the client may hold it.
//!
//! It shows no code, no dose and no time. After the last item it only thanks: sum and marks are a tap further, for the
//! therapist, who has the device back by then.

mod asked;
mod read;

use std::time::Duration;

use iced::widget::{column, container};
use iced::{Length, Padding};

use crate::session::questionnaire::Questionnaire;
use crate::theme::measure;
use crate::widget::Element;

/// A second tap within this time is the tremble of the first, not an answer to the next item.
const TREMBLE: Duration = Duration::from_millis(300);

/// Where in a questionnaire one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    place: Place,
    /// Boot time of the touch that led here.
    turned: Option<Duration>,
}

/// What lies on the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// An item, counted from 0, on the way through.
    Item(usize),
    /// An item that is looked at again from the answers.
    Again(usize),
    /// All were asked: the client hands the device back.
    Handed,
    /// The sum and the answers, for the therapist.
    Read,
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// This answer to the item on the glass; with the boot time of the touch-down.
    Answer(u8, Duration),
    /// On without an answer, or with the one that is there; with the boot time of the touch-down.
    Onward(Duration),
    /// To the item before, or back to where one came from.
    Back,
    /// To this item, from the answers.
    Open(usize),
    /// The sum and the answers.
    Read,
    /// Put it away; what was answered is kept.
    Close,
}

/// What the screen that shows the questionnaire does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    Stay,
    /// Keep this value as the answer to this item, counted from 0; it takes the place of an earlier one.
    Answered(u8, u8),
    /// Put the panel away.
    Close,
}

impl Asking {
    /// A questionnaire as it opens: at its first open item, or at the sum if none is open.
    #[must_use]
    pub fn new(form: &Questionnaire, answers: &[Option<u8>]) -> Self {
        let place = first_open(form, answers).map_or(Place::Read, Place::Item);
        Self { place, turned: None }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, form: &Questionnaire) -> Answer {
        match message {
            Message::Answer(value, since) => return self.answer(value, since, form),
            Message::Onward(since) if !self.trembles(since) => self.go_on(Some(since), form),
            Message::Onward(_) => {}
            Message::Back => self.go_back(form),
            Message::Open(number) => self.turn(Place::Again(number), None),
            Message::Read => self.turn(Place::Read, None),
            Message::Close => return Answer::Close,
        }
        Answer::Stay
    }

    /// Fills everything below the bar; on a calm face the height of the bar is to be left free over it.
    #[must_use]
    pub fn view<'a>(&self, form: &'a Questionnaire, answers: &[Option<u8>]) -> Element<'a, Message> {
        let content = match self.place {
            Place::Item(number) => asked::item(form, answers, number, false),
            Place::Again(number) => asked::item(form, answers, number, true),
            Place::Handed => asked::thanks(),
            Place::Read => read::answers(form, answers),
        };
        container(column![content])
            .width(Length::Fill)
            .height(Length::Fill)
            .padding(Padding::ZERO.horizontal(measure::MARGIN).bottom(measure::BELOW_STRIP))
            .into()
    }

    fn answer(&mut self, value: u8, since: Duration, form: &Questionnaire) -> Answer {
        let (Place::Item(number) | Place::Again(number)) = self.place else { return Answer::Stay };
        let known = form.levels.iter().any(|level| level.value == value);
        let Some(number) = u8::try_from(number).ok().filter(|_| known && !self.trembles(since)) else {
            return Answer::Stay;
        };
        self.go_on(Some(since), form);
        Answer::Answered(number, value)
    }

    fn trembles(&self, since: Duration) -> bool {
        self.turned.is_some_and(|turned| since.saturating_sub(turned) < TREMBLE)
    }

    fn go_on(&mut self, since: Option<Duration>, form: &Questionnaire) {
        let place = match self.place {
            Place::Item(number) if number + 1 < form.items.len() => Place::Item(number + 1),
            Place::Item(_) => Place::Handed,
            Place::Handed | Place::Again(_) | Place::Read => Place::Read,
        };
        self.turn(place, since);
    }

    fn go_back(&mut self, form: &Questionnaire) {
        let place = match self.place {
            Place::Item(number) => Place::Item(number.saturating_sub(1)),
            Place::Handed => Place::Item(form.items.len().saturating_sub(1)),
            Place::Again(_) | Place::Read => Place::Read,
        };
        self.turn(place, None);
    }

    fn turn(&mut self, place: Place, since: Option<Duration>) {
        *self = Self { place, turned: since };
    }
}

fn given(answers: &[Option<u8>], number: usize) -> Option<u8> {
    answers.get(number).copied().flatten()
}

fn first_open(form: &Questionnaire, answers: &[Option<u8>]) -> Option<usize> {
    (0..form.items.len()).find(|number| given(answers, *number).is_none())
}
