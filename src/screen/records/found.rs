//! What is looked for, what was found, and on which page it stands.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Listed;
use crate::record::facts::Ended;
use crate::units::counted;

/// A year and a month of it, from 1.
pub type Month = (i32, u32);

/// Lines that have room on a page; a record takes two, the name of a month takes one.
const LINES: usize = 17;
/// Lines of a record.
const RECORD: usize = 2;

/// Which records are looked for beside client and month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// All.
    #[default]
    All,
    /// Those that are not sealed.
    Open,
    /// Those that are not as they were written.
    Damaged,
    /// Those of sessions without a dose.
    WithoutDose,
}

impl Only {
    /// All of them, in the order of the segment.
    pub const ALL: [Self; 4] = [Self::All, Self::Open, Self::Damaged, Self::WithoutDose];

    /// The word on the glass.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::Damaged => "Damaged",
            Self::WithoutDose => "No dose",
        }
    }

    fn takes(self, listed: &Listed) -> bool {
        match self {
            Self::All => true,
            Self::Open => listed.open,
            Self::Damaged => listed.damaged,
            Self::WithoutDose => matches!(listed.facts.closed, Some(Ended::WithoutDose | Ended::Declined)),
        }
    }
}

/// What is looked for, and what was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    client: Option<String>,
    month: Option<Month>,
    only: Only,
    /// Places in the list of what was found.
    rows: Vec<usize>,
    /// Which of those stand on each page.
    pages: Vec<Range<usize>>,
    page: usize,
    /// Every code there is, in order.
    codes: Vec<String>,
    /// Every month there is, the newest first.
    months: Vec<Month>,
}

impl Found {
    /// Looks through the list.
    pub fn look(&mut self, list: &[Listed]) {
        let codes: BTreeSet<&str> = list.iter().map(|listed| listed.facts.code.as_str()).collect();
        self.codes = codes.into_iter().filter(|code| !code.is_empty()).map(str::to_owned).collect();
        let months: BTreeSet<Month> = list.iter().filter_map(Listed::month).collect();
        self.months = months.into_iter().rev().collect();
        let page = self.page;
        self.find(list);
        self.turn(page);
    }

    pub fn of_client(&mut self, code: Option<String>, list: &[Listed]) {
        self.client = code;
        self.find(list);
    }

    pub fn of_month(&mut self, month: Option<Month>, list: &[Listed]) {
        self.month = month;
        self.find(list);
    }

    pub fn only(&mut self, only: Only, list: &[Listed]) {
        self.only = only;
        self.find(list);
    }

    pub fn turn(&mut self, page: usize) {
        self.page = page.min(self.pages.len().saturating_sub(1));
    }

    pub fn client(&self) -> Option<&str> {
        self.client.as_deref()
    }

    pub fn month(&self) -> Option<Month> {
        self.month
    }

    pub fn filter(&self) -> Only {
        self.only
    }

    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// The page one is on, of how many.
    pub fn page(&self) -> (usize, usize) {
        (self.page, self.pages.len())
    }

    /// How many were found.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// What was found and can be read here, the newest first.
    pub fn readable<'a>(&'a self, list: &'a [Listed]) -> impl Iterator<Item = &'a Listed> {
        self.rows.iter().filter_map(|row| list.get(*row)).filter(|listed| !listed.away)
    }

    /// What stands on this page.
    pub fn on_page<'a>(&'a self, list: &'a [Listed]) -> impl Iterator<Item = &'a Listed> {
        let rows = self.pages.get(self.page).and_then(|page| self.rows.get(page.clone())).unwrap_or_default();
        rows.iter().filter_map(|row| list.get(*row))
    }

    /// "412 records of 38 clients".
    pub fn count(&self, list: Option<&[Listed]>) -> String {
        let Some(list) = list else { return String::new() };
        let records = |count: usize| counted(count, "record", "records");
        let clients = |count: usize| counted(count, "client", "clients");
        if self.rows.len() == list.len() {
            return format!("{} of {}", records(list.len()), clients(self.codes.len()));
        }
        format!("{} of {}", self.rows.len(), records(list.len()))
    }

    fn find(&mut self, list: &[Listed]) {
        let takes = |listed: &Listed| {
            self.only.takes(listed)
                && self.client.as_ref().is_none_or(|code| listed.facts.code.eq_ignore_ascii_case(code))
                && self.month.is_none_or(|month| listed.month() == Some(month))
        };
        let found = list.iter().enumerate().filter(|(_, listed)| takes(listed));
        self.rows = found.map(|(place, _)| place).collect();
        self.pages = pages(self.rows.iter().map(|row| list.get(*row).and_then(Listed::month)));
        self.page = 0;
    }
}

/// Which rows stand on each page: as many as there is room for, with a line over each month and at the top.
fn pages(months: impl Iterator<Item = Option<Month>>) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut from, mut used, mut last, mut row) = (0, 0, None, 0);
    for month in months {
        let lines = RECORD + usize::from(last != Some(month));
        if used + lines > LINES {
            pages.push(from..row);
            (from, used, last) = (row, 0, None);
        }
        used += RECORD + usize::from(last != Some(month));
        last = Some(month);
        row += 1;
    }
    if row > from {
        pages.push(from..row);
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_eight_records_of_one_month() {
        let month = Some((2026, 11));
        assert_eq!(pages(std::iter::repeat_n(month, 20)), [0..8, 8..16, 16..20]);
        assert!(pages(std::iter::empty()).is_empty());
    }

    #[test]
    fn every_row_stands_on_one_page_however_the_months_lie() {
        for every in 1..9 {
            let months = (0..200).map(|row| Some((2026, row / every)));
            let pages = pages(months);
            assert!(pages.windows(2).all(|two| two[0].end == two[1].start), "{pages:?}");
            assert_eq!((pages[0].start, pages.last().unwrap().end), (0, 200));
            for page in pages {
                let months = page.clone().map(|row| row as u32 / every).collect::<BTreeSet<_>>().len();
                assert!(page.len() * RECORD + months <= LINES, "{page:?}");
            }
        }
    }
}
