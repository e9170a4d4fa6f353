//! A day is agreed: the likely days as chips, any other by the calendar, and a time of day where one is known.

use iced::widget::{Space, column, row};
use iced::{Alignment, Length};

use crate::screen::Shown;
use crate::screen::calendar::{self, Calendar, appointment_words, days_after, short_words, today, weekday_words};
use crate::session::Command;
use crate::session::event::{Appointed, Appointment};
use crate::theme::{Ink, measure};
use crate::units::{Day, counted};
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::chip::{Chip, Standing, chip_grid};
use crate::widget::segment::segment;
use crate::widget::text::{heading, label};

/// The line of a release checklist that stands for the day of the integration session.
pub(super) const INTEGRATION_ITEM: &str = "integration";
/// Days in a row, and how many find room.
const DAYS_ABREAST: usize = 2;
const MOST_DAYS: u64 = 11;
/// Weeks until the next session, as they are offered.
const WEEKS: [u64; 4] = [1, 2, 3, 4];
/// Months ahead on the calendar.
const MONTHS: usize = 12;
/// Hours of the day on offer, in rows of four.
const HOURS: std::ops::RangeInclusive<u16> = 8..=19;
const HOURS_ABREAST: usize = 4;
/// The minutes of an hour on offer.
const QUARTERS: [u16; 4] = [0, 15, 30, 45];

/// A day that is being agreed.
#[derive(Clone, Debug)]
pub(super) struct Appointing {
    what: Appointed,
    step: Step,
    quarter: usize,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Days,
    Calendar(Calendar),
    Time(Day),
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// This day.
    Day(Day),
    /// Another day, by the calendar.
    Other,
    /// On the calendar.
    Calendar(calendar::Message),
    /// So many quarters past the hour.
    Quarter(usize),
    /// At this time, in minutes since midnight; or without a time.
    At(Option<u16>),
    /// Agreed elsewhere, or not agreed after all: the line is ticked or not, without a day.
    Tick(bool),
    /// Back to the days.
    Back,
    /// Put it away.
    Close,
}

/// What the screen does next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Stay,
    Asked(Vec<Command>),
    Close,
}

impl Appointing {
    pub(super) const fn new(what: Appointed) -> Self {
        Self { what, step: Step::Days, quarter: 0 }
    }

    pub(super) fn update(&mut self, message: Message, shown: &Shown<'_>) -> Outcome {
        match message {
            Message::Day(day) => self.step = Step::Time(day),
            Message::Other => self.step = Step::Calendar(Calendar::ahead(MONTHS)),
            Message::Calendar(message) => {
                if let Step::Calendar(calendar) = &mut self.step
                    && let Some(day) = calendar.update(message)
                {
                    self.step = Step::Time(day);
                }
            }
            Message::Quarter(quarter) => self.quarter = quarter,
            Message::At(minute) => return self.agree(minute, shown),
            Message::Tick(met) => {
                return Outcome::Asked(vec![Command::SetReleaseItem(shown.person, INTEGRATION_ITEM.to_owned(), met)]);
            }
            Message::Back => self.step = Step::Days,
            Message::Close => return Outcome::Close,
        }
        Outcome::Stay
    }

    /// The day is kept; the line of the checklist that asks for it is met with it.
    fn agree(&self, minute: Option<u16>, shown: &Shown<'_>) -> Outcome {
        let Step::Time(day) = self.step else { return Outcome::Stay };
        let agreed = Command::Appoint(shown.person, Appointment { what: self.what, day, minute });
        let listed = self.is_listed(shown) && !is_met(shown);
        let tick = listed.then(|| Command::SetReleaseItem(shown.person, INTEGRATION_ITEM.to_owned(), true));
        Outcome::Asked([agreed].into_iter().chain(tick).collect())
    }

    fn is_listed(&self, shown: &Shown<'_>) -> bool {
        let items = &shown.session.protocol().release;
        self.what == Appointed::Integration && items.iter().any(|item| item.key == INTEGRATION_ITEM)
    }

    pub(super) fn view<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let close = quiet("Put away").height(measure::TARGET).on_press(Message::Close);
        let months = match &self.step {
            Step::Calendar(calendar) => calendar.way_back().map(|back| back.map(Message::Calendar)),
            Step::Days | Step::Time(_) => None,
        };
        // The days of a month need the whole height.
        let whole = months.is_some();
        let head = row![heading(self.what.label()), Space::new().width(Length::Fill)];
        let head = head.push(months).push(Element::from(close));
        let today = today(shown);
        let content = match (self.step, today) {
            (_, None) => label("The device’s date is not set.").into(),
            (Step::Days, Some(today)) => self.days(today, shown),
            (Step::Calendar(calendar), Some(today)) => calendar.view(today).map(Message::Calendar),
            (Step::Time(day), Some(today)) => self.times(day, today),
        };
        let agreed = agreed(shown, self.what).zip(today).filter(|_| !whole);
        let agreed = agreed.map(|(agreed, today)| label(format!("Agreed: {}", appointment_words(&agreed, today))));
        column![head.align_y(Alignment::Center).height(measure::TARGET)]
            .push(agreed)
            .push(content)
            .push((!whole).then(|| self.foot(shown)))
            .spacing(measure::GAP)
            .into()
    }

    fn days<'a>(&self, today: Day, shown: &Shown<'a>) -> Element<'a, Message> {
        let chip = |days: u64, when: String| {
            let day = days_after(today, days)?;
            Some(Chip::new(Message::Day(day), format!("{when}\n{}", short_words(day))))
        };
        let mut chips: Vec<Chip<Message>> = match self.what {
            Appointed::Integration => {
                let (first, last) = shown.session.protocol().practice.integration_days;
                let days = u64::from(first)..=u64::from(last);
                days.take(MOST_DAYS as usize).filter_map(|days| chip(days, in_days(days))).collect()
            }
            Appointed::Next => WEEKS.into_iter().filter_map(|weeks| chip(weeks * 7, in_weeks(weeks))).collect(),
        };
        chips.push(Chip::new(Message::Other, "Another day").standing(Standing::Aside));
        chip_grid(DAYS_ABREAST, chips, |message, _| message)
    }

    fn times<'a>(&self, day: Day, today: Day) -> Element<'a, Message> {
        let past = QUARTERS.get(self.quarter).copied().unwrap_or(0);
        let hours = HOURS.map(|hour| {
            let minute = hour * 60 + past;
            Chip::new(Message::At(Some(minute)), calendar::time_words(minute))
        });
        column![
            heading(weekday_words(day, today)),
            segment(QUARTERS.map(|past| format!(":{past:02}")), self.quarter, Message::Quarter),
            chip_grid(HOURS_ABREAST, hours, |message, _| message),
            surface("Without a time").width(Length::Fill).on_press(Message::At(None)),
        ]
        .spacing(measure::GAP)
        .into()
    }

    fn foot<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let back = !matches!(self.step, Step::Days);
        let back = back.then(|| quiet("Back").height(measure::TARGET).on_press(Message::Back).into());
        let met = is_met(shown);
        let word = if met { "Not agreed" } else { "Agreed, no day here" };
        let tick = self
            .is_listed(shown)
            .then(|| quiet(word).height(measure::TARGET).ink(Ink::Dim).on_press(Message::Tick(!met)).into());
        row([back, tick].into_iter().flatten()).spacing(measure::GAP).into()
    }
}

fn is_met(shown: &Shown<'_>) -> bool {
    let who = shown.session.participant(shown.person);
    who.and_then(|who| who.release.get(INTEGRATION_ITEM)).is_some_and(|(met, _)| *met)
}

fn in_days(days: u64) -> String {
    match days {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        _ => format!("In {days} days"),
    }
}

fn in_weeks(weeks: u64) -> String {
    format!("In {}", counted(weeks, "week", "weeks"))
}

/// The day that stands for that.
pub(super) fn agreed(shown: &Shown<'_>, what: Appointed) -> Option<Appointment> {
    let appointments = &shown.session.participant(shown.person)?.appointments;
    appointments.iter().rev().map(|entry| entry.what).find(|appointment| appointment.what == what)
}
