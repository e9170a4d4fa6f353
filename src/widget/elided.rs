//! Words of one line that end in an ellipsis where there is no room for all of them.

use iced::advanced::text::{Paragraph as _, Renderer as _};
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Layout, layout, mouse, renderer};
use iced::{Length, Rectangle, Size, Theme};
use unicode_segmentation::UnicodeSegmentation as _;

use super::Element;
use super::tracked::{Paragraph, paragraph};
use crate::theme::{Ink, Palette, Role};

/// No line shows more letters than this; titles of any length come out of tags.
const MOST: usize = 240;

/// Words as wide as they are, or as their place.
pub fn elided<'a, Message: 'a>(role: Role, ink: Ink, content: impl AsRef<str>) -> Element<'a, Message> {
    Element::new(Elided { role, ink, content: one_line(content.as_ref()) })
}

/// The beginning of `content` that fits into `width` px, with an ellipsis if it is not all; empty if nothing fits.
#[must_use]
pub fn shortened(content: &str, role: Role, width: f32) -> String {
    let content = one_line(content);
    cut(&content, role, width).map_or_else(String::new, |(kept, _)| kept)
}

fn one_line(content: &str) -> String {
    let seen: String = content.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    seen.graphemes(true).take(MOST).collect()
}

fn cut(content: &str, role: Role, width: f32) -> Option<(String, Paragraph)> {
    let whole = paragraph(content, role);
    if whole.min_width() <= width {
        return Some((content.to_owned(), whole));
    }
    // Never through a letter: its marks and joiners go with it, in any script.
    let letters: Vec<&str> = content.graphemes(true).collect();
    let first = |count: usize| {
        let kept: String = letters.iter().take(count).copied().collect();
        let kept = format!("{}\u{2026}", kept.trim_end());
        let set = paragraph(&kept, role);
        (set.min_width() <= width).then_some((kept, set))
    };
    let (mut fits, mut too_many) = (0, letters.len());
    while fits + 1 < too_many {
        let middle = fits.midpoint(too_many);
        if first(middle).is_some() { fits = middle } else { too_many = middle }
    }
    first(fits).filter(|_| fits > 0)
}

struct Elided {
    role: Role,
    ink: Ink,
    content: String,
}

#[derive(Default)]
struct State {
    of: Option<(String, Role, f32)>,
    set: Option<Paragraph>,
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Elided {
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
        let room = limits.max().width;
        let of = (self.content.clone(), self.role, room);
        if state.of.as_ref() != Some(&of) {
            state.set = cut(&self.content, self.role, room).map(|(_, set)| set);
            state.of = Some(of);
        }
        let width = state.set.as_ref().map_or(0.0, Paragraph::min_width);
        layout::Node::new(Size::new(width.ceil().min(room), self.role.line))
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
            renderer.fill_paragraph(set, layout.position(), color, *viewport);
        }
    }
}
