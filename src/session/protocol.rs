//! How this practice works, with every value resolved: what a session needs of a protocol file.

use std::time::Duration;

use super::answer::Ask;
use super::breathing::Pattern;
use super::phase::Phase;
use super::practice::Practice;
use crate::units::{BeatsPerMinute, MmHg};

/// One way of working. A running session keeps its own copy; the file is not looked at again.
#[derive(Clone, Debug, PartialEq)]
pub struct Protocol {
    /// The name a command line uses, such as `rdt-individual`.
    pub name: String,
    /// The name on the screen.
    pub title: String,
    /// SHA-256 of the file it came from, lower-case hex.
    pub sha256: String,
    /// Which phases there are, in order.
    pub phases: Vec<Phase>,
    /// Time booked for the whole session.
    pub booked: Duration,
    /// What must be met before any tablet.
    pub gate: Vec<Item>,
    /// What is made ready in the room; asked, not required.
    pub room: Vec<Item>,
    /// Blood pressure and heart rate at or above which the gate is a soft stop.
    pub ceiling: Ceiling,
    /// Questions offered when words are slow to come.
    pub prompts: Vec<String>,
    /// Breathing patterns on offer; the first is proposed.
    pub patterns: Vec<Pattern>,
    /// How many whole breaths are proposed.
    pub cycles: u16,
    /// Hold times offered as presets; none is chosen by itself.
    pub hold_presets: Vec<Duration>,
    /// How often a swish is nudged during the hold.
    pub swish_every: Duration,
    /// What the music's clock counts from.
    pub anchor: Anchor,
    /// Proposed length of the music from the anchor to the bed.
    pub journey: Duration,
    /// How often the quiet visual check is due.
    pub quiet_check_every: Duration,
    /// What is logged with one tap.
    pub chips: Vec<Chip>,
    /// What is rated from 0 to 10.
    pub ratings: Vec<Item>,
    /// What must be true before the client leaves.
    pub release: Vec<Item>,
    /// The least time between the last dose and leaving.
    pub minimum_stay: Duration,
    /// How long the last fade of the music takes; at least 60 s.
    pub end_fade: Duration,
    /// What makes this practice's way its own.
    pub practice: Practice,
}

/// A line of a checklist or a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The word in files and records.
    pub key: String,
    /// The word on the screen.
    pub label: String,
    /// A second, quieter line; may be empty.
    pub hint: String,
    /// What is asked of it beyond met or not.
    pub ask: Ask,
}

/// This client's ceiling, and who set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// Systolic pressure.
    pub systolic: MmHg,
    /// Diastolic pressure.
    pub diastolic: MmHg,
    /// Heart rate.
    pub heart_rate: BeatsPerMinute,
    /// Where the numbers come from; shown wherever they are used.
    pub source: String,
}

impl Ceiling {
    /// Whether a pressure, systolic over diastolic, is at or above it.
    #[must_use]
    pub fn is_reached_by(&self, (systolic, diastolic): (MmHg, MmHg)) -> bool {
        systolic >= self.systolic || diastolic >= self.diastolic
    }
}

/// What the music's clock counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first tablet in a mouth.
    T0,
    /// The first spit.
    Spit,
    /// Entering the journey.
    JourneyStart,
}

/// An observation that takes one tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The word in files and records.
    pub key: String,
    /// The words on the chip.
    pub label: String,
    /// Where it stands on the glass.
    pub group: ChipGroup,
    /// What a tap does.
    pub kind: ChipKind,
    /// How much weight it has.
    pub weight: Weight,
}

/// Where a chip stands on the glass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChipGroup {
    /// Settling and opening.
    Settling,
    /// Unease and the body.
    Unease,
    /// Things that happened.
    Events,
    /// Seldom needed; under More.
    More,
    /// For the return.
    Return,
}

/// What a tap on a chip does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChipKind {
    /// Stamps a point in time.
    Point,
    /// Begins; a second tap ends it, so that its length is known.
    State,
    /// A point that happens once in a session.
    Once,
}

/// How much weight an observation has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Usual under this medicine, or none to speak of.
    #[default]
    Expected,
    /// Seldom, worth a second look.
    Uncommon,
    /// Opens the emergency card; while it lasts nobody is ready to leave.
    Serious,
}
