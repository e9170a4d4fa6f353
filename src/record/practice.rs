//! What differs between practices, in words: answers, the course, calls, boosters, the round, appointments.

use std::collections::BTreeMap;

use super::legible::legible;
use super::page::{Page, lasting};
use crate::session::answer::Answer;
use crate::session::dose::{Booster, Form, HoldEnd, Prescription};
use crate::session::drawing::Stroke;
use crate::session::event::{Appointment, CallOutcome, Event, Meditated, MusicPlace, Stamped};
use crate::session::outcome::{Known, Outcome};
use crate::session::protocol::{Ceiling, Weight};
use crate::session::questionnaire::Questionnaire;

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

/// How much of what: 2 × 100 mg, 1 spray × 10 mg.
pub(in crate::record) fn amount(prescription: &Prescription) -> String {
    let Prescription { tablets, each, form, .. } = prescription;
    let (one, several) = form.words();
    let word = match form {
        Form::Tablet => "",
        Form::Lozenge | Form::Troche | Form::Spray | Form::Injection if tablets.halves <= 2 => one,
        Form::Lozenge | Form::Troche | Form::Spray | Form::Injection => several,
    };
    let space = if word.is_empty() { "" } else { " " };
    format!("{tablets}{space}{word} × {} mg", each.0)
}

/// How it is given: hold and end, or how many and what lies between; and the booster.
pub(in crate::record) fn way(prescription: &Prescription) -> String {
    let Prescription { hold, end, form, doses, spacing, booster, .. } = prescription;
    let way = match (form.is_held(), doses, end) {
        (true, _, HoldEnd::Spit) => format!("hold {}, then spit", lasting(*hold)),
        (true, _, HoldEnd::Swallow) => format!("hold {}, then swallow", lasting(*hold)),
        (false, 0 | 1, _) => "one dose".to_owned(),
        (false, doses, _) => format!("{doses} doses, {} apart", lasting(*spacing)),
    };
    let booster = booster.map(|Booster { tablets, each }| format!(", booster of {tablets} × {} mg", each.0));
    format!("{way}{}", booster.unwrap_or_default())
}

impl<'a> Page<'a> {
    /// The keys of the questionnaires of which anything was answered, in the order of their first answers.
    pub(in crate::record) fn questionnaires(&self) -> Vec<&'a str> {
        let mut keys: Vec<&str> = Vec::new();
        for entry in self.entries() {
            if let Event::Answered { questionnaire, .. } = &entry.event
                && !keys.contains(&questionnaire.as_str())
            {
                keys.push(questionnaire);
            }
        }
        keys
    }

    /// The answers of a questionnaire as they stand, in the order of its items.
    pub(in crate::record) fn answers(&self, form: &Questionnaire) -> Vec<Option<u8>> {
        let mut answers = vec![None; form.items.len()];
        for entry in self.standing() {
            if let Event::Answered { questionnaire, item, value } = &entry.event
                && *questionnaire == form.key
                && let Some(answer) = answers.get_mut(usize::from(*item))
            {
                *answer = Some(*value);
            }
        }
        answers
    }

    /// The strokes that stand, by sheet.
    pub(in crate::record) fn sheets(&self) -> BTreeMap<u8, Vec<(&'a Stamped, Stroke)>> {
        let mut sheets: BTreeMap<u8, Vec<(&Stamped, Stroke)>> = BTreeMap::new();
        for entry in self.standing() {
            if let Event::Drawn { sheet, stroke } = &entry.event {
                sheets.entry(*sheet).or_default().push((entry, stroke.clone()));
            }
        }
        sheets
    }

    /// The number of this session in the client's course, as it stands, and how many are planned.
    pub(in crate::record) fn course(&self) -> Option<(u16, Option<u16>)> {
        let noted = self.standing().filter_map(|entry| match &entry.event {
            Event::CourseNoted { number, of } => Some((*number, *of)),
            _ => None,
        });
        noted.last()
    }

    /// The ceiling that was set for this client last; `None` where the protocol's counts.
    pub(in crate::record) fn ceiling(&self) -> Option<&'a Ceiling> {
        let set = self.standing().filter_map(|entry| match &entry.event {
            Event::CeilingSet { ceiling } => Some(ceiling),
            _ => None,
        });
        set.last()
    }

    /// How it ended for this client; `None` while it goes on.
    pub(in crate::record) fn outcome(&self) -> Option<Outcome> {
        let mut known = Known { dosed: self.taken(0).is_some(), ..Known::default() };
        let ends = self.ends();
        for entry in self.standing() {
            match &entry.event {
                Event::Closed { how } => known.how = Some(*how),
                Event::Declined => known.declined = true,
                Event::Stopped { reason } => known.stopped = Some(reason.clone()),
                Event::Released { missing, reason } => known.released = Some((missing.clone(), reason.clone())),
                // A dose after the release makes it void.
                Event::TabletTaken { .. } | Event::Given { .. } => known.released = None,
                Event::Observed { chip } if self.is_serious(chip) => {
                    let ended = ends.contains_key(&entry.id) || !self.lasts(chip);
                    known.serious.push((self.chip(chip).to_owned(), ended));
                }
                _ => {}
            }
        }
        known.outcome()
    }

    /// How it ended, in one line.
    pub(in crate::record) fn headline(&self) -> Option<String> {
        let headline = self.outcome()?.headline(|key| self.release_line(key).to_owned());
        Some(legible(&headline).into_owned())
    }

    fn is_serious(&self, key: &str) -> bool {
        let chips = self.protocol().map(|protocol| &protocol.chips[..]).unwrap_or_default();
        chips.iter().any(|chip| chip.key == key && chip.weight == Weight::Serious)
    }
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
