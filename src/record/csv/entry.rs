//! The table of every entry, and of what is not there.

use std::time::Duration;

use serde::Serialize;

use super::{Head, Words};
use crate::record::practice;
use crate::record::section::clock;
use crate::record::section::practice::in_words;
use crate::record::trail::{Flaw, Trail, instant, measured_words, secs_since};
use crate::session::dose::{Ending, HoldEnd, Prescription};
use crate::session::event::{Correction, Event, EventId, NoteKind, Stamped, Steer};

/// The columns behind those of every table.
pub(super) const COLUMNS: [&str; 11] =
    ["kind", "dose", "mg", "hold_s", "key", "label", "number", "entered", "corrected", "of", "reason"];

#[derive(Default, Serialize)]
pub(super) struct Row {
    kind: Words,
    dose: Option<u16>,
    mg: Option<f64>,
    hold_s: Option<f64>,
    key: Words,
    label: Words,
    number: Option<f64>,
    entered: Words,
    corrected: Words,
    of: Option<String>,
    reason: Words,
}

pub(super) fn rows(trail: &Trail) -> Vec<(Head, Row)> {
    let known = trail.steps.iter().map(|step| {
        let kind = Words::from(&step.line.kind);
        match &step.line.entry {
            Some(entry) => {
                let reason = trail.reasons(entry.id).join("; ").into();
                (Head::of(trail, step, entry), Row { kind, reason, ..row(trail, entry) })
            }
            // Nothing is left out: an entry that this version cannot show stands here as it was written.
            None => (Head::of_line(trail, step), Row { kind, entered: (&step.line.text).into(), ..Row::default() }),
        }
    });
    let flaws = trail.flaws.iter().map(|(folder, flaw)| {
        let head = Head { folder: folder.clone(), ..Head::of_nothing(trail) };
        match flaw {
            Flaw::Damage(words) => (head, Row { kind: "damage".into(), ..entered(words) }),
            Flaw::Missing(n) => (Head { n: Some(*n), ..head }, Row { kind: "missing".into(), ..Row::default() }),
        }
    });
    known.chain(set(trail)).chain(flaws).collect()
}

/// How the clock was set that the times of the table rest on.
fn set<'a>(trail: &'a Trail) -> impl Iterator<Item = (Head, Row)> + 'a {
    trail.page.clock().changes().into_iter().map(|change| {
        let at = trail.wall(change.at);
        let head = Head {
            at_s: Some(secs_since(change.at, trail.page.began())),
            since_t0_s: trail.t0.map(|t0| secs_since(change.at, t0)),
            at_entered: at.clone(),
            at,
            ..Head::of_nothing(trail)
        };
        let [said, says] = [change.said, change.says].map(|wall| Words::from(instant(&wall).unwrap_or_default()));
        let by = number(change.by_ms as f64 / 1e3);
        (head, Row { kind: "clock_set".into(), entered: said, corrected: says, ..by })
    })
}

fn row(trail: &Trail, entry: &Stamped) -> Row {
    let page = &trail.page;
    match &entry.event {
        Event::SessionStarted { protocol, .. } => named(&protocol.name, &protocol.title),
        Event::PhaseEntered { phase } => named(phase.key(), phase.label()),
        Event::GateItem { item, met, answer } => {
            let said = answered(*met, &page.answer_words(item, answer.as_ref()));
            Row { entered: said.into(), ..named(item, page.arrival_line(item)) }
        }
        Event::ReleaseItem { item, met, answer } => {
            let said = answered(*met, &page.answer_words(item, answer.as_ref()));
            Row { entered: said.into(), ..named(item, page.release_line(item)) }
        }
        Event::GateOverridden { missing, .. } | Event::Released { missing, .. } => entered(missing.join(", ")),
        Event::IntentionWritten { text } => {
            Row { corrected: page.reworded(entry).unwrap_or_default().into(), ..entered(text) }
        }
        Event::Note { kind, text } => {
            let key = match kind {
                NoteKind::Note => "therapist",
                NoteKind::FirstWords => "first_words",
                NoteKind::Client => "client",
                NoteKind::Unwelcome => "unwelcome",
            };
            let corrected = page.reworded(entry).unwrap_or_default().into();
            Row { key: key.into(), corrected, ..entered(text) }
        }
        Event::BreathingStarted { pattern, cycles } => {
            Row { number: Some(f64::from(*cycles)), ..named(&pattern.key, &pattern.label) }
        }
        Event::BreathingEnded { cycles } => number(f64::from(*cycles)),
        Event::PrescriptionConfirmed { .. }
        | Event::TabletTaken { .. }
        | Event::Given { .. }
        | Event::SpitCued { .. }
        | Event::HoldEnded { .. }
        | Event::Declined
        | Event::T0Corrected { .. } => dose_row(trail, entry),
        Event::Observed { chip } => named(chip, page.chip(chip)),
        Event::StateEnded { chip, began } => Row { of: Some(name(*began)), ..named(chip, page.chip(chip)) },
        Event::Vitals(measured) => {
            let corrected = page.remeasured(entry).map(measured_words).unwrap_or_default().into();
            Row { corrected, ..entered(measured_words(*measured)) }
        }
        Event::Rating { item, value } => {
            let corrected = page.rerated(entry).map(|value| value.to_string()).unwrap_or_default().into();
            Row { number: Some(f64::from(*value)), corrected, ..named(item, page.scale(item)) }
        }
        Event::Corrected { of, correction, .. } => {
            let (key, right) = right(trail, correction);
            Row { of: Some(name(*of)), key: key.into(), ..entered(right) }
        }
        Event::Undone { of, .. } | Event::Explained { of, .. } => Row { of: Some(name(*of)), ..Row::default() },
        Event::AmendmentStarted { record, .. } => entered(record),
        Event::Closed { .. } => {
            let key = page.outcome().map_or("", |outcome| outcome.way.key());
            Row { key: key.into(), entered: page.headline().unwrap_or_default().into(), ..Row::default() }
        }
        Event::Resumed { away } => number(away.as_millis() as f64 / 1e3),
        Event::ClockJumped { by_ms } => number(*by_ms as f64 / 1e3),
        Event::ClockDoubted { .. } => entered(clock::doubt(page, entry)),
        Event::AwayCorrected { of, from, to } => {
            let secs = |span: Duration| Words::from((span.as_millis() as f64 / 1e3).to_string());
            Row { of: Some(name(*of)), entered: secs(*from), corrected: secs(*to), ..Row::default() }
        }
        Event::MusicPlanned { .. }
        | Event::MusicSteered(_)
        | Event::VolumeSet { .. }
        | Event::Heard { .. }
        | Event::PieceFailed { .. } => music_row(&entry.event),
        Event::Answered { questionnaire, item, value } => {
            let form = page.protocol().and_then(|protocol| protocol.practice.questionnaire(questionnaire));
            let (asked, answer) = in_words(form, *item, *value);
            Row { number: Some(f64::from(*value)), entered: answer.into(), ..named(questionnaire, &asked) }
        }
        Event::CourseNoted { number: which, .. } => {
            let said = practice::words(page, entry).unwrap_or_default();
            Row { number: Some(f64::from(*which)), ..entered(said) }
        }
        Event::CeilingSet { .. }
        | Event::PrescriberCalled { .. }
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
        | Event::MusicPlaced { .. } => entered(practice::words(page, entry).unwrap_or_default()),
        Event::NotRecorded { reason } => entered(reason),
        Event::Checked | Event::RecordedAgain | Event::OutputLost | Event::OutputBack | Event::Sealed => Row::default(),
    }
}

fn dose_row(trail: &Trail, entry: &Stamped) -> Row {
    let row = |dose: &u8| Row { dose: Some(u16::from(*dose) + 1), ..Row::default() };
    match &entry.event {
        Event::PrescriptionConfirmed { dose, prescription } => {
            let Prescription { hold, end, prescriber, form, .. } = prescription;
            let end = match end {
                _ if !form.is_held() => form.key(),
                HoldEnd::Spit => "spit",
                HoldEnd::Swallow => "swallow",
            };
            let said = format!("{}, {}", practice::amount(prescription), practice::way(prescription));
            let (mg, hold_s) = (Some(milligrams(prescription)), Some(hold.as_millis() as f64 / 1e3));
            Row { mg, hold_s, key: end.into(), label: prescriber.into(), entered: said.into(), ..row(dose) }
        }
        Event::HoldEnded { dose, ending } => {
            let key = match ending {
                Ending::Spat => "spat",
                Ending::SwallowedSome => "swallowed_some",
                Ending::SwallowedAll => "swallowed_all",
            };
            let taken = trail.page.taken(*dose).map(|(at, _)| at).filter(|_| !trail.page.is_undone(entry));
            Row { hold_s: taken.map(|taken| secs_since(trail.at(entry), taken)), key: key.into(), ..row(dose) }
        }
        Event::T0Corrected { dose, from, to } => {
            let [from, to] = [from, to].map(|at| Words::from(trail.wall(*at).unwrap_or_default()));
            Row { entered: from, corrected: to, ..row(dose) }
        }
        Event::TabletTaken { dose } | Event::Given { dose } | Event::SpitCued { dose } => row(dose),
        _ => Row::default(),
    }
}

fn music_row(event: &Event) -> Row {
    match event {
        Event::MusicPlanned { plan } => {
            Row { number: Some(plan.pieces.len() as f64), key: (&plan.playlist).into(), ..Row::default() }
        }
        Event::MusicSteered(steer) => Row { key: steered(steer).into(), ..Row::default() },
        Event::VolumeSet { volume, .. } => number(f64::from(volume.0)),
        Event::Heard { position, .. } => Row {
            number: Some(position.offset.as_millis() as f64 / 1e3),
            entered: format!("piece {}", position.piece).into(),
            ..Row::default()
        },
        Event::PieceFailed { piece, .. } => entered(format!("piece {piece}")),
        _ => Row::default(),
    }
}

/// What was done to the music, as the record calls it.
fn steered(steer: &Steer) -> &'static str {
    match steer {
        Steer::SoundCheck(true) => "sound_check_on",
        Steer::SoundCheck(false) => "sound_check_off",
        Steer::Silence(_) => "silence",
        Steer::Resume => "resume",
        Steer::TalkOver(true) => "talk_over_on",
        Steer::TalkOver(false) => "talk_over_off",
        Steer::SoundCheckAt(_) => "sound_check_at",
        Steer::Turned(_) => "turned",
        Steer::Grounding(true) => "grounding_on",
        Steer::Grounding(false) => "grounding_off",
        Steer::End(_) => "end",
    }
}

fn right(trail: &Trail, correction: &Correction) -> (&'static str, String) {
    match correction {
        Correction::At(at) => ("at", trail.wall(*at).unwrap_or_default()),
        Correction::Text(text) => ("text", text.clone()),
        Correction::Vitals(measured) => ("vitals", measured_words(*measured)),
        Correction::Rating(value) => ("rating", value.to_string()),
    }
}

fn milligrams(prescription: &Prescription) -> f64 {
    f64::from(prescription.tablets.halves) * f64::from(prescription.each.0) / 2.0
}

fn named(key: &str, label: &str) -> Row {
    Row { key: key.into(), label: label.into(), ..Row::default() }
}

fn entered(text: impl AsRef<str>) -> Row {
    Row { entered: text.into(), ..Row::default() }
}

fn number(number: f64) -> Row {
    Row { number: Some(number), ..Row::default() }
}

fn answered(met: bool, answer: &str) -> String {
    let met = if met { "met" } else { "not met" };
    if answer.is_empty() { met.to_owned() } else { format!("{met}: {answer}") }
}

fn name(id: EventId) -> String {
    uuid::Uuid::from_u128(id.0).to_string()
}
