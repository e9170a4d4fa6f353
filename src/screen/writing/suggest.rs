//! Words that may be meant: those of this session first, then those that are often written in such rooms.

use crate::session::Session;
use crate::session::event::Person;

/// So many words are suggested.
const SHOWN: usize = 3;
/// Shorter words are typed faster than found.
const SHORTEST: usize = 4;

/// Words that are often written in a session, the more likely ones first.
const OFTEN: &str = "breathing breath hands hand tears tearful smiling smiled said softly quiet quietly stillness \
    opened turned moved jaw shoulders chest belly throat face eyes blanket water bathroom asked wanted needed \
    support touch shoulder mother father sister brother daughter child family home light dark warm cold water \
    ocean floating falling flying deep heavy open gentle grief anger fear anxious restless nausea dizzy headache \
    laughing laughed crying cried singing humming whispered nothing something everything because before after \
    again still slowly suddenly together alone safe trust letting going return returned remembered feeling feels \
    headphones music louder softer mask pillow spoke says looked looks settled relaxed tension release released";

/// The words of a session: labels of its chips, and what was written in it.
pub(super) fn vocabulary(session: &Session, person: Person) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let who = session.participant(person);
    let notes = who.iter().flat_map(|who| who.notes.iter().rev().map(|entry| entry.what.1.as_str()));
    let intention = who.and_then(|who| who.intention.as_ref()).map(|(_, text)| text.as_str());
    let labels = session.protocol().chips.iter().map(|chip| chip.label.as_str());
    for text in notes.chain(intention).chain(labels) {
        for word in text.split(|character: char| !character.is_alphanumeric() && character != '\'') {
            let known = all.iter().any(|known| known.eq_ignore_ascii_case(word));
            if word.chars().count() >= SHORTEST && !known {
                all.push(word.to_lowercase());
            }
        }
    }
    all
}

/// At most three words that go on from the last one of `text`; none while no word is begun.
pub(super) fn suggestions(text: &str, vocabulary: &[String]) -> Vec<String> {
    let begun = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    if begun.is_empty() {
        return Vec::new();
    }
    let small = begun.to_lowercase();
    let all = vocabulary.iter().map(String::as_str).chain(OFTEN.split_whitespace());
    let mut found: Vec<String> = Vec::new();
    for word in all.filter(|word| word.starts_with(&small) && word.len() > small.len()) {
        let word = as_begun(word, begun);
        if !found.contains(&word) {
            found.push(word);
        }
        if found.len() == SHOWN {
            break;
        }
    }
    found
}

/// The word with a capital, if it was begun with one.
fn as_begun(word: &str, begun: &str) -> String {
    if begun.chars().next().is_some_and(char::is_uppercase) {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_session_come_first() {
        let known = ["suitcase".to_owned()];
        assert_eq!(suggestions("she can put down the s", &known).first().map(String::as_str), Some("suitcase"));
    }

    #[test]
    fn nothing_is_suggested_between_words() {
        assert!(suggestions("she ", &[]).is_empty());
        assert!(suggestions("", &[]).is_empty());
    }

    #[test]
    fn a_capital_stays_a_capital() {
        assert_eq!(suggestions("Breathi", &[]), ["Breathing"]);
    }
}
