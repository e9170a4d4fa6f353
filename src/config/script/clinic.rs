//! Steps of what differs between practices: answers, sprays, boosters, the round, days that are agreed.

use super::command::{number, said};
use super::{Step, Value};
use crate::session::answer::{Answer, Ask};
use crate::session::command::Command;
use crate::session::drawing::{Point, Stroke, is_sound};
use crate::session::event::{Appointed, Appointment, CallOutcome, Meditated, MusicPlace};
use crate::session::protocol::{Ceiling, Item, Protocol};
use crate::units::{BeatsPerMinute, Day, MmHg, Tablets};

/// The command of a step, if it is one of these.
pub(super) fn command(step: &Step, protocol: &Protocol) -> Option<Command> {
    let Some(value) = &step.value else { return bare(step) };
    let Value::Text(text) = value else { return None };
    let (person, text) = (step.person, text.trim());
    match step.what.as_str() {
        "answer_gate" => {
            let (item, answer) = answer(text, &[&protocol.gate, &protocol.room])?;
            Some(Command::AnswerGate(person, item, answer))
        }
        "answer_release" => {
            let (item, answer) = answer(text, &[&protocol.release])?;
            Some(Command::AnswerRelease(person, item, answer))
        }
        "set_ceiling" => Some(Command::SetCeiling(person, ceiling(text)?)),
        "call_prescriber" => {
            let outcomes = ["agreed", "declined", "not_reached"].into_iter().zip(CallOutcome::ALL);
            let outcome = outcomes.into_iter().find(|(word, _)| *word == text)?.1;
            Some(Command::CallPrescriber(person, outcome))
        }
        "note_course" => {
            let (number, of) = text.split_once(" of ").map_or((text, None), |(number, of)| (number, Some(of)));
            let of = of.map(|of| of.trim().parse().ok());
            let of = of.map_or(Some(None), |of: Option<u16>| of.map(Some))?;
            Some(Command::NoteCourse(person, number.trim().parse().ok()?, of))
        }
        "answer_question" => question(step, text, protocol),
        "start_meditation" => Some(Command::StartMeditation(match text {
            "read" => Meditated::Read,
            "played" => Meditated::Played,
            _ => return None,
        })),
        "stop" => Some(Command::Stop(person, text.to_owned())),
        "draw" => {
            let (sheet, points) = text.split_once(' ')?;
            let sheet: u8 = sheet.parse().ok()?;
            Some(Command::Draw(person, sheet.checked_sub(1)?, stroke(points)?))
        }
        "appoint" => Some(Command::Appoint(person, appointment(text)?)),
        "place_music" => {
            let place = MusicPlace::ALL.into_iter().find(|place| place.key() == text)?;
            Some(Command::PlaceMusic(place))
        }
        _ => None,
    }
}

/// Commands without a value.
fn bare(step: &Step) -> Option<Command> {
    let (person, at) = (step.person, step.at);
    match step.what.as_str() {
        "end_meditation" => Some(Command::EndMeditation),
        "give" => Some(Command::Give(person, at)),
        "postpone" => Some(Command::Postpone(person)),
        "take_booster" => Some(Command::TakeBooster(person, at)),
        "skip_booster" => Some(Command::SkipBooster(person)),
        "snooze_booster" => Some(Command::SnoozeBooster(person)),
        "open_emergency" => Some(Command::OpenEmergency(person)),
        "begin_turn" => Some(Command::BeginTurn(person)),
        "end_turn" => Some(Command::EndTurn),
        _ => None,
    }
}

/// The key of a line and what it is answered: `escort her sister`, `touch no_touch`, `nothing_new none`.
fn answer(text: &str, lists: &[&[Item]]) -> Option<(String, Answer)> {
    let (key, said) = text.split_once(' ')?;
    let item = lists.iter().flat_map(|list| list.iter()).find(|item| item.key == key)?;
    let said = said.trim();
    let keys = || said.split(',').map(|key| key.trim().to_owned()).collect::<Vec<_>>();
    let answer = match &item.ask {
        Ask::Tick => return None,
        Ask::Dated { .. } => {
            let (day, today) = said.split_once(" on ")?;
            Answer::Dated { day: day.parse::<Day>().ok()?, today: today.parse::<Day>().ok()? }
        }
        Ask::Count => {
            let halves: f64 = said.parse::<f64>().ok().map(|count| count * 2.0)?;
            let whole = halves.fract() == 0.0 && (0.0..=200.0).contains(&halves);
            Answer::Count(whole.then_some(Tablets { halves: halves as u8 })?)
        }
        Ask::Words => Answer::Words(said.to_owned()),
        Ask::Changes(_) if said == "none" => Answer::Chosen(Vec::new()),
        Ask::Changes(_) | Ask::OneOf(_) => Answer::Chosen(keys()),
    };
    item.ask.is_met_by(&answer).is_some().then(|| (key.to_owned(), answer))
}

/// `150/88 96 by Dr Keller`.
fn ceiling(text: &str) -> Option<Ceiling> {
    let (numbers, source) = text.split_once(" by ")?;
    let (pressure, rate) = numbers.trim().split_once(' ')?;
    let (upper, lower) = pressure.split_once('/')?;
    let (systolic, diastolic) = (MmHg(number(upper, 80, 220)?), MmHg(number(lower, 40, 140)?));
    let heart_rate = BeatsPerMinute(number(rate.trim(), 50, 200)?);
    (diastolic < systolic).then_some(Ceiling { systolic, diastolic, heart_rate, source: said(source)? })
}

/// `phq-9 1 2`: the questionnaire, the item from 1, the value.
fn question(step: &Step, text: &str, protocol: &Protocol) -> Option<Command> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [key, item, value] = words.as_slice() else { return None };
    let form = protocol.practice.questionnaire(key)?;
    let item: u8 = item.parse().ok()?;
    let known = (1..=form.items.len()).contains(&usize::from(item));
    let value = value.parse().ok().filter(|value| form.levels.iter().any(|level| level.value == *value))?;
    known.then(|| Command::AnswerQuestion(step.person, form.key.clone(), item - 1, value))
}

/// `200,200 240,260`.
fn stroke(text: &str) -> Option<Stroke> {
    let point = |word: &str| {
        let (x, y) = word.split_once(',')?;
        Some(Point { x: x.parse().ok()?, y: y.parse().ok()? })
    };
    let points: Stroke = text.split_whitespace().map(point).collect::<Option<Vec<_>>>()?.into();
    is_sound(&points).then_some(points)
}

/// `integration 2026-11-24 10:30`, or without a time of day.
fn appointment(text: &str) -> Option<Appointment> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (what, day, time) = match words.as_slice() {
        [what, day] => (what, day, None),
        [what, day, time] => (what, day, Some(time)),
        _ => return None,
    };
    let what = match *what {
        "integration" => Appointed::Integration,
        "next" => Appointed::Next,
        _ => return None,
    };
    let minute = match time {
        None => None,
        Some(time) => {
            let (hour, minute) = time.split_once(':')?;
            Some(number(hour, 0, 23)? * 60 + number(minute, 0, 59)?)
        }
    };
    Some(Appointment { what, day: day.parse().ok()?, minute })
}
