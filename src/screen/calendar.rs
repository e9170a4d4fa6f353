//! Days on the glass: chosen by tapping, first the month and then the day; and said in words.

use chrono::{Datelike, NaiveDate};
use iced::widget::column;

use super::Shown;
use crate::session::event::Appointment;
use crate::theme::measure;
use crate::units::Day;
use crate::widget::Element;
use crate::widget::button::quiet;
use crate::widget::chip::{Chip, Standing, chip_grid};
use crate::widget::text::heading;

/// Months in a row, and how many find room at once.
const MONTHS_ABREAST: usize = 3;
const MONTHS: usize = 17;
/// Days in a row, each wide enough for a thumb.
const DAYS_ABREAST: usize = 5;

/// A day that is being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    way: Way,
    /// So many pages of months are skipped.
    page: usize,
    /// The month that is open: its first day.
    month: Option<Day>,
}

/// On which side of today the day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Up to today, with so many months on offer.
    Back(usize),
    /// From today on.
    Ahead(usize),
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// A month, by its first day.
    Month(Day),
    /// The day.
    Day(Day),
    /// Further months.
    Page(usize),
    /// Back to the months.
    Months,
}

impl Calendar {
    /// A day up to today, of a paper that is good for so many months.
    #[must_use]
    pub fn back(months: u8) -> Self {
        Self { way: Way::Back(usize::from(months) + 2), page: 0, month: None }
    }

    /// A day from today on, within so many months.
    #[must_use]
    pub const fn ahead(months: usize) -> Self {
        Self { way: Way::Ahead(months), page: 0, month: None }
    }

    /// Takes a message in; the day once it is chosen.
    pub const fn update(&mut self, message: Message) -> Option<Day> {
        match message {
            Message::Month(first) => self.month = Some(first),
            Message::Page(page) => self.page = page,
            Message::Months => self.month = None,
            Message::Day(day) => return Some(day),
        }
        None
    }

    /// The way from the days back to the months; nothing while the months are there.
    #[must_use]
    pub fn way_back<'a>(&self) -> Option<Element<'a, Message>> {
        self.month.map(|_| quiet("Months").height(measure::TARGET).on_press(Message::Months).into())
    }

    /// The months, or the days of one; as wide as the right column, whose head has the way back.
    #[must_use]
    pub fn view<'a>(&self, today: Day) -> Element<'a, Message> {
        match self.month {
            None => self.months(today),
            Some(first) => self.days(first, today),
        }
    }

    fn months<'a>(&self, today: Day) -> Element<'a, Message> {
        let (all, back) = match self.way {
            Way::Back(count) => (count, true),
            Way::Ahead(count) => (count, false),
        };
        let skipped = self.page * MONTHS;
        let shown = if all - all.min(skipped) <= MONTHS + 1 { MONTHS + 1 } else { MONTHS };
        let firsts = (skipped..all).take(shown).filter_map(|away| month_away(today, away, back));
        let mut chips: Vec<Chip<Message>> =
            firsts.map(|first| Chip::new(Message::Month(first), month_words(first, today))).collect();
        if skipped + shown < all {
            let further = if back { "Earlier" } else { "Later" };
            chips.push(Chip::new(Message::Page(self.page + 1), further).standing(Standing::Aside));
        }
        let near = [Chip::new(Message::Day(today), "Today")];
        let near = back.then(|| chip_grid(MONTHS_ABREAST, near, |message, _| message));
        column![].push(near).push(chip_grid(MONTHS_ABREAST, chips, |message, _| message)).spacing(measure::M).into()
    }

    fn days<'a>(&self, first: Day, today: Day) -> Element<'a, Message> {
        let (year, month, _) = first.parts();
        let may = |day: &Day| match self.way {
            Way::Back(_) => *day <= today,
            Way::Ahead(_) => *day >= today,
        };
        let chips = (1..=31u8).filter_map(|number| Day::new(year, month, number)).filter(may).map(|day| {
            let weekday = naive(day).map(|day| day.format("%a").to_string()).unwrap_or_default();
            let (_, _, number) = day.parts();
            Chip::new(Message::Day(day), format!("{number}\n{weekday}"))
        });
        let name = naive(first).map(|day| day.format("%B %Y").to_string()).unwrap_or_default();
        column![heading(name), chip_grid(DAYS_ABREAST, chips, |message, _| message)].spacing(measure::XS).into()
    }
}

/// The first day of the month so many months before or after today's.
fn month_away(today: Day, away: usize, back: bool) -> Option<Day> {
    let (year, month, _) = today.parts();
    let number = i64::from(year) * 12 + i64::from(month) - 1;
    let away = i64::try_from(away).ok()?;
    let number = if back { number - away } else { number + away };
    Day::new(u16::try_from(number / 12).ok()?, u8::try_from(number % 12 + 1).ok()?, 1)
}

fn month_words(first: Day, today: Day) -> String {
    let here = first.parts().0 == today.parts().0;
    let words = naive(first).map(|day| day.format(if here { "%B" } else { "%b %Y" }).to_string());
    words.unwrap_or_default()
}

/// Today by the wall clock; `None` where the clock is in no year that can be.
#[must_use]
pub fn today(shown: &Shown<'_>) -> Option<Day> {
    of(shown.wall.date_naive())
}

/// So many days after a day.
#[must_use]
pub fn days_after(day: Day, days: u64) -> Option<Day> {
    naive(day)?.checked_add_days(chrono::Days::new(days)).and_then(of)
}

fn of(date: NaiveDate) -> Option<Day> {
    Day::new(u16::try_from(date.year()).ok()?, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?)
}

fn naive(day: Day) -> Option<NaiveDate> {
    let (year, month, day) = day.parts();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
}

/// The day in words, with its year where that is another one: 12 May.
#[must_use]
pub fn date_words(day: Day, today: Day) -> String {
    let form = if day.parts().0 == today.parts().0 { "%-d %B" } else { "%-d %B %Y" };
    naive(day).map_or_else(|| day.to_string(), |date| date.format(form).to_string())
}

/// The day with its weekday: Tuesday 24 November.
#[must_use]
pub fn weekday_words(day: Day, today: Day) -> String {
    let weekday = naive(day).map(|date| date.format("%A ").to_string()).unwrap_or_default();
    weekday + &date_words(day, today)
}

/// The day with its weekday where there is little room: Tue 24 November.
#[must_use]
pub fn short_words(day: Day) -> String {
    naive(day).map_or_else(|| day.to_string(), |date| date.format("%a %-d %B").to_string())
}

/// The date of a paper and how old it is: 12 May, 5 months ago.
#[must_use]
pub fn paper_words(day: Day, today: Day, good_for: u8) -> String {
    let date = date_words(day, today);
    if day.plus_months(good_for) < today {
        let months = if good_for == 1 { "a month".to_owned() } else { format!("{good_for} months") };
        return format!("{date}, older than {months}");
    }
    format!("{date}, {}", ago(day, today))
}

fn ago(day: Day, today: Day) -> String {
    let months = (1..=u8::MAX).take_while(|months| day.plus_months(*months) <= today).count();
    let days = naive(today).zip(naive(day)).map_or(0, |(today, day)| (today - day).num_days());
    match (months, days) {
        (0, ..=0) => "today".to_owned(),
        (0, 1) => "yesterday".to_owned(),
        (0, days) => format!("{days} days ago"),
        (1, _) => "a month ago".to_owned(),
        (months, _) => format!("{months} months ago"),
    }
}

/// A day that was agreed, with its time where there is one: Tuesday 24 November, 10:00.
#[must_use]
pub fn appointment_words(appointment: &Appointment, today: Day) -> String {
    let day = weekday_words(appointment.day, today);
    match appointment.minute {
        Some(minute) => format!("{day}, {}", time_words(minute)),
        None => day,
    }
}

/// A time of day, from minutes since midnight: 14:05.
#[must_use]
pub fn time_words(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}
