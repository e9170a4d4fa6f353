//! One item with its answers, and the thanks after the last.

use iced::widget::{Column, Row, Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::{Message, given};
use crate::session::questionnaire::{Level, Questionnaire};
use crate::theme::{Icon, Ink, Role, measure, role};
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::mark::bead;
use crate::widget::scroll::scroll;
use crate::widget::text::{heading, words};
use crate::widget::touchable::{Face, touchable};

/// So many answers find room side by side.
const ABREAST: usize = 5;
/// An item of more letters is set smaller, over one row of answers and over several.
const LONG: (usize, usize) = (190, 90);

/// The page of one item; `again` when it is looked at from the answers.
pub(super) fn item<'a>(
    form: &'a Questionnaire,
    answers: &[Option<u8>],
    number: usize,
    again: bool,
) -> Element<'a, Message> {
    let text = form.items.get(number).map_or("", |item| item.text.as_str());
    let long = if form.levels.len() > ABREAST { LONG.1 } else { LONG.0 };
    let role = if text.chars().count() > long { role::WRITTEN } else { role::STATEMENT };
    let chosen = given(answers, number);
    let question = column![words(role::READING, Ink::Dim, form.intro.as_str()), words(role, Ink::Text, text)];
    let question = scroll(("item", number), question.spacing(measure::M).width(Length::Fill));
    column![
        head(form, answers, number),
        container(question).width(Length::Fill).center_y(Length::Fill),
        levels(number, &form.levels, chosen),
        Space::new().height(measure::M),
        foot(number, chosen.is_some(), again),
    ]
    .into()
}

/// After the last item: nothing of the answers is on the glass.
pub(super) fn thanks<'a>() -> Element<'a, Message> {
    let said = column![
        words(role::STATEMENT, Ink::Text, "Thank you."),
        words(role::READING, Ink::Dim, "That was the last one. Please hand the device back."),
    ]
    .spacing(measure::S)
    .align_x(Alignment::Center);
    let foot = row![
        back(Some(Message::Back)),
        Space::new().width(Length::Fill),
        surface("Read the answers").on_press(Message::Read),
    ];
    column![container(said).center(Length::Fill), foot.align_y(Alignment::Center).height(measure::STRIP)].into()
}

/// Where one is: full beads have their answer, hollow ones are open.
fn head<'a>(form: &'a Questionnaire, answers: &[Option<u8>], number: usize) -> Element<'a, Message> {
    let all = form.items.len();
    let beads = (0..all).map(|other| {
        let ink = if other == number { Ink::Accent } else { Ink::Faint };
        bead(measure::XXS, ink, other == number || given(answers, other).is_some())
    });
    row![
        heading(form.title.as_str()),
        Space::new().width(Length::Fill),
        Row::with_children(beads).spacing(measure::XS).align_y(Alignment::Center),
        heading(format!("{} of {all}", number + 1)),
    ]
    .spacing(measure::M)
    .align_y(Alignment::Center)
    .height(measure::TARGET)
    .into()
}

/// The answers as targets, in one row or in as few as they need.
fn levels<'a>(number: usize, levels: &'a [Level], given: Option<u8>) -> Element<'a, Message> {
    let rows = levels.len().div_ceil(ABREAST).max(1);
    let abreast = levels.len().div_ceil(rows).max(1);
    let lines = levels.chunks(abreast).map(|some| {
        let missing = abreast - some.len();
        let some = some.iter().map(|level| answer(number, level, given == Some(level.value)));
        let free = (0..missing).map(|_| Space::new().width(Length::Fill).into());
        Row::with_children(some.chain(free)).spacing(measure::GAP).into()
    });
    Column::with_children(lines).spacing(measure::GAP).into()
}

fn answer<'a>(number: usize, level: &'a Level, given: bool) -> Element<'a, Message> {
    let (face, role): (Face, Role) =
        if given { (Face::Active, role::BODY_STRONG) } else { (Face::Surface, role::BODY) };
    let value = level.value;
    touchable(words(role, Ink::Text, level.label.as_str()).center())
        .face(face)
        .width(Length::Fill)
        .height(measure::BUTTON_START)
        .padding(Padding::ZERO.horizontal(measure::GAP))
        .on_tap(("answer", number, value), move |since| Message::Answer(value, since))
        .into()
}

fn foot<'a>(number: usize, given: bool, again: bool) -> Element<'a, Message> {
    let before = (again || number > 0).then_some(Message::Back);
    let onward = if given { "Go on" } else { "Leave it open" };
    let onward = touchable(words(role::ACTION, Ink::Dim, onward))
        .face(Face::Plain)
        .height(measure::STRIP)
        .padding(Padding::ZERO.horizontal(measure::RADIUS_BUTTON))
        .on_tap(("onward", number), Message::Onward);
    row![
        back(before),
        (!again).then_some(onward),
        Space::new().width(Length::Fill),
        quiet("Put away").on_press(Message::Close),
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .height(measure::STRIP)
    .into()
}

/// The way back; before the first item there is none, and the others stay where they are.
fn back<'a>(to: Option<Message>) -> Element<'a, Message> {
    quiet("Back").icon(Icon::ArrowLeft).on_press_maybe(to).into()
}
