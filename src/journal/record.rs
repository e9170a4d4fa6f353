//! The written form of a record: the format itself.
//!
//! One line is one event, and one JSON object with its keys in this order:
//!
//! ```text
//! {"n":12,"id":"<uuid>","at_ms":5025000,"wall":"2026-11-22T10:31:07.512+01:00","boot_ms":88000000,
//!  "boot_id":"<uuid>","who":"therapist","about":"one","kind":"spat","dose":0,"h":"<32 hex>"}
//! ```
//!
//! * `n` counts from 1 in each folder; `id` names the event, the same in every folder of one sitting.
//! * `at_ms` is when it happened, in ms since the session began; `wall`, `boot_ms` and `boot_id` are what the
//!   clocks said when it was recorded.
//! * `about` is `all` (phase, music, room: in every folder of the sitting) or `one` (this folder's person).
//! * The first line of every later segment has `prev` after `boot_id`: see [`chain`].
//! * What follows `kind` belongs to the kind: see `record/kind.rs`. Unknown keys are to be skipped, unknown kinds kept.
//!
//! `docs/record-format.md` says the same for people who write a reader.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};

use crate::clock::Reading;
use crate::session::event::{About, Event, EventId, Person, Stamped, Who};
use crate::units::Moment;

mod answer;
pub mod chain;
mod kind;
mod plan;
mod practice;
mod protocol;
mod unit;

use kind::Kind;
use unit::{Id, words};

/// What the first line of a record says its format is.
pub const FORMAT: &str = "holdspace-record 1";

/// So deep may the values of a line be nested.
const DEEPEST: i32 = 127;

/// Whose folder it is; written into its first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The person, counted from 0.
    pub person: Person,
    /// How many participants the sitting has.
    pub people: u8,
    /// The random id of this device.
    pub device: Arc<str>,
}

/// One good line, as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Counts from 1 in each folder.
    pub n: u64,
    /// The name of the event.
    pub id: EventId,
    /// When it happened.
    pub at: Moment,
    /// What the clocks said when it was recorded.
    pub recorded: Reading,
    /// The word for what happened.
    pub kind: String,
    /// The event; `None` where this version does not know the kind or its values.
    pub entry: Option<Stamped>,
    /// The hash it ends with.
    pub h: String,
    /// The whole line as it stands in the file, without its newline.
    pub text: String,
}

#[derive(Serialize, Deserialize)]
struct Head {
    n: u64,
    id: Id,
    at_ms: u64,
    wall: String,
    boot_ms: u64,
    boot_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    prev: Option<String>,
    who: WhoWord,
    about: AboutWord,
    /// Written by [`Kind`], read here too so that an unknown kind has its word.
    #[serde(skip_serializing)]
    kind: String,
}

words!(WhoWord = Who { Therapist = "therapist", System = "system", Chaperone = "chaperone", Provider = "provider" });

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum AboutWord {
    All,
    One,
}

/// Writes the part of a line that its hash covers.
///
/// `prev` is given for the first line of a later segment.
///
/// # Errors
/// If a value cannot be put into words, which would be a mistake in this module.
pub fn body(
    n: u64,
    entry: &Stamped,
    recorded: &Reading,
    prev: Option<&str>,
    owner: &Owner,
) -> Result<String, serde_json::Error> {
    let head = Head {
        n,
        id: Id(entry.id.0),
        at_ms: entry.at.millis(),
        wall: recorded.wall.to_rfc3339_opts(SecondsFormat::Millis, false),
        boot_ms: u64::try_from(recorded.boot.as_millis()).unwrap_or(u64::MAX),
        boot_id: recorded.boot_id.to_string(),
        prev: prev.map(str::to_owned),
        who: entry.who.into(),
        about: match entry.about {
            About::All => AboutWord::All,
            About::One(_) => AboutWord::One,
        },
        kind: String::new(),
    };
    let head = serde_json::to_string(&head)?;
    let kind = serde_json::to_string(&Kind::of(&entry.event, owner))?;
    let head = head.strip_suffix('}').unwrap_or(&head);
    let kind = kind.strip_prefix('{').and_then(|kind| kind.strip_suffix('}')).unwrap_or(&kind);
    Ok(format!("{head},{kind}"))
}

/// Reads a line whose hash has been found right.
///
/// # Errors
/// If it lacks what every line has; an unknown kind is not an error.
pub fn line(text: &str, h: &str) -> Result<Line, serde_json::Error> {
    if is_too_deep(text) {
        return Err(serde::de::Error::custom("nested too deep"));
    }
    let head: Head = serde_json::from_str(text)?;
    let wall = DateTime::parse_from_rfc3339(&head.wall).map_err(serde::de::Error::custom)?;
    let about = match head.about {
        AboutWord::All => About::All,
        AboutWord::One => About::One(Person::default()),
    };
    let (id, at, who) = (EventId(head.id.0), Moment::from_millis(head.at_ms), head.who.into());
    let event: Option<Event> = serde_json::from_str::<Kind>(text).ok().and_then(Kind::into_event);
    Ok(Line {
        n: head.n,
        id,
        at,
        recorded: Reading { boot: Duration::from_millis(head.boot_ms), boot_id: head.boot_id.into(), wall },
        kind: head.kind,
        entry: event.map(|event| Stamped { id, at, about, who, event }),
        h: h.to_owned(),
        text: text.to_owned(),
    })
}

/// Whether a line is nested deeper than any reader follows; nothing that was ever written is.
fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0i32, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Whether a record begins with this kind of line.
pub(crate) fn is_first(kind: &str) -> bool {
    ["session_started", "amendment_started"].contains(&kind)
}

/// Whose folder this is, from the first line of a record; `None` for any other line.
pub(crate) fn owner(text: &str) -> Option<Owner> {
    #[derive(Deserialize)]
    struct Form {
        person: u8,
        people: u8,
        device: String,
    }
    let Form { person, people, device } = serde_json::from_str(text).ok()?;
    Some(Owner { person: Person(person), people, device: device.into() })
}
