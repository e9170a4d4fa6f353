//! A questionnaire of the protocol as a screen shows it: opened with what was answered, each answer kept at once.

use super::questionnaire::{self, Asking};
use super::{Shown, frame};
use crate::session::Command;
use crate::session::event::Person;
use crate::session::questionnaire::Questionnaire;
use crate::theme::measure;
use crate::widget::Element;
use iced::Padding;
use iced::widget::container;

/// The questionnaire that lies on the glass, and whose it is.
#[derive(Clone, Debug)]
pub struct Inquiry {
    key: String,
    person: Person,
    asking: Asking,
}

/// What the screen that shows it does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing.
    Stay,
    /// Put this to the session.
    Ask(Command),
    /// Put it away.
    Close,
}

impl Inquiry {
    /// The questionnaire of that key for the person shown; `None` if the protocol has none.
    #[must_use]
    pub fn open(key: &str, shown: &Shown<'_>) -> Option<Self> {
        let form = shown.session.protocol().practice.questionnaire(key)?;
        let asking = Asking::new(form, &answers(shown, shown.person, form));
        Some(Self { key: key.to_owned(), person: shown.person, asking })
    }

    /// Takes a message in.
    pub fn update(&mut self, message: questionnaire::Message, shown: &Shown<'_>) -> Outcome {
        let Some(form) = shown.session.protocol().practice.questionnaire(&self.key) else { return Outcome::Close };
        match self.asking.update(message, form) {
            questionnaire::Answer::Stay => Outcome::Stay,
            questionnaire::Answer::Close => Outcome::Close,
            questionnaire::Answer::Answered(item, value) => {
                Outcome::Ask(Command::AnswerQuestion(self.person, self.key.clone(), item, value))
            }
        }
    }

    /// The whole glass, as a calm face: the client may hold it.
    #[must_use]
    pub fn view<'a, Message: Clone + 'a>(
        &'a self,
        shown: &Shown<'a>,
        on: impl Fn(questionnaire::Message) -> Message + 'a,
        on_bar: impl Fn(frame::Bar) -> Message,
    ) -> Element<'a, Message> {
        let Some(form) = shown.session.protocol().practice.questionnaire(&self.key) else {
            return iced::widget::space().into();
        };
        let asked = self.asking.view(form, &answers(shown, self.person, form)).map(on);
        frame::calm_page(shown, container(asked).padding(Padding::ZERO.top(measure::BAR)), on_bar)
    }
}

/// What a person has answered so far, in the order of the items.
fn answers(shown: &Shown<'_>, person: Person, form: &Questionnaire) -> Vec<Option<u8>> {
    let given = shown.session.participant(person).and_then(|who| who.questions.get(&form.key));
    let value = |number: usize| {
        let number = u8::try_from(number).ok()?;
        given?.get(&number).map(|(value, _)| *value)
    };
    (0..form.items.len()).map(value).collect()
}

/// How it stands with a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Every item is answered.
    pub whole: bool,
    /// The sum and its name, or what is missing.
    pub words: String,
    /// An answer is to be talked about.
    pub noticed: bool,
}

/// How it stands with a questionnaire for the person shown.
#[must_use]
pub fn standing(shown: &Shown<'_>, form: &Questionnaire) -> Standing {
    let answers = answers(shown, shown.person, form);
    let noticed = !form.noticed(&answers).is_empty();
    let given = answers.iter().flatten().count();
    let words = match form.score(&answers) {
        Some(score) => form.band(score).map_or_else(|| score.to_string(), |band| format!("{score}, {band}")),
        None if given == 0 => "not asked yet".to_owned(),
        None => format!("{given} of {} answered", answers.len()),
    };
    Standing { whole: given == answers.len(), words, noticed }
}
