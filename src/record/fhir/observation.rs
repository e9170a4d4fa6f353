//! What was measured, seen and said, and how the session went.

use super::code::{
    APPOINTMENT, BOOSTER, BREATHING, CALL, CEILING, CHECK, CHIP, CLIENT_WORDS, COURSE, Code, DAMAGE, EMERGENCY, EXAM,
    FIRST_WORDS, GAP, INTENTION, MEDITATION, MUSIC, NOT_APPLICABLE, NOTE, PATTERN, PHASE, PHASE_ENTERED, POSTPONED,
    PRESCRIPTION, PROCEDURE, SCALE, SPIT_CUE, STOPPED, SURVEY, THERAPY, TURN, UNWELCOME,
};
use super::element::{Annotation, Concept, Identifier, Period, Reference, text};
use super::frame::{About, Frame};
use super::name::name;
use super::resource::{Observation, Resource, Value};
use super::{dose, vitals};
use crate::record::page::{Page, lasting};
use crate::record::section::clock;
use crate::record::trail::{Flaw, Standing, Step};
use crate::session::event::{Event, EventId, NoteKind, Stamped, Steer, Who};
use crate::units::counted;

pub(super) fn observations(frame: &Frame) -> (Vec<Resource>, About) {
    let (mut all, mut about) = (Vec::new(), About::new());
    for step in &frame.trail.steps {
        let made = match &step.line.entry {
            Some(entry) => of_entry(frame, step, entry),
            None => vec![unknown(frame, step)],
        };
        about.extend(made.first().map(|first| (step.line.id, first.id.clone())));
        all.extend(made);
    }
    // The end of a state is part of the observation that began it.
    for (_, entry) in frame.trail.entries() {
        if let Event::StateEnded { began, .. } = &entry.event {
            about.extend(about.get(began).cloned().map(|id| (entry.id, id)));
        }
    }
    all.extend(damage(frame));
    (all.into_iter().map(|it| Resource::Observation(Box::new(it))).collect(), about)
}

fn of_entry(frame: &Frame, step: &Step, entry: &Stamped) -> Vec<Observation> {
    let page = &frame.trail.page;
    let said = |category, code, words: &str| vec![words_of(frame, (step, entry), (category, code), words)];
    match &entry.event {
        Event::Vitals(entered) => vitals::observations(frame, step, entry, *entered),
        Event::PhaseEntered { phase } => {
            let value = Value::CodeableConcept(Concept::named(PHASE, phase.key(), phase.label()));
            vec![Observation {
                value: Some(value),
                ..plain(frame, step, entry, (PROCEDURE, Concept::of(PHASE_ENTERED)))
            }]
        }
        Event::Observed { chip } => vec![seen(frame, step, entry, chip)],
        Event::StateEnded { chip, began } if frame.trail.entry(*began).is_none() => {
            let code = Concept::named(CHIP, chip, page.chip(chip));
            let value = Some(Value::String("Ended; its beginning is not in the record".to_owned()));
            vec![Observation { value, ..plain(frame, step, entry, (EXAM, code)) }]
        }
        Event::Checked => {
            let value = Some(Value::Boolean(true));
            vec![Observation { value, ..plain(frame, step, entry, (EXAM, Concept::of(CHECK))) }]
        }
        Event::Rating { item, value } => {
            let value = Some(Value::Integer(page.rerated(entry).unwrap_or(*value).into()));
            let code = Concept::named(SCALE, item, page.scale(item));
            vec![Observation { value, ..plain(frame, step, entry, (SURVEY, code)) }]
        }
        Event::IntentionWritten { text } => said(THERAPY, INTENTION, page.reworded(entry).unwrap_or(text)),
        Event::Note { kind, text } => {
            let code = match kind {
                NoteKind::Note => NOTE,
                NoteKind::Unwelcome => UNWELCOME,
                NoteKind::FirstWords => FIRST_WORDS,
                NoteKind::Client => CLIENT_WORDS,
            };
            said(THERAPY, code, page.reworded(entry).unwrap_or(text))
        }
        Event::BreathingStarted { pattern, cycles } => {
            let words = format!("{} began, {cycles} breaths planned", pattern.label);
            let own = said(PROCEDURE, BREATHING, &words).into_iter();
            let coded = Concept::named(PATTERN, &pattern.key, &pattern.label).coding;
            own.map(|mut it| {
                it.code.coding.extend(coded.clone());
                it
            })
            .collect()
        }
        Event::BreathingEnded { cycles } => said(PROCEDURE, BREATHING, &format!("Ended after {cycles} breaths")),
        Event::PrescriptionConfirmed { prescription, .. } => {
            said(PROCEDURE, PRESCRIPTION, &dose::prescribed(prescription))
        }
        Event::SpitCued { dose } => said(PROCEDURE, SPIT_CUE, &format!("Dose {}", u16::from(*dose) + 1)),
        Event::MusicPlanned { .. }
        | Event::MusicSteered(_)
        | Event::VolumeSet { .. }
        | Event::OutputLost
        | Event::OutputBack
        | Event::PieceFailed { .. } => said(PROCEDURE, MUSIC, &music(&entry.event)),
        Event::Resumed { away } => {
            said(PROCEDURE, GAP, &format!("Resumed after {} without the program", lasting(*away)))
        }
        Event::ClockJumped { by_ms } => {
            let words = format!("The wall clock jumped by {:+.1} s; timers did not", *by_ms as f64 / 1e3);
            said(PROCEDURE, GAP, &words)
        }
        Event::ClockDoubted { .. } => said(PROCEDURE, GAP, &clock::doubt(page, entry)),
        Event::AwayCorrected { from, to, .. } => said(PROCEDURE, GAP, &clock::away(*from, *to)),
        Event::NotRecorded { reason } => {
            said(PROCEDURE, GAP, &format!("From here on nothing reached the disk: {reason}"))
        }
        Event::RecordedAgain => said(PROCEDURE, GAP, "Everything is on the disk again, what came before included"),
        Event::CourseNoted { .. } => said(PROCEDURE, COURSE, &practice(page, entry)),
        Event::CeilingSet { .. } => said(PROCEDURE, CEILING, &practice(page, entry)),
        Event::PrescriberCalled { .. } => said(PROCEDURE, CALL, &practice(page, entry)),
        Event::MeditationBegan { .. } | Event::MeditationEnded => said(THERAPY, MEDITATION, &practice(page, entry)),
        Event::BoosterSkipped | Event::BoosterSnoozed { .. } | Event::BoosterExpired => {
            said(PROCEDURE, BOOSTER, &practice(page, entry))
        }
        Event::Postponed => said(PROCEDURE, POSTPONED, &practice(page, entry)),
        Event::Stopped { .. } => said(PROCEDURE, STOPPED, &practice(page, entry)),
        Event::EmergencyOpened => said(PROCEDURE, EMERGENCY, &practice(page, entry)),
        Event::TurnBegan | Event::TurnEnded => said(THERAPY, TURN, &practice(page, entry)),
        Event::Appointed(_) => said(PROCEDURE, APPOINTMENT, &practice(page, entry)),
        Event::MusicPlaced { .. } => said(PROCEDURE, MUSIC, &practice(page, entry)),
        // In other resources of the bundle, or, as the heard position of the music and the lines of a drawing, only in the record.
        Event::SessionStarted { .. }
        | Event::GateItem { .. }
        | Event::GateOverridden { .. }
        | Event::TabletTaken { .. }
        | Event::Given { .. }
        | Event::Answered { .. }
        | Event::Drawn { .. }
        | Event::HoldEnded { .. }
        | Event::Declined
        | Event::T0Corrected { .. }
        | Event::StateEnded { .. }
        | Event::Heard { .. }
        | Event::Corrected { .. }
        | Event::Undone { .. }
        | Event::Explained { .. }
        | Event::AmendmentStarted { .. }
        | Event::ReleaseItem { .. }
        | Event::Released { .. }
        | Event::Closed { .. }
        | Event::Sealed => Vec::new(),
    }
}

/// A chip: a point, or a state from its beginning to its end.
fn seen(frame: &Frame, step: &Step, entry: &Stamped, chip: &str) -> Observation {
    let ends = |began: EventId| {
        let entries = frame.trail.entries().map(|(_, entry)| entry);
        let is_end = |it: &&Stamped| matches!(it.event, Event::StateEnded { began: of, .. } if of == began);
        entries.filter(|it| is_end(it) && !frame.trail.page.is_undone(it)).last()
    };
    let code = Concept::named(CHIP, chip, frame.trail.page.chip(chip));
    let whole = plain(frame, step, entry, (EXAM, code));
    let end = ends(entry.id).and_then(|end| frame.when(end));
    let period = end.and_then(|end| Period::of(whole.effective_date_time.clone(), Some(end)));
    let effective_date_time = if period.is_some() { None } else { whole.effective_date_time.clone() };
    Observation { value: Some(Value::Boolean(true)), effective_period: period, effective_date_time, ..whole }
}

fn words_of(
    frame: &Frame,
    (step, entry): (&Step, &Stamped),
    (category, code): (Code, Code),
    words: &str,
) -> Observation {
    let nothing = || Concept { text: Some("No words".to_owned()), ..Concept::of(NOT_APPLICABLE) };
    let value = text(words).map_or_else(|| Value::Absent(nothing()), Value::String);
    Observation { value: Some(value), ..plain(frame, step, entry, (category, Concept::of(code))) }
}

/// An observation without its value, with the status that its corrections give it.
fn plain(frame: &Frame, step: &Step, entry: &Stamped, (category, code): (Code, Concept)) -> Observation {
    Observation {
        note: as_entered(frame, entry).iter().filter_map(|words| Annotation::of(words)).collect(),
        ..blank(frame, step, "observation", (entry, frame.trail.standing(entry), category, code))
    }
}

pub(super) fn blank(
    frame: &Frame,
    step: &Step,
    part: &str,
    (entry, standing, category, code): (&Stamped, Standing, Code, Concept),
) -> Observation {
    let (id, identifier) = frame.named(step, part);
    // A device is no performer in R4; it is what was used.
    let by_device = entry.who == Who::System;
    let (performer, device) = match frame.who(entry.who) {
        device if by_device => (Vec::new(), Some(device)),
        person => (vec![person], None),
    };
    Observation {
        effective_date_time: frame.when(entry),
        issued: frame.recorded(step),
        performer,
        device,
        status: match standing {
            Standing::AsEntered => "final",
            Standing::Corrected => "corrected",
            Standing::Amended => "amended",
            Standing::Undone => "entered-in-error",
        },
        ..bare(frame, (id, identifier), category, code)
    }
}

fn bare(frame: &Frame, (id, identifier): (String, Identifier), category: Code, code: Concept) -> Observation {
    Observation {
        id,
        identifier: vec![identifier],
        part_of: frame.part_of(),
        status: "final",
        category: vec![Concept::of(category)],
        code,
        subject: frame.subject(),
        encounter: frame.visit(),
        effective_date_time: None,
        effective_period: None,
        issued: None,
        performer: Vec::new(),
        value: None,
        note: Vec::new(),
        device: Some(Reference::to(&frame.device)),
        component: Vec::new(),
    }
}

/// What a corrected entry said before.
pub(super) fn as_entered(frame: &Frame, entry: &Stamped) -> Vec<String> {
    let page = &frame.trail.page;
    let was = match &entry.event {
        Event::Note { text, .. } | Event::IntentionWritten { text } => page.reworded(entry).map(|_| text.clone()),
        Event::Rating { value, .. } => page.rerated(entry).map(|_| value.to_string()),
        Event::Vitals(entered) => page.remeasured(entry).map(|_| crate::record::trail::measured_words(*entered)),
        _ => None,
    };
    let moved = (frame.trail.at(entry) != entry.at).then(|| frame.trail.wall_of(entry, entry.at)).flatten();
    let was = was.map(|was| format!("As entered: {was}"));
    was.into_iter().chain(moved.map(|at| format!("Entered for {at}"))).collect()
}

/// What differs between practices, in words.
fn practice(page: &Page, entry: &Stamped) -> String {
    crate::record::practice::words(page, entry).unwrap_or_default()
}

fn music(event: &Event) -> String {
    match event {
        Event::MusicPlanned { plan } => {
            let named = if plan.playlist.is_empty() { String::new() } else { format!(" of \"{}\"", plan.playlist) };
            format!("Planned: {}{named}, {}", counted(plan.pieces.len(), "piece", "pieces"), lasting(plan.target))
        }
        Event::MusicSteered(steer) => match steer {
            Steer::SoundCheck(on) => format!("Sound check {}", if *on { "on" } else { "off" }),
            Steer::Silence(over) => format!("Faded to silence over {}", lasting(*over)),
            Steer::Resume => "Resumed".to_owned(),
            Steer::TalkOver(on) => format!("Stepped back for a voice: {}", if *on { "on" } else { "off" }),
            Steer::SoundCheckAt(_) => "Sound check from another place".to_owned(),
            Steer::Turned(turn) => format!("Turned: {turn:?}").to_lowercase(),
            Steer::Grounding(on) => format!("Grounding {}", if *on { "on" } else { "off" }),
            Steer::End(over) => format!("Ended over {}", lasting(*over)),
        },
        Event::VolumeSet { volume, .. } => format!("Volume {volume}"),
        Event::OutputLost => "The sound output was lost".to_owned(),
        Event::OutputBack => "The sound output is back".to_owned(),
        Event::PieceFailed { piece, reason } => format!("Piece {} could not be played on: {reason}", piece + 1),
        _ => String::new(),
    }
}

/// An entry of a kind this version does not know: nothing of it is left out.
fn unknown(frame: &Frame, step: &Step) -> Observation {
    let words =
        format!("Entry {} is of a kind this version cannot show ({}): {}", step.line.n, step.line.kind, step.line.text);
    Observation {
        issued: frame.recorded(step),
        value: text(&words).map(Value::String),
        ..bare(frame, frame.named(step, "unknown"), PROCEDURE, Concept::of(DAMAGE))
    }
}

fn damage(frame: &Frame) -> Vec<Observation> {
    let one = |(number, (folder, flaw)): (usize, &(String, Flaw))| {
        let words = match flaw {
            Flaw::Damage(words) => words.clone(),
            Flaw::Missing(n) => format!("Entry {n} is missing"),
        };
        let id = name(&[folder, "damage", &number.to_string(), &words]);
        let identifier = Identifier { system: super::code::ENTRY, value: format!("{folder}/damage-{number}") };
        Observation {
            value: text(&words).map(Value::String),
            ..bare(frame, (id, identifier), PROCEDURE, Concept::of(DAMAGE))
        }
    };
    frame.trail.flaws.iter().enumerate().map(one).collect()
}
