//! The drawing pad: one sheet to draw on; each line is kept as the finger lifts.

use iced::widget::{Space, column, row};
use iced::{Alignment, Length, Padding};

use crate::session::drawing::Stroke;
use crate::theme::{Icon, measure};
use crate::widget::Element;
use crate::widget::button::{quiet, surface};
use crate::widget::drawing_pad::drawing_pad;
use crate::widget::text::label;

/// Which sheet lies on the glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    sheet: u8,
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A line was drawn.
    Drawn(Stroke),
    /// The last line goes.
    Undo,
    /// On to an empty sheet.
    NewSheet,
    /// Put it away.
    Done,
}

/// What the screen that shows the pad does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing.
    Stay,
    /// Keep this line as part of this drawing, counted from 0.
    Stroke(u8, Stroke),
    /// Take back the last line of [`Drawing::sheet`].
    Undo,
    /// Put the panel away.
    Close,
}

impl Drawing {
    /// The pad with this sheet on it, counted from 0: the last one that was drawn on, or the first.
    #[must_use]
    pub const fn new(sheet: u8) -> Self {
        Self { sheet }
    }

    /// The sheet on the glass, counted from 0; its strokes are what [`Self::view`] shows.
    #[must_use]
    pub const fn sheet(self) -> u8 {
        self.sheet
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message) -> Answer {
        match message {
            Message::Drawn(stroke) => Answer::Stroke(self.sheet, stroke),
            Message::Undo => Answer::Undo,
            Message::NewSheet => {
                self.sheet = self.sheet.saturating_add(1);
                Answer::Stay
            }
            Message::Done => Answer::Close,
        }
    }

    /// The pad with what is drawn on this sheet; fills everything below the bar.
    #[must_use]
    pub fn view<'a>(&self, strokes: impl IntoIterator<Item = Stroke>) -> Element<'a, Message> {
        let strokes: Vec<Stroke> = strokes.into_iter().collect();
        let foot = self.foot(!strokes.is_empty());
        column![drawing_pad(strokes, "Draw with a finger", Message::Drawn), foot]
            .spacing(measure::GAP)
            .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::BELOW_BAR).bottom(measure::BELOW_STRIP))
            .into()
    }

    fn foot<'a>(&self, drawn: bool) -> Element<'a, Message> {
        let undo = quiet("Undo").icon(Icon::ArrowCounterClockwise).on_press_maybe(drawn.then_some(Message::Undo));
        // An empty sheet is new already.
        let more = drawn && self.sheet < u8::MAX;
        let new = quiet("New sheet").icon(Icon::Plus).on_press_maybe(more.then_some(Message::NewSheet));
        let number = u16::from(self.sheet) + 1;
        let said = format!("Sheet {number}. Each line is kept as the finger lifts.");
        let done = surface("Done").on_press(Message::Done);
        row![undo, new, Space::new().width(Length::Fill), label(said), Space::new().width(measure::GAP), done]
            .spacing(measure::GAP)
            .align_y(Alignment::Center)
            .height(measure::STRIP)
            .into()
    }
}
