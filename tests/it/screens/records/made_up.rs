//! Made-up records, as the screen needs them.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, TimeDelta};
use holdspace::config::settings::Side;
use holdspace::record::facts::{Ended, Facts, Rated, Rise, Taken};
use holdspace::record::story::{Fate, Span, Story, Told};
use holdspace::screen::records::{Listed, Opened, Place, Shown};
use holdspace::screen::shown::RoomMark;
use holdspace::screen::{Marks, Saved};
use holdspace::theme::Shade;

/// A screen with everything it borrows.
pub struct MadeUp {
    pub list: Vec<Listed>,
    pub read: bool,
    pub progress: Option<(usize, usize)>,
    pub opened: Option<Opened>,
    pub places: Option<Vec<Place>>,
    pub carrying: Option<(usize, usize, String)>,
    pub carried: Option<Result<String, String>>,
    marks: Marks,
}

fn began() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T10:00:00+01:00").unwrap()
}

fn facts(code: &str, began: DateTime<FixedOffset>, closing_code: String, step: u16) -> Facts {
    let rated = |item: &str, first: u8, last: Option<u8>| Rated {
        item: item.to_owned(),
        label: item.to_owned(),
        first,
        last,
        most: first,
    };
    Facts {
        code: code.to_owned(),
        protocol: "RDT, individual".to_owned(),
        course: Some((step + 1, Some(8))),
        began: Some(began),
        ended: Some(began + TimeDelta::minutes(134)),
        entries: 620,
        closed: Some(Ended::Complete),
        doses: vec![Taken { halves: 3, each_mg: 100, planned_s: Some(600), held_s: Some(598) }],
        systolic: Some(Rise { base: 122, peak: 140 + step }),
        diastolic: Some(Rise { base: 78, peak: 86 }),
        heart_rate: Some(Rise { base: 68, peak: 80 }),
        ratings: vec![rated("distress", 7, Some(3)), rated("intensity", 6, None)],
        closing_code: Some(closing_code),
        amends: None,
    }
}

impl MadeUp {
    /// So many records of as many clients, one a day, the newest first.
    pub fn new(count: usize) -> Self {
        let record = |number: usize| {
            let back = i64::try_from(count - 1 - number).unwrap();
            // The newest eight lie in one month: months are written over the rows they change at.
            let began = began() - TimeDelta::days(back);
            let code = format!("C{number:02}");
            let facts = facts(&code, began, format!("code-{number:04}"), 0);
            Listed { id: format!("{}-{number:05}", began.format("%Y%m%d")), facts, ..Listed::default() }
        };
        let many = count > 1000;
        let list = (0..count).rev().map(|number| {
            let mut listed = record(number);
            if many {
                listed.facts.began = Some(super::made_up::began());
            }
            listed
        });
        Self::of(list.collect())
    }

    /// Six sessions of one client, eight days apart.
    pub fn course() -> Self {
        let record = |number: u16| {
            let began = began() - TimeDelta::days(8 * i64::from(5 - number));
            let facts = facts("MK-11", began, format!("code-{number:04}"), number);
            Listed { id: format!("{}-{number:05}", began.format("%Y%m%d")), facts, ..Listed::default() }
        };
        Self::of((0..6).rev().map(record).collect())
    }

    fn of(list: Vec<Listed>) -> Self {
        let marks = Marks {
            saved: Saved::Yes,
            no_sound: None,
            room: RoomMark::Quiet,
            unkept: None,
            said: None,
            rehearsal: false,
        };
        let (progress, opened, places, carrying, carried) = (None, None, None, None, None);
        Self { list, read: true, progress, opened, places, carrying, carried, marks }
    }

    pub fn shown(&self) -> Shown<'_> {
        Shown {
            list: self.read.then_some(&self.list[..]),
            progress: self.progress,
            opened: self.opened.as_ref(),
            places: self.places.as_deref(),
            carrying: self.carrying.as_ref().map(|(done, of, name)| (*done, *of, name.as_str())),
            carried: self.carried.as_ref(),
            shade: Shade::Dusk,
            thumb: Side::Right,
            marks: &self.marks,
            wall: began(),
        }
    }
}

fn told(at: f32, words: &str) -> Told {
    let time = (began() + TimeDelta::seconds((at * 60.0) as i64)).format("%H:%M:%S").to_string();
    Told { at, time, words: words.to_owned(), matters: true, ..Told::default() }
}

/// A record of two hours with ten entries.
pub fn opened(id: &str) -> Opened {
    let span = |from: f32, to: f32, word: &str| Span { from, to, word: word.to_owned() };
    let rating = Told { fate: Fate::Corrected, second: "was 3; misheard".to_owned(), ..told(110.0, "Rating 2 of 10") };
    let story = Story {
        length: 120.0,
        began: Some(began()),
        t0: Some(12.0),
        phases: vec![span(0.0, 10.0, "Arrival"), span(10.0, 22.0, "Hold"), span(22.0, 120.0, "Journey")],
        doses: vec![(12.0, "tablet".to_owned()), (22.0, "spit".to_owned())],
        pressure: vec![(5.0, 122.0, 78.0), (45.0, 141.0, 88.0), (100.0, 125.0, 80.0)],
        heart_rate: vec![(5.0, 68.0), (45.0, 80.0)],
        ratings: vec![(6.0, "distress".to_owned(), 7), (110.0, "distress".to_owned(), 2)],
        observed: vec![(24.0, "first effects".to_owned()), (64.0, "tears".to_owned())],
        states: vec![span(30.0, 40.0, "stillness"), span(38.0, 44.0, "restless"), span(39.0, 43.0, "tension")],
        stages: vec![span(12.0, 22.0, "hold"), span(22.0, 90.0, "peak")],
        level: vec![(12.0, 0.2), (40.0, 1.0), (90.0, 0.2)],
        gaps: vec![span(70.0, 74.0, "away")],
        told: vec![
            told(0.0, "Session began"),
            told(5.0, "122/78 mmHg"),
            told(12.0, "Tablet in mouth"),
            told(22.0, "Spit"),
            told(24.0, "First effects"),
            told(64.0, "Tears"),
            told(74.0, "Went on after 4:00 without the program"),
            rating,
            told(119.0, "Closed, complete"),
            told(120.0, "The record was sealed"),
        ],
    };
    Opened { id: id.to_owned(), story, verdict: Some((true, "intact".to_owned())), trouble: None }
}

/// A stick, one that cannot be written to, and a folder.
pub fn places() -> Vec<Place> {
    let place = |name: &str, path: &str, removable: bool, read_only: bool| Place {
        name: name.to_owned(),
        path: PathBuf::from(path),
        free: 7_500_000_000,
        removable,
        read_only,
    };
    vec![
        place("OLD STICK", "/media/OLD STICK", true, true),
        place("BLUE STICK", "/run/media/x/BLUE STICK", true, false),
        place("/home/x/Holdspace exports", "/home/x/Holdspace exports", false, false),
    ]
}
