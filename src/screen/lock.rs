//! The lock over everything: the calm face the client sees, and large keys for the PIN.

mod face;

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use iced::widget::{Space, column, container, row, stack};
use iced::{Alignment, Element, Length, Padding};

use super::action::LockAsk;
use super::frame::{is_well, marks};
use super::{Action, Marks};
use crate::config::settings::Side;
use crate::kiosk::pin::{Digits, SHORTEST};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::clock_face;
use crate::widget::button::quiet;
use crate::widget::keypad::{PadKey, beads, round_keypad};
use crate::widget::text::{label, words};

/// What has been typed at the lock.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    digits: Digits,
    /// The last try was wrong, and nothing was typed since.
    wrong: bool,
}

/// What can be done on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// A key.
    Key(PadKey),
    /// The emergency card.
    Emergency,
    /// Away from the question for the PIN, without the act that asked for it.
    Leave,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "Key(…)",
            Self::Emergency => "Emergency",
            Self::Leave => "Leave",
        })
    }
}

/// What the lock may look at.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The session behind it, if there is one.
    pub session: Option<super::Shown<'a>>,
    /// What is well and what is not.
    pub marks: &'a Marks,
    /// The wall clock.
    pub wall: DateTime<FixedOffset>,
    /// Boot time of the reading.
    pub boot: Duration,
    /// On which side the keys lie.
    pub thumb: Side,
    /// How many digits the PIN has; `None` if no PIN opens it.
    pub digits: Option<usize>,
    /// Why no PIN opens it, if so.
    pub trouble: Option<&'a str>,
    /// A try is being checked.
    pub busy: bool,
    /// How long the next try must wait.
    pub wait: Duration,
    /// The emergency card can be opened.
    pub card: bool,
    /// Only an act asks for the PIN: one may leave without it.
    pub may_leave: bool,
}

impl Lock {
    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        let open = !shown.busy && shown.wait.is_zero();
        match message {
            Message::Emergency if shown.card => Action::Emergency(true),
            Message::Leave if shown.may_leave && !shown.busy => Action::Lock(LockAsk::Leave),
            Message::Emergency | Message::Leave => Action::None,
            Message::Key(PadKey::Digit(digit)) if open => self.type_in(digit, shown.digits),
            Message::Key(PadKey::Back) if open => {
                self.digits.pop();
                Action::None
            }
            Message::Key(PadKey::Digit(_) | PadKey::Back | PadKey::Next) => Action::None,
        }
    }

    /// The try that was checked last was wrong.
    pub fn was_wrong(&mut self) {
        *self = Self { digits: Digits::new(), wrong: true };
    }

    fn type_in(&mut self, digit: u8, of: Option<usize>) -> Action {
        self.wrong = false;
        self.digits.push(digit);
        if of.is_none_or(|of| self.digits.len() < of) {
            return Action::None;
        }
        Action::Lock(LockAsk::Try(std::mem::take(&mut self.digits)))
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: Shown<'a>) -> Element<'a, Message> {
        let foot = foot(&shown);
        let corner = (!is_well(shown.marks)).then(|| marks(shown.marks));
        let corner = container(column![].push(corner).push(said(&shown)).spacing(measure::XS));
        let corner =
            corner.padding(Padding::ZERO.left(measure::MARGIN).top(measure::S)).max_width(measure::LEFT).clip(true);
        let face = container(face::face(&shown)).center(Length::Fill);
        let keys = container(self.keys(&shown)).width(measure::LOCK).height(Length::Fill).align_y(Alignment::Center);
        let both = match shown.thumb {
            Side::Right => row![face, keys],
            Side::Left => row![keys.padding(Padding::ZERO.left(measure::MARGIN)), face],
        };
        let both = both.height(Length::Fill).padding(Padding::ZERO.top(measure::LOCK_TOP));
        stack![column![both, foot], corner].into()
    }

    fn keys<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let wide = 3.0 * measure::KEY_ROUND + 2.0 * measure::GAP;
        let typed = if shown.busy { shown.digits.unwrap_or(SHORTEST) } else { self.digits.len() };
        let (ink, line) = match (shown.trouble, shown.wait.is_zero(), self.wrong) {
            (Some(_), ..) => (Ink::Dim, "No PIN opens this lock".to_owned()),
            (None, false, _) => (Ink::Dim, format!("Try again in {}", clock_face(up(shown.wait)))),
            (None, true, true) => (Ink::Dim, "That was not it; once more".to_owned()),
            (None, true, false) => (Ink::Dim, "Therapist, your PIN".to_owned()),
        };
        let head: Element<'a, Message> = match shown.trouble {
            Some(trouble) => label(trouble).width(wide).center().into(),
            None => beads(typed, shown.digits.unwrap_or(SHORTEST)),
        };
        let head = column![words(role::BODY, ink, line).width(wide).center(), head]
            .spacing(measure::L)
            .width(wide)
            .height(measure::LOCK_HEAD)
            .align_x(Alignment::Center);
        column![head, round_keypad(None, Message::Key)].into()
    }
}

/// Whole seconds, rounded up: the last one shown is 0:01.
fn up(wait: Duration) -> Duration {
    Duration::from_secs(u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX))
}

fn said<'a>(shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let said = shown.marks.said.as_deref()?;
    Some(words(role::LABEL, Ink::Dim, said).wrapping(iced::widget::text::Wrapping::None).into())
}

fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let card = shown.card.then(|| quiet("Emergency card").icon(Icon::FirstAid).on_press(Message::Emergency));
    let leave = shown.may_leave.then(|| quiet("Back").on_press(Message::Leave));
    row![card, Space::new().width(Length::Fill), leave]
        .push(words(role::PRESSURE, Ink::Dim, shown.wall.format("%-H:%M").to_string()))
        .spacing(measure::M)
        .height(measure::LOCK_FOOT)
        .align_y(Alignment::Center)
        .padding(Padding::ZERO.left(measure::M).right(measure::MARGIN))
        .into()
}
