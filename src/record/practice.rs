//! What differs between practices, in words: answers, the course, calls, boosters, the round, appointments.

use super::page::Page;
use crate::session::answer::Answer;
use crate::session::event::{Appointment, CallOutcome, Event, Meditated, MusicPlace, Stamped};
use crate::session::protocol::Ceiling;

/// What such an entry says; `None` if it is of another kind.
pub(in crate::record) fn words(page: &Page<'_>, entry: &Stamped) -> Option<String> {
    Some(match &entry.event {
        Event::CeilingSet { ceiling } => ceiling_words(ceiling),
        Event::PrescriberCalled { outcome } => format!("Prescriber called: {}", call_words(*outcome)),
        Event::CourseNoted { number, of: Some(of) } => format!("Session {number} of {of}"),
        Event::CourseNoted { number, of: None } => format!("Session {number} of the course"),
        Event::Answered { questionnaire, item, value } => {
            format!("{}, item {}: {}", page.questionnaire(questionnaire), u16::from(*item) + 1, value)
        }
        Event::MeditationBegan { how: Meditated::Read } => "Meditation read aloud".to_owned(),
        Event::MeditationBegan { how: Meditated::Played } => "Meditation played".to_owned(),
        Event::MeditationEnded => "Meditation ended".to_owned(),
        Event::Postponed => "Takes the medicine later than the others".to_owned(),
        Event::BoosterSkipped => "Booster not taken".to_owned(),
        Event::BoosterSnoozed { until } => format!("Booster put off until {}", page.time(*until)),
        Event::BoosterExpired => "The time of the booster was over".to_owned(),
        Event::Stopped { reason } if reason.is_empty() => "Ended their part".to_owned(),
        Event::Stopped { reason } => format!("Ended their part: {reason}"),
        Event::EmergencyOpened => "Emergency card opened".to_owned(),
        Event::Drawn { sheet, .. } => format!("Drew on sheet {}", u16::from(*sheet) + 1),
        Event::TurnBegan => "Their turn in the round".to_owned(),
        Event::TurnEnded => "Their turn ended".to_owned(),
        Event::Appointed(appointment) => appointment_words(appointment),
        Event::MusicPlaced { place } => match place {
            MusicPlace::Here => "Music from this device".to_owned(),
            MusicPlace::Call => "Music into the call".to_owned(),
            MusicPlace::Elsewhere => "Music from the client's own file".to_owned(),
        },
        _ => return None,
    })
}

/// What came of a call, as the record says it.
pub(in crate::record) fn call_words(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Agreed => "agreed to go on",
        CallOutcome::Declined => "said no",
        CallOutcome::NotReached => "not reached",
    }
}

/// Numbers of a ceiling with their source.
pub(in crate::record) fn ceiling_words(ceiling: &Ceiling) -> String {
    let Ceiling { systolic, diastolic, heart_rate, source } = ceiling;
    format!("Ceiling {}/{} mmHg, {} /min ({source})", systolic.0, diastolic.0, heart_rate.0)
}

/// A day that was agreed, with its time.
pub(in crate::record) fn appointment_words(Appointment { what, day, minute }: &Appointment) -> String {
    let time = minute.map_or_else(String::new, |minute| format!(", {}:{:02}", minute / 60, minute % 60));
    format!("{}: {day}{time}", what.label())
}

impl Page<'_> {
    /// An answer to a line of arrival or of the release checklist, in words; empty where there is none.
    pub(in crate::record) fn answer_words(&self, item: &str, answer: Option<&Answer>) -> String {
        let Some(answer) = answer else { return String::new() };
        let lines = self.protocol().into_iter();
        let mut lines = lines.flat_map(|it| it.gate.iter().chain(&it.room).chain(&it.release));
        let ask = lines.find(|line| line.key == item).map(|line| line.ask.clone()).unwrap_or_default();
        ask.in_words(answer)
    }

    /// The title of a questionnaire, or its key.
    pub(in crate::record) fn questionnaire<'b>(&'b self, key: &'b str) -> &'b str {
        let known = self.protocol().and_then(|protocol| protocol.practice.questionnaire(key));
        known.map_or(key, |form| &form.title)
    }
}
