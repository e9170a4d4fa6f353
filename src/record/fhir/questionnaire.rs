//! Questionnaires as they were answered: every item with its answer, and their sum.

use super::code::QUESTIONNAIRE;
use super::element::{Identifier, text};
use super::frame::{About, Frame};
use super::name::name;
use super::resource::{Answer, Item, QuestionnaireResponse, Resource};
use crate::record::section::practice::in_words;
use crate::session::event::{Event, Stamped};
use crate::session::questionnaire::Questionnaire;

pub(super) fn responses(frame: &Frame) -> (Vec<Resource>, About) {
    let page = &frame.trail.page;
    let (mut resources, mut about) = (Vec::new(), About::new());
    for key in page.questionnaires() {
        let own: Vec<&Stamped> = frame.trail.entries().map(|(_, entry)| entry).filter(|it| is_of(it, key)).collect();
        let form = page.protocol().and_then(|protocol| protocol.practice.questionnaire(key));
        let response = response(frame, key, form, &own);
        about.extend(own.iter().map(|entry| (entry.id, response.id.clone())));
        resources.push(Resource::QuestionnaireResponse(Box::new(response)));
    }
    (resources, about)
}

fn is_of(entry: &Stamped, key: &str) -> bool {
    matches!(&entry.event, Event::Answered { questionnaire, .. } if questionnaire == key)
}

fn response(frame: &Frame, key: &str, form: Option<&Questionnaire>, own: &[&Stamped]) -> QuestionnaireResponse {
    let stands = |entry: &&&Stamped| !frame.trail.page.is_undone(entry);
    let standing: Vec<&Stamped> = own.iter().filter(stands).copied().collect();
    let answers = form.map(|form| frame.trail.page.answers(form)).unwrap_or_default();
    let score = form.and_then(|form| form.score(&answers));
    let status = match (standing.is_empty(), score) {
        (true, _) => "entered-in-error",
        (false, Some(_)) => "completed",
        (false, None) if frame.is_running() => "in-progress",
        (false, None) => "stopped",
    };
    QuestionnaireResponse {
        id: name(&[frame.trail.id, "questionnaire", key]),
        identifier: Identifier { system: QUESTIONNAIRE, value: format!("{}/{key}", frame.trail.id) },
        part_of: frame.part_of(),
        questionnaire: form.map(|form| format!("{QUESTIONNAIRE}:{}|{}", form.key, form.sha256)),
        status,
        subject: frame.subject(),
        encounter: frame.visit(),
        authored: standing.iter().map(|entry| frame.trail.at(entry)).max().and_then(|at| frame.trail.wall(at)),
        item: items(form, &standing).into_iter().chain(sum(form, score)).collect(),
    }
}

/// The answers that stand, in the order of the items.
fn items(form: Option<&Questionnaire>, standing: &[&Stamped]) -> Vec<Item> {
    let mut last: std::collections::BTreeMap<u8, u8> = std::collections::BTreeMap::new();
    for entry in standing {
        if let Event::Answered { item, value, .. } = &entry.event {
            let _ = last.insert(*item, *value);
        }
    }
    let item = |(item, value): (u8, u8)| {
        let (asked, answer) = in_words(form, item, value);
        let answer = text(&answer).map(Answer::String).into_iter().collect();
        Item { link_id: (u16::from(item) + 1).to_string(), text: text(&asked), answer, item: Vec::new() }
    };
    last.into_iter().map(item).collect()
}

fn sum(form: Option<&Questionnaire>, score: Option<u16>) -> Option<Item> {
    let (form, score) = form.zip(score)?;
    let band = form.band(score).map(|band| format!(", {band}")).unwrap_or_default();
    let answer = vec![Answer::String(format!("{score}{band}"))];
    Some(Item { link_id: "sum".to_owned(), text: text("Sum"), answer, item: Vec::new() })
}
