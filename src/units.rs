//! Units as types: a number that means something carries its meaning.

use std::fmt;
use std::time::Duration;

/// A point in a session: milliseconds since the session began.
///
/// Counted on a clock that runs on through suspend and never jumps; see [`crate::clock`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u64);

impl Moment {
    /// The moment the session began.
    pub const START: Self = Self(0);

    /// The moment `millis` milliseconds after the start.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// The moment `secs` seconds after the start.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1000))
    }

    /// Milliseconds since the start.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// How long after `earlier` this is; zero if it is not after it.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// This moment, later by `by`.
    #[must_use]
    pub fn plus(self, by: Duration) -> Self {
        Self(self.0.saturating_add(whole_millis(by)))
    }

    /// This moment, earlier by `by`, but never before the start.
    #[must_use]
    pub fn minus(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(whole_millis(by)))
    }
}

fn whole_millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

/// A level or a gain in dB; 0 dB leaves the signal as it is.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Decibels(pub f32);

impl Decibels {
    /// Nothing to be heard; any level at or below it has the amplitude 0.
    pub const SILENCE: Self = Self(-120.0);
    /// No change.
    pub const UNITY: Self = Self(0.0);
    /// The volume before the sound check.
    pub const BEFORE_SOUND_CHECK: Self = Self(-18.0);
    /// One press of softer or louder.
    pub const STEP: f32 = 2.0;
    /// Nothing leaves the app above this true peak (dBTP).
    pub const CEILING: Self = Self(-2.0);

    /// The factor a sample is multiplied with.
    #[must_use]
    pub fn amplitude(self) -> f32 {
        if self.0 <= Self::SILENCE.0 { 0.0 } else { 10f32.powf(self.0 / 20.0) }
    }
}

impl fmt::Display for Decibels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:+.0} dB", self.0)
    }
}

/// A mass of medicine in milligrams, as written on the label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Milligrams(pub u32);

/// A number of tablets, counted in halves because tablets are halved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tablets {
    /// Two for each whole tablet.
    pub halves: u8,
}

impl Tablets {
    /// That many whole tablets.
    #[must_use]
    pub const fn whole(count: u8) -> Self {
        Self { halves: count.saturating_mul(2) }
    }
}

impl fmt::Display for Tablets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.halves / 2, self.halves % 2) {
            (0, 1) => write!(f, "½"),
            (whole, 1) => write!(f, "{whole}½"),
            (whole, _) => write!(f, "{whole}"),
        }
    }
}

/// A blood pressure value in mmHg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MmHg(pub u16);

/// A heart rate in beats per minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BeatsPerMinute(pub u16);

/// An oxygen saturation in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saturation(pub u8);

/// A length of time as it is written on the glass: 4:36, 38:12, and 1:21:05 from an hour on.
#[must_use]
pub fn clock_face(span: Duration) -> String {
    let secs = span.as_secs();
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{secs:02}") } else { format!("{minutes}:{secs:02}") }
}

/// A number with its word, which has a form for one and another for all others: 1 minute, 0 minutes, 2 minutes.
#[must_use]
pub fn counted<N: fmt::Display + PartialEq + From<u8>>(count: N, one: &str, several: &str) -> String {
    let word = if count == N::from(1) { one } else { several };
    format!("{count} {word}")
}

/// A day of the calendar, as it stands on a paper. Days compare by date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// A day that exists, in the years 1900 to 2200; `None` otherwise.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let known = year >= 1900 && year <= 2200 && month >= 1 && month <= 12;
        if known && day >= 1 && day <= days_in(year, month) { Some(Self { year, month, day }) } else { None }
    }

    /// Year, month from 1 and day of the month.
    #[must_use]
    pub const fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// The same day so many months later, or the last day of that month where it has no such day.
    #[must_use]
    pub fn plus_months(self, months: u8) -> Self {
        let months = u16::from(self.month - 1) + u16::from(months);
        let (year, month) = (self.year + months / 12, (months % 12) as u8 + 1);
        Self { year, month, day: self.day.min(days_in(year, month)) }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl std::str::FromStr for Day {
    type Err = ();

    /// Reads `2026-11-22`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.trim().split('-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else { return Err(()) };
        let whole = |text: &str| text.parse::<u16>().map_err(|_| ());
        let (month, day) = (u8::try_from(whole(month)?).map_err(|_| ())?, u8::try_from(whole(day)?).map_err(|_| ())?);
        Self::new(whole(year)?, month, day).ok_or(())
    }
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_has_a_word_of_its_own() {
        let minutes = |count: u64| counted(count, "minute", "minutes");
        assert_eq!([minutes(0), minutes(1), minutes(2)], ["0 minutes", "1 minute", "2 minutes"]);
    }
}
