//! The hold and its end: a calm face to be read from two metres; no code, no dose, no figures of the body.
//!
//! The same for the first tablet and, within the journey, for a booster: the music goes on as it is.

mod aside;
mod strip;

use std::time::Duration;

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Length};

use super::frame::{Bar, Frame, calm_page, with_strip};
use super::{Action, Shown};
use crate::session::dose::{Dose, Ending, HoldEnd};
use crate::session::event::EventId;
use crate::session::participant::Participant;
use crate::session::protocol::Item;
use crate::session::timer::Hold;
use crate::session::{Command, Phase};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Moment;
use crate::widget::Element;
use crate::widget::flow::Flow;
use crate::widget::hold_ring::{HoldRing, hold_ring, sign, spit_now};
use crate::widget::icon::icon;
use crate::widget::text::words;

/// How long "not yet" keeps the call away.
const NOT_YET: Duration = Duration::from_secs(30);
/// So many signs find room on either side of the ring.
const SIGNS: usize = 2;

/// What belongs to this face alone.
#[derive(Clone, Debug, Default)]
pub struct HoldFace {
    /// The time of the tablet is being corrected, by so many seconds earlier.
    correcting: Option<u64>,
    /// The call waits until then.
    quiet_until: Option<Moment>,
    /// Within the journey it was put aside.
    aside: Option<Aside>,
}

/// When the face was put aside: the end of the hold calls it back once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aside {
    Running,
    Over,
}

/// What can be done on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// In the corner, or the eye.
    Bar(Bar),
    /// The hold ended like this; boot time of the touch-down.
    End(Ending, Duration),
    /// The call may wait a little.
    NotYet,
    /// Correct the time of the tablet.
    Correct,
    /// So many seconds earlier still.
    Earlier(u64),
    /// Keep the corrected time.
    KeepTime,
    /// Leave the time as it is.
    Leave,
    /// Stop here: the hold ends, and the client's part with it.
    Stop,
    /// Take that entry back.
    Undo(EventId),
    /// Why that change was made.
    Why(EventId, &'static str),
    /// Put the face aside; the hold goes on. Only within the journey.
    Aside,
    /// The face that was put aside is wanted again.
    Show,
}

impl HoldFace {
    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        match message {
            Message::Bar(bar) => Frame::default().act(bar, shown),
            Message::End(ending, boot) => {
                *self = Self::default();
                Action::Ask(Command::EndHold(shown.person, ending, shown.moment_of(boot)))
            }
            Message::NotYet => self.stay(|this| this.quiet_until = Some(shown.now.plus(NOT_YET))),
            Message::Correct => self.stay(|this| this.correcting = Some(0)),
            Message::Earlier(secs) => self.stay(|this| this.correcting = this.correcting.map(|so_far| so_far + secs)),
            Message::KeepTime => self.keep_time(shown),
            Message::Leave => self.stay(|this| this.correcting = None),
            Message::Stop => stop(shown),
            Message::Undo(id) => Action::Ask(Command::Undo(Some(id))),
            Message::Why(change, reason) => Action::Ask(Command::Explain(change, reason.to_owned())),
            Message::Aside => self.stay(|this| this.aside = Some(running_or_over(shown))),
            Message::Show => self.stay(|this| this.aside = None),
        }
    }

    /// The face of this moment; `None` if nobody holds, or while it is put aside.
    #[must_use]
    pub fn view<'a>(&self, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
        if self.is_aside(shown) {
            return None;
        }
        let (_, dose) = who(shown)?.holding()?;
        let face = match Hold::of(dose, shown.now)? {
            Hold::Holding { since, ends } => self.holding(shown, dose, (since, ends)),
            Hold::Due { since, .. } => self.due(shown, dose, since),
            Hold::Over { .. } => return None,
        };
        Some(calm_page(shown, face, Message::Bar))
    }

    fn holding<'a>(&self, shown: &Shown<'a>, dose: &Dose, (since, ends): (Moment, Moment)) -> Element<'a, Message> {
        let swish = dose.swish_shown(shown.session.protocol().swish_every, shown.now);
        let ring = hold_ring(HoldRing {
            flow: Flow::at(shown.boot, shown.now.since(since)).at_speed(shown.speed),
            total: ends.since(since),
            word: "Hold".to_owned(),
            swish: swish.then(|| "swish gently".to_owned()),
        });
        let [left, right] = signs(&shown.session.protocol().practice.signs);
        let side = |signs: Column<'a, Message>| container(signs).center_x(Length::Fill);
        let face = row![side(left), ring, side(right)].align_y(Alignment::Center);
        with_strip(container(face).center(Length::Fill), self.strip(shown, since))
    }

    fn due<'a>(&self, shown: &Shown<'a>, dose: &Dose, since: Moment) -> Element<'a, Message> {
        let waits = self.quiet_until.is_some_and(|until| shown.now < until);
        let end = dose.prescription.end;
        let (word, second) = match (waits, end) {
            (true, HoldEnd::Spit) => ("In a moment", "into the cup"),
            (true, HoldEnd::Swallow) => ("In a moment", ""),
            (false, HoldEnd::Spit) => ("Spit now", "into the cup"),
            (false, HoldEnd::Swallow) => ("Swallow", "now"),
        };
        let strip = strip::due(shown, since, end, waits);
        with_strip(container(spit_now(word, second)).center(Length::Fill), strip)
    }

    fn is_aside(&self, shown: &Shown<'_>) -> bool {
        match self.aside {
            None => false,
            Some(Aside::Running) => running_or_over(shown) == Aside::Running,
            Some(Aside::Over) => true,
        }
    }

    fn stay(&mut self, change: impl FnOnce(&mut Self)) -> Action {
        change(self);
        Action::None
    }

    fn keep_time(&mut self, shown: &Shown<'_>) -> Action {
        let Some(earlier) = self.correcting.take().filter(|earlier| *earlier > 0) else { return Action::None };
        let taken = who(shown).and_then(Participant::last_dose);
        let to = |taken: Moment| taken.minus(Duration::from_secs(earlier));
        taken.map_or(Action::None, |taken| Action::Ask(Command::CorrectT0(shown.person, to(taken))))
    }
}

fn running_or_over(shown: &Shown<'_>) -> Aside {
    let holding = who(shown).and_then(|who| who.holding());
    let over = holding.and_then(|(_, dose)| dose.hold_ends()).is_some_and(|ends| ends <= shown.now);
    if over { Aside::Over } else { Aside::Running }
}

/// The hold ends and the client's part with it; where they are alone, the closing is next.
fn stop(shown: &Shown<'_>) -> Action {
    let ended = Command::EndHold(shown.person, Ending::Spat, shown.now);
    let mut all = vec![ended, Command::Stop(shown.person, String::new())];
    let alone = shown.session.participants().len() == 1;
    if alone && shown.session.phase() == Phase::Administration {
        all.push(Command::Enter(Phase::Closing));
    }
    Action::AskAll(all)
}

fn who<'a>(shown: &Shown<'a>) -> Option<&'a Participant> {
    shown.session.participant(shown.person)
}

/// The signs of the hand, left and right of the ring: the protocol's, or the two that everybody knows.
fn signs<'a>(own: &'a [Item]) -> [Column<'a, Message>; 2] {
    if own.is_empty() {
        return [column![sign(Icon::ThumbsUp, "all is well")], column![sign(Icon::HandPalm, "I need you")]];
    }
    let half = own.len().div_ceil(2).min(SIGNS);
    let side = |some: &'a [Item]| {
        let signs = some.iter().map(|item| {
            let meaning = if item.hint.is_empty() { &item.label } else { &item.hint };
            let name = (!item.hint.is_empty()).then(|| words(role::LABEL_LARGE, Ink::Dim, item.label.as_str()));
            column![gesture(item)]
                .push(name)
                .push(words(role::CALM_SIGN, Ink::Text, meaning.as_str()).center())
                .spacing(measure::XS)
                .align_x(Alignment::Center)
                .into()
        });
        Column::with_children(signs).spacing(measure::XL).width(measure::PROMPTS).align_x(Alignment::Center)
    };
    let (left, rest) = own.split_at(half.min(own.len()));
    [side(left), side(rest.get(..rest.len().min(SIGNS)).unwrap_or_default())]
}

/// The gesture of a sign, drawn: a thumb, a hand, or both.
fn gesture<'a>(item: &Item) -> Element<'a, Message> {
    let words_of = format!("{} {}", item.key, item.label).to_lowercase();
    let one = |drawing| icon(drawing, measure::TARGET, Ink::Dim);
    if words_of.contains("thumb") || item.key == "well" {
        one(Icon::ThumbsUp)
    } else if words_of.contains("both") {
        row![one(Icon::HandPalm), one(Icon::HandPalm)].spacing(measure::XS).into()
    } else {
        one(Icon::HandPalm)
    }
}
