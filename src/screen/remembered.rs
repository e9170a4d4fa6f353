//! What is kept of a client from last time, as a screen may show it.

use crate::course::{Memory, Part};

/// A client whose code stands on the start screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// The code.
    pub code: String,
    /// What is kept.
    pub what: Remembered,
    left: Vec<Part>,
    noted: Option<(u16, Option<u16>)>,
}

/// What is known of what is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Remembered {
    /// Only with the PIN is it looked up.
    BehindPin,
    /// It is being looked up.
    Looking,
    /// Nothing is kept.
    Nothing,
    /// This is kept.
    Known(Box<Memory>),
    /// It cannot be had, in one sentence.
    Trouble(String),
}

impl Client {
    /// A client of whom so much is known.
    #[must_use]
    pub fn new(code: String, what: Remembered) -> Self {
        Self { code, what, left: Vec::new(), noted: None }
    }

    /// What is kept, where it is known.
    #[must_use]
    pub fn memory(&self) -> Option<&Memory> {
        match &self.what {
            Remembered::Known(memory) => Some(memory),
            Remembered::BehindPin | Remembered::Looking | Remembered::Nothing | Remembered::Trouble(_) => None,
        }
    }

    /// Whether a part is to be proposed in the session.
    #[must_use]
    pub fn uses(&self, part: Part) -> bool {
        !self.left.contains(&part)
    }

    /// A part is to be proposed, or left.
    pub fn use_part(&mut self, part: Part, used: bool) {
        self.left.retain(|left| *left != part);
        if !used {
            self.left.push(part);
        }
        if part == Part::Number {
            self.noted = None;
        }
    }

    /// Which session of the course this is, and of how many.
    pub fn note(&mut self, number: u16, of: Option<u16>) {
        self.use_part(Part::Number, true);
        self.noted = Some((number, of));
    }

    /// What is to be proposed in the session: all that is known and not left.
    #[must_use]
    pub fn proposed(&self) -> Option<Memory> {
        let used: Vec<Part> = Part::ALL.into_iter().filter(|part| self.uses(*part)).collect();
        self.memory().map(|memory| memory.only(&used))
    }

    /// Which session of the course begins, and of how many: as noted, or the one after the last.
    #[must_use]
    pub fn session(&self) -> Option<(u16, Option<u16>)> {
        let counted = || {
            let memory = self.memory().filter(|memory| self.uses(Part::Number) && memory.has(Part::Number))?;
            Some((memory.next(), memory.of.filter(|of| *of >= memory.next())))
        };
        self.noted.or_else(counted)
    }
}
