//! The foot of the closing: what can be added, agreed, shown and asked before the end.

use iced::Alignment;
use iced::widget::row;

use super::appointing::INTEGRATION_ITEM;
use super::{Message, take_home};
use crate::screen::{Shown, inquiry};
use crate::session::Phase;
use crate::session::event::Appointed;
use crate::session::questionnaire::Questionnaire;
use crate::theme::{Icon, Ink, measure};
use crate::widget::Element;
use crate::widget::button::{Button, quiet};
use crate::widget::icon::icon;

/// Quiet words, one beside the other.
pub(super) fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let act = |word: &'a str, message: Message| quiet(word).height(measure::TARGET).on_press(message);
    let protocol = shown.session.protocol();
    // Where the checklist has no line for it, the day is agreed from here.
    let listed = protocol.release.iter().any(|item| item.key == INTEGRATION_ITEM);
    let integration = (!listed).then(|| act("Integration", Message::Appoint(Appointed::Integration)).into());
    let home = take_home::is_there(shown).then(|| act("Take-home page", Message::TakeHome(true)).into());
    let forms = protocol.practice.asked_in(Phase::Closing).map(|form| questionnaire(shown, form));
    let word: Button<'a, Message> = act("Add a word", Message::AddWord).icon(Icon::PencilSimple);
    let all = [
        word.into(),
        act("Vitals", Message::OpenVitals).into(),
        act("Entries", Message::OpenEntries).into(),
        act("Next session", Message::Appoint(Appointed::Next)).into(),
    ];
    let all = all.into_iter().chain(integration).chain(home).chain(forms);
    row(all).spacing(measure::GAP).align_y(Alignment::Center).height(measure::TARGET).into()
}

fn questionnaire<'a>(shown: &Shown<'a>, form: &'a Questionnaire) -> Element<'a, Message> {
    let standing = inquiry::standing(shown, form);
    let mark = standing.noticed.then(|| icon(Icon::Diamond, measure::ICON_SMALL, Ink::Caution));
    let word = if standing.whole { format!("{}: {}", form.title, standing.words) } else { form.title.clone() };
    let ask = quiet(word).height(measure::TARGET).on_press(Message::Ask(form.key.clone()));
    row![mark, Element::from(ask)].align_y(Alignment::Center).into()
}
