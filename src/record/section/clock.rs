//! What is to be known of the clock that the times of a paper rest on: how it was set, and where it could not be true.

use std::time::Duration;

use chrono::FixedOffset;

use crate::clock::{Change, Doubted};
use crate::record::page::{Page, span};
use crate::session::event::{Event, NotBefore, Stamped};

/// Sentences for the head of every paper; none where the clock only ran.
pub(in crate::record) fn sentences(page: &Page) -> Vec<String> {
    let clock = page.clock();
    let (changes, doubted) = (clock.changes(), clock.doubted());
    let mut all: Vec<String> =
        changes.iter().flat_map(|change| [set(page, change), moved(page, change)]).flatten().collect();
    all.extend(doubted.iter().map(|doubted| doubt_said(page, doubted)));
    if !doubted.is_empty() && !clock.is_trusted() {
        all.push("The clock was never set right while this was recorded: dates and times here may be wrong, spans are right.".to_owned());
    } else if !all.is_empty() {
        all.push(format!("All times here are by the clock as it was last{}.", offset_words(page)));
    }
    all.extend(page.away().map(|away| {
        let (counted, other) = (span(away.counted), span(away.proposed));
        format!("The time without the program was counted as {counted} min; by the clock as it was set since it was {other} min.")
    }));
    all
}

/// "set forward by 3:00:00 at 10:20:05, where it had said 07:20:05"
fn set(page: &Page, change: &Change) -> Option<String> {
    let way = match change.by_ms {
        0 => return None,
        by if by > 0 => "forward",
        _ => "back",
    };
    let by = days_and_time(change.by_ms.unsigned_abs());
    let says = page.day_and_time(change.at);
    let same_day = change.said.date_naive() == change.says.date_naive();
    let said = change.said.format(if same_day { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" });
    Some(format!("The clock was set {way} by {by} at {says}, where it had said {said}."))
}

/// "2 days and 3:00:00", "1 day", "3:00:00"
fn days_and_time(millis: u64) -> String {
    const DAY: u64 = 24 * 60 * 60;
    let secs = (millis + 500) / 1_000;
    let (days, rest) = (secs / DAY, span(Duration::from_secs(secs % DAY)));
    match (days, secs % DAY) {
        (0, _) => rest,
        (1, 0) => "1 day".to_owned(),
        (1, _) => format!("1 day and {rest}"),
        (_, 0) => format!("{days} days"),
        (_, _) => format!("{days} days and {rest}"),
    }
}

/// "The offset changed from UTC+02:00 to UTC+01:00 at 03:00:00"
fn moved(page: &Page, change: &Change) -> Option<String> {
    let (from, to) = (change.said.offset(), change.says.offset());
    let changed = from != to;
    changed.then(|| format!("The clock went from UTC{from} to UTC{to} at {}.", page.day_and_time(change.at)))
}

fn doubt_said(page: &Page, doubted: &Doubted) -> String {
    let said = doubted.said.format("%-d %B %Y, %H:%M:%S");
    let at = if page.clock().is_trusted() { format!(" at {}", page.day_and_time(doubted.at)) } else { String::new() };
    format!("The clock said what cannot be true{at}: {said}; {}.", because(page))
}

fn because(page: &Page) -> String {
    let told = page.entries().filter_map(|entry| match &entry.event {
        Event::ClockDoubted { not_before, because } => Some((not_before, *because)),
        _ => None,
    });
    let words = |(not_before, because): (&chrono::DateTime<FixedOffset>, NotBefore)| {
        let day = not_before.format("%-d %B %Y");
        match because {
            NotBefore::Record => format!("there was a record of {day} on the device"),
            NotBefore::Program => format!("the program is of {day} or later"),
        }
    };
    told.max_by_key(|(not_before, _)| **not_before).map(words).unwrap_or_default()
}

fn offset_words(page: &Page) -> String {
    page.wall(page.began()).map(|wall| format!(" (UTC{})", wall.offset())).unwrap_or_default()
}

/// What the entry says that doubts the clock.
pub(in crate::record) fn doubt(page: &Page, entry: &Stamped) -> String {
    let doubted = page.clock().doubted().into_iter().rfind(|doubted| doubted.at <= entry.at);
    let said = doubted.map(|doubted| format!(", {}", doubted.said.format("%-d %B %Y"))).unwrap_or_default();
    format!("what the wall clock says cannot be true{said}: {}", because(page))
}

/// The time away that was corrected.
pub(in crate::record) fn away(from: Duration, to: Duration) -> String {
    if from == to {
        return format!("the time without the program was {} min, as counted", span(to));
    }
    format!("the time without the program was {} min, not {} min", span(to), span(from))
}
