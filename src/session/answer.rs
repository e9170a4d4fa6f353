//! What a checklist asks beyond met or not, and what was answered.

use crate::units::{Day, Tablets};

/// What a line of a checklist asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Ask {
    /// Met or not.
    #[default]
    Tick,
    /// The date of a paper that is good for so many months.
    Dated {
        /// For how long it is good.
        months: u8,
    },
    /// How many tablets there are.
    Count,
    /// A few words, such as a name or a number to call.
    Words,
    /// Which of these have changed; met while none has.
    Changes(Vec<Choice>),
    /// One of these; met with any.
    OneOf(Vec<Choice>),
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word in files and records.
    pub key: String,
    /// The words on the screen.
    pub label: String,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The paper is of that day.
    Dated {
        /// Its date.
        day: Day,
        /// The date it was looked at, by the device's calendar.
        today: Day,
    },
    /// So many are there.
    Count(Tablets),
    /// These words.
    Words(String),
    /// The keys of these; none of them where it is empty.
    Chosen(Vec<String>),
}

impl Answer {
    /// How many tablets it says.
    #[must_use]
    pub const fn count(&self) -> Option<Tablets> {
        match self {
            Self::Count(tablets) => Some(*tablets),
            Self::Dated { .. } | Self::Words(_) | Self::Chosen(_) => None,
        }
    }
}

impl Ask {
    /// Whether an answer meets the line; `None` if it is no answer to it.
    #[must_use]
    pub fn is_met_by(&self, answer: &Answer) -> Option<bool> {
        match (self, answer) {
            (Self::Dated { months }, Answer::Dated { day, today }) => {
                (day <= today).then(|| day.plus_months(*months) >= *today)
            }
            (Self::Count, Answer::Count(_)) => Some(true),
            (Self::Words, Answer::Words(words)) => (!words.trim().is_empty()).then_some(true),
            (Self::Changes(known), Answer::Chosen(keys)) => all_known(known, keys).then_some(keys.is_empty()),
            (Self::OneOf(known), Answer::Chosen(keys)) => (all_known(known, keys) && keys.len() == 1).then_some(true),
            (
                Self::Tick | Self::Dated { .. } | Self::Count | Self::Words | Self::Changes(_) | Self::OneOf(_),
                Answer::Dated { .. } | Answer::Count(_) | Answer::Words(_) | Answer::Chosen(_),
            ) => None,
        }
    }

    /// The words of what can be chosen.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&str> {
        let known: &[Choice] = match self {
            Self::Changes(known) | Self::OneOf(known) => known,
            Self::Tick | Self::Dated { .. } | Self::Count | Self::Words => &[],
        };
        known.iter().find(|choice| choice.key == key).map(|choice| choice.label.as_str())
    }

    /// An answer in words, as the record and the screens say it.
    #[must_use]
    pub fn in_words(&self, answer: &Answer) -> String {
        match answer {
            Answer::Dated { day, .. } => format!("dated {day}"),
            Answer::Count(tablets) => tablets.to_string(),
            Answer::Words(words) => words.clone(),
            Answer::Chosen(keys) if keys.is_empty() => "none".to_owned(),
            Answer::Chosen(keys) => {
                let labels: Vec<&str> = keys.iter().map(|key| self.label(key).unwrap_or(key)).collect();
                labels.join(", ")
            }
        }
    }
}

fn all_known(known: &[Choice], keys: &[String]) -> bool {
    keys.iter().all(|key| known.iter().any(|choice| choice.key == *key))
}
