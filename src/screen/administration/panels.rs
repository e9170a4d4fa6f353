//! The panels that set the figures of the prescription; each fills the right column.

use std::time::Duration;

use iced::widget::{Space, column, row};
use iced::{Alignment, Element, Length};

use super::Message;
use super::figures::{Chosen, Draft, Figure, MOST_HALVES, MOST_MINUTES, Set, spaced};
use crate::screen::Shown;
use crate::session::dose::{Form, HoldEnd};
use crate::theme::{Ink, measure, role};
use crate::units::Tablets;
use crate::widget::button::{quiet, surface};
use crate::widget::field::figure_field;
use crate::widget::keypad::{PadKey, keypad};
use crate::widget::slider::stepper;
use crate::widget::text::{figure, heading, label, words};
use crate::widget::touchable::{Face, touchable};
use crate::widget::typing::pad_typing;

/// Tablets offered as chips, in halves.
const HALVES: [u8; 6] = [1, 2, 3, 4, 5, 6];
/// What is not halved, offered as chips, in halves.
const WHOLES: [u8; 4] = [2, 4, 6, 8];
/// A number that is offered up to here has a chip each.
const CHIPS: u8 = 6;

impl Draft {
    /// The panel that sets a figure.
    pub(super) fn panel<'a>(&self, figure: Figure, shown: &Shown<'a>) -> Element<'a, Message> {
        let (one, several) = self.form.words();
        let (title, content) = match figure {
            Figure::Tablets if self.form.is_held() => {
                (capital(several, ", as the label says"), self.tablets(self.halves))
            }
            Figure::Tablets => (capital(several, " at a time"), self.tablets(self.halves)),
            Figure::Each => (format!("Milligrams in one {one}"), self.milligrams(self.each, figure)),
            Figure::Minutes => ("Held for, as prescribed".to_owned(), self.hold(shown)),
            Figure::End => ("And then".to_owned(), self.end(shown)),
            Figure::Doses => ("How often, as prescribed".to_owned(), self.doses()),
            Figure::Spacing => ("From one to the next".to_owned(), self.spacing(shown)),
            Figure::BoosterTablets => ("Booster, only if prescribed".to_owned(), self.booster_tablets()),
            Figure::BoosterEach => (format!("Milligrams in one {one}"), self.milligrams(self.booster_each, figure)),
        };
        let head = row![
            heading(title),
            Space::new().width(Length::Fill),
            quiet("Done").height(measure::TARGET).on_press(Message::Close),
        ];
        let panel = column![head.height(measure::TARGET).align_y(Alignment::Center), content].spacing(measure::GAP);
        pad_typing(panel, move |key| Message::Set(Set::Key(figure, key)))
    }

    fn tablets<'a>(&self, set: Option<u8>) -> Element<'a, Message> {
        let say = |halves: u8, chosen| Message::Set(Set::Halves(halves, chosen));
        let (offers, by, unit) = match self.form {
            Form::Tablet | Form::Lozenge | Form::Troche => (&HALVES[..], 1, "by halves"),
            Form::Spray | Form::Injection => (&WHOLES[..], 2, "one by one"),
        };
        let offers = offers.iter().map(|halves| {
            offered(Tablets { halves: *halves }.to_string(), set == Some(*halves), say(*halves, Chosen::AtOnce))
        });
        let step = |halves: u8| say(halves, Chosen::ByStep);
        let fewer = set.filter(|halves| *halves > by).map(|halves| step(halves - by));
        let more = set.map_or(Some(step(by)), |halves| (halves + by <= MOST_HALVES).then(|| step(halves + by)));
        let shown = set.map_or_else(|| "…".to_owned(), |halves| Tablets { halves }.to_string());
        column![pairs(offers.collect()), stepped(shown, unit, fewer, more)].spacing(measure::M).into()
    }

    fn booster_tablets<'a>(&self) -> Element<'a, Message> {
        let set = self.booster_halves;
        let say = |halves: Option<u8>, chosen| Message::Set(Set::BoosterHalves(halves, chosen));
        let offers = HALVES.iter().map(|halves| {
            let message = say(Some(*halves), Chosen::AtOnce);
            offered(Tablets { halves: *halves }.to_string(), set == Some(*halves), message)
        });
        let none = surface("None prescribed").width(Length::Fill).active(set.is_none());
        let none = none.on_press(say(None, Chosen::AtOnce));
        let how = label("Offered within the journey, never by itself; taken or not, it is recorded.");
        column![none, pairs(offers.collect()), how].spacing(measure::M).into()
    }

    fn milligrams<'a>(&self, set: Option<u32>, figure: Figure) -> Element<'a, Message> {
        let typed = set.map_or_else(String::new, |each| each.to_string());
        let says = format!("mg in one {}, from the label", self.form.words().0);
        let booster = figure == Figure::BoosterEach;
        let key = move |key: PadKey| Message::Set(if booster { Set::BoosterEach(key) } else { Set::Each(key) });
        column![figure_field(typed, says, true, Message::Open(figure)), keypad(key)].spacing(measure::GAP).into()
    }

    fn hold<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let presets = shown.session.protocol().hold_presets.iter().map(|preset| preset.as_secs() / 60);
        let offers = presets.map(|minutes| {
            let message = Message::Set(Set::Minutes(minutes, Chosen::AtOnce));
            offered(format!("{minutes} min"), self.minutes == Some(minutes), message)
        });
        let step = |minutes: u64| Message::Set(Set::Minutes(minutes, Chosen::ByStep));
        let fewer = self.minutes.filter(|minutes| *minutes > 1).map(|minutes| step(minutes - 1));
        let more = self.minutes.map_or(Some(step(1)), |minutes| (minutes < MOST_MINUTES).then(|| step(minutes + 1)));
        let figure = self.minutes.map_or_else(|| "…".to_owned(), |minutes| minutes.to_string());
        column![
            pairs(offers.collect()),
            stepped(figure, if self.minutes == Some(1) { "minute" } else { "minutes" }, fewer, more),
            label("1 to 20 minutes"),
        ]
        .spacing(measure::M)
        .into()
    }

    /// What the protocol allows; the prescriber says which.
    fn end<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let ways = shown.session.protocol().practice.medicine.ends.iter().map(|end| {
            let word = match end {
                HoldEnd::Spit => "Spit into the cup",
                HoldEnd::Swallow => "Swallow",
            };
            let button = surface(word).width(Length::Fill).active(self.end == Some(*end));
            button.on_press(Message::Set(Set::End(*end))).into()
        });
        iced::widget::Column::with_children(ways).spacing(measure::GAP).into()
    }

    fn doses<'a>(&self) -> Element<'a, Message> {
        let say = |doses: u8, chosen| Message::Set(Set::Doses(doses, chosen));
        let chips = (1..=self.most_doses.min(CHIPS)).map(|doses| {
            let word = if doses == 1 { "once".to_owned() } else { format!("{doses} times") };
            offered(word, self.doses == Some(doses), say(doses, Chosen::AtOnce))
        });
        let step = |doses: u8| say(doses, Chosen::ByStep);
        let fewer = self.doses.filter(|doses| *doses > 1).map(|doses| step(doses - 1));
        let more = self.doses.map_or(Some(step(1)), |doses| (doses < self.most_doses).then(|| step(doses + 1)));
        let figure = self.doses.map_or_else(|| "…".to_owned(), |doses| doses.to_string());
        let steps = (self.most_doses > CHIPS)
            .then(|| stepped(figure, if self.doses == Some(1) { "time" } else { "times" }, fewer, more));
        column![pairs(chips.collect())].push(steps).spacing(measure::M).into()
    }

    fn spacing<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let offered_by = &shown.session.protocol().practice.medicine.spacings;
        let offers = offered_by.iter().map(|spacing: &Duration| {
            let message = Message::Set(Set::Spacing(*spacing));
            offered(spaced(*spacing), self.spacing == Some(*spacing), message)
        });
        column![pairs(offers.collect()), label("Shown when it is due; nothing is given by itself.")]
            .spacing(measure::M)
            .into()
    }
}

fn capital(word: &str, rest: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}{rest}", first.to_uppercase(), letters.as_str()))
}

/// A value to choose, as large as a key: it is read at arm's length and in dim light.
fn offered<'a>(word: String, chosen: bool, message: Message) -> Element<'a, Message> {
    let face = if chosen { Face::Active } else { Face::Surface };
    let act = ("offered", word.clone());
    let shape = touchable(words(role::KEY, Ink::Text, word)).face(face).radius(measure::RADIUS_BUTTON);
    shape.width(Length::Fill).height(measure::BUTTON).on_tap(act, move |_| message.clone()).into()
}

/// Values two by two.
fn pairs(mut cells: Vec<Element<'_, Message>>) -> Element<'_, Message> {
    let mut rows = column![].spacing(measure::GAP);
    while !cells.is_empty() {
        let rest = cells.split_off(cells.len().min(2));
        let alone = (cells.len() == 1).then(|| Space::new().width(Length::Fill));
        rows = rows.push(row(cells).push(alone).spacing(measure::GAP));
        cells = rest;
    }
    rows.into()
}

fn stepped<'a>(value: String, unit: &'a str, fewer: Option<Message>, more: Option<Message>) -> Element<'a, Message> {
    row![
        figure(value, Ink::Text),
        words(role::HEADING, Ink::Dim, unit),
        Space::new().width(Length::Fill),
        stepper(fewer, more, Face::Surface)
    ]
    .spacing(measure::GAP)
    .align_y(Alignment::Center)
    .into()
}
