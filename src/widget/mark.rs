//! Small marks: saved, quiet mark, beads and hairlines.

use iced::advanced::mouse;
use iced::widget::canvas::{self, Geometry, Path, Stroke};
use iced::widget::{Canvas, Space, column, container, row, rule};
use iced::{Alignment, Length, Rectangle, Theme};

use super::Element;
use super::button;
use super::icon::icon;
use super::paint::Kept;
use super::text::words;
use crate::theme::{Icon, Ink, Palette, measure, role};

/// The word of a mark with its icon, in the bar.
fn mark<'a, Message: 'a>(drawing: Icon, ink: Ink, word: impl Into<String>) -> Element<'a, Message> {
    row![icon(drawing, measure::ICON_SMALL, ink), words(role::LABEL, ink, word.into())]
        .spacing(measure::XS)
        .align_y(Alignment::Center)
        .into()
}

/// Tick and "Saved": shown only after the disk answered.
#[must_use]
pub fn saved<'a, Message: 'a>() -> Element<'a, Message> {
    mark(Icon::Check, Ink::Dim, "Saved")
}

/// All is well, in words.
pub fn well<'a, Message: 'a>(word: impl Into<String>) -> Element<'a, Message> {
    mark(Icon::Check, Ink::Dim, word)
}

/// A quiet mark: diamond and two words, caution.
pub fn quiet<'a, Message: 'a>(word: impl Into<String>) -> Element<'a, Message> {
    mark(Icon::Diamond, Ink::Caution, word)
}

/// A serious event that goes on: the cross and its words.
pub fn serious<'a, Message: 'a>(word: impl Into<String>) -> Element<'a, Message> {
    mark(Icon::FirstAid, Ink::Serious, word)
}

/// What stands where a control is useless: diamond, what is wrong, what still works.
pub fn slip<'a, Message: 'a>(wrong: impl Into<String>, still: impl Into<String>) -> Element<'a, Message> {
    row![
        icon(Icon::Diamond, measure::ICON_BAR, Ink::Caution),
        column![words(role::BODY_STRONG, Ink::Text, wrong.into()), words(role::LABEL_LARGE, Ink::Dim, still.into())]
    ]
    .spacing(measure::S)
    .align_y(Alignment::Center)
    .into()
}

/// The last entry with its time, and the way to take it back (64 px high).
pub fn last_entry<'a, Message: Clone + 'a>(
    when: impl Into<String>,
    what: impl Into<String>,
    on_undo: Option<Message>,
) -> Element<'a, Message> {
    let lines = column![words(role::LABEL, Ink::Dim, when.into()), words(role::BODY, Ink::Text, what.into())];
    let mut line = row![lines, Space::new().width(Length::Fill)].height(measure::TARGET).align_y(Alignment::Center);
    if let Some(message) = on_undo {
        let undo = button::quiet("Undo").icon(Icon::ArrowCounterClockwise).height(measure::TARGET);
        line = line.push(undo.on_press(message));
    }
    line.into()
}

/// A dot of this radius, full or hollow.
#[must_use]
pub fn bead<'a, Message: 'a>(radius: f32, ink: Ink, full: bool) -> Element<'a, Message> {
    Canvas::new(Bead { radius, ink, full }).width(radius * 2.0).height(radius * 2.0).into()
}

/// A hairline of this length, lying.
#[must_use]
pub fn line<'a, Message: 'a>(length: f32) -> Element<'a, Message> {
    container(hairline()).width(length).into()
}

/// A hairline as wide as its place.
#[must_use]
pub fn hairline<'a, Message: 'a>() -> Element<'a, Message> {
    rule::horizontal(measure::RIM)
        .style(|theme: &Theme| rule::Style {
            color: Palette::of(theme).line,
            radius: 0.0.into(),
            fill_mode: rule::FillMode::Full,
            snap: true,
        })
        .into()
}

#[derive(Clone, PartialEq)]
struct Bead {
    radius: f32,
    ink: Ink,
    full: bool,
}

impl<Message> canvas::Program<Message> for Bead {
    type State = Kept<Self>;

    fn draw(
        &self,
        state: &Kept<Self>,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        state.paint(self, renderer, theme, bounds, |frame, palette| {
            let color = self.ink.on(palette);
            if self.full {
                frame.fill(&Path::circle(frame.center(), self.radius), color);
            } else {
                let path = Path::circle(frame.center(), self.radius - measure::RIM / 2.0);
                frame.stroke(&path, Stroke::default().with_width(measure::RIM).with_color(color));
            }
        })
    }
}
