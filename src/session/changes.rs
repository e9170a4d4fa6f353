//! Entries as they stand, what was changed about them, and why.

use std::time::Duration;

use super::Session;
use super::event::{Correction, Event, EventId, Person, Stamped, Who};
use super::{About, vitals::Measured};
use crate::units::Moment;

/// So long after a change the screens ask why.
pub const ASKED: Duration = Duration::from_secs(20);

impl Session {
    /// What a person's record holds of what was entered by hand, the last first. Checklists are at their own place.
    pub fn entries(&self, person: Person) -> impl Iterator<Item = &Stamped> {
        let theirs = move |entry: &&Stamped| entry.about == About::All || entry.about == About::One(person);
        self.log().iter().rev().filter(theirs).filter(|entry| entry.who != Who::System && is_entry(&entry.event))
    }

    /// An event by its name.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<&Stamped> {
        self.log().iter().find(|entry| entry.id == id)
    }

    /// The corrections of an entry and its taking back, the first first.
    pub fn changes(&self, of: EventId) -> impl Iterator<Item = &Stamped> {
        let entry = self.event(of);
        let after = self.log().iter().skip_while(move |entry| entry.id != of);
        after.filter(move |change| {
            if let Event::Corrected { of: changed, .. } | Event::Undone { of: changed, .. } = &change.event {
                return *changed == of;
            }
            let Event::T0Corrected { dose, .. } = change.event else { return false };
            let given = |event: &Event| *event == Event::TabletTaken { dose } || *event == Event::Given { dose };
            entry.is_some_and(|entry| given(&entry.event) && entry.about == change.about)
        })
    }

    /// The entry as its corrections left it; taken back or not.
    #[must_use]
    pub fn as_corrected(&self, entry: &Stamped) -> Stamped {
        let mut stands = entry.clone();
        for change in self.changes(entry.id) {
            if let Event::Corrected { correction, .. } = &change.event {
                correct(&mut stands, correction);
            } else if let Event::T0Corrected { to, .. } = &change.event {
                stands.at = *to;
            }
        }
        stands
    }

    /// Why a change was made, as said last; `None` if nobody said.
    #[must_use]
    pub fn reason(&self, change: EventId) -> Option<&str> {
        let said = self.log().iter().rev().find_map(|entry| {
            if let Event::Explained { of, reason } = &entry.event {
                return (*of == change).then_some(reason);
            }
            let (Event::Corrected { reason, .. } | Event::Undone { reason, .. }) = &entry.event else { return None };
            (entry.id == change).then_some(reason)
        });
        said.map(String::as_str).filter(|reason| !reason.is_empty())
    }

    /// The change that was made just now, if nobody has said why and nothing was entered since.
    #[must_use]
    pub fn fresh_change(&self, now: Moment) -> Option<&Stamped> {
        let by_hand =
            |entry: &&Stamped| entry.who != Who::System && (is_entry(&entry.event) || is_change(&entry.event));
        let last = self.log().iter().rev().find(by_hand)?;
        let fresh = is_change(&last.event) && now.since(last.at) < ASKED && self.reason(last.id).is_none();
        fresh.then_some(last)
    }

    /// Whether an entry can be taken back now.
    #[must_use]
    pub fn may_take_back(&self, entry: &Stamped, now: Moment) -> bool {
        self.can_undo(entry, now)
    }

    /// Whether an entry is the last dose, which can be said to be a mistake at any time, with a reason.
    #[must_use]
    pub fn may_void(&self, entry: &Stamped) -> bool {
        self.can_void(entry)
    }
}

fn correct(entry: &mut Stamped, correction: &Correction) {
    match (correction, &mut entry.event) {
        (Correction::At(at), _) => entry.at = *at,
        (Correction::Text(right), Event::Note { text, .. } | Event::IntentionWritten { text }) => {
            text.clone_from(right)
        }
        (Correction::Vitals(right), Event::Vitals(measured)) => *measured = Measured { ..*right },
        (Correction::Rating(right), Event::Rating { value, .. }) => *value = *right,
        (Correction::Text(_) | Correction::Vitals(_) | Correction::Rating(_), _) => {}
    }
}

fn is_change(event: &Event) -> bool {
    matches!(event, Event::Corrected { .. } | Event::Undone { .. } | Event::T0Corrected { .. })
}

fn is_entry(event: &Event) -> bool {
    matches!(
        event,
        Event::GateOverridden { .. }
            | Event::IntentionWritten { .. }
            | Event::TabletTaken { .. }
            | Event::Given { .. }
            | Event::HoldEnded { .. }
            | Event::PrescriberCalled { .. }
            | Event::Postponed
            | Event::BoosterSkipped
            | Event::BoosterSnoozed { .. }
            | Event::Stopped { .. }
            | Event::EmergencyOpened
            | Event::Appointed(_)
            | Event::Declined
            | Event::Observed { .. }
            | Event::StateEnded { .. }
            | Event::Checked
            | Event::Vitals(_)
            | Event::Rating { .. }
            | Event::Note { .. }
            | Event::Released { .. }
    )
}
