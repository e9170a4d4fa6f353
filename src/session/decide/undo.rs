//! Rules of corrections and undo: both add, neither erases.

use std::time::Duration;

use super::entries::{in_scale, plausible};
use super::{Decision, not_ahead};
use crate::session::event::{About, Correction, Event, EventId, Happening, NoteKind, Stamped, Who};
use crate::session::{Refusal, Session};
use crate::units::Moment;

/// "Tablet in mouth" can be taken back this long; later it is a correction.
const TABLET_UNDO: Duration = Duration::from_secs(60);

impl Session {
    pub(super) fn undo(&self, of: Option<EventId>, now: Moment) -> Decision {
        let entry = match of {
            Some(id) => self.log().iter().find(|entry| entry.id == id).ok_or(Refusal::NothingToUndo)?,
            None => self.last_entry(now).ok_or(Refusal::NothingToUndo)?,
        };
        if !self.can_undo(entry, now) {
            return Err(Refusal::NotCorrectable);
        }
        Ok(vec![Happening { at: now, about: entry.about, who: Who::Therapist, event: Event::Undone { of: entry.id } }])
    }

    pub(super) fn correct(&self, of: EventId, correction: &Correction, reason: &str, now: Moment) -> Decision {
        let entry = self.log().iter().find(|entry| entry.id == of && !self.is_undone(of));
        let entry = entry.ok_or(Refusal::NotCorrectable)?;
        let correction = match correction {
            Correction::At(at) if self.has_own_time(of) => {
                not_ahead(*at, now)?;
                self.not_after_its_end(of, *at)?;
                Correction::At(*at)
            }
            Correction::Text(text) if matches!(entry.event, Event::Note { .. }) => {
                let text = text.trim();
                if text.is_empty() {
                    return Err(Refusal::Empty);
                }
                Correction::Text(text.to_owned())
            }
            Correction::Vitals(measured) if matches!(entry.event, Event::Vitals(_)) => {
                plausible(*measured)?;
                Correction::Vitals(*measured)
            }
            Correction::Rating(value) if matches!(entry.event, Event::Rating { .. }) => {
                in_scale(*value)?;
                Correction::Rating(*value)
            }
            Correction::At(_) | Correction::Text(_) | Correction::Vitals(_) | Correction::Rating(_) => {
                return Err(Refusal::NotCorrectable);
            }
        };
        let corrected = Event::Corrected { of, correction, reason: reason.trim().to_owned() };
        Ok(vec![Happening { at: now, about: entry.about, who: Who::Therapist, event: corrected }])
    }

    /// Why something was changed can be said at any time after it, also more than once.
    pub(super) fn explain(&self, of: EventId, reason: &str, now: Moment) -> Decision {
        let is_change = |entry: &&Stamped| {
            let change =
                matches!(entry.event, Event::Undone { .. } | Event::Corrected { .. } | Event::T0Corrected { .. });
            entry.id == of && change
        };
        let entry = self.log().iter().find(is_change).ok_or(Refusal::NotCorrectable)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        let event = Event::Explained { of, reason: reason.to_owned() };
        Ok(vec![Happening { at: now, about: entry.about, who: Who::Therapist, event }])
    }

    fn has_own_time(&self, of: EventId) -> bool {
        self.participants().iter().any(|who| {
            who.observations.iter().any(|seen| seen.id == of)
                || who.vitals.iter().any(|entry| entry.id == of)
                || who.notes.iter().any(|entry| entry.id == of)
                || who.checks.iter().any(|entry| entry.id == of)
        })
    }

    fn not_after_its_end(&self, of: EventId, at: Moment) -> Result<(), Refusal> {
        let mut observations = self.participants().iter().flat_map(|who| &who.observations);
        let ended = observations.find(|seen| seen.id == of).and_then(|seen| seen.ended);
        match ended {
            Some(ended) if at > ended => {
                Err(Refusal::Implausible("It ended before that; choose an earlier time.".to_owned()))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Only the last tablet and its hold can be taken back, or doses would change places.
    fn is_last_dose(&self, entry: &Stamped, dose: u8) -> bool {
        let About::One(person) = entry.about else { return false };
        self.participant(person).is_some_and(|who| who.taken() == usize::from(dose) + 1)
    }

    pub(in crate::session) fn can_undo(&self, entry: &Stamped, now: Moment) -> bool {
        if self.is_undone(entry.id) || self.closed().is_some() {
            return false;
        }
        match &entry.event {
            Event::TabletTaken { dose } => self.is_last_dose(entry, *dose) && now.since(entry.at) <= TABLET_UNDO,
            Event::HoldEnded { dose, .. } => self.is_last_dose(entry, *dose),
            Event::GateItem { .. } => entry.who == Who::Therapist,
            Event::Note { kind: NoteKind::Note | NoteKind::FirstWords | NoteKind::Client, .. }
            | Event::GateOverridden { .. }
            | Event::IntentionWritten { .. }
            | Event::Declined
            | Event::Observed { .. }
            | Event::StateEnded { .. }
            | Event::Checked
            | Event::Vitals(_)
            | Event::Rating { .. }
            | Event::ReleaseItem { .. }
            | Event::Released { .. } => true,
            Event::SessionStarted { .. }
            | Event::Resumed { .. }
            | Event::PhaseEntered { .. }
            | Event::BreathingStarted { .. }
            | Event::BreathingEnded { .. }
            | Event::PrescriptionConfirmed { .. }
            | Event::SpitCued { .. }
            | Event::T0Corrected { .. }
            | Event::MusicPlanned { .. }
            | Event::MusicSteered(_)
            | Event::VolumeSet { .. }
            | Event::Heard { .. }
            | Event::OutputLost
            | Event::OutputBack
            | Event::PieceFailed { .. }
            | Event::ClockJumped { .. }
            | Event::NotRecorded { .. }
            | Event::RecordedAgain
            | Event::Corrected { .. }
            | Event::Undone { .. }
            | Event::Explained { .. }
            | Event::AmendmentStarted { .. }
            | Event::Closed { .. }
            | Event::Sealed => false,
        }
    }
}
