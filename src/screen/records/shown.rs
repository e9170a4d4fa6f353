//! What the records screen may look at: plain data, borrowed for one view.

use std::path::PathBuf;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

use crate::config::settings::Side;
use crate::record::facts::Facts;
use crate::record::story::Story;
use crate::screen::Marks;
use crate::theme::Shade;

/// Everything the records screen may look at; borrowed for one view.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// All records, the newest first; `None` until they are read.
    pub list: Option<&'a [Listed]>,
    /// How many records are read, of how many that must be.
    pub progress: Option<(usize, usize)>,
    /// The record that was asked for, once it is read.
    pub opened: Option<&'a Opened>,
    /// Where records can be taken; `None` until it was looked.
    pub places: Option<&'a [Place]>,
    /// Records taken out so far, of how many, and the one it is at.
    pub carrying: Option<(usize, usize, &'a str)>,
    /// What became of taking records out last.
    pub carried: Option<&'a Result<String, String>>,
    /// The palette.
    pub shade: Shade,
    /// On which side the column for the thumb lies.
    pub thumb: Side,
    /// What is well and what is not.
    pub marks: &'a Marks,
    /// The wall clock.
    pub wall: DateTime<FixedOffset>,
}

/// A record in the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// Its name.
    pub id: String,
    /// What is in it.
    pub facts: Facts,
    /// Not sealed yet.
    pub open: bool,
    /// It was sealed away for others.
    pub away: bool,
    /// Something in it is not as it was written.
    pub damaged: bool,
    /// Something was added to it after it was sealed.
    pub amended: bool,
}

impl Listed {
    /// The day it began; of what cannot be read, the day in its name.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        let named = || NaiveDate::parse_from_str(self.id.get(..8)?, "%Y%m%d").ok();
        self.facts.began.map(|began| began.date_naive()).or_else(named)
    }

    /// The month it began in.
    #[must_use]
    pub fn month(&self) -> Option<(i32, u32)> {
        self.day().map(|day| (day.year(), day.month()))
    }
}

/// A record that was opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// Its name.
    pub id: String,
    /// What happened in it.
    pub story: Story,
    /// The verdict on it, in words; whether it is good. `None` while it is looked at.
    pub verdict: Option<(bool, String)>,
    /// Why it cannot be read.
    pub trouble: Option<String>,
}

/// Where records can be taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its name for people.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Bytes that are free.
    pub free: u64,
    /// It can be taken out of the device.
    pub removable: bool,
    /// Nothing can be written to it.
    pub read_only: bool,
}
