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
}

impl Prescription {
    /// The shortest hold that can be entered.
    pub const SHORTEST_HOLD: Duration = Duration::from_secs(60);
    /// The longest hold that can be entered.
    pub const LONGEST_HOLD: Duration = Duration::from_secs(20 * 60);
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
