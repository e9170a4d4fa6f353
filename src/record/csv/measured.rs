//! The tables of vital signs and of ratings: as entered, and as it stands after the corrections.

use serde::Serialize;

use super::{Head, Words};
use crate::record::trail::Trail;
use crate::session::event::Event;
use crate::session::vitals::{Breathing, Measured};

/// The columns of the vital signs behind those of every table.
pub(super) const VITALS: [&str; 12] = [
    "systolic_mmhg_entered",
    "diastolic_mmhg_entered",
    "heart_rate_per_min_entered",
    "saturation_percent_entered",
    "slow_breathing_entered",
    "systolic_mmhg",
    "diastolic_mmhg",
    "heart_rate_per_min",
    "saturation_percent",
    "slow_breathing",
    "corrected",
    "reason",
];

#[derive(Serialize)]
pub(super) struct VitalsRow {
    entered: Values,
    stands: Values,
    corrected: bool,
    reason: Words,
}

#[derive(Serialize)]
struct Values {
    systolic: Option<u16>,
    diastolic: Option<u16>,
    heart_rate: Option<u16>,
    saturation: Option<u8>,
    breathing: &'static str,
}

pub(super) fn vitals(trail: &Trail) -> Vec<(Head, VitalsRow)> {
    let rows = trail.entries().filter_map(|(step, entry)| {
        let Event::Vitals(entered) = &entry.event else { return None };
        let right = trail.page.remeasured(entry);
        let row = VitalsRow {
            entered: (*entered).into(),
            stands: right.unwrap_or(*entered).into(),
            corrected: right.is_some() || trail.at(entry) != entry.at,
            reason: trail.reasons(entry.id).join("; ").into(),
        };
        Some((Head::of(trail, step, entry), row))
    });
    rows.collect()
}

impl From<Measured> for Values {
    fn from(Measured { pressure, heart_rate, saturation, breathing }: Measured) -> Self {
        Self {
            systolic: pressure.map(|(over, _)| over.0),
            diastolic: pressure.map(|(_, under)| under.0),
            heart_rate: heart_rate.map(|rate| rate.0),
            saturation: saturation.map(|part| part.0),
            breathing: match breathing {
                Breathing::Before => "before",
                Breathing::After => "after",
            },
        }
    }
}

/// The columns of the ratings behind those of every table.
pub(super) const RATINGS: [&str; 6] = ["item", "label", "value_entered", "value", "corrected", "reason"];

#[derive(Serialize)]
pub(super) struct RatingRow {
    item: Words,
    label: Words,
    entered: u8,
    stands: u8,
    corrected: bool,
    reason: Words,
}

pub(super) fn ratings(trail: &Trail) -> Vec<(Head, RatingRow)> {
    let rows = trail.entries().filter_map(|(step, entry)| {
        let Event::Rating { item, value } = &entry.event else { return None };
        let right = trail.page.rerated(entry);
        let row = RatingRow {
            item: item.into(),
            label: trail.page.scale(item).into(),
            entered: *value,
            stands: right.unwrap_or(*value),
            corrected: right.is_some() || trail.at(entry) != entry.at,
            reason: trail.reasons(entry.id).join("; ").into(),
        };
        Some((Head::of(trail, step, entry), row))
    });
    rows.collect()
}
