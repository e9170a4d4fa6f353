//! Before the tablet: the prescription as a sentence, what is measured and met, and the disc.

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Element, Length, Padding, Theme};

use super::figures::Figure;
use super::over::ended;
use super::{Administration, Layer, Message, confirmed, who};
use crate::screen::entry::last_of;
use crate::screen::{Shown, frame};
use crate::session::event::Event;
use crate::session::practice::GivenBy;
use crate::session::vitals::{Breathing, Measured};
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::units::Moment;
use crate::widget::button::quiet;
use crate::widget::fitted::fitted;
use crate::widget::hold_to::{hold_button, hold_disc};
use crate::widget::icon::icon;
use crate::widget::mark::{bead, hairline};
use crate::widget::text::{heading, label, statement, words};
use crate::widget::touchable::{Face, touchable};

impl Administration {
    pub(super) fn before<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if let Some(at) = who(shown).and_then(|who| who.declined) {
            return declined(shown, at);
        }
        if let Some(ended) = ended(shown) {
            return ended;
        }
        match &self.layer {
            Layer::Writing(writing) => writing.view(shown.shade).map(Message::Writing),
            Layer::Vitals(keypad) if !keypad.is_done(shown) => {
                frame::columns(shown, self.left(shown, None), keypad.view(shown).map(Message::Keypad))
            }
            Layer::Figure(figure) => {
                frame::columns(shown, self.left(shown, Some(*figure)), self.draft.panel(*figure, shown))
            }
            Layer::None | Layer::Vitals(_) | Layer::Entries(_) | Layer::Stopping => {
                frame::with_strip(frame::columns(shown, self.left(shown, None), self.disc(shown)), self.foot(shown))
            }
        }
    }

    fn is_read(&self, shown: &Shown<'_>) -> bool {
        let drafted = self.draft.prescription();
        drafted.is_some() && drafted.as_ref() == confirmed(shown)
    }

    fn left<'a>(&'a self, shown: &Shown<'a>, open: Option<Figure>) -> Element<'a, Message> {
        let given = match shown.session.protocol().practice.medicine.given_by {
            GivenBy::Client => None,
            GivenBy::Provider => Some(words(role::BODY, Ink::Text, "Given by the medical provider.")),
        };
        let by = if self.draft.prescriber.is_empty() {
            "Who prescribed it?".to_owned()
        } else {
            format!("Prescribed by {}", self.draft.prescriber)
        };
        let by = touchable(words(role::BODY, Ink::Dim, by)).face(Face::Plain).height(measure::TARGET);
        let by = by.align_x(Alignment::Start).on_tap("prescriber", |_| Message::Prescriber);
        let hint = self.hint(shown);
        column![
            self.sentence(open),
            row![given].push(by).push(words(role::BODY, Ink::Dim, hint)).spacing(measure::M).align_y(Alignment::Center),
            facts(shown),
        ]
        .spacing(measure::S)
        .padding(Padding::ZERO.top(measure::L))
        .into()
    }

    /// The prescription as a sentence whose figures can be touched.
    fn sentence<'a>(&'a self, open: Option<Figure>) -> Element<'a, Message> {
        let figure = |figure: Figure| self.underlined(figure, open == Some(figure));
        let plain = |text: &'static str| -> Element<'a, Message> { statement(text).into() };
        let line =
            |parts: Vec<Element<'a, Message>>| iced::widget::Row::with_children(parts).align_y(Alignment::Center);
        let draft = &self.draft;
        let stop = |whole: bool| plain(if whole { "." } else { "" });
        let mut lines = column![].spacing(measure::GAP);
        if draft.form.is_held() {
            let amount = vec![figure(Figure::Tablets), plain(" of "), figure(Figure::Each), plain(",")];
            let end = vec![plain("then "), figure(Figure::End), stop(draft.end.is_some())];
            lines = lines.push(line(amount));
            lines = lines.push(line(vec![plain("held for "), figure(Figure::Minutes), plain(",")])).push(line(end));
        } else {
            let once = !draft.is_repeated();
            let end = if once { stop(draft.each.is_some()) } else { plain(",") };
            lines = lines.push(line(vec![figure(Figure::Tablets), plain(" of "), figure(Figure::Each), end]));
        }
        if draft.is_repeated() {
            let several = draft.doses != Some(1);
            let end = if several { plain(",") } else { plain(".") };
            lines = lines.push(line(vec![figure(Figure::Doses), end]));
            let apart = vec![figure(Figure::Spacing), plain(" apart"), stop(draft.spacing.is_some())];
            lines = lines.push(several.then(|| line(apart)));
        }
        lines.push(self.booster.then(|| line(self.boosted(&figure, &plain)))).into()
    }

    fn boosted<'a>(
        &self,
        figure: &impl Fn(Figure) -> Element<'a, Message>,
        plain: &impl Fn(&'static str) -> Element<'a, Message>,
    ) -> Vec<Element<'a, Message>> {
        let mut parts = vec![plain("Booster: "), figure(Figure::BoosterTablets)];
        if self.draft.booster_halves.is_some() {
            parts.extend([plain(" of "), figure(Figure::BoosterEach)]);
        }
        parts
    }

    fn underlined<'a>(&'a self, figure: Figure, open: bool) -> Element<'a, Message> {
        let ink = if open { Ink::Accent } else { Ink::Text };
        let rule = container(Space::new().width(Length::Fill).height(measure::LINE))
            .style(|theme: &Theme| container::Style::default().background(Palette::of(theme).edge));
        let text = words(role::STATEMENT, ink, self.draft.words(figure)).line_height(iced::Pixels(measure::TARGET));
        let content = iced::widget::stack![text, container(rule).height(measure::TARGET).align_y(Alignment::End)];
        let shape = touchable(content).face(Face::Plain).height(measure::TARGET);
        let blank = figure == Figure::End && self.draft.end.is_none();
        let shape = if blank { shape.width(measure::BUTTON).align_x(Alignment::Start) } else { shape };
        shape.on_tap(("figure", figure), move |_| Message::Open(figure)).into()
    }

    fn disc<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let open = shown.session.gate_open(shown.person);
        let overridden = who(shown).is_some_and(|who| who.overridden.is_some());
        let missing = if self.draft.prescription().is_none() {
            Some("first set the prescription")
        } else if !self.is_read(shown) {
            Some("first read it against the label")
        } else if !open.is_empty() && !overridden {
            Some("something is still open")
        } else {
            None
        };
        let form = self.draft.form;
        let given = move |boot| if form.is_held() { Message::Tablet(boot) } else { Message::Given(boot) };
        let disc = match missing {
            None => hold_disc(form.given(), "press until the ring closes", given),
            Some(missing) => resting_disc(form.given(), missing),
        };
        column![disc, label("Starts the clock. It can be corrected later.")]
            .spacing(measure::M)
            .width(Length::Fill)
            .align_x(Alignment::Center)
            .padding(Padding::ZERO.top(measure::L))
            .into()
    }

    fn foot<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let read = self.is_read(shown);
        let possible = self.draft.prescription().is_some();
        let mark = if read {
            icon(Icon::Tick, measure::ICON_BAR, Ink::Accent)
        } else {
            bead(measure::RADIUS_OPEN, if possible { Ink::Text } else { Ink::Faint }, false)
        };
        let ink = if possible { Ink::Text } else { Ink::Faint };
        let line = row![mark, words(role::ACTION, ink, "Read against the label, with the client")];
        let shape = touchable(line.spacing(measure::S).align_y(Alignment::Center))
            .face(Face::Outlined)
            .height(measure::BUTTON)
            .padding(Padding::ZERO.horizontal(measure::M));
        let read: Element<'a, Message> =
            if possible && !read { shape.on_tap("read", |_| Message::Read).into() } else { shape.into() };
        let back = shown.session.previous().map(|phase| quiet("Not yet").on_press(Message::Enter(phase)).into());
        row![read, Space::new().width(Length::Fill)]
            .push(back.map(|back: Element<'a, Message>| back))
            .push(hold_button("Client declines today", Face::Plain, Length::Shrink, |_| Message::Decline))
            .spacing(measure::GAP)
            .height(measure::STRIP)
            .align_y(Alignment::Center)
            .into()
    }
}

/// Pressure after breathing, and the gate, as lines of a table.
fn facts<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let who = who(shown);
    let ceiling = shown.session.ceiling(shown.person);
    let last = who.and_then(|who| who.vitals.last());
    let (title, measured) = match last {
        Some(entry) => {
            let title = match entry.what.breathing {
                Breathing::Before => "Before breathing",
                Breathing::After => "After breathing",
            };
            (title, format!("{}, at {}", measured_words(&entry.what), shown.time_of(entry.at)))
        }
        None => ("After breathing", "measure now".to_owned()),
    };
    let open = shown.session.gate_open(shown.person);
    let overridden = who.and_then(|who| who.overridden.as_ref());
    let gate = match (open.is_empty(), overridden) {
        (true, _) => "met, nothing open".to_owned(),
        (false, Some((_, _, reason))) => format!("going on with a reason: {reason}"),
        (false, None) => {
            let labels: Vec<String> = open.into_iter().map(|open| open.label).collect();
            format!("open: {}", labels.join(", "))
        }
    };
    let above = ceiling.map(|ceiling| format!("ceiling {}/{}", ceiling.systolic.0, ceiling.diastolic.0));
    let to = shown.session.protocol().phases.first().copied();
    let mut lines = Column::new().width(Length::Fill);
    lines = lines.push(hairline()).push(fact(title, measured, above, Some(Message::Vitals)));
    lines = lines.push(hairline()).push(fact("Go or no-go", gate, None, to.map(Message::Enter)));
    lines.into()
}

fn fact<'a>(title: &'a str, value: String, after: Option<String>, on: Option<Message>) -> Element<'a, Message> {
    let line = row![
        container(heading(title)).width(measure::TITLE),
        container(fitted(role::BODY, Ink::Text, 2, value)).width(Length::Fill),
    ];
    let line = line.push(after.map(heading)).spacing(measure::GAP).align_y(Alignment::Center);
    let shape = touchable(line).face(Face::Plain).width(Length::Fill).height(measure::TARGET);
    match on {
        Some(message) => shape.on_tap(("fact", title), move |_| message.clone()).into(),
        None => shape.into(),
    }
}

fn measured_words(measured: &Measured) -> String {
    let mut parts = Vec::new();
    parts.extend(measured.pressure.map(|(upper, lower)| format!("{}/{}", upper.0, lower.0)));
    parts.extend(measured.heart_rate.map(|rate| format!("heart rate {}", rate.0)));
    parts.extend(measured.saturation.map(|value| format!("SpO₂ {} %", value.0)));
    parts.join(", ")
}

/// The disc before everything is in place: a ring without fill that says what is missing.
fn resting_disc<'a>(word: &'a str, missing: &'a str) -> Element<'a, Message> {
    let lines = column![words(role::CODE, Ink::Faint, word), words(role::BODY, Ink::Dim, missing)];
    container(lines.spacing(measure::XXS).align_x(Alignment::Center))
        .center(measure::DISC)
        .style(|theme: &Theme| {
            let border = iced::border::rounded(measure::RADIUS_DISC).color(Palette::of(theme).line).width(measure::RIM);
            container::Style { border, ..container::Style::default() }
        })
        .into()
}

/// The client declines: said once, kindly, and the way on.
fn declined<'a>(shown: &Shown<'a>, at: Moment) -> Element<'a, Message> {
    let lines = column![
        statement("No tablet today."),
        words(
            role::READING,
            Ink::Dim,
            format!("The client declined at {}. The journey can be without one.", shown.time_of(at))
        ),
    ];
    let undo = last_of(shown, |event| matches!(event, Event::Declined));
    let foot = row![]
        .push(undo.map(|id| quiet("Take that back").icon(Icon::ArrowCounterClockwise).on_press(Message::Undo(id))))
        .push(Space::new().width(Length::Fill))
        .push(frame::way_on(shown, true, Message::Enter))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center);
    let lines = lines.spacing(measure::M).padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::L));
    frame::with_strip(lines, foot)
}
