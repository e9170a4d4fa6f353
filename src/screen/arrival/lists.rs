//! The two lists: what is cleared, and what is ready in the room.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Length};

use super::{Message, remembered};
use crate::screen::answering::{self, line_height};
use crate::screen::{Shown, inquiry};
use crate::session::Phase;
use crate::session::answer::Ask;
use crate::session::gate::VITALS_ITEM;
use crate::session::protocol::Item;
use crate::session::questionnaire::Questionnaire;
use crate::theme::{Icon, Ink, measure};
use crate::widget::Element;
use crate::widget::checklist::check_item_of;
use crate::widget::icon::icon;
use crate::widget::scroll::scroll;
use crate::widget::text::heading;

/// Both lists, side by side; questionnaires of the arrival stand under the first, what was unwelcome above the second.
pub(super) fn lists<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let protocol = shown.session.protocol();
    let forms: Vec<&Questionnaire> = protocol.practice.asked_in(Phase::Arrival).collect();
    let unwelcome = remembered::unwelcome(shown);
    row![
        list("Cleared", None, &protocol.gate, &forms, shown),
        list("Ready in the room", unwelcome, &protocol.room, &[], shown)
    ]
    .spacing(measure::M)
    .into()
}

fn list<'a>(
    title: &'a str,
    first: Option<Element<'a, Message>>,
    items: &'a [Item],
    forms: &[&'a Questionnaire],
    shown: &Shown<'a>,
) -> Element<'a, Message> {
    let items = items.iter().filter(|item| item.key != VITALS_ITEM);
    let count = usize::from(first.is_some()) + items.clone().count() + forms.len();
    let height = line_height(count);
    let lines = items.map(|item| line(item, height, shown));
    let forms = forms.iter().map(|form| questionnaire(form, height, shown));
    let lines = scroll((title, shown.person), Column::with_children(first).extend(lines).extend(forms));
    column![heading(title), lines].spacing(measure::XXS).width(Length::Fill).into()
}

fn line<'a>(item: &'a Item, height: f32, shown: &Shown<'a>) -> Element<'a, Message> {
    let who = shown.session.participant(shown.person);
    let touched = who.and_then(|who| who.gate.get(&item.key));
    let answer = who.and_then(|who| who.answers.get(&item.key));
    let met = touched.is_some_and(|(met, _)| *met);
    let press = match item.ask {
        Ask::Tick => Message::Item(item.key.clone(), !met),
        Ask::Dated { .. } | Ask::Count | Ask::Words | Ask::Changes(_) | Ask::OneOf(_) => {
            Message::Open(item.key.clone())
        }
    };
    answering::line(shown, item, touched, answer, (height, press))
}

fn questionnaire<'a>(form: &'a Questionnaire, height: f32, shown: &Shown<'a>) -> Element<'a, Message> {
    let standing = inquiry::standing(shown, form);
    let mark = standing.noticed.then(|| icon(Icon::Diamond, measure::ICON_SMALL, Ink::Caution));
    let press = Some(Message::Ask(form.key.clone()));
    let line = check_item_of(height, form.title.as_str(), standing.words, standing.whole, press);
    row![container(line)].push(mark).align_y(Alignment::Center).into()
}
