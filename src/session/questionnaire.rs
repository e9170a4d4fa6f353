//! Questionnaires: items answered on one scale, added up.

/// A questionnaire as its file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questionnaire {
    /// The word in files and records, such as `phq-9`.
    pub key: String,
    /// The name on the screen.
    pub title: String,
    /// Where its items come from, with year.
    pub source: String,
    /// Why it may be used.
    pub licence: String,
    /// What is said before the items: which time they ask about.
    pub intro: String,
    /// The answers of every item, from left to right.
    pub levels: Vec<Level>,
    /// What is asked, in order.
    pub items: Vec<Asked>,
    /// What a sum is called, from low to high; may be empty.
    pub bands: Vec<Band>,
    /// SHA-256 of the file it came from, lower-case hex.
    pub sha256: String,
}

/// One answer of the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What it counts.
    pub value: u8,
    /// Its words.
    pub label: String,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its words.
    pub text: String,
    /// An answer of this value or above is pointed out to the therapist; `None`: never.
    pub notice_from: Option<u8>,
}

/// What a sum is called from a value on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The lowest sum of it.
    pub from: u16,
    /// Its words.
    pub label: String,
}

impl Questionnaire {
    /// The sum of the answers, in the order of the items; `None` while one is missing.
    #[must_use]
    pub fn score(&self, answers: &[Option<u8>]) -> Option<u16> {
        let answered = |number: usize| answers.get(number).copied().flatten().map(u16::from);
        (0..self.items.len()).map(answered).sum()
    }

    /// What a sum is called; `None` where the file has no words for it.
    #[must_use]
    pub fn band(&self, score: u16) -> Option<&str> {
        self.bands.iter().rev().find(|band| band.from <= score).map(|band| band.label.as_str())
    }

    /// The numbers of the items, from 0, whose answer is to be pointed out.
    #[must_use]
    pub fn noticed(&self, answers: &[Option<u8>]) -> Vec<usize> {
        let noticed = |(number, item): (usize, &Asked)| {
            let from = item.notice_from?;
            let value = answers.get(number).copied().flatten()?;
            (value >= from).then_some(number)
        };
        self.items.iter().enumerate().filter_map(noticed).collect()
    }
}
