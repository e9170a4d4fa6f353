//! From a step of a script to a command.

use std::time::Duration;

use super::{Step, Value, clinic, moment, prescription};
use crate::config::problem::Problem;
use crate::cue::Turn;
use crate::session::command::Command;
use crate::session::dose::Ending;
use crate::session::event::{NoteKind, Person, Steer};
use crate::session::phase::Phase;
use crate::session::practice::MOST_PEOPLE;
use crate::session::protocol::Protocol;
use crate::session::vitals::{Breathing, Measured};
use crate::units::{BeatsPerMinute, Decibels, MmHg, Saturation};

/// What can be done in a script, each with an example of its value; an empty one takes none.
pub const COMMANDS: [(&str, &str); 46] = [
    ("tick", ""),
    ("enter", "\"journey\""),
    ("set_gate_item", "\"escort\", or \"not escort\" to untick it"),
    ("override_gate", "\"the reason\""),
    ("write_intention", "\"their own words\""),
    ("start_breathing", "\"coherent 16\", a pattern of the protocol and whole breaths"),
    ("end_breathing", ""),
    (
        "confirm_prescription",
        "\"2x100 hold 10 spit\", tablets x mg, minutes, spit or swallow; \"1x10 times 6 every 2\" for sprays and injections",
    ),
    ("take_tablet", ""),
    ("end_hold", "\"spat\", \"swallowed_some\" or \"swallowed_all\""),
    ("decline", ""),
    ("correct_t0", "\"12:00\", a time since the session began"),
    ("observe", "\"tears\", a chip of the protocol"),
    ("check", ""),
    ("keep_vitals", "\"126/80 72 98\", pressure, heart rate, SpO2; a - leaves one out; \"after\" = after breathing"),
    ("rate", "\"distress 4\""),
    ("write_note", "\"words\", \"first_words: …\" or \"client: …\""),
    (
        "steer",
        "\"sound_check on\", \"sound_check off\", \"silence 60\", \"resume\", \"talk_over on\" or \"talk_over off\"",
    ),
    ("set_volume", "-12, in dB"),
    ("keep_sound_check", "-12, in dB"),
    ("note_output", "false when the output is lost, true when it is back"),
    ("note_clock_jump", "3600000, in milliseconds"),
    ("undo", ""),
    ("set_release_item", "\"walks\", or \"not walks\" to untick it"),
    ("release", "nothing, or \"the reason\" where something is missing"),
    ("close", ""),
    (
        "answer_gate",
        "\"medical_clearance 2026-10-02 on 2026-11-22\", or a line and words, a number or keys, or \"none\"",
    ),
    ("answer_release", "\"tablets_left 3\", or another line of the release and its answer"),
    ("set_ceiling", "\"150/88 96 by Dr Keller\", pressure, heart rate and who says so"),
    ("call_prescriber", "\"agreed\", \"declined\" or \"not_reached\""),
    ("note_course", "\"2 of 8\", or \"2\""),
    ("answer_question", "\"phq-9 1 2\", a questionnaire, the item from 1 and the value"),
    ("start_meditation", "\"read\" or \"played\""),
    ("end_meditation", ""),
    ("give", ""),
    ("postpone", ""),
    ("take_booster", ""),
    ("skip_booster", ""),
    ("snooze_booster", ""),
    ("stop", "\"the reason\", or \"\""),
    ("open_emergency", ""),
    ("draw", "\"1 200,200 240,260\", a sheet from 1 and points within 1600,900"),
    ("begin_turn", ""),
    ("end_turn", ""),
    ("appoint", "\"integration 2026-11-24 10:30\" or \"next 2026-12-06\""),
    ("place_music", "\"here\", \"call\" or \"elsewhere\""),
];

/// The command of a step, in a session that follows `protocol`.
///
/// # Errors
/// The problem of the step: its value is missing, wrong or not in the protocol.
pub fn to_command(step: &Step, protocol: &Protocol) -> Result<Command, Problem> {
    let example = COMMANDS.iter().find(|(name, _)| *name == step.what).map_or("", |(_, example)| *example);
    let wrong = || {
        let shown = match &step.value {
            None => "has no value".to_owned(),
            Some(Value::Text(text)) => format!("cannot be done with {text:?}"),
            Some(Value::Number(number)) => format!("cannot be done with {number}"),
            Some(Value::Flag(flag)) => format!("cannot be done with {flag}"),
        };
        let remedy =
            if example.is_empty() { "take the value out".to_owned() } else { format!("write value = {example}") };
        step.problem(format!("{} {shown}", step.what), remedy)
    };
    if example.is_empty() && step.value.is_some() {
        return Err(wrong());
    }
    let one = |step: &Step| {
        let found = simple(step).or_else(|| told(step)).or_else(|| of_protocol(step, protocol));
        found.or_else(|| clinic::command(step, protocol))
    };
    let of = |number: u8| one(&Step { person: Person(number), ..step.clone() });
    // Who is not there is refused and holds up nobody else.
    let all = || (0..MOST_PEOPLE).map(of).collect::<Option<Vec<_>>>().map(Command::Each);
    let command = if step.everyone { all() } else { one(step) };
    let said = command.ok_or_else(wrong)?;
    Ok(match step.by {
        Some(who) => Command::Reported(who, Box::new(said)),
        None => said,
    })
}

/// Commands without a value.
fn simple(step: &Step) -> Option<Command> {
    match step.what.as_str() {
        "tick" => Some(Command::Tick),
        "end_breathing" => Some(Command::EndBreathing),
        "take_tablet" => Some(Command::TakeTablet(step.person, step.at)),
        "decline" => Some(Command::Decline(step.person)),
        "check" => Some(Command::Check(step.person)),
        "undo" => Some(Command::Undo(None)),
        "release" if step.value.is_none() => Some(Command::Release(step.person, None)),
        "close" => Some(Command::Close),
        _ => None,
    }
}

/// Commands whose value says all.
fn told(step: &Step) -> Option<Command> {
    let person = step.person;
    let value = step.value.as_ref()?;
    match (step.what.as_str(), value) {
        ("enter", Value::Text(word)) => Phase::from_key(word).map(Command::Enter),
        ("override_gate", Value::Text(text)) => Some(Command::OverrideGate(person, said(text)?)),
        ("write_intention", Value::Text(text)) => Some(Command::WriteIntention(person, text.clone())),
        ("end_hold", Value::Text(word)) => Some(Command::EndHold(person, ending(word)?, step.at)),
        ("correct_t0", Value::Text(text)) => Some(Command::CorrectT0(person, moment(text)?)),
        ("keep_vitals", Value::Text(text)) => Some(Command::KeepVitals(person, measured(text)?, step.at)),
        ("write_note", Value::Text(text)) => note(step, text),
        ("steer", Value::Text(text)) => steer(text).map(Command::Steer),
        ("set_volume", Value::Number(level)) => Some(Command::SetVolume(level_of(*level)?)),
        ("keep_sound_check", Value::Number(level)) => Some(Command::KeepSoundCheck(level_of(*level)?)),
        ("note_output", Value::Flag(there)) => Some(Command::NoteOutput(*there)),
        ("note_clock_jump", Value::Number(by)) => {
            (by.fract() == 0.0 && by.abs() < 1e15).then_some(Command::NoteClockJump(*by as i64))
        }
        ("release", Value::Text(text)) => Some(Command::Release(person, Some(said(text)?))),
        _ => None,
    }
}

/// Commands whose value is a word of the protocol.
fn of_protocol(step: &Step, protocol: &Protocol) -> Option<Command> {
    let person = step.person;
    let Some(Value::Text(text)) = &step.value else { return None };
    let (first, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let (key, met) = if first == "not" { (rest.trim(), false) } else { (text.trim(), true) };
    match step.what.as_str() {
        "set_gate_item" => {
            let known = protocol.gate.iter().chain(&protocol.room).any(|item| item.key == key);
            known.then(|| Command::SetGateItem(person, key.to_owned(), met))
        }
        "set_release_item" => {
            let known = protocol.release.iter().any(|item| item.key == key);
            known.then(|| Command::SetReleaseItem(person, key.to_owned(), met))
        }
        "observe" => {
            let known = protocol.chips.iter().any(|chip| chip.key == key);
            (known && met).then(|| Command::Observe(person, key.to_owned(), step.at))
        }
        "confirm_prescription" => {
            prescription::read(text, protocol).map(|told| Command::ConfirmPrescription(person, told))
        }
        "rate" => {
            let known = protocol.ratings.iter().any(|item| item.key == first);
            let value: u8 = rest.trim().parse().ok().filter(|value| known && *value <= 10)?;
            Some(Command::Rate(person, first.to_owned(), value))
        }
        "start_breathing" => {
            let pattern = protocol.patterns.iter().find(|pattern| pattern.key == first)?;
            let cycles = if rest.is_empty() { Some(protocol.cycles) } else { rest.trim().parse().ok() };
            let cycles = cycles.filter(|cycles| (1..=200).contains(cycles))?;
            Some(Command::StartBreathing(pattern.clone(), cycles))
        }
        _ => None,
    }
}

pub(super) fn said(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn level_of(level: f64) -> Option<Decibels> {
    (-120.0..=0.0).contains(&level).then_some(Decibels(level as f32))
}

fn ending(word: &str) -> Option<Ending> {
    match word.trim() {
        "spat" => Some(Ending::Spat),
        "swallowed_some" => Some(Ending::SwallowedSome),
        "swallowed_all" => Some(Ending::SwallowedAll),
        _ => None,
    }
}

/// `126/80 72 98`, each part or `-`, then perhaps `after` (breathing).
fn measured(text: &str) -> Option<Measured> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let breathing = match words.last() {
        Some(&"after") => Breathing::After,
        _ => Breathing::Before,
    };
    if matches!(words.last(), Some(&"after" | &"before")) {
        let _ = words.pop();
    }
    let part = |index: usize| words.get(index).copied().filter(|word| *word != "-");
    let pressure = match part(0).map(|word| word.split_once('/')) {
        None => None,
        Some(pair) => {
            let (upper, lower) = pair?;
            Some((MmHg(number(upper, 40, 300)?), MmHg(number(lower, 20, 200)?)))
        }
    };
    let heart_rate = part(1).map(|word| number(word, 20, 250).map(BeatsPerMinute));
    let saturation = part(2).map(|word| number(word, 50, 100).map(|percent| Saturation(percent as u8)));
    let (heart_rate, saturation) = (all_or_none(heart_rate)?, all_or_none(saturation)?);
    let something = pressure.is_some() || heart_rate.is_some() || saturation.is_some();
    (something && words.len() <= 3).then_some(Measured { pressure, heart_rate, saturation, breathing })
}

fn all_or_none<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    part.map_or(Some(None), |found| found.map(Some))
}

pub(super) fn number(word: &str, least: u16, most: u16) -> Option<u16> {
    word.parse().ok().filter(|number| (least..=most).contains(number))
}

fn note(step: &Step, text: &str) -> Option<Command> {
    let kinds = [("first_words:", NoteKind::FirstWords), ("client:", NoteKind::Client), ("note:", NoteKind::Note)];
    let marked = kinds.into_iter().find_map(|(mark, kind)| Some((kind, text.strip_prefix(mark)?)));
    let (kind, words) = marked.unwrap_or((NoteKind::Note, text));
    Some(Command::WriteNote(step.person, kind, said(words)?, step.at))
}

fn steer(text: &str) -> Option<Steer> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["sound_check", "on"] => Some(Steer::SoundCheck(true)),
        ["sound_check", "off"] => Some(Steer::SoundCheck(false)),
        ["silence", over] => {
            let over: f64 = over.parse().ok().filter(|over| (0.0..=600.0).contains(over))?;
            Some(Steer::Silence(Duration::from_secs_f64(over)))
        }
        ["resume"] => Some(Steer::Resume),
        ["talk_over", "on"] => Some(Steer::TalkOver(true)),
        ["talk_over", "off"] => Some(Steer::TalkOver(false)),
        ["grounding", "on"] => Some(Steer::Grounding(true)),
        ["grounding", "off"] => Some(Steer::Grounding(false)),
        ["end", over] => {
            let over: f64 = over.parse().ok().filter(|over| (60.0..=600.0).contains(over))?;
            Some(Steer::End(Duration::from_secs_f64(over)))
        }
        [word] => Turn::ALL.into_iter().find(|turn| turn.key() == *word).map(Steer::Turned),
        _ => None,
    }
}
