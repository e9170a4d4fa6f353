//! Paced breathing: a calm face that the client sees; nothing private.

use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Length, Theme};

use super::frame::{self, Bar};
use super::meditation::{self, Meditation};
use super::{Action, Shown};
use crate::session::breathing::Pattern;
use crate::session::{Command, Exercise, Phase};
use crate::theme::{Icon, Ink, Palette, measure, role};
use crate::units::counted;
use crate::widget::Element;
use crate::widget::breath::{self, BreathCircle, breath_circle};
use crate::widget::button::{filled, icon_button, surface};
use crate::widget::flow::Flow;
use crate::widget::slider::stepper;
use crate::widget::text::words;
use crate::widget::touchable::Face;

/// So many breaths one press more or fewer.
const STEP: u16 = 1;
/// The most breaths that can be planned here.
const MOST: u16 = 60;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Breathing {
    /// No rail is seen here; a keyboard goes on to another phase all the same, at its second press.
    frame: frame::Frame,
    pattern: usize,
    cycles: u16,
    meditation: Meditation,
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// In the bar.
    Bar(Bar),
    /// The next pattern.
    Pattern,
    /// One breath more or fewer.
    Cycles(u16),
    /// Begin.
    Begin,
    /// End with the breath that is going on.
    End,
    /// In the meditation, or into it.
    Meditation(meditation::Message),
    /// On to a phase.
    Enter(Phase),
}

impl Breathing {
    /// The screen as it opens: the proposed pattern, or the one that was begun.
    #[must_use]
    pub fn new(shown: &Shown<'_>) -> Self {
        let protocol = shown.session.protocol();
        let begun = shown.session.exercise().map(|exercise| exercise.pattern.key.as_str());
        let pattern = protocol.patterns.iter().position(|pattern| Some(pattern.key.as_str()) == begun).unwrap_or(0);
        Self { frame: frame::Frame::default(), pattern, cycles: protocol.cycles, meditation: Meditation::default() }
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        if !matches!(message, Message::Bar(_)) {
            self.frame.rest();
        }
        let patterns = &shown.session.protocol().patterns;
        match message {
            Message::Bar(bar) => self.frame.act(bar, shown),
            Message::Pattern => {
                self.pattern = (self.pattern + 1) % patterns.len().max(1);
                Action::None
            }
            Message::Cycles(cycles) => {
                self.cycles = cycles.clamp(STEP, MOST);
                Action::None
            }
            Message::Begin => match patterns.get(self.pattern) {
                Some(pattern) => Action::Ask(Command::StartBreathing(pattern.clone(), self.cycles)),
                None => Action::None,
            },
            Message::End => Action::Ask(Command::EndBreathing),
            Message::Meditation(message) => self.meditation.update(message, shown),
            Message::Enter(phase) => Action::Ask(Command::Enter(phase)),
        }
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        if let Some(face) = self.meditation.view(shown) {
            return face.map(Message::Meditation);
        }
        let pattern = shown.session.protocol().patterns.get(self.pattern);
        let running = shown.session.breathing(shown.now);
        let face = match running {
            Some(exercise) => circle(exercise, shown),
            None => resting(shown.session.cycles_done() > 0),
        };
        let caution = pattern.filter(|_| running.is_none()).and_then(|pattern| pattern.caution.as_deref());
        let under = container(words(role::LABEL, Ink::Dim, caution.unwrap_or_default()))
            .width(Length::Fill)
            .height(Length::Fill)
            .align_x(Alignment::Center)
            .align_y(Alignment::End)
            .padding(measure::GAP);
        let face = container(face).center(Length::Fill);
        let content = frame::with_strip(iced::widget::stack![face, under], self.strip(shown, pattern, running));
        frame::calm_page(shown, content, Message::Bar)
    }

    fn strip<'a>(
        &self,
        shown: &Shown<'a>,
        pattern: Option<&'a Pattern>,
        running: Option<&Exercise>,
    ) -> Element<'a, Message> {
        let rests = running.is_none();
        let label = running.map_or_else(
            || pattern.map_or_else(String::new, |pattern| pattern.label.clone()),
            |exercise| exercise.pattern.label.clone(),
        );
        let change = surface(label).icon(Icon::Wind).ink(Ink::Dim).on_press_maybe(rests.then_some(Message::Pattern));
        let fewer = (rests && self.cycles > STEP).then_some(Message::Cycles(self.cycles.saturating_sub(STEP)));
        let more = (rests && self.cycles < MOST).then_some(Message::Cycles(self.cycles.saturating_add(STEP)));
        let done = shown.session.cycles_done();
        let begin: Element<'a, Message> = match (running, done) {
            (Some(_), _) => surface("End after this breath").ink(Ink::Dim).on_press(Message::End).into(),
            (None, 0) => filled("Begin").width(measure::NOTE).on_press(Message::Begin).into(),
            (None, _) => surface("Once more").ink(Ink::Dim).on_press(Message::Begin).into(),
        };
        let meditation = meditation::way_in(shown).filter(|_| rests).map(|way| way.map(Message::Meditation));
        row![
            meditation,
            change,
            stepper(fewer, more, Face::Surface),
            Space::new().width(Length::Fill),
            words(role::HEADING, Ink::Dim, self.count(shown, running)),
            Space::new().width(Length::Fill),
            begin,
        ]
        .push(onward(shown, rests && done > 0))
        .push(icon_button(frame::eye(shown.locks), Ink::Dim, Message::Bar(Bar::Cover)))
        .spacing(measure::GAP)
        .height(measure::STRIP)
        .align_y(Alignment::Center)
        .into()
    }

    fn count(&self, shown: &Shown<'_>, running: Option<&Exercise>) -> String {
        match running {
            Some(exercise) => {
                let now = exercise.place(shown.now).done.saturating_add(1).min(exercise.cycles);
                format!("{now} of {}", breaths(exercise.cycles))
            }
            None if shown.session.cycles_done() > 0 => format!("{} done", breaths(shown.session.cycles_done())),
            None => breaths(self.cycles),
        }
    }
}

fn breaths(count: u16) -> String {
    counted(count, "breath", "breaths")
}

fn circle<'a>(exercise: &Exercise, shown: &Shown<'a>) -> Element<'a, Message> {
    let flow = Flow::at(shown.boot, shown.now.since(exercise.start)).at_speed(shown.speed);
    breath_circle(BreathCircle { pattern: exercise.pattern.clone(), flow, cycles: exercise.cycles, reduced: false })
}

/// The face while nobody is led: a disc at rest with a few words.
fn resting<'a>(done: bool) -> Element<'a, Message> {
    let lines: Column<'a, Message> = if done {
        column![
            words(role::CALM_SMALL, Ink::Text, "Breathe").center(),
            words(role::CALM_SMALL, Ink::Text, "as you like").center()
        ]
    } else {
        column![
            words(role::CALM_SMALL, Ink::Text, "When you").center(),
            words(role::CALM_SMALL, Ink::Text, "are ready").center()
        ]
    };
    let disc = container(lines.align_x(Alignment::Center)).center(measure::DISC).style(|theme: &Theme| {
        let palette = Palette::of(theme);
        container::Style {
            background: Some(palette.wash.into()),
            border: iced::border::rounded(measure::RADIUS_DISC).color(palette.ring).width(measure::LINE),
            ..container::Style::default()
        }
    });
    container(disc).center(breath::SIDE).into()
}

/// The way on, filled when the breathing is done; plain in the strip before.
fn onward<'a>(shown: &Shown<'a>, done: bool) -> Option<Element<'a, Message>> {
    let phase = shown.proposed()?;
    let button = if done { filled(phase.label()) } else { surface(phase.label()).ink(Ink::Dim) };
    Some(button.icon_after(Icon::ArrowRight).on_press(Message::Enter(phase)).into())
}
