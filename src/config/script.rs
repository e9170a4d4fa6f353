//! A script for `simulate`: what the therapist does, and when.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::log::Log;
use super::problem::Problem;
use super::source::Source;
use super::table::{Table, near};
use crate::session::event::{Person, Who};
use crate::session::practice::MOST_PEOPLE;
use crate::units::Moment;

pub use super::table::Any as Value;

mod clinic;
mod command;
mod prescription;

pub use command::{COMMANDS, to_command};

/// First line of the file.
pub const FORMAT: &str = "holdspace-script 1";

/// The most steps of a script.
const MOST_STEPS: usize = 10_000;

/// The latest moment of a script.
const LATEST: Duration = Duration::from_secs(24 * 3600);

/// One thing that is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When, since the session began.
    pub at: Moment,
    /// The command's name, one of [`COMMANDS`].
    pub what: String,
    /// Whom it concerns.
    pub person: Person,
    /// The same for everyone instead.
    pub everyone: bool,
    /// Who says so, if not the therapist.
    pub by: Option<Who>,
    /// With what.
    pub value: Option<Value>,
    /// The file it stands in.
    pub file: Arc<PathBuf>,
    /// Line and column of the command's name, from 1.
    pub place: (usize, usize),
}

impl Step {
    /// A problem at this step.
    #[must_use]
    pub fn problem(&self, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        let ((line, column), file) = (self.place, self.file.as_ref().clone());
        Problem { file, line, column, what: what.into(), remedy: remedy.into() }
    }
}

/// Reads a script; its steps are in order of time.
///
/// # Errors
/// Every problem of the file, in its order.
pub fn read(source: &Source) -> Result<Vec<Step>, Vec<Problem>> {
    let (log, document) = Log::parse(source);
    let root = Table::root(&log, &document, FORMAT);
    let example = "[[step]] and below it at = \"12:30\" and do = \"check\"";
    let tables = root.require("step", root.tables("step"), example).unwrap_or_default();
    let file = Arc::new(source.file.clone());
    let mut steps: Vec<Step> = Vec::new();
    if tables.len() > MOST_STEPS {
        log.tell(
            root.at("step"),
            format!("this script has {} steps", tables.len()),
            format!("write {MOST_STEPS} or fewer"),
        );
    }
    for table in tables.into_iter().take(MOST_STEPS) {
        let Some((at_byte, step)) = step(table, &log, &file) else { continue };
        if steps.last().is_some_and(|before| before.at > step.at) {
            log.tell(at_byte, "this step comes before the one above it", "put the steps in order of time");
        }
        steps.push(step);
    }
    root.finish();
    let problems = log.finish();
    if problems.is_empty() { Ok(steps) } else { Err(problems) }
}

fn step(table: Table<'_>, log: &Log<'_>, file: &Arc<PathBuf>) -> Option<(usize, Step)> {
    let example = "at = \"12:30\"";
    let at = table.require("at", table.text("at", example), example).and_then(|text| {
        let at = moment(&text);
        if at.is_none() {
            let what = format!("at is {text:?}, which is no time since the session began");
            log.tell(table.at("at"), what, "write minutes and seconds, at = \"12:30\", or at = \"1:02:30\"");
        }
        at
    });
    let what = table.require("do", table.word("do", "do = \"check\""), "do = \"check\"").and_then(|word| {
        let known = COMMANDS.iter().find(|(name, _)| *name == word);
        if known.is_none() {
            let close = COMMANDS.iter().find(|(name, _)| near(name, &word)).map(|(name, _)| *name);
            let all: Vec<_> = COMMANDS.iter().map(|(name, _)| *name).collect();
            let remedy = close
                .map_or_else(|| format!("write one of: {}", all.join(", ")), |name| format!("write do = \"{name}\""));
            log.tell(table.at("do"), format!("{word:?} is nothing that can be done in a script"), remedy);
        }
        known.map(|_| word)
    });
    let person = table.whole("person", (1, u32::from(MOST_PEOPLE)), "person = 1").unwrap_or(1);
    let value = table.any("value", "value = \"…\"");
    let by = table.choice("by", &[("chaperone", Who::Chaperone), ("provider", Who::Provider)]);
    let everyone = table.flag("everyone").unwrap_or(false);
    let (byte, place) = (table.at("at"), log.place(table.at("do")));
    table.finish();
    let person = Person(u8::try_from(person.saturating_sub(1)).unwrap_or(0));
    Some((byte, Step { at: at?, what: what?, person, everyone, by, value, file: Arc::clone(file), place }))
}

/// Reads `m:ss` or `h:mm:ss`, at most a day.
#[must_use]
pub fn moment(text: &str) -> Option<Moment> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let number = |part: &str, below: u64| {
        let figures = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u64>().ok().filter(|number| figures && *number < below)
    };
    let two = |part: &str| if part.len() == 2 { number(part, 60) } else { None };
    let secs = match parts.as_slice() {
        [minutes, seconds] => number(minutes, 1440)? * 60 + two(seconds)?,
        [hours, minutes, seconds] => number(hours, 25)? * 3600 + two(minutes)? * 60 + two(seconds)?,
        _ => return None,
    };
    (secs <= LATEST.as_secs()).then(|| Moment::from_secs(secs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_minutes_and_seconds_or_hours_too() {
        assert_eq!(moment("12:30"), Some(Moment::from_secs(750)));
        assert_eq!(moment("90:00"), Some(Moment::from_secs(5400)));
        assert_eq!(moment("1:02:03"), Some(Moment::from_secs(3723)));
        for wrong in ["", "5", "1:2", "0:60", "1:60:00", "-1:00", "+1:00", "1:00:00:00", "25:00:00", "a:00", "1441:00"]
        {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
    }
}
