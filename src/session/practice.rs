//! What makes one practice's way its own: what is given by whom, to how many, where, and what is said on the way.

use std::sync::Arc;
use std::time::Duration;

use super::dose::{Form, HoldEnd};
use super::phase::Phase;
use super::protocol::Item;
use super::questionnaire::Questionnaire;
use crate::units::Decibels;

/// The part of a protocol in which practices differ most. The default is one client in the room, a tablet of their own,
/// and nothing said or asked beyond that.
#[derive(Clone, Debug, PartialEq)]
pub struct Practice {
    /// How the medicine is given.
    pub medicine: Medicine,
    /// When a booster may be offered; `None`: never.
    pub booster: Option<BoosterPolicy>,
    /// How few and how many people take part.
    pub people: (u8, u8),
    /// Where the client is.
    pub place: Place,
    /// What is said of a phase, and how long it usually takes.
    pub guides: Vec<Guide>,
    /// When vital signs are due, from T0, in order.
    pub vitals_at: Vec<Duration>,
    /// How long after a pressure at the ceiling it is measured again.
    pub recheck_after: Duration,
    /// The booked time cannot be overrun: the next client comes.
    pub hard_end: bool,
    /// So long before the booked end it is said.
    pub warn_before: Duration,
    /// A meditation before the medicine.
    pub meditation: Option<Meditation>,
    /// How the music's volume stands to the one of the sound check; below 0 where one talks over it.
    pub music_level: Decibels,
    /// Signs of the hand for those who cannot speak.
    pub signs: Vec<Item>,
    /// Lines to read aloud when somebody needs ground under their feet.
    pub grounding: Vec<String>,
    /// Questions offered on return.
    pub return_prompts: Vec<String>,
    /// How long each speaks in the round of a group; zero: there is no round.
    pub round: Duration,
    /// Within how many days the integration session follows, the first and the last.
    pub integration_days: (u8, u8),
    /// What the client takes home in writing; may be empty.
    pub take_home: String,
    /// Questionnaires, and in which phase each is asked.
    pub questionnaires: Vec<Asking>,
}

impl Default for Practice {
    fn default() -> Self {
        Self {
            medicine: Medicine::default(),
            booster: None,
            people: (1, 1),
            place: Place::Room,
            guides: Vec::new(),
            vitals_at: Vec::new(),
            recheck_after: Duration::from_secs(300),
            hard_end: false,
            warn_before: Duration::from_secs(900),
            meditation: None,
            music_level: Decibels::UNITY,
            signs: Vec::new(),
            grounding: Vec::new(),
            return_prompts: Vec::new(),
            round: Duration::ZERO,
            integration_days: (1, 3),
            take_home: String::new(),
            questionnaires: Vec::new(),
        }
    }
}

/// The most people of a session.
pub const MOST_PEOPLE: u8 = 6;

impl Practice {
    /// More than one person can take part.
    #[must_use]
    pub const fn is_group(&self) -> bool {
        self.people.1 > 1
    }

    /// What is said of a phase.
    #[must_use]
    pub fn guide(&self, phase: Phase) -> Option<&Guide> {
        self.guides.iter().find(|guide| guide.phase == phase)
    }

    /// The questionnaire of that key.
    #[must_use]
    pub fn questionnaire(&self, key: &str) -> Option<&Questionnaire> {
        self.questionnaires.iter().map(|asking| asking.form.as_ref()).find(|form| form.key == key)
    }

    /// The questionnaires of a phase.
    pub fn asked_in(&self, phase: Phase) -> impl Iterator<Item = &Questionnaire> {
        self.questionnaires.iter().filter(move |asking| asking.at == phase).map(|asking| asking.form.as_ref())
    }
}

/// How the medicine is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medicine {
    /// As what it comes.
    pub form: Form,
    /// Who gives it.
    pub given_by: GivenBy,
    /// How a hold may end; the prescriber says which. Never empty for what is held.
    pub ends: Vec<HoldEnd>,
    /// How many doses one prescription may count, one after the other: sprays, injections.
    pub most_doses: u8,
    /// What may lie between them; offered, none is chosen by itself.
    pub spacings: Vec<Duration>,
}

impl Default for Medicine {
    fn default() -> Self {
        Self {
            form: Form::Tablet,
            given_by: GivenBy::Client,
            ends: vec![HoldEnd::Spit, HoldEnd::Swallow],
            most_doses: 1,
            spacings: Vec::new(),
        }
    }
}

/// Who gives the medicine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenBy {
    /// The clients themselves, as prescribed.
    Client,
    /// The medical provider.
    Provider,
}

/// When a booster may be offered. Whether there is one is the prescriber's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoosterPolicy {
    /// From so long after T0.
    pub from: Duration,
    /// Until so long after T0; then it expires.
    pub until: Duration,
    /// How long "later" puts it off.
    pub snooze: Duration,
}

/// Where the client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the room with the therapist.
    Room,
    /// Elsewhere, with a chaperone; the therapist is in a call.
    Remote,
}

/// What is said of a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// Which.
    pub phase: Phase,
    /// A line or two for the therapist; may be empty.
    pub text: String,
    /// How long it usually takes; nothing follows from it.
    pub usual: Option<Duration>,
}

/// A meditation before the medicine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meditation {
    /// What it is called.
    pub title: String,
    /// Short lines to read aloud at one's own pace; may be empty where there is a recording.
    pub lines: Vec<String>,
    /// How long it usually takes.
    pub usual: Duration,
    /// The clinic's own recording, a file; it plays through the mixer.
    pub recording: Option<String>,
}

/// A questionnaire and when it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// In this phase; never during the journey.
    pub at: Phase,
    /// Itself.
    pub form: Arc<Questionnaire>,
}
