//! A client's sessions over the course: one small picture a measure, one column a session.

use iced::Length;
use iced::widget::{Space, column, container};

use super::found::Found;
use super::list::{columns, pager_of};
use super::{Listed, Message, Shown};
use crate::record::facts::Taken;
use crate::theme::measure;
use crate::units::counted;
use crate::widget::Element;
use crate::widget::button::surface;
use crate::widget::multiples::{Column, Measure, Pair, multiples};
use crate::widget::text::{heading, label};

/// Sessions beside each other; a finger needs 64 px for each.
const ACROSS: usize = 8;
/// Small changes of the pressure are not blown up: the scale spans at least so many mmHg.
const LEAST_RISE: f32 = 40.0;

/// The pictures; `page` counts back from the newest sessions.
pub(super) fn course<'a>(found: &'a Found, page: usize, shown: &Shown<'a>) -> Element<'a, Message> {
    let client = found.client().unwrap_or_default();
    let list = shown.list.unwrap_or_default();
    let own = |listed: &&Listed| listed.facts.code.eq_ignore_ascii_case(client) && !listed.away;
    // The list is the newest first; a course is read from its first session on.
    let all: Vec<&Listed> = list.iter().rev().filter(own).collect();
    let pages = all.len().div_ceil(ACROSS);
    let page = page.min(pages.saturating_sub(1));
    let end = all.len() - page * ACROSS;
    let first = end.saturating_sub(ACROSS);
    let some: Vec<&Listed> = all.iter().copied().take(end).skip(first).collect();
    let heads = some.iter().enumerate().map(|(index, listed)| Column {
        name: (first + index + 1).to_string(),
        second: listed.day().map_or_else(String::new, |day| day.format("%-d %b").to_string()),
    });
    let ids: Vec<String> = some.iter().map(|listed| listed.id.clone()).collect();
    let on_tap = move |index: usize| ids.get(index).map(|id| Message::Look(id.clone()));
    let picture = multiples(heads.collect(), measures(&some), on_tap);
    let to_read = column![container(picture).height(Length::Fill), pager_of(page, pages, Message::CoursePage)];
    let everything: Vec<String> = all.iter().map(|listed| listed.id.clone()).collect();
    let count = everything.len();
    let doses = all.iter().filter(|listed| !listed.facts.doses.is_empty()).count();
    let to_touch = column![
        heading(format!("{}, {doses} with a dose", counted(count, "session", "sessions"))),
        label(span(&all)),
        Space::new().height(measure::GAP),
        label(
            "Touch a session to open it. A filled dot is the later value, a ring the earlier one; the dashes are the first session's."
        ),
        Space::new().height(Length::Fill),
        surface(format!("Export all {count}")).width(Length::Fill).on_press(Message::Export(everything)),
    ];
    columns(shown, to_read, to_touch.spacing(measure::XS))
}

/// "8 October to 22 November 2026".
fn span(all: &[&Listed]) -> String {
    let day = |listed: Option<&&Listed>| listed.and_then(|listed| listed.day());
    let (Some(first), Some(last)) = (day(all.first()), day(all.last())) else { return String::new() };
    format!("{} to {}", first.format("%-d %B %Y"), last.format("%-d %B %Y"))
}

/// One picture for each thing that was measured in at least one session.
fn measures(some: &[&Listed]) -> Vec<Measure> {
    let of = |name: &str, unit: &str, value: &dyn Fn(&Listed) -> Pair| Measure {
        name: name.to_owned(),
        unit: unit.to_owned(),
        values: some.iter().map(|listed| value(listed)).collect(),
        least: None,
        minutes: false,
    };
    let rated = |key: &'static str| {
        move |listed: &Listed| {
            let rated = listed.facts.ratings.iter().find(|rated| rated.item == key);
            let first = rated.map(|rated| f32::from(rated.first));
            let last = rated.and_then(|rated| rated.last).map(f32::from);
            if last.is_some() { (first, last) } else { (None, first) }
        }
    };
    let minutes = |secs: Option<u64>| secs.map(|secs| secs as f32 / 60.0);
    let first_dose = |listed: &Listed| listed.facts.doses.first().copied();
    let hold = |listed: &Listed| {
        let dose = first_dose(listed);
        (dose.and_then(|dose| minutes(dose.planned_s)), dose.and_then(|dose| minutes(dose.held_s)))
    };
    let pressure = |listed: &Listed| {
        let over = listed.facts.systolic;
        (over.map(|over| f32::from(over.base)), over.map(|over| f32::from(over.peak)))
    };
    let dose = |listed: &Listed| {
        let all: f32 = listed.facts.doses.iter().map(Taken::milligrams).sum();
        (None, (!listed.facts.doses.is_empty()).then_some(all))
    };
    let lowest = some.iter().filter_map(|listed| pressure(listed).0).reduce(f32::min);
    let mut all = vec![
        Measure { least: Some((0.0, 10.0)), ..of("Distress", "before, after", &rated("distress")) },
        Measure { least: Some((0.0, 10.0)), ..of("Intensity", "as rated", &rated("intensity")) },
        Measure { least: Some((0.0, 0.0)), minutes: true, ..of("Hold", "planned, held", &hold) },
        Measure { least: lowest.map(|low| (low, low + LEAST_RISE)), ..of("Pressure", "first, highest", &pressure) },
        Measure { least: Some((0.0, 0.0)), ..of("Dose", "mg, boosters too", &dose) },
    ];
    all.retain(|measure| measure.values.iter().any(|(before, after)| before.is_some() || after.is_some()));
    all
}
