//! The lists of a protocol: phases, prompts, checklists, chips, breathing patterns.

use std::time::Duration;

use crate::config::table::Table;
use crate::session::answer::{Ask, Choice};
use crate::session::breathing::{Breath, Pattern, Step};
use crate::session::phase::Phase;
use crate::session::protocol::{Chip, ChipGroup, ChipKind, Item, Weight};

/// The most lines of one checklist.
const MOST_PARTS: usize = 100;

pub(super) const PHASES: &str =
    r#"phases = ["arrival", "intention", "breathing", "administration", "journey", "return", "closing"]"#;

pub(super) fn phases(table: &Table<'_>, key: &'static str) -> Option<Vec<Phase>> {
    let words = table.texts(key, PHASES)?;
    let mut phases: Vec<Phase> = Vec::new();
    for (at, word) in &words {
        let trouble = match Phase::from_key(word) {
            None => format!("{word:?} is no phase"),
            Some(phase) if phases.last().is_some_and(|before| *before >= phase) => {
                format!("{word:?} stands in the wrong place or twice")
            }
            Some(phase) => {
                phases.push(phase);
                continue;
            }
        };
        table.log().tell(*at, trouble, format!("write some or all of them in their order: {PHASES}"));
    }
    if phases.last() != Some(&Phase::Closing) && phases.len() == words.len() {
        table.log().tell(table.at(key), "the phases do not end with closing", format!("write {PHASES}"));
        return None;
    }
    (phases.len() == words.len()).then_some(phases)
}

pub(super) const PROMPTS: &str = "prompts = [\"What brings you here today?\"]";

pub(super) fn prompts(table: &Table<'_>, key: &'static str) -> Option<Vec<String>> {
    let texts = table.texts(key, PROMPTS)?;
    Some(texts.into_iter().map(|(_, text)| text).collect())
}

/// Reads `[[key]]` parts and tells of keys that stand twice.
fn parts<'a, T>(
    table: &Table<'a>,
    key: &'static str,
    read: impl Fn(&Table<'a>) -> Option<T>,
    word: impl Fn(&T) -> &str,
) -> Option<Vec<T>> {
    let mut done: Vec<T> = Vec::new();
    let mut whole = true;
    let tables = table.tables(key)?;
    if tables.len() > MOST_PARTS {
        let what = format!("there are {} [[{key}]] parts", tables.len());
        table.log().tell(table.at(key), what, format!("write {MOST_PARTS} or fewer"));
        return None;
    }
    for part in tables {
        match read(&part) {
            Some(found) if done.iter().any(|other| word(other) == word(&found)) => {
                let what = format!("the key {:?} stands twice in [[{key}]]", word(&found));
                part.log().tell(part.at("key"), what, "give each its own key");
                whole = false;
            }
            Some(found) => done.push(found),
            None => whole = false,
        }
        part.finish();
    }
    whole.then_some(done)
}

pub(super) fn items(table: &Table<'_>, key: &'static str) -> Option<Vec<Item>> {
    parts(table, key, item, |item| &item.key)
}

fn item(table: &Table<'_>) -> Option<Item> {
    let (key, label) = key_and_label(table);
    let hint = table.text("hint", "hint = \"food 3–4 h, drink 1–2 h\"").unwrap_or_default();
    let ask = ask(table);
    Some(Item { key: key?, label: label?, hint, ask: ask? })
}

/// What a line asks beyond met or not; `None` if that is told wrong.
fn ask(table: &Table<'_>) -> Option<Ask> {
    let months = table.whole("good_for_months", (1, 60), "good_for_months = 6");
    let asks = [("count", Ask::Count), ("words", Ask::Words), ("tick", Ask::Tick)];
    let words = [("count", 0usize), ("words", 1), ("tick", 2)];
    let asked = table.choice("asks", &words).and_then(|word| asks.get(word)).map(|(_, ask)| ask.clone());
    let changes = choices(table, "changes");
    let one_of = choices(table, "one_of");
    let said = ["good_for_months", "asks", "changes", "one_of"].into_iter().filter(|key| table.has(key));
    let said: Vec<&str> = said.collect();
    if let [_, second, ..] = said.as_slice() {
        let what = format!("a line asks one thing, and here are {}", said.join(" and "));
        table.log().tell(table.at(second), what, format!("take all but one out, such as {second}"));
        return None;
    }
    let found = months.map(|months| Ask::Dated { months: months as u8 });
    let found = found.or(asked).or(changes.map(Ask::Changes)).or(one_of.map(Ask::OneOf));
    if said.is_empty() { Some(Ask::Tick) } else { found }
}

/// Labels to choose from; their keys are made of them.
fn choices(table: &Table<'_>, key: &'static str) -> Option<Vec<Choice>> {
    let example = format!("{key} = [\"Pregnancy or nursing\", \"Heart\"]");
    let labels = table.texts(key, &example)?;
    let known: Vec<Choice> =
        labels.iter().map(|(_, label)| Choice { key: key_of(label), label: label.clone() }).collect();
    let twice = known.iter().enumerate().any(|(at, one)| known.iter().skip(at + 1).any(|other| other.key == one.key));
    if known.is_empty() || known.len() > 12 || twice || known.iter().any(|one| one.key.is_empty()) {
        let what = format!("{key} must be 1 to 12 different texts");
        table.log().tell(table.at(key), what, format!("write {example}"));
        return None;
    }
    Some(known)
}

/// The words of a label as a key: small letters, digits, and one low line between.
fn key_of(label: &str) -> String {
    let small = label.to_lowercase();
    let parts = small.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("_")
}

fn key_and_label(table: &Table<'_>) -> (Option<String>, Option<String>) {
    let key = table.require("key", table.word("key", "key = \"escort_home\""), "key = \"escort_home\"");
    let label = table.require("label", table.text("label", "label = \"Escort home\""), "label = \"Escort home\"");
    (key, label)
}

pub(super) const CHIP: &str = "[[chip]] and below it key, label, group and kind";

pub(super) fn chips(table: &Table<'_>, key: &'static str) -> Option<Vec<Chip>> {
    parts(table, key, chip, |chip| &chip.key)
}

fn chip(table: &Table<'_>) -> Option<Chip> {
    let groups = [
        ("settling", ChipGroup::Settling),
        ("unease", ChipGroup::Unease),
        ("events", ChipGroup::Events),
        ("more", ChipGroup::More),
        ("return", ChipGroup::Return),
    ];
    let kinds = [("point", ChipKind::Point), ("state", ChipKind::State), ("once", ChipKind::Once)];
    let (key, label) = key_and_label(table);
    let group = table.require("group", table.choice("group", &groups), "group = \"settling\"");
    let kind = table.require("kind", table.choice("kind", &kinds), "kind = \"point\"");
    let weights = [("expected", Weight::Expected), ("uncommon", Weight::Uncommon), ("serious", Weight::Serious)];
    let weight = table.choice("weight", &weights).unwrap_or_default();
    Some(Chip { key: key?, label: label?, group: group?, kind: kind?, weight })
}

pub(super) fn patterns(table: &Table<'_>, key: &'static str) -> Option<Vec<Pattern>> {
    let patterns = parts(table, key, pattern, |pattern| &pattern.key)?;
    if patterns.is_empty() {
        table.log().tell(table.at(key), "there is no breathing pattern", "write one [[breathing.pattern]] or more");
        return None;
    }
    Some(patterns)
}

const STEPS: &str = "steps = \"in 5.5, out 5.5\"";

fn pattern(table: &Table<'_>) -> Option<Pattern> {
    let (key, label) = key_and_label(table);
    let caution = table.text("caution", "caution = \"holds the breath: not with high pressure\"");
    let words = table.require("steps", table.text("steps", STEPS), STEPS)?;
    let steps: Option<Vec<Step>> = words.split(',').map(step).collect();
    let goes_round = |steps: &[Step]| {
        let has = |breath| steps.iter().any(|step| step.breath == breath);
        has(Breath::In) && has(Breath::Out)
    };
    let Some(steps) = steps.filter(|steps| goes_round(steps)) else {
        let what = format!("{words:?} is no breathing cycle: in and out are needed, each with 0.5 to 30 seconds");
        table.log().tell(table.at("steps"), what, "write steps = \"in 4, hold 7, out 8\", in seconds");
        return None;
    };
    Some(Pattern { key: key?, label: label?, steps, caution })
}

fn step(words: &str) -> Option<Step> {
    let (breath, seconds) = words.trim().split_once(' ')?;
    let breath = match breath {
        "in" => Breath::In,
        "hold" => Breath::Hold,
        "out" => Breath::Out,
        _ => return None,
    };
    let seconds: f64 = seconds.trim().parse().ok()?;
    (0.5..=30.0).contains(&seconds).then(|| Step { breath, lasts: Duration::from_secs_f64(seconds) })
}
