//! One dose: what is prescribed, when it was taken, how the hold ended.

use std::time::Duration;

use super::event::EventId;
use crate::units::{Milligrams, Moment, Tablets};

/// What the prescriber wrote, read against the label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prescription {
    /// How many tablets.
    pub tablets: Tablets,
    /// Milligrams in each.
    pub each: Milligrams,
    /// How long medicine and saliva are held; 1 to 20 minutes.
    pub hold: Duration,
    /// What happens at the end of the hold.
    pub end: HoldEnd,
    /// Who prescribed it; may be empty.
    pub prescriber: String,
    /// As what it comes; what [`Self::tablets`] counts.
    pub form: Form,
    /// How many doses there are, one after the other: sprays, injections; 1 for what is held.
    pub doses: u8,
    /// What lies between them; zero where there is one.
    pub spacing: Duration,
    /// A second dose later, if it is prescribed.
    pub booster: Option<Booster>,
}

impl Prescription {
    /// The shortest hold that can be entered.
    pub const SHORTEST_HOLD: Duration = Duration::from_secs(60);
    /// The longest hold that can be entered.
    pub const LONGEST_HOLD: Duration = Duration::from_secs(20 * 60);

    /// What is held: tablets, lozenges or troches in one dose, without a booster.
    #[must_use]
    pub fn held(tablets: Tablets, each: Milligrams, hold: Duration, end: HoldEnd, prescriber: String) -> Self {
        let (form, doses, spacing) = (Form::Tablet, 1, Duration::ZERO);
        Self { tablets, each, hold, end, prescriber, form, doses, spacing, booster: None }
    }

    /// The prescription of the booster, as a dose of its own; `None` if none is prescribed.
    #[must_use]
    pub fn as_booster(&self) -> Option<Self> {
        let Booster { tablets, each } = self.booster?;
        Some(Self { tablets, each, doses: 1, spacing: Duration::ZERO, booster: None, ..self.clone() })
    }
}

/// A second dose that may follow the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booster {
    /// How many tablets.
    pub tablets: Tablets,
    /// Milligrams in each.
    pub each: Milligrams,
}

/// As what the medicine comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// A rapid dissolving tablet, held and spat or swallowed.
    #[default]
    Tablet,
    /// A lozenge, held.
    Lozenge,
    /// A troche, held.
    Troche,
    /// Sprays into the nose, one after the other.
    Spray,
    /// An injection into a muscle, one or more.
    Injection,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Tablet, Self::Lozenge, Self::Troche, Self::Spray, Self::Injection];

    /// Whether it is held in the mouth.
    #[must_use]
    pub const fn is_held(self) -> bool {
        match self {
            Self::Tablet | Self::Lozenge | Self::Troche => true,
            Self::Spray | Self::Injection => false,
        }
    }

    /// The word in files and records.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Tablet => "tablet",
            Self::Lozenge => "lozenge",
            Self::Troche => "troche",
            Self::Spray => "spray",
            Self::Injection => "injection",
        }
    }

    /// The word for one, and for several.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Tablet => ("tablet", "tablets"),
            Self::Lozenge => ("lozenge", "lozenges"),
            Self::Troche => ("troche", "troches"),
            Self::Spray => ("spray", "sprays"),
            Self::Injection => ("injection", "injections"),
        }
    }

    /// What happened when it was given, as the record says it.
    #[must_use]
    pub const fn given(self) -> &'static str {
        match self {
            Self::Tablet => "Tablet in mouth",
            Self::Lozenge => "Lozenge in mouth",
            Self::Troche => "Troche in mouth",
            Self::Spray => "Spray given",
            Self::Injection => "Injection given",
        }
    }
}

/// What happens at the end of the hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldEnd {
    /// Spit into the cup.
    Spit,
    /// Swallow.
    Swallow,
}

/// How a hold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Spat, whenever that was.
    Spat,
    /// Swallowed a part, the rest was spat.
    SwallowedSome,
    /// Swallowed everything.
    SwallowedAll,
}

/// A dose of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// As confirmed.
    pub prescription: Prescription,
    /// The number of the first dose of the same prescription: its own, but in a sequence.
    pub first: u8,
    /// When it was taken, corrections included; T0 for the first dose.
    pub taken: Option<Moment>,
    /// When "tablet in mouth" was tapped.
    pub tapped: Option<Moment>,
    /// When the planned hold was over.
    pub cued: Option<Moment>,
    /// When and how the hold ended, corrections included.
    pub ended: Option<(Moment, Ending)>,
    /// The entry that says so.
    pub end_entry: Option<EventId>,
}
