//! Every entry of a record in one line of words.

use std::collections::HashMap;

use super::minute;
use crate::cue::Turn;
use crate::record::page::{Page, span};
use crate::record::practice;
use crate::record::section::clock;
use crate::session::dose::{Ending, HoldEnd, Prescription};
use crate::session::event::{Correction, Event, EventId, NoteKind, Stamped, Steer};
use crate::session::vitals::Measured;

/// An entry in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// When it happened, corrections included: minutes since the record began.
    pub at: f32,
    /// The same by the wall clock: 10:47:12.
    pub time: String,
    /// The same since T0, signed; empty without one.
    pub since: String,
    /// What happened.
    pub words: String,
    /// What else is to be known: what it was before, why, who said so; may be empty.
    pub second: String,
    /// What became of it.
    pub fate: Fate,
    /// It was added after the record was sealed.
    pub added: bool,
    /// It is a thing of the therapist's hand or of the client, not of the program.
    pub matters: bool,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It stands as it was written.
    #[default]
    Stands,
    /// It was corrected; what it was is told too.
    Corrected,
    /// It was taken back and stays, marked.
    TakenBack,
}

/// All that say something; those after the first `own` were added later.
pub(super) fn told(page: &Page<'_>, own: usize) -> Vec<Told> {
    let reasons = reasons(page);
    let lines = page.entries().enumerate().filter_map(|(number, entry)| {
        let (words, matters) = words(page, entry)?;
        let at = page.at(entry);
        let was = was(page, entry);
        let fate = match (page.is_undone(entry), was.is_empty()) {
            (true, _) => Fate::TakenBack,
            (false, false) => Fate::Corrected,
            (false, true) => Fate::Stands,
        };
        let reason = reasons.get(&entry.id).cloned().unwrap_or_default();
        let taken_back = if fate == Fate::TakenBack { "taken back" } else { "" };
        let second = [taken_back, &was, page.by(entry), &reason].map(str::to_owned);
        let second = second.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        let added = number >= own;
        // What was added is days away: its day says more than its second, and nothing is since the tablet.
        let (time, since) = match page.wall_of(entry, at).filter(|_| added) {
            Some(wall) => (wall.format("%-d %b").to_string(), wall.format("%-H:%M").to_string()),
            None => (page.time(at), page.since_t0(at)),
        };
        Some(Told { at: minute(at), time, since, words, second, fate, added, matters })
    });
    lines.collect()
}

/// Why entries were corrected or taken back, by the entry that does it or that it is done to.
fn reasons(page: &Page<'_>) -> HashMap<EventId, String> {
    let mut reasons = HashMap::new();
    for entry in page.entries() {
        match &entry.event {
            Event::Explained { of, reason } => {
                let _ = reasons.insert(*of, reason.clone());
            }
            Event::Corrected { of, reason, .. } | Event::Undone { of, reason } if !reason.is_empty() => {
                let _ = reasons.insert(*of, reason.clone());
            }
            _ => {}
        }
    }
    // What was said afterwards of the taking back is told with what was taken back too.
    for entry in page.entries() {
        if let Event::Undone { of, .. } | Event::Corrected { of, .. } = &entry.event
            && let Some(reason) = reasons.get(&entry.id).cloned()
        {
            let _ = reasons.entry(*of).or_insert(reason);
        }
    }
    reasons
}

/// What it was before it was corrected.
fn was(page: &Page<'_>, entry: &Stamped) -> String {
    let at = page.at(entry);
    let time = (at != entry.at).then(|| format!("was at {}", page.time(entry.at)));
    let value = match &entry.event {
        Event::Vitals(entered) => page.remeasured(entry).map(|_| format!("was {}", measured(*entered))),
        Event::Rating { value, .. } => page.rerated(entry).map(|_| format!("was {value}")),
        Event::Note { text, .. } | Event::IntentionWritten { text } => {
            page.reworded(entry).map(|_| format!("was \u{201c}{text}\u{201d}"))
        }
        _ => None,
    };
    [time, value].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// What an entry says, and whether it is more than the program's own; `None` for what only a program needs.
fn words(page: &Page<'_>, entry: &Stamped) -> Option<(String, bool)> {
    let ticked = |line: &str, met: bool| format!("{line}: {}", if met { "met" } else { "not met" });
    Some(match &entry.event {
        Event::SessionStarted { .. } => ("Session began".to_owned(), false),
        Event::AmendmentStarted { .. } => ("Added after it was sealed".to_owned(), true),
        Event::PhaseEntered { phase } => (phase.label().to_owned(), true),
        Event::GateItem { item, met, answer } => {
            (with_answer(ticked(page.arrival_line(item), *met), page.answer_words(item, answer.as_ref())), true)
        }
        Event::GateOverridden { missing, reason } => {
            let missing: Vec<_> = missing.iter().map(|key| page.arrival_line(key)).collect();
            (format!("Went on without {}: {reason}", missing.join(", ")), true)
        }
        Event::IntentionWritten { text } if text.is_empty() => ("Without an intention".to_owned(), true),
        Event::IntentionWritten { text } => (quoted("Intention", page.reworded(entry).unwrap_or(text)), true),
        Event::Note { kind, text } => {
            let whose = match kind {
                NoteKind::Note => "Note",
                NoteKind::FirstWords => "First words",
                NoteKind::Client => "Client",
                NoteKind::Unwelcome => "Unwelcome",
            };
            (quoted(whose, page.reworded(entry).unwrap_or(text)), true)
        }
        Event::BreathingStarted { pattern, cycles } => {
            (format!("Breathing: {}, {cycles} breaths", pattern.label), true)
        }
        Event::BreathingEnded { cycles } => (format!("Breathing ended after {cycles} breaths"), true),
        Event::PrescriptionConfirmed { prescription, .. } => (prescribed(prescription), true),
        Event::Given { dose } => (format!("{}, dose {}", page.form(*dose).given(), u16::from(*dose) + 1), true),
        Event::TabletTaken { dose: 0 } => (page.form(0).given().to_owned(), true),
        Event::TabletTaken { .. } => ("Booster in mouth".to_owned(), true),
        Event::SpitCued { .. } => ("The planned hold was over".to_owned(), false),
        Event::HoldEnded { ending, .. } => (capital(ended(*ending)), true),
        Event::Declined => ("The tablet was declined".to_owned(), true),
        Event::T0Corrected { from, to, .. } => {
            (format!("Time of the tablet corrected from {} to {}", page.time(*from), page.time(*to)), true)
        }
        Event::Observed { chip } => (page.chip(chip).to_owned(), true),
        Event::StateEnded { chip, .. } => (format!("{} ended", page.chip(chip)), true),
        Event::Checked => ("Quiet check".to_owned(), true),
        Event::Vitals(entered) => (measured(page.remeasured(entry).unwrap_or(*entered)), true),
        Event::Rating { item, value } => {
            (format!("{} {} of 10", page.scale(item), page.rerated(entry).unwrap_or(*value)), true)
        }
        Event::CeilingSet { .. }
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
        | Event::TurnBegan
        | Event::TurnEnded
        | Event::Appointed(_)
        | Event::MusicPlaced { .. } => {
            let own = !matches!(entry.event, Event::BoosterExpired);
            (practice::words(page, entry)?, own)
        }
        Event::Drawn { .. } => (practice::words(page, entry)?, false),
        Event::MusicPlanned { plan } => (format!("Music planned for {} min", plan.target.as_secs() / 60), false),
        Event::MusicSteered(steer) => (steered(steer), true),
        Event::VolumeSet { volume, .. } => (format!("Volume {volume}").replace('-', "\u{2212}"), true),
        Event::Heard { .. } => return None,
        Event::OutputLost => ("The sound was lost".to_owned(), false),
        Event::OutputBack => ("The sound came back".to_owned(), false),
        Event::PieceFailed { reason, .. } => (format!("A piece was crossed over: {reason}"), false),
        Event::ClockJumped { by_ms } => (format!("The wall clock jumped by {:+.0} s", *by_ms as f64 / 1e3), false),
        Event::ClockDoubted { .. } => (clock::doubt(page, entry), false),
        Event::AwayCorrected { from, to, .. } => (clock::away(*from, *to), true),
        Event::NotRecorded { reason } => (format!("From here on nothing reached the disk: {reason}"), false),
        Event::RecordedAgain => ("Everything is on the disk again".to_owned(), false),
        Event::Resumed { away } => (format!("Went on after {} without the program", span(*away)), false),
        Event::Corrected { of, correction, .. } => {
            (format!("{} corrected: {}", named(page, *of), right(page, correction)), true)
        }
        Event::Undone { of, .. } => (format!("{} taken back", named(page, *of)), true),
        Event::Explained { of, reason } => (format!("{}, why: {reason}", named(page, *of)), true),
        Event::ReleaseItem { item, met, answer } => {
            (with_answer(ticked(page.release_line(item), *met), page.answer_words(item, answer.as_ref())), true)
        }
        Event::Released { missing, reason } => (released(page, missing, reason.as_deref()), true),
        Event::Closed { .. } => (format!("Closed: {}", page.headline().unwrap_or_default()), true),
        Event::Sealed => ("The record was sealed".to_owned(), false),
    })
}

/// What is right instead.
fn right(page: &Page<'_>, correction: &Correction) -> String {
    match correction {
        Correction::At(at) => format!("at {}", page.time(*at)),
        Correction::Text(text) => format!("\u{201c}{text}\u{201d}"),
        Correction::Vitals(right) => measured(*right),
        Correction::Rating(value) => format!("{value} of 10"),
    }
}

/// What an entry is called where another speaks of it.
fn named(page: &Page<'_>, of: EventId) -> String {
    let entry = page.entries().find(|entry| entry.id == of);
    let Some(entry) = entry else { return "An entry".to_owned() };
    let what = match &entry.event {
        Event::Undone { .. } => "Taking back".to_owned(),
        Event::Corrected { .. } | Event::T0Corrected { .. } => "Correction".to_owned(),
        Event::Note { .. } => "Note".to_owned(),
        Event::IntentionWritten { .. } => "Intention".to_owned(),
        _ => words(page, entry).map_or_else(|| "An entry".to_owned(), |(words, _)| words),
    };
    format!("{what} ({})", page.time(entry.at))
}

fn released(page: &Page<'_>, missing: &[String], reason: Option<&str>) -> String {
    let missing: Vec<_> = missing.iter().map(|key| page.release_line(key)).collect();
    match (missing.is_empty(), reason) {
        (true, _) => "May leave, nothing was missing".to_owned(),
        (false, Some(reason)) => format!("Left without {}: {reason}", missing.join(", ")),
        (false, None) => format!("Left without {}", missing.join(", ")),
    }
}

fn prescribed(prescription: &Prescription) -> String {
    let Prescription { hold, end, prescriber, .. } = prescription;
    let by = if prescriber.is_empty() { String::new() } else { format!(", {prescriber}") };
    let amount = practice::amount(prescription);
    let plain = prescription.form.is_held() && prescription.booster.is_none();
    let way = match end {
        HoldEnd::Spit if plain => format!("hold {} min, spit", hold.as_secs() / 60),
        HoldEnd::Swallow if plain => format!("hold {} min, swallow", hold.as_secs() / 60),
        HoldEnd::Spit | HoldEnd::Swallow => practice::way(prescription),
    };
    format!("Prescribed {amount}, {way}{by}")
}

/// How a hold ended, in a word.
pub(super) fn ended(ending: Ending) -> &'static str {
    match ending {
        Ending::Spat => "spit",
        Ending::SwallowedSome => "swallowed some",
        Ending::SwallowedAll => "swallowed",
    }
}

fn steered(steer: &Steer) -> String {
    match steer {
        Steer::SoundCheck(true) => "Sound check".to_owned(),
        Steer::SoundCheck(false) => "Sound check ended".to_owned(),
        Steer::SoundCheckAt(_) => "Sound check, another minute".to_owned(),
        Steer::Silence(over) => format!("Music fades to silence over {}", span(*over)),
        Steer::Resume => "Music comes back".to_owned(),
        Steer::TalkOver(true) => "Music steps back for a voice".to_owned(),
        Steer::TalkOver(false) => "Music comes forward again".to_owned(),
        Steer::Grounding(true) => "Grounding".to_owned(),
        Steer::Grounding(false) => "Grounding ended".to_owned(),
        Steer::End(over) => format!("Music ends over {}", span(*over)),
        Steer::Turned(turn) => match turn {
            Turn::Next => "Music: next",
            Turn::Back => "Music: back",
            Turn::Deeper => "Music: deeper",
            Turn::Lighter => "Music: lighter",
            Turn::Stay => "Music: stay here",
        }
        .to_owned(),
    }
}

fn measured(measured: Measured) -> String {
    let pressure = measured.pressure.map(|(over, under)| format!("{}/{} mmHg", over.0, under.0));
    let rate = measured.heart_rate.map(|rate| format!("{} /min", rate.0));
    let saturation = measured.saturation.map(|part| format!("{} %", part.0));
    [pressure, rate, saturation].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A line of a checklist, with what was answered.
fn with_answer(line: String, answer: String) -> String {
    if answer.is_empty() { line } else { format!("{line}, {answer}") }
}

fn quoted(whose: &str, text: &str) -> String {
    format!("{whose}: \u{201c}{}\u{201d}", text.replace('\n', " "))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
