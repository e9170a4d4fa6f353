//! Words that wrap into so many lines at most and end in an ellipsis where there is no room for all of them.

use iced::advanced::text::{self, Paragraph as _, Renderer as _};
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Layout, layout, mouse, renderer};
use iced::{Length, Pixels, Rectangle, Size, Theme, alignment};

use super::Element;
use super::tracked::Paragraph;
use crate::theme::{Ink, Palette, Role};

/// No place shows more letters than this; titles of any length come out of files.
const MOST: usize = 400;

/// Words in at most so many lines, each of them as wide as their place.
pub fn fitted(role: Role, ink: Ink, lines: u16, content: impl Into<String>) -> Fitted {
    let content: String = content.into().chars().take(MOST).collect();
    Fitted { role, ink, lines, content, align: text::Alignment::Default }
}

/// Words that still take an alignment.
pub struct Fitted {
    role: Role,
    ink: Ink,
    lines: u16,
    content: String,
    align: text::Alignment,
}

impl Fitted {
    /// The same, every line in the middle.
    #[must_use]
    pub fn center(self) -> Self {
        Self { align: text::Alignment::Center, ..self }
    }

    fn set(&self, content: &str, width: f32) -> Paragraph {
        Paragraph::with_text(text::Text {
            content,
            bounds: Size::new(width, f32::INFINITY),
            size: self.role.pixels(),
            line_height: Pixels(self.role.line).into(),
            font: self.role.font,
            align_x: self.align,
            align_y: alignment::Vertical::Top,
            shaping: text::Shaping::default(),
            // A word that is longer than its place is broken rather than written over the next one.
            wrapping: text::Wrapping::WordOrGlyph,
        })
    }

    fn fits(&self, set: &Paragraph) -> bool {
        set.min_height() <= f32::from(self.lines) * self.role.line + 0.5
    }

    fn cut(&self, width: f32) -> Paragraph {
        let whole = self.set(&self.content, width);
        if self.fits(&whole) {
            return whole;
        }
        let letters: Vec<char> = self.content.chars().collect();
        let first = |count: usize| {
            let kept: String = letters.iter().take(count).collect();
            self.set(&format!("{}\u{2026}", kept.trim_end()), width)
        };
        let (mut few, mut many) = (0, letters.len());
        while few + 1 < many {
            let middle = few.midpoint(many);
            if self.fits(&first(middle)) { few = middle } else { many = middle }
        }
        first(few)
    }
}

#[derive(Default)]
struct State {
    of: Option<(String, Role, u16, f32)>,
    set: Option<Paragraph>,
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Fitted {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let width = limits.max().width;
        let of = (self.content.clone(), self.role, self.lines, width);
        if state.of.as_ref() != Some(&of) {
            state.set = Some(self.cut(width));
            state.of = Some(of);
        }
        let size = state.set.as_ref().map_or(Size::ZERO, Paragraph::min_bounds);
        layout::Node::new(limits.resolve(Length::Shrink, Length::Shrink, size))
    }

    fn operate(
        &mut self,
        _tree: &mut Tree,
        layout: Layout<'_>,
        _renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.text(None, layout.bounds(), &self.content);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let color = self.ink.on(Palette::of(theme));
        if let Some(set) = &tree.state.downcast_ref::<State>().set {
            let at = layout.bounds().anchor(set.min_bounds(), set.align_x(), set.align_y());
            renderer.fill_paragraph(set, at, color, *viewport);
        }
    }
}

impl<'a, Message: 'a> From<Fitted> for Element<'a, Message> {
    fn from(fitted: Fitted) -> Self {
        Self::new(fitted)
    }
}
