//! The two lists: what is cleared, and what is ready in the room.

use iced::widget::{Column, column, container, row, scrollable};
use iced::{Alignment, Length};

use super::{Message, remembered};
use crate::screen::{Shown, answering, inquiry};
use crate::session::Phase;
use crate::session::answer::Ask;
use crate::session::gate::VITALS_ITEM;
use crate::session::protocol::Item;
use crate::session::questionnaire::Questionnaire;
use crate::theme::{Icon, Ink, measure};
use crate::widget::Element;
use crate::widget::checklist::check_item;
use crate::widget::icon::icon;
use crate::widget::text::heading;

/// A list of more lines shows that it can be drawn up.
const IN_SIGHT: usize = 7;

/// Both lists, side by side; questionnaires of the arrival stand under the first, what was unwelcome above the second.
pub(super) fn lists<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let protocol = shown.session.protocol();
    let asked = protocol.practice.asked_in(Phase::Arrival).map(|form| questionnaire(shown, form));
    row![
        list("Cleared", lines(&protocol.gate, shown).chain(asked)),
        list("Ready in the room", remembered::unwelcome(shown).into_iter().chain(lines(&protocol.room, shown)))
    ]
    .spacing(measure::M)
    .into()
}

fn list<'a>(title: &'a str, lines: impl Iterator<Item = Element<'a, Message>>) -> Element<'a, Message> {
    let lines: Vec<Element<'a, Message>> = lines.collect();
    let bar = if lines.len() > IN_SIGHT {
        scrollable::Scrollbar::new().width(measure::XXS).scroller_width(measure::XXS)
    } else {
        scrollable::Scrollbar::hidden()
    };
    let lines = scrollable(Column::with_children(lines)).direction(scrollable::Direction::Vertical(bar));
    column![heading(title), lines.width(Length::Fill)].spacing(measure::XS).width(Length::Fill).into()
}

fn lines<'a>(items: &'a [Item], shown: &Shown<'a>) -> impl Iterator<Item = Element<'a, Message>> {
    let who = shown.session.participant(shown.person);
    items.iter().filter(|item| item.key != VITALS_ITEM).map(move |item| {
        let touched = who.and_then(|who| who.gate.get(&item.key));
        let answer = who.and_then(|who| who.answers.get(&item.key));
        let met = touched.is_some_and(|(met, _)| *met);
        let turn = match item.ask {
            Ask::Tick => Message::Item(item.key.clone(), !met),
            Ask::Dated { .. } | Ask::Count | Ask::Words | Ask::Changes(_) | Ask::OneOf(_) => {
                Message::Open(item.key.clone())
            }
        };
        answering::line(shown, item, touched, answer, turn)
    })
}

fn questionnaire<'a>(shown: &Shown<'a>, form: &'a Questionnaire) -> Element<'a, Message> {
    let standing = inquiry::standing(shown, form);
    let mark = standing.noticed.then(|| icon(Icon::Diamond, measure::ICON_SMALL, Ink::Caution));
    let line = check_item(form.title.as_str(), standing.words, standing.whole, Some(Message::Ask(form.key.clone())));
    row![container(line)].push(mark).align_y(Alignment::Center).into()
}
