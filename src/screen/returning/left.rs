//! To read on return: the intention again, the first words; and the ratings.

use iced::widget::{Space, column, container, row, stack};
use iced::{Alignment, Length, Padding};

use super::Message;
use super::ask::prompts;
use crate::screen::Shown;
use crate::screen::scales::scales;
use crate::screen::writing::Writing;
use crate::session::EventId;
use crate::session::drawing::Stroke;
use crate::session::event::NoteKind;
use crate::session::field::Field;
use crate::session::participant::Participant;
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::surface;
use crate::widget::drawing_pad::drawing_pad;
use crate::widget::icon::icon;
use crate::widget::text::{heading, intention_again, statement, words, written_small};
use crate::widget::touchable::{Face, touchable};

/// "First words" needs more room than those beside it.
const WORDS: u16 = 7;
const OTHERS: u16 = 5;
/// What can be given on return: the chip's key, its word and its drawing.
const GIVEN: [(&str, &str, Icon); 2] = [("water", "Water", Icon::Drop), ("snack", "Snack", Icon::Coffee)];

/// The field of each kind of words.
pub(super) const FIELDS: [(NoteKind, &str); 4] = [
    (NoteKind::Note, "note"),
    (NoteKind::FirstWords, "first_words"),
    (NoteKind::Client, "client"),
    (NoteKind::Unwelcome, "unwelcome"),
];

/// The panel for words of that kind.
pub(super) fn writing(kind: NoteKind, asked: Option<&str>, shown: &Shown<'_>) -> Writing {
    let writing = match kind {
        NoteKind::FirstWords => Writing::theirs(asked.unwrap_or("First words, as they were said"), ""),
        NoteKind::Client => Writing::theirs(asked.unwrap_or("The client's words"), ""),
        NoteKind::Unwelcome => Writing::reason("What was unwelcome, for the next time"),
        NoteKind::Note => Writing::note("Note"),
    };
    let field = FIELDS.iter().find(|(known, _)| *known == kind).map_or("note", |(_, name)| name);
    writing.knowing(shown.session, shown.person).in_field(Field::new(field))
}

/// The left column; the question that is asked stands where the intention stood.
pub(super) fn left<'a>(shown: &Shown<'a>, asked: Option<usize>) -> Element<'a, Message> {
    let Some(who) = shown.session.participant(shown.person) else { return Space::new().into() };
    let first = match asked.and_then(|number| prompts(shown).get(number)) {
        Some(prompt) => statement(prompt.as_str()).width(Length::Fill).into(),
        None => intention(who, shown),
    };
    let said = row![container(said(who, shown)).width(Length::Fill)].push(drawn(shown)).spacing(measure::M);
    let top = column![first, Space::new().height(measure::L), said];
    column![
        container(top).height(Length::Fill).width(Length::Fill).clip(true),
        Space::new().height(measure::S),
        acts(who, shown),
        Space::new().height(measure::L),
        scales(shown, measure::XXS, Message::Rate),
    ]
    .padding(Padding::ZERO.bottom(measure::S))
    .into()
}

/// The sheet that was drawn on last.
pub(super) fn last_sheet(shown: &Shown<'_>) -> Option<u8> {
    let sheets = &shown.session.participant(shown.person)?.sheets;
    sheets.iter().rev().find(|(_, lines)| !lines.is_empty()).map(|(sheet, _)| *sheet)
}

/// What is drawn on a sheet.
pub(super) fn strokes(shown: &Shown<'_>, sheet: u8) -> Vec<Stroke> {
    let lines = shown.session.participant(shown.person).and_then(|who| who.sheets.get(&sheet));
    lines.map(|lines| lines.iter().map(|line| line.what.clone()).collect()).unwrap_or_default()
}

/// The last line of a sheet that can still be taken back.
pub(super) fn last_line(shown: &Shown<'_>, sheet: u8) -> Option<EventId> {
    let who = shown.session.participant(shown.person)?;
    who.sheets.get(&sheet)?.last().map(|line| line.id)
}

/// The drawing, small; a tap opens it. Nothing where nothing is drawn, nor under the codes of a group.
fn drawn<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let sheet = last_sheet(shown).filter(|_| !shown.is_group())?;
    let (width, height) = measure::SKETCH;
    let picture = container(drawing_pad(strokes(shown, sheet), "", |_| Message::Draw)).width(width).height(height);
    let cover = touchable(Space::new()).face(Face::Plain).width(width).height(height).on_tap("draw", |_| Message::Draw);
    Some(stack![picture, cover].into())
}

fn intention<'a>(who: &'a Participant, shown: &Shown<'a>) -> Element<'a, Message> {
    match &who.intention {
        Some((at, text)) if !text.is_empty() => column![
            intention_again(text.as_str()).width(Length::Fill),
            Space::new().height(measure::S),
            heading(format!("said at {}", shown.time_of(*at)))
        ]
        .into(),
        _ => heading("Without an intention").into(),
    }
}

/// The client's words so far: the first ones, and the last.
fn said<'a>(who: &'a Participant, shown: &Shown<'a>) -> Element<'a, Message> {
    let theirs = |kind: NoteKind| kind == NoteKind::FirstWords || kind == NoteKind::Client;
    let Some(entry) = who.notes.iter().rev().find(|entry| theirs(entry.what.0)) else {
        return heading("First words: written here as they are said").into();
    };
    let (kind, text) = &entry.what;
    let title = if *kind == NoteKind::FirstWords { "First words" } else { "Words" };
    column![
        heading(format!("{title}, {}", shown.time_of(entry.at))),
        Space::new().height(measure::XS),
        written_small(format!("\u{201c}{text}\u{201d}")).width(Length::Fill)
    ]
    .into()
}

fn acts<'a>(who: &'a Participant, shown: &Shown<'a>) -> Element<'a, Message> {
    let first = !who.notes.iter().any(|entry| entry.what.0 == NoteKind::FirstWords);
    let (kind, word) = if first { (NoteKind::FirstWords, "First words") } else { (NoteKind::Client, "Words") };
    let write = surface(word).icon(Icon::PencilSimple).width(Length::FillPortion(WORDS)).on_press(Message::Open(kind));
    let other = |word, drawing| surface(word).icon(drawing).width(Length::FillPortion(OTHERS));
    let note = other("Note", Icon::PencilSimple).on_press(Message::Open(NoteKind::Note));
    let draw = other("Draw", Icon::Scribble).on_press(Message::Draw);
    let given = GIVEN.map(|(key, word, drawing)| give(who, shown, key, word, drawing));
    row![write, note, draw].extend(given).spacing(measure::GAP).into()
}

/// Water or a snack: stamped at the touch; the time of the last one stands under the word.
fn give<'a>(
    who: &'a Participant,
    shown: &Shown<'a>,
    key: &'static str,
    word: &'static str,
    drawing: Icon,
) -> Element<'a, Message> {
    let chip = shown.session.protocol().chips.iter().find(|chip| chip.key == key);
    let observed = who.observations.iter().rev().find(|seen| seen.chip == key).map(|seen| seen.at);
    let noted = who.notes.iter().rev().find(|entry| entry.what.1 == word).map(|entry| entry.at);
    let at = observed.or(noted).map(|at| words(role::CHIP_SECOND, Ink::Dim, shown.time_of(at)));
    let lines = column![words(role::ACTION, Ink::Text, word)].push(at);
    let content = row![icon(drawing, measure::ICON, Ink::Dim), lines].spacing(measure::GAP).align_y(Alignment::Center);
    let shape = touchable(content).width(Length::FillPortion(OTHERS)).height(measure::BUTTON);
    match chip {
        Some(chip) => {
            shape.on_tap(("chip", chip.label.clone()), move |boot| Message::Chip(chip.key.clone(), boot)).into()
        }
        None => shape.on_tap(("offered", word), move |boot| Message::Offered(word, boot)).into(),
    }
}
