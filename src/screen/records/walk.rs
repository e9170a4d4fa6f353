//! One record as it went: a finger on the timeline is a minute, and what happened there stands below.

use iced::widget::text::Wrapping;
use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::filter::square;
use super::list::columns;
use super::{Listed, Message, Opened, Shown, facts};
use crate::record::story::{Fate, Story, Told};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::Element;
use crate::widget::button::surface;
use crate::widget::elided::elided;
use crate::widget::icon::icon;
use crate::widget::mark::slip;
use crate::widget::story_chart::{Seen, story_chart};
use crate::widget::text::{figure, label, strong, words};
use crate::widget::touchable::{Face, touchable};

/// Entries that have room under the timeline.
const ROWS: usize = 4;
/// One step of looking more closely.
const CLOSER: f32 = 2.0;
/// Never fewer minutes are shown.
const CLOSEST: f32 = 5.0;
/// So near the edge, in parts of what is shown, the finger takes it along.
const EDGE: f32 = 0.06;

/// What is looked at of a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Walk {
    /// Its name.
    pub id: String,
    /// The minute; `None` until it is touched: then it is the first dose, or the beginning.
    at: Option<f32>,
    /// The entry that was stepped to, where several happened at once.
    entry: Option<usize>,
    /// The part that is shown, in minutes: from and how many; `None` is all.
    part: Option<(f32, f32)>,
}

impl Walk {
    pub fn new(id: String) -> Self {
        Self { id, at: None, entry: None, part: None }
    }

    pub fn look_at(&mut self, minute: f32, story: &Story) {
        self.at = Some(minute.clamp(0.0, story.length));
        self.entry = story.nearest(minute);
        self.take_along(story, EDGE);
    }

    pub fn zoom(&mut self, closer: bool, story: &Story) {
        let (from, span) = self.part(story);
        let wide = (if closer { span / CLOSER } else { span * CLOSER }).clamp(CLOSEST.min(story.length), story.length);
        let at = self.at(story);
        let left = (at - (at - from) / span.max(1.0) * wide).clamp(0.0, story.length - wide);
        self.part = (wide < story.length).then_some((left, wide));
        self.take_along(story, EDGE);
    }

    pub fn step(&mut self, later: bool, story: &Story) {
        let here = self.entry(story).unwrap_or(0);
        let to = if later { (here + 1).min(story.told.len().saturating_sub(1)) } else { here.saturating_sub(1) };
        self.go_to(to, story);
    }

    pub fn go_to(&mut self, to: usize, story: &Story) {
        if let Some(told) = story.told.get(to) {
            (self.at, self.entry) = (Some(told.at.clamp(0.0, story.length)), Some(to));
            self.take_along(story, EDGE);
        }
    }

    /// Keeps the minute inside the part that is shown.
    fn take_along(&mut self, story: &Story, edge: f32) {
        let at = self.at(story);
        if let Some((from, span)) = &mut self.part {
            let margin = *span * edge;
            *from = from.clamp(at - *span + margin, at - margin).clamp(0.0, (story.length - *span).max(0.0));
        }
    }

    fn at(&self, story: &Story) -> f32 {
        self.at.or(story.t0).unwrap_or(0.0)
    }

    fn entry(&self, story: &Story) -> Option<usize> {
        self.entry.filter(|entry| *entry < story.told.len()).or_else(|| story.nearest(self.at(story)))
    }

    fn part(&self, story: &Story) -> (f32, f32) {
        self.part.unwrap_or((0.0, story.length))
    }

    pub fn view<'a>(&'a self, listed: Option<&'a Listed>, shown: &Shown<'a>) -> Element<'a, Message> {
        let opened = shown.opened.filter(|opened| opened.id == self.id);
        let to_read: Element<'a, Message> = match opened {
            None if listed.is_some_and(|listed| listed.away) => away(),
            None => waiting(),
            Some(Opened { trouble: Some(trouble), .. }) => {
                slip(trouble.as_str(), "The folder stays as it is; other records can be read.")
            }
            Some(opened) => self.story(&opened.story),
        };
        let story = opened.filter(|opened| opened.trouble.is_none()).map(|opened| &opened.story);
        columns(shown, to_read, self.aside(listed, opened, story))
    }

    fn story<'a>(&'a self, story: &'a Story) -> Element<'a, Message> {
        let (from, span) = self.part(story);
        let seen = Seen { from, span, at: self.at(story) };
        column![
            story_chart(story, seen, measure::STORY, Message::At),
            self.moment(story),
            container(self.entries(story)).height(Length::Fill).clip(true),
        ]
        .spacing(measure::GAP)
        .into()
    }

    /// The time under the finger: by the clock, since the tablet, and in which phase.
    fn moment<'a>(&self, story: &'a Story) -> Element<'a, Message> {
        let at = self.at(story);
        let added = self.entry(story).and_then(|entry| story.told.get(entry)).filter(|told| told.added);
        if let Some(told) = added {
            let said = words(role::LABEL_LARGE, Ink::Dim, "added after the record was sealed");
            let when = figure(format!("{}, {}", told.time, told.since), Ink::Text);
            return row![when, said].spacing(measure::M).align_y(Alignment::End).into();
        }
        let wall = story.began.map(|began| began + chrono::TimeDelta::milliseconds((at * 60_000.0) as i64));
        let wall = wall.map_or_else(String::new, |wall| wall.format("%-H:%M:%S").to_string());
        let since = story.t0.map(|t0| {
            let span = std::time::Duration::from_secs_f32((at - t0).abs() * 60.0);
            let sign = if at < t0 { "before" } else { "after" };
            format!("{} {sign} the tablet", crate::units::clock_face(span))
        });
        let phase = story.phases.iter().rev().find(|phase| phase.from <= at).map(|phase| phase.word.as_str());
        let stage = story.stages.iter().find(|stage| stage.from <= at && at < stage.to);
        let stage = stage.map(|stage| format!("music: {}", stage.word));
        let parts =
            [phase.map(str::to_owned), since, stage].into_iter().flatten().collect::<Vec<_>>().join("   \u{b7}   ");
        row![figure(wall, Ink::Text), words(role::LABEL_LARGE, Ink::Dim, parts).wrapping(Wrapping::None)]
            .spacing(measure::M)
            .align_y(Alignment::End)
            .into()
    }

    /// The entries round the one that is looked at.
    fn entries<'a>(&self, story: &'a Story) -> Element<'a, Message> {
        let Some(here) = self.entry(story) else { return label("Nothing is written in it.").into() };
        let first = here.saturating_sub(1).min(story.told.len().saturating_sub(ROWS));
        let some = story.told.iter().enumerate().skip(first).take(ROWS);
        Column::with_children(some.map(|(number, told)| entry(told, number, number == here)))
            .spacing(measure::XXS)
            .into()
    }

    fn aside<'a>(
        &'a self,
        listed: Option<&'a Listed>,
        opened: Option<&'a Opened>,
        story: Option<&'a Story>,
    ) -> Element<'a, Message> {
        let all = story.is_some_and(|story| self.part(story).1 >= story.length);
        let closest = story.is_none_or(|story| self.part(story).1 <= CLOSEST);
        let zoom = |drawing, closer, may: bool| square(drawing, may.then_some(Message::Zoom(closer)), measure::BUTTON);
        let here = story.and_then(|story| self.entry(story).map(|here| (here, story.told.len())));
        let before = here.is_some_and(|(here, _)| here > 0).then_some(Message::Step(false));
        let after = here.is_some_and(|(here, count)| here + 1 < count).then_some(Message::Step(true));
        let steer = row![
            zoom(Icon::Minus, false, story.is_some() && !all),
            zoom(Icon::Plus, true, !closest),
            Space::new().width(Length::Fill),
            square(Icon::CaretUp, before, measure::BUTTON),
            square(Icon::CaretDown, after, measure::BUTTON),
        ];
        let client = listed.map(|listed| listed.facts.code.clone()).filter(|code| !code.is_empty());
        let may = listed.is_some_and(|listed| !listed.away);
        let sealed = listed.is_some_and(|listed| !listed.away && !listed.open);
        let add = surface("Add to this record").icon(Icon::PencilSimple).width(Length::Fill);
        let others = surface("This client").width(Length::Fill);
        let export = surface("Export").icon(Icon::Archive).width(Length::Fill);
        column![
            container(listed.map(|listed| facts::column_of(listed, opened))).height(Length::Fill).clip(true),
            steer.spacing(measure::GAP),
            add.on_press_maybe(sealed.then_some(Message::Add)),
            row![
                others.on_press_maybe(client.map(Message::CourseOf)),
                export.on_press_maybe(may.then(|| Message::Export(vec![self.id.clone()]))),
            ]
            .spacing(measure::GAP),
        ]
        .spacing(measure::GAP)
        .into()
    }
}

/// An entry: when, what, and what became of it.
fn entry<'a>(told: &'a Told, number: usize, here: bool) -> Element<'a, Message> {
    let ink = match (told.fate, told.matters) {
        (Fate::TakenBack, _) | (_, false) => Ink::Dim,
        (Fate::Stands | Fate::Corrected, true) => Ink::Text,
    };
    // On the wash of the chosen row dim words would not be read.
    let (ink, side) = if here { (Ink::Text, Ink::Text) } else { (ink, Ink::Dim) };
    let mark = match told.fate {
        Fate::Stands => None,
        Fate::Corrected => Some(Icon::PencilSimple),
        Fate::TakenBack => Some(Icon::ArrowCounterClockwise),
    };
    let mark = mark.or(told.added.then_some(Icon::Plus)).map(|drawing| icon(drawing, measure::ICON_SMALL, side));
    let second = (!told.second.is_empty()).then(|| elided(role::LABEL, side, &told.second));
    let time = words(role::LABEL_LARGE, side, told.time.as_str()).width(measure::DESK_TIME + measure::GAP);
    let since = words(role::LABEL_LARGE, side, told.since.as_str()).width(measure::DESK_TIME + measure::GAP);
    let said = container(column![elided(role::BODY, ink, &told.words)].push(second)).width(Length::Fill).clip(true);
    let content = row![time, since, said].push(mark).spacing(measure::XS).align_y(Alignment::Center);
    touchable(content)
        .face(if here { Face::Active } else { Face::Surface })
        .radius(measure::RADIUS_CHIP)
        .width(Length::Fill)
        .height(measure::TARGET)
        .padding(Padding::ZERO.horizontal(measure::S))
        .align_x(Alignment::Start)
        .on_tap(("entry", number), move |_| Message::Entry(number))
        .into()
}

fn waiting<'a>() -> Element<'a, Message> {
    container(strong("Reading the record")).padding(Padding::ZERO.top(measure::M)).into()
}

fn away<'a>() -> Element<'a, Message> {
    let said = column![
        strong("This record was sealed away"),
        label("It lies here for the clinic's own keys; this device cannot read it any more."),
    ];
    container(said.spacing(measure::XXS)).padding(Padding::ZERO.top(measure::M)).into()
}
