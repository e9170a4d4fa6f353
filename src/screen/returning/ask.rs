//! What can be asked on return: questions to talk by, what was unwelcome, questionnaires.

use iced::widget::{Column, Space, column, row};
use iced::{Alignment, Length};

use super::Message;
use crate::screen::{Shown, inquiry};
use crate::session::Phase;
use crate::session::event::NoteKind;
use crate::session::questionnaire::Questionnaire;
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::{quiet, tile};
use crate::widget::icon::icon;
use crate::widget::scroll::scroll;
use crate::widget::text::{heading, label, words};
use crate::widget::touchable::Face;

/// The questions of the protocol.
pub(super) fn prompts<'a>(shown: &Shown<'a>) -> &'a [String] {
    &shown.session.protocol().practice.return_prompts
}

/// The panel: fills the right column; the question that is asked is lit.
pub(super) fn ask<'a>(shown: &Shown<'a>, asked: Option<usize>) -> Element<'a, Message> {
    let head = row![
        heading("Ask"),
        Space::new().width(Length::Fill),
        quiet("Put away").height(measure::TARGET).on_press(Message::Ask(false)),
    ];
    let questions = prompts(shown).iter().enumerate().map(|(number, prompt)| {
        let lit = asked == Some(number);
        let face = if lit { Face::Active } else { Face::Surface };
        let prompt = words(role::HEADING, Ink::Text, prompt.as_str());
        tile(prompt, face, measure::ROW, ("prompt", number), Message::Prompt((!lit).then_some(number)))
    });
    let forms = shown.session.protocol().practice.asked_in(Phase::Return).map(|form| questionnaire(shown, form));
    let unwelcome = words(role::HEADING, Ink::Text, "What was unwelcome, for the next time");
    let unwelcome = tile(unwelcome, Face::Surface, measure::ROW, "unwelcome", Message::Open(NoteKind::Unwelcome));
    let list = Column::with_children(questions).push(unwelcome).extend(forms).spacing(measure::GAP);
    column![head.height(measure::TARGET).align_y(Alignment::Center), scroll("questions", list)]
        .spacing(measure::GAP)
        .into()
}

fn questionnaire<'a>(shown: &Shown<'a>, form: &'a Questionnaire) -> Element<'a, Message> {
    let standing = inquiry::standing(shown, form);
    let mark = standing.noticed.then(|| icon(Icon::Diamond, measure::ICON_SMALL, Ink::Caution));
    let lines = column![words(role::HEADING, Ink::Text, form.title.as_str()), label(standing.words)];
    let line = row![lines.width(Length::Fill)].push(mark).align_y(Alignment::Center);
    tile(line, Face::Surface, measure::ROW, ("form", form.key.as_str()), Message::Form(form.key.clone()))
}
