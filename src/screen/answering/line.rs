//! A line of a checklist with what was answered to it.

use iced::Alignment;
use iced::widget::{container, row};

use crate::screen::Shown;
use crate::screen::calendar;
use crate::session::answer::{Answer, Ask};
use crate::session::protocol::Item;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::{Moment, Tablets};
use crate::widget::Element;
use crate::widget::checklist::check_item_of;
use crate::widget::elided::shortened;
use crate::widget::icon::icon;

/// Lists of more lines are set closer.
const MANY: usize = 8;

/// The height of a line in a list of so many, px.
#[must_use]
pub const fn line_height(lines: usize) -> f32 {
    if lines > MANY { measure::TARGET } else { measure::ROW }
}

/// The line of an item that was touched, or not, at a moment; an answer that does not meet it carries a quiet mark.
pub fn line<'a, Message: Clone + 'a>(
    shown: &Shown<'a>,
    item: &'a Item,
    touched: Option<&(bool, Moment)>,
    answer: Option<&Answer>,
    (height, on_press): (f32, Message),
) -> Element<'a, Message> {
    let met = touched.is_some_and(|(met, _)| *met);
    let second = second(shown, item, touched, answer);
    // A close line has no room for a third row of words.
    let close = answer.is_some() || height < measure::ROW;
    let second = if close { shortened(&second, role::LABEL, measure::LINE_WORDS) } else { second };
    let line = check_item_of(height, &item.label, second, met, Some(on_press));
    let mark = (!met && answer.is_some()).then(|| icon(Icon::Diamond, measure::ICON_SMALL, Ink::Caution));
    match mark {
        Some(mark) => row![container(line), mark].align_y(Alignment::Center).into(),
        None => line,
    }
}

/// The quieter words: what was answered, when it was met, or what the protocol says of it.
fn second(shown: &Shown<'_>, item: &Item, touched: Option<&(bool, Moment)>, answer: Option<&Answer>) -> String {
    match (answer, touched) {
        (Some(answer), _) => shortened(&answered(shown, &item.ask, answer, touched), role::LABEL, measure::LINE_WORDS),
        (None, Some((true, at))) if item.ask != Ask::Tick => format!("seen on paper, {}", shown.time_of(*at)),
        (None, Some((true, at))) => shown.time_of(*at),
        (None, Some((false, _)) | None) => item.hint.clone(),
    }
}

fn answered(shown: &Shown<'_>, ask: &Ask, answer: &Answer, touched: Option<&(bool, Moment)>) -> String {
    let when = || touched.map(|(_, at)| format!(", {}", shown.time_of(*at))).unwrap_or_default();
    match (ask, answer) {
        (Ask::Dated { months }, Answer::Dated { day, today }) => calendar::paper_words(*day, *today, *months),
        (_, Answer::Count(tablets)) => format!("{}{}", counted(shown, *tablets), when()),
        (_, Answer::Chosen(keys)) if keys.is_empty() => format!("none{}", when()),
        (_, Answer::Dated { .. } | Answer::Words(_) | Answer::Chosen(_)) => ask.in_words(answer),
    }
}

/// A number of what the protocol gives: 6½ tablets.
#[must_use]
pub fn counted(shown: &Shown<'_>, tablets: Tablets) -> String {
    let (one, several) = shown.session.protocol().practice.medicine.form.words();
    let word = if matches!(tablets.halves, 1 | 2) { one } else { several };
    format!("{tablets} {word}")
}
