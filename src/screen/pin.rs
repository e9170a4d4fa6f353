//! Setting the PIN: twice the same digits, on large keys, with no other typing. The old one was shown before.

use std::fmt;

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::Action;
use super::action::LockAsk;
use crate::kiosk::pin::{Digits, LONGEST, SHORTEST};
use crate::theme::{Icon, Ink, measure, role};
use crate::widget::button::quiet;
use crate::widget::hold_to::hold_button;
use crate::widget::icon::icon;
use crate::widget::keypad::{PadKey, beads, round_keypad};
use crate::widget::text::words;
use crate::widget::touchable::{Face, touchable};
use crate::widget::typing::pad_typing;

/// What has been typed for a new PIN.
#[derive(Clone, Debug, Default)]
pub struct PinPanel {
    digits: Digits,
    /// The new PIN as it was typed first; the second time must be the same.
    first: Option<Digits>,
    differed: bool,
}

/// What can be done on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// A key.
    Key(PadKey),
    /// No PIN any more.
    Remove,
    /// Put away; the PIN is as it was.
    Close,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "Key(…)",
            Self::Remove => "Remove",
            Self::Close => "Close",
        })
    }
}

impl PinPanel {
    /// The panel as it opens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Key(PadKey::Digit(digit)) => {
                self.differed = false;
                self.digits.push(digit);
            }
            Message::Key(PadKey::Back) => self.digits.pop(),
            Message::Key(PadKey::Next) => return self.next(),
            Message::Remove => return Action::Lock(LockAsk::Remove),
            Message::Close => return Action::Lock(LockAsk::Panel(false)),
        }
        Action::None
    }

    fn next(&mut self) -> Action {
        if !self.digits.is_enough() {
            return Action::None;
        }
        let typed = std::mem::take(&mut self.digits);
        match self.first.take() {
            None => self.first = Some(typed),
            Some(first) if first == typed => return Action::Lock(LockAsk::Keep(typed)),
            Some(_) => self.differed = true,
        }
        Action::None
    }

    /// The view of this moment; `is_set`: there is a PIN already; `busy`: it is being kept.
    #[must_use]
    pub fn view<'a>(&'a self, is_set: bool, busy: bool) -> Element<'a, Message> {
        let title = if is_set { "A new PIN" } else { "A PIN for the therapist" };
        let lines = [
            "It locks this glass: the eye of every session becomes a lock that only the PIN opens.",
            "The ring, the music and the emergency card stay. After a fall of the app the lock is still shut.",
            "It also guards what lies behind the start: unfinished sessions and records.",
            "It is a lock and no encryption. A lost PIN is replaced by somebody with access to this \
             device\u{2019}s files: docs/privacy.md.",
        ];
        let lines = lines.map(|line| words(role::BODY, Ink::Dim, line).into());
        let remove = is_set.then(|| hold_button("Remove the PIN", Face::Surface, Length::Shrink, |_| Message::Remove));
        let read = column![
            row![icon(Icon::Lock, measure::ICON_KEY, Ink::Accent), words(role::WRITTEN, Ink::Text, title)]
                .spacing(measure::S)
                .align_y(Alignment::Center)
                .height(measure::BAR),
            column(lines).spacing(measure::M).width(measure::START_LEFT - measure::BAR),
            Space::new().height(Length::Fill),
            row![remove, quiet("Back").on_press(Message::Close)].spacing(measure::GAP),
        ];
        let read = container(read).width(Length::Fill).height(Length::Fill);
        let keys = container(self.keys(busy)).width(measure::RIGHT).height(Length::Fill).align_y(Alignment::Center);
        let both =
            row![read, keys].padding(Padding::ZERO.horizontal(measure::XL).top(measure::M).bottom(measure::BELOW_FOOT));
        pad_typing(both, Message::Key)
    }

    fn keys(&self, busy: bool) -> Element<'_, Message> {
        let line = match (busy, &self.first, self.differed) {
            (true, ..) => "It is being kept",
            (false, None, false) => "4 to 8 digits",
            (false, None, true) => "They differ; begin again",
            (false, Some(_), _) => "The same once more",
        };
        let ready = self.digits.is_enough() && !busy;
        let (drawing, face, ink) = match (ready, &self.first) {
            (false, _) => (Icon::ArrowRight, Face::Plain, Ink::Faint),
            (true, None) => (Icon::ArrowRight, Face::Filled, Ink::OnAccent),
            (true, Some(_)) => (Icon::Check, Face::Filled, Ink::OnAccent),
        };
        let next = touchable(icon(drawing, measure::ICON_KEY, ink))
            .face(face)
            .radius(measure::KEY_ROUND / 2.0)
            .width(measure::KEY_ROUND)
            .height(measure::KEY_ROUND);
        let next = if ready { next.on_tap("next", |_| Message::Key(PadKey::Next)) } else { next };
        let of = self.digits.len().clamp(SHORTEST, LONGEST);
        let wide = 3.0 * measure::KEY_ROUND + 2.0 * measure::GAP;
        let head = column![words(role::BODY, Ink::Text, line).width(wide).center(), beads(self.digits.len(), of)]
            .spacing(measure::L)
            .width(wide)
            .height(measure::LOCK_HEAD)
            .align_x(Alignment::Center);
        column![head, round_keypad(Some(next.into()), Message::Key)].into()
    }
}
