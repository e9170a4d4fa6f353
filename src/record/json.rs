//! A record as one JSON document: every good line as it stands, and what is not good.

use serde_json::{Map, Value, json};

use super::page::Page;
use super::section::clock::sentences;
use super::trail::instant;
use crate::clock::Change;
use crate::journal::path;
use crate::journal::reader::Record;

/// The format the document states.
pub const FORMAT: &str = "holdspace-export 1";

/// Writes a record as one JSON document, its entries in order of `n` with all their keys; amendments beside them.
#[must_use]
pub fn write(id: &str, record: &Record, amendments: &[Record]) -> String {
    let mut document = Map::new();
    let _ = document.insert("format".to_owned(), FORMAT.into());
    document.extend(folder(id, record));
    let _ = document.insert("clock".to_owned(), clock(record));
    if !amendments.is_empty() {
        let added = |record: &Record| Value::Object(folder(&path::record_id(&record.folder), record));
        let _ = document.insert("amendments".to_owned(), amendments.iter().map(added).collect());
    }
    format!("{:#}\n", Value::Object(document))
}

/// When it began by the latest clock that can be trusted, and how the clock was set: the time of an entry is `began`
/// and its `at_ms`.
fn clock(record: &Record) -> Value {
    let record = record.counted();
    let page = Page::of(&record, &[]);
    let change = |change: &Change| {
        json!({
            "at_ms": change.at.millis(),
            "by_ms": change.by_ms,
            "said": instant(&change.said),
            "says": instant(&change.says),
        })
    };
    json!({
        "began": page.wall(page.began()).and_then(|began| instant(&began)),
        "set": page.clock().changes().iter().map(change).collect::<Vec<_>>(),
        "told": sentences(&page),
    })
}

fn folder(id: &str, record: &Record) -> Map<String, Value> {
    let entry = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let entries: Vec<Value> = record.lines.iter().map(|line| entry(&line.text)).collect();
    let damage: Vec<Value> = record.damage.iter().map(|damage| damage.to_string().into()).collect();
    let mut folder = Map::new();
    let _ = folder.insert("record".to_owned(), id.into());
    let _ = folder.insert("complete".to_owned(), record.is_complete().into());
    let _ = folder.insert("damage".to_owned(), damage.into());
    let _ = folder.insert("missing".to_owned(), json!(record.missing));
    let _ = folder.insert("entries".to_owned(), entries.into());
    folder
}
