//! A record as one JSON document: every good line as it stands, and what is not good.

use serde_json::{Map, Value, json};

use crate::journal::reader::Record;

/// The format the document states.
pub const FORMAT: &str = "holdspace-export 1";

/// Writes a record as one JSON document, its entries in order of `n` with all their keys; amendments beside them.
#[must_use]
pub fn write(id: &str, record: &Record, amendments: &[Record]) -> String {
    let entry = |text: &str| serde_json::from_str::<Value>(text).unwrap_or(Value::Null);
    let entries_of = |record: &Record| record.lines.iter().map(|line| entry(&line.text)).collect::<Vec<Value>>();
    let entries = entries_of(record);
    let amendments: Vec<Vec<Value>> = amendments.iter().map(entries_of).collect();
    let damage: Vec<Value> = record.damage.iter().map(|damage| damage.to_string().into()).collect();
    let mut document = Map::new();
    let _ = document.insert("format".to_owned(), FORMAT.into());
    let _ = document.insert("record".to_owned(), id.into());
    let _ = document.insert("complete".to_owned(), record.is_complete().into());
    let _ = document.insert("damage".to_owned(), damage.into());
    let _ = document.insert("missing".to_owned(), json!(record.missing));
    let _ = document.insert("entries".to_owned(), entries.into());
    if !amendments.is_empty() {
        let _ = document.insert("amendments".to_owned(), json!(amendments));
    }
    format!("{:#}\n", Value::Object(document))
}
