//! What a list and a course of sessions need to know of a record, small enough to be kept by the thousand.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::page::Page;
use crate::journal::reader::Record;
use crate::journal::seal;
use crate::session::event::{Event, Stamped};
use crate::session::outcome::Way;
use crate::units::Moment;

mod wall;

/// A record in short, with its corrections worked out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The participant's code; empty if it cannot be read.
    pub code: String,
    /// The protocol's title; empty if it cannot be read.
    pub protocol: String,
    /// Number of the session in the client's course, and how many are planned.
    pub course: Option<(u16, Option<u16>)>,
    /// The wall clock at its first line.
    #[serde(with = "wall")]
    pub began: Option<DateTime<FixedOffset>>,
    /// The wall clock at its last line.
    #[serde(with = "wall")]
    pub ended: Option<DateTime<FixedOffset>>,
    /// How many entries it has.
    pub entries: usize,
    /// How the session came to its end; `None` before.
    pub closed: Option<Ended>,
    /// The doses that were taken, in order.
    pub doses: Vec<Taken>,
    /// Systolic pressure in mmHg.
    pub systolic: Option<Rise>,
    /// Diastolic pressure in mmHg.
    pub diastolic: Option<Rise>,
    /// Heart rate per minute.
    pub heart_rate: Option<Rise>,
    /// What was rated, each item once, in order of its first rating.
    pub ratings: Vec<Rated>,
    /// What stands for all of it, once it is sealed.
    pub closing_code: Option<String>,
    /// The name of the sealed record it adds to.
    pub amends: Option<String>,
}

/// How a session came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Through all that was planned.
    Complete,
    /// After a dose, earlier than planned.
    Early,
    /// The client ended their part.
    ByClient,
    /// Because of a serious event.
    SeriousEvent,
    /// The client went to a hospital.
    Hospital,
    /// Before the minimum stay was over.
    BeforeStay,
    /// After a dose, without a release.
    NotReleased,
    /// The client declined.
    Declined,
    /// Without a dose.
    WithoutDose,
}

impl From<Way> for Ended {
    fn from(way: Way) -> Self {
        match way {
            Way::Complete => Self::Complete,
            Way::EndedEarly => Self::Early,
            Way::EndedByClient => Self::ByClient,
            Way::SeriousEvent => Self::SeriousEvent,
            Way::Hospital => Self::Hospital,
            Way::LeftBeforeStay => Self::BeforeStay,
            Way::NotReleased => Self::NotReleased,
            Way::Declined => Self::Declined,
            Way::WithoutDose => Self::WithoutDose,
        }
    }
}

impl Ended {
    /// In a few words.
    #[must_use]
    pub const fn in_short(self) -> &'static str {
        let way = match self {
            Self::Complete => Way::Complete,
            Self::Early => Way::EndedEarly,
            Self::ByClient => Way::EndedByClient,
            Self::SeriousEvent => Way::SeriousEvent,
            Self::Hospital => Way::Hospital,
            Self::BeforeStay => Way::LeftBeforeStay,
            Self::NotReleased => Way::NotReleased,
            Self::Declined => Way::Declined,
            Self::WithoutDose => Way::WithoutDose,
        };
        way.in_short()
    }
}

/// A dose that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Tablets, counted in halves; 0 if no prescription was confirmed.
    pub halves: u8,
    /// Milligrams in each tablet.
    pub each_mg: u32,
    /// How long it was to be held, in seconds.
    pub planned_s: Option<u64>,
    /// How long it was held, in seconds.
    pub held_s: Option<u64>,
}

impl Taken {
    /// All of it in milligrams.
    #[must_use]
    pub fn milligrams(&self) -> f32 {
        self.each_mg as f32 * f32::from(self.halves) / 2.0
    }
}

/// A vital sign at the beginning and at its highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rise {
    /// The first that was measured.
    pub base: u16,
    /// The highest after the first dose, or of all where there was none.
    pub peak: u16,
}

/// A scale that was rated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// Its key.
    pub item: String,
    /// Its words.
    pub label: String,
    /// The first value.
    pub first: u8,
    /// The last value, where it was rated more than once.
    pub last: Option<u8>,
    /// The highest value.
    pub most: u8,
}

impl Facts {
    /// Of a record and of what was added to it later, oldest first.
    #[must_use]
    pub fn of(record: &Record, amendments: &[Record]) -> Self {
        let record = &record.counted();
        let page = Page::of(record, amendments);
        let standing: Vec<&Stamped> = page.entries().filter(|entry| !page.is_undone(entry)).collect();
        let t0 = page.taken(0).map(|(at, _)| at);
        let mut facts = Self {
            code: code(record),
            protocol: page.protocol().map_or_else(String::new, |protocol| protocol.title.clone()),
            course: page.course(),
            began: record.lines.first().and_then(|line| page.wall(line.at)),
            ended: page.wall(page.ended()),
            entries: record.lines.len(),
            doses: doses(&page, &standing),
            closing_code: record.is_complete().then(|| seal::closing_code(&record.last_h)),
            amends: record.events().find_map(|entry| match &entry.event {
                Event::AmendmentStarted { record, .. } => Some(record.clone()),
                _ => None,
            }),
            ..Self::default()
        };
        for entry in standing {
            facts.add(&page, entry, t0);
        }
        facts
    }

    /// How long it was, from the first line to the last.
    #[must_use]
    pub fn length(&self) -> Option<Duration> {
        (self.ended? - self.began?).to_std().ok()
    }

    fn add(&mut self, page: &Page<'_>, entry: &Stamped, t0: Option<Moment>) {
        match &entry.event {
            Event::Closed { .. } => self.closed = page.outcome().map(|outcome| outcome.way.into()),
            Event::Vitals(entered) => {
                let measured = page.remeasured(entry).unwrap_or(*entered);
                let counts = t0.is_none_or(|t0| page.at(entry) >= t0);
                rise(&mut self.systolic, measured.pressure.map(|(over, _)| over.0), counts);
                rise(&mut self.diastolic, measured.pressure.map(|(_, under)| under.0), counts);
                rise(&mut self.heart_rate, measured.heart_rate.map(|rate| rate.0), counts);
            }
            Event::Rating { item, value } => self.rate(item, page.scale(item), page.rerated(entry).unwrap_or(*value)),
            _ => {}
        }
    }

    fn rate(&mut self, item: &str, label: &str, value: u8) {
        match self.ratings.iter_mut().find(|rated| rated.item == item) {
            Some(rated) => {
                rated.last = Some(value);
                rated.most = rated.most.max(value);
            }
            None => {
                let (item, label) = (item.to_owned(), label.to_owned());
                self.ratings.push(Rated { item, label, first: value, last: None, most: value });
            }
        }
    }
}

fn code(record: &Record) -> String {
    let found = record.events().find_map(|entry| match &entry.event {
        Event::SessionStarted { codes, .. } => codes.iter().find(|code| !code.is_empty()).cloned(),
        Event::AmendmentStarted { code, .. } => Some(code.clone()),
        _ => None,
    });
    found.unwrap_or_default()
}

fn doses(page: &Page<'_>, standing: &[&Stamped]) -> Vec<Taken> {
    let taken = (0..=u8::MAX).map_while(|number| page.taken(number).map(|(at, _)| (number, at)));
    let of = |(number, at): (u8, Moment)| {
        let prescribed = standing.iter().rev().find_map(|entry| match &entry.event {
            Event::PrescriptionConfirmed { dose, prescription } if *dose == number => Some(prescription),
            _ => None,
        });
        let ended = standing.iter().rev().find_map(|entry| match &entry.event {
            Event::HoldEnded { dose, .. } if *dose == number => Some(page.at(entry)),
            _ => None,
        });
        Taken {
            halves: prescribed.map_or(0, |it| it.tablets.halves),
            each_mg: prescribed.map_or(0, |it| it.each.0),
            planned_s: prescribed.map(|it| it.hold.as_secs()),
            held_s: ended.map(|end| end.since(at).as_secs()),
        }
    };
    taken.map(of).collect()
}

/// The first value is the base; a peak is looked for where it counts.
fn rise(of: &mut Option<Rise>, value: Option<u16>, counts: bool) {
    let Some(value) = value else { return };
    match of {
        None => *of = Some(Rise { base: value, peak: value }),
        Some(rise) if counts => rise.peak = rise.peak.max(value),
        Some(_) => {}
    }
}
