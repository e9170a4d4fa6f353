//! What practices ask and agree beyond the core: the course, calls, boosters, turns, questionnaires, drawings.

use super::{Cell, Section};
use crate::record::page::{Page, lasting};
use crate::record::practice;
use crate::session::event::{Event, Stamped};
use crate::session::questionnaire::Questionnaire;
use crate::units::{Moment, counted};

/// Everything of the kind that stands in no section of its own.
pub(in crate::record) fn told(page: &Page) -> Section {
    let rows = page.entries().filter(|entry| !has_own_place(&entry.event)).filter_map(|entry| {
        let what = practice::words(page, entry)?;
        let lasted = ended(page, entry).map(|end| lasting(end.since(page.at(entry))));
        let (when, since, by) = (page.when(entry), page.since(entry), page.by(entry).into());
        Some(page.row(entry, [when, since, what.into(), lasted.unwrap_or_default().into(), by]))
    });
    Section::new("Course, calls and agreements", &["time", "since T0", "what", "lasted", "by"], rows)
}

/// Answers and strokes have sections of their own; an end stands beside its beginning.
fn has_own_place(event: &Event) -> bool {
    matches!(event, Event::Answered { .. } | Event::Drawn { .. } | Event::TurnEnded | Event::MeditationEnded)
}

/// When what an entry began came to its end.
fn ended(page: &Page, entry: &Stamped) -> Option<Moment> {
    let end = match &entry.event {
        Event::TurnBegan => Event::TurnEnded,
        Event::MeditationBegan { .. } => Event::MeditationEnded,
        _ => return None,
    };
    let after = page.entries().skip_while(|other| other.id != entry.id);
    let mut ends = after.filter(|other| other.event == end && !page.is_undone(other));
    ends.next().map(|end| page.at(end))
}

/// One section a questionnaire: every answer as it was given, and below what stands in the end.
pub(in crate::record) fn questionnaires(page: &Page) -> Vec<Section> {
    page.questionnaires().into_iter().map(|key| questionnaire(page, key)).collect()
}

fn questionnaire(page: &Page, key: &str) -> Section {
    let form = page.protocol().and_then(|protocol| protocol.practice.questionnaire(key));
    let rows = page.entries().filter_map(|entry| {
        let Event::Answered { questionnaire, item, value } = &entry.event else { return None };
        if questionnaire != key {
            return None;
        }
        let (asked, answer) = in_words(form, *item, *value);
        Some(page.row(entry, [page.when(entry), asked.into(), Cell::from(answer), page.by(entry).into()]))
    });
    let mut section = Section::new(page.questionnaire(key), &["time", "asked", "answer", "by"], rows);
    section.below = form.map(|form| below(page, form)).unwrap_or_default();
    section
}

/// An item and its answer; their numbers where the questionnaire is not known.
pub(in crate::record) fn in_words(form: Option<&Questionnaire>, item: u8, value: u8) -> (String, String) {
    let asked = form.and_then(|form| form.items.get(usize::from(item))).map(|asked| asked.text.clone());
    let level = form.and_then(|form| form.levels.iter().find(|level| level.value == value));
    let answer = level.map_or_else(|| value.to_string(), |level| format!("{value}: {}", level.label));
    (asked.unwrap_or_else(|| format!("item {}", u16::from(item) + 1)), answer)
}

fn below(page: &Page, form: &Questionnaire) -> Vec<String> {
    let answers = page.answers(form);
    let given = answers.iter().flatten().count();
    let mut lines = vec![match form.score(&answers) {
        Some(score) => {
            let band = form.band(score).map(|band| format!(", {band}")).unwrap_or_default();
            format!("Sum: {score}{band}")
        }
        None => format!("{given} of {} answered; no sum", form.items.len()),
    }];
    for number in form.noticed(&answers) {
        lines.push(format!("Item {} was pointed out to the therapist", number + 1));
    }
    lines.push(format!("Source: {}", form.source));
    lines
}

/// The sheets that were drawn on.
pub(in crate::record) fn drawings(page: &Page) -> Section {
    let sheets = page.sheets();
    let rows = sheets.iter().filter_map(|(sheet, strokes)| {
        let (first, _) = strokes.first()?;
        let what = format!("{}, drawings/{}.svg", counted(strokes.len(), "line", "lines"), u16::from(*sheet) + 1);
        Some(page.row(first, [page.when(first), page.since(first), what.into()]))
    });
    Section::new("Drawings", &["time", "since T0", "what"], rows)
}
