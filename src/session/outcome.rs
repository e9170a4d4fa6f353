//! How a session ended for one person, worked out from what the record holds: one rule for the glass and every paper.

use super::event::{Close, Person};
use super::protocol::Weight;
use super::release::{COUNT_ITEM, SERIOUS_ITEM, STAY_ITEM};
use super::{Session, gate::VITALS_ITEM};

/// The reason for leaving that means a hospital; it is offered in closing and recognised wherever it was recorded.
pub const HOSPITAL: &str = "To a hospital";

/// In which way it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Through all that was planned.
    Complete,
    /// After a dose, earlier than planned.
    EndedEarly,
    /// The client ended their part.
    EndedByClient,
    /// Because of a serious event.
    SeriousEvent,
    /// The client went to a hospital.
    Hospital,
    /// Before the minimum stay was over.
    LeftBeforeStay,
    /// After a dose, and nobody said that the client may leave.
    NotReleased,
    /// The client declined.
    Declined,
    /// Without a dose, for another reason.
    WithoutDose,
}

impl Way {
    /// The word in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::EndedEarly => "ended_early",
            Self::EndedByClient => "ended_by_client",
            Self::SeriousEvent => "serious_event",
            Self::Hospital => "hospital",
            Self::LeftBeforeStay => "left_before_minimum_stay",
            Self::NotReleased => "not_released",
            Self::Declined => "declined",
            Self::WithoutDose => "without_dose",
        }
    }

    /// In a few words, as a list says it.
    #[must_use]
    pub const fn in_short(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::EndedEarly => "ended early, after a dose",
            Self::EndedByClient => "ended early by the client",
            Self::SeriousEvent => "ended for a serious event",
            Self::Hospital => "to hospital",
            Self::LeftBeforeStay => "left before the minimum stay",
            Self::NotReleased => "closed without a release",
            Self::Declined => "declined",
            Self::WithoutDose => "ended without a dose",
        }
    }
}

/// What is known of the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How the sitting closed; `None` while it goes on.
    pub how: Option<Close>,
    /// A dose was taken.
    pub dosed: bool,
    /// The client declined.
    pub declined: bool,
    /// The client ended their part, and why; the reason may be empty.
    pub stopped: Option<String>,
    /// They were let go: keys of what was missing, and the reason.
    pub released: Option<(Vec<String>, Option<String>)>,
    /// Serious events, in words, and whether each had ended.
    pub serious: Vec<(String, bool)>,
}

/// How it ended, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// In which way.
    pub way: Way,
    /// Keys of what was missing when they left.
    pub missing: Vec<String>,
    /// Why they left all the same, or ended their part.
    pub reason: Option<String>,
    /// Serious events, in words, and whether each had ended.
    pub serious: Vec<(String, bool)>,
}

impl Known {
    /// How it ended; `None` while it goes on.
    #[must_use]
    pub fn outcome(self) -> Option<Outcome> {
        let how = self.how?;
        let (missing, reason) = self.released.clone().unwrap_or_default();
        let lacks = |key: &str| missing.iter().any(|item| item == key);
        let early = how == Close::EndedEarly || self.stopped.is_some() || !self.dosed;
        let lasting = self.serious.iter().any(|(_, ended)| !ended) || lacks(SERIOUS_ITEM);
        let way = match (self.dosed, &self.released) {
            _ if reason.as_deref() == Some(HOSPITAL) => Way::Hospital,
            _ if lasting || (early && !self.serious.is_empty()) => Way::SeriousEvent,
            (true, Some(_)) if lacks(STAY_ITEM) => Way::LeftBeforeStay,
            (true, _) if self.stopped.is_some() => Way::EndedByClient,
            (true, None) => Way::NotReleased,
            (true, Some(_)) if how == Close::EndedEarly => Way::EndedEarly,
            (true, Some(_)) => Way::Complete,
            (false, _) if self.declined => Way::Declined,
            (false, _) if self.stopped.is_some() => Way::EndedByClient,
            (false, _) => Way::WithoutDose,
        };
        let reason = reason.or(self.stopped).filter(|reason| !reason.is_empty() && reason != HOSPITAL);
        Some(Outcome { way, missing, reason, serious: self.serious })
    }
}

impl Outcome {
    /// One line: in which way, serious events, what was missing and why. `label` gives the words of a missing line.
    #[must_use]
    pub fn headline(&self, label: impl Fn(&str) -> String) -> String {
        let way = match self.way {
            Way::Complete if self.missing.is_empty() => "complete, through all that was planned".to_owned(),
            Way::Complete => "through all that was planned, released all the same".to_owned(),
            way => way.in_short().to_owned(),
        };
        let serious = self.serious.iter().map(|(event, ended)| {
            let event = event.to_lowercase();
            if *ended { event } else { format!("{event}, which had not ended") }
        });
        let serious: Vec<String> = serious.collect();
        let serious = (!serious.is_empty()).then(|| format!("serious event: {}", serious.join("; ")));
        // The way says these already.
        let said = |key: &str| key == SERIOUS_ITEM || (key == STAY_ITEM && self.way == Way::LeftBeforeStay);
        let missing: Vec<String> = self.missing.iter().filter(|key| !said(key)).map(|key| label(key)).collect();
        let missing = (!missing.is_empty()).then(|| format!("without {}", missing.join(", ")));
        let reason = self.reason.as_ref().map(|reason| format!("reason: {reason}"));
        [Some(way), serious, missing, reason].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

/// The words of a line that stands in no list of the protocol.
#[must_use]
pub fn unlisted(key: &str) -> Option<&'static str> {
    match key {
        STAY_ITEM => Some("the minimum stay"),
        SERIOUS_ITEM => Some("the end of a serious event"),
        COUNT_ITEM => Some("tablets that add up"),
        VITALS_ITEM => Some("vital signs"),
        _ => None,
    }
}

impl Session {
    /// How it ended for one person, or would if it were closed now.
    #[must_use]
    pub fn outcome(&self, person: Person) -> Option<Outcome> {
        let how = self.closed().map_or_else(|| self.how_it_closes(), |(_, how)| how);
        let who = self.participant(person)?;
        let chips = &self.protocol().chips;
        let serious = who.observations.iter().filter_map(|seen| {
            let chip = chips.iter().find(|chip| chip.key == seen.chip && chip.weight == Weight::Serious)?;
            Some((chip.label.clone(), seen.ended.is_some() || chip.kind != super::protocol::ChipKind::State))
        });
        Known {
            how: Some(how),
            dosed: who.taken() > 0,
            declined: who.declined.is_some(),
            stopped: who.stopped.as_ref().map(|(_, reason)| reason.clone()),
            released: who.released.as_ref().map(|(_, missing, reason)| (missing.clone(), reason.clone())),
            serious: serious.collect(),
        }
        .outcome()
    }
}
