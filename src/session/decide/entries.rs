//! Rules of what is written down: gate, intention, observations, vitals, ratings, notes, release.

use super::{Decision, not_ahead};
use crate::session::event::{Event, NoteKind, Person};
use crate::session::protocol::{ChipKind, Item};
use crate::session::vitals::Measured;
use crate::session::{Refusal, Session};
use crate::units::{BeatsPerMinute, MmHg, Moment, Saturation};

impl Session {
    pub(super) fn set_gate_item(&self, person: Person, item: &str, met: bool, now: Moment) -> Decision {
        let protocol = self.protocol();
        if !has(&protocol.gate, item) && !has(&protocol.room, item) {
            return Err(Refusal::Unknown(item.to_owned()));
        }
        self.one(person, now, Event::GateItem { item: item.to_owned(), met, answer: None })
    }

    pub(super) fn override_gate(&self, person: Person, reason: &str, now: Moment) -> Decision {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        let missing: Vec<String> = self.gate_open(person).into_iter().map(|open| open.item).collect();
        if missing.is_empty() {
            return Ok(Vec::new());
        }
        self.one(person, now, Event::GateOverridden { missing, reason: reason.to_owned() })
    }

    pub(super) fn write_intention(&self, person: Person, text: &str, now: Moment) -> Decision {
        self.one(person, now, Event::IntentionWritten { text: text.trim().to_owned() })
    }

    pub(super) fn observe(&self, person: Person, chip: &str, at: Moment, now: Moment) -> Decision {
        not_ahead(at, now)?;
        let known = self.protocol().chips.iter().find(|known| known.key == chip);
        let known = known.ok_or_else(|| Refusal::Unknown(chip.to_owned()))?;
        let who = self.person(person)?;
        let seen = who.observations.iter().any(|seen| seen.chip == chip);
        match (known.kind, who.open_state(chip)) {
            (ChipKind::Once, _) if seen => Err(Refusal::OnceOnly(known.label.clone())),
            (ChipKind::State, Some(open)) => {
                let ended = Event::StateEnded { chip: chip.to_owned(), began: open.id };
                self.one(person, at.max(open.at), ended)
            }
            (ChipKind::Once | ChipKind::Point, _) | (ChipKind::State, None) => {
                self.one(person, at, Event::Observed { chip: chip.to_owned() })
            }
        }
    }

    pub(super) fn keep_vitals(&self, person: Person, measured: Measured, at: Moment, now: Moment) -> Decision {
        not_ahead(at, now)?;
        plausible(measured)?;
        self.one(person, at, Event::Vitals(measured))
    }

    pub(super) fn rate(&self, person: Person, item: &str, value: u8, now: Moment) -> Decision {
        if !has(&self.protocol().ratings, item) {
            return Err(Refusal::Unknown(item.to_owned()));
        }
        in_scale(value)?;
        self.one(person, now, Event::Rating { item: item.to_owned(), value })
    }

    pub(super) fn write_note(&self, person: Person, kind: NoteKind, text: &str, at: Moment, now: Moment) -> Decision {
        not_ahead(at, now)?;
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::Empty);
        }
        self.one(person, at, Event::Note { kind, text: text.to_owned() })
    }

    pub(super) fn set_release_item(&self, person: Person, item: &str, met: bool, now: Moment) -> Decision {
        if !has(&self.protocol().release, item) {
            return Err(Refusal::Unknown(item.to_owned()));
        }
        self.one(person, now, Event::ReleaseItem { item: item.to_owned(), met, answer: None })
    }

    pub(super) fn release(&self, person: Person, reason: Option<&str>, now: Moment) -> Decision {
        if self.person(person)?.holding().is_some() {
            return Err(Refusal::Holding);
        }
        let open = self.release_open(person, now);
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        if !open.is_empty() && reason.is_none() {
            return Err(Refusal::NotReleased(open.into_iter().map(|open| open.label).collect()));
        }
        let missing = open.into_iter().map(|open| open.item).collect();
        self.one(person, now, Event::Released { missing, reason: reason.map(str::to_owned) })
    }
}

fn has(items: &[Item], key: &str) -> bool {
    items.iter().any(|item| item.key == key)
}

/// Refuses a rating that is on no scale.
pub(super) fn in_scale(value: u8) -> Result<(), Refusal> {
    if value > 10 { Err(Refusal::Implausible("A rating goes from 0 to 10.".to_owned())) } else { Ok(()) }
}

/// Refuses vital signs that are empty or that nobody measures.
pub(super) fn plausible(measured: Measured) -> Result<(), Refusal> {
    if measured.pressure.is_none() && measured.heart_rate.is_none() && measured.saturation.is_none() {
        return Err(Refusal::Empty);
    }
    doubt(measured).map_or(Ok(()), |doubt| Err(Refusal::Implausible(doubt)))
}

/// Why nobody measures that; the ranges are those of common upper-arm monitors and finger oximeters.
fn doubt(measured: Measured) -> Option<String> {
    if let Some((MmHg(upper), MmHg(lower))) = measured.pressure {
        if !(60..=280).contains(&upper) || !(30..=180).contains(&lower) {
            return Some(format!("{upper}/{lower} is not a blood pressure; look at the monitor again."));
        }
        if lower >= upper {
            return Some(format!("{upper}/{lower}: the lower value is not below the upper one; look again."));
        }
    }
    if let Some(BeatsPerMinute(rate)) = measured.heart_rate.filter(|rate| !(25..=240).contains(&rate.0)) {
        return Some(format!("{rate} is not a heart rate; look at the monitor again."));
    }
    let odd = measured.saturation.filter(|saturation| !(50..=100).contains(&saturation.0));
    odd.map(|Saturation(percent)| format!("{percent} % is not an oxygen saturation; look again."))
}
