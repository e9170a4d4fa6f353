//! The sum, what is pointed out, and every answer: for the therapist.

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length};

use super::{Message, first_open, given};
use crate::session::questionnaire::{Asked, Questionnaire};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::counted;
use crate::widget::Element;
use crate::widget::button::{surface, tile};
use crate::widget::elided::elided;
use crate::widget::icon::icon;
use crate::widget::scroll::scroll;
use crate::widget::text::{heading, hero, label, words};
use crate::widget::touchable::Face;

/// What to do about an answer that is pointed out.
const TALK: &str = "Talk about it together now, before going on.";

/// The page of the answers.
pub(super) fn answers<'a>(form: &'a Questionnaire, answers: &[Option<u8>]) -> Element<'a, Message> {
    let head = container(heading(form.title.as_str())).center_y(measure::TARGET);
    let under = column![sum(form, answers), noticed(form, answers), Space::new().height(Length::Fill), origin(form)];
    let left = column![head, under.spacing(measure::L)].width(Length::Fill);
    let both = row![left, container(list(form, answers)).width(measure::START_LEFT)].spacing(measure::GUTTER);
    let foot = row![Space::new().width(Length::Fill), surface("Done").on_press(Message::Close)];
    column![
        container(both).height(Length::Fill),
        Space::new().height(measure::GAP),
        foot.height(measure::STRIP).align_y(Alignment::Center),
    ]
    .into()
}

/// The sum with its name, or what is missing for one.
fn sum<'a>(form: &'a Questionnaire, answers: &[Option<u8>]) -> Element<'a, Message> {
    let Some(score) = form.score(answers) else {
        let open = (0..form.items.len()).filter(|number| given(answers, *number).is_none()).count();
        let said = counted(open, "item is open", "items are open");
        let to = if open == 1 { "Go to it" } else { "Go to the first" };
        let lines =
            column![words(role::WRITTEN, Ink::Text, said), label("There is no sum while an answer is missing.")];
        let first = first_open(form, answers).map(|number| surface(to).on_press(Message::Open(number)));
        return lines.push(first.map(Element::from)).spacing(measure::GAP).into();
    };
    let highest = form.levels.last().map_or(0, |level| usize::from(level.value)) * form.items.len();
    let band = form.band(score).map(|band| words(role::WRITTEN, Ink::Text, band));
    column![hero(score.to_string()), label(format!("of {highest}")), band].spacing(measure::S).into()
}

/// Each answer that is pointed out, with its item, and what to do.
fn noticed<'a>(form: &'a Questionnaire, answers: &[Option<u8>]) -> Option<Element<'a, Message>> {
    let lines: Vec<Element<'a, Message>> = form
        .noticed(answers)
        .into_iter()
        .filter_map(|number| {
            let text = form.items.get(number)?.text.as_str();
            let answer = answer(form, answers, number)?;
            let said = column![words(role::BODY, Ink::Text, text), words(role::BODY_STRONG, Ink::Text, answer)];
            Some(said.spacing(measure::XXS).into())
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let said = Column::with_children(lines).push(words(role::BODY, Ink::Caution, TALK)).spacing(measure::GAP);
    Some(row![icon(Icon::Diamond, measure::ICON_BAR, Ink::Caution), said].spacing(measure::S).into())
}

/// Every item with its answer; a tap leads to it.
fn list<'a>(form: &'a Questionnaire, answers: &[Option<u8>]) -> Element<'a, Message> {
    let rows = form.items.iter().enumerate().map(|(number, item)| line(form, answers, number, item));
    scroll(("answers", form.key.as_str()), Column::with_children(rows).spacing(measure::XXS)).into()
}

fn line<'a>(form: &'a Questionnaire, answers: &[Option<u8>], number: usize, item: &'a Asked) -> Element<'a, Message> {
    let (said, ink) = answer(form, answers, number).map_or(("open", Ink::Dim), |label| (label, Ink::Text));
    let marked = form.noticed(answers).contains(&number);
    let (face, count) = if marked { (Face::Active, Ink::Text) } else { (Face::Surface, Ink::Dim) };
    let content = row![
        container(words(role::LABEL, count, (number + 1).to_string())).width(measure::ICON),
        container(elided(role::LABEL, Ink::Text, item.text.as_str())).width(Length::Fill),
        marked.then(|| icon(Icon::Diamond, measure::ICON_SMALL, Ink::Caution)),
        words(role::LABEL, ink, said),
    ]
    .width(Length::Fill)
    .spacing(measure::GAP)
    .align_y(Alignment::Center);
    tile(content, face, measure::TARGET, ("item", number), Message::Open(number))
}

/// The words of an answer, if one was given.
fn answer<'a>(form: &'a Questionnaire, answers: &[Option<u8>], number: usize) -> Option<&'a str> {
    let value = given(answers, number)?;
    form.levels.iter().find(|level| level.value == value).map(|level| level.label.as_str())
}

/// Where it comes from and why it may be used.
fn origin(form: &Questionnaire) -> Element<'_, Message> {
    column![label(form.source.as_str()), label(form.licence.as_str())].spacing(measure::XXS).into()
}
