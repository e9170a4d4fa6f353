//! What a protocol says of a phase, and how long it usually takes: one quiet line on every screen; nothing follows from it.

use super::Shown;
use super::shown::in_minutes;

/// The line of the phase one is in; `None` where the protocol says nothing of it.
#[must_use]
pub fn guide(shown: &Shown<'_>) -> Option<String> {
    let session = shown.session;
    let guide = session.protocol().practice.guide(session.phase())?;
    let lasting = in_minutes(shown.now.since(session.entered()));
    let usual = guide.usual.map(|usual| format!("usually {}, now {lasting}", in_minutes(usual)));
    match (guide.text.is_empty(), usual) {
        (true, None) => None,
        (true, Some(usual)) => Some(capital(&usual)),
        (false, None) => Some(guide.text.clone()),
        (false, Some(usual)) => Some(format!("{} {}.", ended(&guide.text), capital(&usual))),
    }
}

fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '\u{2026}']) { text.to_owned() } else { format!("{text}.") }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}
