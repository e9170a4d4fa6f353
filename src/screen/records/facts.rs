//! The facts of a record in a column: what was given, how it was held, what was measured and rated, what it is worth.

use iced::widget::{Column, container, row};
use iced::{Alignment, Length};

use super::list::ended;
use super::{Listed, Message, Opened};
use crate::record::facts::{Facts, Rise, Taken};
use crate::screen::shown::in_minutes;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::{Tablets, clock_face};
use crate::widget::Element;
use crate::widget::icon::icon;
use crate::widget::text::words;

/// Width of the words before the values.
const NAMES: f32 = 116.0;
/// Ratings that have room.
const RATINGS: usize = 4;

/// The column, without its buttons.
pub(super) fn column_of<'a>(listed: &'a Listed, opened: Option<&'a Opened>) -> Element<'a, Message> {
    let facts = &listed.facts;
    let mut lines: Vec<Element<'a, Message>> = Vec::new();
    let mut line = |name: &'a str, value: String| {
        if !value.is_empty() {
            let name = words(role::LABEL, Ink::Dim, name).width(NAMES);
            let value = words(role::LABEL_LARGE, Ink::Text, value).width(Length::Fill);
            lines.push(row![name, value].align_y(Alignment::Center).into());
        }
    };
    line("Protocol", facts.protocol.clone());
    line("Length", length(listed));
    for (number, dose) in facts.doses.iter().enumerate() {
        line(if number == 0 { "Dose" } else { "Booster" }, given(dose));
        line("Held", held(dose));
    }
    line("Pressure", pressure(facts));
    line("Heart rate", facts.heart_rate.map(rise).unwrap_or_default());
    for rated in facts.ratings.iter().take(RATINGS) {
        let last = rated.last.map(|last| format!(", then {last}")).unwrap_or_default();
        line(&rated.label, format!("{}{last}", rated.first));
    }
    line("Entries", facts.entries.to_string());
    line("Closing code", facts.closing_code.clone().unwrap_or_default());
    lines.push(verdict(opened));
    Column::with_children(lines).spacing(measure::XXS).into()
}

fn length(listed: &Listed) -> String {
    let how = ended(listed);
    listed.facts.length().map_or_else(|| how.to_owned(), |length| format!("{}, {how}", in_minutes(length)))
}

/// 1½ × 100 mg = 150 mg.
fn given(dose: &Taken) -> String {
    match dose.halves {
        0 => "taken, not confirmed".to_owned(),
        2 => format!("{} mg", dose.each_mg),
        halves => format!("{} \u{d7} {} mg = {} mg", Tablets { halves }, dose.each_mg, dose.milligrams()),
    }
}

/// 9:58 of 10:00.
fn held(dose: &Taken) -> String {
    let clock = |secs: u64| clock_face(std::time::Duration::from_secs(secs));
    match (dose.held_s, dose.planned_s) {
        (Some(held), Some(planned)) => format!("{} of {}", clock(held), clock(planned)),
        (Some(held), None) => clock(held),
        (None, Some(planned)) => format!("planned {}, no end recorded", clock(planned)),
        (None, None) => String::new(),
    }
}

fn pressure(facts: &Facts) -> String {
    let Some(over) = facts.systolic else { return String::new() };
    let under = facts.diastolic.unwrap_or(over);
    if over.base == over.peak {
        return format!("{}/{}", over.base, under.base);
    }
    format!("{}/{}, highest {}/{}", over.base, under.base, over.peak, under.peak)
}

fn rise(rise: Rise) -> String {
    if rise.base == rise.peak { rise.base.to_string() } else { format!("{}, highest {}", rise.base, rise.peak) }
}

/// What the record is worth, once it was looked at line by line.
fn verdict<'a>(opened: Option<&'a Opened>) -> Element<'a, Message> {
    let (drawing, ink, said) = match opened.and_then(|opened| opened.verdict.as_ref()) {
        None => (Icon::DashedRing, Ink::Faint, "Checking every line"),
        Some((true, said)) => (Icon::Check, Ink::Dim, said.as_str()),
        Some((false, said)) => (Icon::Diamond, Ink::Caution, said.as_str()),
    };
    let said = words(role::LABEL, Ink::Text, said).width(Length::Fill);
    let line = row![icon(drawing, measure::ICON_SMALL, ink), said].spacing(measure::XS);
    container(line).padding(iced::Padding::ZERO.top(measure::XS)).into()
}
