//! The gate before the dose and the checklist before leaving, as they were answered.

use super::code::CHECKLIST;
use super::element::{Identifier, text};
use super::frame::{About, Frame};
use super::name::name;
use super::resource::{Answer, Item, QuestionnaireResponse, Resource};
use crate::record::trail::Step;
use crate::session::event::{Event, Stamped};
use crate::session::protocol::Item as Line;

type Own<'a> = Vec<(&'a Step<'a>, &'a Stamped)>;

pub(super) fn responses(frame: &Frame) -> (Vec<Resource>, About) {
    let is_gate = |event: &Event| matches!(event, Event::GateItem { .. } | Event::GateOverridden { .. });
    let is_release = |event: &Event| matches!(event, Event::ReleaseItem { .. } | Event::Released { .. });
    let protocol = frame.trail.page.protocol();
    let gate = protocol.map(|it| it.gate.iter().chain(&it.room).collect()).unwrap_or_default();
    let release = protocol.map(|it| it.release.iter().collect()).unwrap_or_default();
    let (mut resources, mut about) = (Vec::new(), About::new());
    for (list, lines, is_own) in
        [("gate", gate, &is_gate as &dyn Fn(&Event) -> bool), ("release", release, &is_release)]
    {
        let own: Own = frame.trail.entries().filter(|(_, entry)| is_own(&entry.event)).collect();
        if own.is_empty() {
            continue;
        }
        let response = response(frame, list, lines, &own);
        about.extend(own.iter().map(|(_, entry)| (entry.id, response.id.clone())));
        resources.push(Resource::QuestionnaireResponse(Box::new(response)));
    }
    (resources, about)
}

fn response(frame: &Frame, list: &str, lines: Vec<&Line>, own: &Own) -> QuestionnaireResponse {
    let stands = |entry: &Stamped| !frame.trail.page.is_undone(entry);
    let standing: Vec<&Stamped> = own.iter().map(|(_, entry)| *entry).filter(|entry| stands(entry)).collect();
    let changed = own.iter().any(|(step, entry)| !stands(entry) || step.folder != frame.trail.id);
    let status = match (standing.is_empty(), changed) {
        (true, _) => "entered-in-error",
        (false, _) if frame.is_running() => "in-progress",
        (false, true) => "amended",
        (false, false) => "completed",
    };
    let last = standing.iter().map(|entry| frame.trail.at(entry)).max();
    let groups = standing.iter().filter_map(|entry| group(frame, list, entry));
    QuestionnaireResponse {
        id: name(&[frame.trail.id, list]),
        identifier: Identifier { system: CHECKLIST, value: format!("{}/{list}", frame.trail.id) },
        part_of: frame.part_of(),
        questionnaire: frame.trail.page.protocol().map(|it| format!("{CHECKLIST}:{list}|{}", it.sha256)),
        status,
        subject: frame.subject(),
        encounter: frame.visit(),
        authored: last.and_then(|at| frame.trail.wall(at)),
        item: ticks(frame, list, lines, &standing).into_iter().chain(groups).collect(),
    }
}

/// Every line of the protocol, answered or not; then those that only the record knows.
fn ticks(frame: &Frame, list: &str, lines: Vec<&Line>, standing: &[&Stamped]) -> Vec<Item> {
    let ticked = |entry: &&Stamped| match &entry.event {
        Event::GateItem { item, met, answer } | Event::ReleaseItem { item, met, answer } => {
            Some((item.clone(), *met, frame.trail.page.answer_words(item, answer.as_ref())))
        }
        _ => None,
    };
    let answers: Vec<(String, bool, String)> = standing.iter().filter_map(ticked).collect();
    let mut keys: Vec<&String> = lines.iter().map(|line| &line.key).collect();
    for (key, ..) in &answers {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let item = |key: &String| {
        let said = answers.iter().rfind(|(of, ..)| of == key);
        let met = Item {
            answer: said.map(|(_, met, _)| Answer::Boolean(*met)).into_iter().collect(),
            ..line(&format!("{list}.{key}"), label(frame, list, key))
        };
        // What was answered stands beside the tick: an item with an answer has no items below it.
        let words = said.and_then(|(_, _, words)| text(words));
        let more = words.map(|words| Item {
            answer: vec![Answer::String(words)],
            ..line(&format!("{list}.{key}.answer"), label(frame, list, key))
        });
        [Some(met), more].into_iter().flatten().collect::<Vec<_>>()
    };
    keys.into_iter().flat_map(item).collect()
}

/// An override, or the release: what was missing, why, and when.
fn group(frame: &Frame, list: &str, entry: &Stamped) -> Option<Item> {
    let (words, missing, reason) = match &entry.event {
        Event::GateOverridden { missing, reason } => ("Went on all the same", missing, Some(reason.as_str())),
        Event::Released { missing, reason } => ("Released", missing, reason.as_deref()),
        _ => return None,
    };
    let said = |part: &str, words: &str, answer: Option<Answer>| {
        answer.map(|answer| Item { answer: vec![answer], ..line(&format!("{list}.decision.{part}"), words) })
    };
    let missing: Vec<&str> = missing.iter().map(|key| label(frame, list, key)).collect();
    let items = [
        said("at", "When", frame.when(entry).map(Answer::DateTime)),
        said("missing", "What was missing", text(&missing.join(", ")).map(Answer::String)),
        said("reason", "Reason", reason.and_then(text).map(Answer::String)),
    ];
    Some(Item { item: items.into_iter().flatten().collect(), ..line(&format!("{list}.decision"), words) })
}

fn label<'a>(frame: &'a Frame, list: &str, key: &'a str) -> &'a str {
    if list == "gate" { frame.trail.page.arrival_line(key) } else { frame.trail.page.release_line(key) }
}

fn line(link_id: &str, words: &str) -> Item {
    let link_id = text(link_id).unwrap_or_default();
    Item { link_id, text: text(words), answer: Vec::new(), item: Vec::new() }
}
