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
        let event = Event::Undone { of: entry.id, reason: String::new() };
        Ok(vec![Happening { at: now, about: entry.about, who: Who::Therapist, event }])
    }

    /// A dose that was entered by mistake, however long ago. Only the last one, or doses would change places.
    pub(super) fn void_dose(&self, of: EventId, reason: &str, now: Moment) -> Decision {
        let entry = self.log().iter().find(|entry| entry.id == of).ok_or(Refusal::NothingToUndo)?;
        if self.is_undone(of) || !matches!(entry.event, Event::TabletTaken { .. } | Event::Given { .. }) {
            return Err(Refusal::NotCorrectable);
        }
        if !self.can_void(entry) {
            return Err(Refusal::NotLastDose);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonNeeded);
        }
        let event = Event::Undone { of, reason: reason.to_owned() };
        Ok(vec![Happening { at: now, about: entry.about, who: Who::Therapist, event }])
    }

    pub(in crate::session) fn can_void(&self, entry: &Stamped) -> bool {
        let (Event::TabletTaken { dose } | Event::Given { dose }) = entry.event else { return false };
        self.closed().is_none() && !self.is_undone(entry.id) && self.is_last_dose(entry, dose)
    }

    pub(super) fn correct(&self, of: EventId, correction: &Correction, reason: &str, now: Moment) -> Decision {
        let entry = self.log().iter().find(|entry| entry.id == of && !self.is_undone(of));
        let entry = entry.ok_or(Refusal::NotCorrectable)?;
        let correction = match correction {
            Correction::At(at) => {
                if let (Event::TabletTaken { dose } | Event::Given { dose }, About::One(person)) =
                    (&entry.event, entry.about)
                {
                    return self.correct_dose_time(person, *dose, *at, now);
                }
                not_ahead(*at, now)?;
                self.has_own_time(entry)?;
                self.not_out_of_order(of, *at)?;
                Correction::At(*at)
            }
            Correction::Text(text) if matches!(entry.event, Event::Note { .. } | Event::IntentionWritten { .. }) => {
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
            Correction::Text(_) | Correction::Vitals(_) | Correction::Rating(_) => {
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

    /// Phases, music and checklists follow the clock; what was seen, measured or said may be written down late.
    fn has_own_time(&self, entry: &Stamped) -> Result<(), Refusal> {
        let has = match &entry.event {
            Event::Observed { .. }
            | Event::StateEnded { .. }
            | Event::Checked
            | Event::Vitals(_)
            | Event::Rating { .. }
            | Event::Note { .. }
            | Event::HoldEnded { .. } => true,
            Event::SessionStarted { .. }
            | Event::Resumed { .. }
            | Event::AwayCorrected { .. }
            | Event::PhaseEntered { .. }
            | Event::GateItem { .. }
            | Event::GateOverridden { .. }
            | Event::IntentionWritten { .. }
            | Event::BreathingStarted { .. }
            | Event::BreathingEnded { .. }
            | Event::PrescriptionConfirmed { .. }
            | Event::TabletTaken { .. }
            | Event::Given { .. }
            | Event::SpitCued { .. }
            | Event::Declined
            | Event::T0Corrected { .. }
            | Event::MusicPlanned { .. }
            | Event::MusicSteered(_)
            | Event::VolumeSet { .. }
            | Event::Heard { .. }
            | Event::OutputLost
            | Event::OutputBack
            | Event::PieceFailed { .. }
            | Event::ClockJumped { .. }
            | Event::ClockDoubted { .. }
            | Event::NotRecorded { .. }
            | Event::RecordedAgain
            | Event::Corrected { .. }
            | Event::Undone { .. }
            | Event::Explained { .. }
            | Event::AmendmentStarted { .. }
            | Event::ReleaseItem { .. }
            | Event::Released { .. }
            | Event::CeilingSet { .. }
            | Event::PrescriberCalled { .. }
            | Event::CourseNoted { .. }
            | Event::Answered { .. }
            | Event::MeditationBegan { .. }
            | Event::MeditationEnded
            | Event::Postponed
            | Event::BoosterSkipped
            | Event::BoosterSnoozed { .. }
            | Event::BoosterExpired
            | Event::Stopped { .. }
            | Event::EmergencyOpened
            | Event::Drawn { .. }
            | Event::TurnBegan
            | Event::TurnEnded
            | Event::Appointed(_)
            | Event::MusicPlaced { .. }
            | Event::Closed { .. }
            | Event::Sealed => false,
        };
        if has { Ok(()) } else { Err(Refusal::NotCorrectable) }
    }

    /// A state ends after it began; a hold ends after its tablet and before the next one.
    fn not_out_of_order(&self, of: EventId, at: Moment) -> Result<(), Refusal> {
        let implausible = |sentence: &str| Err(Refusal::Implausible(sentence.to_owned()));
        for who in self.participants() {
            let seen = who.observations.iter();
            if seen.clone().any(|seen| seen.id == of && seen.ended.is_some_and(|ended| at > ended)) {
                return implausible("It ended before that; choose an earlier time.");
            }
            if seen.clone().any(|seen| seen.end_entry == Some(of) && at < seen.at) {
                return implausible("It began after that; choose a later time.");
            }
            let Some(hold) = who.doses.iter().position(|dose| dose.end_entry == Some(of)) else { continue };
            let taken = |dose: usize| who.doses.get(dose).and_then(|dose| dose.taken);
            if taken(hold).is_some_and(|taken| at < taken) {
                return implausible("The tablet was taken after that; choose a later time.");
            }
            if taken(hold + 1).is_some_and(|next| at > next) {
                return implausible("The next tablet was taken before that; choose an earlier time.");
            }
        }
        Ok(())
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
            Event::TabletTaken { dose } | Event::Given { dose } => {
                self.is_last_dose(entry, *dose) && now.since(entry.at) <= TABLET_UNDO
            }
            Event::HoldEnded { dose, .. } => self.is_last_dose(entry, *dose),
            Event::GateItem { .. } => entry.who == Who::Therapist,
            Event::Note {
                kind: NoteKind::Note | NoteKind::FirstWords | NoteKind::Client | NoteKind::Unwelcome,
                ..
            }
            | Event::PrescriberCalled { .. }
            | Event::Answered { .. }
            | Event::Postponed
            | Event::BoosterSkipped
            | Event::BoosterSnoozed { .. }
            | Event::Stopped { .. }
            | Event::Drawn { .. }
            | Event::Appointed(_)
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
            | Event::AwayCorrected { .. }
            | Event::PhaseEntered { .. }
            | Event::CeilingSet { .. }
            | Event::CourseNoted { .. }
            | Event::MeditationBegan { .. }
            | Event::MeditationEnded
            | Event::BoosterExpired
            | Event::EmergencyOpened
            | Event::TurnBegan
            | Event::TurnEnded
            | Event::MusicPlaced { .. }
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
            | Event::ClockDoubted { .. }
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
