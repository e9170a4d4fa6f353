//! A field in which somebody writes, by its name.

/// A field in which words are written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// What is written there, such as `note`.
    name: String,
    /// What it belongs to, such as an entry or a line of a list; empty where there is only one.
    of: String,
}

impl Field {
    /// A field of which each person has one.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self::of(name, "")
    }

    /// A field that belongs to something.
    #[must_use]
    pub fn of(name: &str, of: impl ToString) -> Self {
        Self { name: name.to_owned(), of: of.to_string() }
    }

    /// What is written there.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it belongs to; empty where there is only one.
    #[must_use]
    pub fn whose(&self) -> &str {
        &self.of
    }
}
