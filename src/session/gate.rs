//! The go/no-go gate: what must be met before any tablet.

use super::Session;
use super::event::Person;
use super::participant::Participant;
use super::protocol::Ceiling;

/// The line that stands for blood pressure and heart rate.
pub const VITALS_ITEM: &str = "vitals";
/// The line that the sound check ticks by itself.
pub const SOUND_CHECK_ITEM: &str = "sound_check";

/// A line of the gate that is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its key.
    pub item: String,
    /// Its words.
    pub label: String,
}

impl Session {
    /// What is still open before a tablet may be taken, in the protocol's order.
    #[must_use]
    pub fn gate_open(&self, person: Person) -> Vec<Open> {
        let Some(who) = self.participant(person) else { return Vec::new() };
        let protocol = self.protocol();
        let unmet = protocol.gate.iter().filter(|item| item.key != VITALS_ITEM && !who.gate_met(&item.key));
        let mut open: Vec<Open> =
            unmet.map(|item| Open { item: item.key.clone(), label: item.label.to_lowercase() }).collect();
        let ceiling = who.ceiling.as_ref().unwrap_or(&protocol.ceiling);
        if let Some(label) = above(ceiling, who) {
            open.push(Open { item: VITALS_ITEM.to_owned(), label });
        }
        open
    }
}

/// Why the newest pressure and heart rate do not meet the ceiling, or which of them was not measured; `None` if they do.
fn above(ceiling: &Ceiling, who: &Participant) -> Option<String> {
    let pressure = who.newest(|measured| measured.pressure).map(|(_, pressure)| pressure);
    let rate = who.newest(|measured| measured.heart_rate).map(|(_, rate)| rate);
    let high = pressure.filter(|pressure| ceiling.is_reached_by(*pressure));
    let fast = rate.filter(|rate| *rate >= ceiling.heart_rate);
    match (high, fast, pressure, rate) {
        (Some((systolic, diastolic)), _, _, _) => {
            Some(format!("pressure {}/{} at or above the ceiling", systolic.0, diastolic.0))
        }
        (None, Some(_), _, _) => Some("heart rate at or above the ceiling".to_owned()),
        (None, None, None, None) => Some("blood pressure and heart rate".to_owned()),
        (None, None, None, Some(_)) => Some("blood pressure".to_owned()),
        (None, None, Some(_), None) => Some("heart rate".to_owned()),
        (None, None, Some(_), Some(_)) => None,
    }
}
