//! Asking a TOML document for its values by name, so that whatever is wrong with them is told.

use std::cell::RefCell;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::log::Log;

/// One table of a document, whose keys are asked for by name; [`Table::finish`] tells of those nobody asked for.
#[derive(Debug)]
pub struct Table<'a> {
    log: &'a Log<'a>,
    entries: &'a DeTable<'a>,
    path: String,
    begins: usize,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Table<'a> {
    /// The whole document; checks that it begins with `format = "…"`.
    #[must_use]
    pub fn root(log: &'a Log<'a>, document: &'a Spanned<DeTable<'a>>, format: &'static str) -> Self {
        let root = Self::new(log, document.get_ref(), String::new(), 0);
        let remedy = format!("write format = \"{format}\" as the first line");
        match root.value("format") {
            None => log.tell_missing(0, "the line that says what this file is is missing".to_owned(), remedy),
            Some(value) if value.get_ref().as_str() != Some(format) => {
                log.tell(value.span().start, "this is not a format that can be read here", remedy);
            }
            Some(value) => {
                let before = |key: &Spanned<_>| key.span().start < value.span().start;
                if root.entries.iter().any(|(key, _)| key.get_ref() != "format" && before(key)) {
                    log.tell(value.span().start, "format is not the first key", remedy);
                }
            }
        }
        root
    }

    fn new(log: &'a Log<'a>, entries: &'a DeTable<'a>, path: String, begins: usize) -> Self {
        Self { log, entries, path, begins, known: RefCell::new(Vec::new()) }
    }

    /// Whether a key is there, right or wrong.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// Where a key's value begins; the table's own beginning if it is not there.
    #[must_use]
    pub fn at(&self, key: &str) -> usize {
        let found = self.entries.iter().find(|(name, _)| name.get_ref() == key);
        found.map_or(self.begins, |(_, value)| value.span().start)
    }

    /// The log that this table tells its problems to.
    #[must_use]
    pub fn log(&self) -> &'a Log<'a> {
        self.log
    }

    fn value(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.borrow_mut().push(key);
        self.entries.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn named(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str, example: &str) {
        let (key, found) = (self.named(key), kind(value.get_ref()));
        self.log.tell(value.span().start, format!("{key} is {found} and must be {wanted}"), format!("write {example}"));
    }

    /// Tells that a key is missing, unless it is there and was wrong.
    pub fn require<T>(&self, key: &str, found: Option<T>, example: &str) -> Option<T> {
        if found.is_none() && !self.has(key) {
            self.miss(key, example);
        }
        found
    }

    /// Tells that a key is missing.
    pub fn miss(&self, key: &str, example: &str) {
        let what = format!("{} is missing", self.named(key));
        self.log.tell_missing(self.begins, what, format!("write {example}"));
    }

    /// A text that is not empty.
    pub fn text(&self, key: &'static str, example: &str) -> Option<String> {
        let value = self.value(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.wrong(key, value, "text", example);
            return None;
        };
        self.words(key, value.span().start, text, example)
    }

    fn words(&self, key: &str, byte: usize, text: &str, example: &str) -> Option<String> {
        let trouble = if text.trim().is_empty() {
            "is empty"
        } else if text.chars().count() > 500 {
            "is longer than 500 characters"
        } else if text.chars().any(|letter| letter.is_control() && letter != '\n') {
            "holds control characters"
        } else {
            return Some(text.trim().to_owned());
        };
        self.log.tell(byte, format!("{} {trouble}", self.named(key)), format!("write {example}"));
        None
    }

    /// A word for files and records: small letters, figures, `_` and `-`.
    pub fn word(&self, key: &'static str, example: &str) -> Option<String> {
        let text = self.text(key, example)?;
        if text.len() <= 40 && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-')) {
            return Some(text);
        }
        let what = format!("{} is {text:?}: only small letters, figures, _ and - can stand here", self.named(key));
        self.log.tell(self.at(key), what, format!("write {example}"));
        None
    }

    /// Yes or no.
    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        if value.get_ref().as_bool().is_none() {
            self.wrong(key, value, "true or false", &format!("{key} = true or {key} = false"));
        }
        value.get_ref().as_bool()
    }

    /// A number within limits, both included; NaN and infinity are outside.
    pub fn number(&self, key: &'static str, limits: (f64, f64), example: &str) -> Option<f64> {
        let value = self.value(key)?;
        self.number_in(key, value, limits, example)
    }

    fn number_in(&self, key: &str, value: &Spanned<DeValue<'_>>, limits: (f64, f64), example: &str) -> Option<f64> {
        let Some(number) = as_number(value.get_ref()) else {
            self.wrong(key, value, "a number", example);
            return None;
        };
        if number >= limits.0 && number <= limits.1 {
            return Some(number);
        }
        let (least, most) = limits;
        let what = format!("{} is {number}, which is not from {least} to {most}", self.named(key));
        self.log.tell(value.span().start, what, format!("write a number from {least} to {most}, such as {example}"));
        None
    }

    /// A whole number within limits, both included.
    pub fn whole(&self, key: &'static str, limits: (u32, u32), example: &str) -> Option<u32> {
        let number = self.number(key, (f64::from(limits.0), f64::from(limits.1)), example)?;
        if number.fract() == 0.0 {
            return Some(number as u32);
        }
        let what = format!("{} is {number} and must be a whole number", self.named(key));
        self.log.tell(self.at(key), what, format!("write {example}"));
        None
    }

    /// A number of minutes.
    pub fn minutes(&self, key: &'static str, limits: (f64, f64), example: &str) -> Option<Duration> {
        self.number(key, limits, example).map(|minutes| Duration::from_secs_f64(minutes * 60.0))
    }

    /// A number of seconds.
    pub fn seconds(&self, key: &'static str, limits: (f64, f64), example: &str) -> Option<Duration> {
        self.number(key, limits, example).map(Duration::from_secs_f64)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let all = words.iter().map(|(word, _)| format!("{key} = \"{word}\"")).collect::<Vec<_>>().join(" or ");
        let text = self.text(key, &all)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let what = format!("{} is {text:?}, which is not one of its words", self.named(key));
            self.log.tell(self.at(key), what, format!("write {all}"));
        }
        found.map(|(_, value)| *value)
    }

    /// A list of texts, each with the byte at which it begins.
    pub fn texts(&self, key: &'static str, example: &str) -> Option<Vec<(usize, String)>> {
        let values = self.list(key, example)?;
        let read = |value: &Spanned<DeValue<'_>>| match value.get_ref().as_str() {
            Some(text) => Some((value.span().start, self.words(key, value.span().start, text, example)?)),
            None => {
                self.wrong(key, value, "a list of texts", example);
                None
            }
        };
        whole(values.iter().map(read).collect())
    }

    /// A list of numbers within limits.
    pub fn numbers(&self, key: &'static str, limits: (f64, f64), example: &str) -> Option<Vec<f64>> {
        let values = self.list(key, example)?;
        whole(values.iter().map(|value| self.number_in(key, value, limits, example)).collect())
    }

    fn list(&self, key: &'static str, example: &str) -> Option<&'a [Spanned<DeValue<'a>>]> {
        let value = self.value(key)?;
        let DeValue::Array(values) = value.get_ref() else {
            self.wrong(key, value, "a list in [brackets]", example);
            return None;
        };
        Some(values)
    }

    /// A table below this one, under `[heading]`.
    pub fn table(&self, key: &'static str) -> Option<Table<'a>> {
        let value = self.value(key)?;
        let DeValue::Table(entries) = value.get_ref() else {
            self.wrong(key, value, "a part of its own", &format!("[{}] on a line of its own", self.named(key)));
            return None;
        };
        Some(Table::new(self.log, entries, self.named(key), value.span().start))
    }

    /// Tables below this one, each under `[[heading]]`.
    pub fn tables(&self, key: &'static str) -> Option<Vec<Table<'a>>> {
        let example = format!("[[{}]] on a line of its own", self.named(key));
        let values = self.list(key, &example)?;
        let read = |(index, value): (usize, &'a Spanned<DeValue<'a>>)| match value.get_ref() {
            DeValue::Table(entries) => {
                let path = format!("{} {}", self.named(key), index + 1);
                Some(Table::new(self.log, entries, path, value.span().start))
            }
            _ => {
                self.wrong(key, value, "a part of its own", &example);
                None
            }
        };
        whole(values.iter().enumerate().map(read).collect())
    }

    /// Any single value: text, number or yes and no; `None` if it is not there or is none of these.
    pub fn any(&self, key: &'static str, example: &str) -> Option<Any> {
        let value = self.value(key)?;
        let any = match value.get_ref() {
            DeValue::String(text) => Some(Any::Text(text.clone().into_owned())),
            DeValue::Boolean(flag) => Some(Any::Flag(*flag)),
            other => as_number(other).filter(|number| number.is_finite()).map(Any::Number),
        };
        if any.is_none() {
            self.wrong(key, value, "text, a number, true or false", example);
        }
        any
    }

    /// Tells of every key that nobody asked for.
    pub fn finish(self) {
        let known = self.known.into_inner();
        for (name, _) in self.entries.iter().filter(|(name, _)| !known.contains(&name.get_ref().as_ref())) {
            let near = known.iter().find(|known| near(known, name.get_ref()));
            let remedy = match near {
                Some(near) => format!("write {near}, or take the line out"),
                None => format!("take the line out, or write one of: {}", known.join(", ")),
            };
            let key = if self.path.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{}.{}", self.path, name.get_ref())
            };
            self.log.tell(name.span().start, format!("there is no key {key:?} here"), remedy);
        }
    }
}

/// A single value of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Any {
    /// A text.
    Text(String),
    /// A number, whole or not.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

fn whole<T>(parts: Vec<Option<T>>) -> Option<Vec<T>> {
    parts.into_iter().collect()
}

fn as_number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(number) => {
            i128::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok().map(|number| number as f64)
        }
        DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
        _ => None,
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or a time of day",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a part of its own",
    }
}

/// Whether two words differ by a slip: one letter too many, too few, other, or two swapped.
pub(super) fn near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same_start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest = |word: &[char]| word.get(same_start..).unwrap_or_default().to_vec();
    let (one, other) = (rest(&one), rest(&other));
    let same_end = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (left, right) = (one.len() - same_end, other.len() - same_end);
    let swapped = left == 2 && right == 2 && one.first() == other.get(1) && one.get(1) == other.first();
    swapped || left.max(right) <= 1
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn a_slip_of_one_letter_is_near_and_another_word_is_not() {
        assert!(near("minutes", "minuts") && near("minutes", "mintues") && near("minutes", "minutess"));
        assert!(near("minutes", "minuted") && !near("minutes", "seconds") && !near("key", "label"));
    }
}
