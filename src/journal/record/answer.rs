//! The written form of what a checklist asks and what was answered.

use serde::{Deserialize, Serialize};

use crate::session::answer::{Answer, Ask, Choice};
use crate::units::{Day, Tablets};

/// A day as `2026-11-22`.
#[derive(Clone, Copy)]
pub(super) struct DayForm(pub(super) Day);

impl Serialize for DayForm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for DayForm {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        let day = text.parse().map_err(|()| serde::de::Error::custom("no day of the calendar"))?;
        Ok(Self(day))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AnswerForm {
    Dated { day: DayForm, today: DayForm },
    HalfTablets(u8),
    Words(String),
    Chosen(Vec<String>),
}

impl From<&Answer> for AnswerForm {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Dated { day, today } => Self::Dated { day: DayForm(*day), today: DayForm(*today) },
            Answer::Count(tablets) => Self::HalfTablets(tablets.halves),
            Answer::Words(words) => Self::Words(words.clone()),
            Answer::Chosen(keys) => Self::Chosen(keys.clone()),
        }
    }
}

impl From<AnswerForm> for Answer {
    fn from(form: AnswerForm) -> Self {
        match form {
            AnswerForm::Dated { day, today } => Self::Dated { day: day.0, today: today.0 },
            AnswerForm::HalfTablets(halves) => Self::Count(Tablets { halves }),
            AnswerForm::Words(words) => Self::Words(words),
            AnswerForm::Chosen(keys) => Self::Chosen(keys),
        }
    }
}

/// What a line asks; a tick is not written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AskForm {
    DatedMonths(u8),
    Count,
    Words,
    Changes(Vec<(String, String)>),
    OneOf(Vec<(String, String)>),
}

impl AskForm {
    pub(super) fn of(ask: &Ask) -> Option<Self> {
        let pairs = |known: &Vec<Choice>| known.iter().map(|one| (one.key.clone(), one.label.clone())).collect();
        Some(match ask {
            Ask::Tick => return None,
            Ask::Dated { months } => Self::DatedMonths(*months),
            Ask::Count => Self::Count,
            Ask::Words => Self::Words,
            Ask::Changes(known) => Self::Changes(pairs(known)),
            Ask::OneOf(known) => Self::OneOf(pairs(known)),
        })
    }
}

impl From<AskForm> for Ask {
    fn from(form: AskForm) -> Self {
        let known =
            |pairs: Vec<(String, String)>| pairs.into_iter().map(|(key, label)| Choice { key, label }).collect();
        match form {
            AskForm::DatedMonths(months) => Self::Dated { months },
            AskForm::Count => Self::Count,
            AskForm::Words => Self::Words,
            AskForm::Changes(pairs) => Self::Changes(known(pairs)),
            AskForm::OneOf(pairs) => Self::OneOf(known(pairs)),
        }
    }
}
