//! The clinic's emergency card: whom to call, what to do, where they are; and what is missing of it.

use crate::config::table::Table;

/// What is shown when somebody must be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// Whom to call, most urgent first.
    pub numbers: Vec<Number>,
    /// What to do, in order.
    pub lines: Vec<String>,
    /// Where the room is, to be read to the ambulance; may be empty.
    pub address: String,
}

impl Default for Emergency {
    fn default() -> Self {
        let number = Number {
            who: "Ambulance".to_owned(),
            number: "112".to_owned(),
            say: "medical emergency, sedated adult".to_owned(),
            prescriber: false,
        };
        let lines = [
            "Side position, airway free, stay beside the client",
            "Mask and headphones off, light on slowly",
            "Measure, say the numbers aloud",
        ];
        Self { numbers: vec![number], lines: lines.map(str::to_owned).to_vec(), address: String::new() }
    }
}

impl Emergency {
    /// The prescriber's entry: the one that is marked, or the first that is called so.
    #[must_use]
    pub fn prescriber(&self) -> Option<&Number> {
        let called_so = |number: &&Number| number.who.to_lowercase().contains("prescriber");
        self.numbers.iter().find(|number| number.prescriber).or_else(|| self.numbers.iter().find(called_so))
    }

    /// What the clinic has not put on its card yet, in words; empty where nothing is missing.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let as_shipped = self.numbers == Self::default().numbers;
        let mut missing = Vec::new();
        missing.extend(self.prescriber().is_none().then_some("no prescriber's number"));
        missing.extend(self.address.trim().is_empty().then_some("no address"));
        missing.extend(as_shipped.then_some("112 not looked over"));
        missing
    }
}

/// Somebody who can be called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// Who answers.
    pub who: String,
    /// What to dial, as it is to be shown.
    pub number: String,
    /// What to say, or when they answer; may be empty.
    pub say: String,
    /// It is the prescriber's.
    pub prescriber: bool,
}

/// Reads the card over what it is without the table.
pub(super) fn emergency(table: Table<'_>, card: &mut Emergency) {
    if let Some(lines) = table.texts("lines", "lines = [\"Stay beside the client\"]") {
        card.lines = lines.into_iter().map(|(_, line)| line).collect();
    }
    card.address = table.text("address", "address = \"14 Linden Street, bell 3\"").unwrap_or_default();
    if let Some(numbers) = table.tables("number") {
        // A broken number takes only itself away: the others may be needed.
        let read: Vec<Number> = numbers.into_iter().filter_map(number).collect();
        if !read.is_empty() {
            card.numbers = read;
        }
    }
    table.finish();
}

fn number(table: Table<'_>) -> Option<Number> {
    let who = table.require("who", table.text("who", "who = \"Ambulance\""), "who = \"Ambulance\"");
    let number = table.require("number", table.text("number", "number = \"112\""), "number = \"112\"");
    let say = table.text("say", "say = \"medical emergency\"").unwrap_or_default();
    let roles = [("prescriber", true), ("ambulance", false), ("other", false)];
    let prescriber = table.choice("role", &roles).unwrap_or(false);
    table.finish();
    Some(Number { who: who?, number: number?, say, prescriber })
}
