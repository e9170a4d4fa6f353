//! One record as it can be walked through: what happened when, on one axis of minutes, and every entry in words.

use chrono::{DateTime, FixedOffset};

use super::page::Page;
use crate::journal::reader::Record;
use crate::session::Session;
use crate::session::event::{Event, EventId, Stamped};
use crate::session::protocol::ChipKind;
use crate::units::Moment;

mod drawn;
mod told;

pub use told::{Fate, Told};

/// A record, its corrections and amendments worked out; all times are minutes since it began.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// How long it is.
    pub length: f32,
    /// The wall clock at its beginning.
    pub began: Option<DateTime<FixedOffset>>,
    /// When the first dose was taken.
    pub t0: Option<f32>,
    /// Phases; what is left out was not entered.
    pub phases: Vec<Span>,
    /// Doses and how their holds ended.
    pub doses: Vec<(f32, String)>,
    /// Systolic and diastolic pressure.
    pub pressure: Vec<(f32, f32, f32)>,
    /// Heart rate.
    pub heart_rate: Vec<(f32, f32)>,
    /// What was rated: when, what, 0 to 10.
    pub ratings: Vec<(f32, String, u8)>,
    /// What was observed at a moment.
    pub observed: Vec<(f32, String)>,
    /// What lasted.
    pub states: Vec<Span>,
    /// Stages of the music.
    pub stages: Vec<Span>,
    /// Level of the music, 0 to 1.
    pub level: Vec<(f32, f32)>,
    /// What is not known: without the program, without sound.
    pub gaps: Vec<Span>,
    /// Every entry that says something, in order of time.
    pub told: Vec<Told>,
}

/// Something that lasted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// When it began.
    pub from: f32,
    /// When it ended.
    pub to: f32,
    /// Its word.
    pub word: String,
}

impl Story {
    /// Of a record and of what was added to it after it was sealed, oldest first.
    #[must_use]
    pub fn of(record: &Record, amendments: &[Record]) -> Self {
        // A session counts anew by itself.
        let own: Vec<Stamped> = record.events().cloned().collect();
        let record = &record.counted();
        let page = Page::of(record, amendments);
        let mut story = Self {
            length: minute(page.ended()).max(1.0),
            began: page.wall(page.began()),
            t0: page.taken(0).map(|(at, _)| minute(at)),
            told: told::told(&page, own.len()),
            ..Self::default()
        };
        for entry in page.entries().filter(|entry| !page.is_undone(entry)) {
            story.add(&page, entry);
        }
        if let Some(session) = Session::from_events(&own) {
            story.phases = drawn::phases(&session, page.ended());
            (story.stages, story.level) = drawn::music(&session, page.ended());
        }
        story.gaps = drawn::gaps(&page);
        story.in_order();
        story
    }

    /// The entry that is nearest to a minute.
    #[must_use]
    pub fn nearest(&self, minute: f32) -> Option<usize> {
        let away = |told: &Told| (told.at - minute).abs();
        let near = self.told.iter().enumerate().min_by(|(_, a), (_, b)| away(a).total_cmp(&away(b)));
        near.map(|(index, _)| index)
    }

    fn add(&mut self, page: &Page<'_>, entry: &Stamped) {
        let at = minute(page.at(entry));
        match &entry.event {
            Event::TabletTaken { dose } | Event::Given { dose } => {
                let at = page.taken(*dose).map_or(at, |(at, _)| minute(at));
                self.doses.push((at, if *dose == 0 { "tablet".to_owned() } else { "booster".to_owned() }));
            }
            Event::HoldEnded { ending, .. } => self.doses.push((at, told::ended(*ending).to_owned())),
            Event::Vitals(entered) => {
                let measured = page.remeasured(entry).unwrap_or(*entered);
                self.pressure.extend(measured.pressure.map(|(over, under)| (at, over.0.into(), under.0.into())));
                self.heart_rate.extend(measured.heart_rate.map(|rate| (at, f32::from(rate.0))));
            }
            Event::Rating { item, value } => {
                let value = page.rerated(entry).unwrap_or(*value);
                self.ratings.push((at, page.scale(item).to_lowercase(), value));
            }
            Event::Observed { chip } => {
                let word = page.chip(chip).to_lowercase();
                if is_state(page, chip) {
                    let to = ending(page, entry.id).unwrap_or(self.length);
                    self.states.push(Span { from: at, to, word });
                } else {
                    self.observed.push((at, word));
                }
            }
            _ => {}
        }
    }

    /// Corrected times may have moved past each other.
    fn in_order(&mut self) {
        self.doses.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.pressure.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.heart_rate.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.ratings.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.observed.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.states.sort_by(|a, b| a.from.total_cmp(&b.from));
        self.told.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
}

fn is_state(page: &Page<'_>, key: &str) -> bool {
    let chips = page.protocol().map(|protocol| &protocol.chips[..]).unwrap_or_default();
    chips.iter().find(|chip| chip.key == key).is_some_and(|chip| match chip.kind {
        ChipKind::State => true,
        ChipKind::Point | ChipKind::Once => false,
    })
}

fn ending(page: &Page<'_>, of: EventId) -> Option<f32> {
    let ends = |entry: &&Stamped| matches!(&entry.event, Event::StateEnded { began, .. } if *began == of);
    page.entries().find(|entry| ends(entry) && !page.is_undone(entry)).map(|entry| minute(page.at(entry)))
}

fn minute(at: Moment) -> f32 {
    at.millis() as f32 / 60_000.0
}
